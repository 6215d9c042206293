"""Who is speaking where a sentence does not say so: what was said before decides."""

from collections.abc import Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.clauses import MAIN, Segment
from presseschau_quotes.found import Offsets
from presseschau_quotes.speakers import subject
from presseschau_quotes.tokens import Unit

REACH = 6
"""Sentences for which a speaker stays in mind when nobody else has spoken."""


class Context:
    """The memory of one reading: the last speaker, and the sentence before."""

    def __init__(self) -> None:
        self.mention: Offsets = ()
        self.said_at = -REACH
        self.unit = 0
        self.going_on = False
        self.previous: tuple[Unit, Sequence[Segment]] | None = None

    def speaker(self) -> Offsets:
        """Return the mention of who speaks on: the last speaker, or the subject of the sentence before."""
        if self.going_on and self.mention:
            return self.mention
        return self._subject_before() or self.mention

    def _subject_before(self) -> Offsets:
        if self.previous is None:
            return ()
        unit, parts = self.previous
        reports = any(flags & lx.REPORT for flags in unit.flags)
        if not reports and self.mention and self.unit - self.said_at <= REACH:
            return ()
        main = next((n for n, part in enumerate(parts) if part.kind == MAIN), None)
        if main is None:
            return ()
        found = subject(unit, parts, main, parts[main].finite)
        return (unit.span(*found),) if found is not None else ()

    def note(self, unit: Unit, parts: Sequence[Segment], spoken: Offsets, *, reported: bool) -> None:
        """Remember a sentence and who spoke in it."""
        if spoken:
            self.mention, self.said_at = spoken, self.unit
        self.going_on = reported
        self.previous = (unit, parts)
        self.unit += 1
