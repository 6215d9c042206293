"""The plugin: what it yields for a document, and what its options say."""

import datetime as dt

import pytest
import spacy
from presseschau_dates.plugin import Dates

from presseschau import Annotation, Claim, Document, Edit, InferredDate, Span
from presseschau.dates import Edtf, TimeExpression, document_date, resolve, resolve_all

TEXT = "Der Minister trat am Donnerstag zurück. Niemand weint. Im Herbst wird gewählt, seit drei Wochen wird gestritten."


def extract(document: Document, **options: str | bool) -> list[Annotation]:
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    plugin = Dates(**options)  # type: ignore[arg-type]
    return list(plugin.extract(document=document, analysis=nlp(document.text)))


def document(text: str, date: str = "") -> Document:
    claims = (Claim(name="date", value=date, origin="sidecar", rule="test"),) if date else ()
    return Document(id="a", source_text=text, claims=claims)


def test_times_resolve_when_the_date_comes_late() -> None:
    times = [one for one in extract(document(TEXT)) if isinstance(one, TimeExpression)]
    assert [one.value for one in resolve_all(times).values()] == ["XXXX-WXX-4", "XXXX-FA", "P3W"]
    dated = document_date(document(TEXT, "2020-06-17"))
    assert [one.value for one in resolve_all(times, dated.edtf).values()] == ["2020-06-11", "2020-FA", "P3W"]


def test_a_claim_is_kept_and_what_the_calendar_says_against_it_is_flagged() -> None:
    text = "Das Treffen am Montag, 24. Mai, dauerte lange."
    for claimed, flagged in (("2021-05", False), ("2021-05-25", False), ("2020-05-25", True)):
        one = document(text, claimed)
        dated = document_date(one, extract(one))
        assert str(dated.edtf) == claimed
        assert dated.origin == "sidecar"
        assert bool(dated.contradictions) == flagged


def test_without_a_claim_the_calendar_gives_the_set_and_its_reasons() -> None:
    one = document("Am heutigen Montag, 24. Mai, wird gewählt.")
    dated = document_date(one, extract(one, window="2000-01-01/2026-12-31"))
    assert dated.edtf is not None
    assert dated.origin == "calendar"
    assert dated.reasons


def test_the_calendar_refines_a_claimed_month() -> None:
    one = document("Gestern, 3. Mai, trat er zurück.", "2021-05")
    dated = document_date(one, extract(one))
    assert str(dated.edtf) == "2021-05-04"


def test_a_date_line_dates_the_document() -> None:
    one = document("20. Mai 2021\n\nDer Minister trat zurück.")
    dated = document_date(one, extract(one))
    assert (str(dated.edtf), dated.origin) == ("2021-05-20", "text")


def test_claims_that_differ_are_flagged() -> None:
    claims = tuple(
        Claim(name="date", value=value, origin=origin, rule="test")
        for value, origin in (("2021-05-20", "json-ld"), ("2019", "meta"), ("gestern", "url"))
    )
    dated = document_date(Document(id="a", source_text="x", claims=claims))
    assert str(dated.edtf) == "2021-05-20"
    assert len(dated.contradictions) == 2


def test_parts_can_be_switched_off() -> None:
    kinds = {type(one) for one in extract(document(TEXT + " Am Montag, 24. Mai, war Ruhe."), date_documents=False)}
    assert kinds == {TimeExpression}


def test_a_heading_that_was_cut_still_dates_the_story_under_it() -> None:
    years = " ".join(f"Auch {year} wurde gekämpft." for year in range(1855, 1873))
    text = f"{years}\n\n1862\n\nAm 3. Mai fiel die Stadt.\n"
    start = text.index("\n1862\n") + 1
    one = Document(id="a", source_text=text, edits=(Edit(span=Span(start, start + 5), rule="test"),))
    times = [found for found in extract(one) if isinstance(found, TimeExpression)]
    assert [value.value for value in resolve_all(times).values()][-1] == "1862-05-03"


@pytest.mark.parametrize("options", [{"window": "../2020"}, {"window": "gestern"}, {"language": "xx"}, {"language": "../de"}])
def test_options_that_cannot_be_used_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Dates(**options)


def test_a_date_that_stays_open_keeps_its_reason_and_dates_nothing() -> None:
    one = document("Der Senat hat am gestrigen Sonntag getagt.")
    found = extract(one)
    dated = document_date(one, found)
    assert dated.edtf is None
    assert dated.reasons == ("“gestrigen Sonntag”: written on a Montag",)
    inferred = InferredDate(document=one.id, edtf="2021-05", reasons=("its neighbours",), rule="link")
    assert document_date(one, found, [inferred]).origin == "link"


def test_a_long_set_of_dates_stays_short_in_derivations() -> None:
    days = [dt.date(1945, 1, 1) + dt.timedelta(7 * n) for n in range(350)]
    time = next(one for one in extract(document("Gestern trat er zurück.")) if isinstance(one, TimeExpression))
    resolved = resolve(time, Edtf.one_of(days))
    assert len(resolved.derivation) < 250
    assert str(resolved.edtf) == "XXXX-XX-XX"
    assert (resolved.begin, resolved.end) == (dt.date(1944, 12, 31), days[-1] - dt.timedelta(1))
