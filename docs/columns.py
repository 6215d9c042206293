"""The reference of columns: every column of every table, with what it means and an example, from a run made by hand."""

import sqlite3
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from presseschau_reports.sql import Sql

from presseschau import Annotation, Claim, Document, Edit, Event, Group, LanguageGuess, Origin, Quote, Span, annotation
from presseschau.dates import DocumentDate, TimeExpression
from presseschau.testing import archived

HERE = Path(__file__).resolve().parent
INTRODUCTION = """\
# Columns: every table, every column

<!-- made by docs/columns.py; what they mean stands in docs/columns.toml -->

The tables of the reports `csv` (a file each), `sql` (a table each in `results.sqlite`), `parquet` and `excel` (a sheet each), and of the frames of a
`Run`. Names and contents are the same in all; formats that have types use them, and in CSV lists are joined by `; `. The examples come from one short article:

```text
{text}
```

An empty example says that this article has nothing there.
"""
VIEWS = """\
## Views in `results.sqlite`

These look at the tables above ([recipes](../how-to/ask-with-sql.md)):
"""
STORE = """\
## Views of the store

`run.sqlite`, the store between the stages, has views of its own. Their words are those of the source text, and times are not resolved.
"""
TEXT = """\
Anzeige
Bern, 20. Mai 2021 (sda) – Bundesrätin Ada Muster (SP) trat am Dienstag zurück.
„Ich hatte ‚genug Zeit‘“, sagte die Bundesrätin dem Tagesboten laut Angaben des Verlags. Zwei Tage später zahlte der Bund 30 Franken, jeden zweiten Montag."""


@annotation
@frozen(kw_only=True)
class Money(Annotation):
    """Stands for a kind of another plugin."""

    kind = "acme:Money"
    amount: str


def columns_page() -> str:
    """Return the page."""
    with archived([(_document(), _annotations())]) as dossier:
        ids = {one.kind: one.id for one in dossier.annotations()}
    groups = [
        Group(type="speaker", label="Ada Muster", members=[ids["Quote"]], rule="speakers/name", confidence=0.9),
        Group(
            type="story", label="Bundesrätin tritt zurück", members=["tagesbote/a.txt"], rule="stories/terms", confidence=0.8
        ),
    ]
    with archived([(_document(), _annotations())], groups) as dossier, tempfile.TemporaryDirectory() as directory:
        (path,) = Sql().report(dossier, Path(directory))
        store = dossier._store._db  # type: ignore[attr-defined]  # noqa: SLF001 - read with SQL, as users of the store do
        results = sqlite3.connect(path)
        tables = _names(results, "table", ("documents", "quotes", "dates", "events", "document_dates", "groups", "acme_Money"))
        views = _names(results, "view", ("speakers", "stories", "timeline"))
        inside = _names(store, "view", ("quotes", "dates", "events", "speakers", "stories"))
        parts = [
            INTRODUCTION.format(text=TEXT),
            *(_table(results, name, f"## {name.replace('_', '-')}") for name in tables),
            VIEWS,
            *(_table(results, name, f"### {name}") for name in views),
            STORE,
            *(_table(store, name, f"### {name} in the store") for name in inside),
        ]
        results.close()
    return "\n".join(parts)


def _names(database: sqlite3.Connection, kind: str, order: tuple[str, ...]) -> Iterator[str]:
    """Yield the tables or views in an order; one that this page has forgotten is an error."""
    there = {
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = ?", (kind,)) if "_fts" not in name
    }
    if there != {*order}:
        raise SystemExit(f"docs/columns.py knows {sorted(order)}, and there are {sorted(there)}")
    yield from order


