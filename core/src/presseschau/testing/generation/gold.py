"""Generated articles and what is known to be true of them."""

import datetime as dt

from attrs import field, frozen

from presseschau.model.document import Cleaning, Document, Edit
from presseschau.model.spans import Span


@frozen(kw_only=True)
class GoldQuote:
    """A quotation that was written on purpose; spans count code points of the source text.

    ``type`` is ``Direct`` or ``Indirect``. ``span`` includes the marks of a direct quote and leaves the full stop after an indirect
    one outside. ``speaker`` is the mention ("Ministerin Anna Berger"), ``entity`` the name. ``inside`` is the span of the quote
    around a nested one.
    """

    type: str
    span: Span
    speaker: Span | None = None
    cue: Span | None = None
    entity: str = ""
    inside: Span | None = None


@frozen(kw_only=True)
class GoldDate:
    """A time expression: its source span without the preposition, TIMEX3 ``type`` and ``value`` given the article's date."""

    span: Span
    type: str
    value: str


@frozen(kw_only=True)
class GoldFurniture:
    """A source span that is not part of the article's text, and its part label."""

    span: Span
    label: str


@frozen(kw_only=True)
class Article:
    """A document and its gold. ``content`` are the source spans of title, lead, subheads and paragraphs, in order."""

    document: Document
    date: dt.date
    region: str
    marks: tuple[str, str, str, str]
    quotes: tuple[GoldQuote, ...] = field(default=())
    dates: tuple[GoldDate, ...] = field(default=())
    furniture: tuple[GoldFurniture, ...] = field(default=())
    content: tuple[Span, ...] = field(default=())

    def cleaned(self) -> Document:
        """Return the document with exactly the furniture cut, as a perfect cleaner would leave it."""
        edits = tuple(Edit(span=one.span, rule=f"gold/{one.label}") for one in self.furniture)
        return self.document.with_cleaning(Cleaning(edits=edits))
