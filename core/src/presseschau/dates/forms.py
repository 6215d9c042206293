"""The notation of unresolved times, and how it is worked out.

A form is a base and steps, separated by single spaces and worked from left to right::

    form   = base step*
    base   = "dct" | "anchor" | a TIMEX3 value           the document's date, another expression, or an absolute value
    step   = unit ("+" | "-") n                          that unit, n further: "dct week-1" is last week, "dct year+0" this year
           | relation target                             an instance of what recurs: "dct <=Thu" is the last Thursday
           | "nth" n weekday                             the n-th weekday in a month or year, from its end if negative
           | "P" ("+" | "-") n ("D"|"W"|"M"|"Y")         as exact as before, shifted: "anchor P+1Y"
           | "T" clock or part of the day                "T20:30", "TMO", "TEV" …

    unit     = day week weekend month quarter half year decade century hour minute
    relation = "<="  the last that has begun      "<"  the last that is over      "="  the one in the same week, month or year
               ">="  the next that is not over    ">"  the next that has not begun   "~"  the nearest
               "<~"  the last, unless the next is five times as near      ">~"  the next, unless the last is
    target   = Mon … Sun, WE, D24 (day of a month), M05, 05-24, Mon05-24, W21, SP SU FA WI, Q1 … Q4, H1 H2, easter±n, advent±n (fourth Sunday)

Every step is monotone in its reference. So a reference that is known only to a month (or a set of days) is worked out at both ends (at
every member), and what differs stays open.
"""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache

from presseschau.dates.cycles import WEEKDAYS, Instance, instances, is_target, open_value
from presseschau.dates.values import bounds, week_of

_UNIT = re.compile(r"(day|week|weekend|month|quarter|half|year|decade|century|hour|minute)([+-]\d{1,6})")
_RELATION = re.compile(r"(<=|>=|<~|>~|<|>|=|~)(\S{1,12})")
_NTH = re.compile(r"nth(-?[1-9])(Mon|Tue|Wed|Thu|Fri|Sat|Sun)")
_SHIFT = re.compile(r"P([+-]\d{1,6})([DWMY])")
_CLOCK = re.compile(r"T(?:\d\d(?::\d\d(?::\d\d)?)?|MO|MI|AF|EV|NI|DT)(?:Z|[+-]\d\d)?")
_BASE = re.compile(r"[^\sa-z]{1,60}")
"""TIMEX3 values, loosely: plugins may know values that we do not, and those stay as they are."""
_OPEN_UNITS = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "half": "XXXX-HX",
    "year": "XXXX", "decade": "XXX", "century": "XX", "hour": "XXXX-XX-XXTXX", "minute": "XXXX-XX-XXTXX:XX",
}  # fmt: skip
_MONTHS = {"month": 1, "quarter": 3, "half": 6}
_WEEK_LIKE = frozenset([*WEEKDAYS, "WE"])
_WEIGHTS = {"~": (1, 1), "<~": (1, 5), ">~": (5, 1)}
"""What a day before and after the reference counts when the nearest is looked for."""
REFERENCES = ("dct", "anchor")

Step = Callable[[str], str]


class FormError(ValueError):
    """A form is not in the notation."""


@lru_cache(maxsize=4096)
def parse(form: str) -> tuple[str, tuple[Step, ...], str]:
    """Return a form's base, its steps as functions of values, and the value that remains where the base is not known.

    Raises:
        FormError: the form is not in the notation.
    """
    base, *words = form.split(" ")
    if not base:
        raise FormError(f"{form!r} has no base")
    steps = []
    template = "XXXX-XX-XX" if base in REFERENCES else base
    for word in words:
        step, template = _step(word, template)
        steps.append(step)
    return base, tuple(steps), template


def check(form: str) -> None:
    """Tell whether a form is in the notation, base and all.

    Raises:
        FormError: it is not.
    """
    base, _, _ = parse(form)
    if base not in REFERENCES and not _BASE.fullmatch(base):
        raise FormError(f"{base!r} is neither dct, anchor nor a TIMEX3 value")


def needs(form: str) -> str:
    """Return the reference that a form waits for: ``"dct"``, ``"anchor"`` or ``""``."""
    base = form.partition(" ")[0]
    return base if base in REFERENCES else ""


