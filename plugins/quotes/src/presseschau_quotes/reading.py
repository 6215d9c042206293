"""One reading of a text, sentence by sentence: what is said, and who says it where the sentence names nobody."""

from collections.abc import Iterator, Sequence
from functools import cache, reduce
from operator import or_

from attrs import evolve

from presseschau_quotes import complements, dependent, direct, free, parentheses, sources, unmarked
from presseschau_quotes import lexicon as lx
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import Segment
from presseschau_quotes.context import REACH, Context, Scene
from presseschau_quotes.found import DIRECT, INDIRECT, INDIRECT_FREE_INDIRECT, Found, Offsets
from presseschau_quotes.marks import Marked
from presseschau_quotes.names import Names
from presseschau_quotes.signatures import said_after, signed_after
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.turns import Turn
from presseschau_quotes.words import data_lines, words

_FRAMES = frozenset(["direct/verb", "direct/so", "direct/wie", "direct/inversion", "direct/signed"])
_SELF = frozenset(["ich", "wir", "man"])
_THESE = frozenset(["den angaben", "diesen angaben"])
_AUTHOR = frozenset(["ich", "wir"])
_POINTERS = words("pointers")
_OWN = words("possessive_source")
_GUESSABLE = frozenset(["free/subjunctive-1", "free/subjunctive-guess", "direct/long", "direct/colon"])
_ALONE = frozenset(["direct/alone", "direct/fragment"])


@cache
def confidences() -> dict[str, float]:
    """Return what each rule is worth, from ``data/rules.tsv``."""
    rows = (line.split(maxsplit=2) for line in data_lines("rules.tsv"))
    return {rule: float(confidence) for rule, confidence, _ in rows}


