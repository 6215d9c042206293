"""Indirect speech with a cue in its sentence: complement clauses, source phrases, parentheses."""

from collections.abc import Iterator, Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import FRAGMENT, INF, MAIN, REL, SUB, Segment
from presseschau_quotes.cues import Cue, governor, speaker_of, verb_cues
from presseschau_quotes.found import INDIRECT
from presseschau_quotes.phrases import full_phrase_end, is_time_phrase, phrase_end
from presseschau_quotes.speakers import Range, nominative_at, subject
from presseschau_quotes.tokens import Unit

_THAT = frozenset(["dass", "daß"])
_PURPOSE = frozenset(["um", "ohne", "statt", "anstatt"])
_NOT_SAID = frozenset("was woraufhin worauf wobei wodurch weswegen weshalb womit nachdem".split())
_POSSESSIVE_SOURCE = frozenset("meiner deiner seiner ihrer unserer dessen deren eigenen".split())


def complements(unit: Unit, parts: Sequence[Segment]) -> Iterator[Candidate]:
    """Yield what depends on a verb, noun or adjective of speech as a clause: dass, ob, infinitive, verb second, colon."""
    done = 0
    for k in range(1, len(parts)):
        if k < done:
            continue
        segment = parts[k]
        wanted, rule = _sort(unit, parts, k)
        if not wanted:
            continue
        cue = _governor_before(unit, parts, k, wanted)
        if cue is None or not _acceptable(unit, segment, cue, rule):
            continue
        last, stop = _extent(unit, parts, k, cue)
        done = last + 1
        speaker, addressed = speaker_of(unit, parts, cue)
        start = segment.start
        yield Candidate(
            type=INDIRECT,
            rule=f"{rule}/{_strength(cue)}",
            content=((start, stop),),
            speaker=speaker,
            cue=cue.tokens,
            addressee=addressed,
            frame=_frame_around(unit, parts, cue, start, stop),
        )


def _sort(unit: Unit, parts: Sequence[Segment], k: int) -> tuple[str, str]:
    """Return the class of complement that a segment can be, and its rule."""
    segment = parts[k]
    head = unit.lows[segment.head]
    if unit.flags[segment.head] & lx.QUOTE and segment.end == segment.head + 1:
        return "", ""
    if segment.separator == ":" and segment.end - segment.start > 2:
        return "p", "colon"
    if segment.separator not in {",", "–", "—", "-", ":"}:
        return "", ""
    if segment.kind == SUB:
        if head in _THAT:
            return "s", "dass"
        if head == "ob" or (unit.flags[segment.head] & lx.WWORD and head not in {"wobei", "womit"}):
            return "q", "question"
        return "", ""
    if segment.kind == INF:
        return ("", "") if head in _PURPOSE else ("z", "infinitive")
    if segment.kind == MAIN and segment.finite > segment.head:
        if unit.flags[segment.finite] & lx.CONJUNCTIVE:
            return "s", "subjunctive"
        if segment.start == segment.head and segment.separator == ",":
            return "s", "verb-second"
    return "", ""


def _strength(cue: Cue) -> str:
    if cue.kind != "verb":
        return cue.kind
    if cue.passive:
        return "passive"
    return "weak" if cue.weak else "verb"


def _governor_before(unit: Unit, parts: Sequence[Segment], k: int, wanted: str) -> Cue | None:
    for j in range(k - 1, max(-1, k - 5), -1):
        cue = governor(unit, parts, j, wanted)
        if cue is None and wanted == "p":
            cue = governor(unit, parts, j, "s")
        if cue is not None:
            return cue
        if parts[j].kind not in {REL, FRAGMENT, SUB, INF}:
            return None
        if wanted == "p":
            continue
    return None


def _acceptable(unit: Unit, segment: Segment, cue: Cue, rule: str) -> bool:
    if rule == "verb-second":
        # Without a subjunctive only right behind the verb: "Er glaubt, das ist gut."
        return cue.kind == "verb" and not cue.weak and not cue.passive and "s" in cue.classes and _adjacent(unit, segment, cue)
    if rule in {"question", "infinitive"}:
        return not (cue.kind == "noun" and rule == "question" and cue.weak)
    return True


def _adjacent(unit: Unit, segment: Segment, cue: Cue) -> bool:
    return cue.finite >= 0 and segment.start - cue.finite <= 6 and not unit.flags[segment.finite] & lx.REPORT


