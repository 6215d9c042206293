"""One projection: rows, frames, tables, canonical records, ``explain`` and the page say the same of every annotation."""

import csv
import html
import io
import json
import math
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from presseschau_reports import Csv, Html, Jsonl
from presseschau_reports.jsonl import lines as lines_of

from presseschau import Annotation, Claim, Cleaning, Document, Dossier, Edit, Event, Group, InferredDate, Part, Quote, Span
from presseschau.cli import tracing
from presseschau.dates import DocumentDate, TimeExpression
from presseschau.results.canonical import encoded
from presseschau.results.dossier import KeptViews
from presseschau.results.projection import cell
from presseschau.results.rows import Table, annotation_rows, document_rows, group_rows

WORDS = st.sampled_from(["Das", "ist", "„so“", "=1+1", "Grün", "<b>", "e\u0301", "🙂", "-5", "nicht.\n", "Ada\u00adÄrmel"])
FORMS = st.sampled_from(["dct", "dct day-1", "2021-05", "P3W", "XXXX-05-24", "dct <=Thu", "FUTURE_REF"])
SAMPLE = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@st.composite
def documents(draw: st.DrawFn, made: Any, foreign: Callable[..., Annotation]) -> Any:  # noqa: ANN401 - from conftest
    text = " ".join(draw(st.lists(WORDS, min_size=2, max_size=12)))

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    def some(least: int = 0) -> tuple[Span, ...]:
        return tuple(sorted(span() for _ in range(draw(st.integers(least, 2)))))

    def word() -> str | None:
        return draw(st.none() | st.sampled_from(["", "Ada Ärmel", "=cmd", "x\ty"]))

    claims = [
        Claim(name=name, value=value, origin="config", rule="r")
        for name in draw(st.sets(st.sampled_from(["title", "publisher", "date"])))
        for value in [draw(st.sampled_from(["2021-05-24", "2021-05", "Der Bote"]))]
    ]
    cleaning = Cleaning(
        edits=[Edit(span=one, rule="cut") for one in some()],
        parts=[Part(label="title", span=one, kept=True, rule="t") for one in some()[:1]],
    )
    annotations: list[Annotation] = []
    for number in range(draw(st.integers(0, 4))):
        stamp: dict[str, Any] = {
            "id": f"a{number}",
            "rule": f"r{number}",
            "spans": some(1),
            "confidence": draw(st.floats(0, 1)),
        }
        annotations.append(
            draw(
                st.sampled_from(
                    [
                        Quote(**stamp, type="Direct", speaker=some(), cue=some(), speaker_entity=word()),
                        TimeExpression(**stamp, type="DATE", form=draw(FORMS), mod=draw(st.sampled_from(["", "START"]))),
                        Event(
                            **stamp,
                            trigger=some(),
                            who=some(),
                            headline=word() or "",
                            times=[f"a{number - 1}"] if number else (),
                        ),
                        DocumentDate(**stamp, edtf="2021-05", origin="text", reasons=["a", "b"][: draw(st.integers(0, 2))]),
                        foreign(**stamp, strength=word() or ""),
                    ]
                )
            )
        )
    return made(document=Document(id="d", source_text=text, claims=claims), cleaning=cleaning, annotations=annotations)


def tables(dossier: Dossier) -> Iterator[tuple[str, str | type[Annotation], list[dict[str, Any]]]]:
    kinds: dict[str, str | type[Annotation]] = {
        "quotes": Quote, "dates": TimeExpression, "events": Event, "document-dates": DocumentDate, "test-Hedge": "test:Hedge",
    }  # fmt: skip
    for name, kind in kinds.items():
        yield name, kind, list(annotation_rows(dossier, kind))


