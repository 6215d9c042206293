"""Did it happen, go on, is it planned, denied or possible? The rules are in ``data/status.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from presseschau_events.candidates import Candidate
from presseschau_events.reading import Reading
from presseschau_events.roles import has_claim
from presseschau_events.subjects import heads_of
from presseschau_events.verbs import verbs


@frozen
class Rule:
    """A rule: its name, the status it gives, and the facts that must hold; each a set of values, of which one must be given."""

    name: str
    status: str
    conditions: Mapping[str, frozenset[Any]]
    examples: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in order."""
    data = tomllib.loads((files("presseschau_events") / "data" / "status.toml").read_text("utf-8"))
    made: list[Rule] = []
    for record in data["rule"]:
        conditions = {
            name: frozenset(value if isinstance(value, list) else [value])
            for name, value in record.items()
            if name not in {"name", "status", "examples"}
        }
        made.append(Rule(record["name"], record["status"], conditions, tuple(record["examples"])))
    return tuple(made)


def status_of(reading: Reading, one: Candidate, *, ahead: bool) -> Rule:
    """Return the rule that decides; ``ahead`` says whether the candidate's time lies ahead of the document's."""
    facts = _facts(reading, one, ahead=ahead)
    return next(rule for rule in rules() if all(facts[name] & wanted for name, wanted in rule.conditions.items()))


def _facts(reading: Reading, one: Candidate, *, ahead: bool) -> dict[str, frozenset[Any]]:
    words, grammar = reading.words, reading.grammar[one.clause.number]
    verb = next(
        (other.lemma for other in reading.candidates[one.clause.number] if other.kind == "verb" and other is not one), ""
    )
    mine = one.lemma if one.kind == "verb" else verb
    governing = _governing(reading, one, verb)
    embedded = words.tags[one.head] == "VVIZU" and verb != "" and one.clause.finite is not None
    phrase = one.phrase if one.kind == "noun" else None
    before = range(phrase.first, one.head) if phrase is not None else range(0)
    adjectives = {
        stem
        for token in before
        if words.tags[token] in {"ADJA", "VVPP", "ADJD"}
        for stem in _ADJECTIVES
        if words.small[token].startswith(stem)
    }
    small = {words.small[token] for token in one.clause.tokens}
    return {
        "kind": frozenset({one.kind}),
        "tense": frozenset({"none" if embedded else grammar.tense}),
        "modal": frozenset({"" if embedded else grammar.modal}),
        "mood": frozenset({grammar.mood}),
        "clause": frozenset({"inf" if embedded else one.clause.kind}),
        "mark": frozenset({"" if embedded else one.clause.mark}),
        "negated": frozenset({grammar.negated and "nur" not in small}),
        "passive": frozenset({grammar.passive}),
        "perfect": frozenset({grammar.perfect}),
        "ahead": frozenset({ahead}),
        "once": frozenset(
            {
                phrase is not None
                and phrase.head == one.head
                and phrase.preposition in {"", "auf", "zu", "zum", "zur", "mit", "über", "vor"}
            }
        ),
        "with": verbs().of_class(mine),
        "with_verb": frozenset({mine}),
        "under": frozenset(name for head in governing for name in verbs().of_class(head)),
        "under_verb": frozenset(governing),
        "sourced": frozenset({_is_sourced(reading, one)}),
        "behind": frozenset(_nouns_before(reading, one)),
        "article": frozenset({words.small[phrase.first]} if phrase is not None else ()),
        "adjective": frozenset(adjectives),
        "word": frozenset(small),
    }


_ADJECTIVES: frozenset[str] = frozenset(value for rule in rules() for value in rule.conditions.get("adjective", ()))


def _nouns_before(reading: Reading, one: Candidate) -> list[str]:
    """Return the head of the phrase that the phrase of an event noun stands right behind, with its preposition between."""
    phrase = one.phrase
    if one.kind != "noun" or phrase is None or not phrase.preposition:
        return []
    words = reading.words
    before = [
        other
        for other in reading.phrases[one.clause.number]
        if other.last < phrase.first <= other.last + 3 and words.tags[other.head] == "NN"
    ]
    return [words.small[other.head] for other in before[-1:]]


def _is_sourced(reading: Reading, one: Candidate) -> bool:
    """Tell whether the sentence of a candidate or the one before names a source: by a verb of saying, or by "laut"."""
    sentence = reading.sentence_of[one.clause.number]
    return any(
        has_claim(reading, reading.clauses[number])
        or any("say" in verbs().of_class(verb) for verb in heads_of(reading, reading.clauses[number]))
        for place in range(max(0, sentence - 1), sentence + 1)
        for number in reading.clauses_in[place]
    )


def _governing(reading: Reading, one: Candidate, verb: str) -> list[str]:
    """Return the verb that a clause hangs on: that of the clause above, or the finite one beside a bare infinitive with zu."""
    if reading.words.tags[one.head] == "VVIZU" and one.clause.kind != "inf":
        return [verb] if verb else []
    parent = one.clause.parent
    return heads_of(reading, reading.clauses[parent]) if parent is not None else []
