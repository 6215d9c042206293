"""The views that the store ships for SQL tools say what the rows say."""

import sqlite3
from pathlib import Path

from presseschau import Document, Dossier, Event, Group, Quote, Span
from presseschau.dates import TimeExpression
from presseschau.model.results import StepRecord, StepResult
from presseschau.results.rows import annotation_rows
from presseschau.store import Commit, Store

TEXT = "Am Montag sagte 👩‍🚒 Ada Ärmel: „Gut“, und „besser“."


def test_views_give_the_words_of_findings(tmp_path: Path) -> None:
    def at(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    found = (
        Quote(
            id="q", rule="r", type="Direct", spans=[at("„Gut“"), at("„besser“")], speaker=[at("Ada Ärmel")], cue=[at("sagte")]
        ),
        TimeExpression(id="t", rule="r", type="DATE", form="dct <=Mon", spans=[at("Montag")]),
        Event(id="e", rule="r", spans=[at(TEXT)], trigger=[at("sagte")], times=["t"], headline="Ada Ärmel sagt"),
    )
    steps = [
        StepRecord(id=name, stage=stage, plugin="p", distribution="d", version="1", options="", code="", fingerprint="")
        for name, stage in [("find", "extract"), ("join", "link")]
    ]
    store = Store(tmp_path / "run.sqlite")
    store.begin(steps)
    result = StepResult(step="find", fingerprint="", seconds=0, annotations=found)
    document = Document(id="d", source_text=TEXT)
    store.commit(Commit(id="d", load_step="find", status="done", document=document, results=(result,)), 0)
    groups = [
        Group(type="speaker", label="Ada Ärmel", members=("q",), rule="g"),
        Group(type="story", label="Wetter", members=("d",), rule="g"),
    ]
    store.put_links(steps[1], groups, "", 0)
    store.finish()
    store.close()
    dossier = Dossier.open(tmp_path)
    database = sqlite3.connect(tmp_path / "run.sqlite")
    database.row_factory = sqlite3.Row
    for view, kind in [("quotes", Quote), ("dates", TimeExpression), ("events", Event)]:
        (row,) = annotation_rows(dossier, kind)
        (seen,) = map(dict, database.execute(f"SELECT * FROM {view}"))  # noqa: S608 - our own names
        shared = (row.keys() & seen.keys()) - {"times", "mod"}
        assert len(shared) > 8
        assert {name: row[name] for name in shared} == {name: seen[name] for name in shared}
    assert [tuple(row)[1:4] for row in database.execute("SELECT * FROM speakers")] == [("Ada Ärmel", 1, 1)]
    assert [tuple(row)[1:3] for row in database.execute("SELECT * FROM stories")] == [("Wetter", "d")]
    database.close()
