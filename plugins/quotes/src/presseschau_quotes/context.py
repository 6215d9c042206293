"""Who is speaking where a sentence does not say so: what stands after it, who was introduced before it, who spoke last."""

from collections.abc import Sequence

from attrs import frozen

from presseschau_quotes.clauses import MAIN, Segment, bracketed, segments
from presseschau_quotes.found import Offsets
from presseschau_quotes.names import Named, Names
from presseschau_quotes.signatures import Signature, said_after, signed_after
from presseschau_quotes.speakers import subject
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.voices import kind_of_phrase
from presseschau_quotes.words import words

REACH = 6
"""Sentences for which a speaker stays in mind when nobody else has spoken."""

_BACK = 3
"""Sentences of the same paragraph in which somebody introduced can still be who speaks."""

_NOBODY = words("nobody")
_OF = words("agent")


class Scene:
    """A sentence: its tokens, and its segments, which are cut when somebody asks for them."""

    __slots__ = ("_parts", "unit")

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._parts: list[Segment] | None = None

    @property
    def parts(self) -> list[Segment]:
        """The segments; none for a sentence of signs alone."""
        if self._parts is None:
            self._parts = segments(self.unit, bracketed(self.unit))
        return self._parts


@frozen
class Attribution:
    """Who said something that has no frame: ``rule`` tells how that is known, ``signature`` the sentence behind that says so."""

    rule: str
    speaker: Offsets = ()
    signature: Signature | None = None


class Context:
    """The memory of one reading: the last speaker, and the sentences around."""

    def __init__(self, scenes: Sequence[Scene], named: Names) -> None:
        self.scenes = scenes
        self.named = named
        self.mention: Offsets = ()
        self.said_at = -REACH
        self.at = 0
        self.going_on = False

    @property
    def previous(self) -> Scene | None:
        """The sentence before."""
        return self.scenes[self.at - 1] if self.at else None

    @property
    def following(self) -> Scene | None:
        """The sentence after."""
        return self.scenes[self.at + 1] if self.at + 1 < len(self.scenes) else None

    def speaker(self) -> Offsets:
        """Return the mention of who speaks on: the last speaker, or the subject of the sentence before."""
        if self.going_on and self.mention:
            return self.mention
        return self._subject_before() or self.mention

    def _subject_before(self) -> Offsets:
        if self.previous is None:
            return ()
        unit, parts = self.previous.unit, self.previous.parts
        found = _subject_of(unit, parts)
        return (unit.span(*found),) if found is not None and self._voice(unit, found) else ()

    def attribute(self) -> Attribution:
        """Return who said the sentence, which is all quotation: who is named after it, introduced before it, or spoke last."""
        unit = self.scenes[self.at].unit
        if self.following is not None:
            signature = signed_after(unit, self.following.unit, self.following.parts) or said_after(
                self.following.unit, self.following.parts
            )
            if signature is not None:
                return Attribution("direct/signed", (self.following.unit.span(*signature.speaker),), signature)
        for back in range(1, _BACK + 1):
            scene = self.scenes[self.at - back] if self.at >= back else None
            if scene is None or unit.paragraph - scene.unit.paragraph > 1:
                break
            if self.said_at == self.at - back and self.mention:
                return Attribution("direct/alone", self.mention)
            found = self.introduced(scene)
            if found:
                return Attribution("direct/introduced" if back == 1 else "direct/alone", found)
        if self.going_on and self.mention:
            return Attribution("direct/alone", self.mention)
        return Attribution("direct/unattributed")

    def introduced(self, scene: Scene) -> Offsets:
        """Return who a sentence is about, if that can speak: its subject, else the one person it names."""
        unit, parts = scene.unit, scene.parts
        found = _subject_of(unit, parts)
        if found is not None and self._voice(unit, found):
            return (unit.span(*found),)
        names = self.named.within(unit.starts[0], unit.ends[-1])
        return ((names[0].outer, names[0].end),) if len(names) == 1 and not _heads_sentence(names[0], unit) else ()

    def _voice(self, unit: Unit, found: Range) -> bool:
        start, end = found
        if unit.lows[start] in _NOBODY:
            return False
        if kind_of_phrase(unit, start, end):
            return True
        return end == start + 1 and self.named.knows(unit.words[start])

    def note(self, spoken: Offsets, *, reported: bool, nobody: bool = False) -> None:
        """Remember who spoke in a sentence, and go on to the next; ``nobody`` says that its words are nobody's that it names."""
        if nobody:
            self.mention = ()
        if spoken:
            self.mention, self.said_at = spoken, self.at
        self.going_on = reported
        self.at += 1


def _heads_sentence(name: Named, unit: Unit) -> bool:
    """Tell whether a name of two words begins its sentence, where an adjective with its noun looks the same."""
    return name.start == unit.starts[0] and not name.office and not kind_of_phrase(unit, 0, min(2, len(unit)))


def _subject_of(unit: Unit, parts: Sequence[Segment]) -> Range | None:
    main = next((n for n, part in enumerate(parts) if part.kind == MAIN), None)
    if main is None:
        return None
    return subject(unit, parts, main, parts[main].finite)
