"""Words to pieces: the subword vocabulary of the encoder, cut to what German needs.

A SentencePiece unigram model does the splitting; each word is split by itself, so that pieces never reach across words. ``▁`` in front of the first
piece says that white space comes before the word. Normal form: NFKC.
"""

import unicodedata
from collections.abc import Iterable, Sequence

SPACE = "\u2581"
MAX_PIECES = 24
"""Pieces that one word may have; the rest of a longer one says nothing more about it."""
_CACHED = 200_000


class Pieces:
    """Splits words. ``model`` is the serialised SentencePiece model; ids are those of its vocabulary."""

    def __init__(self, model: bytes) -> None:
        import sentencepiece  # noqa: PLC0415 - an extra, and spaCy imports the modules of all factories

        self._model = sentencepiece.SentencePieceProcessor(model_proto=model)
        self._known: dict[str, tuple[int, ...]] = {}
        self.begin: int = self._model.bos_id()
        self.end: int = self._model.eos_id()
        self.pad: int = self._model.pad_id()
        self.unknown: int = self._model.unk_id()

    def word(self, form: str, *, spaced: bool) -> tuple[int, ...]:
        """Return the ids of a word's pieces, at least one and at most ``MAX_PIECES``."""
        key = SPACE + form if spaced else form
        found = self._known.get(key)
        if found is None:
            normal = unicodedata.normalize("NFKC", form[:200]).replace(" ", SPACE)
            found = tuple(self._model.encode(SPACE + normal if spaced else normal)[:MAX_PIECES]) or (self.unknown,)
            if len(self._known) < _CACHED:
                self._known[key] = found
        return found

    def words(self, forms: Sequence[str], spaces: Iterable[bool]) -> list[tuple[int, ...]]:
        """Return the pieces of consecutive words; ``spaces`` says of each whether a space *follows* it. The first counts as preceded by one."""
        result, before = [], True
        for form, after in zip(forms, spaces, strict=True):
            result.append(self.word(form, spaced=before))
            before = after
        return result