class Reader:
    """Reads a text unit by unit and remembers who spoke last."""

    def __init__(
        self,
        text: str,
        marks: Sequence[Marked],
        cut: Sequence[Unit],
        named: Names,
        *,
        join: bool = True,
        turns: Sequence[Turn] = (),
    ) -> None:
        self.text = text
        self.join = join
        self.turns = list(turns)
        self.marks = marks
        self.found: list[Found] = []
        self.context = Context([Scene(unit) for unit in cut if not all(flags & lx.PUNCT for flags in unit.flags)], named)
        self.chain = -1
        self.framed = False
        self.told = False
        self.claimed = -1
        self.paragraph = 0
        self.lost = not turns and unmarked.marks_are_lost(marks)
        self.waiting: list[Unit] = []
        self.guessed = False

    def read(self) -> list[Found]:
        """Return the quotations of the text, in the order of its sentences."""
        for scene in self.context.scenes:
            self._begin_turns(scene.unit)
            if is_silent(scene.unit):
                self.waiting = []
                self._pass_over(scene.unit)
            else:
                self._read(scene.unit, scene.parts)
        return self.found

    def _is_signed_block(self, unit: Unit) -> bool:
        """Add a paragraph in the first person that a line with a name and an office signs, as a pulled quotation has it."""
        after = self.context.following
        if after is None or "," not in after.unit.lows or after.unit.paragraph == unit.paragraph:
            return False
        signature = signed_after(unit, after.unit, after.parts)
        if signature is None:
            return False
        first = self.context.at
        while first and self.context.scenes[first - 1].unit.paragraph == unit.paragraph:
            first -= 1
        block = [scene.unit for scene in self.context.scenes[first : self.context.at + 1]]
        start, end = block[0].starts[0], unit.ends[-1]
        if not any(unmarked.in_first_person(one) for one in block) or any(f.end > start for f in self.found):
            return False
        rule, speaker = "direct/block", (after.unit.span(*signature.speaker),)
        self.found.append(Found(type=DIRECT, spans=((start, end),), rule=rule, confidence=confidences()[rule], speaker=speaker))
        self.claimed = self.context.at + 1
        self.context.note(speaker, reported=True)
        self.chain, self.framed, self.told, self.paragraph = -1, False, False, unit.paragraph
        return True

    def _pass_over(self, unit: Unit) -> None:
        """Go on from a sentence in which nothing is said."""
        self.context.note((), reported=False)
        self.chain, self.framed, self.told, self.paragraph = -1, False, False, unit.paragraph

    def _begin_turns(self, unit: Unit) -> None:
        """Add the turns that begin in a unit; who speaks in one speaks on until the next."""
        while self.turns and self.turns[0].start < unit.ends[-1]:
            turn = self.turns.pop(0)
            spans, speaker = ((turn.start, turn.end),), (turn.label,) if turn.label is not None else ()
            confidence = confidences()[turn.rule]
            self.found.append(Found(type=DIRECT, spans=spans, rule=turn.rule, confidence=confidence, speaker=speaker))
            self.context.mention, self.context.said_at, self.context.going_on = speaker, self.context.at, True

    def _read(self, unit: Unit, parts: list[Segment]) -> None:
        candidates = [c for c in self._candidates(unit, parts) if not self._is_own(unit, c)]
        if not candidates and self._is_signed_block(unit):
            return
        if self.lost:
            candidates = self._unmarked(unit, candidates)
        if not candidates:
            self._pass_over(unit)
            return
        before = len(self.found)
        chain = self.chain
        self.chain = -1
        speaker = self.context.speaker()
        self.guessed = not (self.context.going_on and self.context.mention)
        if any(c.rule == "free/subjunctive-1" for c in candidates) and not self.context.going_on:
            behind = self._speaker_behind(unit)
            if behind:
                speaker, self.guessed = behind, False
        last = self.found[-1] if self.framed and unit.paragraph == self.paragraph and self.found[-1].type == DIRECT else None
        self.framed = any(c.rule in _FRAMES for c in candidates)
        if last is None:
            candidates = [c for c in candidates if c.rule != "direct/fragment"]
        for candidate in candidates:
            if candidate.rule in _ALONE:
                self._alone(unit, candidate, last)
            else:
                self._add(unit, candidate, speaker, chain)
        heard = [f for f in self.found[before:] if f.speaker and self._counts(f.speaker)]
        spoken = min(heard, key=lambda f: (f.start, -f.end)).speaker if heard else ()
        nobody = not spoken and any(c.type == INDIRECT and not c.inherit and c.speaker is None for c in candidates)
        self.context.note(spoken, reported=bool(candidates), nobody=nobody)
        self.told = any(c.type in {INDIRECT, INDIRECT_FREE_INDIRECT} for c in candidates)
        self.paragraph = unit.paragraph

    @staticmethod
    def _is_own(unit: Unit, candidate: Candidate) -> bool:
        """Tell whether "ich" or "wir" say something outside of marks: the author, or somebody whose marks were lost."""
        speaker = candidate.speaker
        return (
            candidate.type == INDIRECT
            and speaker is not None
            and speaker[1] == speaker[0] + 1
            and unit.lows[speaker[0]] in _AUTHOR
        )

    def _unmarked(self, unit: Unit, candidates: list[Candidate]) -> list[Candidate]:
        """Read sentences in the first person beside a frame as direct speech: those behind it, and those before it."""
        candidates = unmarked.as_direct(unit, candidates)
        waiting, self.waiting = [one for one in self.waiting if one.paragraph == unit.paragraph], []
        framed = next((c for c in candidates if c.rule == "direct/unmarked-framed" and c.speaker is not None), None)
        if framed is not None:
            for one in waiting:
                self._add(one, unmarked.whole(one), self._offsets(unit, framed.speaker), -1)
        elif unmarked.in_first_person(unit) and all(c.speaker is None or unit.lows[c.speaker[0]] in _SELF for c in candidates):
            if self.context.going_on and self.context.mention and unit.paragraph == self.paragraph:
                return [unmarked.whole(unit)]
            if not candidates:
                self.waiting = [*waiting, unit]
        return candidates

    def _speaker_behind(self, unit: Unit) -> Offsets:
        """Return who says the next sentence of the paragraph, if a clause in it frames the subjunctive, "Y sei ..., sagte X", or it points back, "Das sagte X"."""
        after = self.context.following
        if after is None:
            return ()
        signature = said_after(after.unit, after.parts)
        if signature is not None and after.unit.lows[0] in {"das", "dies"}:
            self.claimed = self.context.at + 1
            return self._offsets(after.unit, signature.speaker)
        if after.unit.paragraph != unit.paragraph:
            return ()
        for candidate in parentheses.parentheses(after.unit, after.parts):
            told = any(after.unit.flags[k] & lx.CONJUNCTIVE for start, end in candidate.content for k in range(start, end))
            if told and candidate.speaker is not None and not candidate.rule.endswith("/wie"):
                return self._offsets(after.unit, candidate.speaker)
        return ()

    def _counts(self, speaker: Offsets) -> bool:
        """Tell whether a mention can be who speaks on: no relative pronoun, no "demnach", nobody's own opinion."""
        start, end = speaker[0]
        first, _, rest = self.text[start:end].lower().partition(" ")
        return (bool(rest) and first not in _OWN) or (not rest and first not in _POINTERS)

    def _candidates(self, unit: Unit, parts: list[Segment]) -> list[Candidate]:
        if self.claimed == self.context.at:
            return []  # "Das sagte X", whose words stand before
        candidates = with_cue(unit, parts) or self._without_cue(unit, parts)
        quoted = [i for i, mark in enumerate(unit.marks) if mark >= 0]
        taken = {token for c in candidates if c.type == DIRECT for start, end in c.content for token in range(start, end)}
        wanted = [i for i in quoted if i not in taken]
        outer = [c for c in candidates if c.type != DIRECT]
        candidates += direct.quotes(unit, parts, outer, wanted=wanted)
        if not candidates:
            candidates = list(self._anaphor(unit, parts)) or list(free.reported(unit, parts))
            candidates += direct.quotes(unit, parts, candidates, wanted=wanted)
        return candidates

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
            before = previous.unit
            yield evolve(found, before=((before.starts[0], before.ends[-1]),))

    def _add(self, unit: Unit, candidate: Candidate, inherited: Offsets, chain: int) -> None:
        speaker = self._offsets(unit, candidate.speaker)
        rule = candidate.rule
        if candidate.inherit and not speaker:
            speaker = inherited
            if speaker and self.guessed and rule in _GUESSABLE:
                rule = f"{rule.partition('/')[0]}/introduced-before"
        if candidate.type == INDIRECT_FREE_INDIRECT:
            if chain >= 0 and self.join:
                last = self.found[chain]
                self.found[chain] = evolve(last, spans=((last.start, unit.ends[-1]),))
                self.chain = chain
                return
            self.chain = len(self.found)
        self.found.append(
            Found(
                type=candidate.type,
                spans=self._content(unit, candidate),
                rule=rule,
                confidence=confidences().get(rule, 0.5),
                speaker=speaker,
                cue=joined(unit, candidate.cue),
                addressee=self._offsets(unit, candidate.addressee if candidate.addressee != candidate.speaker else None),
                frame=tuple(unit.span(*r) for r in candidate.frame if r[0] < r[1]),
                reference=self.context.mention if self._refers(candidate, speaker) else (),
            )
        )

    def _refers(self, candidate: Candidate, speaker: Offsets) -> bool:
        """Tell whether a source stands for who spoke before: "demnach", "den Angaben zufolge"."""
        if candidate.rule == "source/demnach":
            return self.context.going_on
        return (
            bool(speaker) and self.text[slice(*speaker[0])].lower() in _THESE and self.context.at - self.context.said_at < REACH
        )

    def _alone(self, unit: Unit, candidate: Candidate, last: Found | None) -> None:
        """Add a sentence that is all quotation: with who is named behind it, who spoke in „...“, sagte X. „...“, or before."""
        spans = self._content(unit, candidate)
        attributed = self.context.attribute()
        if attributed.signature is not None and self.context.following is not None:
            signature, after = attributed.signature, self.context.following.unit
            self.claimed = self.context.at + 1
            self.framed = True
            one = Found(
                type=DIRECT,
                spans=spans,
                rule=attributed.rule,
                confidence=confidences()[attributed.rule],
                speaker=attributed.speaker,
                cue=joined(after, signature.cue),
                addressee=self._offsets(after, signature.addressee),
                frame=tuple(after.span(*r) for r in signature.frame),
            )
        elif last is not None:
            rule = "direct/continued"
            self.framed = True
            one = evolve(last, type=DIRECT, spans=spans, rule=rule, confidence=confidences()[rule])
        else:
            confidence = confidences()[attributed.rule]
            one = Found(type=DIRECT, spans=spans, rule=attributed.rule, confidence=confidence, speaker=attributed.speaker)
        self.found.append(one)

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


