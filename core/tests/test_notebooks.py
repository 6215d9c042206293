"""In a notebook documents, findings and groups show themselves with their words; what a text says is never markup."""

import pickle
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from presseschau import Claim, Document, Dossier, Edit, Event, Group, Quote, Run, Span
from presseschau.dates import TimeExpression
from presseschau.testing.archive import archived

EVIL = "<img src=x onerror=alert(1)> </script>\u202e$x$ &amp;"
TEXT = f"Werbung\nAm 3. Mai 2021 sagte Ada Muster: „Das {EVIL} bleibt.“ Er kam nicht. Der Gipfel tagt im Mai 2022."
ALLOWED = {"p", "b", "br", "small", "table", "tbody", "tr", "th", "td", "bdi", "blockquote", "span", "mark", "ul", "li", "pre"}


class Tags(HTMLParser):
    """The tags and the text of some HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert {name for name, _ in attrs} <= {"style"}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(one: object) -> str:
    """Return the text that something shows; its markup is well-formed, harmless and loads nothing."""
    tags = Tags(one._repr_html_())  # type: ignore[attr-defined]
    assert not tags.open
    return tags.text


def at(words: str) -> Span:
    start = TEXT.index(words) - len("Werbung\n")
    return Span(start, start + len(words))


@pytest.fixture
def dossier() -> Iterator[Dossier]:
    claims = [Claim(name="title", value=f"Titel {EVIL}", origin="x", rule="r")]
    document = Document(id="a<b>.txt", source_text=TEXT, claims=claims, edits=[Edit(span=Span(0, 8), rule="r")])
    said = f"„Das {EVIL} bleibt.“"
    found = (
        Quote(id="q", rule="r", type="Direct", spans=[at(said)], speaker=[at("Ada Muster")], confidence=0.75),
        TimeExpression(id="t", rule="r", type="DATE", form="2021-05-03", spans=[at("3. Mai 2021")]),
        TimeExpression(id="u", rule="r", type="DATE", form="2022-05", spans=[at("Mai 2022")]),
        Event(id="e", rule="r", spans=[at("Er kam nicht")], times=["t"], status="denied", is_main=True),
        Event(id="f", rule="r", spans=[at("Der Gipfel tagt")], times=["u"], status="planned", is_main=True, headline="$1$"),
    )
    with archived([(document, found)]) as plain:
        (quote,) = plain.annotations(Quote)
    groups = [
        Group(type="story", label=f"Der Streit {EVIL}", members=[document.id], rule="r"),
        Group(type="speaker", label="Ada Muster", members=[quote.id], rule="r"),
    ]
    with archived([(document, found)], groups) as made:
        yield made


def test_a_quote_shows_who_says_what_and_where(dossier: Dossier) -> None:
    (quote,) = dossier.annotations(Quote)
    text = shown(quote)
    assert text.startswith("Ada Muster: Am 3. Mai 2021 sagte Ada Muster: „Das <img")
    assert f"Titel {EVIL} · a<b>.txt" in text
    assert "confidence0.75" in text
    assert "Direct" in text
    marked = re.search("<mark>(.*?)</mark>", quote._repr_html_())
    assert marked is not None
    assert "&lt;img src=x" in marked[1]


def test_an_event_shows_when_it_was(dossier: Dossier) -> None:
    denied, planned = dossier.annotations(Event)
    assert shown(denied).startswith("2021-05-03: Er kam nicht")
    assert "denied" in shown(denied)
    assert shown(planned).startswith("2022-05: $1$")


def test_a_story_and_a_speaker_show_their_members(dossier: Dossier) -> None:
    story, speaker = dossier.groups()
    assert shown(story).startswith(f"Der Streit {EVIL} (story)")
    assert "a<b>.txt" in shown(story)
    assert "Ada Muster (speaker)" in shown(speaker)
    assert "bleibt.“" in shown(speaker)


def test_documents_and_views_show_themselves(dossier: Dossier) -> None:
    (view,) = dossier.views()
    assert f"title{'Titel '}{EVIL}" in shown(view.document)
    assert "Er kam nicht." in shown(view.document)
    assert "2 Event, 1 Quote, 2 TimeExpression" in shown(view)
    assert "1 cut" in shown(view)


def test_what_was_not_read_from_a_run_leaves_it_to_its_repr(dossier: Dossier) -> None:
    (quote,) = dossier.annotations(Quote)
    for alone in (evolve(quote), pickle.loads(pickle.dumps(quote))):  # noqa: S301 - our own
        assert alone == quote
        assert alone._repr_html_() is None
    assert "home" not in repr(quote)


def test_what_is_shown_after_the_run_has_closed_is_what_the_record_holds() -> None:
    with archived([(Document(id="a", source_text="„Ja.“"), [Quote(rule="r", type="Direct", spans=[Span(0, 5)])])]) as dossier:
        (quote,) = dossier.annotations(Quote)
    assert "type='Direct'" in shown(quote)


@settings(max_examples=30)
@given(st.text(min_size=1).filter(str.strip))
def test_no_text_is_ever_markup(said: str) -> None:
    document = Document(id=said, source_text=said, claims=[Claim(name="title", value=said, origin="x", rule="r")])
    spans = [Span(0, len(said))]
    found = [
        Quote(rule=said, type=said, spans=spans, speaker_entity=said),
        Event(rule=said, spans=spans, headline=said, who=spans),
        TimeExpression(rule=said, type="DATE", form="2021", spans=spans),
    ]
    with archived([(document, found)], [Group(type="story", label=said, members=[said], rule=said)]) as dossier:
        for one in (*dossier.documents(), *dossier.views(), *dossier.annotations(), *dossier.groups()):
            shown(one)


def test_a_timeline_draws_what_is_certain_and_what_is_not(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot", reason="pip install matplotlib: timelines are drawn with it")
    pyplot.switch_backend("agg")
    run = Run(directory=None, counts={}, removed=0, seconds={}, files=())  # type: ignore[arg-type]
    object.__setattr__(run, "_dossier", dossier)
    axes = run.timeline()
    axes.figure.canvas.draw()  # a "$" in a headline is no formula
    assert [one.get_text().strip() for one in axes.texts] == ["Er kam nicht", "$1$"]
    points = [line for line in axes.lines if line.get_marker() in {"X", "D"}]
    assert [(one.get_marker(), one.get_markerfacecolor()) for one in points] == [("X", "C0"), ("D", "w")]
    other = run.timeline(most=1, axes=pyplot.figure().add_subplot())
    assert [one.get_text().strip() for one in other.texts] == ["$1$"]
    bounded = run.timeline(until=date(2021, 5, 3), axes=pyplot.figure().add_subplot())
    assert [one.get_text().strip() for one in bounded.texts] == ["Er kam nicht"]
    bounded = run.timeline(since=date(2022, 5, 31), only_main=True, axes=pyplot.figure().add_subplot())
    assert [one.get_text().strip() for one in bounded.texts] == ["$1$"]
    pyplot.close("all")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=re.escape("pip install 'presseschau-core[timeline]'")):
        run.timeline()


def test_an_empty_timeline_is_drawn_as_well() -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    run = Run(directory=None, counts={}, removed=0, seconds={}, files=())  # type: ignore[arg-type]
    with archived([]) as dossier:
        object.__setattr__(run, "_dossier", dossier)
        assert not run.timeline().texts
    pyplot.close("all")


def test_a_run_lists_its_stories(pipeline: Callable[..., object]) -> None:
    texts = {"use": "texts", "with": {"texts": {"a": "Der Rat tagt."}}}
    run = pipeline(load=[texts]).run()  # type: ignore[attr-defined]
    assert list(run.stories) == []
    assert "<thead>" in run.stories._repr_html_()
