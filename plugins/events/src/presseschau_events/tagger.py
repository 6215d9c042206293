"""Parts of speech on a blank pipeline: a linear model over each word and its four neighbours.

Each word votes for its own tag and for those of the two words on either side, by its form, its endings, its beginning and its shape;
the votes of a word do not depend on where it stands, so they are worked out once per form. The tags are those of STTS (Schiller et
al. 1999), some of them merged: ``DET`` for all determiners, ``PRO`` for pronouns that are neither personal nor relative, ``$`` for
punctuation. The weights are made by ``benchmarks/train_events_tagger.py``; their licence stands beside them.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import define, field, frozen

CLOSED = frozenset({"DET", "PRO", "PPER", "PRF", "PRELS", "KOUS", "KON", "KOKOM", "PTKNEG", "PTKZU", "VAFIN", "VMFIN", "PW"})
"""Tags of closed classes: a form that was not learnt has none of them."""
MERGED = {
    "PDAT": "DET", "PIAT": "DET", "PPOSAT": "DET", "PIDAT": "DET", "ART": "DET", "PDS": "PRO", "PIS": "PRO", "PPOSS": "PRO",
    "PRELAT": "PRELS", "KOUI": "KOUS", "APPRART": "APPR", "APZR": "APPR", "VVIMP": "VVFIN", "VAIMP": "VAFIN", "VMPP": "VMINF",
    "PWS": "PW", "PWAT": "PW", "PWAV": "PW", "PTKA": "ADV", "PTKANT": "ADV", "PROAV": "ADV", "PAV": "ADV", "ITJ": "ADV",
    "FM": "NE", "XY": "NE", "TRUNC": "NN", "NNI": "NN", "NNA": "NN",
}  # fmt: skip
"""Tags of STTS, and of HanTa, that are one here."""
OFFSETS = (-2, -1, 1, 2)
_MOST_WORDS = 50_000
"""Forms whose votes are kept; when there are more, all are forgotten."""
_LONGEST = 60
"""Letters of a form that are looked at."""

Votes = npt.NDArray[np.float32]
Key = tuple[str, bool]
"""A form, and whether it begins a sentence."""


def merged(tag: str) -> str:
    """Return a tag of STTS as it is named here; "" for none, "$" for all punctuation."""
    return "$" if tag.startswith("$") else MERGED.get(tag, tag)


def shape(word: str, *, first: bool) -> str:
    """Return the shape of a word: number, no letter, capitals, capitalised (at the start of a sentence or not), small."""
    if word[0].isdigit():
        return "9"
    if not word.isalpha() and not any(map(str.isalpha, word)):
        return "."
    if word.isupper() and len(word) > 1:
        return "AA"
    if word[0].isupper():
        return "f" if first else "A"
    return "a"


def own_features(word: str, *, first: bool) -> list[str]:
    """Return the features by which a word votes for its own tag."""
    small = word.lower()[:_LONGEST]
    size = len(small)
    features = [f"s={shape(word, first=first)}", f"w={small}"]
    features += [f"e{length}={small[-length:]}" for length in range(1, min(size, 6))]
    features += [f"b{length}={small[:length]}" for length in range(2, min(size - 2, 5))]
    if "-" in small:
        features.append("hyphen")
    if "ge" in small[:6]:
        features.append(f"ge{small[-2:]}")
    if "zu" in small[2:8] and small.endswith("n"):
        features.append("zu")
    return features


def near_features(word: str, *, first: bool) -> list[str]:
    """Return the features by which a word votes for the tags of its neighbours."""
    small = word.lower()[:_LONGEST]
    return [f"s={shape(word, first=first)}", f"w={small}", f"e2={small[-2:]}", f"e3={small[-3:]}"]


@frozen(eq=False)
class Tagger:
    """Weights, by feature: one row of ``len(tags)`` votes for the word's own tag, and one of four times as many for its neighbours'."""

    tags: tuple[str, ...]
    own: Votes
    near: Votes
    edge: Votes
    own_rows: dict[str, int] = field(repr=False)
    near_rows: dict[str, int] = field(repr=False)
    _closed: list[int] = field(init=False, repr=False)
    _forms: "_Forms" = field(factory=lambda: _Forms(), init=False, repr=False)  # noqa: PLW0108 - defined below

    @_closed.default
    def _closed_tags(self) -> list[int]:
        return [place for place, tag in enumerate(self.tags) if tag in CLOSED]

    def tag(self, words: Sequence[str], starts: Sequence[bool]) -> list[str]:
        """Return the tag of each word; ``starts`` says where sentences begin. No word may be empty."""
        if not words:
            return []
        forms = self._forms
        rows = np.asarray(self._rows(list(zip(words, starts, strict=True))))
        scores, near = forms.own[rows], forms.near[rows].reshape(len(words), len(OFFSETS), len(self.tags))
        sentences = np.cumsum(np.asarray(starts, dtype=np.int64))
        for block, offset in enumerate(OFFSETS):
            ahead, behind = (
                (slice(offset, None), slice(None, -offset)) if offset > 0 else (slice(None, offset), slice(-offset, None))
            )
            same = np.zeros(len(words), dtype=bool)
            same[behind] = sentences[ahead] == sentences[behind]
            scores[behind] += np.where(same[behind][:, None], near[ahead, block], 0)
            scores[~same] += self.edge[block]
        scores[np.ix_(forms.unknown[rows], self._closed)] = -np.inf
        best = scores.argmax(axis=1)
        best[forms.signs[rows]] = len(self.tags)
        names = (*self.tags, "$")
        return [names[number] for number in best.tolist()]

    def _rows(self, keys: Sequence[Key]) -> list[int]:
        """Return where the votes of forms stand; those of forms not seen before are worked out together."""
        forms = self._forms
        if not all(map(forms.rows.__contains__, keys)):
            new = [key for key in dict.fromkeys(keys) if key not in forms.rows]
            if len(forms.rows) + len(new) > _MOST_WORDS:
                forms.rows.clear()
                new = list(dict.fromkeys(keys))
            own = [_known(own_features(word, first=first), self.own_rows) for word, first in new]
            near = [_known(near_features(word, first=first), self.near_rows) for word, first in new]
            unknown = [f"w={word.lower()[:_LONGEST]}" not in self.own_rows for word, _ in new]
            signs = [not any(map(str.isalnum, word)) for word, _ in new]
            forms.add(new, _sums(self.own, own), _sums(self.near, near), unknown, signs)
        return [forms.rows[key] for key in keys]


@define(eq=False)
class _Forms:
    """Forms seen before: ``rows`` says where each stands in the arrays of its votes; ``unknown`` was not learnt, ``signs`` have no letter."""

    rows: dict[Key, int] = field(factory=dict)
    own: Votes = field(factory=lambda: np.zeros((0, 0), dtype=np.float32))
    near: Votes = field(factory=lambda: np.zeros((0, 0), dtype=np.float32))
    unknown: npt.NDArray[np.bool_] = field(factory=lambda: np.zeros(0, dtype=bool))
    signs: npt.NDArray[np.bool_] = field(factory=lambda: np.zeros(0, dtype=bool))

    def add(self, keys: Sequence[Key], own: Votes, near: Votes, unknown: Sequence[bool], signs: Sequence[bool]) -> None:
        """Add forms with their votes, in arrays that grow by doubling."""
        first, end = len(self.rows), len(self.rows) + len(keys)
        for name, values in (("own", own), ("near", near), ("unknown", unknown), ("signs", signs)):
            kept = getattr(self, name)
            if end > len(kept):
                grown = np.zeros((max(end, 2 * len(kept), 1024), *np.shape(values)[1:]), dtype=kept.dtype)
                grown[:first] = kept[:first] if first else grown[:0]
                setattr(self, name, grown)
                kept = grown
            kept[first:end] = values
        self.rows.update(zip(keys, range(first, end), strict=True))


def _known(names: Iterable[str], rows: dict[str, int]) -> list[int]:
    return [row for row in map(rows.get, names) if row is not None]


def _sums(weights: Votes, rows: Sequence[Sequence[int]]) -> Votes:
    """Return the sum of some rows of the weights for each list of rows, added in the order of the list."""
    total = np.zeros((len(rows), weights.shape[1]), dtype=weights.dtype)
    for column in np.asarray(list(zip_longest(*rows, fillvalue=-1)), dtype=np.int64):
        there = np.flatnonzero(column >= 0)
        total[there] += weights[column[there]]
    return total


@cache
def load() -> Tagger:
    """Return the tagger that ships with the plugin."""
    with (files("presseschau_events") / "data" / "tagger.npz").open("rb") as file, np.load(file) as stored:
        parts: dict[str, Any] = dict(stored)
    names = {key: bytes(parts[key]).decode("utf-8").split("\n") for key in ("tags", "own_names", "near_names")}
    own = parts["own"].astype(np.float32) * parts["scale"]
    near = parts["near"].astype(np.float32) * parts["scale"]
    return Tagger(
        tags=tuple(names["tags"]),
        own=own,
        near=near,
        edge=(parts["edge"].astype(np.float32) * parts["scale"]).reshape(len(OFFSETS), -1),
        own_rows={name: row for row, name in enumerate(names["own_names"])},
        near_rows={name: row for row, name in enumerate(names["near_names"])},
    )
