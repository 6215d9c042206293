"""What can speak: persons, bodies, papers and groups, told by the nouns that name them.

A quotation without a frame is somebody's only where the text names somebody near it. German shows by derivation and by compounds'
last parts what a noun names (Fleischer & Barz, *Wortbildung der deutschen Gegenwartssprache*); the lists are in ``data/voices.txt``.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from presseschau_quotes import lexicon as lx
from presseschau_quotes.phrases import phrase_end
from presseschau_quotes.tokens import Unit
from presseschau_quotes.words import data_lines, swiss, words

PERSON = "person"
BODY = "body"
PAPER = "paper"

_ARTICLED = lx.DET_N | lx.DET_O
_PERSONAL = words("personal")
_TITLES = words("titles")
_RELATIONS = words("relations")
_LONGEST_TAIL = 16
_SHORTEST_TAIL = 3
_SHORTEST_NAME = 2
_PAIR = 2


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


def kind_of_phrase(unit: Unit, start: int, end: int) -> str:  # noqa: PLR0911 - one branch per construction
    """Return what a noun phrase names: ``person``, ``body``, ``paper``, or "" for what cannot speak or is not known to."""
    flags = unit.flags[start]
    if end == start + 1 and unit.lows[start] in _PERSONAL:
        return PERSON
    bare = min(phrase_end(unit, start, end), end)
    if bare <= start:
        return ""
    articled = bool(flags & _ARTICLED)
    run = [k for k in range(start, bare) if unit.flags[k] & lx.CAP and not unit.flags[k] & (lx.QUOTE | lx.NUM)]
    if not run:
        return (
            PERSON if unit.lows[start] in {"einer", "eine", "beide", "viele", "einige", "manche", "niemand", "jemand"} else ""
        )
    if articled:
        run = [k for k in run if k > start]
    for k in run:
        found = kind_of_noun(unit.words[k])
        if found and (k == run[-1] or found == PERSON or not _is_name(unit, run[run.index(k) + 1 :])):
            return found
    if articled and run and unit.lows[start] in {"der", "ein", "jeder", "dieser"} and _agent(unit.words[run[-1]]):
        return PERSON
    if run and run[0] > start and unit.lows[run[0] - 1].endswith(("jährige", "jähriger", "jährigen")):
        return PERSON
    if not articled and _is_name(unit, run):
        return PERSON
    return ""


def _agent(word: str) -> bool:
    """Tell whether a noun behind "der" or "ein" is an agent in -er: "Kämmerer"; a thing of that ending is in the list."""
    lowered = word.lower()
    things = voice_words("thing_er")
    return lowered.endswith("er") and lowered not in things and not any(tail in things for tail in _tails(lowered))


def _is_name(unit: Unit, run: list[int]) -> bool:
    """Tell whether capitalised words read as first name and surname: two or more, none a common noun by its ending."""
    return len(run) >= _PAIR and not any(common_noun(unit.words[k]) for k in run)


@lru_cache(maxsize=65_536)
def common_noun(word: str) -> bool:
    """Tell whether a word has the ending of a common noun, "Verwaltung", or is a noun of speech."""
    return bool(lx.noun_classes(word)) or word.lower().endswith(tuple(words("common_endings")))
