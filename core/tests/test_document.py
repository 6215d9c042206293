"""Documents: never rewritten, only edited by spans of their source text; what cannot be is refused."""

import pickle
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

from presseschau import Claim, Cleaning, Document, DocumentError, Edit, Part, Span
from presseschau.testing.generation import strategies

TEXT = "Stand: 20. Mai\nDer Rat tagt."
DOCUMENT = Document(id="d", source_text=TEXT)


def edit(start: int, end: int, replacement: str = "") -> Cleaning:
    return Cleaning(edits=[Edit(span=Span(start, end), replacement=replacement, rule="line/date")])


def part(start: int, end: int) -> Cleaning:
    return Cleaning(parts=[Part(label="date-line", span=Span(start, end), kept=False, rule="line/date")])


def claim(start: int, end: int) -> Cleaning:
    return Cleaning(claims=[Claim(name="date", value="2021", origin="text", span=Span(start, end), rule="line/date")])


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (4, 3), (0, len(TEXT) + 1), (len(TEXT), len(TEXT) + 1)])
@pytest.mark.parametrize("make", [edit, part, claim])
def test_spans_that_are_empty_or_outside_the_source_text_are_refused(make: Any, span: tuple[int, int]) -> None:  # noqa: ANN401
    with pytest.raises(DocumentError, match="empty or outside the source text of 28 code points") as caught:
        DOCUMENT.with_cleaning(make(*span))
    assert "'line/date'" in caught.value.message
    assert caught.value.document == "d"
    assert "source_text" in caught.value.hint


@pytest.mark.parametrize("replacement", ["Stand: 21. Mai", "stand: 20. Mai", "x", "Stand: 20. Mai 2021", "\u200b"])
def test_nothing_can_be_invented(replacement: str) -> None:
    with pytest.raises(DocumentError, match=r"would replace 'Stand: 20\. Mai' by") as caught:
        DOCUMENT.with_cleaning(edit(0, 14, replacement))
    assert "white space or a normal form" in caught.value.hint


@pytest.mark.parametrize("replacement", ["", " ", "\n\n", "Stand:\u00a020.\u00a0Mai", " Stand: 20.  Mai "])
def test_cuts_white_space_and_normal_forms_are_accepted(replacement: str) -> None:
    assert DOCUMENT.with_cleaning(edit(0, 14, replacement)).text == replacement + "\nDer Rat tagt."


def test_a_document_is_not_changed_by_its_cleaning() -> None:
    cleaned = DOCUMENT.with_cleaning(edit(0, 15)).with_cleaning(part(0, 14)).with_cleaning(claim(7, 14))
    assert (DOCUMENT.text, DOCUMENT.edits, DOCUMENT.parts, DOCUMENT.claims) == (TEXT, (), (), ())
    assert (cleaned.text, cleaned.source_text) == ("Der Rat tagt.", TEXT)
    assert (len(cleaned.edits), len(cleaned.parts), len(cleaned.claims)) == (1, 1, 1)
    with pytest.raises(FrozenInstanceError):
        cleaned.edits = ()  # type: ignore[misc]


def test_of_several_claims_the_most_confident_counts_and_of_equals_the_first() -> None:
    claims = [
        Claim(name="date", value=value, origin="o", rule="r", confidence=confidence)
        for value, confidence in [("2020", 0.5), ("2021", 0.9), ("2022", 0.9)]
    ]
    found = Document(id="d", source_text="", claims=claims).claimed("date")
    assert found is not None
    assert found.value == "2021"
    assert DOCUMENT.claimed("date") is None


@given(strategies.documents())
def test_documents_survive_pickling(document: Document) -> None:
    assert document.text is not None
    again = pickle.loads(pickle.dumps(document))  # noqa: S301 - our own
    assert again == document
    assert again.text == document.text
