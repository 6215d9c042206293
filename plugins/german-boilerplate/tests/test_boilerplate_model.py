import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_german_boilerplate import features, model
from presseschau_german_boilerplate.trees import Forest
from presseschau_german_boilerplate.words import CLASSES, count_classes, is_in


def slow_score(forest: Forest, row: "np.typing.NDArray[np.float32]") -> float:
    raw = forest.bias
    for columns, borders, leaves in zip(forest.features, forest.borders, forest.leaves, strict=True):
        leaf = sum(
            1 << level for level, (column, border) in enumerate(zip(columns, borders, strict=True)) if row[column] > border
        )
        raw += leaves[leaf]
    return float(1 / (1 + np.exp(-raw)))


@given(st.integers(min_value=0, max_value=2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_fast_and_slow_inference_agree(seed: int) -> None:
    forest = model.load().forest
    table = np.random.default_rng(seed).normal(0, 3, (3, len(model.NAMES))).astype(np.float32)
    assert np.allclose(forest.probability(table), [slow_score(forest, row) for row in table])


def test_contributions_add_up_to_the_score() -> None:
    forest = model.load().forest
    row = np.random.default_rng(1).normal(0, 3, len(model.NAMES)).astype(np.float32)
    expected = (forest.leaves * forest.covers).sum(axis=1) / forest.covers.sum(axis=1)
    raw = forest.contributions(row).sum() + expected.sum() + forest.bias
    assert 1 / (1 + np.exp(-raw)) == pytest.approx(slow_score(forest, row))


def test_the_model_file_holds_no_words_but_the_names_of_its_features() -> None:
    saved = json.loads(model.MODEL_FILE.read_text(encoding="utf-8"))
    assert set(saved) == {"format", "names", "bias", "features", "borders", "leaves", "covers"}
    assert not {"position", "line_number"} & set(saved["names"])


def test_a_model_for_other_features_is_refused(tmp_path: Path) -> None:
    saved = json.loads(model.MODEL_FILE.read_text(encoding="utf-8"))
    path = tmp_path / "model.json"
    path.write_text(json.dumps({**saved, "names": saved["names"][1:]}), encoding="utf-8")
    with pytest.raises(ValueError, match="train it again"):
        model.load(path)


def test_saving_and_loading_give_the_same_forest(tmp_path: Path) -> None:
    saved = json.loads(model.MODEL_FILE.read_text(encoding="utf-8"))
    model.save(saved, tmp_path / "model.json")
    assert model.load(tmp_path / "model.json").digest == model.load().digest


@given(st.lists(st.sampled_from(["der", "und", "newsletter", "haus", "sagte", "links", "wir", "the"]), max_size=40))
def test_word_classes_are_counted_in_one_pass(words: list[str]) -> None:
    assert count_classes(words) == tuple(sum(is_in(name, word) for word in words) for name in CLASSES)


@given(st.lists(st.floats(0, 9, width=32), min_size=1, max_size=30), st.integers(1, 6))
def test_windows_are_sums(values: list[float], reach: int) -> None:
    array = np.array(values, dtype=np.float32)
    expected = [sum(values[max(0, at - reach) : at + reach + 1]) for at in range(len(values))]
    assert np.allclose(features.window(array, reach), expected, atol=1e-3)
