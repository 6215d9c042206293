"""Text with marks: from spans that may nest, cross and touch to well-formed markup, line by line."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import frozen
from markupsafe import Markup, escape

from presseschau_reports.outputs import printable


@frozen(kw_only=True)
class Mark:
    """A span to be marked: element, classes, hover text, a note to stand behind it, and an id that its first piece gets.

    Of marks that begin together the longer is the outer one, then that with the lower ``rank``.
    """

    start: int
    end: int
    classes: str
    element: str = "span"
    id: str = ""
    title: str = ""
    note: str = ""
    rank: int = 0

    def opening(self, *, first: bool) -> Markup:
        """Return the start tag; only the first piece carries the id."""
        identity = f' id="{escape(self.id)}"' if self.id and first else ""
        title = f' title="{escape(printable(self.title))}"' if self.title else ""
        note = f' data-note="{escape(printable(self.note))}"' if self.note else ""
        tag = f'<{escape(self.element)}{identity} class="{escape(self.classes)}"{title}{note}>'
        return Markup(tag)  # noqa: S704 - every part of it is escaped

    @property
    def closing(self) -> Markup:
        """The end tag."""
        return Markup(f"</{escape(self.element)}>")  # noqa: S704 - escaped


@frozen(kw_only=True)
class Line:
    """A line of the text as markup, and whether all of it was cut."""

    html: Markup
    cut: bool


def marked_lines(text: str, marks: Iterable[Mark], cuts: Sequence[Mark]) -> Iterator[Line]:
    """Yield the lines of a text that hold more than white space, with all marks and cuts.

    A mark over several lines, or across the end of another, becomes several elements. Everything is escaped. Time grows with
    the length of the text and the number of marks, times how many of them lie over one another.
    """
    queue = sorted((*marks, *cuts), key=_outermost_first)
    cut_marks = frozenset(map(id, cuts))
    opened: set[int] = set()
    active: list[Mark] = []
    at = 0
    for start, end in _line_bounds(text):
        active = [mark for mark in active if mark.end > start]
        while at < len(queue) and queue[at].start < end:
            if queue[at].end > start:
                active.append(queue[at])
            at += 1
        if text[start:end].strip():
            is_cut = _covered(text, start, end, [mark for mark in active if id(mark) in cut_marks])
            yield Line(html=_line(text, start, end, active, opened), cut=is_cut)


def _outermost_first(mark: Mark) -> tuple[int, int, int, str]:
    return (mark.start, -mark.end, mark.rank, mark.id)


def _line_bounds(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _line(text: str, start: int, end: int, active: Sequence[Mark], opened: set[int]) -> Markup:
    pieces: list[Markup] = []
    stack: list[Mark] = []
    here = [mark for mark in active if mark.start < end]
    bounds = sorted({start, end, *(p for mark in here for p in (mark.start, mark.end) if start < p < end)})
    starting = sorted(here, key=lambda mark: (max(mark.start, start), -mark.end, mark.rank, mark.id))
    at = 0

    def open_(mark: Mark) -> None:
        pieces.append(mark.opening(first=id(mark) not in opened))
        opened.add(id(mark))
        stack.append(mark)

    for position, following in pairwise(bounds):
        again: list[Mark] = []
        while any(mark.end <= position for mark in stack):
            top = stack.pop()
            pieces.append(top.closing)
            if top.end > position:
                again.append(top)
        for mark in reversed(again):
            open_(mark)
        while at < len(starting) and max(starting[at].start, start) <= position:
            open_(starting[at])
            at += 1
        pieces.append(escape(printable(text[position:following])))
    pieces.extend(mark.closing for mark in reversed(stack))
    return Markup("".join(pieces))  # noqa: S704 - pieces of markup


def _covered(text: str, start: int, end: int, cuts: Sequence[Mark]) -> bool:
    """Tell whether cuts cover all of a line but white space."""
    at = start
    for mark in sorted(cuts, key=_outermost_first):
        if mark.start > at and text[at : mark.start].strip():
            return False
        at = max(at, mark.end)
    return at >= end or not text[at:end].strip()
