"""Cues: verbs, nouns and adjectives that announce what somebody says or thinks, found in a segment."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from presseschau_quotes import lexicon as lx
from presseschau_quotes.addressees import addressee
from presseschau_quotes.clauses import MAIN, REL, SUB, Segment
from presseschau_quotes.phrases import full_phrase_end, is_time_phrase, phrase_around
from presseschau_quotes.speakers import subject
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.words import words

_ACTIVE = words("active")
_PASSIVE = words("passive")
_BEING = words("being")
_LET = words("let")
_WITH_ADJECTIVE = words("with_adjective")
_SEPARATED = words("separated")
_AGENT = words("agent")
_COME = words("come")
_OCCASIONS = tuple(sorted(words("occasions")))
_POSSESSIVES = words("possessives")
_CALLED_SO = ("thema", "motto", "titel", "name", "überschrift", "bezeichnung")
_AGENCIES = ("presse-agentur", "presseagentur", "nachrichtenagentur")
_OBJECTS = {
    "sprechen": ("von", "vom"),
    "ausgehen": ("von", "vom"),
    "drohen": ("mit",),
    "rechnen": ("mit",),
    "warnen": ("vor", "vorm"),
}
"""Prepositions that verbs ask for."""


_NEAR = 7
"""Words between a noun of speech and its clause, for its own attributes."""


@frozen
class Cue:
    """A cue in segment ``at``: its tokens, the finite verb of its clause (-1 for none), its classes (``data/verbs.tsv``).

    ``kind`` is ``verb``, ``noun`` or ``adjective``; ``noun`` is the token of the noun.
    """

    at: int
    tokens: tuple[int, ...]
    finite: int
    classes: frozenset[str]
    kind: str = "verb"
    passive: bool = False
    noun: int = -1
    infinitive: str = ""

    @property
    def weak(self) -> bool:
        """Whether the verb often reports nothing."""
        return "w" in self.classes


def verb_cues(unit: Unit, parts: Sequence[Segment], at: int) -> Iterator[Cue]:
    """Yield the verbs of speech of a segment, the last one first."""
    segment = parts[at]
    places: Iterable[int] = range(segment.end - 1, segment.start - 1, -1)
    if segment.link >= 0:
        at = segment.link
        places = (*places, parts[at].finite)
        segment = evolve(parts[at], end=segment.end)
    last = _last_word(unit, segment)
    for i in places:
        flags = unit.flags[i]
        if not flags & lx.REPORT or (flags & lx.CAP and i != segment.head) or flags & (lx.DET_N | lx.DET_O):
            continue
        for verb, form in lx.readings().get(unit.lows[i], ()):
            cue = _read(unit, segment, at, i, last, verb, form)
            if cue is not None:
                yield cue


def _last_word(unit: Unit, segment: Segment) -> int:
    last = segment.end - 1
    while last > segment.start and unit.flags[last] & (lx.PUNCT | lx.QUOTE):
        last -= 1
    return last


def _read(unit: Unit, segment: Segment, at: int, i: int, last: int, verb: lx.Verb, form: str) -> Cue | None:  # noqa: PLR0911 - one branch per construction
    if form in {"fin", "k1"}:
        return _finite(unit, segment, at, i, last, verb)
    if form == "sub":
        return Cue(at, (i,), i, verb.classes, infinitive=verb.infinitive) if segment.kind in {SUB, REL} else None
    auxiliary = _auxiliary(unit, segment, i)
    if form == "plural":
        return _finite(unit, segment, at, i, last, verb) if auxiliary == i else None
    if form == "part":
        return _participle(unit, segment, at, i, auxiliary, verb)
    if form == "zu":
        return Cue(at, (i,), -1, verb.classes, infinitive=verb.infinitive)
    if auxiliary == i:
        return _finite(unit, segment, at, i, last, verb)
    helps = auxiliary >= 0 and (unit.flags[auxiliary] & (lx.MODAL | lx.AUX) or unit.lows[auxiliary] in _LET)
    if helps and unit.lows[i - 1] != "zu":
        return Cue(at, (auxiliary, i), auxiliary, verb.classes, infinitive=verb.infinitive)
    if unit.lows[i - 1] == "zu" and i > segment.start:
        return Cue(at, (i - 1, i), -1, verb.classes, infinitive=verb.infinitive)
    return None


def _auxiliary(unit: Unit, segment: Segment, i: int) -> int:
    """Return the auxiliary of a participle or infinitive: the nearest before it, else the finite verb of the clause."""
    for k in range(i - 1, segment.head, -1):
        if unit.flags[k] & (lx.AUX | lx.MODAL) and unit.lows[k - 1] in {"und", "aber", "oder"}:
            return k
    return segment.finite


def _finite(unit: Unit, segment: Segment, at: int, i: int, last: int, verb: lx.Verb) -> Cue | None:  # noqa: PLR0911 - one branch per construction
    if i != segment.finite and segment.kind == MAIN and not _coordinated(unit, i, segment):
        return None
    if segment.kind not in {MAIN, SUB, REL}:
        return None
    following = unit.flags[i + 1] if i + 1 < segment.end else 0
    if unit.flags[i] & lx.PART and i != segment.finite and not following & lx.FUNCTION:
        return None
    if verb.particle:
        found = _particle(unit, i, segment.end, verb.particle)
        if found < 0:
            return None
        return Cue(at, (i, found), i, verb.classes, infinitive=verb.infinitive)
    if last > i and unit.lows[last] in _SEPARATED and not _verb_between(unit, i, last):
        return None
    return Cue(at, (i,), i, verb.classes, infinitive=verb.infinitive)


def _verb_between(unit: Unit, i: int, last: int) -> bool:
    """Tell whether a separable part at the end belongs to a second verb: "betonte X und sprach Y seinen Dank aus"."""
    return any(
        unit.lows[k - 1] in {"und", "sowie", "aber", "oder"} and unit.flags[k] & lx.FIN and not unit.flags[k] & lx.CAP
        for k in range(i + 2, last)
    )


def _coordinated(unit: Unit, i: int, segment: Segment) -> bool:
    return i > segment.start and unit.lows[i - 1] in {"und", "aber", "sowie", "oder"}


def _particle(unit: Unit, i: int, end: int, particle: str) -> int:
    """Return the token of a separable part: the last word of the clause or before "und"; -1 if it is not there."""
    for k in range(end - 1, i, -1):
        if unit.lows[k] == particle and (k + 1 >= end or unit.lows[k + 1] in {"und", "sowie", "oder", ".", "(", "als", "wie"}):
            return k
    return -1


def _participle(unit: Unit, segment: Segment, at: int, i: int, auxiliary: int, verb: lx.Verb) -> Cue | None:  # noqa: PLR0911 - one branch per construction
    following = unit.flags[i + 1] if i + 1 < segment.end else 0
    if following & lx.CAP and not following & lx.QUOTE and segment.kind != MAIN:
        return None
    if auxiliary < 0 or auxiliary == i:
        return None
    word = unit.lows[auxiliary]
    if unit.lows[i] == "bekannt" and word in _PASSIVE:
        return None  # "wurde bekannt": nobody says it
    if word in _ACTIVE or (unit.flags[auxiliary] & lx.MODAL):
        return Cue(at, (auxiliary, i) if auxiliary < i else (i, auxiliary), auxiliary, verb.classes, infinitive=verb.infinitive)
    if "i" in verb.classes and word in _BEING:
        return Cue(at, (auxiliary, i) if auxiliary < i else (i, auxiliary), auxiliary, verb.classes, infinitive=verb.infinitive)
    if word in _PASSIVE and (word not in _BEING or "worden" in unit.lows[segment.start : segment.end] or following & lx.PUNCT):
        tokens = (auxiliary, i) if auxiliary < i else (i, auxiliary)
        return Cue(at, tokens, auxiliary, verb.classes, passive=True, infinitive=verb.infinitive)
    return None


def noun_cue(unit: Unit, segment: Segment, at: int, wanted: str, reach: int) -> Cue | None:
    """Return a noun of speech among the last ``reach`` words of a segment, with the finite verb of its clause."""
    for i in range(segment.end - 1, max(segment.start, segment.end - reach) - 1, -1):
        if not unit.flags[i] & lx.CAP or unit.flags[i] & lx.QUOTE:
            continue
        classes = lx.noun_classes(unit.words[i])
        if wanted in classes:
            tokens = (segment.finite, i) if 0 <= segment.finite < i else (i,)
            return Cue(at, tokens, segment.finite, classes, kind="noun", noun=i)
    return None


def adjective_cue(unit: Unit, segment: Segment, at: int) -> Cue | None:
    """Return "ist sicher", "zeigte sich überzeugt" and their like."""
    if segment.finite < 0 or unit.lows[segment.finite] not in _WITH_ADJECTIVE:
        return None
    for i in range(segment.end - 1, segment.start - 1, -1):
        if unit.lows[i] in words("copula_adj"):
            tokens = (segment.finite, i) if segment.finite < i else (i, segment.finite)
            return Cue(at, tokens, segment.finite, frozenset("s"), kind="adjective")
    return None


def opinion_cue(unit: Unit, segment: Segment, at: int) -> Cue | None:
    """Return "hält es für möglich", "finden es wichtig" and their like, before what is thought."""
    if segment.finite < 0 or segment.finite + 2 >= segment.end:
        return None
    verb = unit.lows[segment.finite]
    holds = any(verb_.infinitive == "halten" for verb_, _ in lx.readings().get(verb, ()))
    es = next((k for k in range(segment.finite + 1, segment.end - 2) if unit.lows[k] == "es"), -1)
    last = segment.end - 1
    if not holds or es < 0 or unit.flags[last] & (lx.CAP | lx.FUNCTION) or "für" not in unit.lows[es + 1 : last]:
        return None
    return Cue(at, (segment.finite, last), segment.finite, frozenset("sz"), kind="opinion")


def governor(unit: Unit, parts: Sequence[Segment], at: int, wanted: str) -> Cue | None:
    """Return the cue in segment ``at`` that can take a complement of a class: ``s``, ``z``, ``q`` or ``p``."""
    segment = parts[at]
    found = next((cue for cue in verb_cues(unit, parts, at) if wanted in cue.classes), None)
    if found is not None and wanted == "z" and found.kind == "verb":
        owned = noun_cue(unit, segment, at, wanted, _NEAR)
        if (
            owned is not None
            and owned.noun + 1 < segment.end
            and unit.flags[owned.noun + 1] & lx.GEN
            and owned.noun > found.finite >= 0
        ):
            return Cue(at, (owned.noun,), -1, owned.classes, kind="noun", noun=owned.noun)
    if found is not None and not found.weak:
        return found
    if wanted in "szq":
        said = adjective_cue(unit, segment, at) if wanted == "s" else None
        said = said or (opinion_cue(unit, segment, at) if wanted != "q" else None)
        return said or found or noun_cue(unit, segment, at, wanted, _NEAR)
    return found


def speaker_of(unit: Unit, parts: Sequence[Segment], cue: Cue) -> tuple[Range | None, Range | None]:  # noqa: PLR0911 - one branch per construction
    """Return speaker and addressee of a cue's clause."""
    segment = parts[cue.at]
    if cue.kind == "noun":
        owner = _possessor(unit, segment, cue.noun)
        if owner is not None and cue.finite < 0 <= segment.finite < cue.noun:
            return (max(owner[0], cue.noun + 1), owner[1]), None
        if cue.finite < 0 or _heads_clause(segment, cue.noun) or (owner is not None and owner[1] > cue.noun + 1):
            return owner, None
    if cue.finite < 0:
        return _controller(unit, parts, cue.at), None
    if cue.infinitive in {"heißen", "hervorgehen", "verlauten"} and unit.lows[cue.finite] not in _LET:
        return next((s for p in (segment, *parts[: cue.at]) if (s := source_in(unit, p)) is not None), None), None
    found = subject(unit, parts, cue.at, cue.finite)
    if cue.infinitive == "zitieren" and cue.passive:
        return found, None
    verb_first = cue.at > 0 and cue.finite == segment.head and segment.kind == MAIN
    if (found is None and (verb_first or _coordinated(unit, cue.finite, segment))) or (
        found is not None and _elided(unit, segment, cue, found)
    ):
        found = _shared_subject(unit, parts, cue)
    if cue.passive or "x" in cue.classes:
        addressed = _addressee(unit, segment, None, cue)
        return _agent(unit, segment), (found if found is not None and cue.classes & {"a", "d"} and not addressed else addressed)
    if cue.kind == "noun" and found is not None and found[0] <= cue.noun < found[1]:
        come = unit.lows[cue.finite] in _COME
        return _possessor(unit, segment, cue.noun) or (_agent(unit, segment) if come else None), None
    return _without_object(unit, found, cue), _addressee(unit, segment, found, cue)


