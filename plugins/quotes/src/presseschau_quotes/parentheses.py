"""Speech around a reporting clause: "..., sagte X", "..., so X", "Wie X mitteilte, ..."."""

from collections.abc import Iterator, Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.addressees import addressee
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import FRAGMENT, INF, MAIN, REL, SUB, Segment
from presseschau_quotes.cues import Cue, agency_after, is_title, source_in, speaker_of, verb_cues
from presseschau_quotes.found import INDIRECT
from presseschau_quotes.inversions import inverted, is_said
from presseschau_quotes.phrases import full_phrase_end, phrase_end
from presseschau_quotes.speakers import nominative_at, postposed_subject
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.voices import kind_of_phrase
from presseschau_quotes.words import words

_THAT = words("that")
_SO_MANY = words("so_many")
_HOW = words("how")
_OWN_REPORT = 3
_OBJECTS = frozenset(["es", "sich", "ihn"])


def parentheses(unit: Unit, parts: Sequence[Segment]) -> Iterator[Candidate]:
    """Yield what stands around a reporting clause: "..., sagte X", "..., so X", "Wie X mitteilte, ..."."""
    for at, segment in enumerate(parts):
        if segment.kind == SUB and unit.lows[segment.head] == "wie":
            found = _as_told(unit, parts, at)
        elif at > 0 and segment.kind == FRAGMENT and unit.lows[segment.head] == "so":
            found = _so(unit, parts, at)
        elif at > 0 and segment.kind == MAIN and segment.finite in {segment.start, segment.start + 1}:
            found = _postposed(unit, parts, at) or _resumed(unit, parts, at) or _inverted(unit, parts, at)
        elif at > 0 and segment.kind == FRAGMENT:
            found = _inverted(unit, parts, at)
        else:
            continue
        if found is not None:
            yield found


def _as_told(unit: Unit, parts: Sequence[Segment], at: int) -> Candidate | None:
    segment = parts[at]
    cue = next((c for c in verb_cues(unit, parts, at) if c.classes & {"p", "s", "x"}), None)
    if cue is None or (segment.head + 1 < segment.end and unit.lows[segment.head + 1] in _HOW):
        return None
    if (
        at > 0
        and any("q" in c.classes or ("s" in c.classes and not c.weak) for c in verb_cues(unit, parts, at - 1))
        and parts[at - 1].kind == MAIN
    ):
        return None  # "erklärte, wie ...": a question
    speaker, addressed = speaker_of(unit, parts, cue)
    if cue.weak and _compares(unit, segment, speaker):
        return None
    if cue.infinitive == "hervorgehen" or "x" in cue.classes or (speaker and unit.lows[speaker[0]] == "es"):
        speaker = source_in(unit, segment)
    content = _outside(parts, at, at)
    named = any(unit.flags[k] & (lx.CAP | lx.PRON_N | lx.DET_N | lx.PREP) for k in range(segment.head + 1, segment.end))
    own = speaker is None and (segment.end - segment.head <= _OWN_REPORT or not named) and cue.infinitive != "heißen"
    if not content or own:
        return None  # "Wie berichtet, ...": the paper's own words
    return Candidate(
        type=INDIRECT,
        rule="parenthesis/wie",
        content=content,
        speaker=speaker,
        cue=cue.tokens,
        addressee=addressed,
        frame=((segment.start, segment.end),),
    )


def _compares(unit: Unit, segment: Segment, speaker: Range | None) -> bool:
    """Tell whether "wie" compares: the verb has an object of its own ("wie es die Bilder zeigen"), or what shows it cannot speak."""
    if speaker is None:
        return False
    own = [k for k in range(segment.head + 1, segment.end) if not speaker[0] <= k < speaker[1]]
    return any(unit.lows[k] in _OBJECTS for k in own) or not (kind_of_phrase(unit, *speaker) or unit.flags[speaker[0]] & lx.CAP)


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
    content = _outside(parts, at, last)
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
    if index == len(parts) - 1 and unit.flags[segment.head] & lx.PREP and not unit.flags[segment.head] & lx.CAP:
        return True  # ", sagte X, Chef der Bank, in Bern"
    flags = unit.flags[segment.head]
    if not flags & (lx.DET_N | lx.CAP) or unit.flags[segment.head] & lx.QUOTE:
        return False
    covered = full_phrase_end(unit, segment.head, segment.end, loose=True)
    if covered < segment.end and not unit.flags[covered] & (lx.PREP | lx.ADV):
        return False
    bare = phrase_end(unit, segment.head, segment.end)
    return index == len(parts) - 1 or any(lx.is_role(unit.words[k]) for k in range(segment.head, bare))