def evaluate(form: str, references: Iterable[str] = (), *, exhaustive: bool = True) -> tuple[str, tuple[str, ...]]:
    """Return the value of a form, and the values at the single references that it was made from.

    ``references`` are values (of days, mostly) that the base may stand for; none when it is not known. ``exhaustive`` says that
    they are all there are; else they are the first and the last.
    """
    base, steps, template = parse(form)
    starts = tuple(references) if base in REFERENCES else (base,)
    results = []
    for start in starts:
        value = start
        for step in steps:
            value = step(value)
            if not value:
                break
        if not value:
            return template, ()
        if value not in results:
            results.append(value)
    if not results:
        return template, ()
    if len(results) == 1:
        return results[0], tuple(results)
    return _generalise(results, template, exhaustive=exhaustive), tuple(results)


def _generalise(values: list[str], template: str, *, exhaustive: bool) -> str:
    """Put into the template what all values share; only leading parts where there are values in between that we have not seen."""
    day, has_time, _ = template.partition("T")
    parts = day.split("-")
    split = [value.partition("T")[0].split("-") for value in values]
    agreed = True
    for n, part in enumerate(parts):
        found = {row[n] if n < len(row) else "" for row in split}
        agreed = len(found) == 1 and (agreed or exhaustive)
        if not agreed:
            continue
        one = found.pop()
        if len(one) == len(part) and "X" in part and part.startswith("W") == one.startswith("W"):
            parts[n] = one
    clocks = {value.partition("T")[2] for value in values}
    clock = clocks.pop() if len(clocks) == 1 else template.partition("T")[2]
    return "-".join(parts) + (f"T{clock}" if has_time else "")


def _step(word: str, template: str) -> tuple[Step, str]:
    if match := _UNIT.fullmatch(word):
        unit, count = match[1], int(match[2])
        return (lambda value: _guard(_move, value, unit, count)), _OPEN_UNITS[unit]
    if (match := _RELATION.fullmatch(word)) and is_target(match[2]):
        relation, target = match[1], match[2]
        return (lambda value: _guard(_pick, value, relation, target)), _open_after(template, target)
    if match := _NTH.fullmatch(word):
        nth, weekday = int(match[1]), WEEKDAYS.index(match[2])
        return (lambda value: _guard(_nth, value, nth, weekday)), f"{template[:7]}-XX" if template[
            5:7
        ].isdigit() else "XXXX-XX-XX"
    if match := _SHIFT.fullmatch(word):
        amount, unit = int(match[1]), match[2]
        return (lambda value: _guard(_shift, value, unit, amount)), re.sub(r"\d", "X", template)
    if _CLOCK.fullmatch(word):
        return (lambda value: _at(value, word)), _at(template, word)
    raise FormError(f"{word!r} is not a step of a form")


def _guard(
    step: Callable[[str, str, int], str] | Callable[[str, str, str], str] | Callable[[str, int, int], str], *arguments: object
) -> str:
    """Work out a step; "" where the calendar of datetime ends."""
    try:
        return step(*arguments)  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        return ""


def _open_after(template: str, target: str) -> str:
    found = open_value(target)
    year = template[:4]
    return year + found[4:] if year.isdigit() else found


def _days(value: str) -> tuple[date, date]:
    covered = bounds(value)
    if covered is None:
        raise ValueError(value)
    return covered


