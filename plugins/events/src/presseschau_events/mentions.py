"""Mentions of one happening: the same noun again, or a noun and the verb it comes from, with nothing that speaks against it.

What speaks against it: other times, an indefinite or distinguishing word before the later one ("ein weiterer Anschlag"), singular
beside plural.
"""

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from presseschau_events.candidates import Candidate
from presseschau_events.reading import Reading
from presseschau_events.roles import Roles

_STEM = 6
_SHORT = 4
"""Letters that a noun must have to be the end of an earlier compound ("die Offensive" after "Bodenoffensive")."""
_UMLAUTS = str.maketrans("äöü", "aou")
_NEW = (
    "ein",
    "eine",
    "einen",
    "einem",
    "einer",
    "eines",
    "mehrere",
    "zwei",
    "drei",
    "viele",
    "einige",
    "zahlreiche",
    "kein",
    "keine",
)
_OTHER = ("weiter", "ander", "neu", "nächst", "zweit", "dritt", "früher", "letzt", "vergangen", "vorig", "ähnlich", "damalig")
_CASES = ("ungen", "ionen", "es", "en", "s", "n", "e")


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    data = tomllib.loads((files("presseschau_events") / "data" / "nominalizations.toml").read_text("utf-8"))
    pairs = [tuple(line.split()) for line in data["pairs"].strip().splitlines()]
    return frozenset((noun, verb) for noun, verb in pairs)


def first_mentions(
    reading: Reading, found: Sequence[Candidate], roles: Sequence[Roles], compatible: Callable[[Candidate, Candidate], bool]
) -> list[int | None]:
    """Return for each of the happenings the place of its first mention among them, None for a first mention itself.

    ``compatible`` tells whether the times of two candidates allow that they are one; every mention must go with all others.
    """
    firsts: list[int | None] = []
    members: dict[int, list[int]] = {}
    by_key: dict[str, list[int]] = {}
    names = [_names(reading, one) for one in roles]
    for place, one in enumerate(found):
        keys = _keys(one)
        roots = sorted({other for key in keys for other in by_key.get(key, ())})

        def fits(other: int, one: Candidate = one, place: int = place) -> bool:
            return compatible(found[other], one) and not (
                names[other] and names[place] and names[other].isdisjoint(names[place])
            )

        match = None
        if not _is_new(reading, one):
            match = next(
                (
                    root
                    for root in roots
                    if any(same_word(found[other], one) for other in members[root]) and all(map(fits, members[root]))
                ),
                None,
            )
        firsts.append(match)
        root = place if match is None else match
        group = members.setdefault(root, [])
        if len(group) < _MOST:
            group.append(place)
        for key in keys:
            known = by_key.setdefault(key, [])
            if root not in known and len(known) < _MOST:
                known.append(root)
    return firsts


def _names(reading: Reading, roles: Roles) -> frozenset[str]:
    """Return the names among who and whom."""
    words = reading.words
    spans = (*roles.who, *roles.whom)
    return frozenset(
        words.words[token] for span in spans for token in reading.tokens(span.start, span.end) if words.tags[token] == "NE"
    )


_MOST = 12
"""Mentions, and happenings of one word, that later ones are compared with: what repeats a word for ever stays linear."""


def _keys(one: Candidate) -> set[str]:
    """Return the words under which a candidate is looked up."""
    base = _base(one.lemma)
    keys = {base[:_STEM].translate(_UMLAUTS)}
    told = one.noun.partition(":")[2] if one.noun.startswith("list:") else ""
    if told:
        keys.add(f"noun:{_base(told)}")
    keys |= {f"pair:{noun}" for noun, verb in _pairs() if one.lemma in {noun, verb} or (told and _base(told) == noun)}
    return keys


def _base(word: str) -> str:
    for ending in _CASES:
        if word.endswith(ending) and len(word) - len(ending) > _SHORT:
            return word.removesuffix(ending)
    return word


def same_word(first: Candidate, later: Candidate) -> bool:
    """Tell whether two words name one kind of happening."""
    if first.kind == "noun" and later.kind == "noun":
        one, other = _base(first.lemma), _base(later.lemma)
        return one == other or (len(other) >= _SHORT and one.endswith(other)) or (len(one) >= _SHORT and other.endswith(one))
    if first.kind != "noun" and later.kind != "noun":
        return False
    noun, verb = (first, later) if first.kind == "noun" else (later, first)
    told = _base(noun.noun.partition(":")[2]) if noun.noun.startswith("list:") else ""
    if any((key, verb.lemma) in _pairs() for key in (noun.lemma, _base(noun.lemma), told) if key):
        return True
    stem = min(_STEM, len(verb.lemma) - 2)
    return stem > _SHORT and noun.lemma[:stem].translate(_UMLAUTS) == verb.lemma[:stem].translate(_UMLAUTS)


def _is_new(reading: Reading, one: Candidate) -> bool:
    """Tell whether the words before a noun say that it was not spoken of yet."""
    if one.kind != "noun" or one.phrase is None:
        return False
    words = reading.words
    before = [words.small[token] for token in range(one.phrase.first, one.head)]
    return any(word in _NEW or word.startswith(_OTHER) for word in before)
