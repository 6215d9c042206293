"""Hypothesis strategies for texts, documents and articles: public and stable.

Plain ``st.text()`` finds almost none of the mistakes that plugins make: it hardly ever writes a quotation, a furniture line or
two markers in a row. These strategies do, and they shrink to a line or two.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from presseschau.model.annotations import Quote
from presseschau.model.document import Cleaning, Document, Edit, Origin, Part
from presseschau.model.groups import Group
from presseschau.model.spans import Span
from presseschau.testing.generation.gold import Article
from presseschau.testing.generation.grammar import (
    Block,
    Dated,
    DateLine,
    DirectAfter,
    DirectBefore,
    Furniture,
    Heading,
    Paragraph,
    Plain,
    Reported,
    Speaker,
    Style,
    vocabulary,
    write_article,
)
from presseschau.testing.generation.oddities import ODD_FRAGMENTS, ODD_TEXTS

DATE_FORMS = ("day", "numeric", "short", "month", "year", "weekday", "relative", "duration")
_WORDS = vocabulary()


def styles(region: str | None = None) -> st.SearchStrategy[Style]:
    """Draw how a paper writes: a region (``DE``, ``AT``, ``CH``) and a quotation mark style that is at home there."""
    pairs = [Style(name, marks) for name, all_marks in _WORDS["regions"].items() for marks in all_marks]
    return st.sampled_from([pair for pair in pairs if region in (None, pair.region)])


def mark_styles() -> st.SearchStrategy[tuple[str, str, str, str]]:
    """Draw quotation marks: outer opening and closing, inner opening and closing mark."""
    return st.sampled_from([tuple(marks) for marks in _WORDS["marks"].values()])


def document_dates() -> st.SearchStrategy[dt.date]:
    """Draw days between 1990 and 2029; shrinks towards 20 May 2021."""
    simplest = dt.date(2021, 5, 20)
    days = st.dates(dt.date(1990, 1, 1), dt.date(2029, 12, 31))
    return st.one_of(st.just(simplest), days)


def speakers() -> st.SearchStrategy[Speaker]:
    """Draw people, with or without their role."""
    people = list(_WORDS["people"].items())
    return st.sampled_from([Speaker(name) for name, _ in people] + [Speaker(name, role) for name, role in people])


def direct_quotes() -> st.SearchStrategy[Block]:
    """Draw sentences with a direct quotation, its speaker before or after it, some with another quotation inside."""
    statements = st.sampled_from([one["direct"] for one in _WORDS["statements"]])
    return st.one_of(
        st.builds(DirectBefore, speakers(), st.sampled_from(_WORDS["cues"]["before"]), statements, st.booleans()),
        st.builds(
            DirectAfter, speakers(), st.sampled_from(_WORDS["cues"]["after"]), statements, st.sampled_from(["", "!", "?"])
        ),
    )


def reported_speech() -> st.SearchStrategy[Block]:
    """Draw sentences with reported speech in Konjunktiv I, its speaker before or after it."""
    statements = st.sampled_from([one["indirect"] for one in _WORDS["statements"]])
    before = st.builds(Reported, speakers(), st.sampled_from(_WORDS["cues"]["before"]), statements)
    after = st.builds(Reported, speakers(), st.sampled_from(_WORDS["cues"]["after"]), statements, st.just(True))  # noqa: FBT003
    return st.one_of(before, after)


def dated_sentences(forms: Sequence[str] = DATE_FORMS) -> st.SearchStrategy[Block]:
    """Draw sentences with one time expression of the given forms; see :class:`~presseschau.testing.generation.grammar.Dated`."""
    return st.builds(Dated, st.sampled_from(forms), st.integers(0, 400), st.sampled_from(_WORDS["words"]["clauses"]))


def plain_sentences() -> st.SearchStrategy[Block]:
    """Draw sentences that hold neither a quotation nor a date."""
    return st.builds(Plain, st.sampled_from(_WORDS["words"]["plain"] + _WORDS["words"]["hedged"]))


def sentences() -> st.SearchStrategy[Block]:
    """Draw sentences of all kinds."""
    return st.one_of(plain_sentences(), direct_quotes(), reported_speech(), dated_sentences())


def furniture_lines(labels: Sequence[str] | None = None) -> st.SearchStrategy[Block]:
    """Draw lines of page furniture with the given labels (``navigation``, ``caption``, ``related`` …), default all."""
    lines = _WORDS["furniture"]
    return st.sampled_from([Furniture(line, label) for label in labels or lines for line in lines[label]])


@st.composite
def articles(
    draw: st.DrawFn,
    *,
    style: st.SearchStrategy[Style] | None = None,
    sentence: st.SearchStrategy[Block] | None = None,
    date: st.SearchStrategy[dt.date] | None = None,
    furniture: bool = True,
    dated: bool = True,
    max_paragraphs: int = 4,
) -> Article:
    """Draw an article together with its gold: quotes, dates, furniture.

    Args:
        draw: given by Hypothesis.
        style: region and quotation marks; default all.
        sentence: what paragraphs are made of; default :func:`sentences`.
        date: the article's date; default :func:`document_dates`.
        furniture: whether there may be navigation, captions, datelines, signatures and a date line.
        dated: whether the document carries its date as a claim.
        max_paragraphs: the most paragraphs.
    """
    sentence = sentences() if sentence is None else sentence
    lines = st.lists(st.lists(sentence, min_size=1, max_size=3).map(tuple), min_size=1, max_size=max_paragraphs)
    body: list[Block] = [Paragraph(line) for line in draw(lines)]
    if furniture and draw(st.booleans()):
        body = _furnish(draw, body)
    return write_article(
        body,
        style=draw(styles() if style is None else style),
        date=draw(document_dates() if date is None else date),
        dated=dated,
        gap=draw(st.sampled_from(["\n\n", "\n", "\n \n"])),
    )


def _furnish(draw: st.DrawFn, paragraphs: list[Block]) -> list[Block]:
    """Put a page around paragraphs."""
    words = _WORDS["words"]
    first, *others = paragraphs
    if isinstance(first, Paragraph) and draw(st.booleans()):
        first = Paragraph(first.sentences, draw(st.sampled_from(words["places"])), draw(st.sampled_from(words["agencies"])))
    between = st.one_of(st.none(), furniture_lines(["caption"]), st.builds(Heading, st.sampled_from(words["subheads"])))
    blocks: list[Block] = [first]
    for paragraph in others:
        extra = draw(between)
        blocks += [extra, paragraph] if extra else [paragraph]
    last = blocks[-1]
    if isinstance(last, Paragraph) and not last.place and draw(st.booleans()):
        blocks[-1] = Paragraph(last.sentences, "", draw(st.sampled_from(words["agencies"])))
    head: list[Block] = list(draw(st.lists(furniture_lines(["navigation", "share"]), max_size=3)))
    if draw(st.booleans()):
        head.append(Heading(draw(st.sampled_from(words["titles"]))))
    if draw(st.booleans()):
        head.append(DateLine())
    if draw(st.booleans()):
        head.append(Heading(draw(st.sampled_from(words["leads"]))))
    tail = draw(st.lists(furniture_lines(["related", "newsletter", "comments"]), max_size=3))
    return [*head, *blocks, *tail]


def odd_texts() -> st.SearchStrategy[str]:
    """Draw texts that break assumptions: nothing, NUL, BOM, bidi, combining marks, ZWJ emoji, soft hyphens, U+2028."""
    mixed = st.lists(st.one_of(st.sampled_from(ODD_FRAGMENTS), st.sampled_from(["Wort", " ", "\n", "ä", "1"])), max_size=12)
    return st.one_of(st.sampled_from(list(ODD_TEXTS.values())), mixed.map("".join))


def spliced_texts(markers: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw texts in which the markers stand where they hurt.

    That is at the very start and end, doubled, in runs, inside each other, in lines of their own, within sentences and behind
    characters that change their length when they are folded, normalised or encoded.
    """
    if not markers:
        raise ValueError("spliced() needs at least one marker: give it the strings that the plugin looks for")
    whole = st.sampled_from(list(markers))
    nested = st.sampled_from(
        [marker[:cut] + marker + marker[cut:] for marker in markers for cut in range(1, len(marker))] or list(markers)
    )
    piece = st.one_of(
        whole,
        st.sampled_from(["Wort", "Die Straße blieb gesperrt.", "„", "“", "1"]),
        st.sampled_from([" ", "\n", "\n\n", ""]),
        whole.map(lambda marker: f"{marker}\n"),
        whole.map(lambda marker: f" {marker} "),
        whole.map(lambda marker: f"\n{marker}"),
        nested,
        st.sampled_from(ODD_FRAGMENTS),
    )
    anywhere = st.lists(piece, min_size=1, max_size=10).map("".join)
    # Most mistakes need no more than this: a marker that opens or closes the text, or stands behind something odd.
    edges = st.builds(
        lambda before, marker, after: before + marker + after,
        st.sampled_from(["", "Wort ", "Es war ", "Rat tagt\n\n", "a\u0308 ", "\u0130 ", "😀 ", "\r\n"]),
        st.one_of(whole, nested),
        st.sampled_from(["", " Wort.", "\n\nDer Rat tagte."]),
    )
    return st.one_of(edges, anywhere)


