"""EDTF: dates that are as exact as what is known, no more (ISO 8601-2:2019, levels 0 to 2 as far as news need them).

Covered are days, months, years, times of day, unspecified digits (``197X``, ``2014-05-XX``, ``XXXX-05-24``), seasons, quarters and
half-years (``2014-21`` … ``2014-41``), the qualifiers ``?``, ``~`` and ``%``, intervals with open (``..``) or unknown (empty) ends, and
sets ``[..]`` of which one is meant. Dates are proleptic Gregorian.
"""

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta

from attrs import field, frozen

_DATE = re.compile(
    r"""(?P<year>-?[0-9X]{4})
        (?:-(?P<month>[0-9X]{2})
           (?:-(?P<day>[0-9X]{2})
              (?:T(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?
           )?
        )?
        (?P<qualifier>[?~%])?""",
    re.VERBOSE,
)
_SEASON_STARTS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    40: (1, 6), 41: (7, 6),
}  # fmt: skip
"""First month and number of months of seasons (meteorological, northern), quarters and half-years."""
_MONTHS = 12
_MAX_LENGTH = 100_000


class _MalformedError(ValueError):
    """Not EDTF, or not the part of it that we read."""


@frozen(order=False)
class Edtf:
    """A date in EDTF; ``text`` is what :func:`str` gives. Make it with :meth:`parse`.

    ``first`` and ``last`` are the inclusive bounds in days, None where they are open, unknown or outside the years 1 to 9999.
    """

    text: str
    precision: str = field(eq=False)
    first: date | None = field(eq=False)
    last: date | None = field(eq=False)
    qualifier: str = field(default="", eq=False)
    _parts: "tuple[Edtf, ...]" = field(default=(), eq=False, repr=False)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, text: str) -> "Edtf":
        """Read EDTF.

        Raises:
            ValueError: it is none, or a kind that we do not read; the message says why.
        """
        stripped = text.strip()
        if len(stripped) > _MAX_LENGTH:
            raise ValueError(f"EDTF of {len(stripped)} characters is too long")
        try:
            if stripped.startswith("["):
                return _parse_set(stripped)
            if "/" in stripped:
                return _parse_interval(stripped)
            return _parse_date(stripped)
        except _MalformedError as reason:
            raise ValueError(f"{text[:60]!r} is not EDTF: {reason}") from None

    @classmethod
    def day(cls, day: date) -> "Edtf":
        """Return the EDTF of a day."""
        return cls(day.isoformat(), "day", day, day)

    @classmethod
    def between(cls, first: date, last: date) -> "Edtf":
        """Return the interval of days; of one day only that day."""
        if first == last:
            return cls.day(first)
        return cls(f"{first.isoformat()}/{last.isoformat()}", "interval", first, last, "", (cls.day(first), cls.day(last)))

    @classmethod
    def one_of(cls, days: "tuple[date, ...] | list[date]") -> "Edtf":
        """Return "one of these days": a day, a month or year that they fill, a run of days, or a set."""
        ordered = sorted(set(days))
        if not ordered:
            raise ValueError("no days: an empty set has no EDTF")
        first, last = ordered[0], ordered[-1]
        if len(ordered) == 1:
            return cls.day(first)
        if len(ordered) == (last - first).days + 1:
            if (first.day, last) == (1, _month_end(first.year, first.month)):
                return cls.parse(first.isoformat()[:7])
            if (first.month, first.day, last) == (1, 1, date(first.year, 12, 31)):
                return cls.parse(first.isoformat()[:4])
        return cls.of_runs([(day, day) for day in ordered])

    @classmethod
    def of_runs(cls, runs: Iterable[tuple[date, date]]) -> "Edtf":
        """Return "a day in one of these stretches", first and last day each; an interval if they are one."""
        merged: list[list[date]] = []
        for first, last in sorted(runs):
            if merged and first <= merged[-1][1] + timedelta(1):
                merged[-1][1] = max(merged[-1][1], last)
            else:
                merged.append([first, last])
        if not merged:
            raise ValueError("no days: an empty set has no EDTF")
        members = [a.isoformat() if a == b else f"{a.isoformat()}..{b.isoformat()}" for a, b in merged]
        if len(members) == 1 and merged[0][0] == merged[0][1]:
            return cls.day(merged[0][0])
        return cls.parse(f"[{','.join(members)}]")

    def contains(self, day: date) -> bool:
        """Tell whether the day may be the one meant; an unknown or open bound excludes nothing."""
        if self.precision == "set":
            return any(part.contains(day) for part in self._parts)
        if self.precision == "open":
            return _matches(self.text, day)
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def runs(self) -> tuple[tuple[date, date], ...]:
        """Return the stretches of days that are meant, first and last day each; ``()`` when a bound is open."""
        parts = self._parts if self.precision == "set" else (self,)
        found = tuple((part.first, part.last) for part in parts if part.first is not None and part.last is not None)
        return found if len(found) == len(parts) else ()

    def count(self) -> int:
        """Return how many days are meant; 0 when a bound is open."""
        number, until = 0, date.min.toordinal() - 1
        for first, last in sorted(self.runs()):
            number += max(0, last.toordinal() - max(first.toordinal() - 1, until))
            until = max(until, last.toordinal())
        return number

    def members(self, limit: int = 50_000) -> tuple[date, ...]:
        """Return every day that is meant, in order; ``()`` when a bound is open or there are more than ``limit``."""
        parts = self._parts if self.precision == "set" else (self,)
        days: set[date] = set()
        for part in parts:
            if part.first is None or part.last is None or (part.last - part.first).days + len(days) >= limit:
                return ()
            days.update(part.first + timedelta(n) for n in range((part.last - part.first).days + 1))
        return tuple(sorted(days))


