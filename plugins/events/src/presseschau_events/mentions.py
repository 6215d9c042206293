"""Mentions of one happening: the same noun again, or a noun and the verb it comes from, with nothing that speaks against it.

What speaks against it: other times, an indefinite or distinguishing word before the later one ("ein weiterer Anschlag"), singular
beside plural.
"""

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from attrs import frozen

from presseschau_events.candidates import Candidate
from presseschau_events.lexicon import event_noun
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


@frozen
class _Words:
    """Pairs of a noun and its verb, the nouns of the pairs by either word, nouns for anything, verbs that carry a noun, kinds by word."""

    pairs: frozenset[tuple[str, str]]
    nouns: dict[str, frozenset[str]]
    generic: frozenset[str]
    carriers: frozenset[str]
    kinds: dict[str, frozenset[int]]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("presseschau_events") / "data" / "nominalizations.toml").read_text("utf-8"))
    pairs = [tuple(line.split()) for line in data["pairs"].strip().splitlines()]
    kinds: dict[str, set[int]] = {}
    for number, line in enumerate(data["kinds"].strip().splitlines()):
        for word in line.split():
            kinds.setdefault(word, set()).add(number)
    nouns: dict[str, set[str]] = {}
    for noun, verb in pairs:
        nouns.setdefault(noun, set()).add(noun)
        nouns.setdefault(verb, set()).add(noun)
    return _Words(
        frozenset((noun, verb) for noun, verb in pairs),
        {word: frozenset(found) for word, found in nouns.items()},
        frozenset(data["generic"].split()),
        frozenset(data["carriers"].split()),
        {word: frozenset(numbers) for word, numbers in kinds.items()},
    )


def _kinds(word: str) -> frozenset[int]:
    """Return the kinds of happening that a word names, by itself or as the end of a compound."""
    known = _words().kinds
    base = _base(word)
    told = event_noun(word).partition(":")[2]
    return known.get(word) or known.get(base) or known.get(told) or known.get(_base(told)) or frozenset()


@frozen
class _Mention:
    """A happening as far as comparing needs it: its words, what its first participant is made of, and names among all."""

    one: Candidate
    words: tuple[str, ...]
    heads: frozenset[str]
    names: frozenset[str]
    generic: bool
    new: bool
    definite: bool


