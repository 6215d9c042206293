"""TIMEX3 values: what days they cover, and their EDTF.

Values follow TimeML's TIMEX3 as HeidelTime and the German corpora write them: ``2014-05-24``, ``2014-W21``, ``2014-W21-WE``, ``2014-SU``,
``2014-Q3``, ``2014-H1``, ``197`` (a decade), ``19`` (a century), ``BC0499``, ``2014-05-24T20:30``, ``2014-05-24TEV``, ``PAST_REF``, ``P3W`` …, with
``X`` for what is open.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from presseschau.dates.edtf import Edtf

Bounds = tuple[date, date]

_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
_PARTS = {**_SEASONS, "Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36", "H1": "40", "H2": "41"}
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?:-(WE|[1-7]))?")
_CLOCK = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?")
_REFERENCES = frozenset({"PAST_REF", "PRESENT_REF", "FUTURE_REF"})
_YEARS = range(1, 10_000)


def week_of(day: date) -> str:
    """Return the ISO week of a day as a TIMEX3 value."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


@lru_cache(maxsize=4096)
def bounds(value: str) -> Bounds | None:
    """Return the first and last day that a value covers; None when it is open or no stretch of the calendar."""
    value = value.partition("T")[0] if value[:1] != "P" else value
    if not value or value.startswith(("P", "F", "B")) or "X" in value:
        return _partly_open(value)
    try:
        if match := _WEEK.fullmatch(value):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            if match[3] == "WE":
                return monday + timedelta(5), monday + timedelta(6)
            if match[3]:
                day = monday + timedelta(int(match[3]) - 1)
                return day, day
            return monday, monday + timedelta(6)
        if value.isdigit() and len(value) < 4:  # noqa: PLR2004 - decades and centuries
            value = value.ljust(4, "X")
        elif value[5:7] in _PARTS:
            value = value[:5] + _PARTS[value[5:7]]
        edtf = Edtf.parse(value)
    except ValueError:
        return None
    return (edtf.first, edtf.last) if edtf.first and edtf.last else None


def _partly_open(value: str) -> Bounds | None:
    if re.fullmatch(r"\d{4}-(?:XX|\d\d)(?:-(?:XX|\d\d))?", value):
        try:
            edtf = Edtf.parse(value)
        except ValueError:
            return None
        return (edtf.first, edtf.last) if edtf.first and edtf.last else None
    if match := re.fullmatch(r"(\d{4})-(?:WXX(?:-(?:WE|[1-7]))?|QX|HX)", value):
        year = int(match[1])
        return (date(year, 1, 1), date(year, 12, 31)) if year in _YEARS else None
    return None


@lru_cache(maxsize=4096)
def edtf_of(value: str) -> Edtf | None:
    """Return a value as EDTF; None for durations, vague references and what EDTF cannot say."""
    text = _edtf_text(value)
    if text is None:
        return None
    try:
        return Edtf.parse(text)
    except ValueError:
        return None


def _edtf_text(value: str) -> str | None:  # noqa: PLR0911 - one kind of value a line
    if not value or value in _REFERENCES or value.startswith("P"):
        return None
    day, has_time, clock = value.partition("T")
    if day.startswith("BC"):
        digits = day[2:6]
        return f"-{int(digits) - 1:04}" if len(digits) == 4 and digits.isdigit() and int(digits) > 1 else None  # noqa: PLR2004
    if _WEEK.fullmatch(day):
        covered = bounds(day)
        return str(Edtf.between(*covered)) if covered else None
    if day.isdigit() and len(day) < 4:  # noqa: PLR2004 - decades and centuries
        return day.ljust(4, "X")
    if "-W" in day:
        return f"{day[:4]}-XX-XX"
    if day[5:7] in _PARTS:
        return day[:5] + _PARTS[day[5:7]]
    if day[5:7] in ("QX", "HX"):
        return day[:4]
    exact = _CLOCK.match(clock) if has_time and "X" not in day else None
    if exact is None:
        return day
    if exact[1] == "24":
        covered = bounds(day)
        return f"{covered[1] + timedelta(1)}T00:00:00" if covered else day
    return f"{day}T{exact[1]}:{exact[2]}:{exact[3] or '00'}"
