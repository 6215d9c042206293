"""The plugin: time expressions and the document's own date."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from presseschau import Annotation, Document, Span, hookimpl
from presseschau.dates import DocumentDate, document_date
from presseschau_dates.constraints import Window
from presseschau_dates.engine import read
from presseschau_dates.headings import cut_headings
from presseschau_dates.language import Language, load

if TYPE_CHECKING:
    import spacy.tokens


def _check_language(_instance: object, _attribute: object, value: str) -> None:
    load(value)


def _check_window(_instance: object, _attribute: object, value: str) -> None:
    Window.parse(value)


@frozen(eq=False, kw_only=True)
class Dates:
    """Finds time expressions (TIMEX3) and the date of the document itself."""

    language: str = field(
        default="de",
        validator=_check_language,
        metadata={"help": "The rules to use, by the name of their directory; the plugin ships German ones."},
    )
    window: str = field(
        default="1945-01-01/..",
        validator=_check_window,
        metadata={
            "help": "The days between which an undated document may lie, as an EDTF interval. Nothing outside is considered. An open end is "
            "a day some years after the release of this plugin, which the result states: the clock is never asked."
        },
    )
    date_documents: bool = field(
        default=True, metadata={"help": "Whether to look for the document's own date in its text and in the calendar."}
    )
    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences",)
    provides: ClassVar[tuple[str, ...]] = ("annotation:TimeExpression", "annotation:DocumentDate")

    @hookimpl
    def extract(self, document: Document, analysis: "spacy.tokens.Doc") -> Iterator[Annotation]:
        """Yield the times of a document in order, then what its text says of its own date."""
        rules: Language = load(self.language)
        sentences = [Span(sentence.start_char, sentence.end_char) for sentence in analysis.sents]
        known = document_date(document).edtf
        headings = cut_headings(document)
        reading = read(document.text, sentences, rules, Window.parse(self.window), known, headings)
        yield from reading.expressions
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
                    window=str(Window.parse(self.window)),
                    contradictions=found.contradictions,
                )