def first_mentions(
    reading: Reading,
    found: Sequence[Candidate],
    roles: Sequence[Roles],
    compatible: Callable[[Candidate, Candidate], bool],
    main: int | None,
) -> list[int | None]:
    """Return for each of the happenings the place of its first mention among them, None for a first mention itself.

    ``compatible`` tells whether the times of two candidates allow that they are one; every mention must go with all others. ``main`` is
    the place of the main event, which definite nouns for any happening mean ("der Vorfall").
    """
    mentions = [_mention(reading, one, role) for one, role in zip(found, roles, strict=True)]
    firsts: list[int | None] = []
    members: dict[int, list[int]] = {}
    by_key: dict[str, list[int]] = {}
    for place, mention in enumerate(mentions):
        keys = {key for word in mention.words for key in _keys(word, mention.one)}
        roots = sorted({root for key in keys for root in by_key.get(key, ())})
        same = [root for root in roots if any(_is_same(mentions[other], mention) for other in members[root])]
        if mention.generic and main is not None and main < place and firsts[main] is None and not same:
            same = [main]
        match = None
        if mention.new:
            same = [root for root in same if found[root].clause.kind == "none"]
        if same:
            match = next(
                (
                    root
                    for root in same
                    if all(
                        compatible(found[other], mention.one) and _go_together(mentions[other], mention)
                        for other in members[root]
                    )
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


_MOST = 12
"""Mentions, and happenings of one word, that later ones are compared with: what repeats a word for ever stays linear."""


def _mention(reading: Reading, one: Candidate, roles: Roles) -> _Mention:
    words = reading.words
    tokens = [token for span in (*roles.who, *roles.whom) for token in reading.tokens(span.start, span.end)]
    first_role = (roles.who or roles.whom)[:1]
    actors = [token for span in first_role for token in reading.tokens(span.start, span.end)]
    heads = frozenset(_base(words.small[token].rpartition("-")[2]) for token in actors if words.tags[token] in {"NN", "NE"})
    names = frozenset(words.words[token] for token in tokens if words.tags[token] == "NE")
    carried = [words.small[token] for token in tokens if words.tags[token] == "NN" and event_noun(words.small[token])]
    named = tuple(carried[:1]) if one.kind == "verb" and one.lemma in _words().carriers else ()
    if one.kind == "verb" and one.noun and one.phrase is not None:
        named = (words.small[one.phrase.head],)
    first = words.small[one.phrase.first] if one.phrase is not None else ""
    new = (
        any(words.small[token] in _NEW or words.tags[token] == "CARD" for token in actors[:2])
        if one.kind != "noun"
        else _is_new(reading, one)
    )
    generic = one.kind == "noun" and _base(one.lemma) in _words().generic and first in _DEFINITE
    return _Mention(one, (one.lemma, *named), heads, names, generic, new, one.kind == "noun" and first in _DEFINITE)


_DEFINITE = frozenset({"der", "die", "das", "dem", "den", "des", "dieser", "diese", "dieses", "diesem", "diesen"})


def _keys(word: str, one: Candidate) -> set[str]:
    """Return under which keys a word is looked up: its stem, its last part, and what nouns and verbs go with it."""
    base = _base(word)
    told = event_noun(word) if word != one.lemma or one.kind == "noun" else ""
    tail = _base(told.partition(":")[2]) if told.startswith("list:") else ""
    keys = {base[:_STEM].translate(_UMLAUTS)}
    if tail:
        keys.add(f"noun:{tail}")
    keys |= {f"kind:{number}" for number in _kinds(word)}
    nouns = _words().nouns
    keys |= {f"pair:{noun}" for noun in nouns.get(word, ())}
    if tail in nouns.get(tail, ()):
        keys.add(f"pair:{tail}")
    return keys


def _base(word: str) -> str:
    for ending in _CASES:
        if word.endswith(ending) and len(word) - len(ending) > _SHORT:
            return word.removesuffix(ending)
    return word


def _is_same(first: _Mention, later: _Mention) -> bool:
    """Tell whether two mentions name one kind of happening; of two verbs, also whether they share a participant."""
    verbal = "noun" not in {first.one.kind, later.one.kind}
    if later.definite and any(
        _kinds(one) & _kinds(other) and not _are_apart(one, other) for one in first.words for other in later.words
    ):
        return True
    if verbal and first.one.lemma == later.one.lemma:
        return bool(first.heads & later.heads)
    return any(
        same_word(one, other)
        for one in first.words
        for other in later.words
        if not (verbal and one == first.one.lemma and other == later.one.lemma)
    )


def _are_apart(one: str, other: str) -> bool:
    """Tell whether two compounds end in the same noun and begin differently ("Kommunalwahl", "Parlamentswahl")."""
    told = [_base(event_noun(word).partition(":")[2]) for word in (one, other)]
    return told[0] == told[1] != "" and told[0] not in {_base(one), _base(other)} and _base(one) != _base(other)


def same_word(one: str, other: str) -> bool:
    """Tell whether two words name one kind of happening: the same noun, the end of a compound, a noun and its verb."""
    bases = [_base(one), _base(other)]
    if bases[0] == bases[1]:
        return True
    for short, long, word in ((0, 1, one), (1, 0, other)):
        if len(bases[short]) >= _SHORT and bases[long].endswith(bases[short]) and event_noun(word):
            return True
    told = [event_noun(word).partition(":")[2] for word in (one, other)]
    pairs = _words().pairs
    nouns = ((one, other), (other, one), (bases[0], other), (bases[1], one), (told[0], other), (told[1], one))
    if any(pair in pairs for pair in nouns):
        return True
    stem = min(_STEM, len(one) - 2, len(other) - 2)
    alike = one[:stem].translate(_UMLAUTS) == other[:stem].translate(_UMLAUTS)
    return stem > _SHORT and alike and _verbal(one) != _verbal(other)


def _verbal(word: str) -> bool:
    return word.endswith(("en", "ern", "eln")) or not event_noun(word)


def _go_together(first: _Mention, later: _Mention) -> bool:
    """Tell whether nothing in the participants speaks against one happening: names that have nothing in common do."""
    return not first.names or not later.names or not first.names.isdisjoint(later.names)


def _is_new(reading: Reading, one: Candidate) -> bool:
    """Tell whether the words before a noun say that it was not spoken of yet."""
    if one.kind != "noun" or one.phrase is None:
        return False
    words = reading.words
    before = [words.small[token] for token in range(one.phrase.first, one.head)]
    return any(word in _NEW or word.startswith(_OTHER) for word in before)
