"""Rows of JSONL and CSV files as raw mappings, one at a time, in flat memory."""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

from attrs import frozen

from presseschau import DocumentError
from presseschau.inputs import Lines, decoded_as, explained, load_json, too_large

_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r'"?sep=([^\r\n])"?\s{0,9}', re.IGNORECASE)
"""The first line by which Excel is told the delimiter; it is not a header."""
_SENTENCE = re.compile(r"([0-9]{1,12})\t([^\t]+)")
_BOM = b"\xef\xbb\xbf"
_ENDS = frozenset(".!?…:\"'“”«»)\ufffd")
"""How sentences end; a mark of another encoding than UTF-8 is replaced before it is looked for."""
_BARE_RETURN = re.compile(r"(?<=\r)(?!\n)")
_MOST_LINES, _MOST_ENDS = 0.8, 0.5
_LINES_OF_SENTENCES = 2
"""So many numbered lines make a file of sentences, if half of them end as sentences do: the lines of a ranking do not."""


@frozen(kw_only=True)
class Row:
    """A row: the line it begins on (from 1), a digest of its bytes, and its fields, or what is wrong with it."""

    line: int
    digest: str
    fields: dict[str, Any] | None = None
    encoding: str = "utf-8"
    guessed: bool = False
    problem: DocumentError | None = None


def jsonl_rows(stream: BinaryIO, name: str, *, encoding: str | None, limit: int) -> Iterator[Row]:
    """Yield the objects of a JSON Lines file; blank lines are passed over. A bad line is a row with a problem."""
    lines = Lines(stream, encoding, limit)
    return _explained(_jsonl_rows(lines, name, limit), lines, name)


def _jsonl_rows(lines: Lines, name: str, limit: int) -> Iterator[Row]:
    for number, data in lines:
        if data is None:
            yield Row(line=number, digest="", problem=too_large(f"{name}:{number}", limit))
        elif data.strip():
            yield _jsonl_row(data, number, name, lines)


def _jsonl_row(data: bytes, line: int, name: str, lines: Lines) -> Row:
    digest = hashlib.sha256(data).hexdigest()
    try:
        decoded = lines.decode(data)
    except DocumentError as error:
        problem = DocumentError(f"{name}:{line}: {error.message}", hint=error.hint)
        return Row(line=line, digest=digest, problem=problem)
    try:
        fields = load_json(decoded.text.rstrip(), f"{name}:{line}")
    except DocumentError as error:
        problem = DocumentError(error.message, hint="each line is one flat JSON object")
    else:
        if isinstance(fields, dict):
            return Row(line=line, digest=digest, fields=fields, encoding=decoded.encoding, guessed=decoded.guessed)
        kind = type(fields).__name__
        problem = DocumentError(f"{name}:{line}: expected an object, found a {kind}", hint="each line is one JSON object")
    return Row(line=line, digest=digest, problem=problem)


def csv_rows(stream: BinaryIO, name: str, *, encoding: str | None, delimiter: str | None, limit: int) -> Iterator[Row]:
    r"""Yield the rows of a CSV file with a header, as RFC 4180 has it; the delimiter is guessed from the header if not given.

    Cells may hold line breaks. A row with more cells than the header, or broken quoting, is a row with a problem; an opening
    quote that is never closed swallows the rest of the file, which is one such row.
    """
    # csv has one field limit for the whole process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    lines = Lines(stream, encoding, limit)
    return _explained(_csv_rows(lines, name, delimiter, limit), lines, name)


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
            yield Row(line=line, digest=_digest([message]), problem=DocumentError(message, hint=hint))
            continue
        if not cells or (header is None and len(cells) > 1 and sum(map(bool, map(str.strip, cells))) <= 1):
            continue  # above the header of a sheet there may be empty rows, and a heading in one cell
        if header is None:
            header = [cell.strip() for cell in _cells(cells, lines)[0]]
        else:
            yield _csv_row(cells, header, line, name, lines)


def _csv_row(cells: list[str], header: list[str], line: int, name: str, lines: Lines) -> Row:
    digest = _digest(cells)
    try:
        texts, used, guessed = _cells(cells, lines)
    except DocumentError as error:
        return Row(line=line, digest=digest, problem=DocumentError(f"{name}:{line}: {error.message}", hint=error.hint))
    if any(text.strip() for text in texts[len(header) :]):
        message = f"{name}:{line}: {len(cells)} cells, but the header names {len(header)}"
        hint = "a text with the delimiter in it must be quoted; is the `delimiter` right?"
        return Row(line=line, digest=digest, problem=DocumentError(message, hint=hint))
    return Row(line=line, digest=digest, fields=dict(zip(header, texts, strict=False)), encoding=used, guessed=guessed)


