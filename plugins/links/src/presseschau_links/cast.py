"""The cast of one article: who speaks in it, as far as the article itself tells.

A surname stands for the one bearer whom the article names in full, an office for its one holder, a pronoun for the person named last
before it. Where the article leaves it open, so does the cast: other articles of the story may tell.
"""

import re
from collections.abc import Iterable, Sequence

from attrs import evolve, field, frozen

from presseschau import Quote, Span
from presseschau_links.names import Name, codes, same_surname
from presseschau_links.persons import Mention, differ, mention_of, name_of, sex_of_given, sex_of_role

_RUN = re.compile(r"[A-ZÄÖÜ][\w’'-]{1,40}(?: (?:(?:von|van|de|der|zu|al|di) ){0,2}[A-ZÄÖÜ][\w’'-]{1,40}){1,5}")
_BESIDE = 60
_BETWEEN = re.compile(r", (?:[A-ZÄÖÜ][\w-]{1,30}\.? ){0,3}")
_NEAR = 350
"""Code points before a pronoun in which its person is looked for."""
_MOST_NAMED = 200


@frozen
class Person:
    """A person whom the article names, with the offices beside the name, where it stands in full, and where in any form.

    The given name is empty where the article gives only an office and a surname.
    """

    name: Name
    roles: tuple[str, ...]
    stems: frozenset[str]
    sex: str
    full: tuple[Span, ...]
    places: tuple[Span, ...] = ()


@frozen
class Part:
    """A quote's speaker: the mention, whom it stands for in this article (``person``), and by which evidence.

    ``near`` is the person of fitting sex named last before a description; it stands for them where nothing better is found.
    """

    quote: str
    start: int
    mention: Mention
    person: Person | None = None
    why: str = ""
    near: Person | None = None


@frozen
class Cast:
    """The persons that an article names, and the speakers of its quotes."""

    persons: tuple[Person, ...] = field(default=())
    parts: tuple[Part, ...] = field(default=())


def cast_of(text: str, quotes: Iterable[Quote]) -> Cast:
    """Return the cast of an article; quotes and places count code points of ``text``, its source text."""
    mentions = [
        (quote, mention_of(_words_at(quote.speaker, text), quote.speaker_entity))
        for quote in sorted(quotes, key=lambda quote: (quote.speaker, quote.id))
        if quote.speaker
    ]
    persons = _described(_persons(text, mentions), mentions, text)
    return Cast(persons, tuple(_part(quote, mention, persons, text) for quote, mention in mentions))


def _words_at(spans: Sequence[Span], text: str) -> str:
    return " ".join(" ".join(text[span.start : span.end] for span in spans).split())


def _persons(text: str, mentions: list[tuple[Quote, Mention]]) -> tuple[Person, ...]:
    """Return the persons named in full, those of the quotes first; one for all spellings in the article."""
    found: list[tuple[Name, str, Span]] = []
    for match in _RUN.finditer(text):
        tokens = match.group().split()
        name = name_of(tokens)
        if name is None or not (sex_of_given(name.given) or any(map(sex_of_role, tokens[:-1]))):
            continue
        behind = match.group().rfind(name.surname) + len(name.surname)
        at = match.group().find(str(name).split()[0])
        found.append((name, match.group()[:at].strip(), Span(match.start() + at, match.start() + behind)))
        if len(found) >= _MOST_NAMED:
            break
    found.extend(
        (one.name, one.role, quote.speaker[0]) for quote, one in mentions if one.kind == "name" and one.name is not None
    )
    persons: dict[str, Person] = {}
    full = [name for name, _, _ in found if name.given]
    for name, role, span in found:
        if not name.given and any(same_surname(name.surname, one.surname) == 1.0 for one in full):
            continue
        described = mention_of(f"{role} {name}", str(name)) if role else None
        stems = described.stems if described else frozenset()
        sex = sex_of_given(name.given) or (described.sex if described else "")
        same = (
            known
            for known, person in persons.items()
            if _one(person.name, name) and not (sex and person.sex and sex != person.sex)
        )
        key = next(same, f"{name.key} {sex}")
        before = persons.get(key)
        if before is None:
            persons[key] = Person(name, (role,) if role else (), stems, sex, (span,))
        else:
            roles = before.roles if not role or role in before.roles else (*before.roles, role)
            persons[key] = evolve(
                before, roles=roles, stems=before.stems | stems, sex=before.sex or sex, full=(*before.full, span)
            )
    alone = {
        key: sum(one.name.surname == person.name.surname for one in persons.values()) == 1 for key, person in persons.items()
    }
    return tuple(evolve(person, places=_places(person, text) if alone[key] else person.full) for key, person in persons.items())


