"""Dates in metadata: to EDTF (ISO 8601-2), exactly as far as they were given."""

import re
from datetime import datetime

_ISO = re.compile(r"(?P<year>-?[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?(?P<qualifier>[~?%]?)\Z", re.ASCII)
_TIMED = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})?"
    r" ?(?P<zone>Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?\Z",
    re.ASCII,
)
_GERMAN = re.compile(
    r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4})(?:,? (?P<time>[0-9]{1,2}:[0-9]{2})(?: Uhr)?)?\Z",
    re.ASCII,
)
_SEASONS = range(21, 42)
"""EDTF level 2 writes seasons, quarters and half-years as months 21 to 41."""


def as_edtf(text: str) -> str | None:
    """Return a date as EDTF, or None if it is none.

    Read are EDTF dates with open digits (``XXXX-05-24``, ``202X``) and qualifiers, intervals of them, ISO 8601 and SQL
    time stamps, and German dates, day first (``20.5.2021``). Nothing is added: ``2021-05`` stays a month. Fractions of a
    second are dropped, and of a time its zone is kept.
    """
    text = text.strip()
    if "/" in text:
        ends = text.split("/")
        both = [end if end in {"", ".."} else as_edtf(end) for end in ends]
        valid = len(ends) == 2 and any(end not in {"", ".."} for end in ends)  # noqa: PLR2004 - an interval has two ends
        return "/".join(end or "" for end in both) if valid and None not in both else None
    for pattern, read in ((_ISO, _iso), (_TIMED, _timed), (_GERMAN, _german)):
        match = pattern.match(text)
        if match:
            return read(match)
    return None


def _iso(match: re.Match[str]) -> str | None:
    year, month, day = match["year"], match["month"], match["day"]
    if month is not None and "X" not in month:
        number = int(month)
        if number in _SEASONS:
            return match.group() if day is None else None
        if not 1 <= number <= 12:  # noqa: PLR2004 - months of a year
            return None
    elif month not in {None, "XX", "0X", "1X"}:
        return None
    return match.group() if day is None or _day_exists(year, month, day) else None


def _day_exists(year: str, month: str, day: str) -> bool:
    """Tell whether some date fits, open digits being any."""
    if "X" in day:
        return day in {"XX", "0X", "1X", "2X", "3X"}
    # A leap year and the longest month stand for what is open.
    some_year = int(year) if "X" not in year and int(year) > 0 else 2000
    some_month = 1 if "X" in month else int(month)
    try:
        datetime(some_year, some_month, int(day))  # noqa: DTZ001 - only to ask the calendar
    except ValueError:
        return False
    return True


def _timed(match: re.Match[str]) -> str | None:
    zone = match["zone"] or ""
    zone = "Z" if zone == "UTC" else zone
    if len(zone) == len("+0200"):
        zone = f"{zone[:3]}:{zone[3:]}"
    elif len(zone) == len("+02"):
        zone = f"{zone}:00"
    time = match["time"] if match["time"].count(":") > 1 else f"{match['time']}:00"
    return _checked(f"{match['date']}T{time}{zone}")


def _german(match: re.Match[str]) -> str | None:
    date = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    return _checked(f"{date}T{match['time']:0>5}:00") if match["time"] else (date if _day_exists(*date.split("-")) else None)


def _checked(stamp: str) -> str | None:
    try:
        datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return stamp