def spliced(markers: Sequence[str]) -> st.SearchStrategy[Document]:
    """Draw documents whose texts are :func:`spliced_texts` of the markers a plugin looks for."""
    return st.builds(document_of, spliced_texts(markers))


def document_of(text: str, name: str = "document") -> Document:
    """Return an uncleaned document with that text."""
    return Document(id=name, source_text=text, origin=Origin(location=name))


@st.composite
def edited(draw: st.DrawFn, document: st.SearchStrategy[Document]) -> Document:
    """Draw documents from which an earlier cleaner has already cut a line or two, or a stretch anywhere."""
    whole = draw(document)
    text = whole.source_text
    if not text:
        return whole
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n" and at + 1 < len(text))]
    edits = []
    for start in draw(st.lists(st.sampled_from(starts), max_size=2, unique=True)):
        end = text.find("\n", start)
        edits.append(Edit(span=Span(start, len(text) if end < 0 else end + 1), rule="earlier/line"))
    return whole.with_cleaning(Cleaning(edits=tuple(edits)))


def documents(markers: Sequence[str] = ()) -> st.SearchStrategy[Document]:
    """Draw documents: articles, odd texts and, with ``markers``, spliced texts; some already cleaned in part."""
    news = articles().map(lambda article: article.document)
    odd = st.builds(document_of, odd_texts())
    sources = [spliced(markers), news, spliced(markers), odd] if markers else [news, odd]
    fresh = st.one_of(*sources)
    return st.one_of(fresh, edited(fresh))


@st.composite
def spans(draw: st.DrawFn, length: int = 1000) -> Span:
    """Draw spans that are not empty, in a text of ``length`` code points."""
    start = draw(st.integers(0, length - 1))
    return Span(start, draw(st.integers(start + 1, length)))


def registrations() -> dict[type[Any], st.SearchStrategy[Any]]:
    """Return the strategies that ``st.from_type`` uses, by type."""
    names = st.sampled_from(["rule/a", "rule/b"])
    some = st.lists(spans(), min_size=1, max_size=2).map(tuple)
    return {
        Span: spans(),
        Style: styles(),
        Article: articles(),
        Document: documents(),
        Edit: st.builds(Edit, span=spans(), rule=names, replacement=st.sampled_from(["", " "])),
        Part: st.builds(Part, span=spans(), rule=names, label=st.sampled_from(["title", "caption"]), kept=st.booleans()),
        Quote: st.builds(Quote, spans=some, rule=names, type=st.sampled_from(["Direct", "Indirect"]), speaker=some, cue=some),
        Group: st.builds(Group, rule=names, type=st.just("speaker"), label=st.just("Anna Berger"), members=st.just(("a", "b"))),
    }
