"""Train a forest as ``presseschau.forest`` reads it; what the two trainers beside this file share. Needs catboost.

One seed after the other and one thread: the same data, settings and version of catboost give the same file.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from catboost import CatBoostClassifier, Pool

from presseschau.forest import Forest

_KEYS = ("features", "borders", "leaves", "covers")
_NEVER = 1e30  # the border of a question that nothing exceeds: pads the trees that stopped early


def fit(
    table: npt.NDArray[np.floating[Any]],
    labels: npt.NDArray[np.int_],
    weights: npt.NDArray[np.float64],
    names: Sequence[str],
    settings: dict[str, Any],
    seeds: Sequence[int],
) -> Forest:
    """Train one forest per seed; return their mean."""
    pool = Pool(table, labels, weight=weights * len(weights) / weights.sum())
    grown = []
    for seed in seeds:
        booster = CatBoostClassifier(**settings, random_seed=seed, thread_count=1, verbose=False, allow_writing_files=False)
        booster.fit(pool)
        grown.append(_exported(booster))
    tables = {key: [row for one in grown for row in one[key]] for key in _KEYS}
    tables["leaves"] = [[round(value / len(grown), 5) for value in row] for row in tables["leaves"]]
    return Forest(names=tuple(names), bias=sum(one["bias"] for one in grown) / len(grown), **tables)


def _exported(booster: CatBoostClassifier) -> dict[str, Any]:
    """Return a trained forest as plain lists; the numbers are cut to what inference needs."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "model.json"
        booster.save_model(str(path), format="json")
        saved = json.loads(path.read_text(encoding="utf-8"))
    scale, bias = saved["scale_and_bias"]
    tables: dict[str, list[Any]] = {key: [] for key in _KEYS}
    depth = max(len(tree["splits"]) for tree in saved["oblivious_trees"])
    for tree in saved["oblivious_trees"]:
        splits = tree["splits"]
        values = [round(value * scale, 5) for value in tree["leaf_values"]]
        padding, empty = depth - len(splits), 2**depth - len(values)
        tables["features"].append([split["float_feature_index"] for split in splits] + [0] * padding)
        tables["borders"].append([round(split["border"], 6) for split in splits] + [_NEVER] * padding)
        tables["covers"].append([round(value, 1) for value in tree["leaf_weights"]] + [0.0] * empty)
        tables["leaves"].append(values + [0.0] * empty)
    return {"bias": bias[0], **tables}


def dealt(sizes: dict[str, int], folds: int) -> dict[str, int]:
    """Deal sources into folds of about the same number of pages; by name, not by chance."""
    load = [0] * folds
    fold: dict[str, int] = {}
    for source in sorted(sizes, key=lambda name: (-sizes[name], hashlib.sha256(name.encode()).hexdigest())):
        fold[source] = min(range(folds), key=lambda number: (load[number], number))
        load[fold[source]] += sizes[source]
    return fold


def sizes_of(sources: Iterable[str]) -> dict[str, int]:
    """Count the pages of each source."""
    sizes: dict[str, int] = {}
    for source in sources:
        sizes[source] = sizes.get(source, 0) + 1
    return sizes