def _without_object(unit: Unit, found: Range | None, cue: Cue) -> Range | None:
    """Return a subject behind its verb without what that asks for: "spricht die Post [von einer Gefahr]"."""
    wanted = _OBJECTS.get(cue.infinitive, ())
    if found is None or found[0] < cue.finite:
        return found
    at = next((k for k in range(found[0] + 1, found[1]) if unit.lows[k] in wanted), found[1])
    return found[0], agency_after(unit, found[0] + 1, at)


def agency_after(unit: Unit, start: int, end: int) -> int:
    """Return where a news agency begins to which a subject behind its verb speaks: "sagte ein Sprecher [der Presse-Agentur]"; else ``end``."""
    noun = next((k for k in range(start, end) if unit.lows[k].endswith(_AGENCIES)), -1)
    return next((k for k in range(noun - 1, start - 1, -1) if unit.lows[k] == "der"), end) if noun >= 0 else end


def _addressee(unit: Unit, segment: Segment, found: Range | None, cue: Cue) -> Range | None:
    return addressee(unit, segment, found, finite=cue.finite, classes=cue.classes, infinitive=cue.infinitive)


def _elided(unit: Unit, segment: Segment, cue: Cue, found: Range) -> bool:
    """Tell whether the verb is a second one ("sagte A und forderte B"), so that what stands behind it is not a subject."""
    if cue.finite <= segment.start or not _coordinated(unit, cue.finite, segment):
        return False
    pronoun = unit.flags[found[0]] & lx.PRON_N and not unit.flags[found[0]] & lx.DET_N
    return found[0] > cue.finite and not pronoun