def _postposed(unit: Unit, parts: Sequence[Segment], at: int) -> Candidate | None:  # noqa: C901, PLR0911, PLR0912 - one branch per construction
    segment = parts[at]
    if segment.separator not in {",", "–", "—", "-"}:
        return None
    if segment.finite == segment.start + 1 and unit.lows[segment.start] != "so":
        return None
    cues = [c for c in verb_cues(unit, parts, at) if c.classes & {"p", "s"} and segment.finite in c.tokens]
    cue = min(cues, key=lambda c: c.weak, default=None)
    if cue is None or (cue.passive and cue.infinitive != "zitieren") or is_title(unit, parts, at):
        return None
    before = parts[:at]
    quoted = _is_quote(unit, parts[at - 1])
    inside = _inside(unit, parts, at)
    if not quoted and not inside and (_has_complement(unit, parts, at) or not any(p.kind in {MAIN, INF, SUB} for p in before)):
        return None
    speaker, addressed = postposed_subject(unit, parts, at), None
    if cue.infinitive == "heißen":
        speaker = source_in(unit, segment)
    elif speaker is None:
        return None
    else:
        speaker = (speaker[0], agency_after(unit, speaker[0] + 1, speaker[1]))
        addressed = addressee(unit, segment, speaker, finite=segment.finite, classes=cue.classes, infinitive=cue.infinitive)
        if cue.infinitive == "zitieren" and not cue.passive:
            speaker = _cited(unit, segment, speaker)
        if not quoted and not inside and not _can_be_said(unit, before, cue, speaker):
            return None
    last = at
    while last + 1 < len(parts) and (
        (parts[last + 1].kind in {FRAGMENT, REL} and _is_apposition(unit, parts, last + 1))
        or (speaker is not None and parts[last + 1].end <= speaker[1])
    ):
        last += 1
    content, end = _outside(parts, at, last), parts[last].end
    resumed = _resumes(unit, segment, speaker) if content else 0
    if content and not resumed and content[-1][0] > segment.start and _second_verb(unit, segment, speaker):
        content = content[:-1]
    if resumed:
        content, end = (content[0], (resumed, parts[-1].end)), resumed
    if not content:
        return None
    return Candidate(
        type=INDIRECT,
        rule="parenthesis/verb",
        content=content,
        speaker=speaker,
        cue=cue.tokens if unit.lows[segment.start] != "so" else (segment.start, *cue.tokens),
        addressee=addressed,
        frame=((segment.start - 1, end),),
    )


def _cited(unit: Unit, segment: Segment, citing: Range) -> Range:
    """Return whom somebody cites, "zitierte das Blatt den Minister", who is who speaks; else who cites."""
    found = addressee(unit, segment, citing, finite=segment.finite, classes=frozenset("a"), infinitive="")
    return found if found is not None and kind_of_phrase(unit, *found) else citing


def _inside(unit: Unit, parts: Sequence[Segment], at: int) -> bool:
    """Tell whether a clause stands between the subject and the verb of what is said: "Der Plan, so fügte X hinzu, sei nötig"."""
    if at + 1 >= len(parts) or at != 1 or parts[0].kind != FRAGMENT:
        return False
    after = parts[at + 1]
    begins = nominative_at(unit, parts[0].head, parts[0].end, loose=True) > parts[0].head or bool(
        unit.flags[parts[0].head] & (lx.PREP | lx.ADV)
    )
    return begins and after.kind == MAIN and after.finite == after.head and after.separator in {",", "–", "—", "-"}


def _second_verb(unit: Unit, segment: Segment, speaker: Range | None) -> bool:
    """Tell whether a second verb of speech follows, whose words come behind it: "sagte X und fügte hinzu, dass"."""
    return speaker is not None and any(
        unit.lows[i] in {"und", "aber"}
        and unit.flags[k] & lx.REPORT
        and unit.flags[k] & lx.FIN
        and not unit.flags[k] & (lx.CAP | lx.CONJUNCTIVE)
        for i in range(speaker[1], segment.end - 1)
        for k in (i + 1,)
    )


