"""The language gate: langdetect on letters only, seeded, on the head of the clean text."""

import re
from typing import Any, ClassVar

from attrs import field, frozen, validators

from presseschau.hookspecs import hookimpl
from presseschau.model.document import LanguageGuess

_LETTERS = re.compile(r"[^\W\d_]+")


@frozen(eq=False, kw_only=True)
class LangdetectGate:
    """Guesses a text's language with langdetect (a port of Shuyo's language-detection, 55 languages).

    Attributes:
        characters: How many letters from the beginning of the text are looked at.
        min_letters: With fewer letters than this the language is ``unknown``.
        seed: langdetect draws at random; the same seed gives the same guess.
    """

    characters: int = field(default=500, validator=validators.ge(1))
    min_letters: int = field(default=40, validator=validators.ge(1))
    seed: int = 0
    provides: ClassVar[tuple[str, ...]] = ("language",)

    @hookimpl
    def detect_language(self, text: str) -> LanguageGuess:
        """Return the most probable language, or ``unknown`` for a text that is too short or has no letters known."""
        words = []
        length = 0
        for match in _LETTERS.finditer(text):
            words.append(match.group())
            length += len(match.group()) + 1
            if length >= self.characters:
                break
        letters = " ".join(words)[: self.characters]
        if len(letters) < self.min_letters:
            return LanguageGuess("unknown", 0.0)
        return _detect(letters, self.seed)


def _detect(letters: str, seed: int) -> LanguageGuess:
    from langdetect import detector_factory  # noqa: PLC0415 - loads 55 profiles
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415

    detector_factory.init_factory()
    factory: Any = detector_factory._factory  # noqa: SLF001 - the module has no public way to seed one detector
    detector = factory.create()
    detector.seed = seed
    detector.append(letters)
    try:
        best = detector.get_probabilities()[0]
    except (LangDetectException, IndexError):
        return LanguageGuess("unknown", 0.0)
    return LanguageGuess(best.lang.partition("-")[0], round(best.prob, 4))
