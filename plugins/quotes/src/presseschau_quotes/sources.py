"""Indirect speech by its source: "laut X", "nach Angaben von X", "X zufolge", "wonach", "Das sagte X"."""

from collections.abc import Iterator, Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import FRAGMENT, INF, MAIN, REL, SUB, Segment
from presseschau_quotes.cues import speaker_of, verb_cues
from presseschau_quotes.found import INDIRECT
from presseschau_quotes.nouns import PERSON, kind_of_noun
from presseschau_quotes.phrases import full_phrase_end, phrase_around, phrase_end
from presseschau_quotes.speakers import last_phrase
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.words import words

_POSSESSIVE_SOURCE = words("possessive_source")
_SOURCE_WORDS = words("source_words")
_GO = frozenset(["geht", "gehen", "ging", "gingen", "gehe"])
_AUTHORS = frozenset(["meiner", "meinen", "meinem", "unserer", "unseren", "unserem"])
_NAME_WORDS = 8
_SHORTEST = 4


def sources(unit: Unit, parts: Sequence[Segment]) -> Iterator[Candidate]:
    """Yield what a source phrase marks as said: laut, nach Angaben, zufolge, demnach, wonach."""
    if _SOURCE_WORDS.isdisjoint(unit.lows):
        return
    for at, segment in enumerate(parts):
        if _SOURCE_WORDS.isdisjoint(unit.lows[segment.start : segment.end]):
            continue
        i = segment.start
        while i < segment.end:
            phrase = _source_at(unit, segment, i)
            if phrase is None:
                i += 1
                continue
            start, end, speaker, cue, rule = phrase
            i = end
            start, end, speaker = _widened(unit, parts, at, (start, end), speaker)
            content = _around_phrase(unit, parts, at, start, end)
            if content:
                yield Candidate(
                    type=INDIRECT,
                    rule=rule,
                    content=content,
                    speaker=speaker,
                    cue=(cue,),
                    frame=((start, end),),
                )


def _widened(  # noqa: C901 - one branch per construction
    unit: Unit, parts: Sequence[Segment], at: int, phrase: Range, speaker: Range | None
) -> tuple[int, int, Range | None]:
    """Extend a source phrase: at the head of its clause up to the finite verb, elsewhere over a name in apposition."""
    start, end = phrase
    if speaker is None:
        return start, end, speaker
    stop = end
    if start <= parts[at].head and (at == 0 or parts[at].separator in {";", ":"}):
        if parts[at].kind == MAIN and parts[at].finite >= end:
            finite = parts[at].finite
            return start, finite, (speaker[0], finite) if speaker[1] == end else speaker
        for index in range(at + 1, min(len(parts), at + 5)):
            if parts[index].kind == MAIN and parts[index].finite == parts[index].head:
                stop = parts[index].start
                break
            if parts[index].kind not in {FRAGMENT, REL}:
                break
        if stop > end and speaker[1] == end:
            last = at
            while last + 1 < len(parts) and parts[last + 1].kind == FRAGMENT and parts[last + 1].end <= stop:
                last += 1
            return start, stop, (speaker[0], parts[last].end)
        return start, end, speaker
    if end == parts[at].end and at + 2 < len(parts) and speaker[1] == end:
        after = parts[at + 1]
        named = (
            after.kind == FRAGMENT and unit.flags[after.head] & (lx.CAP | lx.DET_O) and not unit.flags[after.head] & lx.QUOTE
        )
        office = bool(named) and kind_of_noun(unit.words[after.head]) == PERSON
        whole = full_phrase_end(unit, after.head, after.end, loose=office) == after.end
        if named and whole and after.end - after.start <= _NAME_WORDS * (1 + office):
            return start, after.end, (speaker[0], after.end)
    return start, end, speaker


