"""What a noun names, told by its form: a person, a body, a paper; or nothing that can speak.

German shows by derivation and by compounds' last parts what a noun names (Fleischer & Barz, *Wortbildung der deutschen
Gegenwartssprache*); the lists are in ``data/voices.txt``.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from presseschau_quotes import lexicon as lx
from presseschau_quotes.words import data_lines, swiss, words

PERSON = "person"
BODY = "body"
PAPER = "paper"

_RELATIONS = words("relations")
_LONGEST_TAIL = 16
_SHORTEST_TAIL = 3
_SHORTEST_NAME = 2


@cache
def _lists() -> dict[str, frozenset[str]]:
    rows = (line.split() for line in data_lines("voices.txt"))
    return {name: frozenset([*found, *map(swiss, found)]) for name, *found in rows}


def voice_words(name: str) -> frozenset[str]:
    """Return a list of ``data/voices.txt``.

    Raises:
        KeyError: there is no such list.
    """
    return _lists()[name]


@lru_cache(maxsize=65_536)
def kind_of_noun(word: str) -> str:  # noqa: PLR0911 - one branch per list
    """Return what a noun names, by its form alone: ``person``, ``body``, ``paper``, or "" for what cannot speak."""
    lowered = word.lower()
    tails = [lowered, lowered.rpartition("-")[2], lowered.rstrip("s")]
    lists = _lists()
    if any(tail in lists["person"] or tail in lists["participle"] for tail in tails) or lx.is_role(word):
        return PERSON
    if lowered.endswith(("jährige", "jähriger", "jährigen")) or lowered in _RELATIONS:
        return PERSON
    for name in (PAPER, BODY):
        if any(tail in lists[name] for tail in tails) or any(t in lists[name] for t in _tails(lowered)):
            return name
    if lowered not in lists["thing_er"]:
        bare = lowered[:-1] if lowered.endswith(("ern", "eln", "ers")) else lowered
        if lowered.endswith(tuple(lists["person_endings"])) or bare.endswith(tuple(lists["person_endings"])):
            return PERSON
        if any(t in lists["person"] or t in lists["participle"] for t in _tails(lowered) if len(t) > _SHORTEST_TAIL + 1):
            return PERSON
    if word.isupper() and len(word) >= _SHORTEST_NAME:
        return BODY
    return ""


def _tails(lowered: str) -> Iterator[str]:
    for length in range(min(len(lowered) - _SHORTEST_TAIL, _LONGEST_TAIL), _SHORTEST_TAIL, -1):
        yield lowered[-length:]


def is_agent(word: str) -> bool:
    """Tell whether a noun behind "der" or "ein" is an agent in -er: "Kämmerer"; a thing of that ending is in the list."""
    lowered = word.lower()
    things = voice_words("thing_er")
    return lowered.endswith("er") and lowered not in things and not any(tail in things for tail in _tails(lowered))


@lru_cache(maxsize=65_536)
def common_noun(word: str) -> bool:
    """Tell whether a word has the ending of a common noun, "Verwaltung", or is a noun of speech."""
    return bool(lx.noun_classes(word)) or word.lower().endswith(tuple(words("common_endings")))
