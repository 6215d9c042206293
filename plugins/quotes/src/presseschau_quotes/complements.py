"""Indirect speech as a clause that depends on a cue: dass, ob, infinitive, verb second, colon."""

from collections.abc import Iterator, Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import FRAGMENT, INF, MAIN, REL, SUB, Segment
from presseschau_quotes.cues import Cue, governor, speaker_of
from presseschau_quotes.found import INDIRECT
from presseschau_quotes.introductions import announcer
from presseschau_quotes.phrases import full_phrase_end, is_time_phrase, phrase_end
from presseschau_quotes.speakers import nominative_at
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.voices import kind_of_phrase
from presseschau_quotes.words import words

_COLON_TERM = 2
"""Words behind a colon that are a term rather than a sentence."""
_BRIEF_FRAME = 6
"""Words from the verb to a clause that follows it without conjunction or subjunctive."""
_BRACKET = 3
"""Words of a participle that closes the frame behind its complement."""
_RAISE = words("raise")
_THAT = words("that")
_BEING = words("being")
_FINDINGS = tuple(sorted(words("findings")))
_PURPOSE = words("infinitive_with")
_CONDITIONS = words("conditions")
_CARRIED = frozenset(tuple(pair.split("_")) for pair in words("carried"))


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
        if rule == "colon" and (cue is None or not _acceptable(unit, parts, segment, cue, rule)):
            announced = _announced(unit, parts, k)
            if announced is not None:
                done = len(parts)
                yield announced
            continue
        if cue is not None and cue.finite >= 0 and unit.flags[cue.finite] & lx.K1 and parts[cue.at].kind == MAIN:
            continue  # the whole sentence is reported
        if cue is None or not _acceptable(unit, parts, segment, cue, rule):
            continue
        begin = _begin(parts, k, cue) if rule == "infinitive" else k
        last, stop = _extent(unit, parts, k, cue)
        done = last + 1
        speaker, addressed = speaker_of(unit, parts, cue)
        if _impersonal(unit, parts, cue, speaker):
            continue
        if speaker is not None and cue.kind == "noun" and _is_predicate(unit, cue) and not kind_of_phrase(unit, *speaker):
            speaker = None
        start = parts[begin].start
        yield Candidate(
            type=INDIRECT,
            rule=f"{rule}/{_strength(cue)}",
            content=((start, stop),),
            speaker=speaker,
            cue=cue.tokens,
            addressee=addressed,
            frame=_frame_around(parts, cue, start, stop),
        )


def _is_predicate(unit: Unit, cue: Cue) -> bool:
    """Tell whether a noun of speech is what something is, "Hintergrund sind Pläne, ..."."""
    return cue.finite >= 0 and cue.noun == cue.finite + 1 and unit.lows[cue.finite] in _BEING


def _announced(unit: Unit, parts: Sequence[Segment], k: int) -> Candidate | None:
    """Return a clause in the first subjunctive behind a colon: "Kritik übte der Verein: Über das Klima sei nicht gesprochen worden"."""
    main = next((part for part in parts[k:] if part.kind == MAIN), None)
    if main is None or not unit.flags[main.finite] & lx.K1 or _quoted_inside(unit, parts[k]):
        return None
    if main.finite == main.head and unit.flags[main.finite] & lx.CAP and main.start == parts[k].start:
        return None
    speaker, inherits = announcer(unit, parts, k - 1)
    if speaker is None and not inherits:
        return None
    content = ((parts[k].start, parts[-1].end),)
    frame = ((parts[0].start, parts[k].start),)
    return Candidate(type=INDIRECT, rule="colon/subjunctive", content=content, speaker=speaker, frame=frame, inherit=inherits)


