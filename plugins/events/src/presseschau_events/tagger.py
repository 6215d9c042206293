"""Parts of speech on a blank pipeline: a linear model over each word and its four neighbours.

Each word votes for its own tag and for those of the two words on either side, by its form, its endings, its beginning and its shape;
the votes of a word do not depend on where it stands, so they are worked out once per form. The tags are those of STTS (Schiller et
al. 1999), some of them merged: ``DET`` for all determiners, ``PRO`` for pronouns that are neither personal nor relative, ``$`` for
punctuation. The weights are made by ``benchmarks/train_events_tagger.py``; their licence stands beside them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from attrs import field, frozen

from presseschau_events.votes import Growing, NearRows, OwnRows, Votes, shape, small, summed

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
_MOST_FORMS = 50_000
"""Forms whose votes are kept; when there are more, all are forgotten."""

Key = str | tuple[str]
"""A form; where it begins a sentence, a tuple of it."""


def merged(tag: str) -> str:
    """Return a tag of STTS as it is named here; "" for none, "$" for all punctuation."""
    return "$" if tag.startswith("$") else MERGED.get(tag, tag)


@frozen(eq=False)
class Tagger:
    """Weights, by feature: one row of ``len(tags)`` votes for the word's own tag, and one of as many for each offset of a neighbour.

    ``own_names`` and ``near_names`` are the features of the rows; ``edge`` holds the votes of what lies beyond a sentence, by offset.
    """

    tags: tuple[str, ...]
    own: Votes
    near: Votes
    edge: Votes
    own_names: Sequence[str] = field(repr=False)
    near_names: Sequence[str] = field(repr=False)
    _forms: "_Forms" = field(init=False, repr=False)

    @_forms.default
    def _none_seen(self) -> "_Forms":
        return _Forms(self)

    def tag(self, words: Sequence[str], starts: Iterable[int]) -> list[str]:
        """Return the tag of each word; sentences begin at ``starts``, of which those beyond the last word count for nothing. No word may be empty."""
        if not words:
            return []
        keys: list[Key] = list(words)
        begins = np.zeros(len(words), dtype=bool)
        for place in starts:
            if place < len(words):
                begins[place] = True
                keys[place] = (words[place],)
        forms = self._forms
        places = np.asarray(forms.places(keys))
        sentences = np.cumsum(begins)
        reach = max(OFFSETS)
        beside, inside = np.full((2, len(words) + 2 * reach), _BEYOND)
        beside[reach:-reach], inside[reach:-reach] = forms.beside.kept[places], sentences
        scores, near = forms.own.kept[places], forms.near.kept
        for block, offset in enumerate(OFFSETS):
            there = slice(reach + offset, reach + offset + len(words))
            scores += near[np.where(inside[there] == sentences, beside[there], _BEYOND), block]
        names = (*self.tags, "$")
        return [names[number] for number in scores.argmax(axis=1).tolist()]


_BEYOND = 0
"""The place of the votes of what lies beyond a sentence."""


class _Forms:
    """Forms seen before.

    A form's votes for its own tag stand in ``own`` at its place, the last one for "$"; those for its neighbours' tags in ``near`` at the
    place that ``beside`` has for it: many forms share them.
    """

    def __init__(self, tagger: Tagger) -> None:
        self._closed = [place for place, tag in enumerate(tagger.tags) if tag in CLOSED]
        self._own_rows = OwnRows(tagger.own_names, missing=len(tagger.own))
        self._near_rows = NearRows(tagger.near_names, missing=len(tagger.near))
        self._own = np.pad(tagger.own, ((0, 1), (0, 1)))
        self._near = np.pad(tagger.near, ((0, 1), (0, 0), (0, 1)))
        self._edge = np.pad(tagger.edge, ((0, 0), (0, 1)))
        self._forget()

    def _forget(self) -> None:
        self._places: dict[Key, int] = {}
        self._near_places: dict[tuple[int, ...], int] = {}
        self.own, self.beside = Growing(self._own[:0]), Growing(np.zeros(0, dtype=np.int64))
        self.near = Growing(self._edge[np.newaxis])

    def places(self, keys: Sequence[Key]) -> list[int]:
        """Return the places of forms; those of forms not seen before are worked out together."""
        places = list(map(self._places.get, keys))
        if None in places:
            new = list(dict.fromkeys(key for key, place in zip(keys, places, strict=True) if place is None))
            if len(self._places) + len(new) > _MOST_FORMS:
                self._forget()
                new = list(dict.fromkeys(keys))
            self._add(new)
        return [self._places[key] for key in keys]

    def _add(self, keys: Sequence[Key]) -> None:
        words = [key if isinstance(key, str) else key[0] for key in keys]
        shapes = [shape(word, first=word is not key) for word, key in zip(words, keys, strict=True)]
        forms = [small(word) for word in words]
        rows = self._own_rows.of(forms, shapes)
        own = summed(self._own, rows)
        own[self._own_rows.unknown(rows)[:, np.newaxis], self._closed] = -np.inf
        own[:, -1] = [
            np.inf if one == "." and not any(map(str.isalnum, word)) else -np.inf
            for one, word in zip(shapes, words, strict=True)
        ]
        near = [self._near_rows.of(form, one) for form, one in zip(forms, shapes, strict=True)]
        if new := [one for one in dict.fromkeys(near) if one not in self._near_places]:
            first = self.near.add(summed(self._near, np.asarray(new)))
            self._near_places.update(zip(new, range(first, self.near.size), strict=True))
        first = self.own.add(own)
        self.beside.add(np.asarray([self._near_places[one] for one in near]))
        self._places.update(zip(keys, range(first, self.own.size), strict=True))


@cache
def load() -> Tagger:
    """Return the tagger that ships with the plugin."""
    with (files("presseschau_events") / "data" / "tagger.npz").open("rb") as file, np.load(file) as stored:
        return of_arrays(stored)


def of_arrays(parts: Mapping[str, Any]) -> Tagger:
    """Return the tagger that ``benchmarks/train_events_tagger.py`` packed into arrays."""
    tags, own_names, near_names = (
        tuple(bytes(parts[key]).decode("utf-8").split("\n")) for key in ("tags", "own_names", "near_names")
    )
    own, near, edge = (parts[key].astype(np.float32) * parts["scale"] for key in ("own", "near", "edge"))
    offsets = (-1, len(OFFSETS), len(tags))
    return Tagger(tags, own, near.reshape(offsets), edge.reshape(offsets)[0], own_names, near_names)