def _matches(pattern: str, day: date) -> bool:
    text = day.isoformat()
    return all(a in ("X", b) for a, b in zip(pattern.rstrip("?~%"), text, strict=False))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _parse_set(text: str) -> Edtf:
    if not text.endswith("]"):
        raise _MalformedError("a set ends in ']'")
    parts: list[Edtf] = []
    for item in text[1:-1].split(","):
        start, dots, end = item.strip().partition("..")
        if not dots:
            parts.append(_parse_date(start))
            continue
        first = _parse_date(start) if start else None
        last = _parse_date(end) if end else None
        if first is None and last is None:
            raise _MalformedError("'..' alone is not a member")
        parts.append(Edtf(item.strip(), "interval", *_range(first, last)))
    firsts = [part.first for part in parts]
    lasts = [part.last for part in parts]
    first_day = None if None in firsts else min(day for day in firsts if day)
    last_day = None if None in lasts else max(day for day in lasts if day)
    return Edtf("[" + ",".join(part.text for part in parts) + "]", "set", first_day, last_day, "", tuple(parts))


def _parse_interval(text: str) -> Edtf:
    start, _, end = text.partition("/")
    first = None if start in ("", "..") else _parse_date(start)
    last = None if end in ("", "..") else _parse_date(end)
    if first is None and last is None:
        raise _MalformedError("an interval without bounds says nothing")
    parts = tuple(part for part in (first, last) if part is not None)
    return Edtf(text, "interval", *_range(first, last), "", parts)


def _range(first: Edtf | None, last: Edtf | None) -> tuple[date | None, date | None]:
    start, end = first.first if first else None, last.last if last else None
    if start and end and start > end:
        raise _MalformedError("it ends before it starts")
    return start, end


def _parse_date(text: str) -> Edtf:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _MalformedError("expected YYYY, YYYY-MM or YYYY-MM-DD, with X for unspecified digits")
    year, month, day = match["year"], match["month"], match["day"]
    qualifier = match["qualifier"] or ""
    precision, (first, last) = _bounds(year, month, day)
    if match["time"]:
        hour, minute = int(match["time"][:2]), int(match["time"][3:5])
        if precision != "day" or (hour, minute) > (24, 0) or minute > 59:  # noqa: PLR2004 - clock arithmetic
            raise _MalformedError("no such time of a day")
        precision = "time"
    return Edtf(text, precision, first, last, qualifier)


