"""Quotations inside direct speech, with a frame of their own there: „Er rief: ‚Weg da!‘, und dann war er fort“."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from attrs import evolve

from presseschau_quotes.found import DIRECT, Found
from presseschau_quotes.marks import Marked
from presseschau_quotes.names import Names
from presseschau_quotes.reading import Reader
from presseschau_quotes.tokens import units

_FRAMED = frozenset(["direct/colon-cue", "direct/verb", "direct/so", "direct/inversion", "direct/comma-cue"])


def nested(text: str, sentences: Sequence[tuple[int, int]], marks: Sequence[Marked], named: Names) -> Iterator[Found]:
    """Yield the quotations that a clause inside a stretch in marks frames; ``sentences`` are those of the whole text."""
    children_of: dict[int, list[Marked]] = defaultdict(list)
    for one in marks:
        if one.parent is not None:
            children_of[one.parent].append(evolve(one, parent=None))
    starts, ends = [start for start, _ in sentences], [end for _, end in sentences]
    for index, children in sorted(children_of.items()):
        start, end = marks[index].inner_start, marks[index].inner_end
        inside = [(max(a, start), min(b, end)) for a, b in sentences[bisect_right(ends, start) : bisect_left(starts, end)]]
        cut = list(units(text, [(a, b) for a, b in inside if a < b], children))
        found = Reader(text, children, cut, named).read()
        framed = (one for one in found if one.rule in _FRAMED or (one.rule == "direct/colon" and one.speaker))
        yield from (one for one in framed if one.type == DIRECT)
