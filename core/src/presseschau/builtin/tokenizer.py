"""spaCy's tokeniser, kept linear and quick; the tokens are the same.

spaCy strips punctuation off a stretch without white space one character at a time and looks at all the rest each time: 10,000
quotation marks in a row take seven seconds, a megabyte of them days. No word is that long; such stretches are cut up here.

It keeps what it has split in a cache, but not what comes after an abbreviation or another special case in the same text, which is most of a
newspaper article. So every stretch is given to it once alone before the text is.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # Cython, without stubs
    from spacy.tokens import Doc

MAX_STRETCH = 250
"""The longest stretch without white space, in code points, that spaCy splits into tokens; links are about that long at most."""

_TEXT = "presseschau_text"
_KEPT = 50_000
"""How many stretches spaCy's cache holds: those of some two thousand articles, 15 MB."""
_STRETCH = re.compile(r"\S+")
_PIECE = re.compile(r"\w+|[^\w\s]")
_GENDER = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]{2,60}:in(?:nen[a-zäöüß]{0,60})?")
"""*Lehrer:innen*, *Bürger:innenrat*: of the ways to write all genders the only one that spaCy splits."""


@frozen
class LinearTokenizer:
    """Tokenises as spaCy does, but for stretches longer than :data:`MAX_STRETCH`: those by words and single other characters."""

    base: "Tokenizer"
    _known: set[str] = field(factory=set, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Give the cache room for what is put into it."""
        self.base.max_cache_size = max(_KEPT, self.base.max_cache_size)

    def __call__(self, text: str) -> "Doc":
        """Return the tokens of a text; ``doc.text`` is the text."""
        stretches = {*text.split()}
        if max(map(len, stretches), default=0) <= MAX_STRETCH:
            self._learn(stretches)
            doc: Doc = self.base(text)
            doc.user_data[_TEXT] = text
            return doc
        from spacy.tokens import Doc as Made  # noqa: PLC0415 - imported by whoever made the base

        tokens = list(self._tokens(text))
        return Made(self.base.vocab, words=[word for word, _ in tokens], spaces=[space for _, space in tokens])

    def _learn(self, stretches: set[str]) -> None:
        """Have stretches cached that are new, as long as there is room; in a memory zone spaCy caches nothing."""
        new = stretches - self._known
        if new and not self.base.vocab.in_memory_zone and len(self._known) + len(new) <= _KEPT:
            words = {stretch for stretch in new if stretch.isalpha() and stretch not in self.base.rules}
            for stretch in (" ".join(words), *(new - words)):  # nothing among words keeps spaCy from caching the next
                self.base(stretch)
            self._known.update(new)

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


def text_of(doc: "Doc") -> str:
    """Return the text of a ``Doc``: that which it was made of, where :class:`LinearTokenizer` made it; else spaCy joins its tokens."""
    text: str | None = doc.user_data.get(_TEXT)
    return doc.text if text is None else text


def keeping_gender_colons(base: "Tokenizer") -> "Tokenizer":
    """Have a tokeniser keep *Lehrer:innen* one word, as it does *Lehrer*innen*; returns it."""
    before = base.token_match
    base.token_match = lambda text: (":" in text and _GENDER.fullmatch(text)) or (before(text) if before else None)
    return base


def looking_past_words(base: "Tokenizer") -> "Tokenizer":
    """Return a tokeniser that does not search words of nothing but letters for punctuation to split off.

    The tokens are the same where none of its affixes and infixes matches within letters, as in spaCy's German.
    """

    def unless_letters(search: Callable[[str], Any], nothing: object) -> Callable[[str], Any]:
        return lambda text: nothing if text.isalpha() else search(text)

    made: Tokenizer = type(base)(
        base.vocab,
        rules=base.rules,
        prefix_search=unless_letters(base.prefix_search, None),
        suffix_search=unless_letters(base.suffix_search, None),
        infix_finditer=unless_letters(base.infix_finditer, ()),
        token_match=base.token_match,
        url_match=unless_letters(base.url_match, None),
    )
    return made
