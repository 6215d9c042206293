"""An annotation as annotation tools and corpora take it: labelled stretches of the clean text, with their roles and facts."""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import frozen

from presseschau import Annotation, DocumentView, Span
from presseschau.results.projection import project
from presseschau.results.view import Place, joined, kind_of

_ITSELF = frozenset({"words", "quote"})
_NOT_FACTS = frozenset({"derivation", "form", "anchor"})
"""How a time was worked out; ``jsonl`` and the tables have it."""


@frozen(kw_only=True)
class Mark:
    """One annotation of a document.

    ``spans`` count code points of the clean text, in order and apart from each other; ``roles`` are those of its parts, by name; ``facts``
    what else is said of it, as JSON-able data. ``number`` counts the marks of the document from 1, in the order of the text.
    """

    number: int
    record: Annotation
    kind: str
    spans: tuple[Span, ...]
    roles: Mapping[str, tuple[Span, ...]]
    facts: Mapping[str, object]

    @property
    def id(self) -> str:
        """The id of the annotation."""
        return self.record.id


def marks(view: DocumentView) -> Iterator[Mark]:
    """Yield the annotations of a document, of every kind, in the order of the text; what was cut with all its words is left out."""
    number = 0
    for record in view.of(Annotation):
        spans = tuple(joined(view.clean_spans(record)))
        if not spans:
            continue
        number += 1
        values = project(record, view)
        yield Mark(
            number=number,
            record=record,
            kind=kind_of(record),
            spans=spans,
            roles={
                name: tuple(joined(value.clean))
                for name, value in values.items()
                if isinstance(value, Place) and name not in _ITSELF and value.clean
            },
            facts={
                name: value.isoformat() if isinstance(value, date) else value
                for name, value in values.items()
                if value is not None and not isinstance(value, Place) and name not in _NOT_FACTS
            },
        )


def label(kind: str) -> str:
    """Return a kind or role as a label of letters, digits, ``_``, ``-`` and ``.``: what every tool takes."""
    return "".join(letter if letter.isalnum() or letter in "-." else "_" for letter in kind)
