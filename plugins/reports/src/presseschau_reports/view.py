"""A document as reports look at it: its date, its annotations by kind, and their words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import frozen

from presseschau import Annotation, Document, Dossier, Event, Quote, Span, UnknownAnnotation, text_of
from presseschau.dates import (
    DatedDocument,
    DocumentDate,
    FormError,
    Resolution,
    TimeExpression,
    document_date,
    resolve,
    resolve_all,
)
from presseschau.model.annotations import to_clean

Spans = Sequence[Span]
_TITLE_LENGTH = 90
_OWN = (Quote, TimeExpression, Event, DocumentDate)


@frozen(kw_only=True)
class DocumentView:
    """A finished document with its annotations (by source spans), its date, and what its time expressions mean."""

    number: int
    document: Document
    annotations: tuple[Annotation, ...]
    dated: DatedDocument
    resolutions: Mapping[str, Resolution]

    @property
    def id(self) -> str:
        """The id of the document."""
        return self.document.id

    @property
    def title(self) -> str:
        """The headline, else the beginning of the text, else the id: something to call a document by."""
        return self.headline or self._beginning() or self.id

    @property
    def headline(self) -> str:
        """The claimed title, else the first part labelled so, else nothing."""
        return self.claimed("title") or self._part("title")

    @property
    def publisher(self) -> str:
        """The claimed publisher, or nothing."""
        return self.claimed("publisher")

    @property
    def date(self) -> str:
        """The document's date as EDTF, or nothing."""
        return str(self.dated.edtf) if self.dated.edtf else ""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes, in the order of the text; what is nested comes after what it is nested in."""
        return tuple(sorted((a for a in self.annotations if isinstance(a, Quote)), key=_place))

    @property
    def times(self) -> tuple[TimeExpression, ...]:
        """The time expressions, in the order of the text."""
        return tuple(sorted((a for a in self.annotations if isinstance(a, TimeExpression)), key=_place))

    @property
    def events(self) -> tuple[Event, ...]:
        """The events, in the order of the text."""
        return tuple(sorted((a for a in self.annotations if isinstance(a, Event)), key=_place))

    @property
    def others(self) -> tuple[Annotation, ...]:
        """The annotations of third-party kinds, in the order of the text."""
        return tuple(sorted((a for a in self.annotations if not isinstance(a, _OWN)), key=_place))

    def claimed(self, name: str) -> str:
        """Return the best claim of that name, or nothing."""
        claim = self.document.claimed(name)
        return claim.value if claim else ""

    def clean_spans(self, spans: Spans) -> tuple[Span, ...]:
        """Return the spans of the clean text that source spans correspond to."""
        found = [clean for span in spans for clean in self.document.to_clean(span)]
        return tuple(found)

    def words(self, spans: Spans) -> str:
        """Return the words at source spans, as they stand in the clean text (or in the source, when they were cut)."""
        clean = self.clean_spans(spans)
        return text_of(_joined(clean), self.document.text) if clean else text_of(spans, self.document.source_text)

    def clean(self, record: Annotation) -> Annotation:
        """Return an annotation by spans of the clean text."""
        return to_clean(record, self.document)

    def _beginning(self) -> str:
        line = next((line.strip() for line in self.document.text.splitlines() if line.strip()), "")
        if len(line) <= _TITLE_LENGTH:
            return line
        return f"{line[:_TITLE_LENGTH].rpartition(' ')[0] or line[:_TITLE_LENGTH]} …"

    def _part(self, label: str) -> str:
        spans = [part.span for part in self.document.parts if part.label == label]
        return " ".join(text_of(spans[:1], self.document.source_text).split())


def views(dossier: Dossier) -> Iterator[DocumentView]:
    """Yield the finished documents one at a time."""
    for number, document in enumerate(dossier.documents(), start=1):
        annotations = tuple(dossier.annotations(document=document.id))
        dated = document_date(document, annotations, dossier.inferred_dates(document.id))
        times = [record for record in annotations if isinstance(record, TimeExpression)]
        yield DocumentView(
            number=number,
            document=document,
            annotations=annotations,
            dated=dated,
            resolutions=_resolve(times, dated),
        )


def kind_of(record: Annotation) -> str:
    """Return the kind of an annotation, also of one whose plugin is not installed."""
    return record.unknown_kind if isinstance(record, UnknownAnnotation) else record.kind


def iso(day: date | None) -> str | None:
    """Return a day as ISO 8601, or None."""
    return day.isoformat() if day else None


def _resolve(times: Sequence[TimeExpression], dated: DatedDocument) -> Mapping[str, Resolution]:
    """Resolve time expressions; one whose form is not in the notation spoils no report."""
    try:
        return resolve_all(times, dated.edtf)
    except FormError:
        return {time.id: _alone(time, dated) for time in times}


def _alone(time: TimeExpression, dated: DatedDocument) -> Resolution:
    try:
        return resolve(time, dated.edtf)
    except FormError as error:
        return Resolution(value="", derivation=f"cannot be resolved: {error}", open=True)


def _place(record: Annotation) -> tuple[int, int, str]:
    return (record.spans[0].start, -record.spans[-1].end, record.id) if record.spans else (0, 0, record.id)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Join spans between which nothing lies: what the source had there was cut."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
