"""The engine: text and sentence offsets in, quotations out. Pure; knows nothing of plugins."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from attrs import evolve

from presseschau_quotes.found import DIRECT, INDIRECT, Found, Offsets
from presseschau_quotes.marks import pair_marks
from presseschau_quotes.names import Names, join_surnames
from presseschau_quotes.nested import nested
from presseschau_quotes.persons import described, printed
from presseschau_quotes.reading import Reader
from presseschau_quotes.syntax import Syntax
from presseschau_quotes.tagged import correct
from presseschau_quotes.tokens import units
from presseschau_quotes.turns import turns
from presseschau_quotes.words import words

_PERSONS = words("third_person")
_NEAR = 600
_GUESSED = 0.8


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
    spoken = turns(text)
    found = Reader(text, marks, cut, named, join=join, turns=spoken).read()
    if any(marked.parent is not None for marked in marks):
        found.extend(nested(text, sentences, marks, named))
    return [_described(text, one, named) for one in _entitled(text, _ordered(_unquoted(found)), named)]


def _described(text: str, one: Found, named: Names) -> Found:
    """Add names, office and affiliation of the speaker, and the printed form of a source that is not a person."""
    if not one.speaker:
        return one
    mention = " ".join(text[start:end] for start, end in one.speaker)
    entity = one.speaker_entity
    personal = entity is not None and named.is_person(entity)
    if entity is None:
        entity = printed(
            mention,
            lambda word: re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None,
            oblique=one.rule.startswith("source/"),
        )
    person = described(mention, entity if personal else None, named.office(entity) if personal and entity else "")
    return evolve(one, speaker_entity=entity, person=person)


_NUMBERED = re.compile(r"[ \n]{0,4}\d{1,12}\t")


def _behind_number(text: str, start: int, end: int) -> int:
    """Return where a sentence begins behind the number of its line, "1001<tab>", as collections of sentences have it."""
    match = _NUMBERED.match(text, start, end)
    return match.end() if match is not None and match.end() < end else start


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
        if one.reference:
            said = text[slice(*one.reference[0])]
            yield evolve(one, speaker_entity=named.resolve(said, one.reference[0][0]) or said)
            continue
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

    def free_of(role: Offsets, one: Found) -> Offsets:
        for start, end in role:
            at = bisect_right(starts, start) - 1
            if at >= 0 and end <= spoken[at][1] and not _inside(one, spoken[at]):
                return ()
        return role

    return [evolve(one, speaker=free_of(one.speaker, one), addressee=free_of(one.addressee, one)) for one in found]


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
