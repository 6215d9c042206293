"""Text with marks: from spans that may nest, cross and touch to well-formed markup, line by line."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from presseschau_reports.outputs import escaped


class Mark(NamedTuple):
    """A span to be marked, with the element around it. Marks sort as they open; see :func:`mark` for what they are made of."""

    start: int
    minus_end: int
    rank: int
    id: str
    number: int
    end: int
    element: str
    attributes: str


class Line(NamedTuple):
    """A line of the text as markup, and whether all of it was cut."""

    html: str
    cut: bool


def mark(
    start: int,
    end: int,
    classes: str,
    *,
    element: str = "span",
    id: str = "",  # noqa: A002 - the attribute's name
    title: str = "",
    note: str = "",
    rank: int = 0,
    number: int = 0,
) -> Mark:
    """Return a mark: element, classes, hover text, a note to stand behind it, and an id that its first piece gets.

    Of marks that begin together the longer is the outer one, then that with the lower ``rank``, then that with the lower id and ``number``.
    """
    hover = f' title="{escaped(title)}"' if title else ""
    behind = f' data-note="{escaped(note)}"' if note else ""
    return Mark(start, -end, rank, id, number, end, element, f' class="{escaped(classes)}"{hover}{behind}')


def marked_lines(text: str, marks: Iterable[Mark], cuts: Sequence[Mark]) -> Iterator[Line]:
    """Yield the lines of a text that hold more than white space, with all marks and cuts.

    A mark over several lines, or across the end of another, becomes several elements. Everything is escaped. Time grows with
    the length of the text and the number of marks, times how many of them lie over one another.
    """
    queue = sorted((*marks, *cuts))
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
            yield Line(_line(text, start, end, active, opened), is_cut)


def _line_bounds(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _line(text: str, start: int, end: int, active: Sequence[Mark], opened: set[int]) -> str:
    if not active:
        return escaped(text[start:end])
    pieces: list[str] = []
    stack: list[Mark] = []
    bounds = {start, end, *[mark.start for mark in active], *[mark.end for mark in active]}
    starting = active
    if active[0].start < start:  # what comes from the lines before opens here
        starting = sorted(active, key=lambda mark: (max(mark.start, start), *mark[1:5]))
    at = 0

    def open_(mark: Mark) -> None:
        first = mark.id and id(mark) not in opened
        pieces.append(
            f'<{mark.element} id="{escaped(mark.id)}"{mark.attributes}>' if first else f"<{mark.element}{mark.attributes}>"
        )
        opened.add(id(mark))
        stack.append(mark)

    for position, following in pairwise(sorted(bound for bound in bounds if start <= bound <= end)):
        again: list[Mark] = []
        while stack and min([mark.end for mark in stack]) <= position:
            top = stack.pop()
            pieces.append(f"</{top.element}>")
            if top.end > position:
                again.append(top)
        for mark in reversed(again):
            open_(mark)
        while at < len(starting) and starting[at].start <= position:
            open_(starting[at])
            at += 1
        pieces.append(escaped(text[position:following]))
    pieces += [f"</{mark.element}>" for mark in reversed(stack)]
    return "".join(pieces)


def _covered(text: str, start: int, end: int, cuts: Sequence[Mark]) -> bool:
    """Tell whether cuts cover all of a line but white space."""
    at = start
    for mark in sorted(cuts):
        if mark.start > at and text[at : mark.start].strip():
            return False
        at = max(at, mark.end)
    return at >= end or not text[at:end].strip()
