"""The plugin `stories`: articles on the same news event or its direct continuation within days."""

import math
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from attrs import field, frozen, validators

from presseschau import Dossier, Group, hookimpl
from presseschau_links.articles import Archive, Article, apart
from presseschau_links.blocks import Blocks, key_of
from presseschau_links.cast import cast_of
from presseschau_links.clusters import Cluster, Link, clusters
from presseschau_links.components import grouped
from presseschau_links.names import codes
from presseschau_links.persons import single_office
from presseschau_links.recurrence import main_day, recurs
from presseschau_links.terms import leading

_KEYS = 20
"""Terms of an article that lead to others."""
_BLOCK = 48
"""Articles within the days that may share a term that leads from one to the other."""
_FEWEST = 2
"""Leading terms that two articles must share to be compared: with one, chance pairs grow with the square of the heap."""
_SHOWN = 8
_ELSEWHERE, _NOT_NAMED = 0.6, 0.4
"""What is left of likeness when two articles are dated from places that the other's beginning does not name, or no part of it."""
_MONTH = 31
_UNLIKE = 0.06


@frozen
class _Facts:
    """What can keep an article out of a story."""

    days: tuple[int, int] | None
    main: int | None
    again: str
    place: str
    beginning: str
    text: str
    offices: dict[str, str]


@frozen(eq=False, kw_only=True)
class Stories:
    """Groups articles on the same news event or its direct continuation.

    Articles are alike by the cosine of their weighted terms.
    """

    least: float = field(default=0.17, validator=[validators.gt(0.0), validators.le(1.0)])
    """How alike the articles of a story must be on average."""
    days: int = field(default=10, validator=validators.ge(0))
    """Days that may lie between any two articles of a story."""
    dated: float = field(default=0.23, validator=validators.ge(0.0))
    """How alike an article without a date must be to one with a date."""
    undated: float = field(default=0.4, validator=validators.ge(0.0))
    """How alike an article without a date must be to another without."""

    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        """Yield the stories, in order of their first article's id."""
        archive = Archive(dossier, inferred=False)
        facts = lru_cache(maxsize=512)(lambda name: _facts(dossier, archive.get(name)))
        links: list[Link] = []
        with Blocks(_BLOCK) as near, Blocks(_BLOCK, seeking=True) as undated:
            seekers = set()
            for name, days, terms in _leads(archive):
                if days is None or _loose(days):
                    seekers.add(name)
                else:
                    near.add(name, *_lanes(days, terms, self.days), place=days[0])
            for name, _, terms in _leads(archive) if seekers else ():
                undated.add(name, map(key_of, terms), seeks=name in seekers)
            for blocks in (near, undated):
                links.extend(
                    Link(one, other, *found)
                    for one, other in blocks.pairs(_FEWEST)
                    if (found := archive.recall("pair", [one, other], partial(self._compare, one, other, archive, facts)))
                )
        yield from grouped(archive, links, partial(self._groups, archive, facts))

    def _groups(self, archive: Archive, facts: Callable[[str], _Facts], links: list[Link]) -> Iterator[Group]:
        for cluster in clusters(
            links, least=self.least, forbidden=lambda one, other: self._forbidden(facts(one), facts(other))
        ):
            sure = self._sure(cluster, archive)
            if sure is not None:
                yield _group(sure, archive)

    def _compare(self, one: str, other: str, archive: Archive, facts: Callable[[str], _Facts]) -> tuple[float, str] | None:
        score, shared = likeness(archive.vector(one), archive.vector(other))
        if score < _UNLIKE or self._forbidden(facts(one), facts(other)):
            return None
        score *= _elsewhere(facts(one), facts(other))
        if score < _UNLIKE:
            return None
        return (score, f"both tell of {', '.join(shared[:_SHOWN])}")

    def _forbidden(self, one: _Facts, other: _Facts) -> bool:
        if apart(one.days, other.days) > self.days:
            return True
        if any(other.offices.get(office, holder) != holder for office, holder in one.offices.items()):
            return True
        return _another(one, other) or _another(other, one)

    def _sure(self, cluster: Cluster, archive: Archive) -> Cluster | None:
        """Return a cluster without the undated articles that are not alike enough; None where fewer than two are left.

        Nothing but likeness holds an article without a date in a story, and what recurs every year is alike too.
        """
        undated = {name for name in cluster.members if _loose(archive.get(name).days)}
        best = dict.fromkeys(undated, 0.0)
        for link in cluster.links:
            need = self.undated if link.one in undated and link.other in undated else self.dated
            for name in undated & {link.one, link.other}:
                best[name] = max(best[name], link.score / need)
        kept = tuple(name for name in cluster.members if best.get(name, 1.0) >= 1.0)
        links = tuple(link for link in cluster.links if link.one in kept and link.other in kept)
        return Cluster(kept, links) if len(kept) > 1 and links else None


