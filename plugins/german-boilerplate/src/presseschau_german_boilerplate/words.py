"""Word classes: how many of each a line has, counted in one pass."""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

CLASSES = (
    "common", "finite", "subordinating", "address", "english", "reporting", "furniture", "caption",
)  # fmt: skip
_BITS = 10
_MASK = (1 << _BITS) - 1
CASES = ("not_lower", "upper")
_HALF = _BITS * (len(CLASSES) + len(CASES)) // 2  # all counters of a line take 100 bits: two machine words
_LOWER_HALF = (1 << _HALF) - 1
_SHIFTS = np.arange((len(CLASSES) + len(CASES)) // 2) * _BITS
_MOST_WORDS = 50_000  # kept in memory
_CONTENT_LETTERS = 4


@cache
def classes() -> dict[str, frozenset[str]]:
    """Return the words of each class, in lower case."""
    text = (resources.files(__package__) / "data" / "function-words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


@cache
def _units() -> dict[str, int]:
    """Map each word to a sum of units, one per class it is in; the counters of all classes share one integer."""
    units: dict[str, int] = {}
    for number, name in enumerate(CLASSES):
        for word in classes()[name]:
            units[word] = units.get(word, 0) + (1 << (_BITS * number))
    return units


class _Known(dict[str, int]):
    """What is known of each word, worked out when it is first met. Bounded; nothing in it depends on the order of texts."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        known = _units().get(word.lower(), 0)
        known += (not word.islower()) << (_BITS * len(CLASSES))
        known += word.isupper() << (_BITS * (len(CLASSES) + 1))
        self[word] = known
        return known


_known = _Known()


class _Content(dict[str, bool]):
    """Whether each word is a content word, worked out when it is first met; bounded as :class:`_Known`."""

    def __missing__(self, word: str) -> bool:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = found = len(word) >= _CONTENT_LETTERS and word[0].isupper()
        return found


_is_content = _Content()


def content_words(words: Iterable[str]) -> frozenset[str]:
    """Return the content words, as far as German tells them: those of four letters or more with a capital."""
    return frozenset(filter(_is_content.__getitem__, words))


def sum_of_classes(words: Iterable[str]) -> int:
    """Return how many of the words are in each class, as one number for :func:`counts_of`."""
    return sum(map(_known.__getitem__, words))


def counts_of(sums: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return a row per sum of :func:`sum_of_classes`: how many words are in each of :data:`CLASSES`, and of :data:`CASES`."""
    halves = np.array([(one & _LOWER_HALF, one >> _HALF) for one in sums], dtype=np.int64).reshape(-1, 2, 1)
    counts: npt.NDArray[np.int64] = (halves >> _SHIFTS & _MASK).reshape(-1, len(CLASSES) + len(CASES))
    return counts


COMMON = classes()["common"]
ANAPHORIC = classes()["anaphoric"]
REPORTING = classes()["reporting"]
