"""Direct speech whose marks were lost: sentences in the first person beside a frame, and what stands behind "X sagte:".

Some corpora and exports drop all quotation marks. Then a sentence in the first person next to a reporting clause is direct speech; in
a text that keeps its marks it is the author's.
"""

from collections.abc import Sequence

from attrs import evolve

from presseschau_quotes import lexicon as lx
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.found import DIRECT
from presseschau_quotes.marks import Marked
from presseschau_quotes.tokens import Unit
from presseschau_quotes.words import words

_FIRST_PERSON = words("first_person")
_LONGER_THAN_A_NAME = 15


def marks_are_lost(marks: Sequence[Marked]) -> bool:
    """Tell whether a text has no stretch in marks that is longer than a name."""
    return not any(marked.inner_end - marked.inner_start > _LONGER_THAN_A_NAME for marked in marks)


def in_first_person(unit: Unit, start: int = 0, end: int | None = None) -> bool:
    """Tell whether tokens hold a pronoun of the first person."""
    return any(low in _FIRST_PERSON for low in unit.lows[start:end])


def as_direct(unit: Unit, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Turn framed speech into direct speech where it is in the first person, or stands in the indicative behind a colon."""
    return [_as_direct(unit, candidate) for candidate in candidates]


def _as_direct(unit: Unit, candidate: Candidate) -> Candidate:
    if candidate.rule == "colon/verb":
        return evolve(candidate, type=DIRECT, rule="direct/unmarked-colon")
    framed = candidate.rule.startswith("parenthesis") and candidate.rule != "parenthesis/wie"
    subjunctive = any(unit.flags[k] & lx.K1 for start, end in candidate.content for k in range(start, end))
    if framed and not subjunctive and any(in_first_person(unit, start, end) for start, end in candidate.content):
        return evolve(candidate, type=DIRECT, rule="direct/unmarked-framed")
    return candidate


def whole(unit: Unit) -> Candidate:
    """Return the sentence as direct speech of who speaks on."""
    return Candidate(type=DIRECT, rule="direct/unmarked", content=((0, len(unit)),), inherit=True)
