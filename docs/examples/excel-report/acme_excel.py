"""Write who said what as an Excel sheet, one row a quote."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from attrs import field, frozen
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from presseschau import Dossier, Quote, hookimpl, text_of

HEAD = ("document", "speaker", "type", "quote")
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]{0,400}>)[^<]{0,40}")
LONGEST = 32_767  # characters in a cell: Excel specifications and limits


@frozen(eq=False, kw_only=True)
class Excel:
    """Write the quotes of a run as an Excel sheet."""

    path: str = field(default="quotes.xlsx", metadata={"help": "The file, relative to the run directory."})

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterator[Path]:
        """Write the file and yield its path."""
        book = Workbook()
        sheet = book.active
        sheet.title = "quotes"
        for number, row in enumerate([HEAD, *_rows(dossier)], start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(row=number, column=column, value=ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:LONGEST])
                cell.data_type = "s"  # a quote that begins with "=" is no formula
        path = directory / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        book.save(buffer)
        path.write_bytes(without_time(buffer.getvalue()))
        yield path


def _rows(dossier: Dossier) -> Iterator[tuple[str, str, str, str]]:
    for document in dossier.documents():
        for quote in dossier.annotations(Quote, document=document.id):
            speaker = quote.speaker_entity or text_of(quote.speaker, document.source_text)
            yield document.id, speaker, quote.type, text_of(quote.spans, document.source_text)


def without_time(book: bytes) -> bytes:
    """Return a workbook in which no time of writing stands: the same run must give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
