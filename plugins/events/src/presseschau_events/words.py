"""The words of a document with their tags: what everything else here is told of."""

from typing import TYPE_CHECKING

from attrs import frozen

from presseschau import Span
from presseschau_events.tagger import load, merged

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
    """Return the tagged words of an analysis that has sentences; its own tags (STTS) are taken where it has them."""
    words: list[str] = []
    begins: list[int] = []
    starts: list[bool] = []
    has_tags = analysis.has_annotation("TAG", require_complete=True)
    given: list[str] = []
    sentences: list[range] = []
    for sentence in analysis.sents:
        first = len(words)
        for token in sentence:
            if not token.is_space:
                starts.append(len(words) == first)
                words.append(token.text)
                begins.append(token.idx)
                if has_tags:
                    given.append(merged(token.tag_) if any(map(str.isalnum, token.text)) else "$")
        sentences.extend(range(start, min(start + _LONGEST, len(words))) for start in range(first, len(words), _LONGEST))
    return Words(
        text=analysis.text,
        words=tuple(words),
        small=tuple(word.lower() for word in words),
        tags=tuple(given if has_tags else load().tag(words, starts)),
        begins=tuple(begins),
        ends=tuple(begin + len(word) for begin, word in zip(begins, words, strict=True)),
        sentences=tuple(sentences),
    )
