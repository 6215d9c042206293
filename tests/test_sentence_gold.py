"""The labelled sentence boundaries in benchmarks/data are whole, and the blank pipeline finds most of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "benchmarks" / "data" / "sentences.jsonl"
RECORDS = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


def test_there_are_300_different_paragraphs_in_two_halves() -> None:
    assert len({one["text"] for one in RECORDS}) == 300
    assert sum(one["set"] == "kept" for one in RECORDS) == 150


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record["id"]))
def test_boundaries_stand_behind_words_inside_the_paragraph(record: dict[str, object]) -> None:
    text, ends = str(record["text"]), list(record["ends"])  # type: ignore[call-overload]
    assert text == text.strip()
    assert ends == sorted(set(ends))
    assert all(0 < end < len(text) and not text[end - 1].isspace() for end in ends)


def test_the_blank_pipeline_keeps_its_floor() -> None:
    command = [sys.executable, ROOT / "benchmarks" / "sentences.py", "blank"]
    figures = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = next(line for line in figures.splitlines() if line.startswith("all"))
    assert float(found.split()[-1]) >= 94.0, figures
