"""The line model: a forest over the features of a line and of what stands around it."""

from pathlib import Path

import numpy as np

from presseschau.forest import Forest, load_forest
from presseschau_german_boilerplate import features
from presseschau_german_boilerplate.features import Array

MODEL_FILE = Path(__file__).parent / "data" / "model.json"
NAMES = (*features.BASE_NAMES, *features.CONTEXT_NAMES)


def table_of(sheet: features.Sheet) -> Array:
    """Return what the forest sees, a row per line, columns as in :data:`NAMES`."""
    base = features.relation_features(sheet)
    return np.concatenate([base, features.context_features(base)], axis=1)


def load(path: Path = MODEL_FILE) -> Forest:
    """Read a model file, once in a process.

    Raises:
        ValueError: the file was written for other features than this version computes.
    """
    return load_forest(path, NAMES)
