"""The words of a document with their tags: what everything else here is told of."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from presseschau import Span
from presseschau.analysis import text_of
from presseschau_events.tagger import load

if TYPE_CHECKING:
    import spacy.tokens

_LONGEST = 250
"""Tokens of a sentence; what is longer is a list, and taken in parts."""


@frozen
class Words:
    """Parallel columns over the tokens that are not white space; ``sentences`` are ranges of tokens, ``spans`` of characters."""

    text: str
    words: tuple[str, ...]
    small: tuple[str, ...]
    tags: tuple[str, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[range, ...]

    def span(self, first: int, last: int) -> Span:
        """Return the characters from one token to another, both included."""
        return Span(self.begins[first], self.ends[last])


def words_of(analysis: "spacy.tokens.Doc") -> Words:
    """Return the tagged words of an analysis that has sentences; the tags are always our own, on which the model of happenings was trained."""
    text = text_of(analysis)
    columns = analysis.to_array(["IDX", "LENGTH", "IS_SPACE", "SENT_START"]).reshape(-1, 4).astype(np.int64)
    offsets, lengths, spaces, starting = columns.T
    kept = spaces == 0
    begins: list[int] = offsets[kept].tolist()
    ends: list[int] = (offsets + lengths)[kept].tolist()
    words = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
    # White space may begin a sentence: its first word is the first one from there on.
    before = np.cumsum(kept) - kept
    starts: list[int] = [0, *np.unique(before[starting == 1]).tolist(), len(words)]
    sentences = [
        range(start, min(start + _LONGEST, after))
        for first, after in pairwise(starts)
        for start in range(first, after, _LONGEST)
    ]
    tags = load().tag(words, starts)
    return Words(
        text=text,
        words=tuple(words),
        small=tuple(map(str.lower, words)),
        tags=tuple(tags),
        begins=tuple(begins),
        ends=tuple(ends),
        sentences=tuple(sentences),
    )
