"""The plugin `speakers`: one person or body under all spellings, transliterations, slips and offices."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, ClassVar, Self

from attrs import frozen

from presseschau import Dossier, Group, Quote, hookimpl
from presseschau_links.articles import Archive
from presseschau_links.cast import Cast, Part, Person, cast_of, holds, unlike
from presseschau_links.names import Name, same_person
from presseschau_links.persons import Mention
from presseschau_links.terms import fold, leading, stem

_BATCH = 1_000
_SHOWN = 50
"""Names, roles and documents that a group lists of each kind."""
_FEWEST = 2
_TOPICS = 12
"""Leading terms of an article, one of which another must share to mean the same bearer of a name."""
_PLACES, _LISTED = 20, 500
"""Places where a person is named that are noted of an article, and that are listed in a group."""
_CONFIDENCE = {"person": 0.9}
_Row = tuple[Any, ...]


@frozen(eq=False, kw_only=True)
class Speakers:
    """Groups quotes by who speaks, across articles.

    Names are matched in every run; slips, offices without a name and bodies only within a story, so a step that groups stories
    should stand before this one.
    """

    wants: ClassVar[tuple[str, ...]] = ("annotation:Quote",)

    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        """Yield the speakers with two quotes or more, in order of their keys."""
        archive = Archive(dossier)
        casts = lru_cache(maxsize=512)(lambda name: _cast(dossier, archive, name))
        same = _Same()
        stories: dict[str, int] = {}
        for number, story in enumerate(dossier.groups("story")):
            stories.update(dict.fromkeys(story.members, number))
            _join_story([(name, casts(name)) for name in story.members], f"story {number}", same)
        with _Table() as table:
            for article in archive:
                cast, alone = casts(article.id), article.id not in stories
                scope = article.id if alone else f"story {stories[article.id]}"
                known = _Same() if alone else same
                if alone:
                    _join_story([(article.id, cast)], scope, known)
                date = str(article.date) if article.date else ""
                topics = leading(article.vector(), _TOPICS)
                for person in cast.persons:
                    table.name(
                        same.root(known.root(_name_node(person.name, person.sex, scope))), date, article.id, person, topics
                    )
                for node in {same.root(known.root(_node(part, scope))) for part in cast.parts}:
                    table.tell(node, article.id, [scope])
                for part in cast.parts:
                    node = _node(part, scope)
                    if node:
                        table.add(same.root(known.root(node)), date, article.id, part, known.why(node))
            yield from table.groups()


def _cast(dossier: Dossier, archive: Archive, name: str) -> Cast:
    return cast_of(archive.get(name).document.source_text, dossier.annotations(Quote, document=name))


class _Same:
    """Which nodes are one: a union-find that keeps the evidence."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._why: dict[str, str] = {}

    def root(self, node: str) -> str:
        while node in self._parent:
            node = self._parent[node]
        return node

    def join(self, node: str, other: str, why: str) -> None:
        """Join two nodes; names stand for the rest, and the smaller name for the larger."""
        one, two = sorted((self.root(node), self.root(other)), key=lambda name: (not name.startswith("person "), name))
        if one != two:
            self._parent[two] = one
            self._why.setdefault(node, why)

    def why(self, node: str) -> str:
        return self._why.get(node, "")


def _node(part: Part, scope: str) -> str:
    """Return the key of whom a part stands for: the same for all articles where a name tells, else only within ``scope``."""
    mention = part.mention
    if part.person is not None:
        return _name_node(part.person.name, part.person.sex, scope)
    if mention.kind == "name" and mention.name is not None:
        return _name_node(mention.name, mention.sex, scope)
    if mention.kind == "word":
        return f"body {'' if mention.acronym else scope} {' '.join(sorted(mention.stems))}"
    if mention.kind == "role":
        return f"role {scope} {' '.join(sorted(mention.stems))} {mention.sex}"
    if mention.kind == "body" and mention.stems and mention.definite:
        return f"body {_body_scope(mention, scope)} {' '.join(sorted(mention.stems))}"
    return ""


def _name_node(name: Name, sex: str, scope: str) -> str:
    return f"person {name.key}" if name.given else f"surname {scope} {name.key.strip()} {sex}"


def _body_scope(mention: Mention, scope: str) -> str:
    """Return "" for a body that is one wherever it is named, else the story or article: there are many "Polizei"."""
    special = any(stem.startswith(("bund", "europa", "uno", "eu-", "us-")) for stem in mention.stems)
    return "" if special or len(mention.stems) > 1 else scope


def _join_story(casts: list[tuple[str, Cast]], scope: str, same: _Same) -> None:
    """Join what articles of one story let appear as one."""
    persons: dict[str, Person] = {}
    for _, cast in casts:
        for person in cast.persons:
            key = _name_node(person.name, person.sex, scope)
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
    bodies = {_node(part, scope): part.mention for part in parts if part.mention.kind in {"body", "word"}}
    for part in parts:
        node = _node(part, scope)
        if node:
            _join_part(node, part, persons, bodies, scope, same)


def _join_persons(persons: dict[str, Person], same: _Same) -> None:
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


def _join_part(node: str, part: Part, persons: dict[str, Person], bodies: dict[str, Mention], scope: str, same: _Same) -> None:
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
            same.join(node, _name_node(part.near.name, part.near.sex, scope), f"{mention.text!r} stands near {part.near.name}")
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


