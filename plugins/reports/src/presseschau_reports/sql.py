"""The report ``sql``: all tables in one SQLite file with full-text search, for Datasette and whoever speaks SQL."""

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from presseschau import Annotation, Dossier, Quote, hookimpl
from presseschau.dates import TimeExpression
from presseschau.model.annotations import Event
from presseschau.results.naming import table_name
from presseschau.results.projection import DOCUMENT_COLUMNS, GROUP_COLUMNS, columns, document_row, row
from presseschau.results.rows import group_rows
from presseschau_reports.outputs import check_output_path

_BASE: Mapping[str, Sequence[str]] = {
    "documents": (*DOCUMENT_COLUMNS, "text"),
    "quotes": columns(Quote),
    "dates": columns(TimeExpression),
    "events": columns(Event),
    "groups": GROUP_COLUMNS,
}
_VIEWS = """
CREATE VIEW speakers AS
    SELECT coalesce(g.label, q.speaker_entity, q.speaker) AS speaker, count(*) AS quotes, count(DISTINCT q.document) AS documents,
        min(q.document_date) AS first, max(q.document_date) AS last
    FROM quotes q LEFT JOIN "groups" g ON g.member = q.id AND g.type = 'speaker'
    GROUP BY 1 ORDER BY quotes DESC, speaker;
CREATE VIEW stories AS
    SELECT g."group" AS story, g.label AS headline, count(DISTINCT g.document) AS documents, count(q.id) AS quotes,
        min(d.date) AS first, max(d.date) AS last
    FROM "groups" g JOIN documents d ON d.document = g.document LEFT JOIN quotes q ON q.document = g.document
    WHERE g.type = 'story' GROUP BY 1, 2 ORDER BY documents DESC, headline;
CREATE VIEW timeline AS
    SELECT begin, "end", status, headline, words, document, confidence FROM events WHERE begin IS NOT NULL ORDER BY begin, "end";
CREATE VIRTUAL TABLE quotes_fts USING fts5(quote, speaker, speaker_entity, content='quotes', tokenize="unicode61 remove_diacritics 2");
INSERT INTO quotes_fts (rowid, quote, speaker, speaker_entity) SELECT rowid, quote, speaker, speaker_entity FROM quotes;
CREATE VIRTUAL TABLE documents_fts USING fts5(title, text, content='documents', tokenize="unicode61 remove_diacritics 2");
INSERT INTO documents_fts (rowid, title, text) SELECT rowid, title, text FROM documents;
"""
_PLAIN = re.compile(r"[^A-Za-z0-9_]+")
_BATCH = 500


@frozen(eq=False, kw_only=True)
class Sql:
    """Write all tables into one SQLite file with views (`speakers`, `stories`, `timeline`) and full-text search; `datasette results.sqlite` shows it."""

    path: str = field(
        default="results.sqlite",
        validator=check_output_path,
        metadata={"help": "the file to write, relative to the run directory"},
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write the file in one pass over the documents."""
        target = directory / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        database = sqlite3.connect(target, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("BEGIN")
            _fill(_Tables(database), dossier)
            database.execute("COMMIT")
            database.executescript(f"BEGIN;{_VIEWS}COMMIT;")
        finally:
            database.close()
        return [target]


def _fill(tables: "_Tables", dossier: Dossier) -> None:
    for name, names in _BASE.items():
        tables.make(name, names)
    for view in dossier.views():
        tables.add("documents", {**document_row(view), "text": view.document.text})
        for record in view.of(Annotation):
            name = _PLAIN.sub("_", table_name(record))
            tables.make(name, columns(type(record)))
            tables.add(name, row(record, view))
    for one in group_rows(dossier):
        tables.add("groups", one)
    tables.flush()


class _Tables:
    """Makes tables and fills them in batches."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._columns: dict[str, Sequence[str]] = {}
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}

    def make(self, name: str, names: Sequence[str]) -> None:
        """Make a table, if it is not there."""
        if name not in self._columns:
            self._columns[name] = names
            listed = ", ".join(f'"{column}"' for column in names)
            self._database.execute(f'CREATE TABLE "{name}" ({listed})')
            for key in (key for key in ("document", "id", "member") if key in names):
                self._database.execute(f'CREATE INDEX "{name}_{key}" ON "{name}" ("{key}")')

    def add(self, name: str, row: Mapping[str, Any]) -> None:
        """Add a row."""
        waiting = self._waiting.setdefault(name, [])
        waiting.append(tuple(_value(row.get(column)) for column in self._columns[name]))
        if len(waiting) >= _BATCH:
            self._write(name, waiting)

    def flush(self) -> None:
        """Write what waits."""
        for name, waiting in self._waiting.items():
            self._write(name, waiting)

    def _write(self, name: str, waiting: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(self._columns[name]))
        self._database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', waiting)  # noqa: S608 - our own names
        waiting.clear()


def _value(value: object) -> object:
    """Return a value as SQLite keeps it: days as ISO 8601, lists and more as JSON."""
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else json.dumps(value, ensure_ascii=False, sort_keys=True)
