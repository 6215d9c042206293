"""Texts cut to what the encoder reads at once: paragraphs, and long ones at the end of a sentence."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST, SHORTEST = 120, 60
"""Words of a window; a window ends before the last sentence start that is set before ``LONGEST``, where there is one after ``SHORTEST``, or at the last
sentence mark there."""
_ENDS = frozenset(".!?…:;")


@frozen
class Window:
    """Consecutive words of a document: their forms, whether a space follows each, the positions of their tokens, and what is set of sentence starts.

    ``starts`` is 1 where a sentence starts, -1 where none does, 0 where nothing is set.
    """

    forms: Sequence[str]
    spaces: Sequence[bool]
    tokens: Sequence[int]
    starts: Sequence[int] = ()


def windows(doc: "Doc") -> list[Window]:
    """Return the windows of a document; white-space tokens are in none, and a line break ends one, unless a sentence is set to go on behind it."""
    known = [{True: 1, False: -1, None: 0}[token.is_sent_start] for token in doc]
    return [window for line in _lines(doc, known) for window in _cut(doc, line, known)]


def _lines(doc: "Doc", known: Sequence[int]) -> Iterator[list[int]]:
    line: list[int] = []
    broken = False
    for token in doc:
        if token.is_space:
            broken = broken or "\n" in token.text
            continue
        if broken and line and known[token.i] >= 0:
            yield line
            line = []
        line.append(token.i)
        broken = False
    if line:
        yield line


def _cut(doc: "Doc", line: list[int], known: Sequence[int]) -> Iterator[Window]:
    start = 0
    while start < len(line):
        end = min(len(line), start + LONGEST)
        if end < len(line):
            last = range(end, start + SHORTEST, -1)
            set_ = next((at for at in last if known[line[at]] > 0), None)
            end = set_ or next((at for at in last if doc[line[at - 1]].text in _ENDS), end)
        tokens = line[start:end]
        spaces = [bool(doc[at].whitespace_) or (at + 1 < len(doc) and doc[at + 1].is_space) for at in tokens]
        yield Window([doc[at].text for at in tokens], spaces, tokens, [known[at] for at in tokens])
        start = end
