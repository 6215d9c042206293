"""Reported speech without a cue in its sentence: the subjunctive alone, "soll", and verbs that report with an object.

The first subjunctive needs no cue in German: a sentence in it is somebody's words, and goes on from what was said before
("berichtete Rede", Duden, Die Grammatik). "Soll" with a perfect infinitive names hearsay.
"""

from collections.abc import Iterator, Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import MAIN, SUB, Segment
from presseschau_quotes.cues import Cue, speaker_of, verb_cues
from presseschau_quotes.found import FREE_INDIRECT, INDIRECT_FREE_INDIRECT, REPORTED
from presseschau_quotes.tokens import Unit
from presseschau_quotes.voices import kind_of_phrase
from presseschau_quotes.words import words

_TOO_SHORT = 3
_HEARSAY = words("hearsay")
_JUDGING = words("judging")
_MEASURING = words("measuring")
_PERFECT_WITH_SEIN = tuple(sorted(words("perfect_with_sein")))
_PERSONAL = frozenset(["ich", "mich", "mir", "du", "dich", "dir"])
_FUTURE = frozenset(["wird", "werden"])


def main_clause(parts: Sequence[Segment]) -> Segment | None:
    """Return the first main clause of a sentence."""
    return next((part for part in parts if part.kind == MAIN), None)


def subjunctive(unit: Unit, parts: Sequence[Segment], *, going_on: bool) -> Candidate | None:
    """Return the sentence if its main clause stands in the subjunctive of reported speech.

    ``going_on`` says that the sentence before was reported: then the second subjunctive counts too.
    """
    main = main_clause(parts)
    if main is None or (main.finite == 0 and unit.words[0][:1].isupper() and not _conditional(unit, parts, main)):
        return None  # "Sei gegrüßt", and nouns that look like verbs
    flags = unit.flags[main.finite]
    first = bool(flags & lx.K1) or bool(flags & lx.GUESS_K1)
    second = bool(flags & lx.K2)
    if not (first or second) or _is_first_person(unit):
        return None
    if second and not first:
        conditional = any(p.kind == SUB and unit.lows[p.head] in {"wenn", "falls", "sofern"} for p in parts)
        if conditional or not (going_on or _stands_in(unit, main)):
            return None
    if flags & lx.GUESS_K1 and not flags & lx.K1 and not going_on:
        return None
    rule = "free/subjunctive-1" if flags & lx.K1 else "free/subjunctive-guess" if first else "free/subjunctive-2"
    last = parts[-1]
    announces = len(parts) > 1 and last.separator == ":" and unit.reads_as_speech(last.start) and last.end == last.start + 1
    end = last.start if announces else len(unit)
    return Candidate(type=INDIRECT_FREE_INDIRECT, rule=rule, content=((0, end),), inherit=True)


def _conditional(unit: Unit, parts: Sequence[Segment], main: Segment) -> bool:
    """Tell whether a sentence is a condition with its verb first, "Komme er nicht, werde man gehen": both verbs subjunctive."""
    after = next((part for part in parts if part.start >= main.end and part.kind == MAIN), None)
    if after is None or after.finite != after.head:
        return False
    return bool(unit.flags[main.finite] & lx.K1 and unit.flags[after.finite] & lx.CONJUNCTIVE)


def _stands_in(unit: Unit, main: Segment) -> bool:
    """Tell whether the second subjunctive stands for the first, which is not a form of its own in the plural: "hätten getan"."""
    last = main.end - 1
    while last > main.finite and unit.flags[last] & lx.PUNCT:
        last -= 1
    return (
        unit.lows[main.finite] in {"hätten", "würden"} and bool(unit.flags[last] & lx.PART) and not unit.flags[last] & lx.MODAL
    )


def _is_first_person(unit: Unit) -> bool:
    """Tell whether somebody speaks of himself or to a friend, whose "überlege" is an imperative."""
    return not _PERSONAL.isdisjoint(unit.lows)