_SPEAKING = lx.REPORT | lx.K1 | lx.K2 | lx.GUESS_K1 | lx.QUOTE
_TRIGGERS = words("source_words") | words("first_person") | words("hearsay") | {"so", "wie", "wonach", ":", "rede"}


def is_silent(unit: Unit) -> bool:
    """Tell whether nothing in a sentence can make it speech: no word of speech, subjunctive, mark, source or first person."""
    if reduce(or_, unit.flags) & _SPEAKING or not _TRIGGERS.isdisjoint(unit.lows):
        return False
    return not any(flags & lx.CAP and lx.noun_classes(word) for word, flags in zip(unit.words, unit.flags, strict=True))


def with_cue(unit: Unit, parts: list[Segment]) -> list[Candidate]:
    """Return what a cue in the sentence marks as said; a cue counts once."""
    aside = [_as_direct(unit, c) for c in parentheses.parentheses(unit, parts)]
    told = [*sources.sources(unit, parts), *sources.according(unit, parts)]
    if len(told) > 1:  # "Demnach ist laut der Polizei …": the same words, once
        told = [c for c in told if c.rule != "source/demnach" or not any(c.holds(other.cue[0]) for other in told)]
    used = {token for c in aside for token in c.cue}
    kept: list[Candidate] = []
    for candidate in complements.complements(unit, parts):
        if used & set(candidate.cue) or any(c.holds(candidate.start) and c.holds(candidate.end - 1) for c in aside):
            continue
        kept.append(candidate)
    kept += dependent.dependent(unit, parts, [*aside, *kept, *told])
    kept_sources = [
        _as_direct(unit, _clipped(s, kept)) for s in told if not any(c.holds(s.cue[0]) or _frames(c, s.cue[0]) for c in aside)
    ]
    return [*aside, *kept_sources, *(c for c in kept if not _inside_source(c, kept_sources))]


def _frames(candidate: Candidate, token: int) -> bool:
    """Tell whether a token lies in the frame of speech that is put around a clause: "…, sagte X laut der Zeitung"."""
    return not candidate.rule.endswith("/so") and any(start <= token < end for start, end in candidate.frame)


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


def joined(unit: Unit, tokens: tuple[int, ...]) -> Offsets:
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
