"""Wire copy: heads, feet, keywords and date-time groups of agencies, a line at a time.

Word lists and the sources of the shapes: ``data/wire.toml``.
"""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from presseschau_german_boilerplate.shapes import FoundDate

_LONGEST = 120
_CENTURY = 2000


@cache
def data() -> dict[str, Any]:
    """Return what ``data/wire.toml`` holds."""
    return tomllib.loads((resources.files(__package__) / "data" / "wire.toml").read_text(encoding="utf-8"))


_MONTH = "|".join(sorted(data()["months"], key=len, reverse=True))
_GROUP = re.compile(
    r"(?<!\S)(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})Z? (?P<month>" + _MONTH + r")\.? (?P<year>\d{2}(?:\d{2})?)$",
    re.IGNORECASE,
)
_FOOT_WORD = re.compile(r"[a-zäöü0-9/.\-]{1,12}|[A-Z]{2,5}|\([a-zA-Z]{2,8}\)")
_HEAD = re.compile(
    r"(?:[a-z]{2,4}\d{3,4} \d [a-z]{2,3} \d{1,4}(?: .{0,40})?"  # dpa: desk and number, priority, section, words, what is before it
    r"|APA\d{3,4} \d [A-Z]{2} \d{3,4}(?: .{0,60})?"
    r"|[A-Z]{2,4}-?\d{3,4} \d [a-zA-Z]{2} \d{1,4}(?: .{0,40})?)"
)
_KEYWORDS = re.compile(r"(?:[A-ZÄÖÜ0-9][\w.\- ]{1,40}/){2,12}")
_VERSION = re.compile(
    r"\((?:Zusammenfassung|Neu|Wdh\.?|Wiederholung|Berichtigung|Korrektur|Zusammenfassung neu|Überblick|Ergänzung|Aktualisierung|Eil|Vorausmeldung)"
    r"(?: \d{4})?(?:(?:[:,]| [-–]) [^()]{1,80})?\)"
)
_END = re.compile(
    r"[\s\-–—*+#.]{0,8}\(?(?:Ende|Schluss|ENDE|SCHLUSS|Forts\.?|Fortsetzung|Ende der Meldung|Ende der Pressemitteilung)\)?[\s\-–—*+#.]{0,8}"
)
_SIGNED = re.compile(r"(?:[a-zäöü]{2,4}/){1,4}[a-zäöü]{2,4}|\((?:Schluss|Forts\.)\) ?(?:[a-zäöü]{2,4}/){0,4}[a-zäöü]{2,4}")


def date_of_group(line: str) -> FoundDate | None:
    """Return the day of the date-time group that a line ends in (``dpa ab xy 051530 Jun 19``), if nothing but marks is before it."""
    if len(line) > _LONGEST:
        return None
    match = _GROUP.search(line)
    if match is None or not all(_FOOT_WORD.fullmatch(word) for word in line[: match.start()].split()):
        return None
    day, month = int(match["day"]), data()["months"][match["month"].lower()]
    if not 1 <= day <= 31 or int(match["hour"]) > 23 or int(match["minute"]) > 59:  # noqa: PLR2004 - a day, a clock
        return None
    year = int(match["year"]) + (_CENTURY if len(match["year"]) == 2 else 0)  # noqa: PLR2004 - two digits
    return FoundDate(f"{year:04}-{month:02}-{day:02}", match.start(), match.end())


def is_wire(line: str) -> bool:
    """Tell whether a line is a head, keyword line, version mark, end mark or initials of an agency's text."""
    if len(line) > _LONGEST:
        return False
    return any(shape.fullmatch(line) for shape in (_HEAD, _KEYWORDS, _VERSION, _END, _SIGNED))