def _impersonal(unit: Unit, parts: Sequence[Segment], cue: Cue, speaker: Range | None) -> bool:  # noqa: PLR0911 - one branch per construction
    """Tell whether nobody says what a clause says: "es erklärt sich, dass", "was heißt, dass", "wurde nachgewiesen, dass"."""
    if cue.kind == "verb" and cue.finite < 0 and "f" in cue.classes and speaker is None:
        return True
    if cue.kind != "verb" or cue.finite < 0:
        return cue.kind == "noun" and cue.finite >= 0 and (unit.lows[cue.finite], unit.lows[cue.noun]) in _CARRIED
    segment = parts[cue.at]
    if cue.infinitive == "fragen" and unit.flags[cue.finite] & lx.MODAL:
        return True  # "muss sich fragen, wie"
    if cue.infinitive == "melden" and "sich" in unit.lows[segment.start : segment.end]:
        return True
    if cue.infinitive == "heißen":
        pointed = any(unit.lows[k] in {"was", "das", "dies"} for k in range(segment.start, min(segment.end, cue.finite + 2)))
        return pointed and unit.lows[cue.finite] not in {"lassen", "lässt"}
    if cue.infinitive == "drohen" and speaker is not None and not kind_of_phrase(unit, *speaker):
        return not unit.flags[speaker[0]] & lx.CAP  # "es drohten neue Engpässe"
    if cue.passive:
        return "f" in cue.classes and cue.weak and speaker is None
    if speaker is not None and cue.weak and (cue.infinitive == "bestehen" or "f" in cue.classes) and _is_thing(unit, speaker):
        return True  # "die Vorträge zeigten, dass", "es besteht eine Chance, dass"
    return speaker is not None and unit.lows[speaker[0]] == "es" and speaker[1] == speaker[0] + 1


def _is_thing(unit: Unit, found: Range) -> bool:
    """Tell whether a phrase with an article names nothing that can speak."""
    start, end = found
    if any(
        unit.lows[k].endswith(_FINDINGS) or lx.noun_classes(unit.words[k]) for k in range(start, end) if unit.flags[k] & lx.CAP
    ):
        return False
    return end > start + 1 and bool(unit.flags[start] & lx.DET_N) and not kind_of_phrase(unit, start, end)


def _begin(parts: Sequence[Segment], k: int, cue: Cue) -> int:
    """Return the first segment of an infinitive clause with commas of its own: "..., A, B und C zu öffnen"."""
    first = k
    while first > 0 and parts[first - 1].kind == FRAGMENT and parts[first - 1].start > max(cue.tokens):
        first -= 1
    return first


def _sort(unit: Unit, parts: Sequence[Segment], k: int) -> tuple[str, str]:  # noqa: C901, PLR0911, PLR0912 - one branch per construction
    """Return the class of complement that a segment can be, and its rule."""
    segment = parts[k]
    head = unit.lows[segment.head]
    if unit.flags[segment.head] & lx.QUOTE and segment.end == segment.head + 1:
        return "", ""
    if (segment.separator == ":" and parts[-1].end - segment.start > _COLON_TERM and segment.kind != FRAGMENT) or (
        segment.separator == ":" and segment.end - segment.start > _COLON_TERM
    ):
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
        flags = unit.flags[segment.finite]
        if not flags & lx.K1 and segment.head > segment.start:
            return "", ""  # "..., und man könnte": a sentence of its own
        if flags & lx.CONJUNCTIVE or (flags & lx.GUESS_K1 and not flags & lx.FIN):
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


def _acceptable(unit: Unit, parts: Sequence[Segment], segment: Segment, cue: Cue, rule: str) -> bool:
    if rule == "subjunctive" and not unit.flags[segment.finite] & lx.CONJUNCTIVE:
        return not cue.weak  # a verb that the lexicon lacks
    if rule == "verb-second":
        # Without a subjunctive only right behind the verb: "Er glaubt, das ist gut."
        return (
            cue.kind == "verb"
            and not cue.weak
            and not cue.passive
            and "s" in cue.classes
            and _adjacent(unit, segment, cue)
            and not _filled(unit, parts, cue)
            and not _verb_last(unit, segment)
        )
    if rule == "question":
        return (cue.kind == "verb" and not cue.weak) or (cue.kind == "noun" and unit.lows[cue.finite] in _RAISE)
    if rule == "infinitive":
        return not (cue.passive and unit.lows[cue.finite] in {"ist", "war", "sei", "sind", "waren", "wäre"})
    if rule == "colon":
        says = any(part.kind in {MAIN, SUB, INF} for part in parts if part.start >= segment.start)
        return (
            cue.kind == "verb"
            and not cue.weak
            and not cue.passive
            and cue.finite >= 0
            and says
            and not _quoted_inside(unit, segment)
        )
    return True


