"""Pairing of quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_quotes import pair_marks

from presseschau.testing import assert_linear

STYLES = [
    ("„", "“"),
    ("»", "«"),
    ("«", "»"),
    ('"', '"'),
    ("“", "”"),
    ("”", "”"),
    ("„", "”"),
    ("„", '"'),
    ("‚", "‘"),
    ("›", "‹"),
    ("‹", "›"),
]


def texts(text: str) -> list[str]:
    return [text[m.start : m.end] for m in pair_marks(text)]


@pytest.mark.parametrize(("opening", "closing"), STYLES)
def test_every_style_pairs(opening: str, closing: str) -> None:
    inside = f"{opening}Das ist gut{closing}"
    assert texts(f"Sie sagte: {inside}, und ging.") == [inside]


@pytest.mark.parametrize(
    ("outer", "inner"), [(("„", "“"), ("‚", "‘")), (("»", "«"), ("›", "‹")), (("«", "»"), ("‹", "›")), (('"', '"'), ("'", "'"))]
)
def test_nested_marks_know_what_is_around_them(outer: tuple[str, str], inner: tuple[str, str]) -> None:
    nested = f"{inner[0]}nein{inner[1]}"
    text = f"{outer[0]}Er hat {nested} gesagt{outer[1]}, sagte sie."
    found = pair_marks(text)
    assert [text[m.start : m.end] for m in found] == [f"{outer[0]}Er hat {nested} gesagt{outer[1]}", nested]
    assert [m.parent for m in found] == [None, 0]


def test_the_same_marks_nest() -> None:
    assert texts("„Er hat „nein“ gesagt“, sagte sie.") == ["„Er hat „nein“ gesagt“", "„nein“"]


def test_apostrophes_are_no_marks() -> None:
    assert texts("Hans' Buch, geht's noch? Das war's. L’Aquila und ’s Häusl.") == []


def test_a_quotation_of_several_paragraphs_has_one_closing_mark() -> None:
    text = "„Der erste Absatz.\n\n„Der zweite.\n\n„Der dritte.“ Danach „mehr“."
    found = pair_marks(text)
    assert [text[a:b] for a, b in found[0].pieces] == ["„Der erste Absatz.", "„Der zweite.", "„Der dritte.“"]
    assert texts(text)[1:] == ["„mehr“"]


def test_a_forgotten_closing_mark_ends_with_its_paragraph() -> None:
    text = "„Das wird niemals geschlossen, sagte er.\n\nEin neuer Absatz mit „Wort“."
    found = pair_marks(text)
    assert not found[0].closed
    assert text[found[0].start : found[0].end] == "„Das wird niemals geschlossen, sagte er."
    assert texts(text)[1] == "„Wort“"


def test_a_lost_opening_mark_in_a_line_is_ignored() -> None:
    assert texts("Er sagte „das und ging. Sie sagte „nein“.") == ["„nein“"]


@given(st.text(alphabet="„“”\"»«›‹‚‘’' abA.,\n", max_size=200))
def test_pairs_lie_in_the_text_and_never_cross(text: str) -> None:
    found = pair_marks(text)
    for marked in found:
        assert 0 <= marked.start < marked.inner_start <= marked.inner_end <= marked.end <= len(text)
        assert all(a < b for a, b in marked.pieces)
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            assert other.start >= one.end or other.end <= one.end
    assert found == pair_marks(text)


@pytest.mark.timing
@pytest.mark.parametrize("unit", ["„", '"', "»", "«", "“", "'", "‚", "„a ", '"a ', "»a\n\n", "„a“ "])
def test_marks_take_linear_time(unit: str) -> None:
    assert_linear(pair_marks, unit)
