"""Texts cut to what the encoder reads at once: paragraphs, and long ones at the end of a sentence."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST, SHORTEST = 120, 60
"""Words of a window; a window ends at the last sentence mark before ``LONGEST``, where there is one after ``SHORTEST``."""
_ENDS = frozenset(".!?…:;")


@frozen
class Window:
    """Consecutive words of a document: their forms, whether a space follows each, and the positions of their tokens."""

    forms: Sequence[str]
    spaces: Sequence[bool]
    tokens: Sequence[int]


def windows(doc: "Doc") -> list[Window]:
    """Return the windows of a document; white-space tokens are in none, and a line break ends one."""
    return [window for line in _lines(doc) for window in _cut(doc, line)]


def _lines(doc: "Doc") -> Iterator[list[int]]:
    line: list[int] = []
    for token in doc:
        if not token.is_space:
            line.append(token.i)
        elif "\n" in token.text and line:
            yield line
            line = []
    if line:
        yield line


def _cut(doc: "Doc", line: list[int]) -> Iterator[Window]:
    start = 0
    while start < len(line):
        end = min(len(line), start + LONGEST)
        if end < len(line):
            end = next((at for at in range(end, start + SHORTEST, -1) if doc[line[at - 1]].text in _ENDS), end)
        tokens = line[start:end]
        spaces = [bool(doc[at].whitespace_) or (at + 1 < len(doc) and doc[at + 1].is_space) for at in tokens]
        yield Window([doc[at].text for at in tokens], spaces, tokens)
        start = end