def _table(database: sqlite3.Connection, name: str, heading: str) -> str:
    cursor = database.execute(f'SELECT * FROM "{name}" LIMIT 50')  # noqa: S608 - a name of our own
    names = [one[0] for one in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    table = name.replace("_", "-")
    lines = [f"{heading}\n", "| column | what | example |", "| --- | --- | --- |"]
    for column in names:
        example = next((row[column] for row in rows if row[column] not in (None, "")), "")
        lines.append(f"| `{column}` | {_meaning(table, column)} | {_shown(_REAL.get(column, example))} |")
    return "\n".join(lines) + "\n"


_MEANINGS: Mapping[str, Mapping[str, str]] = tomllib.loads((HERE / "columns.toml").read_text("utf-8"))
_REAL = {"step": "quotes", "plugin": "quotes", "distribution": "presseschau-quotes", "version": "0.1.0"}


def _meaning(table: str, column: str) -> str:
    found = _MEANINGS.get(table, {}).get(column) or _MEANINGS["all"].get(column)
    if found is None:
        raise SystemExit(f"docs/columns.toml does not say what the column {column!r} of {table!r} means")
    return found


def _shown(value: object) -> str:
    text = " ".join(str(value).split()).replace("|", "\\|")
    short = 60
    return f"`{text if len(text) <= short else text[: short - 1] + '…'}`" if text else ""


def _document() -> Document:
    claims = {
        "title": "Bundesrätin tritt zurück", "publisher": "Tagesbote", "author": "Berta Busch", "agency": "sda", "place": "Bern",
        "url": "https://tagesbote.example/1", "date": "2021-05-20",
    }  # fmt: skip
    return Document(
        id="tagesbote/a.txt",
        source_text=TEXT,
        origin=Origin(location="tagesbote/a.txt", digest="9b74c9897bac770f", encoding="cp1252", encoding_guessed=True),
        claims=[Claim(name=name, value=value, origin="sidecar", rule=f"sidecar/{name}") for name, value in claims.items()],
        edits=[Edit(span=Span(0, len("Anzeige\n")), rule="navigation")],
        language=LanguageGuess("de", 1.0),
    )


def _annotations() -> list[Annotation]:
    text = _document().text

    def at(words: str) -> list[Span]:
        start = text.index(words)
        return [Span(start, start + len(words))]

    who: dict[str, Any] = {
        "speaker": at("die Bundesrätin"), "speaker_entity": "Ada Muster", "speaker_given": "Ada", "speaker_family": "Muster",
        "speaker_role": "Bundesrätin", "speaker_affiliation": "SP",
    }  # fmt: skip
    return [
        Quote(id="q2", spans=at("‚genug Zeit‘"), type="Direct", parent="q1", rule="marks/nested", confidence=0.6),
        Quote(
            id="q1", spans=at("„Ich hatte ‚genug Zeit‘“"), type="Direct", rule="direct/cue", confidence=0.95, cue=at("sagte"),
            addressee=at("dem Tagesboten"), frame=at("sagte die Bundesrätin dem Tagesboten"), **who,
        ),
        TimeExpression(id="t1", spans=at("Dienstag"), type="DATE", form="dct <=Tue", words="trat", reference="the document's date", rule="weekday"),
        TimeExpression(id="t2", spans=at("Zwei Tage später"), type="DATE", form="anchor day+2", anchor="t1", rule="later", mod="APPROX"),
        TimeExpression(id="t3", spans=at("jeden zweiten Montag"), type="SET", form="XXXX-WXX-1", quant="EVERY", freq="2W", rule="set"),
        Event(
            id="e1", spans=at("Bundesrätin Ada Muster (SP) trat am Dienstag zurück"), trigger=[*at("trat"), *at("zurück")], times=["t1"],
            who=at("Bundesrätin Ada Muster"), headline="Bundesrätin Ada Muster trat zurück", is_main=True, rule="verb", confidence=0.9,
        ),
        Event(
            id="e2", spans=at("zahlte der Bund 30 Franken"), trigger=at("zahlte"), implied_times=["t2"], who=at("der Bund"), whom=at("30 Franken"),
            place=at("Bern"), reported_by="q1", source=at("laut Angaben des Verlags"), headline="der Bund zahlte 30 Franken", same_as="e1", rule="verb",
        ),
        DocumentDate(
            spans=at("Bern, 20. Mai 2021"), edtf="2021-05-20", origin="date-line", reasons=["the date line says so"], window="1945-01-01/..",
            contradictions=["a Thursday"], rule="date-line/place",
        ),
        Money(spans=at("30 Franken"), amount="30", rule="sum/francs"),
    ]  # fmt: skip
