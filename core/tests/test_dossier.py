"""What a dossier tells linkers and reports: single annotations, groups of a member, batches, and views bound to a document."""

from collections.abc import Callable
from typing import Any

import pytest

from presseschau import Cleaning, CleanSpan, Document, DocumentView, Edit, Pipeline, Quote, SourceSpan, Span, text_of
from presseschau.dates import FormError, TimeExpression

Make = Callable[..., Pipeline]
TEXTS = {"use": "texts", "with": {"texts": {"a": "Der Rat tagt.", "b": "Der Rat schweigt.", "c": "Nichts."}}}
WORDS = {"use": "words", "with": {"pattern": "[A-Z]\\w+"}}


@pytest.fixture
def run(pipeline: Make) -> Any:  # noqa: ANN401 - a Run
    return pipeline(load=[TEXTS], extract=[WORDS], link=[{"use": "same-word", "with": {"date": "2021-05"}}]).run()


def test_one_annotation_by_its_id(run: Any) -> None:  # noqa: ANN401
    dossier = run.dossier
    for record in dossier.annotations():
        assert dossier.annotation(record.id) == record
    with pytest.raises(KeyError, match="nobody"):
        dossier.annotation("nobody")


def test_the_groups_of_a_member_are_those_that_name_it(run: Any) -> None:  # noqa: ANN401
    dossier = run.dossier
    groups = list(dossier.groups())
    for record in dossier.annotations():
        assert list(dossier.groups_of(record.id)) == [group for group in groups if record.id in group.members]
        assert list(dossier.groups_of(record.id, "nothing")) == []
    assert list(dossier.groups_of("nobody")) == []


def test_annotations_come_with_their_documents_and_in_batches(run: Any) -> None:  # noqa: ANN401
    dossier = run.dossier
    located = list(dossier.located("lab:Mark"))
    assert [record for _, record in located] == list(dossier.annotations("lab:Mark"))
    assert all(dossier.document_of(record.id) == document for document, record in located)
    batches = list(dossier.batches("lab:Mark", 2))
    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert [one for batch in batches for one in batch] == located


def test_views_are_numbered_in_the_order_of_loading_and_carry_inferred_dates(run: Any) -> None:  # noqa: ANN401
    views = list(run.dossier.views())
    assert [(view.number, view.id, view.date) for view in views] == [
        (1, "a", "2021-05"),
        (2, "b", "2021-05"),
        (3, "c", "2021-05"),
    ]
    assert [run.dossier.view(view.id) for view in views] == views
    with pytest.raises(KeyError):
        run.dossier.view("nobody")


@pytest.mark.parametrize("together", [1, 2, 1000])
def test_views_are_the_same_however_many_documents_are_read_together(run: Any, monkeypatch: Any, together: int) -> None:  # noqa: ANN401
    alone = [run.dossier.view(name) for name in run.dossier.ids()]
    monkeypatch.setattr("presseschau.store.reader._TOGETHER", together)
    assert list(run.dossier.views()) == alone
    assert [view.number for view in run.dossier.views()] == list(range(1, len(alone) + 1))


def test_spans_say_which_text_they_count(run: Any) -> None:  # noqa: ANN401
    (first, *_) = run.dossier.annotations()
    assert repr(first.spans) == "(SourceSpan(start=0, end=3),)"
    assert repr(run.dossier.view("a").clean_spans(first)) == "(CleanSpan(start=0, end=3),)"


TEXT = "Er sagte: „Das ist (Bild: dpa) schlimm.“"
CUT = Document(id="d", source_text=TEXT).with_cleaning(Cleaning(edits=[Edit(span=Span(18, 30), rule="credit")]))
START = TEXT.index("„")


