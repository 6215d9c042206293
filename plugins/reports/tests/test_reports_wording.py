"""Dates in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_reports.wording import in_words, value_in_words, with_mod

from presseschau.dates import Edtf


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2021-05-24", "24 May 2021"),
        ("2021-05", "May 2021"),
        ("2021-05~", "about May 2021"),
        ("2021?", "possibly 2021"),
        ("197X", "1970s"),
        ("19XX", "1900–1999"),
        ("2021-21", "spring 2021"),
        ("2021-33", "first quarter of 2021"),
        ("2021-41", "second half of 2021"),
        ("2021-05-24T08:30", "24 May 2021, 08:30"),
        ("XXXX-05-24", "24 May, year unknown"),
        ("XXXX-05", "May, year unknown"),
        ("XXXX-XX-24", "XXXX-XX-24"),
        ("2021-05-03/2021-05-05", "3 – 5 May 2021"),
        ("2021-04-30/2021-05-05", "30 April – 5 May 2021"),
        ("2020-12-30/2021-01-02", "30 December 2020 – 2 January 2021"),
        ("2014/2021", "1 January 2014 – 31 December 2021"),
        ("2021-05-03/..", "from 3 May 2021"),
        ("../2021-05-03", "until 3 May 2021"),
        ("[2010-05-24,2021-05-24]", "one of: 24 May 2010, 24 May 2021"),
        ("[2021-05-01..2021-05-09]", "one of 9 days, 1 May 2021 to 9 May 2021"),
    ],
)
def test_a_date_in_words_is_as_exact_as_it_is(edtf: str, words: str) -> None:
    assert in_words(Edtf.parse(edtf)) == words


@given(st.text(st.sampled_from("0123456789X-/.[],~?%T:"), max_size=20))
def test_whatever_is_edtf_has_words(text: str) -> None:
    try:
        edtf = Edtf.parse(text)
    except ValueError:
        return
    assert in_words(edtf)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("XXXX-05-24", "24 May, year unknown"),
        ("XXXX-WXX-1", "a Monday, date unknown"),
        ("XXXX-WXX-4TNI", "a Thursday, date unknown"),
        ("P3W", "P3W"),
        ("", "unknown"),
    ],
)
def test_what_stays_open_is_said(value: str, words: str) -> None:
    assert value_in_words(value) == words


def test_parts_of_a_time_are_said() -> None:
    assert with_mod(in_words(Edtf.parse("2014")), "END") == "late 2014"
    assert with_mod("2014", "") == "2014"


def test_what_is_wholly_open_has_no_date() -> None:
    assert value_in_words("XXXX-XX-XX") == "date unknown"
    assert value_in_words("XXXX", "de") == "Datum unbekannt"
    assert in_words(Edtf.parse("2021-05-24"), "de") == "24. Mai 2021"
    assert value_in_words("XXXX-WXX-1", "de") == "ein Montag, Datum unbekannt"