def _shared_subject(unit: Unit, parts: Sequence[Segment], cue: Cue) -> Range | None:
    """Return the subject of the main clause that a verb after "und" goes on from: the nearest one not in the subjunctive."""
    for index in range(cue.at, max(-1, cue.at - 6), -1):
        part = parts[index]
        if part.kind == MAIN and part.finite < cue.finite and not unit.flags[part.finite] & lx.CONJUNCTIVE:
            found = subject(unit, parts, index, part.finite)
            if found is not None:
                return found
    return None


def source_in(unit: Unit, segment: Segment) -> Range | None:
    """Return the noun phrase after "in", "aus" ... that names a source: "In dem Bericht heißt es"."""
    for i in range(segment.start, segment.end):
        if unit.lows[i] in {"aus", "in", "im", "von", "vom", "bei", "beim", "auf", "seitens"}:
            j = full_phrase_end(unit, i + 1, segment.end)
            if j > i + 1 and not is_time_phrase(unit, i + 1, j) and not _is_occasion(unit, i + 1, j):
                return i + 1, j
    return None


def is_title(unit: Unit, parts: Sequence[Segment], at: int) -> bool:
    """Tell whether a clause says what something is called: "„…“ lautet das Thema"."""
    lows = unit.lows[parts[at].start : parts[at].end]
    called = any(low.endswith(_CALLED_SO) for low in lows)
    return called and any(verb.infinitive == "lauten" for low in lows for verb, _ in lx.readings().get(low, ()))


