"""A run as tables: one row a document, a quote, a date. Rows are plain dicts; frames where pandas is installed."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import frozen

from presseschau.dates import DatedDocument, Resolution, TimeExpression, document_date, resolve_all
from presseschau.model.annotations import Quote, text_of
from presseschau.model.document import Document
from presseschau.results.dossier import Dossier

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R")

_PLACE = ("source_start", "source_end", "rule", "confidence", "step", "plugin", "distribution", "version")
DOCUMENT_COLUMNS = (
    *("document", "title", "publisher", "author", "agency", "place", "url"),
    *("date", "date_origin", "language", "words", "words_cut"),
)
QUOTE_COLUMNS = (
    *("document", "publisher", "document_date", "id", "type", "quote"),
    *("speaker", "speaker_entity", "cue", "addressee", "frame", "parent"),
    *_PLACE,
)
DATE_COLUMNS = (
    *("document", "publisher", "document_date", "id", "type", "words", "value", "edtf"),
    *("begin", "end", "open", "mod", "form", "derivation"),
    *_PLACE,
)


@frozen
class Table(Generic[R]):
    """Something to iterate over, again and again, that also makes a data frame."""

    _items: Callable[[], Iterator[R]]
    _rows: Callable[[], Iterator[dict[str, Any]]]
    _columns: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[R]:
        return self._items()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield one plain dict a record, ready for a table."""
        return self._rows()

    def to_frame(self) -> "pd.DataFrame":
        """Return a pandas frame, one row a record; an empty one has its columns too.

        Raises:
            ImportError: pandas is not installed; ``pip install presseschau[pandas]`` brings it.
        """
        try:
            import pandas as pd  # noqa: PLC0415 - optional
        except ImportError as error:
            raise ImportError("data frames need pandas: pip install 'presseschau[pandas]'") from error
        rows = list(self._rows())
        return pd.DataFrame(rows, columns=None if rows else list(self._columns))


@frozen
class DatedExpression:
    """A time expression together with what it means, given the date of its document."""

    document: str
    expression: TimeExpression
    resolution: Resolution


def dated(dossier: Dossier, document: Document) -> tuple[DatedDocument, dict[str, Resolution]]:
    """Return the date of a document and the resolution of its time expressions, by their ids."""
    annotations = list(dossier.annotations(document=document.id))
    date = document_date(document, annotations, dossier.inferred_dates(document.id))
    times = [record for record in annotations if isinstance(record, TimeExpression)]
    return date, resolve_all(times, date.edtf)


def dates(dossier: Dossier) -> Iterator[DatedExpression]:
    """Yield every time expression of the run, resolved."""
    for document in dossier.documents():
        _, resolutions = dated(dossier, document)
        for expression in dossier.annotations(TimeExpression, document=document.id):
            yield DatedExpression(document.id, expression, resolutions[expression.id])


def document_rows(dossier: Dossier) -> Iterator[dict[str, Any]]:
    """Yield a row a document: id, what is claimed of it, its date and its size."""
    for document in dossier.documents():
        date, _ = dated(dossier, document)
        row: dict[str, Any] = {"document": document.id}
        for name in ("title", "publisher", "author", "agency", "place", "url"):
            claim = document.claimed(name)
            row[name] = claim.value if claim else None
        row["date"] = str(date.edtf) if date.edtf else None
        row["date_origin"] = date.origin or None
        row["language"] = document.language.language if document.language else None
        row["words"] = len(document.text.split())
        row["words_cut"] = len(document.source_text.split()) - row["words"]
        yield row


def quote_rows(dossier: Dossier) -> Iterator[dict[str, Any]]:
    """Yield a row a quote: its words and roles as text, its place, and where it comes from."""
    for document in dossier.documents():
        source = document.source_text
        date, _ = dated(dossier, document)
        for quote in dossier.annotations(Quote, document=document.id):
            yield {
                **_document(document, date),
                "id": quote.id,
                "type": quote.type,
                "quote": text_of(quote.spans, source),
                "speaker": text_of(quote.speaker, source) or None,
                "speaker_entity": quote.speaker_entity,
                "cue": text_of(quote.cue, source) or None,
                "addressee": text_of(quote.addressee, source) or None,
                "frame": text_of(quote.frame, source) or None,
                "parent": quote.parent,
                **_origin(quote),
            }


def date_rows(dossier: Dossier) -> Iterator[dict[str, Any]]:
    """Yield a row a time expression: its words, what they mean (``begin`` and ``end`` are days), and how that was found."""
    for document in dossier.documents():
        date, resolutions = dated(dossier, document)
        for expression in dossier.annotations(TimeExpression, document=document.id):
            resolution = resolutions[expression.id]
            yield {
                **_document(document, date),
                "id": expression.id,
                "type": expression.type,
                "words": text_of(expression.spans, document.source_text),
                "value": resolution.value,
                "edtf": str(resolution.edtf) if resolution.edtf else None,
                "begin": resolution.begin,
                "end": resolution.end,
                "open": resolution.open,
                "mod": expression.mod or None,
                "form": expression.form,
                "derivation": resolution.derivation,
                **_origin(expression),
            }


def _document(document: Document, date: DatedDocument) -> dict[str, Any]:
    publisher = document.claimed("publisher")
    return {
        "document": document.id,
        "publisher": publisher.value if publisher else None,
        "document_date": str(date.edtf) if date.edtf else None,
    }


def _origin(record: Quote | TimeExpression) -> dict[str, Any]:
    stamp = record.provenance
    return {
        "source_start": record.spans[0].start,
        "source_end": record.spans[-1].end,
        "rule": record.rule,
        "confidence": record.confidence,
        "step": stamp.step if stamp else None,
        "plugin": stamp.plugin if stamp else None,
        "distribution": stamp.distribution if stamp else None,
        "version": stamp.version if stamp else None,
    }
