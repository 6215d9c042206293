"""The labelled corpus of this plugin: its offsets, and what the rules reach on the half that set no confidence."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT / "plugins" / "quotes" / "corpus" / "newspapers.jsonl"
JUDGED = CORPUS.with_name("judged.jsonl")
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


def test_judged_findings_lie_in_their_texts_and_are_judged_once(calibration: ModuleType) -> None:
    documents = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    assert len({one["source"] for one in documents}) <= len(documents)
    assert {one["sample"] for one in documents} == {1, 2, 3}
    for one in documents:
        seen = [(found["model"], str(found["spans"])) for found in one["findings"]]
        assert len(seen) == len(set(seen))
        for found in one["findings"]:
            for start, end in (*found["spans"], *found["speaker"]):
                assert 0 <= start < end <= len(one["text"])
            assert found["is_speech"] or not found["span_right"]
    blank = calibration.by_reading(documents, "blank")
    assert len(blank) == sum(
        found["model"] == "blank" and found["type"] != "Reported" for one in documents for found in one["findings"]
    )


@pytest.mark.parametrize(("right", "count"), [(0, 5), (5, 5), (7, 10), (90, 100)])
def test_an_interval_holds_its_proportion_and_narrows_with_the_count(calibration: ModuleType, right: int, count: int) -> None:
    low, high = calibration.interval(right, count)
    assert 0 <= low <= right / count <= high <= 1 + 1e-9
    narrow = calibration.interval(right * 10, count * 10)
    assert narrow[1] - narrow[0] < high - low
