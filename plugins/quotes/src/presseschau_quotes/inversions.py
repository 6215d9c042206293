"""Frames by construction: "„…“, ätzte X", "S im Konjunktiv, stichelte X", with any verb.

Words that introduce speech are an open class. What German keeps fixed is the form: behind what is said, a clause with its finite verb
first and its subject next to it (Duden, Die Grammatik, on the inserted reporting clause). Where what is said stands in marks, in the
subjunctive of reported speech, or in the first person, and the subject can speak, any verb frames it.
"""

from collections.abc import Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.clauses import FRAGMENT, MAIN, REL, SUB, Segment
from presseschau_quotes.nouns import kind_of_noun
from presseschau_quotes.phrases import phrase_end
from presseschau_quotes.speakers import nominative_at
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.voices import kind_of_phrase
from presseschau_quotes.words import words

_BETWEEN = words("between_verb_and_subject")
_NOBODY = words("nobody")
_NO_VERB = (
    lx.CAP
    | lx.DET_N
    | lx.DET_O
    | lx.PREP
    | lx.PRON_N
    | lx.PRON_O
    | lx.SUBORD
    | lx.WWORD
    | lx.COORD
    | lx.QUOTE
    | lx.PUNCT
    | lx.NUM
)
_NO_VERBS = frozenset(["etwas", "nichts", "alles", "mehr", "weniger", "genug", "samt", "plus", "minus"])
_SHORTEST = 3
_BACK = 3
FIRST_PERSON = words("first_person")


def inverted(unit: Unit, parts: Sequence[Segment], at: int) -> tuple[int, Range] | None:
    """Return the finite verb and the subject of segment ``at``, if it is a clause of the form V N behind something said."""
    segment = parts[at]
    verb = segment.start
    if not _finite_form(unit, verb, segment.end):
        return None
    i = verb + 1
    while i < segment.end and unit.lows[i] in _BETWEEN and not _determines(unit, i, segment.end):
        i += 1
    if i >= segment.end:
        return None
    flags = unit.flags[i]
    if unit.lows[i] in _NOBODY or flags & lx.QUOTE:
        return None
    end = nominative_at(unit, i, segment.end)
    if end == i:
        return None
    if kind_of_phrase(unit, i, end) or (_bare_name(unit, i, phrase_end(unit, i, end))):
        return verb, (i, end)
    return None


def _determines(unit: Unit, i: int, end: int) -> bool:
    """Tell whether "ihr" stands before a common noun, "unkte ihr Kollege", and not for somebody."""
    return unit.lows[i] == "ihr" and i + 1 < end and bool(kind_of_noun(unit.words[i + 1])) and bool(unit.flags[i + 1] & lx.CAP)


def _finite_form(unit: Unit, i: int, end: int) -> bool:
    """Tell whether a word can be a finite verb: lower case, of no other class, no adjective before a noun."""
    flags, word = unit.flags[i], unit.lows[i]
    if len(word) < _SHORTEST or not flags & lx.WORD or flags & _NO_VERB & ~(lx.PREP if flags & lx.FIN else 0):
        return False
    if flags & lx.FIN:
        return not flags & (lx.AUX | lx.MODAL | lx.CONJUNCTIVE) or bool(flags & lx.REPORT)
    if flags & (lx.ADV | lx.PART | lx.ZU_INF):
        return False
    following = unit.flags[i + 1] if i + 1 < end else 0
    if word in _NO_VERBS:
        return False
    if flags & lx.ADJ and not word.endswith(("te", "ten")):
        return bool(flags & lx.PLURAL) and bool(following & (lx.DET_N | lx.PRON_N))
    return word.isalpha()


def _bare_name(unit: Unit, start: int, end: int) -> bool:
    """Tell whether a phrase is capitalised words without article: "Wilms", "Olaf Beck"."""
    return end > start and all(unit.flags[k] & lx.CAP and not unit.flags[k] & (lx.QUOTE | lx.NUM) for k in range(start, end))


def is_said(unit: Unit, parts: Sequence[Segment], at: int, *, quoted: bool) -> bool:
    """Tell whether what stands before segment ``at`` has the form of something said: marks, subjunctive, first person."""
    if quoted:
        return True
    before = [part for part in parts[max(0, at - _BACK) : at] if part.kind == MAIN]
    if not before or any(part.kind == SUB and part.finite < 0 for part in parts[:at]):
        return False
    main = before[-1]
    if main.finite < main.end and unit.flags[main.finite] & lx.CONJUNCTIVE and parts[at - 1].kind not in {FRAGMENT} | {REL}:
        return parts[0].kind != MAIN or bool(unit.flags[parts[0].finite] & lx.CONJUNCTIVE)
    first = parts[0].start
    return any(unit.lows[k] in FIRST_PERSON for k in range(first, parts[at].start))
