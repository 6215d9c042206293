"""A document bound to its annotations: their words, places, dates and meanings, so that nobody guesses which text a span counts."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, TypeVar

from attrs import field, frozen

from presseschau.dates import DatedDocument, DocumentDate, Resolution, TimeExpression, document_date, event_time, resolve_all
from presseschau.model.annotations import Annotation, Event, Quote, UnknownAnnotation, text_of, to_clean
from presseschau.model.document import Document
from presseschau.model.groups import InferredDate
from presseschau.model.spans import CleanSpan, SourceSpan, Span

A = TypeVar("A", bound=Annotation)
Spanned = Annotation | Iterable[Span]
_TITLE_LENGTH = 90
OWN = (Quote, TimeExpression, Event, DocumentDate)
"""The kinds of the framework."""


def _annotations(values: Iterable[Annotation]) -> tuple[Annotation, ...]:
    return tuple(values)


def _inferred(values: Iterable[InferredDate]) -> tuple[InferredDate, ...]:
    return tuple(values)


@frozen
class Place:
    """Where words stand, in both texts, and the words themselves; ``text`` is None where there are no spans."""

    text: str | None
    source: tuple[Span, ...] = ()
    clean: tuple[Span, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the place as JSON-able data; no words are ``""``."""
        return {"text": self.text or "", "source": list(map(list, self.source)), "clean": list(map(list, self.clean))}


NOWHERE = Place(None)


@frozen(kw_only=True)
class DocumentView:
    """A finished document with its annotations (which count the source text), its date, and what its time expressions mean.

    Methods that take annotations take bare spans too; those count the source text unless they are
    :class:`~presseschau.model.spans.CleanSpan`. ``number`` is the document's place in the order of loading, from 1.
    """

    document: Document
    annotations: tuple[Annotation, ...] = field(default=(), converter=_annotations)
    inferred: tuple[InferredDate, ...] = field(default=(), converter=_inferred, repr=False)
    number: int = 0
    _places: dict[tuple[Span, ...], Place] = field(factory=dict, init=False, repr=False, eq=False)

    def _repr_html_(self) -> str:
        """Show the document in a notebook, with what was found in it."""
        from presseschau.results.showing import document_html  # noqa: PLC0415 - it shows views

        return document_html(self)

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

    @cached_property
    def publisher(self) -> str:
        """The claimed publisher, or nothing."""
        return self.claimed("publisher")

    @cached_property
    def dated(self) -> DatedDocument:
        """The document's date: claimed, read in its text or inferred by a link step."""
        return document_date(self.document, self.annotations, self.inferred)

    @cached_property
    def date(self) -> str:
        """The document's date as EDTF, or nothing."""
        return str(self.dated.edtf) if self.dated.edtf else ""

    @cached_property
    def resolutions(self) -> dict[str, Resolution]:
        """What the time expressions mean, by their ids."""
        return resolve_all((one for one in self.annotations if isinstance(one, TimeExpression)), self.dated.edtf)

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes, in the order of the text; what is nested comes after what it is nested in."""
        return self.of(Quote)

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        """The time expressions, in the order of the text."""
        return self.of(TimeExpression)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events, in the order of the text."""
        return self.of(Event)

    @cached_property
    def others(self) -> tuple[Annotation, ...]:
        """The annotations of third-party kinds, in the order of the text."""
        return tuple(sorted((a for a in self.annotations if not isinstance(a, OWN)), key=_place))

    def of(self, cls: type[A]) -> tuple[A, ...]:
        """Return the annotations of a class, in the order of the text; those of equal beginning longest first."""
        return tuple(sorted((one for one in self.annotations if isinstance(one, cls)), key=_place))

    def of_kind(self, kind: str) -> tuple[Annotation, ...]:
        """Return the annotations of a kind by its name, also of a plugin that is not installed, in the order of the text."""
        return tuple(sorted((one for one in self.annotations if kind_of(one) == kind), key=_place))

    def claimed(self, name: str) -> str:
        """Return the best claim of that name, or nothing."""
        claim = self.document.claimed(name)
        return claim.value if claim else ""

    def source_spans(self, of: Spanned) -> tuple[Span, ...]:
        """Return the spans of the source text."""
        back = self.document.to_source
        return tuple(
            found for span in _spans_of(of) for found in (back(span) if isinstance(span, CleanSpan) else (_in_source(span),))
        )

    def clean_spans(self, of: Spanned) -> tuple[Span, ...]:
        """Return the spans of the clean text; those that were cut are left out."""
        forth = self.document.to_clean
        return tuple(found for span in _spans_of(of) for found in ((span,) if isinstance(span, CleanSpan) else forth(span)))

    def place(self, spans: tuple[Span, ...]) -> Place:
        """Return where spans of the source text stand in both texts, and their words as :meth:`words` gives them."""
        if not spans:
            return NOWHERE
        known = self._places.get(spans)
        if known is None:
            known = self._places[spans] = self._place_of(spans)
        return known

    @cached_property
    def _cleaned(self) -> tuple[str, Callable[[Span], tuple[Span, ...]]]:
        """The clean text, and what leads to its spans."""
        return self.document.text, self.document.alignment.to_clean

    def _place_of(self, spans: tuple[Span, ...]) -> Place:
        text, to_clean = self._cleaned
        clean = self.clean_spans(spans) if len(spans) > 1 else to_clean(spans[0])
        if len(clean) == 1:  # nearly always
            return Place(text[clean[0].start : clean[0].end], spans, clean)
        return Place(text_of(joined(clean), text) if clean else text_of(spans, self.document.source_text), spans, clean)

    def words(self, of: Spanned) -> str:
        """Return the words, as they stand in the clean text (or in the source, when they were cut); pieces are joined by `` […] ``.

        What only a cut stands between is one piece.
        """
        spans = tuple(_spans_of(of))
        if CleanSpan in map(type, spans):
            return text_of(joined(self.clean_spans(spans)), self.document.text)
        return self.place(spans).text or ""

    def speaker(self, quote: Quote) -> str:
        """Return who a quote is by: the name behind the mention where it is known, else the mention, or nothing."""
        return quote.speaker_entity or self.words(quote.speaker)

    def meaning(self, time: TimeExpression) -> Resolution:
        """Return what a time expression means, given the document's date."""
        return self.resolutions[time.id]

    def when(self, event: Event) -> Resolution | None:
        """Return what dates an event; None if nothing does."""
        return event_time(event, self.resolutions)

    def clean(self, record: A) -> A:
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


def kind_of(record: Annotation) -> str:
    """Return the kind of an annotation, also of one whose plugin is not installed."""
    return record.unknown_kind if isinstance(record, UnknownAnnotation) else record.kind


def _spans_of(of: Spanned) -> Iterable[Span]:
    return of.spans if isinstance(of, Annotation) else of


def _in_source(span: Span) -> SourceSpan:
    return span if isinstance(span, SourceSpan) else SourceSpan(*span)


def _place(record: Annotation) -> tuple[int, int, str]:
    return (record.spans[0].start, -record.spans[-1].end, record.id) if record.spans else (0, 0, record.id)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Join spans between which nothing lies: what the source had there was cut."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
