"""Did it happen, go on, is it planned, denied or possible? The rules are in ``data/status.toml``."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from presseschau_events.candidates import Candidate
from presseschau_events.reading import Reading
from presseschau_events.roles import has_claim
from presseschau_events.subjects import heads_of
from presseschau_events.verbs import verbs
from presseschau_events.words import Words


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
    return next(rule for rule, conditions in _rules_for(one.kind) if _meet(facts, conditions))


@cache
def _rules_for(kind: str) -> tuple[tuple[Rule, tuple[tuple[str, frozenset[Any]], ...]], ...]:
    """Return the rules for a kind of candidates in order, with the conditions that remain."""
    return tuple(
        (rule, tuple((name, wanted) for name, wanted in rule.conditions.items() if name != "kind"))
        for rule in rules()
        if kind in rule.conditions.get("kind", {kind})
    )


def _meet(facts: Mapping[str, Callable[[], Iterable[Any]]], conditions: Iterable[tuple[str, frozenset[Any]]]) -> bool:
    for name, wanted in conditions:  # noqa: SIM110 - a generator costs more than what it would do
        if wanted.isdisjoint(facts[name]()):
            return False
    return True


def _facts(reading: Reading, one: Candidate, *, ahead: bool) -> dict[str, Callable[[], Iterable[Any]]]:
    """Return what finds out the values of each condition: most are never asked for."""
    words, clause, grammar = reading.words, one.clause, reading.grammar[one.clause.number]
    verb = next((other.lemma for other in reading.candidates[clause.number] if other.kind == "verb" and other is not one), "")
    mine = one.lemma if one.kind == "verb" else verb
    embedded = words.tags[one.head] == "VVIZU" and verb != "" and clause.finite is not None
    phrase = one.phrase if one.kind == "noun" else None
    return {
        "tense": lambda: ("none" if embedded else grammar.tense,),
        "modal": lambda: ("" if embedded else grammar.modal,),
        "mood": lambda: (grammar.mood,),
        "clause": lambda: ("inf" if embedded else clause.kind,),
        "mark": lambda: ("" if embedded else clause.mark,),
        "negated": lambda: (grammar.negated and all(words.small[token] != "nur" for token in clause.tokens),),
        "passive": lambda: (grammar.passive,),
        "perfect": lambda: (grammar.perfect,),
        "ahead": lambda: (ahead,),
        "once": lambda: (phrase is not None and phrase.head == one.head and phrase.preposition in _OF_THE_VERB,),
        "with": lambda: verbs().of_class(mine),
        "with_verb": lambda: (mine,),
        "under": lambda: (name for head in _governing(reading, one, verb) for name in verbs().of_class(head)),
        "under_verb": lambda: _governing(reading, one, verb),
        "sourced": lambda: (_is_sourced(reading, one),),
        "behind": lambda: _nouns_before(reading, one),
        "article": lambda: (words.small[phrase.first],) if phrase is not None else (),
        "adjective": lambda: _adjectives(words, range(phrase.first, one.head)) if phrase is not None else (),
        "word": lambda: (words.small[token] for token in clause.tokens),
    }


_OF_THE_VERB = frozenset({"", "auf", "zu", "zum", "zur", "mit", "über", "vor"})
"""Prepositions of an event noun that a verb says something of."""


def _adjectives(words: Words, tokens: Iterable[int]) -> list[str]:
    """Return the beginnings of adjectives that rules name and these tokens have."""
    small = [words.small[token] for token in tokens if words.tags[token] in {"ADJA", "VVPP", "ADJD"}]
    return [stem for stem in _ADJECTIVES if any(word.startswith(stem) for word in small)]


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
