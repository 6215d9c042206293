"""What times tell of events: which may be one, which share a time, which lie ahead."""

from collections.abc import Mapping, Sequence

from presseschau.dates import Edtf, Resolution
from presseschau_events.candidates import Candidate
from presseschau_events.reading import Reading


class Dating:
    """The times of a document as far as they are known."""

    def __init__(self, reading: Reading, resolutions: Mapping[str, Resolution], date: Edtf | None) -> None:
        self._reading = reading
        self._resolutions = resolutions
        self._date = date

    def compatible(self, first: Candidate, later: Candidate) -> bool:
        """Tell whether the times of two candidates allow that they are one happening: they overlap, or one has none."""
        times = [self._reading.times_of(one) for one in (first, later)]
        if not times[0] or not times[1]:
            return True
        if set(times[0]) & set(times[1]):
            return True
        if self._forms(times[0]) & self._forms(times[1]):
            return True
        dates = [[self._resolutions[key].edtf for key in keys] for keys in times]
        return any(_overlap(one, other) for one in dates[0] for other in dates[1])

    def _forms(self, keys: Sequence[str]) -> set[str]:
        return {self._reading.forms[key].form for key in keys}

    def implied(
        self, found: Sequence[tuple[Candidate, tuple[str, ...]]], firsts: Sequence[int | None]
    ) -> list[tuple[str, ...]]:
        """Return for each happening the times of another mention of it, or of a clause beside it, where it has none itself."""
        groups: dict[int, tuple[str, ...]] = {}
        near: dict[int, list[tuple[Candidate, tuple[str, ...]]]] = {}
        for place, (one, times) in enumerate(found):
            first = firsts[place]
            if times:
                groups.setdefault(place if first is None else first, times)
                near.setdefault(self._reading.sentence_of[one.clause.number], []).append((one, times))
        made: list[tuple[str, ...]] = []
        for place, (one, times) in enumerate(found):
            first = firsts[place]
            if times:
                made.append(())
            else:
                sentence = near.get(self._reading.sentence_of[one.clause.number], [])
                made.append(groups.get(place if first is None else first, ()) or self._beside(one, sentence))
        return made

    def _beside(self, one: Candidate, near: Sequence[tuple[Candidate, tuple[str, ...]]]) -> tuple[str, ...]:
        """Return the times of the clause that a clause without time hangs on or stands beside, told in the same tense."""
        clause, grammar = one.clause, self._reading.grammar
        if one.kind == "noun":
            return ()
        for other, times in near:
            beside = other.clause
            related = (
                clause.parent == beside.number
                or clause.number in {beside.number, beside.parent}
                or clause.shares == beside.number
            )
            if related and _PAST.get(grammar[beside.number].tense) == _PAST.get(grammar[clause.number].tense):
                return times
        return ()

    def is_ahead(self, times: Sequence[str]) -> bool:
        """Tell whether the first of the times lies ahead of the document's date: by the calendar, else by the form of the time."""
        for key in times[:1]:
            edtf = self._resolutions[key].edtf
            if edtf is not None and edtf.first is not None and self._date is not None and self._date.last is not None:
                return edtf.first > self._date.last
            return any(step in self._reading.forms[key].form for step in _AHEAD)
        return False


_PAST = {
    "past": "past",
    "perfect": "past",
    "present": "present",
    "future": "future",
    "pluperfect": "pluperfect",
    "none": "none",
}
"""Tenses that tell of one time: in German the perfect is a past."""
_AHEAD = (" >", "day+", "week+", "month+", "year+")
"""What forms of times ahead have in them (presseschau.dates.forms): "dct >Mon", "dct day+1"."""


def _overlap(one: Edtf | None, other: Edtf | None) -> bool:
    if one is None or other is None:
        return False
    if one.precision == "set" or other.precision == "set":
        return one == other
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return False
    return one.first <= other.last and other.first <= one.last
