"""Segments of a sentence between commas and their like, and what kind of clause each is; no parse, no tagger.

German marks the kind of a clause at its edges: a subordinate clause by its first word, a main clause by its finite verb in
second place, an infinitive clause by "zu" (Duden, Die Grammatik, on the sentence bracket and on comma rules).
"""

import re

from attrs import evolve, frozen

from presseschau_quotes import lexicon as lx
from presseschau_quotes.tokens import Unit
from presseschau_quotes.words import words

MAIN = "main"
SUB = "sub"
REL = "rel"
INF = "inf"
FRAGMENT = "frag"

_PARTICIPLE_LIKE = re.compile(r"(?:be|er|ver|ent|emp|zer|miss|ge|über|unter|wider|hinter)|\w{1,30}(?:ierten?|en)\Z")
_SEPARATORS = frozenset([",", ";", ":", "–", "—", "-"])
_BRACKETS = frozenset("()[]")
_VERB_LAST = words("verb_last")
_INFINITIVE_WITH = words("infinitive_with")
_COPULAS = words("copulas")
_INNER = 3
"""Words before an attribute that a preposition begins: article, preposition, noun."""


@frozen
class Segment:
    """The tokens ``start <= i < end`` of a unit between two separators.

    ``separator`` is what stands before it ("" at the head), ``kind`` what clause it is, ``head`` its first token after
    conjunctions like "und", ``finite`` its finite verb or -1. ``link`` is the index of the main clause that this segment
    ends, over clauses put in between ("hat X, der Chef, erklärt"), or -1.
    """

    start: int
    end: int
    separator: str
    kind: str
    head: int
    finite: int
    link: int = -1


def bracketed(unit: Unit) -> list[bool]:
    """Tell for each token whether it stands in round brackets."""
    inside = [False] * len(unit)
    if not _BRACKETS.intersection(unit.lows):
        return inside
    opened = -1
    for i, word in enumerate(unit.words):
        if word in "([" and opened < 0:
            opened = i
        elif word in ")]" and opened >= 0:
            for j in range(opened, i + 1):
                inside[j] = True
            opened = -1
    return inside


def segments(unit: Unit, inside: list[bool]) -> list[Segment]:
    """Cut a unit into segments."""
    found: list[Segment] = []
    start = 0
    separator = ""
    count = len(unit)
    lows = unit.lows
    for i in range(count + 1):
        if i < count and lows[i] not in _SEPARATORS:
            if i == start and lows[i] == "" and _ends_quote(unit, i, start):
                found.append(_segment(unit, start, i + 1, separator, inside))
                separator, start = ",", i + 1
            continue
        if i < count and (inside[i] or _is_inner(unit, i)):
            continue
        end = i
        while i == count and end > start and unit.lows[end - 1] in {".", "!", "?", "…"}:
            end -= 1
        if end > start:
            found.append(_segment(unit, start, end, separator, inside))
            separator = ""
        if i < count:
            separator = unit.words[i] if not separator or end > start else separator
        start = i + 1
    return _joined([_linked(unit, found, k) for k in range(len(found))], unit)


def _ends_quote(unit: Unit, i: int, start: int) -> bool:
    """Tell whether a quotation stands alone before "sagte X" or "so X" whose comma was forgotten."""
    if i != start or i + 2 >= len(unit) or not unit.reads_as_speech(i):
        return False
    following = unit.flags[i + 1]
    return unit.lows[i + 1] == "so" or bool(following & lx.REPORT and following & lx.FIN and not following & lx.CAP)


def _joined(parts: list[Segment], unit: Unit) -> list[Segment]:
    """Join "wie X, Chef der Bank, mitteilte" into one subordinate clause."""
    k = next((n for n, part in enumerate(parts) if part.kind == FRAGMENT and unit.lows[part.head] == "wie"), -1)
    if k < 0:
        return parts
    for last in range(k + 1, min(len(parts), k + 4)):
        part = parts[last]
        final = unit.flags[part.end - 1]
        if final & lx.REPORT and final & lx.FIN and part.end - part.start <= _BRACKET_WORDS and last > k + 1:
            clause = evolve(parts[k], end=part.end, kind=SUB, finite=part.end - 1)
            return [*parts[:k], clause, *(evolve(p, link=-1) for p in parts[last + 1 :])]
        if part.kind not in {FRAGMENT, REL}:
            break
    return parts


