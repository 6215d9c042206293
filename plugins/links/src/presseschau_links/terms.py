"""Terms: the words of a text that tell what it is about, as stems with a weight that no other text changes.

A weight depends on the word alone, so that two articles are as alike in a heap of a million as they are alone; what a heap
adds can then neither join nor part them.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

import Stemmer

_WORD = re.compile(r"\d+(?:[.:,]\d+)+|[^\W_]+(?:[-’'][^\W_]+)*")
_LONG = 5
_NOUN, _COMMON, _OTHER, _NUMBER, _FEW_DIGITS = 2.0, 0.5, 0.7, 1.5, 2
_SHORTEST, _USUAL, _LONGEST, _PER_LETTER = 4, 6, 14, 0.05
_LEAST_WEIGHT = 1.7
"""Long words are rare (Zipf): German compounds tell more than their parts."""


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    data = tomllib.loads(files("presseschau_links").joinpath("data/words.toml").read_text("utf-8"))
    return frozenset(map(fold, data["empty"].split())), frozenset(stem(fold(word)) for word in data["common"].split())


@cache
def _stemmer() -> "Stemmer.Stemmer":
    return Stemmer.Stemmer("german")


def fold(word: str) -> str:
    """Return a word in lower case, with ``ss`` for ``ß`` and one form of apostrophe."""
    return word.casefold().replace("’", "'")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded word."""
    return str(_stemmer().stemWord(word))


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, in order, as they stand."""
    return _WORD.findall(text)


def is_empty(word: str) -> bool:
    """Tell whether a word is a function word, which tells nothing by itself."""
    return fold(word) in _lists()[0]


@lru_cache(maxsize=50_000)
def term(word: str) -> tuple[str, float] | None:
    """Return the term of a word and its weight; None for a word that tells nothing.

    Nouns and names begin with a capital letter in German; which of both a word is does not matter here.
    """
    folded = fold(word)
    empty, common = _lists()
    if folded in empty:
        return None
    if folded[0].isdecimal() and not folded[-1].isalpha():
        return (folded, _NUMBER) if len(folded) >= _FEW_DIGITS else None
    stemmed = stem(folded)
    if stemmed in common:
        return stemmed, _COMMON
    if word[0].isupper():
        length = min(max(len(folded), _SHORTEST), _LONGEST)
        return (stemmed, _NOUN * (1 + _PER_LETTER * (length - _USUAL))) if len(folded) > 1 else None
    return (stemmed, _OTHER) if len(folded) >= _LONG else None


def terms(text: str) -> Iterator[tuple[str, float]]:
    """Yield the terms of a text with their weights, in order, repeated ones again."""
    for word in _WORD.findall(text):
        found = term(word)
        if found is not None:
            yield found


def leading(vector: dict[str, float], most: int) -> list[str]:
    """Return the terms that lead from one article to others: the weightiest nouns and names, the longest first of equals."""
    weighty = (term for term, weight in vector.items() if weight >= _LEAST_WEIGHT)
    return sorted(weighty, key=lambda term: (-vector[term], -len(term), term))[:most]
