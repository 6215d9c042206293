"""The block classifier: boosted decision trees over :mod:`features`, read from ``data/blocks.json`` and run with numpy."""

import json
from functools import cache
from importlib.resources import files

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from presseschau_web_pages.features import NAMES

_LEAF = -1


@frozen(eq=False)
class Forest:
    """Trees as flat arrays, one row per tree: the feature asked at a node (-1 at a leaf), its threshold and its children.

    A row of features goes left where its value is at most the threshold. The sum of the leaves, through the logistic function,
    is the probability that a block belongs to the text.
    """

    features: NDArray[np.int64]
    thresholds: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    values: NDArray[np.float64]
    depth: int

    def __call__(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a probability per row."""
        if not len(rows):
            return np.zeros(0)
        trees = np.arange(len(self.features))[None, :]
        places = np.zeros((len(rows), len(self.features)), dtype=np.int64)
        lines = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            asked = self.features[trees, places]
            goes_left = rows[lines, asked] <= self.thresholds[trees, places]
            step = np.where(goes_left, self.left[trees, places], self.right[trees, places])
            places = np.where(asked == _LEAF, places, step)
        totals: NDArray[np.float64] = self.values[trees, places].sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-totals)))


def forest_from(text: str) -> Forest:
    """Read a forest from its JSON form.

    Raises:
        ValueError: the forest was trained for other features.
    """
    data = json.loads(text)
    unknown = sorted({name for tree in data["trees"] for name in tree["features"] if name is not None} - set(NAMES))
    if unknown:
        raise ValueError(f"the forest asks for features that do not exist: {unknown}; train it again")
    column = {name: index for index, name in enumerate(NAMES)} | {None: _LEAF}
    trees = data["trees"]
    width = max(len(tree["features"]) for tree in trees)

    def table(key: str, dtype: type) -> NDArray[np.float64]:
        rows = np.zeros((len(trees), width), dtype=dtype)
        for row, tree in zip(rows, trees, strict=True):
            row[: len(tree[key])] = tree[key]
        return rows

    for tree in trees:
        tree["features"] = [column[name] for name in tree["features"]]
    return Forest(
        table("features", np.int64).astype(np.int64),
        table("thresholds", np.float64),
        table("left", np.int64).astype(np.int64),
        table("right", np.int64).astype(np.int64),
        table("values", np.float64),
        int(data["depth"]),
    )


@cache
def shipped_forest() -> Forest:
    """Return the forest that comes with the plugin."""
    return forest_from(files(__package__).joinpath("data/blocks.json").read_text(encoding="utf-8"))
