from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_german_boilerplate import GermanBoilerplate
from presseschau_german_boilerplate.engine import read
from presseschau_german_boilerplate.findings import claims_of

from presseschau import Cleaning, Document, Edit, Part, Span

PAGE = """1. Zum Inhalt springen
Treffen der Minister in der Hauptstadt
Stand: 20. Mai 2021
Von Erika Muster und Max Beispiel
Blick auf das Tagungszentrum. Foto: Anna Licht/dpa
GENF taz | Die Minister haben sich am Donnerstag zu einem ersten Gespräch getroffen. Es dauerte nach Angaben der Delegationen fast zwei Stunden und sei „konstruktiv“ verlaufen, hieß es danach. Ein Ergebnis wurde nicht bekannt.
Die Gespräche sollen in der kommenden Woche fortgesetzt werden, sagte ein Sprecher. Dann wollen die Minister auch über den Handel sprechen, der zuletzt ins Stocken geraten war. (sda/dpa)
Fehler auf zeitung.de entdeckt?
Dann mailen Sie uns bitte an redaktion@zeitung.de.
"""


def cleaned(text: str, **options: object) -> tuple[Document, Cleaning]:
    document = Document(id="a", source_text=text)
    cleaning = GermanBoilerplate(**options).clean(document=document)  # type: ignore[arg-type]
    assert cleaning is not None
    return document.with_cleaning(cleaning), cleaning


def test_what_is_cut_is_kept_as_claims() -> None:
    _, cleaning = cleaned(PAGE)
    claims = {(claim.name, claim.value, claim.origin) for claim in cleaning.claims}
    assert claims >= {
        ("title", "Treffen der Minister in der Hauptstadt", "title-line"),
        ("date", "2021-05-20", "date-line"),
        ("author", "Erika Muster", "byline"),
        ("author", "Max Beispiel", "byline"),
        ("place", "Genf", "dateline"),
        ("publisher", "taz", "dateline"),
        ("publisher", "zeitung.de", "furniture"),
        ("agency", "sda", "signature"),
        ("agency", "dpa", "signature"),
    }


def test_parts_are_labelled_and_say_whether_they_were_kept() -> None:
    document, cleaning = cleaned(PAGE)
    parts = {(part.label, part.kept, document.source_text[part.span.start : part.span.end]) for part in cleaning.parts}
    assert ("title", True, "Treffen der Minister in der Hauptstadt") in parts
    assert ("date-line", False, "Stand: 20. Mai 2021") in parts
    assert ("byline", False, "Von Erika Muster und Max Beispiel") in parts
    assert ("caption", False, "Blick auf das Tagungszentrum. Foto: Anna Licht/dpa") in parts
    assert ("credit", False, "Foto: Anna Licht/dpa") in parts
    assert ("dateline", False, "GENF taz |") in parts
    assert ("agency", False, " (sda/dpa)") in parts


def test_the_evidence_of_a_claim_stands_in_the_source() -> None:
    document, cleaning = cleaned(PAGE)
    for claim in cleaning.claims:
        assert claim.span is not None
        if claim.name in {"title", "author"}:
            assert document.source_text[claim.span.start : claim.span.end] == claim.value


def test_a_second_cleaner_works_on_what_the_first_has_left() -> None:
    whole = "WEG " + PAGE
    document = Document(id="a", source_text=whole).with_cleaning(Cleaning(edits=[Edit(span=Span(0, 4), rule="x")]))
    cleaning = GermanBoilerplate().clean(document=document)
    assert cleaning is not None
    alone, _ = cleaned(PAGE)
    assert document.with_cleaning(cleaning).text == alone.text


def test_empty_documents_are_left_alone() -> None:
    assert GermanBoilerplate().clean(document=Document(id="a", source_text=" \n")) is None


@given(st.lists(st.sampled_from([*PAGE.splitlines(), "", "\u2028", "\ufeff", "x"]), max_size=16).map("\n".join))
@settings(max_examples=80, deadline=None)
def test_every_cleaning_is_accepted_by_the_document(text: str) -> None:
    document = Document(id="a", source_text=text)
    cleaning = GermanBoilerplate().clean(document=document)
    if cleaning is not None:
        assert document.with_cleaning(cleaning).text == read(text).clean


def test_claims_come_once() -> None:
    claims = [(claim.name, claim.value) for claim in claims_of(read(PAGE + PAGE))]
    assert len(claims) == len(set(claims))


def test_a_threshold_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="threshold"):
        GermanBoilerplate(threshold=1.5)


def test_a_missing_profile_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        GermanBoilerplate(profile=tmp_path / "none.json").clean(document=Document(id="a", source_text=PAGE))


def test_dates_of_teasers_are_less_sure_than_the_date_of_the_article() -> None:
    teasers = "".join(f"Mehr zum Thema\nNoch ein Treffen in Ort {number}\n{number}. Juni 2021\n" for number in range(1, 9))
    _, cleaning = cleaned(PAGE + teasers + "Aktualisiert: 30. Mai 2021\n")
    dates = {claim.value: claim.confidence for claim in cleaning.claims if claim.name == "date"}
    assert dates["2021-05-20"] > dates["2021-06-08"]
    assert [claim.value for claim in cleaning.claims if claim.name == "modified"] == ["2021-05-30"]


def test_what_a_loader_has_told_by_markup_is_cut_only_beyond_doubt() -> None:
    lines = ["Wir nehmen Abschied von", "Ida Rabe", "In Liebe: Deine Kinder und Enkel"]
    text = "\n\n".join(lines)
    parts = [
        Part(label="paragraph", span=Span(text.index(line), text.index(line) + len(line)), kept=True, rule="page/paragraph")
        for line in lines
    ]
    told = Document(id="a", source_text=text, parts=parts)
    cleaning = GermanBoilerplate().clean(document=told)
    assert cleaning is not None
    assert told.with_cleaning(cleaning).text == text
    assert cleaned(text)[0].text != text