_BRACKET_WORDS = 4


def _linked(unit: Unit, parts: list[Segment], k: int) -> Segment:
    """Find the main clause whose participle or separable part this segment is."""
    segment = parts[k]
    if k == 0 or segment.separator not in {",", "–", "—", "-"} or segment.end - segment.start > _BRACKET_WORDS:
        return segment
    if segment.kind not in {FRAGMENT, MAIN} or segment.head > segment.start:
        return segment
    final = unit.flags[segment.end - 1]
    participle = bool(final & lx.PART) and not unit.flags[segment.start] & (lx.PRON_N | lx.AUX)
    particle = bool(final & lx.PARTICLE) and segment.kind == FRAGMENT
    if not participle and not particle:
        return segment
    for j in range(k - 1, max(-1, k - 5), -1):
        before = parts[j]
        if before.kind == MAIN:
            finite = unit.flags[before.finite]
            if (participle and finite & lx.AUX) or (particle and not finite & (lx.AUX | lx.MODAL)):
                return evolve(segment, kind=FRAGMENT, finite=-1, link=j)
            return segment
    return segment


def _is_inner(unit: Unit, i: int) -> bool:
    """Tell whether a hyphen is part of something like "Grafik - A" without blanks, or a comma stands between adjectives."""
    word = unit.lows[i]
    if word == "-":
        return not (0 < i < len(unit) - 1 and unit.starts[i] > unit.ends[i - 1] and unit.starts[i + 1] > unit.ends[i])
    if word == "," and 0 < i < len(unit) - 1:
        # "die große, reiche Stadt": lower-case adjectives on both sides and a noun behind
        before, after = unit.flags[i - 1], unit.flags[i + 1]
        return bool(
            before & lx.ADJ
            and after & lx.ADJ
            and not before & (lx.VERB | lx.FUNCTION | lx.PART | lx.ADV)
            and not after & (lx.VERB | lx.FUNCTION | lx.ADV)
            and i + 2 < len(unit)
            and unit.flags[i + 2] & lx.CAP
            and not (i > 1 and unit.lows[i - 2] in _COPULAS)  # "sei pleite, orakelte Muster"
        )
    return False


def _segment(unit: Unit, start: int, end: int, separator: str, inside: list[bool]) -> Segment:
    head = start
    while head < end - 1 and unit.flags[head] & lx.COORD and unit.lows[head] != "doch":
        head += 1
    last = end - 1
    while last > head and (inside[last] or unit.flags[last] & lx.PUNCT):
        last -= 1
    kind = _kind_by_head(unit, head, last, separator, coordinated=head > start)
    if kind in {SUB, REL}:
        return Segment(start, end, separator, kind, head, _last_finite(unit, head, end, inside))
    finite = _first_finite(unit, head, end, inside)
    if finite == head and unit.flags[head] & lx.PART and not unit.flags[head] & lx.FIN:
        finite = -1  # ", vertreten durch X,"
    if _has_zu_infinitive(unit, head, end, inside) and (finite < 0 or kind == INF):
        return Segment(start, end, separator, INF, head, -1)
    if finite < 0:
        return Segment(start, end, separator, FRAGMENT, head, -1)
    return Segment(start, end, separator, MAIN, head, finite)


def _verbal(flags: int) -> bool:
    return bool(flags & (lx.VERB | lx.PART | lx.GUESS_FIN | lx.GUESS_K1 | lx.ZU_INF)) and not flags & lx.CAP


