"""The engine: text and sentence offsets in, quotations out. Pure; knows nothing of plugins."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from attrs import evolve

from presseschau_quotes.found import DIRECT, INDIRECT, Found, Offsets
from presseschau_quotes.interviews import interview
from presseschau_quotes.labels import Labels
from presseschau_quotes.marks import pair_marks
from presseschau_quotes.names import Names, join_surnames
from presseschau_quotes.nested import nested
from presseschau_quotes.persons import described, printed
from presseschau_quotes.pronouns import gender, pronoun
from presseschau_quotes.reading import Reader
from presseschau_quotes.syntax import Syntax
from presseschau_quotes.tagged import correct
from presseschau_quotes.tokens import units
from presseschau_quotes.turns import turns
from presseschau_quotes.vocabulary import Words

_NEAR = 600
_GUESSED = 0.8
_MOST_SPEAKERS = 4


def find_quotes(
    text: str, sentences: Sequence[tuple[int, int]], *, join: bool = True, syntax: Syntax | None = None
) -> list[Found]:
    """Return the quotations of a text, ordered by where they start, outer before inner.

    ``sentences`` are offsets of sentences, ascending; the boundaries may be wrong where quotation marks say so.
    ``join`` makes one quotation of the sentences of free indirect speech that follow each other; without it each is one.
    """
    marks = pair_marks(text)
    if "\t" in text:
        sentences = [(_behind_number(text, start, end), end) for start, end in sentences]
    cut = list(units(text, sentences, marks))
    if syntax:
        for unit in cut:
            unit.syntax = syntax
            correct(unit, syntax)
    named = Names(cut)
    for unit in cut:
        join_surnames(unit, named)
    spoken = turns(text) or interview(text)
    found = Reader(text, marks, cut, named, join=join, turns=spoken).read()
    if any(marked.parent is not None for marked in marks):
        found.extend(nested(text, sentences, marks, named))
    knows = Words(text)
    return [_described(text, one, named, knows) for one in _entitled(text, _ordered(_unquoted(found)), named)]


def _described(text: str, one: Found, named: Names, knows: Words) -> Found:
    """Add names, office and affiliation of the speaker, and the printed form of a source that is not a person."""
    if not one.speaker:
        return one
    mention = " ".join(text[start:end] for start, end in one.speaker)
    entity = one.speaker_entity
    personal = entity is not None and named.is_person(entity)
    if entity is None:
        entity = printed(mention, knows, oblique=one.rule.startswith("source/"))
    person = described(mention, entity if personal else None, named.office(entity) if personal and entity else "")
    return evolve(one, speaker_entity=entity, person=person)


_NUMBERED = re.compile(r"[ \n]{0,4}\d{1,12}\t")


def _behind_number(text: str, start: int, end: int) -> int:
    """Return where a sentence begins behind the number of its line, "1001<tab>", as collections of sentences have it."""
    match = _NUMBERED.match(text, start, end)
    return match.end() if match is not None and match.end() < end else start


def _entitled(text: str, found: Sequence[Found], named: Names) -> Iterator[Found]:
    """Add the full names behind the speakers' mentions.

    "er", "sie" and "der 51-Jährige" are the last speaker of their gender where no other name that can have it stands between; that is a
    guess, and lowers the confidence.
    """
    spoke: list[tuple[str, str, int]] = []
    labels = Labels(text, named)
    for one in found:
        if not one.speaker:
            yield one
            continue
        start, end = one.speaker[0]
        if one.reference:
            said = text[slice(*one.reference[0])]
            yield evolve(one, speaker_entity=named.resolve(said, one.reference[0][0]) or said)
            continue
        mention = labels.bearer(text[start:end]) if one.rule == "turn/label" else text[start:end]
        asked = pronoun(mention)
        if asked is not None:
            entity = _antecedent(text, spoke, named, asked, start)
            if entity is None:
                yield one
                continue
            spoke.append((entity, asked, start))
            yield evolve(one, speaker_entity=entity, confidence=min(one.confidence, _GUESSED))
            continue
        entity = named.resolve(mention, start)
        if entity is not None:
            spoke.append((entity, _gender(text[start:end], entity, named), start))
        else:
            spoke.append(("", "", start))
        yield evolve(one, speaker_entity=entity) if entity is not None else one


def _antecedent(text: str, spoke: Sequence[tuple[str, str, int]], named: Names, asked: str, at: int) -> str | None:
    """Return the last speaker before ``at`` who has the gender that is ``asked`` for, if nobody named since then can have it."""
    for entity, gender_, said_at in reversed(spoke[-_MOST_SPEAKERS:]):
        if not 0 <= at - said_at < _NEAR or "\n\n" in text[said_at:at]:
            return None
        if asked and gender_ and gender_ != asked:
            continue
        between = (_gender("", other.text, named) for other in named.within(said_at + 1, at) if other.text != entity)
        return entity or None if all(asked and one and one != asked for one in between) else None
    return None


def _gender(mention: str, name: str, named: Names) -> str:
    around = [named.office(name), *mention.replace(name, " ").split()]
    return gender([word for word in around if word[:1].isupper()], name.partition(" ")[0])


def _unquoted(found: Sequence[Found]) -> list[Found]:
    """Take away speakers and addressees that lie in speech, for nobody who is only quoted speaks.

    A word or two in marks that are the speaker of reported speech ("laut „Abendblatt“") are a name instead.
    """
    speakers = {span for one in found if one.type != DIRECT for span in one.speaker}
    found = [one for one in found if not (one.rule.endswith("-few") and speakers.intersection(one.spans))]
    spoken = sorted(span for one in found if one.type == DIRECT for span in one.spans)
    starts = [start for start, _ in spoken]

    def free_of(role: Offsets, one: Found) -> Offsets:
        for start, end in role:
            at = bisect_right(starts, start) - 1
            if at >= 0 and end <= spoken[at][1] and not _inside(one, spoken[at]) and one.rule != "turn/answer":
                return ()
        return role

    roles = [(one, free_of(one.speaker, one), free_of(one.addressee, one)) for one in found]
    return [
        one if (speaker, addressed) == (one.speaker, one.addressee) else evolve(one, speaker=speaker, addressee=addressed)
        for one, speaker, addressed in roles
    ]


def _inside(one: Found, outer: tuple[int, int]) -> bool:
    """Tell whether a quotation lies in a span of another, whose words name its speaker."""
    return outer not in one.spans and outer[0] <= one.start < outer[1]


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
