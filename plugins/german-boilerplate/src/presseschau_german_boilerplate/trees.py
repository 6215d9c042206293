"""Inference for gradient-boosted oblivious trees: every node of one depth asks the same question, so a tree is a table."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

Scores = npt.NDArray[np.float64]
Rows = Sequence[Sequence[float]]
_DEEPEST = 8
_CHUNK = 2048  # lines at a time: bounds the memory that a page of many lines takes


def _integers(rows: Rows) -> npt.NDArray[np.int64]:
    return np.asarray(rows, dtype=np.int64)


def _floats(rows: Rows) -> npt.NDArray[np.float32]:
    return np.asarray(rows, dtype=np.float32)


def _doubles(rows: Rows) -> Scores:
    return np.asarray(rows, dtype=np.float64)


@frozen(eq=False)
class Forest:
    """Trees of one depth. ``features`` and ``borders`` are (trees, depth), ``leaves`` is (trees, 2**depth).

    ``covers``, of the shape of ``leaves``, holds the weight of the training lines in each leaf.

    Leaf ``i`` of a tree holds the lines for which ``value > border`` holds exactly at the depths ``k`` with bit ``k`` of ``i`` set.
    """

    features: npt.NDArray[np.int64] = field(converter=_integers)
    borders: npt.NDArray[np.float32] = field(converter=_floats)
    leaves: Scores = field(converter=_doubles)
    covers: Scores = field(converter=_doubles)
    bias: float
    _columns: npt.NDArray[np.int64] = field(init=False, repr=False)
    _flat_borders: npt.NDArray[np.float32] = field(init=False, repr=False)
    _flat_leaves: Scores = field(init=False, repr=False)
    _offsets: npt.NDArray[np.int32] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_columns", self.features.T.ravel())
        object.__setattr__(self, "_flat_borders", self.borders.T.reshape(-1, 1).copy())
        object.__setattr__(self, "_flat_leaves", self.leaves.ravel())
        trees, depth = self.features.shape
        if depth > _DEEPEST:
            raise ValueError(f"trees of depth {depth}: more than {_DEEPEST} answers do not fit into a byte")
        object.__setattr__(self, "_offsets", (np.arange(trees, dtype=np.int32) << depth)[:, None])

    def probability(self, table: npt.NDArray[np.float32]) -> Scores:
        """Return the probability of content for each row."""
        parts = [self._raw(table[start : start + _CHUNK]) for start in range(0, len(table), _CHUNK)]
        raw = np.concatenate(parts) if parts else np.zeros(0)
        result: Scores = 1.0 / (1.0 + np.exp(-np.clip(raw, -30, 30)))
        return result

    def _raw(self, table: npt.NDArray[np.float32]) -> Scores:
        trees, depth = self.features.shape
        answers = np.ascontiguousarray(table.T).take(self._columns, axis=0) > self._flat_borders
        asked = answers.view(np.uint8).reshape(depth, trees, len(table))
        bits = np.zeros(asked.shape[1:], dtype=np.uint8)
        for level in range(depth):
            bits |= asked[level] << level
        raw: Scores = self._flat_leaves.take(bits + self._offsets).sum(axis=0) + self.bias
        return raw

    def contributions(self, row: npt.NDArray[np.float32]) -> Scores:
        """Return how much each feature moves the score of one row, in log-odds.

        Saabas' method: down each tree, a question's share is the change of the mean over the training lines that it leaves.
        """
        shares = np.zeros(row.size)
        trees, depth = self.features.shape
        for tree in range(trees):
            values, covers = self.leaves[tree], self.covers[tree]
            mean = _mean(values, covers)
            for level in reversed(range(depth)):
                column = self.features[tree, level]
                half = len(values) // 2
                side = slice(half, None) if row[column] > self.borders[tree, level] else slice(0, half)
                values, covers = values[side], covers[side]
                shares[column] += _mean(values, covers) - mean
                mean = _mean(values, covers)
        return shares


def _mean(values: Scores, covers: Scores) -> float:
    """Return the mean weighted by covers; the plain mean where no training line came."""
    weight = float(covers.sum())
    return float((values * covers).sum()) / weight if weight else float(values.mean())
