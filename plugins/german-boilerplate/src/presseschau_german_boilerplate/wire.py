"""Wire copy: heads, feet, keywords and date-time groups of agencies, a line at a time.

Word lists and the sources of the shapes: ``data/wire.toml``.
"""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from presseschau_german_boilerplate.shapes import FoundDate, find_date

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
_NUMBER_AND_TIME = re.compile(r"[A-Z]{2,4}\d{3,5} {1,8}(?P<date>\d{4}-\d{2}-\d{2})[/ ]\d{2}:\d{2}")
_FOOT_WORD = re.compile(r"[a-zäöü0-9/.\-]{1,12}|[A-Z]{2,5}|\([a-zA-Z]{2,8}\)")
_HEAD = re.compile(
    r"(?:[a-z]{2,4}\d{3,4} \d [a-z]{2,3} \d{1,4}(?: .{0,40})?"  # dpa: desk and number, priority, section, words, what is before it
    r"|APA\d{3,4} \d [A-Z]{2} \d{3,4}(?: .{0,60})?"
    r"|[A-Z]{2,4}-?\d{3,4} \d [a-zA-Z]{2} \d{1,4}(?: .{0,40})?"
    r"|[A-Z]{2,4}(?:-\d{2,5}){2,4}(?: .{0,40})?"  # KNA: year, day, number
    r"|(?:dpa|epd|KNA|AFP|APA|idea|dapd|ddp|sid)[ -](?:\w{0,20}[Dd]ienst|Zentralausgabe|Regionalausgabe)(?: [A-ZÄÖÜ][\w/-]{1,30}){0,3})"
)
_KEYWORDS = re.compile(r"(?:[A-ZÄÖÜ0-9][\w.\- ]{1,40}/){2,12}|[A-ZÄÖÜ][\w.\-]{0,40}(?:/[A-ZÄÖÜ][\w.\-]{0,40}){2,12}")
_VERSION = re.compile(
    r"[(=] ?(?:Zusammenfassung|Neu|Wdh\.?|Wiederholung|Berichtigung|Korrektur|Zusammenfassung neu|Überblick|Ergänzung|Aktualisierung|Eil|Vorausmeldung)"
    r"(?: \d{4})?(?:(?:[:,]| [-–]) [^()]{1,80})? ?[)=]"
)
_END = re.compile(
    r"[\s\-–—*+#.]{0,8}\(?(?:Ende|Schluss|ENDE|SCHLUSS|Forts\.?|Fortsetzung|Ende der Meldung|Ende der Pressemitteilung)\)?[\s\-–—*+#.]{0,8}"
)
_SHORT = r"(?:[a-zäöü]{2,4}|[A-Z]{2,3})"
_SIGNED = re.compile(
    r"(?:[a-zäöü]{2,4}/){1,4}[a-zäöü]{2,4}|\((?:Schluss|Forts\.)\) ?(?:[a-zäöü]{2,4}/){0,4}[a-zäöü]{2,4}"
    rf"|/{_SHORT}(?:/{_SHORT}){{1,4}}|\({_SHORT}(?:/{_SHORT}){{0,4}}/[a-z]{{0,3}}\d[a-z0-9]{{3,14}}\)"
    r"|(?:dpa|epd|kna|afp|apa|sid|ap|ddp)(?: [a-z0-9]{1,4}){2,7}"
    r"|(?:dpa|epd|kna|KNA|afp|apa|sid|ap|ddp) [a-z]{2,4}(?:/[a-z]{2,4}){1,4}|\((?:dpa|epd|KNA|AFP|APA) - [a-z]{2,8}(?:-[a-z0-9]{2,6}){1,4}\)"
    r"|(?:dpa|epd|KNA|AFP|APA|SID)-(?:Redaktion|Büro|Korrespondent|Kontakt)\w{0,4}: ?.{3,60}"
    r"|ISIN {1,4}[A-Z]{2}[A-Z0-9]{10}(?:[ ,;]{1,4}WKN:? {0,4}[A-Z0-9]{6})?"
)
_REPORTER = re.compile(
    r"\((?:Reporter\w{0,5}|Bericht\w{0,5}|Büro|Geschrieben|Verfasst|Zusammengestellt|Redigiert|Redaktion|Bearbeitet)(?::| von )[^()]{3,330}\)"
)
_MARK = re.compile("|".join(f"(?:{shape.pattern})" for shape in (_HEAD, _KEYWORDS, _VERSION, _END, _SIGNED, _REPORTER)))
_LONGEST_REPORTER = 350


def date_of_group(line: str) -> FoundDate | None:
    """Return the day of the date-time group that a line ends in (``dpa ab xy 051530 Jun 19``), if nothing but marks is before it;
    or that behind a text's number (``APA0123 2021-05-04/12:30``).
    """
    if len(line) > _LONGEST:
        return None
    if stamped := _NUMBER_AND_TIME.fullmatch(line):
        return find_date(line[stamped.start("date") :]) and FoundDate(
            stamped["date"], stamped.start("date"), stamped.end("date")
        )
    match = _GROUP.search(line)
    if match is None or not all(_FOOT_WORD.fullmatch(word) for word in line[: match.start()].split()):
        return None
    day, month = int(match["day"]), data()["months"][match["month"].lower()]
    if not 1 <= day <= 31 or int(match["hour"]) > 23 or int(match["minute"]) > 59:  # noqa: PLR2004 - a day, a clock
        return None
    year = int(match["year"]) + (_CENTURY if len(match["year"]) == 2 else 0)  # noqa: PLR2004 - two digits
    return FoundDate(f"{year:04}-{month:02}-{day:02}", match.start(), match.end())


def is_wire(line: str) -> bool:
    """Tell whether a line is a head, keyword line, version mark, end mark, initials or list of reporters of an agency's text."""
    if len(line) > _LONGEST:
        return len(line) <= _LONGEST_REPORTER and _REPORTER.fullmatch(line) is not None
    return _MARK.fullmatch(line) is not None
