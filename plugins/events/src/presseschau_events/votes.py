"""The votes of words: the features of their forms, and the sums of the weights that were learnt for these."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

_LONGEST = 60
"""Letters of a form that are looked at."""
_ENDINGS, _BEGINNINGS = range(1, 6), range(2, 5)
"""Letters of the endings and beginnings that are features; before an ending stands a letter or more, behind a beginning three or more."""
_HASHED = [*(f"e{length}=" for length in _ENDINGS), *(f"b{length}=" for length in _BEGINNINGS)]
_FACTORS = np.random.default_rng(0).integers(1, 2**64, _ENDINGS[-1] + _BEGINNINGS[-1], np.uint64)
"""Of letters, by place in an ending, the last first, and in a beginning: sums of products modulo 2 ** 64 tell endings and beginnings apart."""

Votes = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
"""Where features stand among the weights: for each form as many as there are kinds of features, in the order of their names."""


def small(word: str) -> str:
    """Return the letters of a form that are looked at."""
    return word.lower()[:_LONGEST]


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
    """Return the features by which a word votes for its own tag; :class:`OwnRows` finds their rows without the names."""
    form = small(word)
    size = len(form)
    features = [f"s={shape(word, first=first)}", f"w={form}"]
    features += [f"e{length}={form[-length:]}" for length in _ENDINGS if length < size]
    features += [f"b{length}={form[:length]}" for length in _BEGINNINGS if length < size - 2]
    if "-" in form:
        features.append("hyphen")
    if "ge" in form[:6]:
        features.append(f"ge{form[-2:]}")
    if "zu" in form[2:8] and form.endswith("n"):
        features.append("zu")
    return features


def near_features(word: str, *, first: bool) -> list[str]:
    """Return the features by which a word votes for the tags of its neighbours; :class:`NearRows` finds their rows."""
    form = small(word)
    return [f"s={shape(word, first=first)}", f"w={form}", f"e2={form[-2:]}", f"e3={form[-3:]}"]


class OwnRows:
    """The rows of the features by which words vote for their own tag."""

    def __init__(self, names: Sequence[str], missing: int) -> None:
        self._missing = missing
        self._named = {name: row for row, name in enumerate(names) if name[:3] not in _HASHED}
        hashed = {name: row for row, name in enumerate(names) if name[:3] in _HASHED}
        kinds = [_HASHED.index(name[:3]) for name in hashed]
        hashes = _hashes([name[3:] for name in hashed])[np.arange(len(hashed)), kinds]
        order = hashes.argsort()
        self._hashes, self._rows = hashes[order], np.asarray(list(hashed.values()), dtype=np.int64)[order]

    def unknown(self, rows: Rows) -> npt.NDArray[np.int64]:
        """Return which forms, by their rows, were not learnt themselves."""
        return np.flatnonzero(rows[:, 1] == self._missing)

    def of(self, forms: Sequence[str], shapes: Sequence[str]) -> Rows:
        """Return the rows of forms in small letters with their shapes; where a feature was not learnt, the missing one stands."""
        get, missing = self._named.get, self._missing
        sizes = np.asarray(list(map(len, forms)))[:, np.newaxis]
        hashes = _hashes(forms)
        places = np.minimum(self._hashes.searchsorted(hashes), len(self._hashes) - 1)
        known = (self._hashes[places] == hashes) & (sizes >= _LEAST)
        return np.column_stack(
            [
                [get(f"s={one}", missing) for one in shapes],
                [get(f"w={form}", missing) for form in forms],
                np.where(known, self._rows[places], missing),
                [get("hyphen", missing) if "-" in form else missing for form in forms],
                [get(f"ge{form[-2:]}", missing) if "ge" in form[:6] else missing for form in forms],
                [get("zu", missing) if "zu" in form[2:8] and form.endswith("n") else missing for form in forms],
            ]
        )


_LEAST = np.asarray([*(length + 1 for length in _ENDINGS), *(length + 3 for length in _BEGINNINGS)])
"""Letters of a word that has an ending or beginning of a length."""


def _hashes(forms: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Return numbers of the endings and beginnings of forms by their length, eight a row, whether they are so long or not."""
    ends, begins = _ENDINGS[-1], _BEGINNINGS[-1]
    last = np.asarray([form[: -ends - 1 : -1] for form in forms], dtype=f"U{ends}").view(np.uint32).reshape(-1, ends)
    first = np.asarray(forms, dtype=f"U{begins}").view(np.uint32).reshape(-1, begins)
    return np.hstack(
        [(last * _FACTORS[:ends]).cumsum(axis=1), (first * _FACTORS[ends:]).cumsum(axis=1)[:, _BEGINNINGS[0] - 1 :]]
    )


class NearRows:
    """The rows of the features by which words vote for the tags of their neighbours."""

    def __init__(self, names: Sequence[str], missing: int) -> None:
        self._named = {name: row for row, name in enumerate(names)}
        self._missing = missing

    def of(self, form: str, shape: str) -> tuple[int, ...]:
        """Return the rows of a form in small letters with its shape; where a feature was not learnt, the missing one stands."""
        get, missing = self._named.get, self._missing
        return (
            get(f"s={shape}", missing),
            get(f"w={form}", missing),
            get(f"e2={form[-2:]}", missing),
            get(f"e3={form[-3:]}", missing),
        )


def summed(weights: Votes, rows: Rows) -> Votes:
    """Return the sum of the rows of weights that each row names, added in that order: the sums of floats depend on it."""
    total = weights[rows[:, 0]]
    for column in rows.T[1:]:
        total += weights[column]
    return total


class Growing:
    """An array that grows at its end, by doubling; ``kept`` has room for more than the ``size`` elements that count."""

    def __init__(self, first: npt.NDArray[Any]) -> None:
        self.kept, self.size = first.copy(), len(first)

    def add(self, more: npt.NDArray[Any]) -> int:
        """Add elements; return the place of the first."""
        start = self.size
        self.size += len(more)
        if self.size > len(self.kept):
            grown = np.empty((max(self.size, 2 * len(self.kept)), *self.kept.shape[1:]), dtype=self.kept.dtype)
            grown[:start] = self.kept[:start]
            self.kept = grown
        self.kept[start : self.size] = more
        return start
