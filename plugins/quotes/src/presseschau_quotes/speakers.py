"""Who speaks: the subject of a reporting clause, and whom it addresses.

German puts one constituent before the finite verb of a main clause. Where that is a noun phrase that can be nominative, it
is the subject; where it is anything else (a prepositional phrase, an adverb, a quotation, a clause), the subject follows the
verb. (Duden, Die Grammatik, on the fields of the sentence.)
"""

from collections.abc import Sequence

from attrs import frozen

from presseschau_quotes import lexicon as lx
from presseschau_quotes import parsed
from presseschau_quotes.clauses import FRAGMENT, MAIN, REL, SUB, Segment
from presseschau_quotes.phrases import full_phrase_end, is_time_phrase, phrase_end
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.words import words

_PARTICLES = words("particles")
_OBJECTLIKE = words("objectlike")
_FOCUS = words("focus")
_ONE_OF = words("one_of")
_NEVER_SUBJECT = words("never_subject")
_FEMININE_BODIES = (
    "agentur",
    "zeitung",
    "post",
    "presse",
    "welt",
    "zeit",
    "redaktion",
    "zeitschrift",
    "illustrierte",
    "rundschau",
    "allgemeine",
    "nachrichten",
)
_ADVERBS = frozenset(["anders", "ähnlich", "genauso"])
_CORRELATED = frozenset(["sowohl", "weder"])
_NOUNS_IN_END = frozenset(["abend", "jugend", "gegend", "tugend", "dividend", "legend"])
_WITH_ATTRIBUTE = 3
"""Words of the shortest participle with its preposition and noun."""


@frozen
class Roles:
    """Token ranges of a reporting clause: its subject, and whom it addresses; ``None`` where there is none."""

    subject: Range | None = None
    addressee: Range | None = None


def nominative_at(unit: Unit, i: int, end: int, *, loose: bool = False) -> int:  # noqa: C901, PLR0911 - one branch per construction
    """Return the end of a noun phrase at ``i`` that can be nominative; ``i`` where there is none."""
    if i >= end:
        return i
    flags, word = unit.flags[i], unit.lows[i]
    if word in _CORRELATED:
        return _correlated_end(unit, i, end)
    if word in _ONE_OF and i + 2 < end and unit.lows[i + 1] in {"der", "dieser", "seiner", "ihrer", "unserer"}:
        j = full_phrase_end(unit, i + 1, end)
        if j > i + 2:
            return j
    if flags & lx.PRON_N and word not in _NEVER_SUBJECT:
        j = phrase_end(unit, i, end) if flags & lx.DET_N else i
        if j > i + 1:
            return full_phrase_end(unit, i, end, loose=loose)
        return i + 1
    if word in {"dessen", "deren"} and not flags & lx.CAP:
        j = full_phrase_end(unit, i, end, loose=loose)
        return j if j > i + 1 else i
    if flags & lx.DET_O and not flags & lx.DET_N:
        return i
    if flags & (lx.PREP | lx.SUBORD | lx.WWORD) and not flags & lx.DET_N:
        return i
    if flags & lx.ADV and not flags & lx.CAP and word not in {"rund", "etwa", "auch", "selbst", "sogar"}:
        return i
    if initial_adverb(unit, i):
        return i
    j = full_phrase_end(unit, i, end, loose=loose)
    bare = phrase_end(unit, i, end)
    if j > i and (is_time_phrase(unit, i, bare) or all(unit.flags[k] & lx.NUM for k in range(i, bare))):
        return i  # a day, or "2017"
    return j


def initial_adverb(unit: Unit, i: int) -> bool:
    """Tell whether an adverb heads a sentence that a name could head, too: "Passend zu …", "Stellvertretend für …", "Anders sieht …"."""
    if i or len(unit) < _WITH_ATTRIBUTE or unit.flags[1] & lx.CAP:
        return False
    word = unit.lows[0]
    if word in _ADVERBS:
        return bool(unit.flags[1] & lx.VERB)
    if not unit.flags[1] & lx.PREP:
        return False
    return word.endswith("end") and word not in _NOUNS_IN_END and not word.endswith(("abend", "jugend", "gegend", "wochenende"))