def _verb_last(unit: Unit, segment: Segment) -> bool:
    """Tell whether a clause that begins with a preposition ends in its verb behind more than that phrase, so that it is none of second place."""
    if segment.finite < segment.end - 1 or not unit.flags[segment.head] & lx.PREP or unit.flags[segment.head] & lx.CAP:
        return False
    return full_phrase_end(unit, segment.head + 1, segment.end) < segment.finite


def _filled(unit: Unit, parts: Sequence[Segment], cue: Cue) -> bool:
    """Tell whether the verb has an object already, so that the next clause is a sentence of its own: "meldete zwei Verletzte"."""
    segment = parts[cue.at]
    speaker, addressed = speaker_of(unit, parts, cue)
    if addressed is not None and not kind_of_phrase(unit, *addressed):
        return True
    i = cue.finite + 1
    while i < segment.end:
        inside = next((r[1] for r in (speaker, addressed) if r is not None and r[0] <= i < r[1]), 0)
        if inside:
            i = inside
        elif unit.flags[i] & lx.PREP and not unit.flags[i] & lx.CAP:
            i = max(full_phrase_end(unit, i + 1, segment.end), i + 1)
        else:
            end = phrase_end(unit, i, segment.end)
            if end > i and not is_time_phrase(unit, i, end):
                return True
            i += 1
    return False


def _quoted_inside(unit: Unit, segment: Segment) -> bool:
    """Tell whether speech in marks stands in the segment, so that the colon announces that."""
    return any(unit.reads_as_speech(i) for i in range(segment.start, segment.end))


def _adjacent(unit: Unit, segment: Segment, cue: Cue) -> bool:
    return cue.finite >= 0 and segment.start - cue.finite <= _BRIEF_FRAME and not unit.flags[segment.finite] & lx.REPORT


def _extent(unit: Unit, parts: Sequence[Segment], k: int, cue: Cue) -> tuple[int, int]:
    """Return the last segment of a complement that starts with segment ``k``, and the token after its end."""
    closing = next((p.start for p in parts[k + 1 :] if 0 <= p.link <= cue.at), -1)
    bracket_open = cue.kind == "noun" and cue.finite < 0
    stop = _coordination(unit, parts[k])
    if stop:
        return k, stop
    last = k
    for index in range(k + 1, len(parts)):
        segment = parts[index]
        if segment.start == closing or _returns(unit, parts, index, k, bracket_open=bracket_open):
            break
        last = index
        stop = _coordination(unit, segment)
        if stop:
            return index, stop
    return last, parts[last].end


def _returns(unit: Unit, parts: Sequence[Segment], index: int, k: int, *, bracket_open: bool) -> bool:  # noqa: PLR0911 - one branch per construction
    """Tell whether the sentence returns from the complement to its frame with segment ``index``."""
    segment = parts[index]
    head = unit.lows[segment.head]
    if segment.separator == ";":
        return not (segment.finite >= 0 and unit.flags[segment.finite] & lx.CONJUNCTIVE)
    verb_first = segment.kind == MAIN and segment.finite == segment.head
    if parts[k].kind == INF and segment.kind == MAIN and segment.separator == "," and not unit.flags[segment.finite] & lx.K1:
        return True
    if bracket_open and verb_first:
        return True
    if (
        bracket_open
        and segment.kind == FRAGMENT
        and unit.flags[segment.end - 1] & lx.PART
        and segment.end - segment.start <= _BRACKET
    ):
        return True
    if head == "so" and segment.kind == FRAGMENT and nominative_at(unit, segment.head + 1, segment.end) > segment.head + 1:
        return True
    if verb_first and unit.flags[segment.finite] & lx.REPORT and not unit.flags[segment.finite] & lx.CONJUNCTIVE:
        return True
    if head == "was" and segment.kind in {SUB, REL}:
        return True
    if segment.kind == MAIN and segment.head > segment.start and segment.finite > segment.head:
        # ", und Müller erklärte, ...": a new clause of the frame
        flags = unit.flags[segment.finite]
        return bool(flags & lx.REPORT) and not flags & lx.CONJUNCTIVE and parts[k].kind != MAIN
    adversative = segment.kind == MAIN and head in {"doch", "jedoch", "aber"}
    return adversative and not unit.flags[segment.finite] & lx.CONJUNCTIVE


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


def _frame_around(parts: Sequence[Segment], cue: Cue, start: int, stop: int) -> tuple[Range, ...]:
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
