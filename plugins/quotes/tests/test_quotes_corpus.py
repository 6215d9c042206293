"""The labelled corpus of this plugin: its offsets, and what the rules reach on the half that set no confidence."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT / "plugins" / "quotes" / "corpus" / "newspapers.jsonl"
SCRIPT = ROOT / "benchmarks" / "quotes_calibration.py"
FEWEST = 20
"""Findings below which a decile says nothing."""

pytestmark = pytest.mark.skipif(not (CORPUS.exists() and SCRIPT.exists()), reason="needs the repository: corpus and benchmarks")


@pytest.fixture(scope="module")
def corpus() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def calibration() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quotes_calibration", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_labels_lie_in_their_texts_and_in_no_other_label(corpus: list[dict[str, Any]]) -> None:
    for one in corpus:
        taken: set[int] = set()
        for quote in one["quotes"]:
            for start, end in quote["spans"]:
                assert 0 <= start < end <= len(one["text"])
                assert one["text"][start:end].strip() == one["text"][start:end]
                assert taken.isdisjoint(range(start, end))
                taken.update(range(start, end))


def test_stated_confidence_is_deserved_on_the_half_that_set_none(corpus: list[dict[str, Any]], calibration: ModuleType) -> None:
    judged = calibration.judge([one for one in corpus if one["set"] == "kept"])
    sure = [(confidence, right) for confidence, right, _ in judged if confidence >= 0.9]
    assert len(sure) > FEWEST
    stated = sum(confidence for confidence, _ in sure) / len(sure)
    assert sum(right for _, right in sure) / len(sure) >= stated - 0.05


def test_most_utterances_of_the_other_half_come_out_right(corpus: list[dict[str, Any]], calibration: ModuleType) -> None:
    kept = [one for one in corpus if one["set"] == "kept"]
    judged = calibration.judge(kept)
    right = sum(right for _, right, _ in judged)
    assert right / len(judged) >= 0.85
    assert right / sum(len(one["quotes"]) for one in kept) >= 0.8