def _correlated_end(unit: Unit, i: int, end: int) -> int:
    """Return the end of "sowohl X als auch Y", "weder X noch Y"; ``i`` where the second part is missing."""
    j = full_phrase_end(unit, i + 1, end)
    if j == i + 1:
        return i
    second = j + 2 if unit.lows[j : j + 2] == ["als", "auch"] else j + 1 if unit.lows[j : j + 1] == ["noch"] else 0
    return full_phrase_end(unit, second, end) if second and second < end else i


def clause_start(parts: Sequence[Segment], at: int) -> int:
    """Return the index of the segment where the clause of segment ``at`` starts, if its first position holds a noun phrase.

    "Müller, der Chef der Bank, der gestern kam, sagte": three segments before the verb's belong to its subject.
    """
    first = at
    segment = parts[at]
    if segment.kind == MAIN and segment.finite > segment.head:
        return at
    while first > 0 and parts[first].separator in {",", "–", "—", "-"} and parts[first - 1].kind in {REL, FRAGMENT, SUB}:
        first -= 1
    return first


def subject(unit: Unit, parts: Sequence[Segment], at: int, finite: int) -> Range | None:
    """Return the subject of the clause whose finite verb is token ``finite`` in segment ``at``; without "auch" before it."""
    found = parsed.subject(unit, finite, _subject(unit, parts, at, finite), within=_clause(parts, at))
    if found is not None and unit.lows[found[0]] in _FOCUS and found[0] + 1 < found[1]:
        return found[0] + 1, found[1]
    return found


def _subject(unit: Unit, parts: Sequence[Segment], at: int, finite: int) -> Range | None:
    segment = parts[at]
    if segment.kind == SUB:
        head = segment.head + (2 if unit.lows[segment.head] == "so" else 1)
        found = _in_middle(unit, head, segment.end, parts, at)
        return _up_to_last_comma(unit, segment, found) if found is not None else None
    if segment.kind == REL:
        return _of_relative(unit, parts, at)
    if finite > segment.head:
        return _around(unit, parts, at, finite)
    before = _before_commas(unit, parts, at)
    middle = _in_middle(unit, finite + 1, segment.end, parts, at)
    if before is None:
        return middle
    if middle is not None and unit.flags[middle[0]] & lx.PRON_N and not unit.flags[middle[0]] & lx.DET_N:
        return middle
    return before


def _up_to_last_comma(unit: Unit, segment: Segment, found: Range) -> Range:
    """Extend a subject over the apposition between commas inside "wie X, Chef der Bank, mitteilte"."""
    if found[1] >= segment.end or unit.lows[found[1]] != ",":
        return found
    commas = [i for i in range(found[1], segment.end) if unit.lows[i] == ","]
    plain = not any(unit.flags[i] & lx.FIN and not unit.flags[i] & lx.CAP for i in range(found[1], commas[-1]))
    return (found[0], commas[-1]) if plain and commas[-1] > found[1] else found


def _clause(parts: Sequence[Segment], at: int) -> Range:
    """Return the tokens among which the subject of segment ``at`` stands."""
    segment = parts[at]
    if segment.kind != MAIN:
        return segment.start, segment.end
    return parts[clause_start(parts, at)].start, segment.end


def postposed_subject(unit: Unit, parts: Sequence[Segment], at: int) -> Range | None:
    """Return the subject right behind the verb of ", sagte X"."""
    segment = parts[at]
    within = (segment.finite + 1, segment.end)
    return parsed.subject(unit, segment.finite, _in_middle(unit, *within, parts, at), within=within)


def _around(unit: Unit, parts: Sequence[Segment], at: int, finite: int) -> Range | None:
    """Find the subject of a main clause with a filled first position."""
    segment = parts[at]
    front = segment.head
    if unit.lows[front] == "doch" and front + 1 < finite:
        front += 1
    end = nominative_at(unit, front, finite, loose=True)
    middle: Range | None = None
    objectlike = unit.lows[front] in {"das", "dies", "dieses", "es", "was"} and end == front + 1
    if end > front:
        middle = _in_middle(unit, finite + 1, segment.end, parts, at)
        if objectlike:
            return middle if middle is not None or unit.lows[front] == "es" else (front, end)
        if middle is not None and _clearly_subject(unit, front, end, middle, finite):
            return middle
        return _list_start(unit, parts, at, front, end), end
    return _in_middle(unit, finite + 1, segment.end, parts, at)


