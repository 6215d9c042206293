"""The block classifier: boosted decision trees over :mod:`features`, read from ``data/blocks.json`` and run with numpy."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from presseschau_web_pages.features import NAMES

_LEAVES = 16
_ALL = 0xFFFF
_PORTION = 512
_FIRST_LEAF = np.array([0, *((value & -value).bit_length() - 1 for value in range(1, _ALL + 1))], dtype=np.uint8)
"""The number of the lowest set bit of every 16-bit number."""


@frozen(eq=False)
class Forest:
    """Trees of at most 16 leaves, all questions of all trees side by side.

    Every question asks whether a feature is above a threshold; where it is, the leaves to the left of that node are out, and
    the first leaf that is still in, from the left, is the one (QuickScorer: Lucchese et al., SIGIR 2015). The sum of the leaves'
    values, through the logistic function, is the probability that a block belongs to the text.

    ``features``, ``thresholds`` and ``masks`` have one entry per question, ``width`` questions per tree (padded with questions
    that put nothing out); ``values`` has one row per tree.
    """

    features: NDArray[np.int64]
    thresholds: NDArray[np.float64]
    masks: NDArray[np.uint16]
    values: NDArray[np.float64]
    width: int

    def __call__(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a probability per row."""
        # In portions: all questions to all blocks of a hostile page would take gigabytes.
        portions = [self._portion(rows[start : start + _PORTION]) for start in range(0, len(rows), _PORTION)]
        return np.concatenate(portions) if portions else np.zeros(0)

    def _portion(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        trees = len(self.values)
        above = rows[:, self.features] > self.thresholds
        left = np.where(above, self.masks, np.uint16(_ALL)).reshape(len(rows), trees, self.width)
        leaves = _FIRST_LEAF[np.bitwise_and.reduce(left, axis=2)]
        totals: NDArray[np.float64] = self.values[np.arange(trees), leaves].sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-totals)))


def _questions(tree: dict[str, list[Any]]) -> tuple[list[tuple[int, float, int]], list[float]]:
    """Return a tree's questions (feature, threshold, mask of the leaves that a yes leaves in) and its leaves from the left."""
    column = {name: index for index, name in enumerate(NAMES)}
    questions: list[tuple[int, float, int]] = []
    values: list[float] = []

    def walk(place: int) -> int:
        """Number the leaves below a node; return the mask of them."""
        name = tree["features"][place]
        if name is None:
            values.append(tree["values"][place])
            return 1 << (len(values) - 1)
        left = walk(tree["left"][place])
        questions.append((column[name], tree["thresholds"][place], _ALL & ~left))
        return left | walk(tree["right"][place])

    walk(0)
    return questions, values


def forest_from(text: str) -> Forest:
    """Read a forest from its JSON form.

    Raises:
        ValueError: the forest was trained for other features, or has a tree of more than 16 leaves.
    """
    trees = json.loads(text)["trees"]
    unknown = sorted({name for tree in trees for name in tree["features"] if name is not None} - set(NAMES))
    if unknown:
        message = f"the forest asks for features that do not exist: {unknown}; train it again"
        raise ValueError(message)
    read = [_questions(tree) for tree in trees]
    width = max(1, *(len(questions) for questions, _ in read))
    if any(len(values) > _LEAVES for _, values in read):
        message = f"a tree has more than {_LEAVES} leaves; train with fewer"
        raise ValueError(message)
    padded = [question for questions, _ in read for question in questions + [(0, np.inf, _ALL)] * (width - len(questions))]
    table = np.zeros((len(read), _LEAVES))
    for row, (_, values) in zip(table, read, strict=True):
        row[: len(values)] = values
    return Forest(
        np.array([feature for feature, _, _ in padded], dtype=np.int64),
        np.array([threshold for _, threshold, _ in padded], dtype=np.float64),
        np.array([mask for _, _, mask in padded], dtype=np.uint16),
        table,
        width,
    )


@cache
def shipped_forest() -> Forest:
    """Return the forest that comes with the plugin."""
    return forest_from(files(__package__).joinpath("data/blocks.json").read_text(encoding="utf-8"))
