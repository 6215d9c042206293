"""Who did it, to whom, where, and whose word it is."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from attrs import frozen

from presseschau import Span
from presseschau_events.candidates import Candidate
from presseschau_events.clauses import Clause
from presseschau_events.features import heads_of, subject_of
from presseschau_events.lexicon import event_noun
from presseschau_events.phrases import Phrase
from presseschau_events.reading import Reading
from presseschau_events.verbs import verbs

_EMPTY = frozenset({"es", "das", "dies", "man", "sich", "was"})
_AGENT = frozenset({"von", "vom", "durch"})
_AGAINST = frozenset({"gegen"})
_CLAIM = frozenset({"laut", "zufolge", "gemäß"})
_CLAIMS = ("angabe", "aussage", "informationen", "auskunft", "bericht", "angaben", "meldung", "darstellung", "worten")
_NOUNS = frozenset({"NN", "NE"})


@frozen
class Places:
    """Local prepositions and nouns."""

    prepositions: frozenset[str]
    sure: frozenset[str]
    nouns: tuple[str, ...]


@cache
def places() -> Places:
    """Return the lexicon of places that ships with the plugin."""
    data = tomllib.loads((files("presseschau_events") / "data" / "places.toml").read_text("utf-8"))
    return Places(frozenset(data["prepositions"].split()), frozenset(data["sure"].split()), tuple(data["nouns"].split()))


@frozen
class Roles:
    """Who and whom, as spans of the text."""

    who: tuple[Span, ...] = ()
    whom: tuple[Span, ...] = ()


def roles_of(reading: Reading, one: Candidate) -> Roles:
    """Return who does it and who or what it is done to."""
    if one.kind == "noun":
        return _of_noun(reading, one)
    if one.kind == "adjective":
        return Roles(whom=_named(reading, one))
    clause = one.clause
    subject = _subject(reading, one)
    grammar = reading.grammar[clause.number]
    passive = grammar.passive or (one.kind == "verb" and _bare_participle(reading, one))
    if passive:
        agents = [
            phrase for phrase in reading.phrases[clause.number] if phrase.preposition in _AGENT and _person(reading, phrase)
        ]
        return Roles(who=_spans(reading, agents[:1]), whom=_spans(reading, [subject] if subject else []))
    classes = verbs().of_class(one.lemma)
    objects = [phrase for phrase in _objects(reading, one, subject) if phrase.head not in one.tokens]
    if one.kind == "predicate" or "undergo" in classes:
        return Roles(whom=_spans(reading, [subject] if subject else objects[:1]))
    return Roles(who=_spans(reading, [subject] if subject else []), whom=_spans(reading, objects[:2]))


def _bare_participle(reading: Reading, one: Candidate) -> bool:
    return one.clause.finite is None and reading.words.tags[one.head] == "VVPP" and one.clause.shares is None


def _subject(reading: Reading, one: Candidate) -> Phrase | None:
    """Return the subject, with the noun that a relative pronoun stands for, and of an infinitive that of the verb it hangs on."""
    clause = one.clause
    if clause.kind == "inf":
        parent = reading.clauses[clause.parent] if clause.parent is not None else None
        if parent is None or "demand" in {name for verb in heads_of(reading, parent) for name in verbs().of_class(verb)}:
            return None
        return _resolved(reading, parent, subject_of(reading, parent))
    return _resolved(reading, clause, subject_of(reading, clause))


def _resolved(reading: Reading, clause: Clause, subject: Phrase | None) -> Phrase | None:
    if subject is None:
        return None
    words = reading.words
    small = words.small[subject.head]
    if words.tags[subject.head] == "PRELS" or (clause.kind == "rel" and subject.first == clause.tokens[0]):
        return antecedent(reading, clause)
    if small in _EMPTY and words.tags[subject.head] in {"PPER", "PRO", "PRF", "PW"}:
        return None
    return _whole(reading, clause, subject)


def antecedent(reading: Reading, clause: Clause) -> Phrase | None:
    """Return the noun phrase before a relative clause."""
    start = clause.tokens[0]
    found = [
        phrase
        for number in reading.clauses_in[reading.sentence_of[clause.number]]
        for phrase in reading.phrases[number]
        if phrase.last < start and reading.words.tags[phrase.head] in _NOUNS
    ]
    return max(found, key=lambda phrase: phrase.last, default=None)


def _whole(reading: Reading, clause: Clause, phrase: Phrase) -> Phrase:
    """Take all of the prefield: what stands there before the finite verb is one phrase."""
    if clause.kind != "main" or clause.finite is None or phrase.first != clause.tokens[0]:
        return phrase
    words = reading.words
    front = [token for token in clause.tokens if phrase.first <= token < clause.finite]
    if len(front) != clause.finite - phrase.first or not front:
        return phrase
    last = front[-1]
    while last > phrase.last and words.tags[last] not in _NOUNS:
        last -= 1
    in_time = any(token in reading.timed for token in range(phrase.last + 1, last + 1))
    return (
        phrase
        if in_time
        else Phrase(phrase.first, last, phrase.head, "", nominative=True, plural=phrase.plural, joined=phrase.joined)
    )


def _objects(reading: Reading, one: Candidate, subject: Phrase | None) -> list[Phrase]:
    """Return the objects: noun phrases without preposition that are not the subject; failing these, what it is against."""
    clause = one.clause
    words = reading.words
    found: list[Phrase] = []
    against: list[Phrase] = []
    for phrase in reading.phrases[clause.number]:
        if subject is not None and phrase.first <= subject.last and subject.first <= phrase.last:
            continue
        if words.tags[phrase.head] in {"PRF", "PRELS"} or (
            words.small[phrase.head] in _EMPTY and words.tags[phrase.head] not in _NOUNS
        ):
            continue
        if phrase.preposition in _AGAINST:
            against.append(phrase)
        elif not phrase.preposition and words.tags[phrase.head] != "CARD":
            found.append(_with_attribute(reading, clause, phrase))
    if clause.kind == "rel" and not found and subject is not None and subject.last >= clause.tokens[0]:
        first = clause.tokens[0]
        before = antecedent(reading, clause) if words.tags[first] == "PRELS" else None
        found = [before] if before is not None else []
    return found or against[:1]


def _with_attribute(reading: Reading, clause: Clause, phrase: Phrase) -> Phrase:
    """Take an attribute with "von" or "für" from right behind an object."""
    following = next((other for other in reading.phrases[clause.number] if other.first == phrase.last + 2), None)
    if following is None or following.preposition not in {"von", "für", "vom"} or phrase.last + 1 not in clause.tokens:
        return phrase
    return Phrase(phrase.first, following.last, phrase.head, "", nominative=phrase.nominative, plural=phrase.plural)


def _person(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a phrase with "von" or "durch" may be an agent: neither a number nor a place it comes from."""
    return reading.words.tags[phrase.head] in {"NN", "NE", "PPER"}


