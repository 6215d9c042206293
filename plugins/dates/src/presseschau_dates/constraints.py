"""Calendar constraints: what times in a text say about the day it was written, and the days that satisfy them all.

"Montag, 24. Mai" without a year holds only where the 24 May that is nearest to the day of writing is a Monday; "gestern, 3. Mai" only on
a 4 May; "am heutigen Donnerstag" only on Thursdays; "vor 90 Jahren (1923)" only in 2013. Sets of days are bit sets over the window (one
integer each), so solving is one AND a constraint. Nothing is looked up but the calendar, and today's date never.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from attrs import frozen

from presseschau import Span
from presseschau.dates import Edtf, easter

HORIZON = date(2029, 12, 31)
"""Where an open window ends: three years after the year of this release, a test tells when to move it. The clock must not decide: the
same archive has to give the same dates tomorrow."""

_LONGEST_YEAR = 366
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@frozen
class Window:
    """The days that are considered at all, both ends included."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> "Window":
        """Read an EDTF interval of days; an open end is the :data:`HORIZON`.

        Raises:
            ValueError: it is not an interval, its beginning is open, or it begins after its end.
        """
        edtf = Edtf.parse(text)
        last = edtf.last or (HORIZON if edtf.first is not None and text.rstrip().endswith("/..") else None)
        if edtf.first is None or last is None or edtf.first > last:
            raise ValueError(f"the window {text!r} needs a first day, and a last one or an open end, e.g. 1945-01-01/..")
        return cls(edtf.first, last)

    @property
    def length(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    def bits(self, first: date, last: date) -> int:
        """Return the set of the days from ``first`` to ``last`` that lie in the window."""
        low = max((first - self.first).days, 0)
        high = min((last - self.first).days, self.length - 1)
        return ((1 << (high - low + 1)) - 1) << low if low <= high else 0

    def days(self, bits: int) -> tuple[date, ...]:
        """Return the days of a set, in order."""
        return tuple(first + timedelta(n) for first, last in self.runs(bits) for n in range((last - first).days + 1))

    def runs(self, bits: int) -> tuple[tuple[date, date], ...]:
        """Return the stretches of days of a set, in order, first and last day each."""
        return tuple((self.first + timedelta(low), self.first + timedelta(high)) for low, high in _stretches(bits))

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"


def _stretches(bits: int) -> Iterator[tuple[int, int]]:
    text = bin(bits)[:1:-1]
    at = text.find("1")
    while at >= 0:
        end = text.find("0", at)
        end = len(text) if end < 0 else end
        yield at, end - 1
        at = text.find("1", end)


@frozen(kw_only=True)
class Constraint:
    """One thing that the text says about its day: the words, what follows from them, and the days on which it holds."""

    span: Span
    reason: str
    kind: str
    arguments: tuple[int, ...]
    strength: int = 1

    def bits(self, window: Window) -> int:
        """Return the days of the window on which it holds."""
        return _bits(self.kind, self.arguments, window)


@frozen(kw_only=True)
class Solution:
    """The days that remain, what they rest on, and what had to be left out because it contradicts the rest."""

    window: Window
    bits: int
    used: tuple[Constraint, ...]
    rejected: tuple[Constraint, ...]

    @property
    def count(self) -> int:
        """How many days remain."""
        return self.bits.bit_count()

    @property
    def days(self) -> tuple[date, ...]:
        """The days themselves."""
        return self.window.days(self.bits)

    @property
    def stretches(self) -> int:
        """How many stretches of days remain, counted by their first days."""
        return (self.bits & ~(self.bits << 1)).bit_count()

    @property
    def runs(self) -> tuple[tuple[date, date], ...]:
        """The stretches of days."""
        return self.window.runs(self.bits)

    @property
    def edtf(self) -> Edtf | None:
        """The days as EDTF; None when none remain."""
        runs = self.runs
        if not runs:
            return None
        # One stretch may be a month or a year.
        return Edtf.one_of(self.days) if len(runs) == 1 and self.count <= _LONGEST_YEAR else Edtf.of_runs(runs)


def solve(constraints: Sequence[Constraint], window: Window, known: Edtf | None = None) -> Solution:
    """Return the days of the window that satisfy the constraints, within ``known`` if that is given.

    Stronger constraints are taken first, then those earlier in the text; one that leaves no day is rejected, not obeyed.
    """
    left = window.bits(window.first, window.last)
    if known is not None and known.first is not None and known.last is not None:
        left = _within(known, window)
    used, rejected = [], []
    for constraint in sorted(constraints, key=lambda one: (-one.strength, one.span)):
        smaller = left & constraint.bits(window)
        if smaller:
            left = smaller
            used.append(constraint)
        else:
            rejected.append(constraint)
    return Solution(window=window, bits=left, used=tuple(used), rejected=tuple(rejected))


def _within(known: Edtf, window: Window) -> int:
    if known.precision == "set":
        bits = 0
        for day in known.members():
            bits |= window.bits(day, day)
        return bits
    if known.first is None or known.last is None:
        return 0
    return window.bits(known.first, known.last)


# --- kinds of constraints: arguments to days -----------------------------------------------------------------------------------------------


def _nearest(instances: Iterable[date], holds: Callable[[date], bool], window: Window, *, past: bool = False) -> int:
    """Return the days whose nearest instance fulfils a condition, and is not to come if ``past``; of two as near the earlier counts."""
    ordered = list(instances)
    bits = 0
    for number, day in enumerate(ordered):
        if not holds(day):
            continue
        before = ordered[number - 1] if number else None
        after = ordered[number + 1] if number + 1 < len(ordered) else None
        first = before + timedelta((day - before).days // 2 + 1) if before else window.first
        first = day if past else first
        last = day + timedelta((after - day).days // 2) if after else window.last
        bits |= window.bits(first, last)
    return bits


def _yearly(month: int, day: int, window: Window) -> Iterator[date]:
    margin = 9  # 29 February skips up to eight years
    for year in range(max(window.first.year - margin, 1), min(window.last.year + margin, 9999) + 1):
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _monthly(day: int, window: Window) -> Iterator[date]:
    start = window.first.year * 12 + window.first.month - 3
    for number in range(start, window.last.year * 12 + window.last.month + 3):
        year, month = divmod(number, 12)
        try:
            yield date(year, month + 1, day)
        except ValueError:
            continue


def _weekday_of_date(arguments: tuple[int, ...], window: Window) -> int:
    month, day, weekday = arguments
    return _nearest(_yearly(month, day, window), lambda one: one.weekday() == weekday, window)


def _weekday_of_past_date(arguments: tuple[int, ...], window: Window) -> int:
    month, day, weekday = arguments
    return _nearest(_yearly(month, day, window), lambda one: one.weekday() == weekday, window, past=True)


def _weekday_of_day(arguments: tuple[int, ...], window: Window) -> int:
    day, weekday = arguments
    return _nearest(_monthly(day, window), lambda one: one.weekday() == weekday, window)


def _feast_on_date(arguments: tuple[int, ...], window: Window) -> int:
    offset, month, day = arguments
    return _nearest(_yearly(month, day, window), lambda one: one == easter(one.year) + timedelta(offset), window)


def _today_is_date(arguments: tuple[int, ...], window: Window) -> int:
    month, day, offset = arguments
    bits = 0
    for one in _yearly(month, day, window):
        written = one - timedelta(offset)
        bits |= window.bits(written, written)
    return bits


def _today_is_weekday(arguments: tuple[int, ...], window: Window) -> int:
    weekday, offset = arguments
    first = (weekday - offset - window.first.weekday()) % 7
    count = max((window.length - first + 6) // 7, 0)
    # A one every seventh bit: a geometric series.
    return (((1 << (7 * count)) - 1) // 127) << first


def _in_year(arguments: tuple[int, ...], window: Window) -> int:
    (year,) = arguments
    return window.bits(date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else 0  # noqa: PLR2004 - datetime's years


def _not_before(arguments: tuple[int, ...], window: Window) -> int:
    return window.bits(date(*arguments), window.last)


def _not_after(arguments: tuple[int, ...], window: Window) -> int:
    return window.bits(window.first, date(*arguments))


_KINDS: dict[str, Callable[[tuple[int, ...], Window], int]] = {
    "weekday-of-date": _weekday_of_date,
    "weekday-of-past-date": _weekday_of_past_date,
    "weekday-of-day": _weekday_of_day,
    "feast-on-date": _feast_on_date,
    "today-is-date": _today_is_date,
    "today-is-weekday": _today_is_weekday,
    "in-year": _in_year,
    "not-before": _not_before,
    "not-after": _not_after,
}


@lru_cache(maxsize=2048)
def _bits(kind: str, arguments: tuple[int, ...], window: Window) -> int:
    return _KINDS[kind](arguments, window)