def hearsay(unit: Unit, parts: Sequence[Segment], *, going_on: bool) -> Candidate | None:
    """Return the sentence if "soll" makes it hearsay; ``going_on`` says that the sentence before was reported."""
    main = main_clause(parts)
    if main is None or unit.lows[main.finite] not in _HEARSAY:
        return None
    last = main.end - 1
    while last > main.finite and unit.flags[last] & lx.PUNCT:
        last -= 1
    perfect = (unit.lows[last] == "haben" and bool(unit.flags[last - 1] & lx.PART)) or (
        unit.lows[last] == "sein" and unit.lows[last - 1].endswith(_PERFECT_WITH_SEIN)
    )
    if not perfect and not going_on:
        return None  # a plan as often as hearsay
    rule = "free/soll-perfect" if perfect else "free/soll-after-report"
    return Candidate(type=FREE_INDIRECT, rule=rule, content=((0, len(unit)),), inherit=True)


def reported(unit: Unit, parts: Sequence[Segment]) -> Iterator[Candidate]:
    """Yield the sentence if its main verb reports speech with an object alone."""
    for at, part in enumerate(parts):
        if part.kind != MAIN:
            continue
        for cue in verb_cues(unit, parts, at):
            if "n" not in cue.classes or cue.finite != part.finite:
                continue
            speaker, addressed = speaker_of(unit, parts, cue)
            if cue.passive and (speaker is None or not kind_of_phrase(unit, *speaker)):
                continue  # "wurde von der Opposition als ... kritisiert" names who says it
            if speaker is None or unit.lows[speaker[0]] == "man" or not _counts(unit, part, cue):
                continue
            yield Candidate(
                type=REPORTED,
                rule=f"reported/{'weak' if cue.weak else 'verb'}",
                content=((0, len(unit)),),
                speaker=speaker,
                addressee=addressed,
            )
            return


def _is_infinitive(unit: Unit, part: Segment) -> bool:
    """Tell whether a form that could be a plural is an infinitive or imperative: "Artikel per Mail empfehlen", "Bitte nennen Sie …"."""
    if part.finite == part.end - 1 and any(unit.flags[k] & lx.PREP for k in range(part.head, part.finite)):
        return True
    return "Sie" in unit.words[part.finite : part.finite + 2] or unit.lows[part.head] == "bitte"


def _counts(unit: Unit, part: Segment, cue: Cue) -> bool:  # noqa: C901, PLR0911, PLR0912 - one branch per construction
    """Tell whether the verb has the form in which it reports: "sprach von", "bezeichnete ... als", "nannte ... einen"."""
    lows = unit.lows[part.start : part.end]
    if unit.flags[cue.finite] & (lx.MODAL | lx.K2) or ("nicht" in lows and cue.infinitive in {"äußern", "berichten"}):
        return False  # what somebody would or wants to say is not said yet
    if "sich" in lows and "lassen" in lows:
        return False  # "hat sich erläutern lassen": somebody is told
    if unit.lows[cue.finite] in _FUTURE and not cue.passive:
        return False
    if unit.flags[cue.finite] & lx.PLURAL and _is_infinitive(unit, part):
        return False
    if cue.infinitive in {"drohen", "rechnen"}:
        return "mit" in lows
    if cue.infinitive in {"bitten", "appellieren"}:
        return bool({"um", "an"} & set(lows))
    if cue.infinitive == "ausgehen":
        return bool({"von", "vom", "davon"} & set(lows))
    if cue.infinitive == "sprechen":
        return "von" in lows or "vom" in lows
    if cue.infinitive in _JUDGING:
        return "als" in lows  # without it the verb says that somebody judged, not what was said
    if cue.infinitive == "sehen":
        return bool({"in", "im"} & set(lows)) and bool({"ein", "eine", "einen", "die", "den"} & set(lows))
    if cue.infinitive == "raten":
        return bool({"zu", "zur", "zum"} & set(lows))
    if cue.infinitive == "verweisen":
        return "auf" in lows
    if cue.infinitive in _MEASURING:
        return bool({"auf", "mit"} & set(lows))
    if cue.infinitive == "aussprechen":
        return bool({"für", "gegen"} & set(lows)) and "sich" in lows
    if cue.infinitive in {"warnen", "mahnen"}:
        return bool({"vor", "zu", "zur"} & set(lows))
    return part.end - part.start > _TOO_SHORT
