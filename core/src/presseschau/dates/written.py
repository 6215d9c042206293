"""Dates as people and programs write them, to EDTF (ISO 8601-2), read no more exactly than they are written: ``2021-05`` stays a month.

Two questions are answered: :func:`as_edtf` says what a value is that should be a date and nothing else (a cell, a field of
metadata); :func:`first_date` finds the first date in a short string (a byline, a page's markup).
"""

import re
import tomllib
from calendar import monthrange
from datetime import date
from functools import cache
from importlib.resources import files

from presseschau.dates.edtf import Edtf

EARLIEST = 1600
"""No newspaper is older (Relation, Strasbourg, 1605): an earlier year is a mistake."""
LATEST = 2199
_EPOCH_DAY = date(1970, 1, 1).toordinal()

_ISO = re.compile(r"(?<![\d.,])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d])")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}(?:Z|[+-]\d{2}:?\d{2})?)?$")
_SLASHED = re.compile(r"(?<!\d)(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_GERMAN = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})(?![\d])")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})\.? {0,2}([A-Za-zäÄ]{3,9})\.?,? {1,2}(\d{4})(?!\d)")
_MONTH_DAY = re.compile(r"\b([A-Za-zäÄ]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?, ?(\d{4})(?!\d)")
_MONTH = re.compile(r"\b([A-Za-zäÄ]{3,9})\.? (\d{4})(?!\d)")
_YEAR = re.compile(r"^(\d{4})$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")

_STAMP = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]{1,9})?"
    r" ?(?P<zone>Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.ASCII,
)
_CLOCK = (
    r"(?:(?:T|,? ?[|–-] ?|,? )(?:um )?(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.][0-9]{2})?(?: ?Uhr| ?h)?"
    r"(?: \(?(?:ME[SZ]+|CES?T)\)?)?)?"
)
_NUMBERS = re.compile(
    r"(?P<day>[0-9]{1,2}) ?(?P<sign>[./-]) ?(?P<month>[0-9]{1,2}) ?(?P=sign) ?(?P<year>[0-9]{4}|[0-9]{2})" + _CLOCK, re.ASCII
)
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?P<sign>[./-])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})" + _CLOCK, re.ASCII
)
_ROMAN = re.compile(r"(?P<day>[0-9]{1,2})\. ?(?P<month>[IVX]{1,4})\. ?(?P<year>[0-9]{4})")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_WORDS = re.compile(
    r"(?P<day>[0-9]{1,2})(?:\.|\b)(?: {0,2}|-)(?P<month>[A-Za-zäÄ]{3,9})(?:\.?,? {0,2}'?|-)(?P<year>[0-9]{4}|[0-9]{2})\b"
    + _CLOCK
)
_WORDS_ENGLISH = re.compile(r"(?P<month>[A-Za-zäÄ]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})")
_MONTH_ALONE = re.compile(r"(?P<month>[A-Za-zäÄ]{3,9})\.? (?P<year>[0-9]{4})|(?P<number>[0-9]{1,2})/(?P<year2>[0-9]{4})")
_DAY_NAMES = "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag monday tuesday wednesday thursday friday saturday sunday"
_WEEKDAYS = frozenset(_DAY_NAMES.split()) | frozenset(
    [
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
        "mon",
        "die",
        "mit",
        "don",
        "fre",
        "sam",
        "son",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ]
)
_FROM = re.compile(r"(?:am|vom|den)\s(?=[0-9])", re.IGNORECASE)
_BEFORE = re.compile(r"(?:(?:am|vom|den)\s)?(?:([A-Za-z]{2,10})\.?,?\s{1,2})?(?:(?:den|dem|the)\s)?(?=[0-9A-Za-zäÄ])")
_AFTER = re.compile(r",?\s\(?([A-Za-z]{2,10})\.?\)?$")
_LONGEST = 80
"""Characters: a value that is longer is not a date, and is not searched for one."""


@cache
def month_names() -> dict[str, int]:
    """Return names of months in lower case, without a trailing dot, with their numbers: German, Austrian and English."""
    text = files(__package__).joinpath("data/months.toml").read_text(encoding="utf-8")
    return {name: int(number) for number, names in tomllib.loads(text).items() for name in names}


def as_edtf(text: str) -> str | None:
    """Return a value that is a date as EDTF, or None if it is not one.

    Read are EDTF itself, with open digits (``XXXX-05-24``), qualifiers, intervals and sets; time stamps as ISO 8601 and SQL write
    them; and dates as people write them, day first: ``20.5.2021``, ``12.3.19``, ``12. März 2019``, ``Di, 12. März 2019, 10:15 Uhr``,
    ``4. Juni 2019 Dienstag``, ``31/8/2018``, ``14-Mai-20``, ``14.V.2020``, ``2020/5/14``, ``20200514``, seconds since 1970, ``März 2019``,
    and in English with the month's name. With strokes, numbers that could be month and day either way (``5/6/2021``) are not read; where
    only one of the two can be a month (``5/14/2020``) they are. Nothing is added: ``2021-05`` stays a month. Fractions of a
    second are dropped; a time keeps its zone.
    """
    text = " ".join(text.split()) if len(text) <= 4 * _LONGEST else text.strip()
    if stamp := _STAMP.fullmatch(text):
        text = f"{stamp['date']}T{stamp['time']}{_zone(stamp['zone'] or '')}"
    try:
        return str(Edtf.parse(text))
    except ValueError:
        return _people(text) if len(text) <= _LONGEST else None


