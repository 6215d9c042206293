"""Tables with a header: CSV in the forms that programs write it, and the sheets of Excel workbooks."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain
from typing import BinaryIO

from presseschau import DocumentError
from presseschau.dates import as_edtf
from presseschau.inputs import Lines, decoded_as, read_limited, too_large
from presseschau_text_files.rows import Row, digest_of, explained_rows

_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r'"?sep=([^\r\n])"?\s{0,9}', re.IGNORECASE)
"""The first line by which Excel is told the delimiter; it is not a header."""
_BARE_RETURN = re.compile(r"(?<=\r)(?!\n)")
_PROSE = 120
"""Characters: no column has so long a name."""


def is_above_header(cells: Sequence[str]) -> bool:
    """Tell whether a row may stand above the header of a sheet: empty, or a heading in one cell of several."""
    return len(cells) > 1 and sum(map(bool, map(str.strip, cells))) <= 1


def header_of(cells: Sequence[str]) -> list[str]:
    """Return the names of the columns. Where the first row is one of values, they are named by what stands there.

    The longest cell is the text then, and the first that is a date the date.
    """
    names = [cell.strip() for cell in cells]
    if _is_header(names):
        return names
    longest = max(names, key=len)
    found = [f"column {number}" for number in range(1, len(names) + 1)]
    found[names.index(longest)] = "text"
    dated = next((number for number, cell in enumerate(names) if _is_day(cell)), None)
    if dated is not None:
        found[dated] = "date"
    return found


def _is_header(cells: Sequence[str]) -> bool:
    return all(len(cell) <= _PROSE for cell in cells) and not any(map(_is_day, cells))


def _is_day(cell: str) -> bool:
    return len(as_edtf(cell) or "") >= len("2020-05-14")


def csv_rows(stream: BinaryIO, name: str, *, encoding: str | None, delimiter: str | None, limit: int) -> Iterator[Row]:
    r"""Yield the rows of a CSV file with a header, as RFC 4180 has it; the delimiter is guessed from the header if not given.

    Cells may hold line breaks. A row with more cells than the header, or broken quoting, is a row with a problem; an opening
    quote that is never closed swallows the rest of the file, which is one such row.
    """
    # csv has one field limit for the whole process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    lines = Lines(stream, encoding, limit)
    return explained_rows(_csv_rows(lines, name, delimiter, limit), lines, name)


def _csv_rows(lines: Lines, name: str, delimiter: str | None, limit: int) -> Iterator[Row]:
    # Bytes as Latin-1 are split into cells first and decoded afterwards, row by row, so that one bad row spoils no other.
    latin = _latin_lines(lines, name, limit)
    first = next(latin, None)
    before = 0
    if first is not None and (separator := _SEPARATOR.fullmatch(first)):
        delimiter, first, before = delimiter or separator[1], next(latin, None), 1
    if first is None:
        return
    reader = csv.reader(chain([first], latin), delimiter=delimiter or _guess_delimiter(first), strict=True)
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1 + before
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"{name}:{line}: {error}"
            hint = 'quotation marks inside a quoted cell are doubled: "er sagte ""nein"""'
            yield Row(line=line, digest=digest_of([message]), problem=DocumentError(message, hint=hint))
            continue
        if not cells or (header is None and is_above_header(cells)):
            continue
        if header is None:
            first_row = _cells(cells, lines)[0]
            header = header_of(first_row)
            if not _is_header(first_row):
                yield _csv_row(cells, header, line, name, lines)
        else:
            yield _csv_row(cells, header, line, name, lines)


def _csv_row(cells: list[str], header: list[str], line: int, name: str, lines: Lines) -> Row:
    digest = digest_of(cells)
    try:
        texts, used, guessed = _cells(cells, lines)
    except DocumentError as error:
        return Row(line=line, digest=digest, problem=DocumentError(f"{name}:{line}: {error.message}", hint=error.hint))
    if any(text.strip() for text in texts[len(header) :]):
        message = f"{name}:{line}: {len(cells)} cells, but the header names {len(header)}"
        hint = "a text with the delimiter in it must be quoted; is the `delimiter` right?"
        return Row(line=line, digest=digest, problem=DocumentError(message, hint=hint))
    return Row(line=line, digest=digest, fields=dict(zip(header, texts, strict=False)), encoding=used, guessed=guessed)


def _cells(cells: list[str], lines: Lines) -> tuple[list[str], str, bool]:
    """Decode the cells of a row, all in one encoding."""
    data = [cell.encode("latin-1") for cell in cells]
    decoded = lines.decode(b"\n".join(data))
    return [decoded_as(cell, decoded.codec) for cell in data], decoded.encoding, decoded.guessed


def _guess_delimiter(header: str) -> str:
    """Return the delimiter that stands in the header most often; German Excel writes semicolons."""
    return max(_DELIMITERS, key=header.count)


def _latin_lines(lines: Lines, name: str, limit: int) -> Iterator[str]:
    for number, data in lines:
        if data is None:
            raise too_large(f"{name}:{number}", limit)
        # Programs of the old Macintosh end lines so; within quotes csv joins them again.
        yield from _BARE_RETURN.split(data.decode("latin-1")) if b"\r" in data[:-2] else [data.decode("latin-1")]


def workbook_rows(stream: BinaryIO, name: str, *, limit: int) -> Iterator[Row]:
    """Yield the rows of all sheets of an Excel workbook (XLSX) that have a header.

    Raises:
        DocumentError: openpyxl is not installed, or the file is damaged or too large.
    """
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - optional
    except ImportError as error:
        hint = "pip install 'presseschau-text-files[excel]', or save it as CSV (UTF-8)"
        raise DocumentError("reading XLSX needs the library openpyxl", hint=hint) from error
    data = read_limited(stream, limit)
    if len(data) > limit:
        raise too_large(name, limit)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for number, sheet in enumerate(book.worksheets):
            yield from _sheet_rows(sheet.iter_rows(values_only=True), sheet.title if number else "")
    except DocumentError:
        raise
    except Exception as error:  # the library raises whatever it stumbles over in damaged files
        message = f"the workbook cannot be read ({type(error).__name__}: {str(error)[:200]})"
        raise DocumentError(message, hint="save it anew, or as CSV (UTF-8)") from error


def _sheet_rows(rows: Iterable[Sequence[object]], sheet: str) -> Iterator[Row]:
    header: list[str] | None = None
    for line, values in enumerate(rows, 1):
        cells = [_shown(value) for value in values]
        if header is None:
            if is_above_header(cells):
                continue
            header = header_of(cells)
            if _is_header(cells):
                continue
        if any(cells):
            fields = {key: cell for key, cell in zip(header, cells, strict=False) if key}
            yield Row(line=line, digest=digest_of(cells), fields=fields, sheet=sheet)


def _shown(value: object) -> str:
    """Return the value of a cell as a string; a day without a time of day as a date."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
