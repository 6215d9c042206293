"""Who did it, to whom, where, and whose word it is."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from attrs import evolve, frozen

from presseschau import Span
from presseschau_events.candidates import Candidate
from presseschau_events.clauses import Clause
from presseschau_events.lexicon import event_noun, lexicon
from presseschau_events.phrases import Phrase
from presseschau_events.reading import Reading
from presseschau_events.subjects import antecedent, heads_of, is_appositive, resolved, subject_of
from presseschau_events.verbs import verbs

_EMPTY = frozenset({"es", "das", "dies", "man", "sich", "was"})
_AGENT = frozenset({"von", "vom", "durch"})
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
    subjects = _spans(reading, [subject] if subject is not None else [])
    grammar = reading.grammar[clause.number]
    if grammar.passive or (one.kind == "verb" and _bare_participle(reading, one)):
        agents = [
            phrase
            for phrase in reading.phrases[clause.number]
            if phrase.preposition in _AGENT
            and reading.words.tags[phrase.head] in {"NN", "NE", "PPER"}
            and (subject is None or phrase.first > subject.last or phrase.last < subject.first)
        ]
        return Roles(who=_spans(reading, agents[:1]), whom=subjects)
    objects = [phrase for phrase in _objects(reading, one, subject) if phrase.head not in one.tokens]
    if one.light and one.noun and one.phrase is not None:
        named = evolve(one, kind="noun", lemma=reading.words.small[one.phrase.head], head=one.phrase.head)
        of_noun = _of_noun(reading, named)
        return Roles(who=subjects if one.phrase != subject else of_noun.who, whom=of_noun.whom or _spans(reading, objects[:1]))
    fixed = one.light and one.lemma in _INTRANSITIVE
    if one.kind == "predicate" or fixed or "undergo" in verbs().of_class(one.lemma):
        return Roles(whom=subjects or _spans(reading, objects[:1]))
    return Roles(who=subjects, whom=_spans(reading, objects[:2]))


_INTRANSITIVE = frozenset({"kommen", "treten", "geraten", "gehen", "stehen", "sitzen", "liegen"})
"""Light verbs whose subject undergoes what their phrase says ("ums Leben kommen")."""


def _bare_participle(reading: Reading, one: Candidate) -> bool:
    return one.clause.number not in reading.finites and reading.words.tags[one.head] == "VVPP"


def _subject(reading: Reading, one: Candidate) -> Phrase | None:
    """Return the subject as the text names it; of an infinitive that of the verb it hangs on, where that is the same."""
    clause = one.clause
    if clause.kind == "inf":
        if clause.parent is None:
            return None
        clause = reading.clauses[clause.parent]
        if "demand" in {name for verb in heads_of(reading, clause) for name in verbs().of_class(verb)}:
            return None
    found = subject_of(reading, clause)
    if found is None:
        return None
    words = reading.words
    pronoun = words.tags[found.phrase.head] in {"PPER", "PRO", "PRF", "PW"}
    if pronoun and words.small[found.phrase.head] in _EMPTY and not (one.light and one.lemma == "treten"):
        return None
    phrase = resolved(reading, found)
    if reading.grammar[one.clause.number].passive and phrase is found.phrase:
        return _with_attribute(reading, found.clause, phrase, agent=True)
    return phrase


def _objects(reading: Reading, one: Candidate, subject: Phrase | None) -> list[Phrase]:
    """Return the objects: noun phrases without preposition that are not the subject; failing these, those that the verb governs."""
    clause = one.clause
    words = reading.words
    governed = lexicon().objects.get(one.lemma, frozenset())
    found: list[Phrase] = []
    behind: list[Phrase] = []
    for phrase in reading.phrases[clause.number]:
        if subject is not None and phrase.first <= subject.last and subject.first <= phrase.last:
            continue
        tag = words.tags[phrase.head]
        if tag in {"PRF", "PRELS", "DET", "CARD"} or (words.small[phrase.head] in _EMPTY and tag not in _NOUNS):
            continue
        if is_appositive(reading, phrase):
            continue
        if phrase.preposition in governed:
            behind.append(_with_attribute(reading, clause, phrase))
        elif not phrase.preposition and tag != "ADJA":
            found.append(_with_attribute(reading, clause, phrase))
    first = clause.tokens[0]
    if clause.kind == "rel" and not found and subject is not None and subject.last >= first and words.tags[first] == "PRELS":
        before = antecedent(reading, clause)
        found = [before] if before is not None else []
    return found or behind[:1]


def _with_attribute(reading: Reading, clause: Clause, phrase: Phrase, *, agent: bool = False) -> Phrase:
    """Take an attribute with a preposition from right behind a phrase; ``agent`` says that "von" may name who does it instead."""
    following = next((other for other in reading.phrases[clause.number] if other.first == phrase.last + 2), None)
    if following is None or phrase.last + 1 not in clause.tokens or reading.words.tags[phrase.head] != "NN":
        return phrase
    happening = bool(event_noun(reading.words.small[phrase.head]))
    wanted = _ATTRIBUTES if happening or not agent else _ATTRIBUTES - _AGENT
    if following.preposition in wanted or (happening and following.preposition in {"in", "im"}):
        return phrase._replace(last=following.last)
    return phrase


_ATTRIBUTES = frozenset({"von", "vom", "für", "zur", "zum", "über", "unter", "zwischen", "gegen"})


def _of_noun(reading: Reading, one: Candidate) -> Roles:
    """Return who and whom of an event noun: what stands behind it in the genitive, or with a preposition."""
    words = reading.words
    phrases = reading.phrases[one.clause.number]
    who = list(
        _spans(reading, [other for other in phrases if other.preposition == "durch" and 0 < other.first - one.head <= _CLOSE])
    )
    whom: list[Span] = []
    phrase = one.phrase
    if phrase is None:
        return Roles(tuple(who))
    agentive = one.noun.partition(":")[2] in lexicon().agentive or one.lemma in lexicon().agentive
    last = phrase.last
    if phrase.last > one.head and words.tags[one.head + 1] in {"DET", "NE", "ADJA", "PRO"}:
        (who if agentive else whom).append(words.span(one.head + 1, phrase.last))
    for other in phrases:
        if other.first not in {last + 2, last + 3} or one.clause.finite in range(last, other.first):
            continue
        if other.preposition in {"gegen", "mit", "an"}:
            whom.append(words.span(other.first, other.last))
        elif other.preposition in {"von", "zwischen"}:
            (who if agentive or other.preposition == "zwischen" else whom).append(words.span(other.first, other.last))
        else:
            break
        last = other.last
    return Roles(tuple(who), tuple(whom))


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
    """Return where it takes place: by its clause, else by the clause that it hangs on or the one before "und"."""
    clause: Clause | None = one.clause
    for _ in range(_CLAUSES_UP):
        if clause is None:
            break
        found = _place_in(reading, clause, one)
        if found or one.kind == "noun":
            return found
        above = clause.parent if clause.parent is not None else clause.shares
        clause = reading.clauses[above] if above is not None else None
    return ()


_CLAUSES_UP = 3


def _place_in(reading: Reading, clause: Clause, one: Candidate) -> tuple[Span, ...]:
    words = reading.words
    phrases = reading.phrases[clause.number]
    local: list[Phrase] = []
    before: Phrase | None = None
    earlier: Phrase | None = None
    for phrase in phrases:
        if _is_place(reading, phrase, one) and one.head not in phrase and phrase.head not in one.tokens:
            attached = (
                before is not None
                and not (earlier is not None and event_noun(reading.words.small[earlier.head]))
                and before.last + 2 == phrase.first
                and before.preposition in _ATTACHING
                and one.head not in before
            )
            if not attached or (before is not None and before in local):
                local.append(phrase)
        earlier, before = before, phrase
    if one.kind == "noun":
        end = max(one.head, one.phrase.last if one.phrase is not None else 0)
        local = [phrase for phrase in local if 0 < phrase.first - end <= _CLOSE] or (
            local if _only_happens(reading, one) else []
        )
    if not local:
        return ()
    first, last = local[0].first, local[0].last
    for phrase in local[1:]:
        if phrase.first in {last + 1, last + 2} and phrase.preposition in _WITHIN:
            last = phrase.last
    while first < local[0].head and words.tags[first] in {"DET", "PRO"}:
        first += 1
    return (words.span(first, last),)


_ATTACHING = frozenset({"zu", "zum", "zur", "gegen", "von", "mit", "für", "über", "vom", "wegen", "bis", "ohne"})
"""What has one of these before it takes the place behind it for itself ("die Haltung zum Einsatz in Afghanistan")."""
_WITHIN = frozenset({"in", "im", "bei", "an", "am", "nahe"})


def _only_happens(reading: Reading, one: Candidate) -> bool:
    """Tell whether the verb beside an event noun only says that it happens, so that its place is the noun's."""
    return any("happen" in verbs().of_class(verb) for verb in heads_of(reading, one.clause))


def _is_place(reading: Reading, phrase: Phrase, one: Candidate) -> bool:
    words, known = reading.words, places()
    small = words.small[phrase.head]
    if words.tags[phrase.head] not in _NOUNS or event_noun(small):
        return False
    name = any(words.tags[token] == "NE" for token in range(phrase.head, phrase.last + 1))
    if phrase.preposition == "nach":
        return words.tags[phrase.head] == "NE" and verbs().moves(one.lemma)
    if phrase.preposition not in known.prepositions:
        return False
    by_noun = small.rpartition("-")[2].endswith(known.nouns)
    bare = phrase.preposition == "bei" and phrase.first == phrase.head and words.tags[phrase.head] == "NE"
    return by_noun or (name and phrase.preposition in known.sure) or bare


def source_of(reading: Reading, one: Candidate) -> tuple[Span, ...]:
    """Return whose claim it is by the words of its clause: "laut Polizei", "nach Angaben der Polizei"."""
    return tuple(_claims(reading, one.clause))[:1]


def has_claim(reading: Reading, clause: Clause) -> bool:
    """Tell whether a clause names a source: "laut Polizei"."""
    return next(_claims(reading, clause), None) is not None


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
