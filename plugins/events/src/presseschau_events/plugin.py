"""The plugin: what happened, when, where, to whom, and did it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from presseschau import Annotation, Document, Event, Quote, hookimpl
from presseschau.dates import TimeExpression, document_date
from presseschau_events.engine import events_of

if TYPE_CHECKING:
    import spacy.tokens


@frozen(eq=False, kw_only=True)
class Events:
    """Finds happenings, dates them by the time expressions found before, and says who, whom, where and whether."""

    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences", "annotation:TimeExpression")
    wants: ClassVar[tuple[str, ...]] = ("annotation:Quote",)
    provides: ClassVar[tuple[str, ...]] = ("annotation:Event",)

    @hookimpl
    def extract(self, document: Document, analysis: "spacy.tokens.Doc", annotations: tuple[Annotation, ...]) -> Iterator[Event]:
        """Yield the events of a document in the order of their triggers."""
        title = document.claimed("title")
        yield from events_of(
            analysis,
            [one for one in annotations if isinstance(one, TimeExpression)],
            [one for one in annotations if isinstance(one, Quote)],
            title=title.value if title is not None else "",
            date=document_date(document, annotations).edtf,
        )