def _extent(unit: Unit, parts: Sequence[Segment], k: int, cue: Cue) -> tuple[int, int]:
    """Return the last segment of a complement that starts with segment ``k``, and the token after its end."""
    bracket_open = cue.kind == "noun" and cue.finite < 0
    stop = _coordination(unit, parts[k])
    if stop:
        return k, stop
    last = k
    for index in range(k + 1, len(parts)):
        segment = parts[index]
        if _returns(unit, parts, index, k, bracket_open=bracket_open):
            break
        last = index
        stop = _coordination(unit, segment)
        if stop:
            return index, stop
    return last, parts[last].end


def _returns(unit: Unit, parts: Sequence[Segment], index: int, k: int, *, bracket_open: bool) -> bool:
    """Tell whether the sentence returns from the complement to its frame with segment ``index``."""
    segment = parts[index]
    head = unit.lows[segment.head]
    if segment.separator == ";":
        return not (segment.finite >= 0 and unit.flags[segment.finite] & lx.CONJUNCTIVE)
    verb_first = segment.kind == MAIN and segment.finite == segment.head
    if bracket_open and verb_first:
        return True
    if bracket_open and segment.kind == FRAGMENT and unit.flags[segment.end - 1] & lx.PART and segment.end - segment.start <= 3:
        return True
    if head == "so" and segment.kind == FRAGMENT and nominative_at(unit, segment.head + 1, segment.end) > segment.head + 1:
        return True
    if verb_first and unit.flags[segment.finite] & lx.REPORT and not unit.flags[segment.finite] & lx.CONJUNCTIVE:
        return True
    if head in _NOT_SAID and segment.kind in {SUB, REL} and head == "was":
        return True
    if segment.kind == MAIN and segment.head > segment.start and segment.finite > segment.head:
        # ", und Müller erklärte, ...": a new clause of the frame
        flags = unit.flags[segment.finite]
        return bool(flags & lx.REPORT) and not flags & lx.CONJUNCTIVE and parts[k].kind != MAIN
    if segment.kind == MAIN and head in {"doch", "jedoch", "aber"} and not unit.flags[segment.finite] & lx.CONJUNCTIVE:
        return True
    return False


def _coordination(unit: Unit, segment: Segment) -> int:
    """Return the token of an "und" behind which the frame goes on inside a segment ("... sei und forderte ..."); 0 for none."""
    for i in range(segment.start + 2, segment.end - 1):
        if unit.lows[i] in {"und", "sowie", "aber"}:
            following = unit.flags[i + 1]
            before = unit.flags[i - 1]
            if (
                following & lx.FIN
                and following & lx.REPORT
                and not following & (lx.CONJUNCTIVE | lx.PART)
                and before & (lx.FIN | lx.PLURAL | lx.ZU_INF)
                and unit.lows[i + 1] not in {"sei", "heißt"}
            ):
                return i
    return 0


def _frame_around(unit: Unit, parts: Sequence[Segment], cue: Cue, start: int, stop: int) -> tuple[Range, ...]:
    """The frame of a complement: its sentence without it, from where the sentence of the cue begins."""
    first = parts[cue.at].start
    at = cue.at
    while at > 0 and not (parts[at].kind == MAIN and parts[at].head > parts[at].start and parts[at].finite > parts[at].head):
        at -= 1
        first = parts[at].start
    frame = [(first, start)] if first < start else []
    rest_starts = next((p for p in parts if p.start >= stop), None)
    if stop < parts[-1].end and (rest_starts is not None or stop < parts[-1].end):
        frame.append((stop, parts[-1].end))
    return tuple(frame)


def sources(unit: Unit, parts: Sequence[Segment]) -> Iterator[Candidate]:
    """Yield what a source phrase marks as said: laut, nach Angaben, zufolge, demnach, wonach."""
    for at, segment in enumerate(parts):
        i = segment.start
        while i < segment.end:
            phrase = _source_at(unit, segment, i)
            if phrase is None:
                i += 1
                continue
            start, end, speaker, cue, rule = phrase
            i = end
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


