"""What the articles of one story, or one article alone, let appear as one: names in several spellings, offices, short forms of bodies."""

from presseschau_links.cast import Cast, Part, Person, holds, unlike
from presseschau_links.names import Name, same_person
from presseschau_links.persons import Mention
from presseschau_links.same import Same


def node_of(part: Part, scope: str) -> str:
    """Return the key of whom a part stands for: the same for all articles where a name tells, else only within ``scope``."""
    mention = part.mention
    if part.person is not None:
        return name_node(part.person.name, part.person.sex, scope)
    if mention.kind == "name" and mention.name is not None:
        return name_node(mention.name, mention.sex, scope)
    if mention.kind == "word":
        return f"body {'' if mention.acronym else scope} {' '.join(sorted(mention.stems))}"
    if mention.kind == "role":
        return f"role {scope} {' '.join(sorted(mention.stems))} {mention.sex}"
    if mention.kind == "body" and mention.stems and mention.definite:
        return f"body {_body_scope(mention, scope)} {' '.join(sorted(mention.stems))}"
    return ""


def name_node(name: Name, sex: str, scope: str) -> str:
    """Return the key of a person: that of the whole name, or of the surname and sex within ``scope``."""
    return f"person {name.key}" if name.given else f"surname {scope} {name.key.strip()} {sex}"


def _body_scope(mention: Mention, scope: str) -> str:
    """Return "" for a body that is one wherever it is named, else the story or article: there are many "Polizei"."""
    special = any(stem.startswith(("bund", "europa", "uno", "eu-", "us-")) for stem in mention.stems)
    return "" if special or len(mention.stems) > 1 else scope


def join_story(casts: list[tuple[str, Cast]], scope: str, same: Same) -> None:
    """Join what articles of one story let appear as one."""
    persons: dict[str, Person] = {}
    for _, cast in casts:
        for person in cast.persons:
            key = name_node(person.name, person.sex, scope)
            known = persons.get(key)
            persons[key] = (
                person
                if known is None
                else Person(
                    known.name,
                    tuple(dict.fromkeys((*known.roles, *person.roles))),
                    known.stems | person.stems,
                    known.sex or person.sex,
                    (),
                )
            )
    _join_persons(persons, same)
    parts = [part for _, cast in casts for part in cast.parts if part.person is None]
    bodies = {node_of(part, scope): part.mention for part in parts if part.mention.kind in {"body", "word"}}
    for part in parts:
        node = node_of(part, scope)
        if node:
            _join_part(node, part, persons, bodies, scope, same)


def _join_persons(persons: dict[str, Person], same: Same) -> None:
    """Join persons whose names are one in several spellings; a surname alone only where one person bears it."""
    full = sorted(key for key, person in persons.items() if person.name.given)
    for number, one in enumerate(full):
        for other in full[number + 1 :]:
            a, b = persons[one], persons[other]
            if not unlike(a, b) and same_person(a.name, b.name):
                same.join(other, one, f"{b.name} is {a.name} in another spelling")
    for key in sorted(persons.keys() - set(full)):
        bearers = [
            one for one in full if not unlike(persons[one], persons[key]) and same_person(persons[one].name, persons[key].name)
        ]
        if len(_distinct(bearers, same)) == 1:
            same.join(key, bearers[0], f"the story names one {persons[key].name}")


def _join_part(node: str, part: Part, persons: dict[str, Person], bodies: dict[str, Mention], scope: str, same: Same) -> None:
    mention = part.mention
    if mention.kind in {"name", "word"} and mention.name is not None and not mention.name.given:
        bearers = _distinct(
            [key for key, person in persons.items() if same_person(person.name, mention.name) and _fits(person, mention)], same
        )
        if len(bearers) == 1:
            same.join(node, bearers[0], f"the story names one {mention.name.surname}")
            return
    if mention.kind == "role":
        holders = _distinct(
            [key for key, person in persons.items() if _fits(person, mention) and holds(person.stems, mention.stems)], same
        )
        if len(holders) == 1:
            same.join(node, holders[0], f"the story names one {mention.role}")
        elif part.near is not None and mention.definite and not holders:
            same.join(node, name_node(part.near.name, part.near.sex, scope), f"{mention.text!r} stands near {part.near.name}")
    elif mention.kind in {"body", "word"}:
        wider = [
            key
            for key, other in bodies.items()
            if key != node and (mention.stems < other.stems or (mention.acronym and mention.acronym == other.acronym))
        ]
        if len(_distinct(wider, same)) == 1:
            same.join(node, wider[0], f"the story names one {mention.role}")


def _fits(person: Person, mention: Mention) -> bool:
    return not (person.sex and mention.sex) or person.sex == mention.sex


def _distinct(keys: list[str], same: Same) -> list[str]:
    return sorted({same.root(key) for key in keys})
