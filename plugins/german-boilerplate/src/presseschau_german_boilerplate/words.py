"""Word classes: how many of each a line has, counted in one pass."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

CLASSES = (
    "common", "finite", "subordinating", "address", "first_person", "english", "anaphoric", "reporting", "furniture", "caption",
)  # fmt: skip
_BITS = 10
_MASK = (1 << _BITS) - 1
_MOST = _MASK  # words of a line that are counted, at most: more would overflow a counter


@cache
def _classes() -> dict[str, frozenset[str]]:
    text = (resources.files(__package__) / "data" / "function-words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


@cache
def _units() -> dict[str, int]:
    """Map each word to a sum of units, one per class it is in; the counters of all classes share one integer."""
    units: dict[str, int] = {}
    for number, name in enumerate(CLASSES):
        for word in _classes()[name]:
            units[word] = units.get(word, 0) + (1 << (_BITS * number))
    return units


def count_classes(words: Iterable[str]) -> tuple[int, ...]:
    """Return how many of the words, given in lower case, are in each of :data:`CLASSES`."""
    total = sum(filter(None, map(_units().get, words)))
    return tuple(total >> (_BITS * number) & _MASK for number in range(len(CLASSES)))


def is_in(name: str, word: str) -> bool:
    """Tell whether a word, given in lower case, is in a class."""
    return word in _classes()[name]
