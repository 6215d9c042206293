"""The language gate: langdetect on letters only, seeded, on the head of the running text: without quotations and titles."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise
from typing import Any, ClassVar

from attrs import field, frozen, validators

from presseschau.hookspecs import hookimpl
from presseschau.model.document import LanguageGuess

_LETTERS = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(
    '„[^„“”\\n]{1,2000}[“”]|»[^»«\\n]{1,2000}«|«[^»«\\n]{1,2000}»|“[^“”\\n]{1,2000}”|"[^"\\n]{1,2000}"|‚[^‚‘\\n]{1,300}‘|›[^›‹\\n]{1,300}‹'
    "|'(?<!\\w')(?=\\w)[^\\n]{1,2000}?[\\w.,!?…]'(?!\\w)"
)
"""Each alternative begins with its mark, so that :mod:`re` looks for marks alone; none goes beyond its line."""
_SENTENCE_END = re.compile(r"[.!?…:;]\W{0,4}$")
_HEAD = 20_000
"""Code points in which the running text is looked for."""
_ENOUGH, _ENOUGH_OF_PROSE = 100, 60
"""Letters of running text, and of its longer lines, that tell more than titles and quotations do."""
_PROSE_SPACES = 8
"""A line of so many words is told by the article itself; the lines of a song, poem or post are shorter."""
_FEW_SHARE, _DOUBT_SHARE, _DOUBT = 0.2, 0.1, 0.9
"""The share of German function words that tells that the few words around quotations are German, and the one that does where langdetect
doubts its own answer: so many foreign names may stand in a German text that it takes them for the text.
"""
_FEW_CONFIDENCE = 0.7
_LINES, _FEW_WORDS = 40, 5
"""Lines that are asked one by one, and the words that such a line has at the least."""
_SURE_LETTERS, _SURE_SHARE, _SURE_DISTINCT, _SURE_GAP = 200, 0.1, 5, 20
"""What makes langdetect's answer foreseeable: so many letters, of whose words such a share, so many different ones, are German function words,
and never so many words in a row without one, so that no foreign sentence hides among them. See ``benchmarks/language_shortcut.py``."""


@frozen(eq=False, kw_only=True)
class LangdetectGate:
    """Guesses a text's language with langdetect (a port of Shuyo's language-detection, 55 languages).

    What is between quotation marks, short lines (verses, posts), and lines that are not sentences (titles, menus), count only where there is
    hardly anything else: a German article on an English song is German.

    langdetect is not asked where function words leave no doubt that a text is German throughout: it would say so too, with confidence 1.

    Attributes:
        characters: How many letters from the beginning of the text are looked at.
        min_letters: With fewer letters than this the language is ``unknown``.
        seed: langdetect draws at random; the same seed gives the same guess.
        always_ask: Ask langdetect also where German function words leave no doubt; some 3 ms a document.
    """

    characters: int = field(default=500, validator=validators.ge(1))
    min_letters: int = field(default=40, validator=validators.ge(1))
    seed: int = 0
    always_ask: bool = False
    provides: ClassVar[tuple[str, ...]] = ("language",)

    @hookimpl
    def detect_language(self, text: str) -> LanguageGuess:
        """Return the most probable language, or ``unknown`` for a text that is too short or has no letters known."""
        head = text[: max(_HEAD, 2 * self.characters)].split("\n")
        least = self.min_letters
        for part, enough in ((_prose, _ENOUGH_OF_PROSE), (_told, _ENOUGH), (_narrated, least), (_whole, least)):
            letters = self._letters(part(head))
            if len(letters) >= max(enough, self.min_letters):
                if not self.always_ask and is_surely_german(letters):
                    return LanguageGuess("de", 1.0)
                if part is _whole and _share_of_german(self._letters(_narrated(head))) >= _FEW_SHARE:
                    return LanguageGuess("de", _FEW_CONFIDENCE)
                guess = _detect(letters, self.seed)
                doubted = guess.confidence < _DOUBT and _share_of_german(letters) >= _DOUBT_SHARE
                if guess.language != "de" and (doubted or _is_told_in_german(_told(head))):
                    return LanguageGuess("de", _FEW_CONFIDENCE)
                return guess
        return LanguageGuess("unknown", 0.0)

    def _letters(self, lines: Iterable[str]) -> str:
        """Return the first words of some lines with one space between two, and nothing but letters."""
        letters = ""
        for line in lines:
            letters = " ".join([letters, *_LETTERS.findall(line)]).lstrip(" ")
            if len(letters) >= self.characters:
                break
        return letters[: self.characters].rstrip(" ")


def _whole(lines: Iterable[str]) -> Iterable[str]:
    return lines


def _narrated(lines: Iterable[str]) -> Iterable[str]:
    """Leave out what is in quotation marks."""
    return (_QUOTED.sub(" ", line) for line in lines)


def _told(lines: Iterable[str]) -> Iterable[str]:
    """Leave out also titles and menus."""
    return (line for line in _narrated(lines) if _SENTENCE_END.search(line[-5:]))


def _prose(lines: Iterable[str]) -> Iterable[str]:
    """Leave out also the short lines of songs, poems and posts."""
    return (line for line in _told(lines) if line.count(" ") >= _PROSE_SPACES)


def _is_told_in_german(lines: Iterable[str]) -> bool:
    """Tell whether at least every other line of sentences is German: the others are verses, documents or posts that it speaks of."""
    words = [_LETTERS.findall(line) for line in islice(lines, _LINES)]
    shares = [_share_of_german(" ".join(line)) >= _DOUBT_SHARE for line in words if len(line) >= _FEW_WORDS]
    return 2 * sum(shares) >= max(len(shares), 1)


def _share_of_german(letters: str) -> float:
    """Return which share of the words are German function words."""
    words = letters.lower().split()
    return sum(word in _german_words() for word in words) / max(len(words), 1)


def is_surely_german(letters: str) -> bool:
    """Tell whether words, with one space between two, are German throughout, by their function words."""
    if len(letters) < _SURE_LETTERS:
        return False
    known = _german_words()
    words = letters.lower().split(" ")
    places = [place for place, word in enumerate(words) if word in known]
    if len(places) < _SURE_SHARE * len(words) or len({words[place] for place in places}) < _SURE_DISTINCT:
        return False
    return all(after - before <= _SURE_GAP + 1 for before, after in pairwise([-1, *places, len(words)]))


@cache
def _german_words() -> frozenset[str]:
    return frozenset(tomllib.loads(files(__package__).joinpath("german_words.toml").read_text("utf-8"))["sure"].split())


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