def _kind_by_head(unit: Unit, head: int, last: int, separator: str, *, coordinated: bool) -> str:  # noqa: C901, PLR0911, PLR0912 - one branch per construction
    word, flags = unit.lows[head], unit.flags[head]
    if flags & (lx.QUOTE | lx.PUNCT):
        return ""
    verb_last = last > head and _verbal(unit.flags[last])
    if word in _INFINITIVE_WITH and _has_zu_infinitive(unit, head, last + 1, [False] * (last + 1)):
        return INF
    if flags & lx.SUBORD and (word not in _VERB_LAST or verb_last):
        second = unit.flags[head + 1] if head < last else 0
        if word in {"da", "seit", "damit", "trotzdem"} and second & lx.FIN and not second & lx.DET_N:
            return ""  # the adverb: "da kam er"
        return SUB
    if word == "so" and head < last and unit.lows[head + 1] in {"dass", "daß"}:
        return SUB
    if separator in {",", "-", "–", "—", ":"} and flags & lx.WWORD and verb_last:
        return SUB
    if not separator and word in {"wie", "was", "wer", "wo"} and verb_last:
        return SUB
    if separator == "," and flags & lx.REL and last > head and not coordinated:
        final = unit.flags[last]
        if word == "das" and last == head + 1 and final & (lx.K1 | lx.GUESS_K1):
            return ""  # "X sagte, das gehe"
        second = unit.flags[head + 1]
        if second & (lx.PREP | lx.PRON_O) and not second & (lx.CAP | lx.DET_N) and word != "des":
            return REL  # an article stands before neither
        if _has_zu_infinitive(unit, head, last + 1, [False] * (last + 1)):
            return "" if _is_subject_clause(unit, head, last) else INF
        lower_end = final & lx.WORD and not final & (
            lx.CAP | lx.NUM | lx.FUNCTION & ~(lx.AUX | lx.MODAL) | lx.PARTICLE | lx.ADV
        )
        if lower_end and not _is_subject_clause(unit, head, last):
            return REL
    if separator == "," and flags & lx.PREP and head < last:
        second, final = unit.flags[head + 1], unit.flags[last]
        relative = second & lx.REL and unit.lows[head + 1] not in {"des", "das"} and verb_last
        if relative and not final & lx.ZU_INF and unit.lows[last - 1] != "zu" and not _is_subject_clause(unit, head, last):
            return REL
    return ""


def _is_subject_clause(unit: Unit, head: int, last: int) -> bool:
    """Tell whether a clause that begins like a relative one has its finite verb second: ", die Lage sei ernst"."""
    if unit.lows[head] in {"was", "wo", "deren", "dessen", "denen", "welche", "welcher", "welches"}:
        return False
    final = unit.flags[last]
    for i in range(head + 1, last):
        flags = unit.flags[i]
        if flags & lx.FIN and not flags & (lx.DET_N | lx.DET_O | lx.CAP | lx.PREP):
            # "..., die krank sind und leiden": coordination has two finite verbs, too, but its first stands before "und".
            if i + 1 <= last and unit.lows[i + 1] in {"und", "oder", "sowie"}:
                return False
            return not (final & lx.FIN and not final & lx.PART) or bool(flags & lx.CONJUNCTIVE)
    return False


def _first_finite(unit: Unit, head: int, end: int, inside: list[bool]) -> int:
    plural = guess = pointed = -1
    for i in range(head, end):
        flags = unit.flags[i]
        if inside[i] or flags & (lx.QUOTE | lx.PUNCT | lx.NUM):
            continue
        if flags & lx.FIN and _stands_as_verb(unit, i, head, end) and not _is_attribute(unit, i, head, end):
            if guess >= 0 and i > head and unit.lows[i - 1] in {"und", "sowie"}:
                return guess  # "verteilten die Leute Samen und erklärten": the second verb
            helped = flags & lx.PART and plural >= 0 and unit.flags[plural] & (lx.AUX | lx.MODAL)
            return plural if helped else i
        if i > head and flags & lx.CAP:
            continue
        if pointed < 0 and i == head + 1 and flags & lx.FIN and unit.lows[head] in {"das", "dies"}:
            pointed = i  # "Das erklärte Anna Muster", if nothing else is finite
        if plural < 0 and flags & lx.PLURAL and (i == head or unit.lows[i - 1] != "zu") and _stands_as_verb(unit, i, head, end):
            plural = i
        if (
            guess < 0
            and i > head
            and flags & (lx.GUESS_FIN | lx.GUESS_K1)
            and not flags & lx.PART
            and _second_place(unit, i, end)
        ):
            guess = i
    found = plural if plural >= 0 and (guess < 0 or plural < guess) else guess
    return found if found >= 0 else pointed


