"""The small grammar of German news: immutable blueprints, and the pure functions that write them out.

A strategy draws blueprints, never text, so that a failing article shrinks by losing sentences and by falling back to the first
words of each list in ``data/news.toml``.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from attrs import define, field, frozen

from presseschau.model.document import Claim, Document, Origin
from presseschau.model.spans import Span
from presseschau.testing.generation.gold import Article, GoldDate, GoldFurniture, GoldQuote


@cache
def vocabulary() -> Mapping[str, Any]:
    """Return the word lists of the grammar."""
    return tomllib.loads(files("presseschau.testing.generation").joinpath("data/news.toml").read_text("utf-8"))


@frozen
class Style:
    """How a paper writes: its region (``DE``, ``AT`` or ``CH``) and the name of its quotation mark style."""

    region: str = "DE"
    marks: str = "german"

    def spell(self, text: str) -> str:
        """Return the text in the region's spelling."""
        if self.region == "CH":
            return text.replace("ß", "ss")
        return text.replace("Januar", "Jänner") if self.region == "AT" else text

    @property
    def quotation_marks(self) -> tuple[str, str, str, str]:
        """Outer opening and closing, inner opening and closing mark."""
        outer_open, outer_close, inner_open, inner_close = vocabulary()["marks"][self.marks]
        return outer_open, outer_close, inner_open, inner_close


@define
class Writer:
    """Collects text and gold; ``write`` returns the span of what it wrote."""

    style: Style
    date: dt.date
    pieces: list[str] = field(factory=list)
    at: int = 0
    quotes: list[GoldQuote] = field(factory=list)
    dates: list[GoldDate] = field(factory=list)
    furniture: list[GoldFurniture] = field(factory=list)
    content: list[Span] = field(factory=list)

    def write(self, text: str) -> Span:
        """Append text in the style's spelling."""
        return self.raw(self.style.spell(text))

    def raw(self, text: str) -> Span:
        """Append text as it is."""
        start, self.at = self.at, self.at + len(text)
        self.pieces.append(text)
        return Span(start, self.at)


class Block(Protocol):
    """A part of an article that can write itself."""

    def write(self, to: Writer) -> None:
        """Append the text and its gold."""


@frozen
class Plain:
    """A sentence with neither quotation nor date."""

    text: str

    def write(self, to: Writer) -> None:
        """Append the text."""
        to.write(self.text)


@frozen
class Speaker:
    """Somebody who speaks, named with or without a role."""

    name: str
    role: str = ""

    def write(self, to: Writer) -> Span:
        """Append the mention; return its span."""
        return to.write(f"{self.role} {self.name}".strip())


@frozen
class DirectBefore:
    """``Anna Berger sagte: „Wir verhandeln weiter.“``; with ``nested`` a quote of somebody else's words within."""

    speaker: Speaker
    cue: str
    statement: str
    nested: bool = False

    def write(self, to: Writer) -> None:
        """Append the sentence and its quotes."""
        opening, closing, inner_opening, inner_closing = to.style.quotation_marks
        speaker = self.speaker.write(to)
        to.raw(" ")
        # "teilte mit" is the cue in one piece here: a separable verb stands together before a colon.
        cue = to.write(self.cue)
        to.raw(": ")
        start = to.raw(opening).start
        inner = None
        if self.nested:
            to.write("Im Saal rief jemand ")
            inner_start = to.raw(inner_opening).start
            to.write(self.statement)
            inner = Span(inner_start, to.raw(inner_closing).end)
        else:
            to.write(self.statement)
        to.raw(".")
        span = Span(start, to.raw(closing).end)
        entity = to.style.spell(self.speaker.name)
        to.quotes.append(GoldQuote(type="Direct", span=span, speaker=speaker, cue=cue, entity=entity))
        if inner:
            to.quotes.append(GoldQuote(type="Direct", span=inner, inside=span))


@frozen
class DirectAfter:
    """``„Wir verhandeln weiter“, sagte Anna Berger.``; ``end`` is ``""``, ``"!"`` or ``"?"`` within the marks."""

    speaker: Speaker
    cue: str
    statement: str
    end: str = ""

    def write(self, to: Writer) -> None:
        """Append the sentence and its quote."""
        opening, closing, *_ = to.style.quotation_marks
        start = to.raw(opening).start
        to.write(self.statement + self.end)
        span = Span(start, to.raw(closing).end)
        to.raw(", ")
        cue = to.write(self.cue)
        to.raw(" ")
        speaker = self.speaker.write(to)
        to.raw(".")
        entity = to.style.spell(self.speaker.name)
        to.quotes.append(GoldQuote(type="Direct", span=span, speaker=speaker, cue=cue, entity=entity))


@frozen
class Reported:
    """``Anna Berger sagte, man verhandle weiter.``, or with ``last`` the clause before the speaker; in Konjunktiv I."""

    speaker: Speaker
    cue: str
    statement: str
    last: bool = False

    def write(self, to: Writer) -> None:
        """Append the sentence and its quote."""
        if self.last:
            span = to.write(self.statement[0].upper() + self.statement[1:])
            to.raw(", ")
            cue = to.write(self.cue)
            to.raw(" ")
            speaker = self.speaker.write(to)
        else:
            speaker = self.speaker.write(to)
            to.raw(" ")
            cue = to.write(self.cue)
            to.raw(", ")
            span = to.write(self.statement)
        to.raw(".")
        entity = to.style.spell(self.speaker.name)
        to.quotes.append(GoldQuote(type="Indirect", span=span, speaker=speaker, cue=cue, entity=entity))


