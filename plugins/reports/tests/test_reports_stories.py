"""Stories: joined articles, one person under one name, versions side by side, a timeline that shows doubt, in two languages."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_reports import Html
from presseschau_reports.html.strings import LANGUAGES, Strings, _read
from presseschau_reports.html.timeline import timeline
from presseschau_reports.stories import Point, Review, _roles, difference, initials, review

from presseschau import Claim, Document, Dossier, Event, Group, Quote, Span
from presseschau.dates import TimeExpression


def article(made: Any, name: str, words: str, day: str, status: str = "happened") -> Any:  # noqa: ANN401 - from conftest
    text = f"Am {day} tagte der Rat. Ada Ärmel sagte: „{words}“"
    at = text.index("„")
    return made(
        document=Document(
            id=name, source_text=text, claims=[Claim(name="publisher", value=f"Bote {name}", origin="c", rule="r")]
        ),
        annotations=[
            Quote(id=f"q{name}", rule="r", type="Direct", spans=[Span(at, len(text))], speaker_entity="Ada Ärmel"),
            TimeExpression(id=f"t{name}", rule="r", type="DATE", form=day, spans=[Span(3, 3 + len(day))]),
            Event(id=f"e{name}", rule="r", spans=[Span(0, at)], times=[f"t{name}"], status=status, headline=f"Rat tagt {name}"),
        ],
    )


@pytest.fixture
def joined(made: Any, dossier_of: Callable[..., Dossier]) -> Dossier:  # noqa: ANN401
    return dossier_of(
        article(made, "a", "Der Park bleibt für immer.", "2021-05-03"),
        article(made, "b", "Der Wald bleibt.", "2021-05-05", "denied"),
        article(made, "c", "Etwas anderes.", "2021-05-09", "planned"),
        links=[
            Group(type="story", label="Streit um den Park", members=("a", "b"), rule="s", confidence=0.8),
            Group(type="utterance", label="u", members=("qa", "qb"), rule="u"),
        ],
    )


def reviewed(dossier: Dossier) -> Review:
    """Return the review at which its turns end."""
    turns = review(dossier, max_quotes=10, max_moments=10, max_sources=10)
    while True:
        try:
            next(turns)
        except StopIteration as end:
            found: Review = end.value
            return found


def test_a_story_has_its_sources_people_and_versions(joined: Dossier) -> None:
    found = reviewed(joined)
    story, loose = found.stories
    assert (story.headline, [source.id for source in story.sources], loose.joined) == ("Streit um den Park", ["a", "b"], False)
    (person,) = story.people
    assert (person.name, person.initials, person.count) == ("Ada Ärmel", "AÄ", 2)
    (utterance,) = person.utterances
    first, other = utterance.versions
    assert (first.said.id, first.pieces) == ("qa", ())
    assert other.pieces == (("=", "„Der"), ("-", "Park"), ("+", "Wald"), ("=", "bleibt.“"), ("-", "für immer.“"))
    assert [point.moment.status for point in story.points] == ["happened", "denied"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_both_languages(joined: Dossier, tmp_path: Path, language: str) -> None:
    (path,) = Html(language=language).report(joined, tmp_path)
    page = path.read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert {"en": "2 versions, laid side by side", "de": "2 Fassungen nebeneinander"}[language] in page
    assert {"en": "3 May 2021", "de": "3. Mai 2021"}[language] in page
    assert '<del class="lacks">' in page
    assert '<ins class="own">' in page
    assert '<a href="#m-a-eb"' in page


def test_both_languages_have_the_same_strings() -> None:
    strings = _read()
    assert strings["en"].keys() == strings["de"].keys()
    assert Strings("de")("quotes", n=1) == "1 Zitat"
    assert Strings("de")("quotes", n=12345) == "12.345 Zitate"
    assert Strings("en")("type_{0}") == "{0}"


def test_doubt_is_drawn(joined: Dossier) -> None:
    story = reviewed(joined).stories[0]
    line = timeline(story.points)
    assert line is not None
    assert [(one.shape, one.classes.split()[0]) for one in line.drawn] == [("dot", "happened"), ("denied", "denied")]
    assert timeline(story.points[:1]) is None
    assert timeline(()) is None


words = st.lists(st.sampled_from(["der", "Park", "bleibt", "„nicht“", "nicht", "."]), max_size=12).map(" ".join)


@given(words, words)
def test_a_difference_gives_the_other_version_back(one: str, other: str) -> None:
    pieces = difference(one, other)
    assert " ".join(text for kind, text in pieces if kind != "-") == other
    assert len(" ".join(text for kind, text in pieces if kind != "+").split()) == len(one.split())


@given(st.text(min_size=1).filter(lambda text: bool(text.split())))
def test_initials_are_short(name: str) -> None:
    assert 1 <= len(initials(name)) <= 4  # "ß" and ligatures grow in capitals


@given(st.lists(st.tuples(st.dates(), st.dates(), st.sampled_from(["happened", "planned", "denied", "possible"])), max_size=40))
def test_any_timeline_stays_within_its_frame(days: list[tuple[date, date, str]]) -> None:
    from attrs import evolve  # noqa: PLC0415 - only here
    from presseschau_reports.digest import Moment, SourceRef  # noqa: PLC0415 - only here

    source = SourceRef(number=1, id="a", title="a", publisher="", date="")
    moment = Moment(
        annotation="m", when="", edtf="", begin=None, end=None, words="", what="x", derivation="", source=source
    )  # fmt: skip
    points = [
        Point(moment=evolve(moment, begin=min(one, two), end=max(one, two), status=status), sources=(source,))
        for one, two, status in days
    ]
    line = timeline(points)
    if line is not None:
        assert all(0 <= one.x <= 100 and one.x + one.width <= 100 and one.y < line.height for one in line.drawn)
        assert len(line.drawn) + line.crowded + line.earlier + line.later == len(points)
        assert all(0 <= tick.x <= 100 for tick in line.ticks)


def test_roles_and_affiliations_of_any_linker_are_shown() -> None:
    data = {
        "roles": [{"role": "Ministerin"}, {"role": 7}, "odd"],
        "affiliations": [{"affiliation": "CDU", "first": "2021"}, {"affiliation": "Bundestag"}, {"affiliation": "Europarat"}],
    }
    told = Group(type="speaker", label="A", members=("q",), rule="r", data=data)
    silent = Group(type="speaker", label="B", members=("p",), rule="r", data={"roles": "none", "affiliations": None})
    assert _roles([told, silent]) == {"q": "Ministerin; CDU; Bundestag"}