def likeness(one: dict[str, float], other: dict[str, float]) -> tuple[float, list[str]]:
    """Return the cosine of two vectors and the terms that both have, the weightiest first."""
    shared = sorted(one.keys() & other.keys(), key=lambda term: (-one[term] * other[term], term))
    dot = math.fsum(one[term] * other[term] for term in shared)
    norm = math.sqrt(math.fsum(x * x for x in one.values()) * math.fsum(x * x for x in other.values()))
    return (dot / norm if norm else 0.0), shared


def _loose(days: tuple[int, int] | None) -> bool:
    """Tell whether nothing tells the month at least: no date, or "a Wednesday that is a 15 January"."""
    return days is None or days[1] - days[0] > _MONTH


def _leads(archive: Archive) -> Iterator[tuple[str, tuple[int, int] | None, list[str]]]:
    """Yield the articles with their days and the terms that lead to others."""
    for name in archive:
        days, terms = archive.recall("leading", [name], partial(_leading, archive, name))
        yield name, days, terms


def _leading(archive: Archive, name: str) -> tuple[tuple[int, int] | None, list[str]]:
    article = archive.get(name)
    return article.days, leading(archive.vector(name), _KEYS)


def _lanes(days: tuple[int, int], terms: list[str], within: int) -> Iterator[list[int]]:
    """Yield the keys of a dated article: its terms by stretches of days, in two lanes that overlap."""
    middle = (days[0] + days[1]) // 2
    span = max(2 * within, 1)
    for shift in (0, span // 2):
        yield [key_of((middle + shift) // span, shift, term) for term in terms]


def _facts(dossier: Dossier, article: Article) -> _Facts:
    return _Facts(
        days=article.days,
        main=main_day(dossier, article),
        again=recurs(article),
        place=article.place.casefold(),
        beginning=f"{article.title}\n{article.lead}".casefold(),
        text=f"{article.title}\n{article.text}".casefold(),
        offices=_offices(article),
    )


def _offices(article: Article) -> dict[str, str]:
    """Return the surname of who holds an office that is held by one at a time, where the article names one holder."""
    found: dict[str, set[str]] = {}
    for person in cast_of(article.document.source_text, ()).persons:
        for office in filter(None, map(single_office, person.roles)):
            found.setdefault(office, set()).add(codes(person.name.surname)[0])
    return {office: next(iter(holders)) for office, holders in found.items() if len(holders) == 1}


def _another(later: _Facts, earlier: _Facts) -> bool:
    """Tell whether the later article says that it tells of another happening than the earlier one."""
    if not later.again or earlier.again or later.main is None or earlier.days is None:
        return False
    return earlier.days[1] < later.main and earlier.main != later.main


def _elsewhere(one: _Facts, other: _Facts) -> float:
    """Return what is left of likeness when two articles are dated from places that the other does not begin with, or does not name at all."""
    if not one.place or not other.place or one.place == other.place:
        return 1.0
    if one.place not in other.text and other.place not in one.text:
        return _NOT_NAMED
    return 1.0 if one.place in other.beginning or other.place in one.beginning else _ELSEWHERE


def _group(cluster: Cluster, archive: Archive) -> Group:
    articles = sorted(
        (archive.get(name) for name in cluster.members), key=lambda article: (article.days or (10**7, 0), article.id)
    )
    return Group(
        type="story",
        label=articles[0].title or articles[0].text[:80].partition("\n")[0],
        members=[article.id for article in articles],
        rule="stories/terms",
        confidence=round(min(1.0, 0.5 + cluster.confidence), 3),
        data={"members": cluster.reasons()},
    )
