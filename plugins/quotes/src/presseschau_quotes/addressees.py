"""Whom somebody speaks to: the dative of saying, the accusative of asking, "gegenüber", "an", "von", "vor".

Which case a verb asks for is in ``data/verbs.tsv`` (classes ``a`` and ``d``), after E-VALBU.
"""

from presseschau_quotes import lexicon as lx
from presseschau_quotes.clauses import Segment
from presseschau_quotes.phrases import full_phrase_end, is_time_phrase, names_things, phrase_end
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.words import words

_DATIVE = words("dative_articles")
_ACCUSATIVE = words("accusative_articles")
_AUDIENCE = words("audience")
_ASK_FROM = words("ask_from")
_CALL_ON = words("call_on")


def addressee(
    unit: Unit, segment: Segment, subject: Range | None, *, finite: int, classes: frozenset[str], infinitive: str
) -> Range | None:
    """Return whom a clause with a verb of speech addresses; None where it names nobody.

    ``subject`` is its subject, ``finite`` its finite verb, ``classes`` and ``infinitive`` those of the verb.
    """
    found = _prepositional(unit, segment, infinitive)
    if found is not None or not classes & {"a", "d"}:
        return found
    dative = "d" in classes
    return _fronted(unit, segment, finite, dative=dative) or _object(unit, segment, subject, finite, dative=dative)


def _prepositional(unit: Unit, segment: Segment, infinitive: str) -> Range | None:
    for i in range(segment.start, segment.end):
        word = unit.lows[i]
        if word == "gegenüber":
            j = full_phrase_end(unit, i + 1, segment.end)
            if j > i + 1:
                return i + 1, j
            for k in range(segment.start, i):
                if unit.flags[k] & lx.DET_O and full_phrase_end(unit, k, i) == i:
                    return k, i
        wanted = (word in {"von", "vom"} and infinitive in _ASK_FROM) or (word in {"an", "ans"} and infinitive in _CALL_ON)
        audience = word in {"vor", "zu"} and i + 1 < segment.end and unit.lows[i + 1] in _AUDIENCE
        if wanted or audience:
            j = full_phrase_end(unit, i + 1, segment.end)
            if j > i + 1 and not is_time_phrase(unit, i + 1, j):
                return i + 1, j
    return None


def _fronted(unit: Unit, segment: Segment, finite: int, *, dative: bool) -> Range | None:
    """Return an object before the finite verb: "Den Flüchtlingen sicherte er zu", "Ihm wird vorgeworfen"."""
    head = segment.head
    if finite <= head:
        return None
    if unit.lows[head] in ({"ihm", "ihnen"} if dative else {"ihn"}):
        return head, head + 1
    if unit.lows[head] in ({"dem", "den", "einem"} if dative else {"den", "einen"}):
        j = full_phrase_end(unit, head, finite, loose=True)
        if j == finite and _plural_where_needed(unit, head, dative=dative):
            return head, j
    return None


def _without_speech(unit: Unit, i: int, j: int) -> int:
    """Return the end of an object before what is said to it in marks: "warf Muster „Verrat“ vor"; a name in marks stays."""
    for k in range(i + 2 if unit.flags[i] & (lx.DET_N | lx.DET_O) else i + 1, j):
        if unit.flags[k] & lx.QUOTE and not names_things(unit.words[k - 1]):
            return k
    return j


def _plural_where_needed(unit: Unit, i: int, *, dative: bool) -> bool:
    """Tell whether "den" is the dative plural: then its noun ends in -n or -s."""
    if not dative or unit.lows[i] != "den":
        return True
    end = _without_speech(unit, i, phrase_end(unit, i, len(unit)))
    return end > i and unit.words[end - 1].endswith(("n", "s"))


def _object(unit: Unit, segment: Segment, taken: Range | None, finite: int, *, dative: bool) -> Range | None:
    i = finite + 1
    while i < segment.end:
        if taken is not None and taken[0] <= i < taken[1]:
            i = taken[1]
            continue
        flags, word = unit.flags[i], unit.lows[i]
        if flags & lx.PREP and not flags & lx.CAP:
            i = max(full_phrase_end(unit, i + 1, segment.end), i + 1)
            continue
        if word in ({"ihm", "ihr", "ihnen"} if dative else {"ihn", "sie"}):
            return i, i + 1
        # A bare noun right behind the verb: "Die SPD wirft Muster vor"
        behind = i == finite + 1 and taken is not None and taken[1] <= finite and not flags & lx.QUOTE
        named = flags & lx.CAP and (not dative or behind)
        if word in (_DATIVE if dative else _ACCUSATIVE) or named:
            j = full_phrase_end(unit, i, segment.end)
            if j > i and not is_time_phrase(unit, i, j) and _plural_where_needed(unit, i, dative=dative):
                return i, _without_speech(unit, i, j)
            i = max(i, j - 1)
        i += 1
    return None
