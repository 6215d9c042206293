"""Forests: the tables against a slow walk down the trees, and the file."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presseschau.forest import Forest, load_forest, save_forest

NAMES = ("words", "stops", "indent")


def forest_of(seed: int, trees: int = 5, depth: int = 3) -> Forest:
    chance = np.random.default_rng(seed)
    return Forest(
        names=NAMES,
        features=chance.integers(0, len(NAMES), (trees, depth)),
        borders=chance.normal(0, 1, (trees, depth)),
        leaves=np.round(chance.normal(0, 1, (trees, 2**depth)), 5),
        covers=np.round(chance.uniform(0, 9, (trees, 2**depth)), 1),
        bias=0.25,
    )


def slow_score(forest: Forest, row: npt.NDArray[np.float32]) -> float:
    raw = forest.bias
    for columns, borders, leaves in zip(forest.features, forest.borders, forest.leaves, strict=True):
        leaf = sum(
            1 << level for level, (column, border) in enumerate(zip(columns, borders, strict=True)) if row[column] > border
        )
        raw += leaves[leaf]
    return float(1 / (1 + np.exp(-raw)))


@given(st.integers(min_value=0, max_value=2**32 - 1), st.integers(min_value=0, max_value=3))
@settings(max_examples=30, deadline=None)
def test_the_table_and_the_walk_agree(seed: int, rows: int) -> None:
    forest = forest_of(seed)
    table = np.random.default_rng(seed + 1).normal(0, 2, (rows, len(NAMES))).astype(np.float32)
    assert np.allclose(forest.probability(table), [slow_score(forest, row) for row in table])


def test_more_rows_than_a_portion_are_judged_alike() -> None:
    forest = forest_of(1)
    table = np.random.default_rng(2).normal(0, 2, (5000, len(NAMES))).astype(np.float32)
    assert np.allclose(forest.probability(table)[4990:], forest.probability(table[4990:]))


@given(st.integers(min_value=0, max_value=2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_contributions_add_up_to_the_score(seed: int) -> None:
    forest = forest_of(seed)
    row = np.random.default_rng(seed + 1).normal(0, 2, len(NAMES)).astype(np.float32)
    expected = (forest.leaves * forest.covers).sum(axis=1) / forest.covers.sum(axis=1)
    raw = forest.contributions(row).sum() + expected.sum() + forest.bias
    assert 1 / (1 + np.exp(-raw)) == pytest.approx(slow_score(forest, row))


def test_reasons_name_the_columns_that_move_the_score_most() -> None:
    forest = forest_of(3)
    row = np.array([9, -9, 9], dtype=np.float32)
    found = forest.reasons(row, limit=2)
    assert len(found) == 2
    assert {name for name, _ in found} <= set(NAMES)
    assert abs(found[0][1]) >= abs(found[1][1])


@given(st.integers(min_value=0, max_value=2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_what_is_saved_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    forest = forest_of(seed)
    first, second = (tmp_path_factory.mktemp("forest") / name for name in ("a.json", "b.json"))
    save_forest(forest, first)
    again = load_forest(first, NAMES)
    table = np.random.default_rng(seed).normal(0, 2, (4, len(NAMES))).astype(np.float32)
    assert np.array_equal(again.probability(table), forest.probability(table))
    save_forest(again, second)
    assert first.read_bytes() == second.read_bytes()
    assert again.digest == load_forest(second, NAMES).digest != ""


def test_a_forest_for_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "forest.json"
    save_forest(forest_of(1), path)
    with pytest.raises(ValueError, match="train it again"):
        load_forest(path, NAMES[::-1])


def test_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "forest.json"
    save_forest(forest_of(1), path)
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "format": 2}), encoding="utf-8")
    with pytest.raises(ValueError, match="train it again"):
        load_forest(path, NAMES)


def test_trees_too_deep_for_a_byte_are_refused() -> None:
    with pytest.raises(ValueError, match="depth 9"):
        forest_of(1, depth=9)
