"""The text of a page: what is kept, what is cut, and where it stands in the page."""

import io
import tokenize
from collections.abc import Callable
from pathlib import Path

import lxml.html
import presseschau_web_pages
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from presseschau_web_pages import Context, Limits, Page, PageError, WebPages, read_page
from presseschau_web_pages.blocks import blocks_of
from presseschau_web_pages.evidence import gather
from presseschau_web_pages.page import clean_text, judged

Build = Callable[..., str]
Save = Callable[[str, str | bytes], Path]


def read(html: str) -> Page:
    return read_page(html.encode("utf-8", "replace"), context=Context(), limits=Limits())


def cut(page: Page) -> str:
    text = page.text
    for edit in reversed(page.edits):
        text = text[: edit.span.start] + text[edit.span.end :]
    return text


def labels(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in page.parts:
        found.setdefault(part.label, []).append(page.text[part.span.start : part.span.end])
    return found


def reason(html: str) -> str:
    with pytest.raises(PageError) as caught:
        read(html)
    assert str(caught.value).split(": ")[0].endswith(caught.value.reason)
    return caught.value.reason


def test_an_article_is_found_whole(page: Build) -> None:
    found = read(page())
    parts = labels(found)
    assert parts["title"] == ["Oberfelden kauft die alte Ziegelei"]
    assert parts["lead"][0].startswith("Das Gebäude am Fluss")
    assert parts["subhead"] == ["Streit über die Kosten"]
    assert len(parts["paragraph"]) == 6
    assert parts["caption"] == ["Die Ziegelei im Abendlicht, gesehen vom Fluss. Foto: H. Berg"]
    text = cut(found)
    assert text.startswith("Das Gebäude am Fluss")
    for unwanted in ("Impressum", "Sport", "Mehr zum Thema", "Schule wird teurer", "Abendlicht"):
        assert unwanted not in text


def test_every_part_can_be_found_in_the_page(page: Build) -> None:
    html = page()
    tree = lxml.html.document_fromstring(html)
    found = read(html)
    for part in found.parts:
        [element] = tree.xpath(part.locator)
        assert found.text[part.span.start : part.span.end] in " ".join(element.text_content().split())


def test_parts_and_edits_agree(page: Build) -> None:
    found = read(page())
    assert [part.span.start for part in found.parts if not part.kept] == [edit.span.start for edit in found.edits]
    assert cut(found).split("\n\n") == [found.text[p.span.start : p.span.end] for p in found.parts if p.kept]


def test_lists_keep_their_items_on_lines_of_their_own(page: Build) -> None:
    items = "".join(
        f"<li>{name} soll mehr als zwanzig neue Plätze für die Vereine bekommen, sagte der Rat.</li>"
        for name in ("Die Halle", "Der Hof")
    )
    html = page().replace("</p><h2>", f"</p><ul>{items}</ul><h2>")
    assert "sagte der Rat.\nDer Hof soll" in cut(read(html))


def test_the_document_is_the_same_as_the_text(saved: Save, page: Build) -> None:
    [source] = WebPages(paths=[saved("a.html", page())]).load()
    document = source.read()
    assert document.text == clean_of(page())
    assert document.origin.media_type == "text/html"
    assert document.origin.encoding == "utf-8"


def clean_of(html: str) -> str:
    tree = lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    blocks, evidence = blocks_of(tree), gather(tree)
    return clean_text(tree, blocks, judged(tree, blocks, evidence), evidence)


@pytest.mark.parametrize("html", ["", " \n", "<html></html>", "<html><body></body></html>", "<p> </p>", "<!-- nichts -->"])
def test_an_empty_page_is_named(html: str) -> None:
    assert reason(html) == "empty"


@pytest.mark.parametrize(
    "html",
    [
        '<html><body><div id="root"></div><script src="app.js"></script></body></html>',
        "<html><body><noscript>Bitte aktivieren Sie JavaScript.</noscript><script>start()</script></body></html>",
        "<html><body><p>You need to enable JavaScript to run this app.</p><script>start()</script></body></html>",
    ],
)
def test_a_page_made_by_javascript_is_named(html: str) -> None:
    assert reason(html) == "javascript-only"


def test_a_page_with_nothing_but_links_is_named() -> None:
    links = "".join(f'<li><a href="/{n}">Bericht Nummer {n} aus dem Umland</a></li>' for n in range(80))
    assert reason(f"<html><body><ul>{links}</ul></body></html>") == "no-text"


def test_a_paywalled_text_is_kept_and_named(page: Build) -> None:
    closed = {"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": "False"}
    found = read(page(json_ld=closed, paragraphs=3))
    assert [(c.value, c.origin) for c in found.claims if c.name == "page-kind"] == [("paywalled", "json-ld")]
    assert "Ziegelei" in cut(found)


def test_a_paywall_without_any_text_is_named() -> None:
    wall = '<div class="paywall"><h2>Weiterlesen mit Plus</h2><p>' + "Jetzt testen und alle Artikel lesen. " * 9 + "</p></div>"
    script = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    with pytest.raises(PageError) as caught:
        read(f"<html><head>{script}</head><body><nav>Menü</nav></body></html>")
    assert caught.value.reason == "paywalled"
    try:
        kinds = [
            claim.value
            for claim in read(f"<html><head>{script}</head><body>{wall}</body></html>").claims
            if claim.name == "page-kind"
        ]
    except PageError as error:
        kinds = [error.reason]
    assert kinds == ["paywalled"]


def test_a_free_text_is_not_called_paywalled(page: Build) -> None:
    for free in (True, "True", "true"):
        found = read(page(json_ld={"@type": "NewsArticle", "isAccessibleForFree": free}))
        assert not [claim for claim in found.claims if claim.name == "page-kind"]


def test_a_live_ticker_is_named(page: Build) -> None:
    found = read(page(json_ld={"@type": "LiveBlogPosting", "headline": "x"}))
    assert ("live-ticker", "json-ld") in [(claim.value, claim.origin) for claim in found.claims if claim.name == "page-kind"]
    entries = "".join(
        f"<h3>{hour}.15 Uhr</h3><p>Die Feuerwehr meldet um diese Zeit einen neuen Stand und dankt allen Helfern.</p>"
        for hour in range(9, 20)
    )
    found = read(page().replace("<h2>Streit", entries + "<h2>Streit"))
    assert ("live-ticker", "text") in [(claim.value, claim.origin) for claim in found.claims if claim.name == "page-kind"]


def test_a_gallery_is_named(page: Build) -> None:
    pictures = "<figure><img src=x><figcaption>Ein Bild vom Fest am Fluss.</figcaption></figure>" * 10
    for html in (page(inside=pictures, paragraphs=2), page(json_ld={"@type": "ImageGallery"})):
        assert "gallery" in [claim.value for claim in read(html).claims if claim.name == "page-kind"]


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "a",
        "h1",
        "h2",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "figure",
        "article",
        "b",
        "script",
        "svg",
        "br",
        "time",
        "x-y",
        "title",
        "meta",
        "body",
        "html",
        "frameset",
        "select",
        "noscript",
        "!--",
    ]
)
BITS = st.one_of(
    TAGS.map("<{}>".format),
    TAGS.map("</{}>".format),
    st.tuples(
        TAGS,
        st.sampled_from(["class", "id", "datetime", "role", "style", "property", "content", "hidden"]),
        st.text(max_size=12),
    ).map(lambda bit: f'<{bit[0]} {bit[1]}="{bit[2]}">'),
    st.text(max_size=30),
    st.sampled_from(
        ["&#xD800;", "&#0;", "&nbsp;", "&amp", "\u2028", "\ufeff", "\x00", "Ein ganzer Satz, der hier am Montag steht. " * 4]
    ),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(st.lists(BITS, max_size=40).map("".join))
def test_any_soup_gives_a_sound_text_or_a_named_error(html: str) -> None:
    try:
        found = read(html)
    except PageError as error:
        assert error.reason in {"empty", "no-text", "javascript-only", "paywalled", "too-deep"}  # noqa: PT017
        return
    found.text.encode("utf-8")
    assert cut(found).strip()
    end = 0
    for part in found.parts:
        assert end <= part.span.start < part.span.end <= len(found.text)
        assert found.text[part.span.start : part.span.end].strip()
        end = part.span.end
    assert found == read(html), "the same page gives the same text"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(["Kolb", "Ranft", "Lindner", "Berg"]), min_size=3, max_size=8))
def test_words_are_never_invented(names: list[str]) -> None:
    paragraphs = "".join(
        f"<p>Am Montag sprach {name} im Rathaus über die Brücke, die im Herbst fertig sein soll.</p>" for name in names
    )
    html = f"<html><body><article><h1>Rat tagt</h1>{paragraphs}</article></body></html>"
    try:
        found = read(html)
    except PageError:
        return
    everything = " ".join(lxml.html.fromstring(html).itertext())
    assert all(word in everything for word in found.text.split())


def test_the_clock_is_asked_for_cpu_time_only() -> None:
    """The day is never looked up: nothing in the package imports what would tell it."""
    for path in Path(presseschau_web_pages.__file__).parent.glob("*.py"):
        names = {
            token.string for token in tokenize.tokenize(io.BytesIO(path.read_bytes()).readline) if token.type == tokenize.NAME
        }
        assert not names & {"now", "today", "utcnow", "localtime", "gmtime", "getmtime", "st_mtime"}, path.name
