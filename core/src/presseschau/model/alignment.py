"""The alignment between a source text and what edits leave of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from attrs import field, frozen

from presseschau.model.spans import CleanSpan, SourceSpan, Span, merge


class Replacing(Protocol):
    """What the alignment needs of an edit."""

    @property
    def span(self) -> Span:
        """What is replaced, in the source text."""

    @property
    def replacement(self) -> str:
        """What stands there instead; empty for a cut."""


R = TypeVar("R", bound=Replacing)
_NEW = tuple.__new__
"""Makes a span without a call of its own initialiser, which a named tuple has in Python."""


@frozen
class Segment:
    """A stretch of source and of clean text that belong together; ``verbatim`` if they are the same, letter for letter."""

    source: Span
    clean: Span
    verbatim: bool


@frozen
class Alignment:
    """Maps spans between the source text and the clean text, both ways.

    ``segments`` are in order, non-empty on both sides and gapless on the clean side. A replaced stretch maps as a whole: it
    has no inner alignment.
    """

    segments: tuple[Segment, ...]
    _source_starts: Sequence[int] = field(init=False, eq=False, repr=False)
    _clean_starts: Sequence[int] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_source_starts", [s.source.start for s in self.segments])
        object.__setattr__(self, "_clean_starts", [s.clean.start for s in self.segments])

    def to_clean(self, span: Span) -> tuple[Span, ...]:
        """Return what is left of a source span, as spans of the clean text; ``()`` when all of it was cut."""
        return self._map(span, self._source_starts, forward=True)

    def to_source(self, span: Span) -> tuple[Span, ...]:
        """Return the source spans behind a span of the clean text."""
        return self._map(span, self._clean_starts, forward=False)

    def _map(self, span: Span, starts: Sequence[int], *, forward: bool) -> tuple[Span, ...]:
        made = CleanSpan if forward else SourceSpan
        first = max(0, bisect_right(starts, span[0]) - 1)
        last = bisect_left(starts, span[1], first)
        if last - first == 1 and self.segments[first].verbatim:  # most spans lie in one segment
            segment, (begin, until) = self.segments[first], span
            here, there = (segment.source, segment.clean) if forward else (segment.clean, segment.source)
            if here[0] <= begin < until <= here[1]:
                offset = there[0] - here[0]
                return (_NEW(made, (begin + offset, until + offset)),)
        found = []
        for segment in self.segments[first:last]:
            here, there = (segment.source, segment.clean) if forward else (segment.clean, segment.source)
            start, end = max(span.start, here.start), min(span.end, here.end)
            if start < end:
                offset = there.start - here.start
                found.append(made(start + offset, end + offset) if segment.verbatim else made(*there))
        return merge(found)


def align(source_text: str, edits: Iterable[Replacing]) -> tuple[str, Alignment]:
    """Apply edits to a text; return the clean text and its alignment.

    Edits may overlap: a cut swallows what it covers. A replacement that overlaps another edit without being covered by it is
    refused by :meth:`presseschau.Document.with_cleaning` before it gets here; of two edits that cover the same replaced
    stretch the wider, then the later, wins.
    """
    pieces: list[str] = []
    segments: list[Segment] = []
    source_at = clean_at = 0

    def emit(source: Span, text: str, *, verbatim: bool) -> None:
        nonlocal clean_at
        if text:
            pieces.append(text)
            segments.append(Segment(source, Span(clean_at, clean_at + len(text)), verbatim))
            clean_at += len(text)

    for span, replacement in _resolve(edits):
        if source_at < span.start:
            emit(Span(source_at, span.start), source_text[source_at : span.start], verbatim=True)
        emit(span, replacement, verbatim=False)
        source_at = span.end
    if source_at < len(source_text):
        emit(Span(source_at, len(source_text)), source_text[source_at:], verbatim=True)
    return "".join(pieces), Alignment(tuple(segments))


def by_precedence(edits: Iterable[R]) -> list[R]:
    """Sort edits so that one that covers another comes before it: by start, the wider first, of equal ones the later first."""
    numbered = [(edit.span.start, -edit.span.end, -number, edit) for number, edit in enumerate(edits)]
    return [edit for *_, edit in sorted(numbered, key=lambda item: item[:3])]


def _resolve(edits: Iterable[Replacing]) -> list[tuple[Span, str]]:
    """Reduce edits to disjoint ``(span, replacement)`` pairs in order."""
    resolved: list[tuple[Span, str]] = []
    for edit in by_precedence(edits):
        if resolved and edit.span.start < resolved[-1][0].end:
            previous, kept = resolved[-1]
            if not previous.covers(edit.span):
                resolved[-1] = (Span(previous.start, edit.span.end), kept or edit.replacement)
        else:
            resolved.append((edit.span, edit.replacement))
    return resolved
