"""Indirect speech with a cue in its sentence: complement clauses, source phrases, parentheses."""

from collections.abc import Iterator, Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import FRAGMENT, INF, MAIN, REL, SUB, Segment
from presseschau_quotes.cues import Cue, governor, source_in, speaker_of, verb_cues
from presseschau_quotes.found import INDIRECT
from presseschau_quotes.phrases import full_phrase_end, phrase_end
from presseschau_quotes.speakers import Range, addressee, last_phrase, nominative_at, postposed_subject
from presseschau_quotes.tokens import Unit

_THAT = frozenset(["dass", "daß"])
_SO_MANY = frozenset("viele wenige etwa zum beide alle einige rund".split())
_PURPOSE = frozenset(["um", "ohne", "statt", "anstatt"])
_NOT_SAID = frozenset("was woraufhin worauf wobei wodurch weswegen weshalb womit nachdem".split())
_CONDITIONS = frozenset("wenn falls sobald sofern solange weil da obwohl während nachdem als".split())
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
        if cue is not None and cue.finite >= 0 and unit.flags[cue.finite] & lx.K1 and parts[cue.at].kind == MAIN:
            continue  # the whole sentence is reported
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
        if head in _CONDITIONS and k + 1 < len(parts):
            after = parts[k + 1]
            if after.kind == MAIN and after.finite == after.head and unit.flags[after.finite] & lx.CONJUNCTIVE:
                return "s", "subjunctive"
        if head == "ob" or (unit.flags[segment.head] & lx.WWORD and head not in {"wobei", "womit", "wo", "was"}):
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
    if rule == "question":
        return cue.kind == "verb" and not cue.weak
    if rule == "infinitive":
        return not (cue.passive and unit.lows[cue.finite] in {"ist", "war", "sei", "sind", "waren", "wäre"})
    if rule == "colon":
        return cue.kind == "verb" and not cue.weak and not cue.passive and cue.finite >= 0 and not _quoted_inside(unit, segment)
    return True


def _quoted_inside(unit: Unit, segment: Segment) -> bool:
    """Tell whether speech in marks stands in the segment, so that the colon announces that."""
    return any(unit.flags[i] & lx.QUOTE and unit.words[i].count(" ") > 2 for i in range(segment.start, segment.end))  # noqa: PLR2004


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
            following, before = unit.flags[i + 1], unit.flags[i - 1]
            if following & (lx.CONJUNCTIVE | lx.PART | lx.CAP) or not before & (lx.VERB | lx.ZU_INF | lx.PART | lx.GUESS_FIN):
                continue
            verb = following & lx.FIN or unit.lows[i + 1].endswith("te")
            # A finite verb inside a subordinate or infinitive clause stands last; one with more behind it is the frame's.
            verb_last = segment.kind in {SUB, INF} and i + 3 < segment.end and following & lx.FIN and not following & lx.MODAL
            in_subjunctive = segment.kind == MAIN and unit.flags[segment.finite] & lx.K1
            if verb and (following & lx.REPORT or verb_last or in_subjunctive):
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


def according(unit: Unit, parts: Sequence[Segment]) -> Iterator[Candidate]:
    """Yield clauses with "wonach": what a report, named just before, says."""
    for at, segment in enumerate(parts):
        if at == 0 or segment.kind != SUB or unit.lows[segment.head] != "wonach" or segment.end - segment.head < _SHORTEST:
            continue
        before = parts[at - 1]
        noun = next((i for i in range(before.end - 1, before.start - 1, -1) if lx.noun_classes(unit.words[i])), -1)
        speaker = phrase_around(unit, before, noun) if noun >= 0 else last_phrase(unit, before)
        last = at
        while last + 1 < len(parts) and parts[last + 1].kind in {INF, REL, SUB}:
            last += 1
        frame = [(parts[0].start, segment.head + 1)]
        if last + 1 < len(parts):
            frame.append((parts[last].end, parts[-1].end))
        yield Candidate(
            type=INDIRECT,
            rule="source/wonach",
            content=((segment.head + 1, parts[last].end),),
            speaker=speaker,
            cue=(segment.head,),
            frame=tuple(frame),
        )


