"""An Excel workbook: a sheet a table."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from attrs import field, frozen

from presseschau import Annotation, Dossier, Event, Quote, hookimpl
from presseschau.dates import TimeExpression
from presseschau.results.naming import table_name
from presseschau.results.projection import DOCUMENT_COLUMNS, GROUP_COLUMNS, cell, columns, document_row, row
from presseschau.results.rows import group_rows
from presseschau_exports.paths import check_output_path

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]{0,400}>)[^<]{0,99}(</)")
_LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
"""Excel's limit for a sheet."""
_LARGEST = 10**15
"""Excel keeps 15 digits of a number; larger ones are texts."""
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""


@frozen(eq=False, kw_only=True)
class Excel:
    """Write a workbook with documents, quotes, dates, events, groups and every other kind of finding; texts stay texts."""

    path: str = field(
        default="results.xlsx",
        validator=check_output_path,
        metadata={"help": "the file to write, relative to the run directory"},
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write the workbook.

        Raises:
            ImportError: openpyxl is not installed.
        """
        try:
            from openpyxl import Workbook  # noqa: PLC0415 - optional
        except ImportError as error:
            raise ImportError("the report excel needs openpyxl: pip install 'presseschau-exports[excel]'") from error
        book = Workbook(write_only=True)
        book.properties.creator = "Presseschau"
        sheets: dict[str, _Sheet] = {}

        def sheet(name: str, names: Sequence[str]) -> "_Sheet":
            if name not in sheets:
                sheets[name] = _Sheet(book, name, names)
            return sheets[name]

        for name, names in (
            ("documents", DOCUMENT_COLUMNS),
            ("quotes", columns(Quote)),
            ("dates", columns(TimeExpression)),
            ("events", columns(Event)),
        ):
            sheet(name, names)
        for view in dossier.views():
            sheets["documents"].add(document_row(view))
            for record in view.of(Annotation):
                sheet(table_name(record), columns(type(record))).add(row(record, view))
        for one in group_rows(dossier):
            sheet("groups", GROUP_COLUMNS).add(one)
        target = directory / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryFile() as made:
            book.save(made)
            _without_clock(made, target)
        return [target]


def _without_clock(made: IO[bytes], target: Path) -> None:
    """Copy a workbook so that it does not tell when it was written: the same run gives the same bytes."""
    with ZipFile(made) as archive, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            copy.writestr(ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)


class _Sheet:
    """A table of a workbook; rows are added one by one. Where a sheet is full it goes on in another: "quotes", "quotes 2"."""

    def __init__(self, book: Any, name: str, names: Sequence[str]) -> None:  # noqa: ANN401 - openpyxl's
        self._book = book
        self._name = _NOT_IN_TITLES.sub(" ", name)
        self._names = names
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        suffix = f" {self._number}" if self._number > 1 else ""
        self._sheet = self._book.create_sheet(f"{self._name[: 31 - len(suffix)]}{suffix}")
        self._sheet.freeze_panes = "A2"
        self._sheet.append([self._cell(name) for name in self._names])
        self._rows = 1

    def add(self, row: dict[str, Any]) -> None:
        """Add a row."""
        if self._rows >= MOST_ROWS:
            self._begin()
        self._sheet.append([self._cell(row.get(name)) for name in self._names])
        self._rows += 1

    def _cell(self, value: object) -> object:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - optional

        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float) and -_LARGEST <= value <= _LARGEST:
            return value
        if isinstance(value, date):
            return value if value >= _FIRST_DAY else value.isoformat()
        made = WriteOnlyCell(self._sheet)
        made.value = _NOT_IN_XML.sub("\ufffd", str(cell(value)))[:_LONGEST_CELL]
        made.data_type = "s"  # a text, whatever it begins with
        return made
