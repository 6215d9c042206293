"""Floors under the accuracy of the whole shipped pipeline, a little below what was measured; never to be lowered to pass.

The classifiers for boilerplate were trained on these pages, so that their figures here only guard against breakage; those on
unseen publishers come from ``benchmarks/boilerplate.py --folds`` and ``benchmarks/web_pages.py --unseen``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PRESSESCHAU_DATA") or ROOT.parent / "shared" / "data")
SCORERS = ROOT / "benchmarks" / "scorers"

pytestmark = pytest.mark.data


def measured(task: str, gold: str, scorer: list[str], out: Path) -> dict[str, Any]:
    """Predict with the shipped config, and score."""
    path = DATA / gold
    if not path.is_file():
        pytest.skip(f"the development data are not at {DATA}; set PRESSESCHAU_DATA")
    accuracy = [sys.executable, ROOT / "benchmarks" / "accuracy.py", task, path, "--predictions", out]
    subprocess.run(accuracy, check=True, capture_output=True, timeout=600)
    name, *options = scorer
    flags = [option for option in options if option.startswith("--")]
    modes = [option for option in options if not option.startswith("--")]
    command = [sys.executable, SCORERS / name, *modes, path, out, *flags]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=600).stdout)
    return found


def test_quotes(tmp_path: Path) -> None:
    found = measured("quotes", "quotes/dev.jsonl", ["score_quotes.py", "--json"], tmp_path / "out.jsonl")
    assert found["spans"]["ALL"]["overlap"]["f1"] >= 77
    assert found["spans"]["ALL"]["exact"]["f1"] >= 68
    assert found["spans"]["ALL"]["joint overlap+speaker"]["f1"] >= 61
    assert found["eval.py"]["Joint"]["f1"] >= 72
    assert found["spans"]["Direct"]["exact"]["f1"] >= 86


@pytest.mark.parametrize(
    ("gold", "strict", "relaxed", "value"),
    [("krauts", 0.86, 0.91, 0.84), ("wikiwarsde", 0.90, 0.96, 0.93)],
)
def test_dates(gold: str, strict: float, relaxed: float, value: float, tmp_path: Path) -> None:
    found = measured("dates", f"dates/{gold}.dev.jsonl", ["score_timex.py", "--json"], tmp_path / "out.jsonl")
    assert found["strict"]["f1"] >= strict
    assert found["relaxed"]["f1"] >= relaxed
    assert found["value"]["f1"] >= value


def test_events(tmp_path: Path) -> None:
    """The model was trained on these articles; the figures on articles left out are those of ``train_events.py --folds``."""
    found = measured("events", "events/dev.jsonl", ["score_events.py", "--json"], tmp_path / "out.jsonl")
    assert found["event"]["f1"] >= 0.80
    assert found["what_when"]["f1"] >= 0.55
    assert found["link"]["f1"] >= 0.73
    assert found["main"] >= 0.90
    assert found["who"]["f1"] >= 0.56
    assert found["whom"]["f1"] >= 0.57
    assert found["place"]["f1"] >= 0.44
    assert found["status"] >= 0.90


@pytest.mark.parametrize("variant", ["crop", "w3m", "insc", "h2t"])
def test_boilerplate_in_flattened_pages(variant: str, tmp_path: Path) -> None:
    gold = f"boilerplate/plain_{variant}.dev.jsonl"
    found = measured("boilerplate-text", gold, ["score_boiler.py", "plain"], tmp_path / "out.jsonl")
    assert found["tok_f"] >= 0.95


def test_boilerplate_in_web_pages(tmp_path: Path) -> None:
    found = measured("boilerplate-html", "boilerplate/html.dev.jsonl", ["score_boiler.py", "html"], tmp_path / "out.jsonl")
    assert found["tok_f"] >= 0.97