def phrase_around(unit: Unit, segment: Segment, noun: int) -> Range | None:
    """Return the noun phrase with its attributes that a noun belongs to."""
    for i in range(segment.start, noun + 1):
        if unit.flags[i] & (lx.DET_N | lx.DET_O | lx.CAP | lx.ADJ):
            j = full_phrase_end(unit, i, segment.end)
            if i <= noun < j:
                return i, j
    return None


_SHORTEST = 4


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


def _widened(
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
        if named and full_phrase_end(unit, after.head, after.end) == after.end and after.end - after.start <= _NAME_WORDS:
            return start, after.end, (speaker[0], after.end)
    return start, end, speaker


_NAME_WORDS = 8


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
    adjective = flags & lx.ADJ and i + 1 < end and unit.flags[i + 1] & lx.CAP and i == segment.head
    if flags & (lx.DET_N | lx.DET_O | lx.CAP | lx.QUOTE) and not flags & lx.ADV or adjective:
        j = full_phrase_end(unit, i, end)
        if j < end and unit.lows[j] != "zufolge":
            k = full_phrase_end(unit, i, end, loose=True)
            j = k if k < end and unit.lows[k] == "zufolge" else j
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
        first = _main_start(parts, at)
        last = len(parts) - 1
    begin = parts[first].start
    stop = parts[last].end
    if begin == start and unit.lows[begin] in {"und"}:
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
        speaker = source_in(unit, segment)
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


def _so(unit: Unit, parts: Sequence[Segment], at: int) -> Candidate | None:
    segment = parts[at]
    end = nominative_at(unit, segment.head + 1, segment.end)
    if end == segment.head + 1 or unit.lows[segment.head + 1] in _SO_MANY:
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
    cues = [c for c in verb_cues(unit, parts, at) if c.classes & {"p", "s"} and segment.finite in c.tokens]
    cue = min(cues, key=lambda c: c.weak, default=None)
    if cue is None or (cue.passive and cue.infinitive != "zitieren"):
        return None
    before = parts[:at]
    quoted = _is_quote(unit, parts[at - 1])
    speaker, addressed = postposed_subject(unit, parts, at), None
    if cue.infinitive == "heißen":
        speaker = source_in(unit, segment)
    elif speaker is None:
        return None
    else:
        addressed = addressee(unit, segment, speaker, segment.finite, cue.classes)
        if not quoted and not _can_be_said(unit, before, cue, speaker):
            return None
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


def _can_be_said(unit: Unit, before: Sequence[Segment], cue: Cue, speaker: Range) -> bool:
    """Tell whether what stands before ", sagte X" without marks is a sentence of its own, and X no object of the verb."""
    if "p" not in cue.classes or cue.weak:
        return False
    if not any(p.kind == MAIN for p in before):
        return bool(before) and before[0].kind == SUB and unit.lows[before[0].head] in _THAT | {"ob"}
    if any(p.finite >= 0 and unit.flags[p.finite] & lx.CONJUNCTIVE for p in before):
        return True
    first = unit.flags[speaker[0]]
    if unit.lows[speaker[0]] in {"die", "das", "eine", "keine", "diese", "ihre", "seine"} and "n" in cue.classes:
        return any(lx.is_role(unit.words[k]) for k in range(*speaker))
    return bool(first & lx.CAP) or unit.lows[speaker[0]] in {
        "er",
        "sie",
        "man",
        "ich",
        "wir",
        "der",
        "ein",
        "die",
        "das",
        "eine",
    }


def _is_quote(unit: Unit, segment: Segment) -> bool:
    """Tell whether a segment ends in quotation marks that read as speech, not as a name."""
    last = segment.end - 1
    if not unit.flags[last] & lx.QUOTE:
        return False
    return last == segment.start or unit.words[last].count(" ") > 1


def _outside(unit: Unit, parts: Sequence[Segment], first: int, last: int) -> tuple[Range, ...]:
    """Everything but the segments ``first`` to ``last``, up to a semicolon."""
    ranges = []
    if first > 0:
        start = 0
        for index in range(first - 1, 0, -1):
            if parts[index].separator in {";", ":"}:
                start = index
                break
        ranges.append((parts[start].start, parts[first - 1].end))
    if last + 1 < len(parts) and parts[last + 1].separator not in {";", ":"}:
        ranges.append((parts[last + 1].start, parts[-1].end))
    return tuple(r for r in ranges if r[0] < r[1])