def _list_start(unit: Unit, parts: Sequence[Segment], at: int, front: int, end: int) -> int:
    """Return where a list of subjects starts: "China, Indien und Russland weigern sich"."""
    if front != parts[at].start or not any(unit.lows[k] in {"und", "sowie"} for k in range(front, end)):
        return front
    first = at
    while first > 0 and parts[first].separator == "," and parts[first - 1].kind == FRAGMENT:
        before = parts[first - 1]
        if nominative_at(unit, before.head, before.end, loose=True) < before.end:
            break
        first -= 1
    return parts[first].head if first < at else front


def _clearly_subject(unit: Unit, front: int, front_end: int, middle: Range, finite: int) -> bool:
    """Tell whether the phrase after the verb is the subject though the one before it could be."""
    start, end = middle
    first = unit.flags[front]
    if first & lx.PRON_N and not first & lx.DET_N:
        return False
    objectlike = unit.lows[front] in _OBJECTLIKE
    if unit.lows[start] in {"er", "man", "wir", "ich"} or (
        unit.lows[start] in {"sie", "es"} and start == finite + 1 and objectlike
    ):
        return True
    ambiguous = objectlike or not first & lx.DET_N
    if not ambiguous or start != finite + 1:
        return False
    named = bool(unit.flags[start] & lx.CAP) and not unit.flags[start] & lx.QUOTE
    if unit.lows[finite].endswith("en") and not any(unit.lows[k] in {"und", "sowie"} for k in range(start, end)):
        named = False  # a plural verb has no single name for its subject
    role_in_front = any(lx.is_role(unit.words[k]) for k in range(front, front_end))
    if named and first & lx.DET_N and not role_in_front and unit.words[end - 1][-1:] != "n":
        return True  # "Die Entscheidung kritisierte Müller"
    return (
        unit.lows[start] == "der"
        and bool(first & lx.DET_N)
        and not role_in_front
        and any(lx.is_role(unit.words[k]) for k in range(start, end))
    )


def _before_commas(unit: Unit, parts: Sequence[Segment], at: int) -> Range | None:
    """Find a subject that stands before the verb's segment, with appositions and relative clauses between."""
    first = clause_start(parts, at)
    while first < at:
        segment = parts[first]
        if segment.kind == FRAGMENT and not unit.reads_as_speech(segment.head):
            end = nominative_at(unit, segment.head, segment.end, loose=True)
            if end > segment.head and end >= segment.end - 1:
                return segment.head, _with_appositions(unit, parts, first, at, segment.end)
        elif segment.kind == SUB:
            return None
        first += 1
    return None


def _with_appositions(unit: Unit, parts: Sequence[Segment], first: int, stop: int, end: int) -> int:
    """Extend a noun phrase that fills segment ``first`` over the appositions behind it."""
    for index in range(first + 1, stop):
        segment = parts[index]
        if segment.separator not in {",", "–", "—"} or segment.kind != FRAGMENT:
            break
        if not unit.flags[segment.head] & (lx.CAP | lx.DET_N) or segment.link >= 0 or segment.head > segment.start:
            break
        if any(unit.reads_as_speech(k) for k in range(segment.start, segment.end)):
            break  # speech goes on
        if _is_dative(unit, segment):
            break  # "sagte X, Chef der Y, der Neuen Post"
        end = segment.end
    return end


def _is_dative(unit: Unit, segment: Segment) -> bool:
    """Tell whether a noun phrase behind a comma is in the dative: "dem Blatt", or "der" before what is feminine and no person."""
    if unit.lows[segment.head] in {"dem", "den"}:
        return True
    nouns = [unit.words[k] for k in range(segment.head + 1, segment.end) if unit.flags[k] & lx.CAP]
    return unit.lows[segment.head] == "der" and bool(nouns) and nouns[-1].lower().endswith(_FEMININE_BODIES)


