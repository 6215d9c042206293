"""Spans of a text as XML elements around its words: nested where they nest, and in fragments where they overlap."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from attrs import frozen

from presseschau import Span

DEEPEST = 64
"""More elements within each other than this are not opened: XML parsers refuse depths of a few hundred."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[^\w.\-]")


def characters(text: str) -> str:
    """Return text as character data, in as many code points once it is parsed: what XML forbids becomes U+FFFD."""
    safe = _NOT_IN_XML.sub("\ufffd", text)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def attributes(values: Mapping[str, str]) -> str:
    """Return attributes as they stand in a tag; empty values are left out."""
    return "".join(f' {name}="{_quoted(value)}"' for name, value in values.items() if value)


def _quoted(value: str) -> str:
    return characters(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def element(name: str, text: str = "", **values: str) -> str:
    """Return an element with text only; ``__`` in the name of an attribute stands for a colon, a final ``_`` for nothing."""
    named = {key.removesuffix("_").replace("__", ":"): value for key, value in values.items()}
    return f"<{name}{attributes(named)}>{characters(text)}</{name}>" if text else f"<{name}{attributes(named)}/>"


def xml_name(text: str) -> str:
    """Return a name that XML allows for ids and the like; not every two texts give two names."""
    safe = _NOT_IN_NAMES.sub("_", text) or "_"
    return safe if safe[0].isalpha() or safe[0] == "_" else f"_{safe}"


@frozen
class Inline:
    """An element ``name`` to be put around ``span``. It is cut into fragments where it must be.

    Those of all elements with one ``key`` are numbered in the order of the text; ``open_tag`` gives the start tag of the fragment with a
    number, from 0, of how many.
    """

    span: Span
    name: str
    key: str
    open_tag: Callable[[int, int], str]


def inline(text: str, block: Span, elements: Sequence[Inline]) -> tuple[list[str], list[int]]:
    r"""Return the words of a block with elements around them, and the number of the element of each fragment, in order.

    A string ``"\0n\0"`` stands for the start tag of fragment ``n``: what it says of its fellows is known once the text is through.
    """
    waiting = [
        (max(one.span.start, block.start), -min(one.span.end, block.end), number)
        for number, one in enumerate(elements)
        if one.span.start < block.end and one.span.end > block.start
    ]
    heapify(waiting)
    out: list[str] = []
    pieces: list[int] = []
    stack: list[tuple[int, int]] = []  # where it ends, and which it is
    at = block.start

    def advance(to: int) -> None:
        nonlocal at
        if to > at:
            out.append(characters(text[at:to]))
            at = to

    while waiting:
        start, end, number = heappop(waiting)
        end = -end
        while stack and stack[-1][0] <= start:
            stops, closing = stack.pop()
            advance(stops)
            out.append(f"</{elements[closing].name}>")
        if len(stack) >= DEEPEST:
            continue
        if stack and stack[-1][0] < end:
            heappush(waiting, (stack[-1][0], -end, number))
            end = stack[-1][0]
        advance(start)
        pieces.append(number)
        out.append(f"\0{len(pieces) - 1}\0")
        stack.append((end, number))
    while stack:
        stops, closing = stack.pop()
        advance(stops)
        out.append(f"</{elements[closing].name}>")
    advance(block.end)
    return out, pieces


@frozen
class Written:
    """A text with elements around its words, line by line. ``fragments`` are how many pieces the elements of a key came to."""

    lines: tuple[tuple[Span, str], ...]
    fragments: Mapping[str, int]


def lines_of(text: str) -> Iterator[Span]:
    """Yield the lines of a text, without the line feeds between them."""
    at = 0
    for line in text.split("\n"):
        yield Span(at, at + len(line))
        at += len(line) + 1


def written(text: str, elements: Sequence[Inline]) -> Written:
    """Put elements around the words of a text; no element crosses the end of a line."""
    ordered = sorted(range(len(elements)), key=lambda number: (elements[number].span.start, -elements[number].span.end, number))
    made: list[tuple[Span, list[str], list[Inline]]] = []
    counts: Counter[str] = Counter()
    going: list[int] = []
    upcoming = 0
    for line in lines_of(text):
        while upcoming < len(ordered) and elements[ordered[upcoming]].span.start <= line.end:
            going.append(ordered[upcoming])
            upcoming += 1
        going = [number for number in going if elements[number].span.end > line.start]
        here = [elements[number] for number in going]
        out, pieces = inline(text, line, here)
        opened = [here[piece] for piece in pieces]
        counts.update(one.key for one in opened)
        made.append((line, out, opened))
    seen: Counter[str] = Counter()
    lines = []
    for line, out, opened in made:
        tags = []
        for one in opened:
            tags.append(one.open_tag(seen[one.key], counts[one.key]))
            seen[one.key] += 1
        lines.append((line, "".join(tags[int(piece[1:-1])] if piece[:1] == "\0" else piece for piece in out)))
    return Written(tuple(lines), counts)
