"""All tables in one SQLite file: the same rows, views that answer, a search without umlauts."""

import sqlite3
from pathlib import Path

from presseschau_reports import Sql

from presseschau import Dossier, Quote
from presseschau.results.rows import annotation_rows


def test_one_file_has_all_tables_views_and_search(dossier: Dossier, tmp_path: Path) -> None:
    (path,) = Sql(path="tables/all.sqlite").report(dossier, tmp_path)
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    rows = [dict(row) for row in database.execute("SELECT * FROM quotes")]
    assert rows == list(annotation_rows(dossier, Quote))
    assert database.execute("SELECT strength FROM test_Hedge").fetchone()["strength"] == "strong"
    speakers = {row["speaker"]: row["quotes"] for row in database.execute("SELECT * FROM speakers")}
    assert speakers["Ada Ärmel (Bürgermeisterin)"] == 2
    (story,) = database.execute("SELECT * FROM stories").fetchall()
    assert story["documents"] == 2
    found = database.execute(
        "SELECT q.id FROM quotes_fts f JOIN quotes q ON q.rowid = f.rowid WHERE quotes_fts MATCH 'speaker_entity:armel'"
    )
    assert [row["id"] for row in found] == ["q1"]
    assert [row["begin"] for row in database.execute("SELECT * FROM timeline")] == ["2021-05-01"]
    database.close()


def test_the_same_run_gives_the_same_bytes(dossier: Dossier, tmp_path: Path) -> None:
    made = []
    for name in ["one", "two"]:
        (tmp_path / name).mkdir()
        (path,) = Sql().report(dossier, tmp_path / name)
        made.append(path.read_bytes())
    assert made[0] == made[1]
    list(Sql().report(dossier, tmp_path / "one"))
    assert (tmp_path / "one" / "results.sqlite").read_bytes() == made[0]
