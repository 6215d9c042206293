"""The plugin `copies`: the same text in several papers, whole, shortened or with another lead."""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial

import numpy as np
from attrs import field, frozen, validators

from presseschau import Dossier, Group, hookimpl
from presseschau_links.articles import Archive, Article, apart
from presseschau_links.blocks import Blocks, key_of
from presseschau_links.clusters import Cluster, Link, clusters
from presseschau_links.components import grouped
from presseschau_links.terms import fold, words

_SHINGLE = 4
"""Words of a shingle: four in a row are seldom chance."""
_PERMUTATIONS, _ROWS = 64, 2
"""32 bands of two rows: half of a text in common is found in 99.99 of 100 cases, a quarter in 87 (Leskovec et al., Mining of Massive Datasets, 3.4)."""
_FEWEST = 12
"""Shingles that two texts must share: two sentences."""
_BLOCK = 64


@frozen(eq=False, kw_only=True)
class Copies:
    """Groups copies of one text, such as an agency's, whole, shortened or with another lead."""

    least: float = field(default=0.4, validator=[validators.gt(0.0), validators.le(1.0)])
    """Share of the shorter text's runs of words that the longer one must have."""
    days: int = field(default=7, validator=validators.ge(0))
    """Days that may lie between two copies."""

    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        """Yield the groups of copies, in order of their first article's id."""
        archive = Archive(dossier, inferred=False)
        shingles = lru_cache(maxsize=512)(lambda name: frozenset(_shingles(archive.get(name))))
        with Blocks(_BLOCK) as blocks:
            for name in archive:
                blocks.add(name, archive.recall("bands", [name], partial(_bands_of, archive, name)))
            links = [
                Link(one, other, *found)
                for one, other in blocks.pairs()
                if (found := archive.recall("pair", [one, other], partial(self._compare, one, other, archive, shingles)))
            ]
        yield from grouped(archive, links, partial(self._groups, archive))

    def _groups(self, archive: Archive, links: list[Link]) -> Iterator[Group]:
        for cluster in clusters(
            links, least=self.least, single=True, forbidden=lambda one, other: self._forbidden(archive, one, other)
        ):
            yield _group(cluster, archive)

    def _forbidden(self, archive: Archive, one: str, other: str) -> bool:
        return apart(archive.get(one).days, archive.get(other).days) > self.days

    def _compare(
        self, one: str, other: str, archive: Archive, shingles: Callable[[str], frozenset[str]]
    ) -> tuple[float, str] | None:
        if self._forbidden(archive, one, other):
            return None
        a, b = shingles(one), shingles(other)
        both, shorter = len(a & b), min(len(a), len(b))
        if both < _FEWEST or both < self.least * shorter:
            return None
        return (both / shorter, f"{both} of {shorter} runs of {_SHINGLE} words are the same")


def _bands_of(archive: Archive, name: str) -> list[int]:
    return list(_bands(list(_shingles(archive.get(name)))))


def _shingles(article: Article) -> Iterator[str]:
    found = [fold(word) for word in words(article.text)]
    for start in range(len(found) - _SHINGLE + 1):
        yield " ".join(found[start : start + _SHINGLE])


def _bands(shingles: list[str]) -> Iterator[int]:
    """Yield a key for each band of the MinHash signature (Broder 1997) of a text."""
    if not shingles:
        return
    from datasketch import MinHash  # noqa: PLC0415 - imports much of SciPy, half a second

    signature = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=lambda data: key_of(data) & 0xFFFFFFFF)
    signature.update_batch(sorted(set(shingles)))
    values: np.ndarray = signature.hashvalues
    for start in range(0, _PERMUTATIONS, _ROWS):
        yield key_of(start, *values[start : start + _ROWS].tolist())


def _group(cluster: Cluster, archive: Archive) -> Group:
    articles = sorted((archive.get(name) for name in cluster.members), key=lambda article: (-len(article.text), article.id))
    agencies = sorted({article.agency for article in articles if article.agency})
    return Group(
        type="copies",
        label=articles[0].title or articles[0].text[:80].partition("\n")[0],
        members=[article.id for article in articles],
        rule="copies/shingles",
        confidence=round(cluster.confidence, 3),
        data={"agencies": agencies, "members": cluster.reasons()},
    )