def _of_relative(unit: Unit, parts: Sequence[Segment], at: int) -> Range | None:
    """The subject of "…, der sagte" is the noun phrase before; the subject of "…, mit dem er sagte" is inside."""
    segment = parts[at]
    if unit.lows[segment.head] in {"der", "die", "das", "welcher", "welche", "welches"}:
        if unit.lows[segment.head] not in {"der", "welcher"}:
            inside = _in_middle(unit, segment.head + 1, segment.end, parts, at, strict=True)
            if inside is not None:
                return inside
        return segment.head, segment.head + 1
    return _in_middle(unit, segment.head + 1, segment.end, parts, at)


def last_phrase(unit: Unit, segment: Segment) -> Range | None:
    """Return the noun phrase that a segment ends with."""
    for i in range(segment.start, segment.end):
        if unit.flags[i] & (lx.DET_N | lx.DET_O | lx.CAP) and full_phrase_end(unit, i, segment.end, loose=True) == segment.end:
            return i, segment.end
    return None


def _skip_particles(unit: Unit, i: int, end: int, limit: int) -> int:
    while i < min(end, limit) and (
        unit.lows[i] in _PARTICLES or (unit.flags[i] & lx.ADV and not unit.flags[i] & (lx.CAP | lx.DET_N))
    ):
        i += 1
    return i


def _in_middle(unit: Unit, i: int, end: int, parts: Sequence[Segment], at: int, *, strict: bool = False) -> Range | None:  # noqa: C901 - one branch per construction
    """Find the first noun phrase after ``i`` that can be nominative, over adverbs and prepositional phrases."""
    first = i
    impersonal = (i, i + 1) if i < end and unit.lows[i] == "es" else None
    for _ in range(8):
        i = _skip_particles(unit, i, end, end)
        if i >= end:
            return impersonal
        flags = unit.flags[i]
        if unit.lows[i] in {"das", "dies"} and i + 1 < end and unit.flags[i + 1] & lx.DET_N and not unit.flags[i + 1] & lx.CAP:
            i += 1  # "sieht das der Verein anders": an object
            continue
        if flags & lx.PREP and not flags & lx.CAP:
            j = full_phrase_end(unit, i + 1, end)
            if j == i + 1:
                j = i + 2 if i + 1 < end and unit.flags[i + 1] & (lx.PRON_O | lx.PRON_N | lx.ADV) else i + 1
            i = j
            continue
        if flags & lx.DET_O and not flags & lx.DET_N and nominative_at(unit, i, end) == i:
            j = full_phrase_end(unit, i, end)
            if j == i:
                return impersonal
            i = j
            continue
        j = nominative_at(unit, i, end)
        if j > i:
            named = flags & lx.CAP and not flags & lx.QUOTE and i == first
            if strict and not ((flags & lx.PRON_N and not flags & lx.DET_N) or unit.lows[i] == "der" or named):
                return None
            return i, _apposed(unit, parts, at, i, j, end)
        if flags & (lx.PART | lx.ADJ | lx.NUM) and not flags & lx.CAP:
            i += 1
            continue
        if is_time_phrase(unit, i, i + 1):
            i += 1
            continue
        return impersonal
    return impersonal


def _apposed(unit: Unit, parts: Sequence[Segment], at: int, start: int, j: int, end: int) -> int:
    """Take an apposition in commas where the subject ends its segment: ", sagte Müller, Chef der Bank"."""
    if j < end or (unit.flags[start] & lx.PRON_N and not unit.flags[start] & lx.DET_N):
        return j
    last = at
    while last + 1 < min(len(parts), at + 4) and _is_apposition(unit, parts, last + 1):
        last += 1
    return _with_appositions(unit, parts, at, last + 1, j)


def _is_apposition(unit: Unit, parts: Sequence[Segment], index: int) -> bool:
    """Tell whether a segment behind a noun phrase is its apposition: a noun phrase alone, and no list or object goes on."""
    segment = parts[index]
    if segment.kind != FRAGMENT or segment.separator != "," or unit.flags[segment.head] & lx.QUOTE:
        return False
    return full_phrase_end(unit, segment.head, segment.end, loose=True) >= segment.end - 1