def _described(persons: tuple[Person, ...], mentions: list[tuple[Quote, Mention]], text: str) -> tuple[Person, ...]:
    """Return the persons with the descriptions that stand beside their names."""
    for quote, mention in mentions:
        person = _apposed(quote.speaker[-1].end, persons, text) if mention.kind == "role" else None
        if person is not None:
            wider = evolve(
                person, stems=person.stems | mention.stems, roles=tuple(dict.fromkeys((*person.roles, mention.role)))
            )
            persons = tuple(wider if one is person else one for one in persons)
    return persons


def _one(one: Name, other: Name) -> bool:
    if not one.given or not other.given:
        return not one.given and not other.given and same_surname(one.surname, other.surname) == 1.0
    return one.key == other.key or (
        same_surname(one.surname, other.surname) == 1.0 and bool(set(codes(one.given)) & set(codes(other.given)))
    )


def _places(person: Person, text: str) -> tuple[Span, ...]:
    """Return where the person's surname stands, full or alone."""
    pattern = rf"(?<!\w){re.escape(person.name.surname)}s?(?!\w)"
    return _apart((*person.full, *(Span(*match.span()) for match in re.finditer(pattern, text))))


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, of those that overlap the first and longest."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _part(quote: Quote, mention: Mention, persons: tuple[Person, ...], text: str) -> Part:
    part = Part(quote.id, quote.speaker[0].start, mention)
    if mention.kind in {"name", "word"}:
        return _by_name(part, persons)
    apposed = _apposed(quote.speaker[-1].end, persons, text) if mention.kind == "role" else None
    if apposed is not None:
        return evolve(part, person=apposed, why=f"{mention.text!r} is {apposed.name}, named beside it")
    fitting = [person for person in persons if not (mention.sex and person.sex) or mention.sex == person.sex]
    if mention.kind == "pronoun":
        near = _nearest(part, fitting, text) if mention.sex else None
        return (
            part
            if near is None
            else evolve(part, person=near, why=f"{mention.text!r} stands for {near.name}, named last before it")
        )
    if mention.kind == "role":
        holders = [person for person in fitting if holds(person.stems, mention.stems)]
        if len(holders) == 1:
            return evolve(part, person=holders[0], why=f"{mention.text!r} is {holders[0].name}, whom the article calls so")
        if mention.definite and not holders:
            return evolve(part, near=_nearest(part, [person for person in fitting if person.sex], text))
    return part


def _by_name(part: Part, persons: tuple[Person, ...]) -> Part:
    name = part.mention.name
    assert name is not None  # noqa: S101 - of this kind
    bearers = [person for person in persons if same_surname(person.name.surname, name.surname) == 1.0]
    if name.given:
        own = [person for person in bearers if _one(person.name, name)]
        return evolve(part, person=own[0], why=f"named {name}") if own else part
    if part.mention.sex:
        bearers = [person for person in bearers if not person.sex or person.sex == part.mention.sex] or bearers
    if len(bearers) > 1:
        described = [person for person in bearers if part.mention.stems and holds(person.stems, part.mention.stems)]
        bearers = described or bearers
    if len(bearers) == 1:
        return evolve(part, person=bearers[0], why=f"{part.mention.text!r} is {bearers[0].name}, the only one of that surname")
    given = [(place, person) for person in bearers for place, _ in person.full if place <= part.start]
    if given:
        last = max(given, key=lambda pair: pair[0])[1]
        return evolve(part, person=last, why=f"{part.mention.text!r} is {last.name}, named last of those with that surname")
    return part


def _apposed(end: int, persons: tuple[Person, ...], text: str) -> Person | None:
    """Return the person whose name stands beside a description: "die Obfrau des Vereins, Stadträtin Mag. Eva Muster"."""
    for person in persons:
        for place, _ in person.full:
            if end < place <= end + _BESIDE and _BETWEEN.fullmatch(text[end:place]):
                return person
    return None


def holds(has: frozenset[str], asked: frozenset[str]) -> bool:
    """Tell whether the stems of somebody's offices are those of a description; "Minister" is also an "Außenminister"."""
    return bool(asked) and all(any(own == stem or own.endswith(stem) for own in has) for stem in asked)


def _nearest(part: Part, persons: list[Person], text: str) -> Person | None:
    """Return the person named last before the mention, in its paragraph, else within a few lines."""
    for floor in (text.rfind("\n\n", 0, part.start), part.start - _NEAR):
        places = [
            (place, person)
            for person in persons
            for place, _ in person.places
            if max(floor, part.start - _NEAR) <= place < part.start
        ]
        if places:
            return max(places, key=lambda pair: pair[0])[1]
    return None


def unlike(one: Person, other: Person) -> bool:
    """Tell whether two persons cannot be one: other sex, or given names known as different."""
    return bool(one.sex and other.sex and one.sex != other.sex) or differ(one.name.given, other.name.given)