def _people(text: str) -> str | None:
    """Read a whole value that people wrote, with or without a day of the week before or after it."""
    text = _without_weekday(_FROM.sub("", text, count=1) if _FROM.match(text) else text)
    if (numbers := _NUMBERS.fullmatch(text)) and not _either_way(numbers):
        return _stamp(numbers, int(numbers["month"])) or _month_first(numbers)
    if (words := _WORDS.fullmatch(text)) and words["month"].lower() in month_names():
        return _stamp(words, month_names()[words["month"].lower()])
    if english := _WORDS_ENGLISH.fullmatch(text):
        return _exactly(int(english["year"]), month_names().get(english["month"].lower(), 0), int(english["day"]))
    if alone := _MONTH_ALONE.fullmatch(text):
        month = int(alone["number"]) if alone["number"] else month_names().get(alone["month"].lower(), 0)
        return _exactly(int(alone["year"] or alone["year2"]), month)
    return _programs(text)


def _programs(text: str) -> str | None:
    """Read what programs write beside ISO 8601, and months in Roman numbers."""
    if first := _YEAR_FIRST.fullmatch(text):
        return _stamp(first, int(first["month"]))
    if (roman := _ROMAN.fullmatch(text)) and roman["month"] in _ROMANS:
        return _exactly(int(roman["year"]), _ROMANS.index(roman["month"]) + 1, int(roman["day"]))
    return first_date(text) or None if _COMPACT.fullmatch(text) or _EPOCH.fullmatch(text) else None


def _without_weekday(text: str) -> str:
    before = _BEFORE.match(text)
    if before and (before[1] or "").lower() in _WEEKDAYS:
        text = text[before.end() :]
    after = _AFTER.search(text)
    return text[: after.start()] if after and after[1].lower() in _WEEKDAYS else text


def _either_way(numbers: "re.Match[str]") -> bool:
    """Tell whether a date with strokes could be read month first: ``5/6/2021``."""
    return numbers["sign"] == "/" and int(numbers["day"]) <= 12 and int(numbers["month"]) <= 12  # noqa: PLR2004 - months of a year


def _month_first(numbers: "re.Match[str]") -> str | None:
    """Read a date with strokes as Americans write it, where its second number can be no month."""
    return _exactly(_full_year(numbers["year"]), int(numbers["day"]), int(numbers["month"])) if numbers["sign"] == "/" else None


def _stamp(found: "re.Match[str]", month: int) -> str | None:
    clock = f"T{int(found['hour']):02}:{found['minute']}" if found["hour"] else ""
    return _exactly(_full_year(found["year"]), month, int(found["day"]), clock)


def _exactly(year: int, month: int, day: int = 0, clock: str = "") -> str | None:
    """Return the EDTF of a date in any year, None when there is no such date."""
    try:
        return str(Edtf.parse(f"{year:04}-{month:02}" + (f"-{day:02}{clock}" if day or clock else "")))
    except ValueError:
        return None


def _zone(zone: str) -> str:
    """Write a zone as EDTF has it: ``Z`` or ``+02:00``."""
    if zone in {"", "Z", "UTC"}:
        return "Z" if zone else ""
    digits = zone[1:].replace(":", "")
    return f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"


def date_edtf(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return the EDTF of a day, a month or a year, ``""`` when there is no such date or no newspaper of that time."""
    if not EARLIEST <= year <= LATEST:
        return ""
    if not month:
        return f"{year:04}" if month is None else ""
    if month > 12:  # noqa: PLR2004 - months of a year
        return ""
    if not day:
        return f"{year:04}-{month:02}" if day is None else ""
    return f"{year:04}-{month:02}-{day:02}" if day <= monthrange(year, month)[1] else ""


def _full_year(digits: str) -> int:
    """Read a year of two digits as the POSIX rule does: 69 and later lie in the last century."""
    year = int(digits)
    if len(digits) == 4:  # noqa: PLR2004 - digits of a full year
        return year
    return year + (1900 if year >= 69 else 2000)  # noqa: PLR2004 - POSIX strptime %y


def _named(text: str) -> str:
    """Read dates with the month's name."""
    for found in _DAY_MONTH.finditer(text):
        month = month_names().get(found[2].lower())
        if month:
            return date_edtf(int(found[3]), month, int(found[1]))
    for found in _MONTH_DAY.finditer(text):
        month = month_names().get(found[1].lower())
        if month:
            return date_edtf(int(found[3]), month, int(found[2]))
    for found in _MONTH.finditer(text):
        month = month_names().get(found[1].lower())
        if month:
            return date_edtf(int(found[2]), month)
    return ""


def first_date(value: str) -> str:
    """Return the first date in a short string as EDTF, ``""`` when there is none. Day before month, as in German.

    A time of day is dropped, and the day is the one that is written, in whatever zone. Bare years and seconds since 1970 count only
    where nothing else stands there.
    """
    value = " ".join(value[:200].split())
    found = _COMPACT.match(value)
    if found:
        return date_edtf(int(found[1]), int(found[2]), int(found[3]))
    for pattern in (_ISO, _SLASHED):
        found = pattern.search(value)
        if found:
            return date_edtf(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    found = _GERMAN.search(value)
    if found:
        return date_edtf(_full_year(found[3]), int(found[2]), int(found[1]))
    return _named(value) or _counted(value)


def _counted(value: str) -> str:
    """Read a bare year, or seconds or milliseconds since 1970 (a custom of some data layers), in UTC."""
    if _YEAR.match(value):
        return date_edtf(int(value))
    return date.fromordinal(_EPOCH_DAY + int(value[:10]) // 86400).isoformat() if _EPOCH.match(value) else ""
