"""Clusters: agglomeration of scored pairs, under vetoes.

The best pair joins first, and two clusters join where all their pairs together are alike enough on average. A veto between any
two members keeps their clusters apart for good: it counts more than any likeness. Ties go by name, so nothing depends on the
order in which pairs were found.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from attrs import frozen


@frozen
class Link:
    """Two items, how alike they are in ``0..1``, and by which evidence."""

    one: str
    other: str
    score: float
    why: str


@frozen
class Cluster:
    """Items that belong together, sorted, and the links among them."""

    members: tuple[str, ...]
    links: tuple[Link, ...]

    def reasons(self) -> dict[str, dict[str, str]]:
        """Return for each member the member that it is most like, and why."""
        found: dict[str, dict[str, str]] = {}
        for link in sorted(self.links, key=lambda link: (-link.score, link.one, link.other)):
            for name, partner in ((link.one, link.other), (link.other, link.one)):
                found.setdefault(name, {"with": partner, "why": link.why})
        return found

    @property
    def confidence(self) -> float:
        """The weakest of the members' best links."""
        best: dict[str, float] = defaultdict(float)
        for link in self.links:
            best[link.one] = max(best[link.one], link.score)
            best[link.other] = max(best[link.other], link.score)
        return min(1.0, min(best.values(), default=0.0))


def components(links: Iterable[Link]) -> Iterator[list[Link]]:
    """Yield the links of each connected component, in order of the smallest name."""
    links = list(links)
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for link in links:
        one, other = sorted((root(link.one), root(link.other)))
        parent[other] = one
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[root(link.one)].append(link)
    for name in sorted(found):
        yield sorted(found[name], key=lambda link: (link.one, link.other))


def clusters(
    links: Iterable[Link],
    *,
    least: float,
    forbidden: Callable[[str, str], bool] = lambda _one, _other: False,
    single: bool = False,
) -> list[Cluster]:
    """Return the clusters of two or more items, in order of their smallest member.

    ``least`` is the average likeness that two clusters must have to join; a pair without a link counts 0. ``forbidden`` tells of two
    items, the smaller name first, whether they must stay apart. ``single`` takes the best pair for the likeness of two clusters (single
    linkage): two parts of one whole may share nothing.
    """
    linkage = _single if single else _average
    return [cluster for component in components(links) for cluster in _agglomerate(component, least, forbidden, linkage)]


Likenesses = dict[str, dict[str, list[float]]]


def _agglomerate(
    links: list[Link], least: float, forbidden: Callable[[str, str], bool], linkage: Callable[[list[float], int], float]
) -> list[Cluster]:
    members = {name: [name] for link in links for name in (link.one, link.other)}
    scores: Likenesses = {name: {} for name in members}
    for link in links:
        scores[link.one][link.other] = scores[link.other][link.one] = [link.score, link.score]

    def likeness(one: str, other: str) -> float:
        return linkage(scores[one].get(other, [0.0, 0.0]), len(members[one]) * len(members[other]))

    def entry(one: str, other: str) -> tuple[float, str, str]:
        return -likeness(one, other), min(one, other), max(one, other)

    heap = [entry(link.one, link.other) for link in links]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= least:
        score, one, other = heapq.heappop(heap)
        if one not in members or other not in members or other not in scores[one] or likeness(one, other) != -score:
            continue
        if any(forbidden(min(a, b), max(a, b)) for a in members[one] for b in members[other]):
            del scores[one][other], scores[other][one]
            continue
        members[one] += members.pop(other)
        for third, (total, best) in scores.pop(other).items():
            del scores[third][other]
            if third != one:
                before = scores[one].get(third, [0.0, 0.0])
                scores[one][third] = scores[third][one] = [before[0] + total, max(before[1], best)]
        for third in scores[one]:
            heapq.heappush(heap, entry(one, third))
    return sorted((_cluster(names, links) for names in members.values() if len(names) > 1), key=lambda cluster: cluster.members)


def _cluster(names: list[str], links: list[Link]) -> Cluster:
    inside = set(names)
    return Cluster(tuple(sorted(names)), tuple(link for link in links if link.one in inside and link.other in inside))


def _average(likeness: list[float], pairs: int) -> float:
    return round(likeness[0] / pairs, 12)


def _single(likeness: list[float], _pairs: int) -> float:
    return likeness[1]
