"""The report ``csv``: quotes, dates and documents as tables."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from attrs import field, frozen

from presseschau import Dossier, Finding, Quote, Span, hookimpl
from presseschau.dates import TimeExpression
from presseschau.results.view import DocumentView
from presseschau_reports.outputs import check_output_path, written
from presseschau_reports.records import iso, provenance

_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell must not begin with in a spreadsheet, after OWASP's page on CSV injection."""

_PROVENANCE = ("rule", "confidence", "step", "plugin", "distribution", "version")
_CLAIMS = ("title", "publisher", "author", "agency", "place", "url")
DOCUMENTS = (
    "document", *_CLAIMS, "date", "date_origin", "date_contradictions", "language", "words", "words_cut", "quotes", "times",
    "location", "encoding", "encoding_guessed", "digest",
)  # fmt: skip
QUOTES = (
    "document", "publisher", "document_date", "id", "type", "quote", "speaker", "speaker_entity", "cue", "addressee", "frame",
    "parent", "source_start", "source_end", "clean_start", "clean_end", *_PROVENANCE,
)  # fmt: skip
DATES = (
    "document", "publisher", "document_date", "id", "type", "words", "value", "edtf", "begin", "end", "open", "mod", "form",
    "derivation", "source_start", "source_end", "clean_start", "clean_end", *_PROVENANCE,
)  # fmt: skip


def _check_delimiter(_plugin: object, _attribute: object, value: str) -> None:
    if value not in {",", ";", "\t", "|"}:
        message = f"delimiter must be a comma, semicolon, tab or bar, not {value!r}"
        raise ValueError(message)


def _check_prefix(plugin: object, attribute: Any, value: str) -> None:  # noqa: ANN401 - attrs' own
    check_output_path(plugin, attribute, f"{value}quotes.csv")


@frozen(eq=False, kw_only=True)
class Csv:
    """Write three tables: `quotes.csv`, `dates.csv` and `documents.csv`."""

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
        metadata={"help": "put `'` before texts that a spreadsheet would take for a formula (those beginning with = + - @)"},
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write the three tables in one pass over the documents."""
        paths = [directory / f"{self.prefix}{name}.csv" for name in ("documents", "quotes", "dates")]
        encoding = "utf-8-sig" if self.bom else "utf-8"
        with (
            written(paths[0], encoding=encoding, newline="") as documents,
            written(paths[1], encoding=encoding, newline="") as quotes,
            written(paths[2], encoding=encoding, newline="") as dates,
        ):
            write_documents = self._writer(documents, DOCUMENTS)
            write_quotes = self._writer(quotes, QUOTES)
            write_dates = self._writer(dates, DATES)
            for view in dossier.views():
                write_documents(document_row(view))
                for quote in view.quotes:
                    write_quotes(quote_row(quote, view))
                for time in view.times:
                    write_dates(date_row(time, view))
        return paths

    def _writer(self, stream: TextIO, columns: Sequence[str]) -> "_Writer":
        return _Writer(stream, columns, self.delimiter, guard=self.guard)


class _Writer:
    """Writes rows; calling it writes one."""

    def __init__(self, stream: TextIO, columns: Sequence[str], delimiter: str, *, guard: bool) -> None:
        self._columns = columns
        self._guard = guard
        self._writer = csv.writer(stream, delimiter=delimiter)
        self._writer.writerow(columns)

    def __call__(self, row: dict[str, object]) -> None:
        self._writer.writerow([self._cell(row[column]) for column in self._columns])

    def _cell(self, value: object) -> object:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str):
            return guarded(value) if self._guard else value
        return value


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" \0").startswith(_TRIGGERS) else text


def document_row(view: DocumentView) -> dict[str, object]:
    """Return a row of ``documents.csv``."""
    document = view.document
    words = len(document.text.split())
    return {
        "document": view.id,
        **{name: view.claimed(name) for name in _CLAIMS},
        "title": view.headline,
        "date": view.date,
        "date_origin": view.dated.origin,
        "date_contradictions": "; ".join(view.dated.contradictions),
        "language": document.language.language if document.language else "",
        "words": words,
        "words_cut": len(document.source_text.split()) - words,
        "quotes": len(view.quotes),
        "times": len(view.times),
        "location": document.origin.location,
        "encoding": document.origin.encoding,
        "encoding_guessed": document.origin.encoding_guessed,
        "digest": document.origin.digest,
    }


def quote_row(quote: Quote, view: DocumentView) -> dict[str, object]:
    """Return a row of ``quotes.csv``."""
    return {
        "document": view.id,
        "publisher": view.publisher,
        "document_date": view.date,
        "id": quote.id,
        "type": quote.type,
        "quote": view.words(quote.spans),
        "speaker": view.words(quote.speaker),
        "speaker_entity": quote.speaker_entity or "",
        "cue": view.words(quote.cue),
        "addressee": view.words(quote.addressee),
        "frame": view.words(quote.frame),
        "parent": quote.parent or "",
        **_place(quote.spans, view),
        **_provenance(quote),
    }


def date_row(time: TimeExpression, view: DocumentView) -> dict[str, object]:
    """Return a row of ``dates.csv``."""
    resolution = view.resolutions[time.id]
    return {
        "document": view.id,
        "publisher": view.publisher,
        "document_date": view.date,
        "id": time.id,
        "type": time.type,
        "words": view.words(time.spans),
        "value": resolution.value,
        "edtf": str(resolution.edtf) if resolution.edtf else "",
        "begin": iso(resolution.begin) or "",
        "end": iso(resolution.end) or "",
        "open": resolution.open,
        "mod": time.mod,
        "form": time.form,
        "derivation": resolution.derivation,
        **_place(time.spans, view),
        **_provenance(time),
    }


def _place(spans: Sequence[Span], view: DocumentView) -> dict[str, object]:
    clean = view.clean_spans(spans)
    return {
        "source_start": spans[0].start if spans else "",
        "source_end": spans[-1].end if spans else "",
        "clean_start": clean[0].start if clean else "",
        "clean_end": clean[-1].end if clean else "",
    }


def _provenance(finding: Finding) -> dict[str, object]:
    return {name: "" if value is None else value for name, value in provenance(finding).items()}