def test_words_are_those_of_the_clean_text_whichever_text_the_spans_count() -> None:
    quote = Quote(rule="r", type="Direct", spans=[(START, len(TEXT))], speaker=[(0, 2)])
    view = DocumentView(document=CUT, annotations=[quote])
    assert view.words(quote) == "„Das ist schlimm.“"
    assert view.words(view.clean_spans(quote)) == view.words(view.clean(quote)) == view.words(quote)
    assert text_of(view.clean_spans(quote), CUT.text) == "„Das ist schlimm.“"
    assert view.source_spans(view.clean_spans(quote)) == (SourceSpan(START, 18), SourceSpan(30, len(TEXT)))
    assert view.words([CleanSpan(0, 2)]) == view.speaker(quote) == "Er"


def test_words_of_what_was_cut_are_those_of_the_source() -> None:
    view = DocumentView(document=CUT)
    assert view.words([Span(19, 29)]) == TEXT[19:29]
    assert view.clean_spans([Span(19, 29)]) == ()


def test_meanings_wait_for_the_document_date() -> None:
    time = TimeExpression(rule="r", id="t", type="DATE", form="dct day-1", spans=[(0, 2)])
    view = DocumentView(document=CUT, annotations=[time])
    assert view.meaning(time).open
    assert view.times == (time,)


@pytest.mark.parametrize("form", ["", "dct nonsense", "gestern", "dct  day-1", "dct day-1 ", "2021-05 <=Xyz"])
def test_a_malformed_time_is_refused_when_it_is_made(form: str) -> None:
    with pytest.raises(FormError, match="is not a form"):
        TimeExpression(rule="r", type="DATE", form=form, spans=[(0, 1)])


def test_a_malformed_time_is_the_dead_letter_of_its_document(pipeline: Make, install: Callable[..., Any]) -> None:
    source = """
        from attrs import frozen
        from presseschau import hookimpl
        from presseschau.dates import TimeExpression

        @frozen(eq=False, kw_only=True)
        class Sloppy:
            @hookimpl
            def extract(self, document, analysis, annotations):
                form = "yesterday" if "tagt" in document.text else "dct day-1"
                return [TimeExpression(rule="r", type="DATE", form=form, spans=[(0, 3)])]
    """
    install("acme-sloppy", {"sloppy": "acme_sloppy:Sloppy"}, modules={"acme_sloppy.py": source})
    run = pipeline(load=[TEXTS], extract=[{"use": "sloppy"}]).run()
    (letter,) = run.dead_letters
    assert (letter.document, letter.step) == ("a", "sloppy")
    assert "form of a TimeExpression is 'yesterday', which is not a form" in letter.message
    assert [row["document"] for row in run.dates.rows()] == ["b", "c"]


def test_annotations_of_any_kind_are_tables(run: Any) -> None:  # noqa: ANN401
    rows = list(run.annotations("lab:Mark").rows())
    assert [(row["document"], row["words"], row["word"]) for row in rows] == [
        ("a", "Der", "Der"), ("a", "Rat", "Rat"), ("b", "Der", "Der"), ("b", "Rat", "Rat"), ("c", "Nichts", "Nichts"),
    ]  # fmt: skip
    assert [row["label"] for row in run.groups.rows()] == ["Der", "Der", "Nichts", "Rat", "Rat"]
    assert list(run.quotes.rows()) == list(run.events.rows()) == []


def test_tables_and_runs_show_themselves_in_notebooks_escaped(pipeline: Make) -> None:
    evil = {"use": "texts", "with": {"texts": {"<img src=x>": "<b>Rat</b> " * 30}}}
    run = pipeline(load=[evil], extract=[WORDS]).run()
    shown = run.annotations("lab:Mark")._repr_html_() + run.documents._repr_html_() + run._repr_html_()
    assert "&lt;img src=x&gt;" in shown
    assert "<img" not in shown
    assert "<td>lab:Mark</td><td>30</td>" in shown
    assert shown.count("<td>Rat</td>") >= 20
    assert ".to_frame()" in shown
    assert "<thead>" in run.quotes._repr_html_()
