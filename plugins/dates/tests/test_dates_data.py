"""Floors on the development data; the figures are those of docs/explanation/dates.md."""

import datetime as dt
import importlib.util
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from presseschau_dates.constraints import Window
from presseschau_dates.engine import read
from presseschau_dates.language import load

from presseschau import Span
from presseschau.dates import Edtf, resolve_all

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("PRESSESCHAU_DATA", ROOT.parent / "shared" / "data"))
SCORER = DATA.parent / "eval" / "score_timex.py"
pytestmark = pytest.mark.data


def records(name: str) -> list[dict[str, Any]]:
    path = DATA / "dates" / f"{name}.dev.jsonl"
    if not path.exists():
        pytest.skip(f"the development data are not there: {path}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sentences(text: str) -> list[Span]:
    ends = [match.end() for match in re.finditer(r"(?<!\d)[.!?][\"“”»]?\s{1,9}(?=[A-ZÄÖÜ„\"»])|\n{1,9}", text)]
    return [Span(start, end) for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


@pytest.mark.parametrize(
    ("corpus", "floors"),
    [("krauts", {"strict": 0.85, "relaxed": 0.90, "value": 0.84}), ("wikiwarsde", {"value": 0.925})],
)
def test_the_tagger_keeps_its_figures(corpus: str, floors: dict[str, float]) -> None:
    gold = {record["id"]: record for record in records(corpus)}
    if not SCORER.exists():
        pytest.skip(f"the scorer is not there: {SCORER}")
    spec = importlib.util.spec_from_file_location("score_timex", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    predicted = {}
    for identity, record in gold.items():
        date = Edtf.parse(record["dct"])
        found = read(record["text"], sentences(record["text"]), load("de"), Window.parse("1945-01-01/2026-12-31")).expressions
        values = resolve_all(found, date)
        timexes = [
            {"start": one.spans[0].start, "end": one.spans[0].end, "type": one.type, "value": values[one.id].value}
            for one in found
        ]
        predicted[identity] = {"id": identity, "timexes": timexes}
    scores = scorer.score(gold, predicted)
    for name, floor in floors.items():
        assert scores[name]["f1"] >= floor, (name, scores[name])


def test_the_true_date_is_in_the_set_that_the_calendar_leaves() -> None:
    inside = constrained = month = 0
    found = records("krauts")
    for record in found:
        text = record["text"]
        dates = read(text, sentences(text), load("de"), Window.parse("1945-01-01/2026-12-31")).dates
        days = dates[0].edtf.members() if dates else ()
        constrained += bool(days)
        hit = not days or dt.date.fromisoformat(record["dct"]) in days
        inside += hit
        month += hit and 0 < len(days) <= 31
    print(f"{inside} of {len(found)} in the set, {constrained} constrained, {month} to a month or less")  # noqa: T201
    assert inside >= 0.99 * len(found)


def test_the_spans_that_alone_date_an_event_keep_their_figure() -> None:
    path = DATA / "events" / "dev.jsonl"
    if not path.exists():
        pytest.skip(f"the development data are not there: {path}")
    total = right = 0
    for record in (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()):
        text = record["text"]
        found = read(text, sentences(text), load("de"), Window.parse("1945-01-01/2026-12-31")).expressions
        resolved = resolve_all(found, Edtf.parse(record["dct"]))
        dated = {
            tuple(one["time_spans"][0]): one["date"] for one in record["events"] if one["date"] and len(one["time_spans"]) == 1
        }
        for (start, end), date in dated.items():
            label = Edtf.parse(date)
            known = [
                edtf
                for one in found
                if one.spans[0].start < end and start < one.spans[0].end and (edtf := resolved[one.id].edtf) is not None
            ]
            total += 1
            right += any((edtf.first, edtf.last) == (label.first, label.last) for edtf in known)
    assert right >= 0.85 * total, (right, total)
