"""The strategies: what they say of their articles is true, they reach what matters, and they shrink."""

import re

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from presseschau import Document, Edit, Quote, Span
from presseschau.testing import (
    ODD_TEXTS,
    Article,
    Style,
    articles,
    dated_sentences,
    direct_quotes,
    documents,
    edited,
    furniture_lines,
    mark_styles,
    plain_sentences,
    reported_speech,
    spliced,
    spliced_texts,
    styles,
)

# Finding and shrinking, without the data base of earlier failures: the same everywhere.
SEARCH = settings(
    max_examples=2000, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)  # fmt: skip


def words(article: Article, span: Span | None) -> str:
    assert span is not None
    return article.document.source_text[span.start : span.end]


@given(articles())
def test_quotes_stand_where_the_gold_says(article: Article) -> None:
    opening, closing, inner_opening, inner_closing = article.marks
    for quote in article.quotes:
        said = words(article, quote.span)
        if quote.inside:
            assert said.startswith(inner_opening)
            assert said.endswith(inner_closing)
            assert quote.inside.covers(quote.span)
        elif quote.type == "Direct":
            assert said.startswith(opening)
            assert said.endswith(closing)
        else:
            assert said[-1].isalpha()
        if quote.speaker:
            assert words(article, quote.speaker).endswith(quote.entity)
            assert words(article, quote.cue)


@given(articles(sentence=dated_sentences()))
def test_dates_stand_where_the_gold_says(article: Article) -> None:
    assert article.dates
    for date in article.dates:
        said = words(article, date.span)
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}|P\d+[DWMY]", date.value)
        if re.fullmatch(r"\d{4}", said):
            assert date.value == said


@given(articles())
def test_furniture_and_content_share_nothing_and_are_all_there_is(article: Article) -> None:
    text = list(article.document.source_text)
    for span in (*article.content, *(one.span for one in article.furniture)):
        for at in range(*span):
            assert text[at], "taken twice"
            text[at] = ""
    assert not "".join(text).strip()


@given(articles())
def test_a_perfect_cleaning_leaves_the_content(article: Article) -> None:
    left = article.cleaned().text
    assert left.split() == " ".join(words(article, span) for span in article.content).split()


@given(articles(style=styles("CH")))
def test_the_swiss_write_no_sharp_s(article: Article) -> None:
    assert "ß" not in article.document.source_text


def test_austrians_say_jaenner() -> None:
    article = find(
        articles(style=styles("AT"), sentence=dated_sentences(["month"])),
        lambda one: "Jänner" in one.document.text,
        settings=SEARCH,
    )
    assert article.region == "AT"


@given(articles(furniture=False, sentence=plain_sentences()))
def test_one_can_ask_for_less(article: Article) -> None:
    assert not article.quotes
    assert not article.dates
    assert not article.furniture


@pytest.mark.parametrize(
    ("wanted", "longest"),
    [
        (lambda one: one.quotes, 60),
        (lambda one: any(quote.inside for quote in one.quotes), 80),
        (lambda one: any(quote.type == "Indirect" for quote in one.quotes), 60),
        (lambda one: one.dates, 40),
        (lambda one: any(line.label == "caption" for line in one.furniture), 90),
        (lambda one: any(line.label == "dateline" for line in one.furniture), 40),
        (lambda one: "«" in one.document.text and one.dates, 90),
        (lambda one: len(one.furniture) > 2, 110),
    ],
)
def test_a_failing_article_shrinks_to_a_line_or_two(wanted: object, longest: int) -> None:
    article = find(articles(), wanted, settings=SEARCH)
    assert len(article.document.source_text) <= longest, article.document.source_text
    assert article.document.source_text.count("\n") <= 6


@pytest.mark.parametrize(
    "wanted",
    [
        lambda text: text.startswith("Anzeige"),
        lambda text: text.endswith("Anzeige"),
        lambda text: "AnzeigeAnzeige" in text,
        lambda text: "AnAnzeigezeige" in text,
        lambda text: "\nAnzeige\n" in text,
        lambda text: "\u0130" in text.partition("Anzeige")[0],
        lambda text: "a\u0308" in text.partition("Anzeige")[0],
        lambda text: "Teilen" in text and "Anzeige" in text,
    ],
)
def test_markers_are_spliced_where_they_hurt(wanted: object) -> None:
    text = find(spliced_texts(("Anzeige", "Teilen")), wanted, settings=SEARCH)
    assert len(text) <= 40


def test_nothing_to_splice_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one marker"):
        spliced_texts(())


@given(documents(("Anzeige",)))
def test_documents_obey_the_data_model(document: Document) -> None:
    assert document.text is not None
    document.source_text.encode()
    for edit in document.edits:
        assert 0 <= edit.span.start < edit.span.end <= len(document.source_text)


@given(edited(spliced(("Anzeige",))))
def test_edited_documents_are_shorter_by_what_was_cut(document: Document) -> None:
    assert len(document.text) == len(document.source_text) - sum(
        segment.source.end - segment.source.start for segment in document.alignment.segments if not segment.verbatim
    ) - (len(document.source_text) - sum(segment.source.end - segment.source.start for segment in document.alignment.segments))


@pytest.mark.parametrize("kind", [Document, Edit, Span, Quote])
def test_hypothesis_knows_our_types(kind: type) -> None:
    assert isinstance(find(st.from_type(kind), lambda _: True, settings=SEARCH), kind)


def test_from_type_gives_news() -> None:
    document = find(st.from_type(Document), lambda one: "sagte" in one.text and "„" in one.text, settings=SEARCH)
    assert document.source_text == "Anna Berger sagte: „Wir verhandeln weiter.“"


@given(styles(), mark_styles(), st.one_of(direct_quotes(), reported_speech(), furniture_lines()))
def test_the_smaller_strategies_draw_too(style: Style, marks: tuple[str, ...], block: object) -> None:
    assert style.region in {"DE", "AT", "CH"}
    assert len(marks) == 4
    assert hasattr(block, "write")


def test_odd_texts_hold_what_the_kit_promises() -> None:
    everything = "".join(ODD_TEXTS.values())
    for needed in "\x00\ufeff\u202e\u0308\u200d\u00ad\u2028\r":
        assert needed in everything
    assert "" in ODD_TEXTS.values()
