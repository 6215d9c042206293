"""The report ``csv``: quotes, dates and documents as tables."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TextIO

from attrs import field, frozen

from presseschau import Annotation, DocumentView, Dossier, Provenance, Quote, hookimpl, in_turns
from presseschau.dates import TimeExpression
from presseschau.results.naming import table_name
from presseschau.results.projection import (
    DOCUMENT_COLUMNS,
    GROUP_COLUMNS,
    above,
    cell,
    cells,
    columns,
    document_row,
    provenance,
)
from presseschau.results.rows import group_rows
from presseschau_reports.outputs import check_output_path, written

_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell must not begin with in a spreadsheet, after OWASP's page on CSV injection."""
_ALWAYS: dict[str, type[Annotation]] = {"quotes": Quote, "dates": TimeExpression}


def _check_delimiter(_plugin: object, _attribute: object, value: str) -> None:
    if value not in {",", ";", "\t", "|"}:
        message = f"delimiter must be a comma, semicolon, tab or bar, not {value!r}"
        raise ValueError(message)


def _check_prefix(plugin: object, attribute: Any, value: str) -> None:  # noqa: ANN401 - attrs' own
    check_output_path(plugin, attribute, f"{value}quotes.csv")


@frozen(eq=False, kw_only=True)
class Csv:
    """Write tables: `documents.csv`, `quotes.csv`, `dates.csv`, and one for each other kind of finding and for groups, where there are any."""

    prefix: str = field(
        default="",
        validator=_check_prefix,
        metadata={"help": "what the file names begin with; `tables/` puts them into a directory"},
    )
    delimiter: str = field(
        default=",", validator=_check_delimiter, metadata={"help": "`,`, `;` (which German Excel expects), tab or `|`"}
    )
    bom: bool = field(default=False, metadata={"help": "begin with a byte order mark, by which Excel knows UTF-8"})
    guard: bool = field(
        default=True,
        metadata={"help": "put `'` before what a spreadsheet would take for a formula (beginning with = + - @)"},
    )

    @hookimpl
    @in_turns
    def report(self, dossier: Dossier, directory: Path) -> Iterator[Path | None]:
        """Write all tables in one pass over the documents."""
        paths: list[Path] = []
        with ExitStack() as stack:

            def table(name: str, names: Sequence[str]) -> "_Writer":
                path = directory / f"{self.prefix}{name}.csv"
                paths.append(path)
                encoding = "utf-8-sig" if self.bom else "utf-8"
                stream = stack.enter_context(written(path, encoding=encoding, newline=""))
                return _Writer(stream, names, self.delimiter, guard=self.guard)

            documents = table("documents", DOCUMENT_COLUMNS)
            tables = {name: table(name, columns(cls)) for name, cls in _ALWAYS.items()}
            for view in dossier.views():
                documents(document_row(view).values())
                before = documents.cells(above(view))
                for record in view.of(Annotation):
                    name = table_name(record)
                    if name not in tables:
                        tables[name] = table(name, columns(type(record)))
                    tables[name].finding(before, record, view)
                yield None
            groups = None
            for one in group_rows(dossier):
                groups = groups or table("groups", GROUP_COLUMNS)
                groups(one.values())
        yield from paths


class _Writer:
    """Writes rows; calling it writes one."""

    def __init__(self, stream: TextIO, columns: Sequence[str], delimiter: str, *, guard: bool) -> None:
        self._suspect = (_SUSPECT if guard else _NOTHING).search
        self._delimiter = delimiter
        self._stamps: dict[tuple[str, float, Provenance | None], list[object]] = {}
        self._writer = csv.writer(stream, delimiter=delimiter)
        self._writer.writerow(columns)

    def __call__(self, values: Iterable[object]) -> None:
        self._writer.writerow(self.cells(values))

    def finding(self, before: Sequence[object], record: Annotation, view: DocumentView) -> None:
        """Write the row of a finding; the cells ``before`` are those of its document."""
        key = (record.rule, record.confidence, record.provenance)
        after = self._stamps.get(key)
        if after is None:
            after = self.cells(provenance(record).values())
            if len(self._stamps) < _MOST_STAMPS:
                self._stamps[key] = after
        self._writer.writerow([*before, *self.cells(cells(record, view)), *after])

    def cells(self, values: Iterable[object]) -> list[object]:
        """Return values as cells."""
        suspect = self._suspect
        return [
            value if type(value) in _AS_THEY_ARE or (type(value) is str and suspect(value) is None) else self._cell(value)
            for value in values
        ]

    def _cell(self, value: object) -> object:
        found = value if type(value) is str else cell(value)
        return guarded(found, self._delimiter) if isinstance(found, str) and self._suspect(found) else found


_MOST_STAMPS = 10_000
_AS_THEY_ARE = frozenset({int, float, type(None)})
"""What the csv module writes as our cells are."""


@lru_cache(maxsize=10_000)
def _guarded(text: str, delimiter: str) -> str:
    """Return a short text as :func:`guarded` does: dates, rules and names come again and again."""
    inside = _inside(delimiter).sub(_with_mark, text)
    return f"'{inside}" if text.lstrip(" \0").startswith(_TRIGGERS) or _QUOTED.match(text) else inside


def guarded(text: str, delimiter: str = ",") -> str:
    """Return a text that no spreadsheet takes for a formula, with a ``'`` where one would begin.

    A cell also begins inside a text when a spreadsheet reads the file by another separator than it is written with (a German Excel takes
    semicolons), or is not told of the quotation marks around a line break.
    """
    if _SUSPECT.search(text) is None:  # nearly always
        return text
    return _guarded(text, delimiter) if len(text) < _SHORT else _guarded.__wrapped__(text, delimiter)


_SHORT = 100
_SUSPECT = re.compile(f"[{re.escape(''.join(_TRIGGERS))}]")
_NOTHING = re.compile("(?!)")
_BEGINS = "(?=[=@＝＠]|[-+＋－][\\w(@=])"
_QUOTED = re.compile(f'[" \0]{{0,20}}{_BEGINS}')
"""A formula behind quotation marks, which a reader that takes them for its own drops."""


def _with_mark(found: re.Match[str]) -> str:
    return f"{found[0]}'"


@cache
def _inside(delimiter: str) -> re.Pattern[str]:
    """Return what stands before a formula within a text: "5,- Euro" is none, "x;=1+1" and "x;-1+cmd" are."""
    separators = re.escape("".join(one for one in ",;\t|\r\n" if one != delimiter))
    return re.compile(f'[{separators}][" \0]{{0,20}}{_BEGINS}')