def _resumes(unit: Unit, segment: Segment, speaker: Range | None) -> int:
    """Return the token behind the speaker where what is said goes on: "Das sei „absurd“, sagte X und müsse weg"."""
    if speaker is None:
        return 0
    for i in range(speaker[1], segment.end - 1):
        if unit.lows[i] in {"und", "aber"} and unit.flags[i + 1] & lx.CONJUNCTIVE and not unit.flags[i + 1] & lx.CAP:
            return i
    return 0


def _inverted(unit: Unit, parts: Sequence[Segment], at: int) -> Candidate | None:
    """Read "„…“, ätzte X" with a verb that the lexicon lacks."""
    segment = parts[at]
    if segment.separator not in {",", "–", "—", "-"} or unit.words[segment.start - 1] != segment.separator:
        return None
    quoted = _is_quote(unit, parts[at - 1])
    if quoted and parts[at - 1].end - parts[at - 1].start > 1 and parts[at - 1].kind != MAIN:
        return None  # "Mit den Worten „…“, ..."
    found = inverted(unit, parts, at)
    if found is None or not is_said(unit, parts, at, quoted=quoted):
        return None
    verb, speaker = found
    last = at
    while last + 1 < len(parts) and parts[last + 1].kind in {FRAGMENT, REL} and _is_apposition(unit, parts, last + 1):
        last += 1
    if speaker[1] == segment.end:
        for index in range(at + 1, last + 1):
            if parts[index].kind != FRAGMENT:
                break
            speaker = (speaker[0], parts[index].end)
    content = _outside(parts, at, last)
    if not content:
        return None
    return Candidate(
        type=INDIRECT,
        rule="parenthesis/inversion",
        content=content,
        speaker=speaker,
        cue=(verb,),
        frame=((segment.start - 1, parts[last].end),),
    )


def _resumed(unit: Unit, parts: Sequence[Segment], at: int) -> Candidate | None:
    """Read ", das teilte X mit" at the end of a sentence."""
    segment = parts[at]
    if at != len(parts) - 1 or unit.lows[segment.start] not in {"das", "dies"} or segment.finite != segment.start + 1:
        return None
    if not any(part.kind == MAIN for part in parts[:at]):
        return None
    cue = next((c for c in verb_cues(unit, parts, at) if "s" in c.classes and not c.weak and not c.passive), None)
    speaker = postposed_subject(unit, parts, at)
    content = _outside(parts, at, at)
    if cue is None or speaker is None or not content or cue.infinitive == "heißen":
        return None
    return Candidate(
        type=INDIRECT,
        rule="parenthesis/verb",
        content=content,
        speaker=speaker,
        cue=cue.tokens,
        frame=((segment.start - 1, segment.end),),
    )


def _can_be_said(unit: Unit, before: Sequence[Segment], cue: Cue, speaker: Range) -> bool:
    """Tell whether what stands before ", sagte X" without marks is a sentence of its own, and X no object of the verb."""
    if "p" not in cue.classes or (cue.weak and len(cue.tokens) == 1):
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


def _has_complement(unit: Unit, parts: Sequence[Segment], at: int) -> bool:
    """Tell whether the reporting clause has a clause of its own behind it: "…, entgegnete X, dass …"."""
    if at + 1 >= len(parts):
        return False
    after = parts[at + 1]
    told = [p for p in parts[:at] if p.finite >= 0 and unit.flags[p.finite] & lx.CONJUNCTIVE]
    if after.kind == SUB and unit.lows[after.head] in _THAT | {"ob"}:
        # "Man dürfe nicht vergessen, sagte X, dass ...": what is said goes on
        return not (told and told[0] == parts[0] and parts[0].kind == MAIN)
    return not told and after.kind == MAIN and after.finite > after.head and bool(unit.flags[after.finite] & lx.K1)


def _is_quote(unit: Unit, segment: Segment) -> bool:
    """Tell whether a segment ends in quotation marks that read as speech, not as a name."""
    last = segment.end - 1
    if not unit.flags[last] & lx.QUOTE:
        return False
    return last == segment.start or unit.reads_as_speech(last)


def _outside(parts: Sequence[Segment], first: int, last: int) -> tuple[Range, ...]:
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
