"""The page: self-contained, escaped, linked, and whole without a script."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from presseschau_reports import Html
from presseschau_reports.digest import moments, source_ref

from presseschau import Document, Dossier, Span
from presseschau.dates import TimeExpression

VOID = {"meta", "link", "input", "br"}
IMPLIED = {"tr", "td", "th", "option"}


class Page(HTMLParser):
    """Collects what the tests look at, and checks that what must be closed is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.stack: list[str] = []
        self.content: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID | IMPLIED:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in IMPLIED:
            assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] in {"style", "script"}:
            self.content[self.stack[-1]] = data
        else:
            self.text.append(data)

    def values(self, name: str) -> list[str]:
        return [value for _, key, value in self.attributes if key == name]


def page(dossier: Dossier, directory: Path, **options: int | str) -> Page:
    (path,) = Html(**options).report(dossier, directory)
    parsed = Page()
    parsed.feed(path.read_text("utf-8"))
    parsed.close()
    assert not parsed.stack
    return parsed


def test_nothing_in_the_page_comes_from_anywhere_else(dossier: Dossier, tmp_path: Path) -> None:
    parsed = page(dossier, tmp_path)
    assert not {"img", "iframe", "object", "embed", "base", "video", "audio", "source"} & set(parsed.tags)
    assert not parsed.values("src")
    assert not parsed.values("srcset")
    addresses = [value for value in parsed.values("href") if not value.startswith("#")]
    assert addresses == ["data:,", "https://example.org/park?a=1&b=2"]
    assert "url(" not in parsed.content["style"]
    assert "@import" not in parsed.content["style"]


def test_only_our_script_and_style_may_run(dossier: Dossier, tmp_path: Path) -> None:
    parsed = page(dossier, tmp_path)
    (policy,) = [value for value in parsed.values("content") if "default-src" in value]
    assert "default-src 'none'" in policy
    for name in ["style", "script"]:
        digest = base64.b64encode(hashlib.sha256(parsed.content[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not [name for _, name, _ in parsed.attributes if name.startswith("on") or name == "style"]


def test_all_text_is_escaped(dossier: Dossier, tmp_path: Path, evil: str) -> None:
    parsed = page(dossier, tmp_path, title=evil)
    assert parsed.tags["script"] == parsed.tags["style"] == 1
    shown = evil.replace("\x1b", "␛")
    text = "".join(parsed.text)
    assert text.count(shown) > 10
    assert "{{ 7*7 }}" in text
    assert "49 }}" not in text
    titles = parsed.values("title")
    assert any(shown in title for title in titles)


def test_every_link_within_the_page_leads_somewhere(dossier: Dossier, tmp_path: Path) -> None:
    parsed = page(dossier, tmp_path)
    ids = parsed.values("id")
    assert len(ids) == len(set(ids))
    for value in parsed.values("href"):
        assert not value.startswith("#") or value[1:] in ids
    for name in ["aria-labelledby", "data-for"]:
        assert set(parsed.values(name)) <= set(ids)


def test_what_was_cut_is_there_with_its_rule(dossier: Dossier, tmp_path: Path) -> None:
    html = next(iter(Html().report(dossier, tmp_path))).read_text("utf-8")
    assert re.search(
        r'<p class="cut"><del class="cut" title="cut\nrule related/heading [^"]*" data-note="related/heading">Mehr zum Thema</del></p>',
        html,
    )
    assert "confidence 0.80" in html


def test_provenance_is_on_every_mark(dossier: Dossier, tmp_path: Path) -> None:
    parsed = page(dossier, tmp_path)
    titles = " | ".join(parsed.values("title"))
    for words in ["rule direct/colon · step find (dist-find 1.2.3) · confidence 0.93", "who that is: Ada Ärmel", "test:Hedge"]:
        assert words in titles


def test_open_dates_stand_apart(dossier: Dossier, tmp_path: Path) -> None:
    text = "".join(page(dossier, tmp_path).text)
    dated, _, still_open = text.partition("Dates that stay open")
    assert "24 May, year unknown" in still_open
    assert "24 May, year unknown" not in dated


def test_dead_letters_and_other_languages_are_told(dossier: Dossier, tmp_path: Path) -> None:
    text = "".join(page(dossier, tmp_path).text)
    assert "1 not processed" in text
    assert "…/torn.txt: broken" in text
    assert "see …/x.log or https://example.org/a/b" in text
    assert "en, confidence 0.90" in text


def test_the_limits_are_said_and_no_link_is_dead(dossier: Dossier, tmp_path: Path) -> None:
    parsed = page(dossier, tmp_path, max_sources=1, max_quotes=1, max_moments=1)
    text = "".join(parsed.text)
    assert "3 more quotes are in the other reports" in text
    assert "1 later passages are in the other reports." in text
    assert "The page shows the first 1 of 3 sources" in text
    ids = parsed.values("id")
    assert all(value[1:] in ids for value in parsed.values("href") if value.startswith("#"))


def test_a_very_long_text_is_shown_in_part(
    made: Callable[..., object], dossier_of: Callable[..., Dossier], tmp_path: Path
) -> None:
    dossier = dossier_of(made(document=Document(id="long.txt", source_text="Wort für Wort.\n" * 20_000)))
    parsed = page(dossier, tmp_path)
    assert "100,000 more characters are not shown." in "".join(parsed.text)


@pytest.mark.parametrize("option", ["max_sources", "max_quotes", "max_moments"])
def test_limits_are_not_negative(option: str) -> None:
    with pytest.raises(ValueError, match=option):
        Html(**{option: -1})


def test_passages_of_no_event_have_their_surroundings_in_whole_words(
    made: Callable[..., object], dossier_of: Callable[..., Dossier]
) -> None:
    text = f"Zeile davor.\n{'Wort ' * 30}am 3. Mai 2021{' Wort' * 30}\nZeile danach."
    at = text.index("3. Mai")
    time = TimeExpression(id="t", rule="r", type="DATE", form="2021-05-03", spans=[Span(at, at + len("3. Mai 2021"))])
    (view,) = dossier_of(made(document=Document(id="a", source_text=text), annotations=[time])).views()
    (moment,) = moments(view, source_ref(view))
    what = moment.what
    assert set(what.split()) == {"…", "Wort", "am", "3.", "Mai", "2021"}
    assert (what[0], what[-1]) == ("…", "…")
