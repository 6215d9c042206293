"""The plugin: an event for every sentence that a date or a time stands in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from presseschau import Annotation, Event, Span, hookimpl
from presseschau.dates import TimeExpression

if TYPE_CHECKING:
    import spacy.tokens

_RULE = "events/sentence"


@frozen(eq=False, kw_only=True)
class Events:
    """Makes an event of every sentence with a date or a time in it."""

    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences", "annotation:TimeExpression")
    provides: ClassVar[tuple[str, ...]] = ("annotation:Event",)

    @hookimpl
    def extract(self, analysis: "spacy.tokens.Doc", annotations: tuple[Annotation, ...]) -> Iterator[Event]:
        """Yield the events of a document in the order of its sentences."""
        times = sorted(
            (one for one in annotations if isinstance(one, TimeExpression) and one.type in {"DATE", "TIME"}),
            key=lambda one: one.spans[0],
        )
        for sentence in analysis.sents:
            inside = [one.id for one in times if sentence.start_char <= one.spans[0].start < sentence.end_char]
            if inside:
                yield Event(spans=(Span(sentence.start_char, sentence.end_char),), rule=_RULE, times=tuple(inside))
