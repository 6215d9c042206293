"""The plugin: time expressions, events and the document's own date."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from presseschau import Annotation, Document, Event, Span, hookimpl
from presseschau.dates import DocumentDate, TimeExpression, document_date
from presseschau_events.constraints import Window
from presseschau_events.engine import read
from presseschau_events.headings import cut_headings
from presseschau_events.language import Language, load

if TYPE_CHECKING:
    import spacy.tokens

_FIRST_WORD_RULE = "events/sentence"


def _check_language(_instance: object, _attribute: object, value: str) -> None:
    load(value)


def _check_window(_instance: object, _attribute: object, value: str) -> None:
    Window.parse(value)


@frozen(eq=False, kw_only=True)
class Events:
    """Finds when things happened: time expressions (TIMEX3), the sentences that they date, and the date of the document itself."""

    language: str = field(
        default="de",
        validator=_check_language,
        metadata={"help": "The rules to use, by the name of their directory; the plugin ships German ones."},
    )
    window: str = field(
        default="1945-01-01/2026-12-31",
        validator=_check_window,
        metadata={
            "help": "The days between which an undated document may lie, as an EDTF interval. Nothing outside is considered."
        },
    )
    events: bool = field(
        default=True, metadata={"help": "Whether to make an Event of every sentence with a date or a time in it."}
    )
    date_documents: bool = field(
        default=True, metadata={"help": "Whether to look for the document's own date in its text and in the calendar."}
    )
    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences",)
    provides: ClassVar[tuple[str, ...]] = ("annotation:TimeExpression", "annotation:Event", "annotation:DocumentDate")

    @hookimpl
    def extract(self, document: Document, analysis: "spacy.tokens.Doc") -> Iterator[Annotation]:
        """Yield the times of a document in order, then its events, then what its text says of its own date."""
        rules: Language = load(self.language)
        sentences = [Span(sentence.start_char, sentence.end_char) for sentence in analysis.sents]
        known = document_date(document).edtf
        headings = cut_headings(document)
        reading = read(document.text, sentences, rules, Window.parse(self.window), known, headings)
        yield from reading.expressions
        if self.events:
            yield from _events(reading.expressions, sentences)
        if self.date_documents:
            for number, found in enumerate(reading.dates):
                yield DocumentDate(
                    id=f"d{number}",
                    spans=found.spans,
                    rule=f"document-date/{found.origin}",
                    confidence=found.confidence,
                    edtf=str(found.edtf),
                    origin=found.origin,
                    reasons=found.reasons,
                    window=self.window,
                    contradictions=found.contradictions,
                )


def _events(expressions: tuple[TimeExpression, ...], sentences: list[Span]) -> Iterator[Event]:
    """Yield an event for every sentence that a date or a time stands in."""
    number = 0
    for sentence in sentences:
        while number < len(expressions) and expressions[number].spans[0].end <= sentence.start:
            number += 1
        times = []
        at = number
        while at < len(expressions) and expressions[at].spans[0].start < sentence.end:
            if expressions[at].type in ("DATE", "TIME"):
                times.append(expressions[at].id)
            at += 1
        if times:
            yield Event(spans=(sentence,), rule=_FIRST_WORD_RULE, times=tuple(times))
