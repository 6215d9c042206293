"""What a cleaner may put in the place of a text: the same text."""

import re
import unicodedata
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from presseschau.model.normal import fold, is_normal_form

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
FORMS: list[Literal["NFC", "NFD", "NFKC", "NFKD"]] = ["NFC", "NFD", "NFKC", "NFKD"]


@given(TEXTS, st.sampled_from(FORMS))
def test_unicode_normal_forms_are_the_same_text(text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    assert is_normal_form(unicodedata.normalize(form, text), text)


@given(TEXTS)
def test_soft_hyphens_and_collapsed_white_space_are_the_same_text(text: str) -> None:
    assert is_normal_form(text.replace("\u00ad", ""), text)
    assert is_normal_form(re.sub(r"\s+", " ", text), text)
    assert is_normal_form(f"  {text}\n", text)


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20), st.data())
def test_another_letter_is_another_text(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(categories=["L", "N", "P"]))
    assume(fold(other) != fold(text[at]))
    before, after = fold(text[:at]), fold(text[at + 1 :])
    changed = before + fold(other) + after
    assume(fold(changed) != fold(text))  # combining forms may meet halfway; plain ones below never do
    assert not is_normal_form(changed, text)


@given(st.text("abcäöüßABC019.,„“ ", min_size=1, max_size=20), st.data())
def test_changing_dropping_or_adding_any_letter_is_refused(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    assume(text[at] != " ")
    other = data.draw(st.sampled_from("abcäöüßABC019.,„“").filter(lambda char: char != text[at]))
    assert not is_normal_form(text[:at] + other + text[at + 1 :], text)
    assert not is_normal_form(text[:at] + text[at + 1 :], text) or text[at] == ""
    assert not is_normal_form(text[:at] + other + text[at:], text)


@pytest.mark.parametrize(
    ("replacement", "original"),
    [
        ("Rücktritt", "Ru\u0308cktritt"),
        ("Rücktritt", "Rück\u00adtritt"),
        ("finden", "ﬁnden"),
        ("...", "…"),
        ("geht's", "geht\u2019s"),
        ("10-jährig", "10\u2011jährig"),
        ("5 Euro", "5\u00a0Euro"),
        ("a b", "a\t\n b"),
        ("", "\u200b\ufeff"),
    ],
)
def test_the_same_text(replacement: str, original: str) -> None:
    assert is_normal_form(replacement, original)


@pytest.mark.parametrize(
    ("replacement", "original"),
    [
        ("Rat", "rat"),
        ("Strasse", "Straße"),
        ("Ruecktritt", "Rücktritt"),
        ('"Zitat"', "„Zitat“"),
        ("ab", "a b"),
        ("a b", "ab"),
        ("Rat", "Der Rat"),
        ("1.5", "1,5"),
        ("x", ""),
    ],
)
def test_another_text(replacement: str, original: str) -> None:
    assert not is_normal_form(replacement, original)


@pytest.mark.parametrize(
    ("replacement", "original"), [("ü", "&uuml;"), ("„", "&amp;bdquo;"), ("Diens", "Diens=\n"), ("<", "&lt;")]
)
def test_a_reference_is_its_character(replacement: str, original: str) -> None:
    assert is_normal_form(replacement, original) == original.startswith("&")
    assert not is_normal_form("u", original)


@pytest.mark.parametrize("between", ["-\n", "=\n", "–\n", "- ", "-\n\n"])
def test_a_broken_word_is_the_same_whole(between: str) -> None:
    assert is_normal_form("Dienstag", f"Diens{between}tag")
    assert not is_normal_form("Dienstags", f"Diens{between}tag")
