"""A row of a file of rows, as a raw mapping; what reads the files yields one at a time, in flat memory."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from presseschau import DocumentError
from presseschau.inputs import Lines, explained


@frozen(kw_only=True)
class Row:
    """A row: the line it begins on (from 1), a digest of its bytes, and its fields, or what is wrong with it.

    ``sheet`` names the sheet of a workbook, but for its first.
    """

    line: int
    digest: str
    fields: dict[str, Any] | None = None
    encoding: str = "utf-8"
    guessed: bool = False
    problem: DocumentError | None = None
    sheet: str = ""


def explained_rows(rows: Iterator[Row], lines: Lines, name: str) -> Iterator[Row]:
    """Pass rows on; what breaks the file itself becomes a last row with that problem, so that it is not lost."""
    try:
        with explained(name):
            yield from rows
    except DocumentError as error:
        at = lines.number + 1
        problem = DocumentError(f"{error.message} (nothing after line {lines.number} was read)", hint=error.hint)
        yield Row(line=at, digest=digest_of([error.message]), problem=problem)


def digest_of(cells: Iterable[str]) -> str:
    """Return a digest of the cells of a row."""
    return hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()
