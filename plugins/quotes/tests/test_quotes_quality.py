"""Floors of quality on the development documents; a little below what was measured, so that a loss shows."""

import importlib.util
import json
import os
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from presseschau_quotes import Quotes

from presseschau import Document
from presseschau.builtin.blank import BlankGerman

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("PRESSESCHAU_DATA", ROOT.parent / "shared" / "data"))
GOLD = DATA / "quotes" / "dev.jsonl"
SCORER = ROOT / "benchmarks" / "scorers" / "score_quotes.py"

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not GOLD.exists(), reason=f"needs the development data: {GOLD.name} under $PRESSESCHAU_DATA/quotes"),
    pytest.mark.skipif(not SCORER.exists(), reason="needs the scorer of the repository's benchmarks"),
]


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("score_quotes", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    nlp = BlankGerman().spacy_pipeline(frozenset({"analysis:sentences"}))
    plugin = Quotes()
    gold, predicted = {}, {}
    for line in GOLD.read_text("utf-8").splitlines():
        record = json.loads(line)
        gold[record["id"]] = record
        found = plugin.extract(Document(id=record["id"], source_text=record["text"]), nlp(record["text"]))
        roles = ("speaker", "cue", "addressee", "frame")
        predicted[record["id"]] = {
            "id": record["id"],
            "quotes": [{"type": q.type, "spans": q.spans, **{role: getattr(q, role) or None for role in roles}} for q in found],
        }
    report: dict[str, Any] = scorer.run(gold, predicted, Namespace(top_level=False, strict_punct=False, authors_pairs=False))
    return report


@pytest.mark.parametrize(
    ("kind", "measure", "floor"),
    [
        ("ALL", "overlap", 76),
        ("ALL", "exact", 67),
        ("ALL", "joint overlap+speaker", 60),
        ("ALL", "token", 77),
        ("Direct", "exact", 85),
        ("Indirect", "overlap", 77),
        ("IndirectFreeIndirect", "overlap", 80),
    ],
)
def test_quotations_stay_above_their_floor(figures: dict[str, Any], kind: str, measure: str, floor: float) -> None:
    assert figures["spans"][kind][measure]["f1"] >= floor


@pytest.mark.parametrize(("measure", "floor"), [("Message", 75), ("Roles", 70), ("Joint", 71), ("Source", 64)])
def test_the_authors_metric_stays_above_its_floor(figures: dict[str, Any], measure: str, floor: float) -> None:
    assert figures["eval.py"][measure]["f1"] >= floor