def _bounds(year: str, month: str | None, day: str | None) -> tuple[str, tuple[date | None, date | None]]:  # noqa: PLR0911 - a precision a line
    unknown = (None, None)
    if "X" in year:
        if month is None and re.fullmatch(r"-?[0-9]{1,3}X{1,3}", year):
            precision = {1: "decade", 2: "century"}.get(year.count("X"), "open")
            return precision, _year_bounds(year)
        _check_calendar(None if "X" in year else int(year), month, day)
        return "open", unknown
    number = int(year)
    _check_calendar(number, month, day)
    if not 1 <= number <= 9999:  # noqa: PLR2004 - the years of datetime.date
        return ("day" if day else "month" if month else "year"), unknown
    if month is None:
        return "year", (date(number, 1, 1), date(number, 12, 31))
    if "X" in month:
        return "open", _open_month_bounds(number, month, day)
    value = int(month)
    if value > _MONTHS:
        return _season(number, value)
    if day is None:
        return "month", (date(number, value, 1), _month_end(number, value))
    if "X" in day:
        return ("month" if day == "XX" else "open"), _open_day_bounds(number, value, day)
    exact = date(number, value, int(day))
    return "day", (exact, exact)


def _year_bounds(year: str) -> tuple[date | None, date | None]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if year.startswith("-"):
        return (None, None)
    return date(max(low, 1), 1, 1), date(high, 12, 31)


def _open_month_bounds(year: int, month: str, day: str | None) -> tuple[date | None, date | None]:
    months = [m for m in range(1, 13) if all(a in ("X", b) for a, b in zip(month, f"{m:02}", strict=True))]
    if not months:
        raise _MalformedError(f"no month {month}")
    if day is not None and "X" not in day:
        number = int(day)
        fitting = [m for m in months if number <= calendar.monthrange(year, m)[1]]
        return date(year, fitting[0], number), date(year, fitting[-1], number)
    return date(year, months[0], 1), _month_end(year, months[-1])


def _open_day_bounds(year: int, month: int, day: str) -> tuple[date | None, date | None]:
    length = calendar.monthrange(year, month)[1]
    days = [d for d in range(1, length + 1) if all(a in ("X", b) for a, b in zip(day, f"{d:02}", strict=True))]
    if not days:
        raise _MalformedError(f"no day {day} in {year}-{month:02}")
    return date(year, month, days[0]), date(year, month, days[-1])


def _season(year: int, code: int) -> tuple[str, tuple[date, date]]:
    start, length = _SEASON_STARTS[code]
    end_year, end_month = divmod(start - 1 + length - 1, 12)
    precision = "season" if code < 33 else "quarter" if code < 40 else "half"  # noqa: PLR2004 - codes of the standard
    return precision, (date(year, start, 1), _month_end(min(year + end_year, 9999), end_month + 1))


def _check_calendar(year: int | None, month: str | None, day: str | None) -> None:
    """Refuse a month or day that cannot be."""
    if month is None or "X" in month:
        if day is not None and "X" not in day and not 1 <= int(day) <= 31:  # noqa: PLR2004 - the longest month
            raise _MalformedError(f"no day {day}")
        return
    value = int(month)
    if value > _MONTHS:
        if value not in _SEASON_STARTS:
            raise _MalformedError(f"no month, season, quarter or half-year {month}")
        if day is not None:
            raise _MalformedError("a season has no day")
        return
    if value == 0:
        raise _MalformedError("no month 00")
    if day is not None and "X" not in day:
        leap = year is None or calendar.isleap(year)
        longest = 29 if leap and value == 2 else calendar.monthrange(2023, value)[1]  # noqa: PLR2004 - February
        if not 1 <= int(day) <= longest:
            raise _MalformedError(f"no day {day} in {'XXXX' if year is None else year}-{month}")