def _source_at(unit: Unit, segment: Segment, i: int) -> tuple[int, int, Range | None, int, str] | None:
    """Return ``(start, end, speaker, cue, rule)`` of a source phrase that starts at ``i``."""
    word = unit.lows[i]
    end = segment.end
    if word == "laut" and i + 1 < end:
        j = full_phrase_end(unit, i + 1, end)
        if j > i + 1:
            return i, j, (i + 1, j), i, "source/laut"
    if word == "nach" and i + 1 < end:
        bare = phrase_end(unit, i + 1, end)
        if bare > i + 1 and any("n" in lx.noun_classes(unit.words[k]) for k in range(i + 1, bare) if unit.flags[k] & lx.CAP):
            j = full_phrase_end(unit, i + 1, end)
            return i, j, (i + 1, j), i, "source/nach"
    if word == "aus" and i + 1 < end and unit.words[i + 1] in {"Sicht"}:
        j = full_phrase_end(unit, i + 1, end)
        return i, j, (i + 1, j), i, "source/nach"
    if word in {"demnach", "demzufolge"} and i <= segment.head:
        return i, i + 1, None, i, "source/demnach"
    flags = unit.flags[i]
    if flags & (lx.DET_N | lx.DET_O | lx.CAP | lx.ADJ | lx.QUOTE) and not flags & lx.ADV:
        j = full_phrase_end(unit, i, end)
        if j > i and j < end and unit.lows[j] == "zufolge":
            return i, j + 1, (i, j), j, "source/zufolge"
        if (
            j > i
            and j < end
            and unit.lows[j] == "nach"
            and unit.lows[i] in _POSSESSIVE_SOURCE | {"der", "den"}
            and any("n" in lx.noun_classes(unit.words[k]) for k in range(i, j))
        ):
            return i, j + 1, (i, j), j, "source/nach"
    return None


def _around_phrase(unit: Unit, parts: Sequence[Segment], at: int, start: int, end: int) -> tuple[Range, ...]:
    """What a source phrase covers: its clause, with all clauses that hang on it, without the phrase."""
    segment = parts[at]
    if segment.kind in {SUB, REL}:
        first, last = at, at
    elif segment.kind == INF:
        first, last = at, at
    else:
        first = 0
        for index in range(at, 0, -1):
            if parts[index].separator == ";":
                first = index
                break
        last = len(parts) - 1
    begin = parts[first].start
    stop = parts[last].end
    if begin == start and unit.lows[begin] in {"und"}:
        begin += 1
    return tuple((a, b) for a, b in ((begin, _before(unit, start)), (_after(unit, end), stop)) if a < b)


def _before(unit: Unit, i: int) -> int:
    while i > 0 and unit.flags[i - 1] & lx.PUNCT and unit.lows[i - 1] in {",", "–", "—", "-"}:
        i -= 1
    return i


def _after(unit: Unit, i: int) -> int:
    while i < len(unit) and unit.lows[i] in {",", "–", "—", "-", ":"}:
        i += 1
    return i


def parentheses(unit: Unit, parts: Sequence[Segment]) -> Iterator[Candidate]:
    """Yield what stands around a reporting clause: "..., sagte X", "..., so X", "Wie X mitteilte, ..."."""
    for at, segment in enumerate(parts):
        if segment.kind == SUB and unit.lows[segment.head] == "wie":
            found = _as_told(unit, parts, at)
        elif at > 0 and segment.kind == FRAGMENT and unit.lows[segment.head] == "so":
            found = _so(unit, parts, at)
        elif at > 0 and segment.kind == MAIN and segment.finite in {segment.start, segment.start + 1}:
            found = _postposed(unit, parts, at)
        else:
            continue
        if found is not None:
            yield found


def _as_told(unit: Unit, parts: Sequence[Segment], at: int) -> Candidate | None:
    segment = parts[at]
    cue = next((c for c in verb_cues(unit, parts, at) if c.classes & {"p", "s", "x"}), None)
    if cue is None:
        return None
    if at > 0 and any(c.classes & {"s", "q"} for c in verb_cues(unit, parts, at - 1)) and parts[at - 1].kind == MAIN:
        return None  # "erklärte, wie ...": a question
    speaker, addressed = speaker_of(unit, parts, cue)
    if cue.infinitive == "hervorgehen" or "x" in cue.classes or (speaker and unit.lows[speaker[0]] == "es"):
        speaker = _source_in(unit, segment)
    content = _outside(unit, parts, at, at)
    if not content:
        return None
    return Candidate(
        type=INDIRECT,
        rule="parenthesis/wie",
        content=content,
        speaker=speaker,
        cue=cue.tokens,
        addressee=addressed,
        frame=((segment.start, segment.end),),
    )


def _source_in(unit: Unit, segment: Segment) -> Range | None:
    for i in range(segment.start, segment.end):
        if unit.lows[i] in {"aus", "in", "im", "von", "vom", "bei", "beim"}:
            j = full_phrase_end(unit, i + 1, segment.end)
            if j > i + 1 and not is_time_phrase(unit, i + 1, j):
                return i + 1, j
    return None


