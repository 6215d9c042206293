"""spaCy's tokeniser, kept linear.

spaCy strips punctuation off a stretch without white space one character at a time and looks at all the rest each time: 10,000
quotation marks in a row take seven seconds, a megabyte of them days. No word is that long; such stretches are cut up here.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # Cython, without stubs
    from spacy.tokens import Doc

MAX_STRETCH = 250
"""The longest stretch without white space, in code points, that spaCy splits into tokens; links are about that long at most."""

_STRETCH = re.compile(r"\S+")
_PIECE = re.compile(r"\w+|[^\w\s]")


@frozen
class LinearTokenizer:
    """Tokenises as spaCy does, but for stretches longer than :data:`MAX_STRETCH`: those by words and single other characters."""

    base: "Tokenizer"

    def __call__(self, text: str) -> "Doc":
        """Return the tokens of a text; ``doc.text`` is the text."""
        if max(map(len, text.split()), default=0) <= MAX_STRETCH:
            doc: Doc = self.base(text)
            return doc
        from spacy.tokens import Doc as Made  # noqa: PLC0415 - imported by whoever made the base

        tokens = list(self._tokens(text))
        return Made(self.base.vocab, words=[word for word, _ in tokens], spaces=[space for _, space in tokens])

    def _tokens(self, text: str) -> Iterator[tuple[str, bool]]:
        done = 0
        for match in _STRETCH.finditer(text):
            if match.end() - match.start() > MAX_STRETCH:
                yield from self._ordinary(text[done : match.start()])
                *pieces, last = _PIECE.findall(match.group())
                done = match.end() + text.startswith(" ", match.end())
                yield from ((piece, False) for piece in pieces)
                yield last, done > match.end()
        yield from self._ordinary(text[done:])

    def _ordinary(self, text: str) -> Iterator[tuple[str, bool]]:
        yield from ((token.text, bool(token.whitespace_)) for token in self.base(text))
