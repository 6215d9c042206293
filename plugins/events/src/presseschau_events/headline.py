"""A headline for a happening, made of words of the text only: who, the verb, whom and where."""

from collections.abc import Iterable

from attrs import frozen

from presseschau import Span
from presseschau_events.candidates import Candidate
from presseschau_events.clauses import FINITE
from presseschau_events.phrases import Phrase
from presseschau_events.reading import Reading
from presseschau_events.roles import Roles

_MOST = 12
"""Words of a headline; where it is longer, phrases are left out from the end, and long ones end at their head."""
_BEHIND = frozenset({"zwischen", "gegen", "in", "im", "von", "mit", "auf", "für"})
"""Prepositions of what belongs to an event noun."""
_TOLD = frozenset(
    {"mit", "gegen", "auf", "über", "zu", "zum", "zur", "an", "am", "in", "im", "ins", "für", "um", "bei", "vor", "aus"}
)
"""Prepositions of what may belong to a verb; "trotz", "wegen", "seit" and their like only tell of circumstances."""


@frozen
class _Unit:
    """Tokens that stand or fall together; those of a lower ``rank`` are left out later."""

    tokens: tuple[int, ...]
    rank: int


def headline_of(reading: Reading, one: Candidate, roles: Roles, place: tuple[Span, ...]) -> str:
    """Return the headline: who, the verb, whom and where, as the text has them; of a noun its phrase and where."""
    units = _of_noun(reading, one, place) if one.kind in {"noun", "adjective"} else _of_verb(reading, one, roles, place)
    units = [unit for unit in units if unit.tokens]
    while sum(len(unit.tokens) for unit in units) > _MOST and (worst := max(unit.rank for unit in units)) > 0:
        at = max(number for number, unit in enumerate(units) if unit.rank == worst)
        units = units[:at] + units[at + 1 :]
    return " ".join(reading.words.words[token] for unit in units for token in unit.tokens)


def _of_verb(reading: Reading, one: Candidate, roles: Roles, place: tuple[Span, ...]) -> list[_Unit]:
    words, clause = reading.words, one.clause
    own = set(clause.tokens)
    verb = set(one.tokens)
    grammar = reading.grammar[clause.number]
    finite = reading.finites.get(clause.number)
    if grammar.modal and finite is not None:
        verb.add(finite)
        verb |= {token for token in own if words.tags[token] == "VAINF"}
    extra = {
        token
        for token in own
        if (words.small[token] in {"nicht", "nie", "niemand"} and grammar.negated) or words.small[token].startswith("kein")
    }
    if words.tags[one.head] in FINITE:
        extra |= {token for token in own if words.tags[token] == "PRF"}
    taken = verb | extra
    units = [_Unit((token,), 0) for token in sorted(taken)]
    participants = [*roles.who, *roles.whom]
    for rank, span in enumerate(participants):
        tokens = _of_span(reading, span, taken)
        taken |= set(tokens)
        units.append(_Unit(tokens, rank))
    for phrase in reading.phrases[clause.number]:
        if not phrase.preposition or phrase.preposition not in _TOLD or phrase.first in taken:
            continue
        where = any(span.start < words.ends[phrase.last] and words.begins[phrase.first] < span.end for span in place)
        if where or len(participants) < 2:  # noqa: PLR2004 - who and whom tell enough
            tokens = tuple(token for token in _with_preposition(reading, phrase) if token not in taken and token in own)
            units.append(_Unit(tokens, 2 if where else 3))
    units = [unit for unit in units if unit.tokens]
    units.sort(key=lambda unit: (unit.tokens[0] in own, unit.tokens[0]))
    return _verb_second(reading, one, units, participants, finite)


def _verb_second(
    reading: Reading, one: Candidate, units: list[_Unit], participants: list[Span], finite: int | None
) -> list[_Unit]:
    """Put the finite verb behind the first participant: in front of it something is left out, and a clause of its own has it second."""
    moved = next((unit for unit in units if finite is not None and unit.tokens == (finite,)), None)
    if moved is None or not participants or (one.clause.kind != "main" and len(one.tokens) > 1):
        return units
    first = next((unit for unit in units if unit.tokens[0] in reading.tokens(participants[0].start, participants[0].end)), None)
    if first is None or first is moved:
        return units
    rest = [unit for unit in units if unit not in (first, moved)]
    return [first, moved, *rest]


def _of_noun(reading: Reading, one: Candidate, place: tuple[Span, ...]) -> list[_Unit]:
    words, clause = reading.words, one.clause
    own = set(clause.tokens)
    phrase = one.phrase
    first, last = (
        (phrase.first, max(phrase.last, one.head)) if phrase is not None and one.head in phrase else (one.head, one.head)
    )
    if one.kind == "adjective":
        first, last = (
            one.head,
            next((token for token in range(one.head, one.head + 4) if token in own and words.tags[token] == "NN"), one.head),
        )
    tokens = [token for token in range(first, last + 1) if token in own and token not in reading.timed]
    while tokens and tokens[0] < one.head and words.tags[tokens[0]] in {"DET", "PRO"}:
        tokens = tokens[1:]
    units = [_Unit(tuple(tokens), 0)]
    taken = set(tokens)
    for other in reading.phrases[clause.number]:
        near = last < other.first <= last + 2 and other.preposition in _BEHIND
        where = other.first > one.head and any(
            words.begins[other.head] < span.end and span.start < words.ends[other.head] for span in place
        )
        if (near or where) and other.first not in taken:
            more = tuple(token for token in _with_preposition(reading, other) if token in own and token not in taken)
            units.append(_Unit(more, 1))
            taken |= set(more)
            last = other.last
    return units


def _of_span(reading: Reading, span: Span, taken: set[int]) -> tuple[int, ...]:
    """Return the tokens of a participant, up to its head where it is long."""
    words = reading.words
    tokens = [
        t for t in reading.tokens(span.start, span.end) if words.tags[t] != "$" and t not in taken and t not in reading.timed
    ]
    if len(tokens) > _LONG and not any(words.tags[token] == "KON" for token in tokens[:_MOST]):
        head = next((place for place, token in enumerate(tokens) if words.tags[token] in {"NN", "NE"}), len(tokens))
        while head + 1 < len(tokens) and words.tags[tokens[head + 1]] in {"NN", "NE"}:
            head += 1
        tokens = tokens[: head + 1]
    return tuple(tokens)


_LONG = 7


def _with_preposition(reading: Reading, phrase: Phrase) -> Iterable[int]:
    words = reading.words
    before = phrase.first - 1
    first = before if before >= 0 and words.small[before] == phrase.preposition else phrase.first
    return (token for token in range(first, phrase.last + 1) if words.tags[token] != "$" and token not in reading.timed)
