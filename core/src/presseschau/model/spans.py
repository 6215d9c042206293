"""Spans: half-open ranges of code points, and which text they count."""

from collections.abc import Iterable
from operator import index
from typing import NamedTuple, SupportsIndex


class Span(NamedTuple):
    """The code points ``start <= i < end`` of a text."""

    start: int
    end: int

    def shift(self, by: int) -> "Span":
        """Return the span moved by ``by`` code points."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Tell whether ``other`` lies wholly in this span."""
        return self.start <= other.start and other.end <= self.end


class SourceSpan(Span):
    """A span that counts code points of the *source* text: what annotations hold once core has stored them."""

    __slots__ = ()


class CleanSpan(Span):
    """A span that counts code points of the *clean* text: what extractors get and give."""

    __slots__ = ()


def as_span(value: Iterable[SupportsIndex]) -> Span:
    """Return a pair of whole numbers, of whatever type (numpy's too), as a span of plain ones.

    Raises:
        TypeError: they are not whole numbers.
        ValueError: they are not two.
    """
    if isinstance(value, Span) and type(value.start) is type(value.end) is int:
        return value
    start, end = value
    return Span(index(start), index(end))


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans and join those that overlap or touch; empty ones are dropped."""
    merged: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if merged and span.start <= merged[-1].end:
            merged[-1] = type(span)(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
