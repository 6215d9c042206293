"""The plugin `speakers`: one person or body under all spellings, transliterations, slips and offices."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, ClassVar

from attrs import frozen

from presseschau import Dossier, Group, Quote, hookimpl
from presseschau_links.affiliations import behind_name, in_office
from presseschau_links.articles import Archive
from presseschau_links.bearers import Table
from presseschau_links.cast import Cast, Part, Person, cast_of
from presseschau_links.joins import join_story, name_node, node_of
from presseschau_links.same import Same
from presseschau_links.terms import fold, leading, stem

_TOPICS = 12
"""Leading terms of an article, one of which another must share to mean the same bearer of a name."""
_PLACES = 20
"""Places where a person is named that are noted of an article."""
_EVERYWHERE = ("person ", "body  ")
"""How the nodes begin that mean the same in all stories."""


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
        same = Same()
        told: set[str] = set()
        with Table() as table:
            for story in dossier.groups("story"):
                told.update(story.members)
                _put(table, same, archive, casts, story.members, f"story {min(story.members)}")
            for name in archive:
                if name not in told:
                    _put(table, same, archive, casts, [name], f"article {name}")
            table.join(same.joined())
            yield from table.groups()


def _put(table: Table, same: Same, archive: Archive, casts: Callable[[str], Cast], names: Sequence[str], scope: str) -> None:
    """Put what a story, or an article alone, tells of its speakers into the table."""
    found = archive.recall("speakers", names, partial(_told, archive, casts, names, scope))
    for node, other in found["joined"]:
        same.join(node, other, "")
    table.put(found["said"], found["evidence"])


def _cast(dossier: Dossier, archive: Archive, name: str) -> Cast:
    return cast_of(archive.get(name).document.source_text, dossier.annotations(Quote, document=name))


def _told(archive: Archive, casts: Callable[[str], Cast], names: Sequence[str], scope: str) -> dict[str, list[Any]]:
    """Return what articles tell of their speakers: who is quoted or named where, and which names that are known everywhere are of one."""
    same = Same()
    join_story([(name, casts(name)) for name in names], scope, same)
    said: list[tuple[Any, ...]] = []
    evidence: list[tuple[str, str, str]] = []
    for name in names:
        cast, article = casts(name), archive.get(name)
        date = str(article.date) if article.date else ""
        topics = leading(archive.vector(name), _TOPICS)
        for person in cast.persons:
            node = same.root(name_node(person.name, person.sex, scope))
            evidence.extend((node, name, key) for key in _shown_by(person, topics))
            source = article.document.source_text
            data = json.dumps(
                {"called": str(person.name), "roles": list(person.roles), "affiliations": _affiliations(person, source)},
                ensure_ascii=False,
            )
            said.extend((node, date, name, start, end, "", data) for start, end in person.places[:_PLACES])
        nodes = [(part, node) for part in cast.parts if (node := node_of(part, scope))]
        evidence.extend((node, name, scope) for node in sorted({same.root(node) for _, node in nodes}))
        said.extend(
            (same.root(node), date, name, part.start, part.start, part.quote, _data(part, same.why(node)))
            for part, node in nodes
        )
    joined = [pair for pair in same.joined() if all(node.startswith(_EVERYWHERE) for node in pair)]
    return {"joined": joined, "said": said, "evidence": evidence}


def _affiliations(person: Person, source: str) -> list[str]:
    """Return the affiliations that an article gives a person, in its offices or behind the full name."""
    beside = filter(None, (behind_name(source, end) for _, end in person.full))
    return sorted({*beside, *(one for role in person.roles for one in in_office(role))})


def _shown_by(person: Person, topics: list[str]) -> Iterator[str]:
    """Yield what shows which bearer of a name an article means."""
    own = {stem(fold(part)) for part in str(person.name).split()}
    yield from (f"office {one}" for one in sorted(person.stems))
    yield from (topic for topic in topics if topic not in own)


def _data(part: Part, why: str) -> str:
    name = part.person.name if part.person is not None else part.mention.name
    mention = part.mention
    roles = [mention.role] if mention.role and mention.kind in {"name", "role"} else []
    named = str(name) if name is not None and (name.given or mention.kind == "name") else ""
    data = {
        "name": named,
        "called": named or mention.role or mention.text,
        "roles": roles,
        "affiliations": sorted({one for role in roles for one in in_office(role)}),
        "why": "; ".join(filter(None, (part.why, why))),
    }
    return json.dumps(data, ensure_ascii=False)
