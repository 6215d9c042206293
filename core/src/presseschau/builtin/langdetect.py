"""The language gate: langdetect on letters only, seeded, on the head of the running text: without quotations and titles."""

import re
from typing import Any, ClassVar

from attrs import field, frozen, validators

from presseschau.hookspecs import hookimpl
from presseschau.model.document import LanguageGuess

_LETTERS = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(
    '„[^„“”\\n]{1,2000}[“”]|»[^»«\\n]{1,2000}«|«[^»«\\n]{1,2000}»|“[^“”\\n]{1,2000}”|"[^"\\n]{1,2000}"|‚[^‚‘\\n]{1,300}‘|›[^›‹\\n]{1,300}‹'
)
_SENTENCE_END = re.compile(r"[.!?…:;]\W{0,4}$")
_HEAD = 20_000
"""Code points in which the running text is looked for."""
_ENOUGH = 100
"""Letters of running text that tell more than titles and quotations do."""


@frozen(eq=False, kw_only=True)
class LangdetectGate:
    """Guesses a text's language with langdetect (a port of Shuyo's language-detection, 55 languages).

    What is between quotation marks, and lines that are not sentences (titles, menus), count only where there is hardly anything else: a
    German article on an English song is German.

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
        head = text[: max(_HEAD, 2 * self.characters)]
        narrated = _QUOTED.sub(" ", head)
        told = "\n".join(line for line in narrated.split("\n") if _SENTENCE_END.search(line[-5:]))
        for part, enough in ((told, _ENOUGH), (narrated, self.min_letters), (head, self.min_letters)):
            letters = self._letters(part)
            if len(letters) >= max(enough, self.min_letters):
                return _detect(letters, self.seed)
        return LanguageGuess("unknown", 0.0)

    def _letters(self, text: str) -> str:
        """Return the first words of a text with one space between two, and nothing but letters."""
        words = []
        length = 0
        for match in _LETTERS.finditer(text):
            words.append(match.group())
            length += len(match.group()) + 1
            if length >= self.characters:
                break
        return " ".join(words)[: self.characters]


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