def _of_noun(reading: Reading, one: Candidate) -> Roles:
    """Return the genitive behind an event noun as whom, or else what stands behind it with "gegen", "von", "mit"; "durch" as who."""
    words = reading.words
    phrases = reading.phrases[one.clause.number]
    agents = [other for other in phrases if other.preposition == "durch" and 0 < other.first - one.head <= _CLOSE]
    who = _spans(reading, agents)
    phrase = one.phrase
    if phrase is None:
        return Roles(who)
    if phrase.last > one.head and words.tags[one.head + 1] in {"DET", "NE", "ADJA"}:
        return Roles(who, (words.span(one.head + 1, phrase.last),))
    behind = [
        other
        for other in phrases
        if other.first == phrase.last + 2 and other.preposition in _BEHIND and one.clause.finite != phrase.last + 1
    ]
    return Roles(who, _spans(reading, behind))


_BEHIND = frozenset({"gegen", "von", "mit", "zwischen", "an"})
_CLOSE = 6
"""Tokens between an event noun and its agent with "durch"."""


def _named(reading: Reading, one: Candidate) -> tuple[Span, ...]:
    """Return the nouns that an attributive participle stands before."""
    words = reading.words
    following = one.head + 1
    while following < len(words.tags) and words.tags[following] in {"ADJA", "NN", "NE", "CARD"}:
        following += 1
    return (words.span(one.head + 1, following - 1),) if following > one.head + 1 else ()


def _spans(reading: Reading, phrases: Sequence[Phrase]) -> tuple[Span, ...]:
    return tuple(reading.words.span(phrase.first, phrase.last) for phrase in phrases)


def place_of(reading: Reading, one: Candidate) -> tuple[Span, ...]:
    """Return where it takes place: in its clause, else in the clause it hangs on or the one before "und"."""
    clause: Clause | None = one.clause
    for _ in range(3):
        if clause is None:
            return ()
        found = _place_in(reading, clause, one)
        if found:
            return found
        above = clause.parent if clause.parent is not None else clause.shares
        clause = reading.clauses[above] if above is not None else None
    return ()


def _place_in(reading: Reading, clause: Clause, one: Candidate) -> tuple[Span, ...]:
    words = reading.words
    local = [phrase for phrase in reading.phrases[clause.number] if _is_place(reading, phrase)]
    local = [phrase for phrase in local if one.head not in phrase]
    if not local:
        return ()
    best = min(
        local,
        key=lambda phrase: (
            phrase.first < one.head if one.kind == "noun" else False,
            abs(phrase.first - one.head) if one.kind == "noun" else 0,
        ),
    )
    last = best.last
    for phrase in local:
        if phrase.first in {last + 1, last + 2}:
            last = phrase.last
    first = best.first
    while first < best.head and words.tags[first] in {"DET", "PRO"}:
        first += 1
    return (words.span(first, last),)


def _is_place(reading: Reading, phrase: Phrase) -> bool:
    words, known = reading.words, places()
    small = words.small[phrase.head]
    if phrase.preposition not in known.prepositions or words.tags[phrase.head] not in _NOUNS or event_noun(small):
        return False
    by_noun = small.rpartition("-")[2].endswith(known.nouns)
    if phrase.preposition in known.sure:
        return by_noun or any(words.tags[token] == "NE" for token in range(phrase.head, phrase.last + 1))
    return by_noun and phrase.preposition in {"auf", "an", "am", "bei", "beim", "vor", "hinter", "neben", "um", "ins", "unter"}


def source_of(reading: Reading, one: Candidate) -> tuple[Span, ...]:
    """Return whose claim it is by the words of its clause: "laut Polizei", "nach Angaben der Polizei"."""
    return tuple(_claims(reading, one.clause))[:1]


def _claims(reading: Reading, clause: Clause) -> Iterator[Span]:
    words = reading.words
    for phrase in reading.phrases[clause.number]:
        behind = words.small[phrase.last + 1] if phrase.last + 1 < len(words.small) else ""
        if (
            phrase.preposition in _CLAIM
            or behind == "zufolge"
            or (phrase.preposition == "nach" and words.small[phrase.head].endswith(_CLAIMS))
        ):
            yield words.span(phrase.first, phrase.last)