def looks_like_sentences(head: bytes) -> bool:
    """Tell whether a file begins as those of the Leipzig Corpora Collection: a number, a tab and a sentence on each line."""
    head = head.removeprefix(_BOM)
    if not head[:1].isdigit():
        return False
    lines = [line for line in head.split(b"\n")[:-1] if line.strip()] or head.split(b"\n")
    found = [_SENTENCE.fullmatch(line.decode("utf-8", "replace").rstrip("\r")) for line in lines[:20]]
    numbers = [one[1] for one in found if one]
    if len(numbers) < max(_LINES_OF_SENTENCES, _MOST_LINES * len(found)) or not all(found[:3]):
        return False
    ends = sum(one is not None and one[2].rstrip()[-1:] in _ENDS for one in found)
    return len(set(numbers[:3])) == len(numbers[:3]) and ends >= _MOST_ENDS * len(numbers)


def sentence_rows(stream: BinaryIO, name: str, *, encoding: str | None, limit: int) -> Iterator[Row]:
    """Yield the lines of a file of numbered sentences as rows with the fields ``id`` and ``text``.

    A number that does not come after the one before is not an id: the line's number stands for it.
    """
    lines = Lines(stream, encoding, limit)
    return _explained(_sentence_rows(lines, name, limit), lines, name)


def _sentence_rows(lines: Lines, name: str, limit: int) -> Iterator[Row]:
    last = -1
    for number, data in lines:
        if data is None:
            yield Row(line=number, digest="", problem=too_large(f"{name}:{number}", limit))
        elif data.strip():
            row = _sentence_row(data, number, name, lines)
            given = int(row.fields["id"]) if row.fields else last
            if row.fields and given <= last:
                row.fields.pop("id")
            last = max(last, given)
            yield row


def _sentence_row(data: bytes, line: int, name: str, lines: Lines) -> Row:
    digest = hashlib.sha256(data).hexdigest()
    try:
        decoded = lines.decode(data.rstrip(b"\r\n"))
    except DocumentError as error:
        return Row(line=line, digest=digest, problem=DocumentError(f"{name}:{line}: {error.message}", hint=error.hint))
    found = _SENTENCE.fullmatch(decoded.text)
    if not found:
        problem = DocumentError(
            f"{name}:{line}: not a number, a tab and a sentence", hint="set `format: text` if these are not sentences"
        )
        return Row(line=line, digest=digest, problem=problem)
    fields = {"id": found[1], "text": found[2]}
    return Row(line=line, digest=digest, fields=fields, encoding=decoded.encoding, guessed=decoded.guessed)


def _cells(cells: list[str], lines: Lines) -> tuple[list[str], str, bool]:
    """Decode the cells of a row, all in one encoding."""
    data = [cell.encode("latin-1") for cell in cells]
    decoded = lines.decode(b"\n".join(data))
    return [decoded_as(cell, decoded.codec) for cell in data], decoded.encoding, decoded.guessed


def _digest(cells: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(cells).encode("utf-8")).hexdigest()


def _guess_delimiter(header: str) -> str:
    """Return the delimiter that stands in the header most often; German Excel writes semicolons."""
    return max(_DELIMITERS, key=header.count)


def _latin_lines(lines: Lines, name: str, limit: int) -> Iterator[str]:
    for number, data in lines:
        if data is None:
            raise too_large(f"{name}:{number}", limit)
        # Programs of the old Macintosh end lines so; within quotes csv joins them again.
        yield from _BARE_RETURN.split(data.decode("latin-1")) if b"\r" in data[:-2] else [data.decode("latin-1")]


def _explained(rows: Iterator[Row], lines: Lines, name: str) -> Iterator[Row]:
    """Pass rows on; what breaks the file itself becomes a last row with that problem, so that it is not lost."""
    try:
        with explained(name):
            yield from rows
    except DocumentError as error:
        at = lines.number + 1
        problem = DocumentError(f"{error.message} (nothing after line {lines.number} was read)", hint=error.hint)
        yield Row(line=at, digest=_digest([error.message]), problem=problem)
