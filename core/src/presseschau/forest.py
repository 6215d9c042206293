"""Forests: boosted oblivious trees as tables of numbers, for plugins that judge by a trained model.

Every node of one depth of an oblivious tree asks the same question (Kohavi & Li, IJCAI 1995; CatBoost grows them), so a tree is a
row of questions and a table of leaves. A forest is one JSON file::

    {"format": 1, "names": ["words", …], "bias": 0.1, "features": [[…], …], "borders": …, "leaves": …, "covers": …}

``names`` are the columns that it was trained on, in order; the other lists have one row per tree, as in :class:`Forest`. The trainers
in ``benchmarks/`` write such files. This module needs numpy, and nothing else of the framework needs this module.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

FORMAT = 1
Scores = npt.NDArray[np.float64]
Table = npt.NDArray[np.float32]
Rows = Sequence[Sequence[float]]
_DEEPEST = 8
_CHUNK = 2048  # rows at a time: bounds the memory that a document of many rows takes


def _strings(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


def _integers(rows: Rows) -> npt.NDArray[np.int64]:
    return np.asarray(rows, dtype=np.int64)


def _floats(rows: Rows) -> Table:
    return np.asarray(rows, dtype=np.float32)


def _doubles(rows: Rows) -> Scores:
    return np.asarray(rows, dtype=np.float64)


@frozen(eq=False, kw_only=True)
class Forest:
    """Trees of one depth. ``features`` and ``borders`` are (trees, depth), ``leaves`` is (trees, 2**depth).

    ``covers``, of the shape of ``leaves``, holds the weight of the training rows in each leaf. ``names`` are the columns of the tables
    that it judges; ``digest`` names the file that it came from.

    Leaf ``i`` of a tree holds the rows for which ``value > border`` holds exactly at the depths ``k`` with bit ``k`` of ``i`` set.
    """

    names: tuple[str, ...] = field(converter=_strings)
    features: npt.NDArray[np.int64] = field(converter=_integers)
    borders: Table = field(converter=_floats)
    leaves: Scores = field(converter=_doubles)
    covers: Scores = field(converter=_doubles)
    bias: float
    digest: str = ""
    _columns: npt.NDArray[np.int64] = field(init=False, repr=False)
    _flat_borders: Table = field(init=False, repr=False)
    _flat_leaves: Scores = field(init=False, repr=False)
    _offsets: npt.NDArray[np.int64] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_columns", self.features.T.ravel())
        object.__setattr__(self, "_flat_borders", self.borders.T.reshape(-1, 1).copy())
        object.__setattr__(self, "_flat_leaves", self.leaves.ravel())
        trees, depth = self.features.shape
        if depth > _DEEPEST:
            raise ValueError(f"trees of depth {depth}: more than {_DEEPEST} answers do not fit into a byte")
        object.__setattr__(self, "_offsets", (np.arange(trees) << depth)[:, None])

    def probability(self, table: Table) -> Scores:
        """Return the probability of a yes for each row of a table with the columns :attr:`names`."""
        parts = [self._raw(table[start : start + _CHUNK]) for start in range(0, len(table), _CHUNK)]
        raw = np.concatenate(parts) if parts else np.zeros(0)
        result: Scores = 1.0 / (1.0 + np.exp(-np.clip(raw, -30, 30)))
        return result

    def _raw(self, table: Table) -> Scores:
        trees, depth = self.features.shape
        answers = np.ascontiguousarray(table.T).take(self._columns, axis=0) > self._flat_borders
        asked = answers.view(np.uint8).reshape(depth, trees, len(table))
        bits = asked[-1].copy()
        for level in reversed(range(depth - 1)):
            bits += bits  # numpy adds bytes many at a time, and shifts them one by one
            bits += asked[level]
        raw: Scores = self._flat_leaves.take(bits + self._offsets).sum(axis=0) + self.bias
        return raw

    def contributions(self, row: Table) -> Scores:
        """Return how much each feature moves the score of one row, in log-odds.

        Saabas' method: down each tree, a question's share is the change of the mean over the training rows that it leaves.
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

    def reasons(self, row: Table, *, limit: int = 5) -> list[tuple[str, float]]:
        """Return the features that move the score of one row most, each with its share in log-odds."""
        shares = self.contributions(row)
        order = np.argsort(-np.abs(shares), kind="stable")[:limit]
        return [(self.names[column], round(float(shares[column]), 3)) for column in order.tolist() if shares[column]]


def _mean(values: Scores, covers: Scores) -> float:
    """Return the mean weighted by covers; the plain mean where no training row came."""
    weight = float(covers.sum())
    return float((values * covers).sum()) / weight if weight else float(values.mean())


@cache
def load_forest(path: Path, names: tuple[str, ...]) -> Forest:
    """Read a forest, once in a process. ``names`` are the columns that the caller computes.

    Raises:
        ValueError: the file has another format, or was trained on other columns.
    """
    content = path.read_bytes()
    saved: dict[str, Any] = json.loads(content)
    if saved.get("format") != FORMAT or tuple(saved["names"]) != names:
        raise ValueError(f"{path.name} was trained on other features than these; train it again")
    tables = {key: saved[key] for key in ("features", "borders", "leaves", "covers")}
    return Forest(names=names, bias=float(saved["bias"]), digest=hashlib.sha256(content).hexdigest()[:16], **tables)


def save_forest(forest: Forest, path: Path) -> None:
    """Write a forest as JSON, a tree a line."""
    body = [f'"format": {FORMAT}', f'"names": {json.dumps(forest.names)}', f'"bias": {forest.bias!r}']
    borders = [[float(str(value)) for value in row] for row in forest.borders]  # the shortest numbers that read back the same
    tables = {"features": forest.features.tolist(), "borders": borders, "leaves": forest.leaves.tolist()}
    for key, table in {**tables, "covers": forest.covers.tolist()}.items():
        rows = ",\n ".join(json.dumps(row, separators=(",", ":")) for row in table)
        body.append(f'"{key}": [\n {rows}]')
    path.write_text("{" + ",\n".join(body) + "}\n", encoding="utf-8")