def _move(value: str, unit: str, count: int) -> str:  # noqa: PLR0911 - one unit a line
    if unit in ("hour", "minute"):
        return _move_clock(value, unit, count)
    if value.startswith("BC") and unit == "year":
        return f"BC{int(value[2:6]) - count:04}" if int(value[2:6]) - count > 0 else ""
    first = _days(value)[0]
    if unit == "day":
        return (first + timedelta(count)).isoformat()
    if unit == "week":
        return week_of(first + timedelta(7 * count))
    if unit == "weekend":
        return week_of(first + timedelta(7 * count)) + "-WE"
    if unit in _MONTHS:
        size = _MONTHS[unit]
        year, index = divmod((first.year * 12 + first.month - 1) // size + count, 12 // size)
        _check_year(year)
        return f"{year:04}-{index + 1:02}" if size == 1 else f"{year:04}-{'Q' if unit == 'quarter' else 'H'}{index + 1}"
    if unit == "year":
        _check_year(first.year + count)
        return f"{first.year + count:04}"
    size = 10 if unit == "decade" else 100
    _check_year((first.year // size + count) * size)
    return f"{first.year // size + count:0{3 if unit == 'decade' else 2}}"


def _check_year(year: int) -> None:
    if not 0 <= year <= 9999:  # noqa: PLR2004 - four digits
        raise OverflowError(year)


def _move_clock(value: str, unit: str, count: int) -> str:
    day, _, clock = value.partition("T")
    match = re.fullmatch(r"(\d\d):(\d\d)", clock)
    if match is None or bounds(day) is None:
        return _OPEN_UNITS[unit]
    minutes = int(match[1]) * 60 + int(match[2]) + count * (60 if unit == "hour" else 1)
    days, minutes = divmod(minutes, 24 * 60)
    return f"{_days(day)[0] + timedelta(days)}T{minutes // 60:02}:{minutes % 60:02}"


def _pick(value: str, relation: str, target: str) -> str:  # noqa: PLR0911 - a relation a line
    if value.startswith("BC") and relation == "=":
        return value[:6] + open_value(target)[4:]
    first, last = _days(value)
    found = instances(target, first)
    if relation == "=":
        return _enclosed(found, target, first)
    if relation == "<=":
        fitting = [one for one in found if one.first <= first]
        return fitting[-1].value if fitting else ""
    if relation == "<":
        fitting = [one for one in found if one.last < first]
        return fitting[-1].value if fitting else ""
    if relation == ">=":
        return next((one.value for one in instances(target, last) if one.last >= last), "")
    if relation == ">":
        return next((one.value for one in instances(target, last) if one.first > last), "")
    before, after = _WEIGHTS[relation]
    return (
        min(found, key=lambda one: max(after * (one.first - last).days, before * (first - one.last).days, 0)).value
        if found
        else ""
    )


def _enclosed(found: tuple[Instance, ...], target: str, first: date) -> str:
    if target in _WEEK_LIKE:
        week = first.isocalendar()[:2]
        return next((one.value for one in found if one.first.isocalendar()[:2] == week), "")
    if target.startswith("D"):
        return next((one.value for one in found if (one.first.year, one.first.month) == (first.year, first.month)), "")
    return next((one.value for one in found if one.first.year == first.year or one.value.startswith(f"{first.year:04}-")), "")


def _nth(value: str, nth: int, weekday: int) -> str:
    first, last = _days(value)
    if nth > 0:
        day = first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        day = last - timedelta((last.weekday() - weekday) % 7 - 7 * (nth + 1))
    return day.isoformat() if first <= day <= last else ""


def _shift(value: str, unit: str, amount: int) -> str:
    first = _days(value)[0]
    if unit in "DW":
        moved = first + timedelta(amount * (7 if unit == "W" else 1))
        return week_of(moved) if "-W" in value else moved.isoformat()
    months = amount * (12 if unit == "Y" else 1)
    year, index = divmod(first.year * 12 + first.month - 1 + months, 12)
    _check_year(year)
    day = min(first.day, calendar.monthrange(year, index + 1)[1])
    return f"{year:04}-{index + 1:02}-{day:02}"[: len(value) if value[4:].replace("-", "").isdigit() or len(value) == 4 else 10]  # noqa: PLR2004


def _at(value: str, clock: str) -> str:
    """Put a time on a value; what is less exact than a day gets an open day."""
    day = value.partition("T")[0]
    if not day or day.startswith(("P", "F", "BC")):
        return f"XXXX-XX-XX{clock}"
    if re.fullmatch(r"[0-9X]{4}", day):
        day += "-XX-XX"
    elif re.fullmatch(r"[0-9X]{4}-[0-9X]{2}", day):
        day += "-XX"
    elif not re.fullmatch(r"[0-9X]{4}-(?:[0-9X]{2}-[0-9X]{2}|W[0-9X]{2}-[1-7X])", day):
        day = f"{day[:4] if re.match(r'[0-9X]{4}-', day) else 'XXXX'}-XX-XX"
    return day + clock
