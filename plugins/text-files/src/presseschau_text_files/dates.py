"""Dates in metadata: to EDTF (ISO 8601-2), exactly as far as they were given."""

import re

from presseschau.dates import Edtf

_STAMP = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]{1,9})?"
    r" ?(?P<zone>Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.ASCII,
)
_GERMAN = re.compile(
    r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4})"
    r"(?:,? (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?: Uhr)?)?",
    re.ASCII,
)


def as_edtf(text: str) -> str | None:
    """Return a date as EDTF, or None if it is none.

    Read are EDTF itself, with open digits (``XXXX-05-24``), qualifiers, intervals and sets, time stamps as ISO 8601 and SQL
    write them, and German dates, day first (``20.5.2021``). Nothing is added: ``2021-05`` stays a month. Fractions of a second
    are dropped; a time keeps its zone.
    """
    text = text.strip()
    if stamp := _STAMP.fullmatch(text):
        text = f"{stamp['date']}T{stamp['time']}{_zone(stamp['zone'] or '')}"
    elif german := _GERMAN.fullmatch(text):
        text = f"{german['year']}-{int(german['month']):02}-{int(german['day']):02}"
        if german["hour"]:
            text += f"T{int(german['hour']):02}:{german['minute']}"
    try:
        return str(Edtf.parse(text))
    except ValueError:
        return None


def _zone(zone: str) -> str:
    """Write a zone as EDTF has it: ``Z`` or ``+02:00``."""
    if zone in {"", "Z", "UTC"}:
        return "Z" if zone else ""
    digits = zone[1:].replace(":", "")
    return f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"
