"""Dates as pages write them, read no more exactly than they are written: ``2021-05`` stays a month.

A value is EDTF (ISO 8601-2, level 0): ``2021-05-20``, ``2021-05`` or ``2021``. A time of day is dropped, and the day is the one
that the page writes, in whatever zone it writes it.
"""

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

EARLIEST = 1600
"""No newspaper is older (Relation, Strasbourg, 1605): an earlier year is a mistake."""
LATEST = 2199
_EPOCH_DAY = date(1970, 1, 1).toordinal()

_ISO = re.compile(r"(?<![\d.,])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d])")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}(?:Z|[+-]\d{2}:?\d{2})?)?$")
_SLASHED = re.compile(r"(?<!\d)(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_GERMAN = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})(?![\d])")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})\.? {0,2}([A-Za-zäÄ]{3,9})\.?,? {1,2}(\d{4})(?!\d)")
_MONTH_DAY = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?, ?(\d{4})(?!\d)")
_MONTH = re.compile(r"\b([A-Za-zäÄ]{3,9})\.? (\d{4})(?!\d)")
_YEAR = re.compile(r"^(\d{4})$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_URL_DAY = re.compile(r"/(?:19|20)\d{2}/\d{1,2}/\d{1,2}/|[/_-](?:19|20)\d{2}-\d{2}-\d{2}(?=[/_.-]|$)")
_URL_COMPACT = re.compile(r"[/_-]((?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=[/_.-]|$)")
_URL_MONTH = re.compile(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])/")


@cache
def _months() -> dict[str, int]:
    text = files(__package__).joinpath("data/months.toml").read_text(encoding="utf-8")
    return {name: int(number) for number, names in tomllib.loads(text).items() for name in names}


def _edtf(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return the EDTF of a date, ``""`` when there is no such date."""
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
        month = _months().get(found[2].lower())
        if month:
            return _edtf(int(found[3]), month, int(found[1]))
    for found in _MONTH_DAY.finditer(text):
        month = _months().get(found[1].lower())
        if month:
            return _edtf(int(found[3]), month, int(found[2]))
    for found in _MONTH.finditer(text):
        month = _months().get(found[1].lower())
        if month:
            return _edtf(int(found[2]), month)
    return ""


def read_date(value: str) -> str:
    """Return the first date in a short text as EDTF, ``""`` when there is none. Day before month, as in German."""
    value = " ".join(value[:200].split())
    found = _COMPACT.match(value)
    if found:
        return _edtf(int(found[1]), int(found[2]), int(found[3]))
    for pattern in (_ISO, _SLASHED):
        found = pattern.search(value)
        if found:
            return _edtf(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    found = _GERMAN.search(value)
    if found:
        return _edtf(_full_year(found[3]), int(found[2]), int(found[1]))
    return _named(value) or _counted(value)


def _counted(value: str) -> str:
    """Read a bare year, or seconds or milliseconds since 1970 (a custom of some data layers), in UTC."""
    if _YEAR.match(value):
        return _edtf(int(value))
    return date.fromordinal(_EPOCH_DAY + int(value[:10]) // 86400).isoformat() if _EPOCH.match(value) else ""


def date_in_address(address: str) -> str:
    """Return the date in the path of a URL (``/2021/05/20/``, ``-2021-05-20.html``, ``/2021/05/``) as EDTF, or ``""``."""
    found = _URL_DAY.search(address)
    if found:
        year, month, day = (int(part) for part in re.split(r"[/-]", found[0].strip("/_-")))
        return _edtf(year, month, day)
    found = _URL_COMPACT.search(address)
    if found:
        return _edtf(int(found[1][:4]), int(found[1][4:6]), int(found[1][6:]))
    found = _URL_MONTH.search(address)
    return _edtf(int(found[1]), int(found[2])) if found else ""


def _bounds(value: str) -> tuple[date, date]:
    year, month, day = ([int(part) for part in value.split("-")] + [0, 0])[:3]
    first = date(year, month or 1, day or 1)
    last_month = month or 12
    return first, date(year, last_month, day or monthrange(year, last_month)[1])


def compatible(one: str, other: str, *, tolerance: int = 0) -> bool:
    """Tell whether two dates can be the same day, give or take some days (a UTC day may differ from the local one)."""
    (first, last), (from_, until) = _bounds(one), _bounds(other)
    return first.toordinal() <= until.toordinal() + tolerance and from_.toordinal() <= last.toordinal() + tolerance


def is_after(value: str, limit: str) -> bool:
    """Tell whether a date lies wholly after another."""
    return _bounds(value)[0] > _bounds(limit)[1]


def dates_in(texts: Iterator[str]) -> Iterator[str]:
    """Yield the dates of texts that have one."""
    for text in texts:
        found = read_date(text)
        if found:
            yield found