@frozen
class Dated:
    """A sentence with a time expression. ``form`` says how the date is written; ``number`` chooses among its forms.

    ``day``, ``numeric`` and ``short`` write out the day that lies ``number`` days before the article's, ``month`` and ``year`` the month and
    year of that day, ``weekday`` the weekday before the article's date (past tense, one to six days ago), ``relative`` a word
    such as "gestern", ``duration`` a length of time.
    """

    form: str
    number: int
    clause: str

    def write(self, to: Writer) -> None:
        """Append the sentence and its time expression."""
        words = vocabulary()["dates"]
        before, text, kind, value = self._expression(to.date, words)
        if before:
            to.raw(before + " ")
        span = to.write(text)
        to.write(f" {self.clause}." if kind == "DATE" else ".")
        to.dates.append(GoldDate(span=span, type=kind, value=value))

    def _expression(self, today: dt.date, words: Mapping[str, Any]) -> tuple[str, str, str, str]:
        day = today - dt.timedelta(days=self.number)
        month = words["months"][day.month - 1]
        match self.form:
            case "day":
                written = ("Am", f"{day.day}. {month} {day.year}", "DATE", day.isoformat())
            case "numeric":
                written = ("Am", f"{day.day:02}.{day.month:02}.{day.year}", "DATE", day.isoformat())
            case "short":
                written = ("Am", f"{day.day}.{day.month}.{day.year}", "DATE", day.isoformat())
            case "month":
                written = ("Im", f"{month} {day.year}", "DATE", f"{day:%Y-%m}")
            case "year":
                written = ("Schon", str(day.year), "DATE", str(day.year))
            case "weekday":
                day = today - dt.timedelta(days=self.number % 6 + 1)
                written = ("Am", words["weekdays"][day.weekday()], "DATE", day.isoformat())
            case "relative":
                word, days = list(words["relative"].items())[self.number % len(words["relative"])]
                written = ("", word.capitalize(), "DATE", (today + dt.timedelta(days=days)).isoformat())
            case _:
                count = self.number % len(words["numbers"])
                unit, letter = list(words["units"].items())[self.number % len(words["units"])]
                written = ("Das Treffen dauerte", f"{words['numbers'][count]} {unit}", "DURATION", f"P{count + 2}{letter}")
        return written


@frozen
class Paragraph:
    """Sentences in one line; ``place`` and ``agency`` put a dateline before and a signature after them."""

    sentences: tuple[Block, ...]
    place: str = ""
    agency: str = ""

    def write(self, to: Writer) -> None:
        """Append the line."""
        if self.place:
            to.furniture.append(GoldFurniture(span=to.write(f"{self.place} ({self.agency or 'dpa'}) - "), label="dateline"))
        start = to.at
        for number, sentence in enumerate(self.sentences):
            if number:
                to.raw(" ")
            sentence.write(to)
        to.content.append(Span(start, to.at))
        if self.agency and not self.place:
            to.furniture.append(GoldFurniture(span=to.write(f" ({self.agency})"), label="agency"))


@frozen
class Heading:
    """A line of its own that belongs to the article: title, lead or subhead."""

    text: str

    def write(self, to: Writer) -> None:
        """Append the line."""
        to.content.append(to.write(self.text))


@frozen
class Furniture:
    """A line of its own that does not belong to the article."""

    text: str
    label: str

    def write(self, to: Writer) -> None:
        """Append the line."""
        to.furniture.append(GoldFurniture(span=to.write(self.text), label=self.label))


@frozen
class DateLine:
    """The article's date in a line of its own: ``20. Mai 2021``."""

    def write(self, to: Writer) -> None:
        """Append the line."""
        month = vocabulary()["dates"]["months"][to.date.month - 1]
        span = to.write(f"{to.date.day}. {month} {to.date.year}")
        to.furniture.append(GoldFurniture(span=span, label="date-line"))


def write_article(
    blocks: Iterable[Block], *, style: Style, date: dt.date, dated: bool = True, name: str = "article", gap: str = "\n\n"
) -> Article:
    """Write blocks out, one a line with ``gap`` between; ``dated`` adds the date as a claim of the loader."""
    writer = Writer(style=style, date=date)
    for number, block in enumerate(blocks):
        if number:
            writer.raw(gap)
        block.write(writer)
    claims = (Claim(name="date", value=date.isoformat(), origin="sidecar", rule="generated"),) if dated else ()
    document = Document(id=name, source_text="".join(writer.pieces), origin=Origin(location=name), claims=claims)
    return Article(
        document=document,
        date=date,
        region=style.region,
        marks=style.quotation_marks,
        quotes=tuple(writer.quotes),
        dates=tuple(writer.dates),
        furniture=tuple(writer.furniture),
        content=tuple(writer.content),
    )