@SAMPLE
@given(data=st.data())
def test_all_say_the_same(data: st.DataObject, dossier_of: Callable[..., Dossier], made: Any, foreign: Any) -> None:  # noqa: ANN401
    one = data.draw(documents(made, foreign))
    members = tuple(record.id for record in one.annotations) or ("d",)
    links = [
        Group(type="speaker", label="x", members=members, rule="g"),
        InferredDate(document="d", edtf="2020-01-02", reasons=("r",), rule="i"),
    ]
    dossier = dossier_of(one, links=links)
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        written = {path.name: path.read_bytes().decode() for path in Csv(guard=False).report(dossier, directory)}
        (lines,) = [path.read_text("utf-8") for path in Jsonl().report(dossier, directory)]
        (page,) = [path.read_text("utf-8") for path in Html().report(dossier, directory)]
    assert all(lines_of([encoded(json.loads(one))]) == one for one in lines.splitlines(keepends=True))
    records = {record["id"]: record for record in map(json.loads, lines.splitlines()) if "id" in record}
    view = dossier.view("d")
    record = SimpleNamespace(stage="extract", id="s", plugin="p", distribution="d", version="1")
    trace: Any = SimpleNamespace(
        step=SimpleNamespace(record=record),
        after=view.document,
        result=SimpleNamespace(seconds=0, language=None, cleaning=None, annotations=view.annotations),
    )
    explained = {found["id"]: found for found in json.loads(json.dumps(tracing.data(trace, view)))["annotations"]}
    shown = flat(html.unescape(re.sub(r"<[^>]{1,9999}>", "", page)))
    for name, _, rows in tables(dossier):
        read = list(csv.DictReader(io.StringIO(written.get(f"{name}.csv", ""), newline="")))
        assert [{key: str(cell(value)) for key, value in row.items()} for row in rows] == read
        same_as_frame(rows)
        for row in rows:
            canonical = records[row["id"]]
            same_as_record(row, canonical)
            both = canonical.keys() & explained[row["id"]].keys()
            assert {key: canonical[key] for key in both} == {key: explained[row["id"]][key] for key in both}
            assert canonical.keys() - both == {"schema"}
            if name == "quotes":
                assert flat(row["quote"]) in shown
    (document,) = document_rows(dossier)
    (read,) = csv.DictReader(io.StringIO(written["documents.csv"], newline=""))
    assert {key: str(cell(value)) for key, value in document.items()} == read
    assert records["d"]["date"]["edtf"] == document["date"]
    members = list(csv.DictReader(io.StringIO(written["groups.csv"], newline="")))
    assert [{key: str(cell(value)) for key, value in row.items()} for row in group_rows(dossier)] == members


def flat(text: str) -> str:
    return "".join(text.split())


def same_as_record(row: dict[str, Any], record: dict[str, Any]) -> None:
    """Compare a row with the canonical record, name by name."""
    named = {"quote": "text", "words": "text"}
    provenance = record["provenance"]
    meaning = record.get("resolution") or {}
    for name, value in row.items():
        if name in {"publisher", "document_date", "source_start", "source_end", "clean_start", "clean_end"}:
            continue
        if name in provenance:
            assert provenance[name] == value
        elif name in meaning or (name in {"value", "edtf", "begin", "end", "open"} and record["record"] == "event"):
            found = value.isoformat() if isinstance(value, date) else value
            assert (meaning.get(name) or None) == (found or None)
        else:
            found = record.get(f"{name}_words", record.get(named.get(name, name)))
            if found is None and "data" in record:
                found = record["roles"].get(name, record["data"].get(name))
            found = found["text"] if isinstance(found, dict) and "clean" in found else found
            assert (found or None) == (value or None), name
    assert row["source_start"] == (record["source"][0][0] if record["source"] else None)
    assert row["clean_end"] == (record["clean"][-1][1] if record["clean"] else None)


def same_as_frame(rows: list[dict[str, Any]]) -> None:
    try:
        frame = Table(lambda: iter(()), lambda: iter(rows)).to_frame()
    except ImportError:
        return
    for row, line in zip(rows, frame.to_dict("records"), strict=True):
        for name, value in row.items():
            found = line[name]
            missing = found is None or (isinstance(found, float) and math.isnan(found)) or str(found) == "NaT"
            assert (missing and value is None) or found == value


def test_report_steps_that_share_views_write_what_each_writes_alone(dossier: Dossier, tmp_path: Path) -> None:
    def files(folder: str, kept: KeptViews | None) -> dict[str, bytes]:
        (tmp_path / folder).mkdir()
        for plugin in (Html(), Csv(), Jsonl(), Csv(prefix="again-")):
            list(plugin.report(dossier=Dossier(dossier._store, kept=kept), directory=tmp_path / folder))
        return {path.name: path.read_bytes() for path in sorted((tmp_path / folder).iterdir())}

    shared = KeptViews()
    assert files("shared", shared) == files("alone", None)
    assert set(shared.views) == set(dossier.ids())


def test_views_are_kept_only_as_long_as_there_is_room(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presseschau.store.reader._TOGETHER", 1)
    first = next(dossier.views())
    kept = KeptViews(room=len(first.document.source_text))
    reading = Dossier(dossier._store, kept=kept)
    assert [view.number for view in reading.views()] == [view.number for view in dossier.views()]
    assert set(kept.views) == {first.id}
    assert reading.view(first.id) is kept.views[first.id]