def _source_at(unit: Unit, segment: Segment, i: int) -> tuple[int, int, Range | None, int, str] | None:  # noqa: C901, PLR0911 - one branch per construction
    """Return ``(start, end, speaker, cue, rule)`` of a source phrase that starts at ``i``."""
    word = unit.lows[i]
    end = segment.end
    if word == "laut" and i + 1 < end and not (segment.kind == REL and i == segment.head):
        j = full_phrase_end(unit, i + 1, end)
        if j > i + 1:
            return i, j, (i + 1, j), i, "source/laut"
    if word == "nach" and i + 1 < end:
        bare = phrase_end(unit, i + 1, end)
        if (
            bare > i + 1
            and unit.lows[i + 1] not in _AUTHORS
            and not _is_manner(unit, i + 1, bare, end)
            and any("n" in lx.noun_classes(unit.words[k]) for k in range(i + 1, bare) if unit.flags[k] & lx.CAP)
        ):
            j = full_phrase_end(unit, i + 1, end)
            if _goes_out(unit, segment):  # "gehen nach einem Bericht [von Verspätungen] aus"
                j = next((k for k in range(i + 2, j) if unit.lows[k] in {"von", "vom"}), j)
            return i, j, (i + 1, j), i, "source/nach"
    if word == "aus" and i + 1 < end and unit.words[i + 1] == "Sicht":
        j = full_phrase_end(unit, i + 1, end)
        if i + 2 < end and unit.lows[i + 2] in {"eines", "einer"} and i != segment.head:
            return None  # "ein Lied aus Sicht eines Kindes"
        return i, j, (i + 1, j), i, "source/nach"
    if word in {"demnach", "demzufolge"} and i <= segment.head:
        return i, i + 1, (i, i + 1), i, "source/demnach"
    flags = unit.flags[i]
    free = i == segment.head or 0 <= segment.finite < i
    adjective = flags & lx.ADJ and not flags & lx.VERB and i + 1 < end and unit.flags[i + 1] & (lx.CAP | lx.ADJ) and free
    if (flags & (lx.DET_N | lx.DET_O | lx.CAP | lx.QUOTE) and not flags & lx.ADV) or adjective:
        j = full_phrase_end(unit, i, end)
        if j < end and unit.lows[j] != "zufolge":
            k = full_phrase_end(unit, i, end, loose=True)
            j = k if k < end and unit.lows[k] == "zufolge" else j
        if j > i and j < end and unit.lows[j] == "zufolge":
            first = _dative(unit, i, j)
            return first, j + 1, (first, j), j, "source/zufolge"
        if (
            j > i
            and j < end
            and unit.lows[j] == "nach"
            and unit.lows[i] in _POSSESSIVE_SOURCE
            and any("n" in lx.noun_classes(unit.words[k]) for k in range(i, j))
        ):
            return i, j + 1, (i, j), j, "source/nach"
    return None


def _goes_out(unit: Unit, segment: Segment) -> bool:
    """Tell whether the verb of a clause is "ausgehen", whose object has "von"."""
    return segment.finite >= 0 and unit.lows[segment.finite] in _GO and unit.lows[segment.end - 1] == "aus"


def _dative(unit: Unit, start: int, end: int) -> int:
    """Return where the source before "zufolge" begins: "Passagiere [der Bahn] zufolge", for a bare plural in the dative ends in -n."""
    bare = not unit.flags[start] & (lx.DET_N | lx.DET_O) and kind_of_noun(unit.words[start]) == PERSON
    plural = unit.lows[start].endswith("e") and start + 1 < end and unit.lows[start + 1] == "der"
    return start + 1 if bare and plural else start


def _is_manner(unit: Unit, start: int, end: int, stop: int) -> bool:
    """Tell whether a noun of speech is bare and singular, which names no source: "nach Plan", "nach Wunsch"."""
    if end != start + 1 or not unit.flags[start] & lx.CAP or unit.flags[start] & lx.QUOTE:
        return False
    if unit.words[start].endswith(("n", "s")) and not unit.words[start].endswith(("plan", "Plan")):
        return False
    return full_phrase_end(unit, start, stop) == end