def _distinct(keys: list[str], same: _Same) -> list[str]:
    return sorted({same.root(key) for key in keys})


class _Table:
    """The speakers' quotes, sorted on disk."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA temp_store = FILE")
        self._db.execute(
            'CREATE TABLE said (node TEXT, date TEXT, document TEXT, "start" INTEGER, "end" INTEGER, quote TEXT, data TEXT)'
        )
        self._db.execute("CREATE TABLE evidence (node TEXT, document TEXT, key TEXT)")
        self._waiting: list[_Row] = []
        self._evidence: list[tuple[str, str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, node: str, date: str, document: str, part: Part, why: str) -> None:
        name = part.person.name if part.person is not None else part.mention.name
        mention = part.mention
        roles = [mention.role] if mention.role and mention.kind in {"name", "role"} else []
        named = str(name) if name is not None and (name.given or mention.kind == "name") else ""
        data = {
            "name": named,
            "called": named or mention.role or mention.text,
            "roles": roles,
            "why": "; ".join(filter(None, (part.why, why))),
        }
        self._put((node, date, document, part.start, part.start, part.quote, json.dumps(data, ensure_ascii=False)))

    def tell(self, node: str, document: str, evidence: Iterable[str]) -> None:
        """Note what shows which bearer of a name an article means: articles that share some of it mean one."""
        self._evidence.extend((node, document, key) for key in evidence)

    def name(self, node: str, date: str, document: str, person: Person, topics: list[str]) -> None:
        """Note where an article names a person, quoted or not."""
        own = {stem(fold(part)) for part in str(person.name).split()}
        self.tell(
            node,
            document,
            (*(f"office {one}" for one in sorted(person.stems)), *(topic for topic in topics if topic not in own)),
        )
        data = json.dumps({"called": str(person.name), "roles": list(person.roles)}, ensure_ascii=False)
        for start, end in person.places[:_PLACES]:
            self._put((node, date, document, start, end, "", data))

    def _put(self, row: tuple[Any, ...]) -> None:
        self._waiting.append(row)
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?)", self._waiting)
        self._db.executemany("INSERT INTO evidence VALUES (?, ?, ?)", self._evidence)
        self._db.execute("COMMIT")
        self._waiting.clear()
        self._evidence.clear()

    def groups(self) -> Iterator[Group]:
        self._flush()
        self._db.execute("CREATE INDEX evidence_by_node ON evidence (node)")
        rows: list[_Row] = []
        for row in self._db.execute(
            'SELECT node, date, document, "start", "end", quote, data FROM said ORDER BY node, date, document, "start", quote'
        ):
            if rows and rows[0][0] != row[0]:
                yield from self._groups_of(rows)
                rows = []
            rows.append(row)
        yield from self._groups_of(rows)

    def _groups_of(self, rows: list[_Row]) -> Iterator[Group]:
        """Yield the groups of one node: a name may have several bearers, of whom nothing but the name is the same."""
        documents = {row[2] for row in rows}
        if len(documents) < _FEWEST or not any(row[5] for row in rows):
            yield from _group(rows)
            return
        bearers = _Same()
        first: dict[str, str] = {}
        for document, key in self._db.execute(
            "SELECT document, key FROM evidence WHERE node = ? ORDER BY key, document", (rows[0][0],)
        ):
            bearers.join(document, first.setdefault(key, document), "")
        parted: dict[str, list[_Row]] = defaultdict(list)
        for row in rows:
            parted[bearers.root(row[2])].append(row)
        for part in parted.values():
            yield from _group(part)


def _group(rows: list[_Row]) -> Iterator[Group]:
    """Yield the group of a speaker's rows, where two quotes, or a quote and another article, stand side by side."""
    quotes = [row for row in rows if row[5]]
    documents = list(dict.fromkeys(row[2] for row in rows))
    if not quotes or (len(quotes) < _FEWEST and len(documents) < _FEWEST):
        return
    kind = rows[0][0].partition(" ")[0]
    names: Counter[str] = Counter()
    roles: dict[str, list[str]] = defaultdict(list)
    members: dict[str, dict[str, str]] = {}
    for _, date, _, _, _, quote, text in rows:
        data = json.loads(text)
        for role in data["roles"]:
            roles[role].append(date)
        if quote:
            members[quote] = {"why": data["why"] or f"named {data['called']}"}
        names[data.get("name") or (data["called"] if kind != "person" or not quote else "")] += 1
    names.pop("", None)
    ranked = sorted(names, key=lambda name: (-names[name], -len(name), name))
    yield Group(
        type="speaker",
        label=ranked[0],
        members=[row[5] for row in quotes],
        rule=f"speakers/{kind}",
        confidence=_CONFIDENCE.get(kind, 0.7),
        data={
            "names": {name: names[name] for name in ranked[:_SHOWN]},
            "roles": [
                {"role": role, "first": min(filter(None, dates), default=None), "last": max(filter(None, dates), default=None)}
                for role, dates in sorted(roles.items())[:_SHOWN]
            ],
            "documents": documents[:_SHOWN],
            "number_of_documents": len(documents),
            "named": [[row[2], row[3], row[4]] for row in rows if not row[5]][:_LISTED],
            "members": members,
        },
    )
