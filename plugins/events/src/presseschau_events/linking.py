"""Which candidate a time expression dates; the rules and their examples are described in ``data/linking.toml``."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from presseschau_events.candidates import Candidate
from presseschau_events.clauses import Clause
from presseschau_events.verbs import verbs
from presseschau_events.words import Words

_WITHIN = frozenset({"vom", "von", "des", "der", "aus"})
_WHEN = frozenset({"nach", "vor", "seit", "während", "bis", "ab", "zwischen"})
_FOR = frozenset({"für", "auf"})
_NEAR = 4
"""Tokens that may lie between an event noun and the time behind it: "Treffen in Genf am"."""


@frozen
class Time:
    """A time expression in the tokens of a document."""

    id: str
    first: int
    last: int


@frozen
class Link:
    """A time that dates a candidate, and the name of the rule that says so (``data/linking.toml``)."""

    time: str
    rule: str


def link(
    words: Words, times: Sequence[Time], clause_of: Mapping[int, Clause], candidates: Mapping[int, Sequence[Candidate]]
) -> dict[Candidate, list[Link]]:
    """Return the times by the candidates that they date; ``clause_of`` is by token, ``candidates`` by clause number."""
    found: dict[Candidate, list[Link]] = {}
    clauses = {clause.number: clause for clause in clause_of.values()}
    for time in times:
        clause = clause_of.get(time.first)
        if clause is None:
            continue
        for one, rule in _dated(words, time, clause, candidates):
            found.setdefault(one, []).append(Link(time.id, rule))
            if rule == "clause":
                for other in _shared(clause, candidates, clauses):
                    links = found.setdefault(other, [])
                    if all(known.time != time.id for known in links):
                        links.append(Link(time.id, "shared"))
    return found


def _dated(
    words: Words, time: Time, clause: Clause, candidates: Mapping[int, Sequence[Candidate]]
) -> list[tuple[Candidate, str]]:
    own = candidates.get(clause.number, ())
    for one in own:
        if one.kind == "adjective" and time.last < one.head <= time.last + _NEAR and _inside(words, time, one):
            return [(one, "attribute")]
    if words.small[time.first - 1] in _FOR and (planned := _planned(time, own)) is not None:
        return [(planned, "planned")]
    noun = _noun_before(words, time, own)
    rule = _belongs(words, time, noun, clause) if noun is not None else ""
    if noun is not None and rule:
        return [(noun, rule)]
    dated = [(one, "clause") for one in own if one.kind in {"verb", "predicate"}]
    if noun is not None:
        dated.append((noun, "noun/both"))
    if not dated and clause.kind == "none":
        dated = [(one, "clause") for one in own if one.kind == "noun"][:1]
    return dated


def _planned(time: Time, own: Sequence[Candidate]) -> Candidate | None:
    """Return what a verb of planning sets for a time: the event noun of its clause ("berief für Freitag ein Treffen ein")."""
    if not any(one.kind == "verb" and "plan" in verbs().of_class(one.lemma) for one in own):
        return None
    nouns = [one for one in own if one.kind == "noun" and (one.phrase is None or not one.phrase.preposition)]
    return min(nouns, key=lambda one: abs(one.head - time.first), default=None)


def _inside(words: Words, time: Time, one: Candidate) -> bool:
    """Tell whether a time stands between an article and a participle."""
    before = time.first - 1
    while before >= 0 and words.tags[before] == "APPR":
        before -= 1
    between = range(time.last + 1, one.head)
    return (
        before >= 0
        and words.tags[before] in {"DET", "ADJA", "CARD"}
        and all(words.tags[t] not in {"$", "VVFIN", "VAFIN"} for t in between)
    )


def _noun_before(words: Words, time: Time, own: Sequence[Candidate]) -> Candidate | None:
    """Return the event noun that a time follows, with no more than a place between them."""
    nouns = [one for one in own if one.kind == "noun" and 0 < time.first - one.head <= _NEAR]
    if not nouns:
        return None
    between = range(nouns[-1].head + 1, time.first)
    return nouns[-1] if all(words.tags[token] in {"APPR", "DET", "NE", "ADJA"} for token in between) else None


def _belongs(words: Words, time: Time, noun: Candidate, clause: Clause) -> str:
    """Return the rule by which a time behind an event noun is part of its phrase only, "" if none is."""
    if words.small[time.first - 1] in _WITHIN:
        return "noun/within"
    if noun.phrase is not None and noun.phrase.preposition in _WHEN:
        return "noun/when"
    in_front = clause.kind == "main" and clause.finite is not None and time.last < clause.finite
    return "noun/prefield" if in_front else ""


def _shared(clause: Clause, candidates: Mapping[int, Sequence[Candidate]], clauses: Mapping[int, Clause]) -> list[Candidate]:
    """Return the verbs of the clauses that follow with "und" and have no time of their own in front."""
    found: list[Candidate] = []
    current = clause
    while (following := clauses.get(current.number + 1)) is not None:
        if following.shares != current.number:
            break
        found.extend(one for one in candidates.get(following.number, ()) if one.kind == "verb")
        current = following
    return found