def _is_occasion(unit: Unit, start: int, end: int) -> bool:
    """Tell whether a noun phrase names an event at which something is said, and nobody who says it: "bei einer Pressekonferenz"."""
    noun = next((unit.lows[k] for k in range(start, end) if unit.flags[k] & lx.CAP), "")
    return noun.endswith(_OCCASIONS)


def _heads_clause(segment: Segment, noun: int) -> bool:
    """Tell whether the noun of speech stands before the finite verb: it is what is talked about, not by whom."""
    return segment.kind == MAIN and noun < segment.finite


def _possessor(unit: Unit, segment: Segment, noun: int) -> Range | None:
    """Return whose word it is: the noun with its genitive ("die Forderung der Partei"), or "seine" before it."""
    i = noun + 1
    if i < segment.end and (unit.flags[i] & lx.GEN or unit.lows[i] in _AGENT):
        found = phrase_around(unit, segment.start, segment.end, noun)
        if found is not None and found[1] > i:
            return found
    if noun > segment.start and unit.lows[noun - 1] in _POSSESSIVES:
        return noun - 1, noun
    return None


def _agent(unit: Unit, segment: Segment) -> Range | None:
    for i in range(segment.start, segment.end):
        if unit.lows[i] in _AGENT:
            j = full_phrase_end(unit, i + 1, segment.end)
            if j > i + 1 and not is_time_phrase(unit, i + 1, j):
                return i + 1, j
    return None


def _controller(unit: Unit, parts: Sequence[Segment], at: int) -> Range | None:
    """The subject that an infinitive clause borrows from the clause before it."""
    for index in range(at - 1, max(-1, at - 4), -1):
        if parts[index].finite >= 0:
            return subject(unit, parts, index, parts[index].finite)
    return None
