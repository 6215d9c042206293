"""Parquet: a file a table, typed, for pandas, polars, DuckDB and Arrow."""

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from presseschau import Annotation, Dossier, Event, Quote, hookimpl
from presseschau.dates import TimeExpression
from presseschau.results.naming import table_name
from presseschau.results.projection import DOCUMENT_COLUMNS, GROUP_COLUMNS, cell, columns, document_row, row
from presseschau.results.rows import group_rows
from presseschau_exports.paths import check_output_path

_ROWS = 5_000
"""Rows that are gathered and written together."""
_OF_RESULTS = {
    **dict.fromkeys(("source_start", "source_end", "clean_start", "clean_end"), "int64"),
    **dict.fromkeys(("begin", "end"), "date32"),
    "open": "bool",
    "confidence": "double",
}
_OF_DOCUMENTS = {
    **dict.fromkeys(("words", "words_cut", "quotes", "times"), "int64"),
    "encoding_guessed": "bool",
    "date_contradictions": "strings",
}
_OF_GROUPS = {"position": "int64", "confidence": "double"}
_PLAIN: Mapping[Any, str] = {int: "int64", float: "double", bool: "bool"}


@frozen(eq=False, kw_only=True)
class Parquet:
    """Write typed tables (Parquet): documents with their texts, quotes, dates, events, groups, and one for each other kind of finding."""

    directory: str = field(
        default="parquet",
        validator=check_output_path,
        metadata={"help": "where the files go, relative to the run directory"},
    )
    texts: bool = field(default=True, metadata={"help": "give the clean text of each document in the column `text`"})

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write all tables in one pass over the documents; memory holds some thousand rows of each.

        Raises:
            ImportError: pyarrow is not installed.
        """
        folder = directory / self.directory
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            made: dict[str, _Table] = {}

            def table(name: str, types: Mapping[str, str]) -> "_Table":
                if name not in made:
                    made[name] = stack.enter_context(_Table(folder / f"{name}.parquet", types))
                return made[name]

            known = {name: _OF_DOCUMENTS.get(name, "string") for name in DOCUMENT_COLUMNS}
            documents = table("documents", known | {"text": "string"} if self.texts else known)
            for name, cls in (("quotes", Quote), ("dates", TimeExpression), ("events", Event)):
                table(name, column_types(cls))
            groups = table("groups", {name: _OF_GROUPS.get(name, "string") for name in GROUP_COLUMNS})
            for view in dossier.views():
                documents.add(document_row(view) | {"text": view.document.text})
                for record in view.of(Annotation):
                    table(table_name(record), column_types(type(record))).add(row(record, view))
            for one in group_rows(dossier):
                groups.add(one)
        return [one.path for one in made.values()]


def column_types(cls: Any) -> Mapping[str, str]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return the columns of a kind, by its class, each with its type: a name of Arrow's, or ``strings`` for a list of them.

    What an attribute holds is read from its annotation; whatever is not a number, a truth value or a list of strings is a string as
    in ``csv``: JSON where it is nested.
    """
    found: Mapping[str, str] = _column_types(cls)
    return found


@cache
def _column_types(cls: Any) -> Mapping[str, str]:  # noqa: ANN401 - see above
    try:
        hints = get_type_hints(cls)
    except (NameError, TypeError, AttributeError):  # an annotation that only a type checker can follow
        hints = {}
    own = {attribute.name: _type(hints.get(attribute.name)) for attribute in attrs.fields(cls)}
    return {name: _OF_RESULTS.get(name) or own.get(name.removeprefix("own_"), "string") for name in columns(cls)}


def _type(hint: Any) -> str:  # noqa: ANN401 - whatever stands behind a colon
    if get_origin(hint) in {Union, UnionType}:
        inner = [one for one in get_args(hint) if one is not NoneType]
        return _type(inner[0]) if len(inner) == 1 else "string"
    if get_origin(hint) in {tuple, list} and get_args(hint) in {(str,), (str, ...)}:
        return "strings"
    return _PLAIN.get(hint, "string") if isinstance(hint, type) else "string"


class _Table:
    """A file that takes rows; they are written in groups."""

    def __init__(self, path: Path, types: Mapping[str, str]) -> None:
        try:
            import pyarrow as pa  # noqa: PLC0415 - optional
            from pyarrow import parquet  # noqa: PLC0415 - optional
        except ImportError as error:
            raise ImportError("the report parquet needs pyarrow: pip install 'presseschau-exports[parquet]'") from error
        arrow = {"strings": pa.list_(pa.string()), "date32": pa.date32(), "bool": pa.bool_(), "double": pa.float64()}
        arrow |= {"int64": pa.int64(), "string": pa.string()}
        self.path = path
        self._types = types
        self._rows: list[dict[str, Any]] = []
        self._schema = pa.schema([(name, arrow[kind]) for name, kind in types.items()])
        self._table = pa.Table
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._rows:
            self._flush()
        self._writer.close()

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row."""
        self._rows.append({name: _value(row.get(name), kind) for name, kind in self._types.items()})
        if len(self._rows) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(self._table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()


def _value(value: Any, kind: str) -> Any:  # noqa: ANN401 - whatever a row holds
    if value is None:
        return None
    if kind == "string":
        return value if type(value) is str else str(cell(value))
    if kind == "strings":
        return [str(one) for one in value]
    if kind == "date32":
        return value if isinstance(value, dt.date) else None
    return value