def _around_phrase(unit: Unit, parts: Sequence[Segment], at: int, start: int, end: int) -> tuple[Range, ...]:
    """What a source phrase covers: its clause, with all clauses that hang on it, without the phrase."""
    segment = parts[at]
    if segment.kind in {SUB, REL} or segment.kind == INF:
        first, last = at, at
    else:
        first = _main_start(parts, at)
        last = len(parts) - 1
    begin = parts[first].start
    stop = parts[last].end
    if begin == start and unit.lows[begin] == "und":
        begin += 1
    return tuple((a, b) for a, b in ((begin, _before(unit, start)), (_after(unit, end), stop)) if a < b)


def _main_start(parts: Sequence[Segment], at: int) -> int:
    """Return the segment where the main clause around segment ``at`` starts."""
    first = at
    verb_seen = parts[at].kind == MAIN
    while first > 0 and parts[first].separator not in {";", ":"}:
        before = parts[first - 1]
        if before.kind == MAIN:
            if verb_seen:
                return first
            verb_seen = True
        first -= 1
    return first


def _before(unit: Unit, i: int) -> int:
    while i > 0 and unit.flags[i - 1] & lx.PUNCT and unit.lows[i - 1] in {",", "–", "—", "-"}:
        i -= 1
    return i


def _after(unit: Unit, i: int) -> int:
    while i < len(unit) and unit.lows[i] in {",", "–", "—", "-", ":"}:
        i += 1
    return i


def according(unit: Unit, parts: Sequence[Segment]) -> Iterator[Candidate]:
    """Yield clauses with "wonach": what a report, named just before, says."""
    for at, segment in enumerate(parts):
        skipped = _according_head(unit, segment) if at else 0
        if not skipped or segment.end - segment.head < _SHORTEST:
            continue
        before = parts[at - 1]
        noun = next((i for i in range(before.end - 1, before.start - 1, -1) if lx.noun_classes(unit.words[i])), -1)
        speaker = phrase_around(unit, before.start, before.end, noun) if noun >= 0 else last_phrase(unit, before)
        if skipped > 1:
            speaker = (segment.head + 1, segment.head + 2)
        if skipped > 1 and noun < 0:
            continue
        last = at
        while last + 1 < len(parts) and parts[last + 1].kind in {INF, REL, SUB}:
            last += 1
        frame = [(parts[0].start, segment.head + skipped)]
        if last + 1 < len(parts):
            frame.append((parts[last].end, parts[-1].end))
        yield Candidate(
            type=INDIRECT,
            rule="source/wonach",
            content=((segment.head + skipped, parts[last].end),),
            speaker=speaker,
            cue=(segment.head,),
            frame=tuple(frame),
        )


def _according_head(unit: Unit, segment: Segment) -> int:
    """Return how many words of a clause mean "according to which": "wonach", "nach denen"; 0 for none."""
    if segment.kind == SUB and unit.lows[segment.head] == "wonach":
        return 1
    relative = segment.kind == REL and unit.lows[segment.head] in {"nach", "laut"} and segment.head + 1 < segment.end
    return 2 if relative and unit.lows[segment.head + 1] in {"denen", "dem", "der"} else 0


def anaphor(unit: Unit, parts: Sequence[Segment]) -> Candidate | None:
    """Return "Das teilte X mit": "das" stands for the sentence before."""
    segment = parts[0]
    if segment.kind != MAIN or unit.lows[0] not in {"das", "dies"} or segment.finite != 1:
        return None
    cue = next((c for c in verb_cues(unit, parts, 0) if c.classes & {"s", "x"} and c.finite == 1), None)
    if cue is None:
        cue = next((c for k in range(1, len(parts)) for c in verb_cues(unit, parts, k) if parts[k].link == 0), None)
    if cue is None or not cue.classes & {"s", "x"} or "t" in cue.classes:
        return None
    speaker, addressed = speaker_of(unit, parts, cue)
    if cue.passive or speaker is None or speaker[0] == 0 or (cue.weak and cue.infinitive != "hervorgehen"):
        return None
    return Candidate(
        type=INDIRECT,
        rule="anaphor/das",
        content=((0, 1),),
        speaker=speaker,
        cue=cue.tokens,
        addressee=addressed,
        frame=((1, parts[-1].end),),
    )
