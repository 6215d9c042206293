"""The engine: text and sentence offsets in, quotations out. Pure; knows nothing of plugins."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from attrs import evolve

from presseschau_quotes import complements, direct, free, parentheses, sources
from presseschau_quotes import lexicon as lx
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import Segment, bracketed, segments
from presseschau_quotes.context import Context
from presseschau_quotes.found import DIRECT, INDIRECT, INDIRECT_FREE_INDIRECT, Found, Offsets
from presseschau_quotes.marks import Marked, pair_marks
from presseschau_quotes.names import Names, join_surnames
from presseschau_quotes.speakers import Range
from presseschau_quotes.tokens import Unit, units
from presseschau_quotes.words import data_lines, words

NESTED_WORDS = 4
"""Words in marks within marks from which on they are a quotation and no name."""


_PERSONS = words("third_person")
_FRAMES = frozenset(["direct/verb", "direct/so", "direct/wie"])
_ALONE = frozenset(["direct/alone", "direct/fragment"])
_NEAR = 600
_GUESSED = 0.8


@cache
def _confidences() -> dict[str, float]:
    rows = (line.split(maxsplit=2) for line in data_lines("rules.tsv"))
    return {rule: float(confidence) for rule, confidence, _ in rows}


def find_quotes(text: str, sentences: Sequence[tuple[int, int]]) -> list[Found]:
    """Return the quotations of a text, ordered by where they start, outer before inner.

    ``sentences`` are offsets of sentences, ascending; the boundaries may be wrong where quotation marks say so.
    """
    marks = pair_marks(text)
    cut = list(units(text, sentences, marks))
    named = Names(cut)
    reader = _Reader(text, marks)
    for unit in cut:
        join_surnames(unit, named)
        reader.read(unit)
    return list(_entitled(text, _ordered(_unquoted(reader.found)), named))


class _Reader:
    """Reads a text unit by unit and remembers who spoke last."""

    def __init__(self, text: str, marks: Sequence[Marked]) -> None:
        self.text = text
        self.marks = marks
        self.found: list[Found] = []
        self.context = Context()
        self.chain = -1
        self.framed = False
        self.told = False
        self.paragraph = 0

    def read(self, unit: Unit) -> None:
        """Add the quotations of a unit."""
        parts = segments(unit, bracketed(unit))
        if not parts:
            return
        candidates = _with_cue(unit, parts) or self._without_cue(unit, parts)
        taken = {token for c in candidates if c.type == DIRECT for start, end in c.content for token in range(start, end)}
        wanted = [i for i in range(len(unit)) if unit.marks[i] >= 0 and i not in taken]
        outer = [c for c in candidates if c.type != DIRECT]
        candidates += direct.quotes(unit, parts, outer, wanted=wanted)
        if not candidates:
            candidates = list(self._anaphor(unit, parts)) or list(free.reported(unit, parts))
            candidates += direct.quotes(unit, parts, candidates, wanted=wanted)
        before = len(self.found)
        chain = self.chain
        self.chain = -1
        speaker = self.context.speaker()
        last = self.found[-1] if self.framed and unit.paragraph == self.paragraph and self.found[-1].type == DIRECT else None
        self.framed = any(c.rule in _FRAMES for c in candidates)
        if last is None:
            candidates = [c for c in candidates if c.rule != "direct/fragment"]
        for candidate in candidates:
            if candidate.rule in _ALONE and last is not None:
                self._continue(unit, candidate, last)
                self.framed = True
            else:
                self._add(unit, candidate, speaker, chain)
        heard = [f for f in self.found[before:] if f.speaker]
        spoken = min(heard, key=lambda f: (f.start, -f.end)).speaker if heard else ()
        self.context.note(unit, parts, spoken, reported=bool(candidates))
        self.told = any(c.type == INDIRECT for c in candidates)
        self.paragraph = unit.paragraph

    def _without_cue(self, unit: Unit, parts: list[Segment]) -> list[Candidate]:
        going_on = self.context.going_on
        found = free.subjunctive(unit, parts, going_on=going_on) or free.hearsay(unit, parts, going_on=going_on)
        return [found] if found is not None else []

    def _anaphor(self, unit: Unit, parts: list[Segment]) -> Iterator[Candidate]:
        """Yield "Das sagte X", with the sentence before as what is said."""
        previous = self.context.previous
        if previous is None or self.told or self.paragraph != unit.paragraph:
            return
        found = sources.anaphor(unit, parts)
        if found is not None:
            before, _ = previous
            yield evolve(found, before=((before.starts[0], before.ends[-1]),))

    def _add(self, unit: Unit, candidate: Candidate, inherited: Offsets, chain: int) -> None:
        speaker = self._offsets(unit, candidate.speaker)
        if candidate.inherit and not speaker:
            speaker = inherited
        if candidate.type == INDIRECT_FREE_INDIRECT:
            if chain >= 0:
                last = self.found[chain]
                self.found[chain] = evolve(last, spans=((last.start, unit.ends[-1]),))
                self.chain = chain
                return
            self.chain = len(self.found)
        self.found.append(
            Found(
                type=candidate.type,
                spans=self._content(unit, candidate),
                rule=candidate.rule,
                confidence=_confidences().get(candidate.rule, 0.5),
                speaker=speaker,
                cue=_joined(unit, candidate.cue),
                addressee=self._offsets(unit, candidate.addressee),
                frame=tuple(unit.span(*r) for r in candidate.frame if r[0] < r[1]),
            )
        )

    def _continue(self, unit: Unit, candidate: Candidate, last: Found) -> None:
        """Add a quotation that goes on behind its frame, „...“, sagte X. „...“, with the same roles."""
        rule = "direct/continued"
        spans = self._content(unit, candidate)
        self.found.append(evolve(last, type=DIRECT, spans=spans, rule=rule, confidence=_confidences()[rule]))

    @staticmethod
    def _offsets(unit: Unit, tokens: Range | None) -> Offsets:
        return (unit.span(*tokens),) if tokens is not None else ()

    def _content(self, unit: Unit, candidate: Candidate) -> Offsets:
        spans: list[tuple[int, int]] = list(candidate.before)
        for start, end in candidate.content:
            if candidate.type == DIRECT and end == start + 1 and unit.marks[start] >= 0:
                spans.extend(self.marks[unit.marks[start]].pieces)
            else:
                spans.append(unit.span(start, end))
        return tuple(spans)


def _with_cue(unit: Unit, parts: list[Segment]) -> list[Candidate]:
    """Return what a cue in the sentence marks as said; a cue counts once."""
    aside = [_as_direct(unit, c) for c in parentheses.parentheses(unit, parts)]
    told = [*sources.sources(unit, parts), *sources.according(unit, parts)]
    used = {token for c in aside for token in c.cue}
    kept: list[Candidate] = []
    for candidate in complements.complements(unit, parts):
        if used & set(candidate.cue) or any(c.holds(candidate.start) and c.holds(candidate.end - 1) for c in aside):
            continue
        kept.append(candidate)
    kept_sources = [_as_direct(unit, _clipped(s, kept)) for s in told if not any(c.holds(s.cue[0]) for c in aside)]
    return [*aside, *kept_sources, *(c for c in kept if not _inside_source(c, kept_sources))]


def _clipped(source: Candidate, said: Sequence[Candidate]) -> Candidate:
    """Keep a source phrase that stands inside indirect speech to that speech: "X sagte, nach Angaben von Y sei ..."."""
    for outer in said:
        if outer.holds(source.cue[0]):
            start, end = outer.content[0]
            content = tuple((max(a, start), min(b, end)) for a, b in source.content if max(a, start) < min(b, end))
            return evolve(source, content=content or source.content)
    return source


def _inside_source(candidate: Candidate, sources: Sequence[Candidate]) -> bool:
    """Tell whether indirect speech begins with a source phrase, which then says the same of it with more right."""
    return any(s.frame[0][0] == candidate.start for s in sources)


def _as_direct(unit: Unit, candidate: Candidate) -> Candidate:
    """Turn what consists of quotation marks alone into direct speech."""
    quoted: list[Range] = []
    for start, end in candidate.content:
        tokens = [i for i in range(start, end) if not unit.flags[i] & lx.PUNCT and unit.lows[i] not in {"und", "oder"}]
        if not tokens or any(unit.marks[i] < 0 for i in tokens):
            if quoted and start >= candidate.frame[0][1]:
                if _goes_on(unit, start):
                    quoted.append((start, start + 1))  # "„…“, sagte X, „…“, und ging"
                continue
            return candidate
        quoted.extend((i, i + 1) for i in tokens)
    if candidate.type != INDIRECT:
        return candidate
    return Candidate(
        type=DIRECT,
        rule=candidate.rule.replace("parenthesis", "direct") if candidate.rule.startswith("parenthesis") else "direct/source",
        content=tuple(quoted),
        speaker=candidate.speaker,
        cue=candidate.cue,
        addressee=candidate.addressee,
        frame=candidate.frame,
    )


def _goes_on(unit: Unit, i: int) -> bool:
    """Tell whether a stretch in marks stands alone between punctuation."""
    return unit.marks[i] >= 0 and (i + 1 == len(unit) or bool(unit.flags[i + 1] & lx.PUNCT))


def _joined(unit: Unit, tokens: tuple[int, ...]) -> Offsets:
    """Return the offsets of tokens, neighbours as one span."""
    spans: list[tuple[int, int]] = []
    previous = -2
    for token in sorted(tokens):
        if token == previous + 1:
            spans[-1] = (spans[-1][0], unit.ends[token])
        else:
            spans.append((unit.starts[token], unit.ends[token]))
        previous = token
    return tuple(spans)


def _entitled(text: str, found: Sequence[Found], named: Names) -> Iterator[Found]:
    """Add the full names behind the speakers' mentions.

    "er" and "sie" are the speaker before where no other name stands between; that is a guess, and lowers the confidence.
    """
    entity: str | None = None
    said_at = -1
    for one in found:
        if not one.speaker:
            yield one
            continue
        start, end = one.speaker[0]
        mention = text[start:end]
        if mention.lower() in _PERSONS:
            near = entity is not None and 0 <= start - said_at < _NEAR and not named.between(said_at + 1, start)
            if near and "\n\n" not in text[said_at:start]:
                yield evolve(one, speaker_entity=entity, confidence=min(one.confidence, _GUESSED))
                said_at = start
            else:
                yield one
            continue
        entity, said_at = named.resolve(mention, start), start
        yield evolve(one, speaker_entity=entity) if entity is not None else one


def _unquoted(found: Sequence[Found]) -> list[Found]:
    """Take away speakers and addressees that lie in speech, for nobody who is only quoted speaks.

    A word or two in marks that are the speaker of reported speech ("laut „Abendblatt“") are a name instead.
    """
    speakers = {span for one in found if one.type != DIRECT for span in one.speaker}
    found = [one for one in found if not (one.rule.endswith("-few") and speakers.intersection(one.spans))]
    spoken = sorted(span for one in found if one.type == DIRECT for span in one.spans)
    starts = [start for start, _ in spoken]

    def free_of(role: Offsets) -> Offsets:
        for start, end in role:
            at = bisect_right(starts, start) - 1
            if at >= 0 and end <= spoken[at][1]:
                return ()
        return role

    return [evolve(one, speaker=free_of(one.speaker), addressee=free_of(one.addressee)) for one in found]


def _ordered(found: list[Found]) -> list[Found]:
    """Sort quotations and link each to the smallest one around it."""
    found = sorted(found, key=lambda f: (f.start, -f.end, f.type != INDIRECT))
    result: list[Found] = []
    around: list[int] = []
    for one in found:
        while around and result[around[-1]].end <= one.start:
            around.pop()
        parent = next((i for i in reversed(around) if _covers(result[i], one)), None)
        result.append(evolve(one, parent=parent) if parent is not None else one)
        around.append(len(result) - 1)
    return result


def _covers(outer: Found, inner: Found) -> bool:
    return outer.spans != inner.spans and all(any(s <= a and b <= e for s, e in outer.spans) for a, b in inner.spans)
