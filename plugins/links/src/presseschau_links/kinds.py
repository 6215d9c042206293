"""Kinds of happenings: which word or phrase names which, after the lists in ``data/kinds.toml``."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from presseschau_links.terms import fold, is_empty, words

_TAIL = 4
"""Letters of the last part of a compound that names a kind of happening."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("presseschau_links").joinpath("data/kinds.toml").read_text("utf-8"))


@cache
def _kinds() -> tuple[dict[str, str], dict[str, str]]:
    """Return the kind of each word, and of those that are nouns."""
    listed = [(word, kind) for kind, line in _data()["kinds"].items() for word in line.split()]
    return {fold(word): kind for word, kind in listed}, {fold(word): kind for word, kind in listed if word[0].isupper()}


@cache
def listed(name: str) -> frozenset[str]:
    """Return the words of a list: kinds that are told ``once`` in a story, ``light`` verbs, ``particles``."""
    return frozenset(map(fold, _data()[name].split()))


@lru_cache(maxsize=20_000)
def kind_of(word: str) -> str:
    """Return the kind of happening that a word names, by itself or as the last part of a compound; empty where none."""
    folded = fold(word)
    known, nouns = _kinds()
    if folded in known:
        return known[folded]
    if word[:1].isupper():
        for start in range(2, len(folded) - _TAIL + 1):
            if folded[start:] in nouns:
                return nouns[folded[start:]]
    return ""


def naming_words(trigger: str) -> list[str]:
    """Return the words of a trigger that name what happens, a verb together with its particle: "nahm fest" is "festnahm"."""
    tokens = words(trigger)
    particles = [word for word in tokens if word in listed("particles")]
    verbs = [word for word in tokens if word[0].islower() and word not in particles]
    joined = [particle + verb for particle in particles for verb in verbs[:1]]
    rest = [word for word in tokens if word not in particles and not (particles and word in verbs[:1])]
    return [*joined, *(word for word in rest if fold(word) not in listed("light") and not is_empty(word))]


@cache
def _patterns() -> tuple[tuple[str, "re.Pattern[str]"], ...]:
    listed = _data()["phrases"].items()
    return tuple((kind, re.compile(rf"\b(?:{'|'.join(map(re.escape, line.split('; ')))})\b")) for kind, line in listed)


def phrase_kinds(text: str) -> frozenset[str]:
    """Return the kinds of the phrases that stand beside a light verb: "in Flammen" is a fire."""
    return frozenset(kind for kind, pattern in _patterns() if pattern.search(text))
