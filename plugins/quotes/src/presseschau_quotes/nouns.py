"""What a noun names, told by its form: a person, a body, a paper; or nothing that can speak.

German shows by derivation and by compounds' last parts what a noun names (Fleischer & Barz, *Wortbildung der deutschen
Gegenwartssprache*); the lists are in ``data/voices.txt``.
"""

from functools import cache, lru_cache

from presseschau_quotes import lexicon as lx
from presseschau_quotes.words import LastParts, data_lines, swiss, words

PERSON = "person"
BODY = "body"
PAPER = "paper"

_RELATIONS = words("relations")
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


_PERSONS = voice_words("person") | voice_words("participle")
_LAST_PERSONS = LastParts(_PERSONS, shortest=5)
_OTHERS = [(name, voice_words(name), LastParts(voice_words(name), shortest=4)) for name in (PAPER, BODY)]
_PERSON_ENDINGS = tuple(voice_words("person_endings"))
_THINGS = voice_words("thing_er")
_LAST_THINGS = LastParts(_THINGS, shortest=4)


@lru_cache(maxsize=65_536)
def kind_of_noun(word: str) -> str:
    """Return what a noun names, by its form alone: ``person``, ``body``, ``paper``, or "" for what cannot speak."""
    lowered = word.lower()
    forms = {lowered, lowered.rpartition("-")[2], lowered.rstrip("s")}
    if not _PERSONS.isdisjoint(forms) or lx.is_role(word):
        return PERSON
    if lowered.endswith(("jährige", "jähriger", "jährigen")) or lowered in _RELATIONS:
        return PERSON
    for name, others, last in _OTHERS:
        if not others.isdisjoint(forms) or last.of(lowered):
            return name
    if lowered not in _THINGS:
        bare = lowered[:-1] if lowered.endswith(("ern", "eln", "ers")) else lowered
        if lowered.endswith(_PERSON_ENDINGS) or bare.endswith(_PERSON_ENDINGS) or _LAST_PERSONS.of(lowered):
            return PERSON
    return BODY if word.isupper() and len(word) >= _SHORTEST_NAME else ""


def is_agent(word: str) -> bool:
    """Tell whether a noun behind "der" or "ein" is an agent in -er: "Kämmerer"; a thing of that ending is in the list."""
    lowered = word.lower()
    return lowered.endswith("er") and lowered not in _THINGS and not _LAST_THINGS.of(lowered)


_COMMON_ENDINGS = tuple(words("common_endings"))


@lru_cache(maxsize=65_536)
def common_noun(word: str) -> bool:
    """Tell whether a word has the ending of a common noun, "Verwaltung", or is a noun of speech."""
    return bool(lx.noun_classes(word)) or word.lower().endswith(_COMMON_ENDINGS)
