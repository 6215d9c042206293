"""The line model: a forest over the features of a line and of what stands around it."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from attrs import frozen

from presseschau_german_boilerplate import features
from presseschau_german_boilerplate.features import Array
from presseschau_german_boilerplate.trees import Forest, Scores

MODEL_FILE = Path(__file__).parent / "data" / "model.json"
FORMAT = 1
NAMES = (*features.BASE_NAMES, *features.CONTEXT_NAMES)


@frozen(eq=False)
class LineModel:
    """A forest, and the digest of the file that it came from."""

    forest: Forest
    digest: str

    def score(self, table: Array) -> Scores:
        """Return for each row of :func:`table_of` the probability that the line is content."""
        return self.forest.probability(table)

    def reasons(self, row: Array, *, limit: int = 5) -> list[tuple[str, float]]:
        """Return the features that moved the score of one line most, each with its share in log-odds."""
        shares = self.forest.contributions(row)
        order = np.argsort(-np.abs(shares), kind="stable")[:limit]
        return [(NAMES[column], round(float(shares[column]), 3)) for column in order.tolist() if shares[column]]


def table_of(sheet: features.Sheet) -> Array:
    """Return what the forest sees, a row per line, columns as in :data:`NAMES`."""
    base = features.relation_features(sheet)
    return np.concatenate([base, features.context_features(base)], axis=1)


@cache
def load(path: Path = MODEL_FILE) -> LineModel:
    """Read a model file.

    Raises:
        ValueError: the file was written for other features than this version computes.
    """
    content = path.read_bytes()
    saved = json.loads(content)
    if saved["format"] != FORMAT or tuple(saved["names"]) != NAMES:
        raise ValueError(f"{path.name} was trained on other features than these; train it again with train.py")
    return LineModel(forest_of(saved), hashlib.sha256(content).hexdigest()[:16])


def forest_of(saved: dict[str, Any]) -> Forest:
    """Build a forest from what a model file holds."""
    return Forest(saved["features"], saved["borders"], saved["leaves"], saved["covers"], float(saved["bias"]))


def save(forest: dict[str, Any], path: Path) -> None:
    """Write a model file: JSON, a tree a line."""
    body = [f'"format": {FORMAT}', f'"names": {json.dumps(NAMES)}', f'"bias": {forest["bias"]!r}']
    for key in ("features", "borders", "leaves", "covers"):
        rows = ",\n ".join(json.dumps(row, separators=(",", ":")) for row in forest[key])
        body.append(f'"{key}": [\n {rows}]')
    path.write_text("{" + ",\n".join(body) + "}\n", encoding="utf-8")