def _is_attribute(unit: Unit, i: int, head: int, end: int) -> bool:
    """Tell whether a form in -te stands between article and noun: "Die [am Montag verkündete] Spaltung ist", with its verb behind."""
    if (
        i < head + _INNER
        or not unit.flags[head] & lx.DET_N
        or not unit.flags[head + 1] & lx.PREP
        or unit.flags[head + 1] & lx.CAP
    ):
        return False
    if not unit.lows[i].endswith("te") or i + 1 >= end or not unit.flags[i + 1] & lx.CAP:
        return False
    return any(unit.flags[k] & lx.FIN and not unit.flags[k] & (lx.CAP | lx.DET_N | lx.DET_O) for k in range(i + 2, end))


def _before_zu(unit: Unit, i: int, end: int) -> bool:
    """Tell whether a word is the infinitive or participle of "verzichten zu wollen", "getan zu haben"."""
    if i + 2 >= end or unit.lows[i + 1] != "zu" or unit.flags[i] & (lx.AUX | lx.MODAL):
        return False
    word = unit.lows[i + 2]
    return word == "sein" or bool(unit.flags[i + 2] & lx.PLURAL and unit.flags[i + 2] & (lx.AUX | lx.MODAL)) or word == "lassen"


def _stands_as_verb(unit: Unit, i: int, head: int, end: int) -> bool:
    """Tell whether a form that may be a verb is not an adjective or article before a noun."""
    flags = unit.flags[i]
    if flags & (lx.DET_N | lx.DET_O) or _before_zu(unit, i, end):
        return False
    if flags & lx.CAP:
        return i == head
    if i == head or flags & (lx.AUX | lx.MODAL):
        return True
    before = unit.flags[i - 1]
    following = unit.flags[i + 1] if i + 1 < end else 0
    ending = unit.lows[i].endswith(("e", "en"))
    if flags & lx.FIN and (before & lx.PRON_N or unit.lows[i - 1] == "das") and not _PARTICIPLE_LIKE.match(unit.lows[i]):
        return True  # "Das sagte Anna": no participle looks so
    return not (
        ending and before & (lx.DET_N | lx.DET_O | lx.PREP) and following & lx.CAP and not before & (lx.PRON_N | lx.CAP)
    )


def _second_place(unit: Unit, i: int, end: int) -> bool:
    """Tell whether a word of an unknown verb's shape can be the finite verb: not inside a noun phrase."""
    if _before_zu(unit, i, end):
        return False
    before = unit.flags[i - 1]
    following = unit.flags[i + 1] if i + 1 < end else lx.PUNCT
    if before & (lx.DET_N | lx.DET_O | lx.PREP) and not before & lx.PRON_N:
        return False
    if not before & (lx.CAP | lx.PRON_N | lx.NUM | lx.ADV | lx.PUNCT | lx.PART):
        return False
    if following & lx.CAP and unit.flags[i] & lx.ADJ:
        return False
    return bool(following & (lx.FUNCTION | lx.ADV | lx.PUNCT | lx.NUM | lx.QUOTE | lx.CAP | lx.PARTICLE)) or i == end - 1


def _last_finite(unit: Unit, head: int, end: int, inside: list[bool]) -> int:
    best = -1
    for i in range(end - 1, head, -1):
        flags = unit.flags[i]
        if inside[i] or flags & (lx.CAP | lx.DET_N | lx.DET_O):
            continue
        if flags & lx.FIN:
            return i
        if best < 0 and flags & (lx.PLURAL | lx.GUESS_FIN | lx.GUESS_K1) and not (flags & lx.PART and not flags & lx.PLURAL):
            best = i
    return best


def _has_zu_infinitive(unit: Unit, head: int, end: int, inside: list[bool]) -> bool:
    for i in range(head, end):
        if inside[i]:
            continue
        if unit.flags[i] & lx.ZU_INF:
            return True
        if unit.lows[i] == "zu" and i + 1 < end:
            following = unit.flags[i + 1]
            word = unit.lows[i + 1]
            infinitive = word == "sein" or following & lx.PLURAL or not following & lx.FUNCTION
            if not following & lx.CAP and word.endswith("n") and infinitive:
                at_edge = i + 2 >= end or not unit.flags[i + 2] & lx.CAP
                if at_edge:
                    return True
    return False