def _so(unit: Unit, parts: Sequence[Segment], at: int) -> Candidate | None:
    segment = parts[at]
    end = nominative_at(unit, segment.head + 1, segment.end)
    if end == segment.head + 1:
        return None
    last = at
    while last + 1 < len(parts) and parts[last + 1].kind in {FRAGMENT, REL} and _is_apposition(unit, parts, last + 1):
        last += 1
    speaker_end = end
    if end == segment.end:
        for index in range(at + 1, last + 1):
            if parts[index].kind == FRAGMENT:
                speaker_end = parts[index].end
            else:
                break
    content = _outside(unit, parts, at, last)
    if not content:
        return None
    return Candidate(
        type=INDIRECT,
        rule="parenthesis/so",
        content=content,
        speaker=(segment.head + 1, speaker_end),
        cue=(segment.head,),
        frame=((segment.start - 1, parts[last].end),),
    )


def _is_apposition(unit: Unit, parts: Sequence[Segment], index: int) -> bool:
    segment = parts[index]
    if segment.separator != ",":
        return False
    if segment.kind == REL:
        return unit.lows[segment.head] in {"der", "die", "das"}
    flags = unit.flags[segment.head]
    if not flags & (lx.DET_N | lx.CAP) or unit.flags[segment.head] & lx.QUOTE:
        return False
    if full_phrase_end(unit, segment.head, segment.end, loose=True) < segment.end:
        return False
    bare = phrase_end(unit, segment.head, segment.end)
    return index == len(parts) - 1 or any(lx.is_role(unit.words[k]) for k in range(segment.head, bare))


def _postposed(unit: Unit, parts: Sequence[Segment], at: int) -> Candidate | None:
    segment = parts[at]
    if segment.separator not in {",", "–", "—", "-"}:
        return None
    if segment.finite == segment.start + 1 and unit.lows[segment.start] != "so":
        return None
    cue = next((c for c in verb_cues(unit, parts, at) if c.classes & {"p", "s"} and segment.finite in c.tokens), None)
    if cue is None or cue.passive:
        return None
    before = parts[:at]
    if not any(p.kind in {MAIN, INF} or _has_quote(unit, p) for p in before):
        if not any(p.kind == SUB and unit.lows[p.head] in _THAT | {"ob"} for p in before):
            return None
    if subject_before(unit, parts, at) and not _has_quote(unit, parts[at - 1]):
        return None
    if before[-1].kind == SUB and all(p.kind in {SUB, FRAGMENT, REL} for p in before) and unit.lows[before[0].head] not in _THAT | {"ob"}:
        return None
    speaker, addressed = speaker_of(unit, parts, cue)
    if "x" in cue.classes:
        speaker = _source_in(unit, segment)
    last = at
    while last + 1 < len(parts) and (
        (parts[last + 1].kind in {FRAGMENT, REL} and _is_apposition(unit, parts, last + 1))
        or (speaker is not None and parts[last + 1].end <= speaker[1])
    ):
        last += 1
    content = _outside(unit, parts, at, last)
    if not content:
        return None
    return Candidate(
        type=INDIRECT,
        rule="parenthesis/verb",
        content=content,
        speaker=speaker,
        cue=cue.tokens if unit.lows[segment.start] != "so" else (segment.start, *cue.tokens),
        addressee=addressed,
        frame=((segment.start - 1, parts[last].end),),
    )


def subject_before(unit: Unit, parts: Sequence[Segment], at: int) -> bool:
    """Tell whether the verb-first segment is the rest of a clause whose subject stands before commas."""
    found = subject(unit, parts, at, parts[at].finite)
    return found is not None and found[0] < parts[at].start


def _has_quote(unit: Unit, segment: Segment) -> bool:
    return any(unit.flags[i] & lx.QUOTE for i in range(segment.start, segment.end))


def _outside(unit: Unit, parts: Sequence[Segment], first: int, last: int) -> tuple[Range, ...]:
    """Everything but the segments ``first`` to ``last``, up to a semicolon."""
    ranges = []
    if first > 0:
        start = 0
        for index in range(first - 1, 0, -1):
            if parts[index].separator == ";":
                start = index
                break
        ranges.append((parts[start].start, parts[first - 1].end))
    if last + 1 < len(parts) and parts[last + 1].separator != ";":
        ranges.append((parts[last + 1].start, parts[-1].end))
    return tuple(r for r in ranges if r[0] < r[1])
