"""EDTF values, checked against the `edtf` package, and the bounds they state."""

import warnings
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presseschau.dates import Edtf

DAYS = st.dates(min_value=date(1583, 1, 1), max_value=date(2400, 12, 31))


def oracle(text: str) -> object:
    """Parse with the reference implementation; None where it refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        edtf = pytest.importorskip("edtf")
        try:
            return edtf.parse_edtf(text)
        except edtf.parser.edtf_exceptions.EDTFParseException:
            return None


def bounds_by_oracle(text: str) -> tuple[date, date]:
    parsed = oracle(text)
    assert parsed is not None, text
    low, high = parsed.lower_strict(), parsed.upper_strict()  # type: ignore[attr-defined]
    return date(*low[:3]), date(*high[:3])


@given(DAYS)
@settings(max_examples=25, deadline=None)
def test_days_months_and_years_have_the_bounds_of_the_reference_implementation(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], day.isoformat()[:3] + "X"):
        edtf = Edtf.parse(text)
        assert (edtf.first, edtf.last) == bounds_by_oracle(text), text


@given(DAYS, st.integers(1, 4000))
@settings(max_examples=25, deadline=None)
def test_intervals_have_the_bounds_of_the_reference_implementation(day: date, length: int) -> None:
    edtf = Edtf.between(day, day + timedelta(length))
    assert (edtf.first, edtf.last) == bounds_by_oracle(str(edtf))


@given(st.lists(DAYS, min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_a_set_of_days_holds_exactly_those_and_is_read_by_the_reference_implementation(days: list[date]) -> None:
    edtf = Edtf.one_of(days)
    assert edtf.members() == tuple(sorted(set(days)))
    assert edtf.count() == len(set(days))
    assert Edtf.parse(str(edtf)) == edtf
    assert oracle(str(edtf)) is not None
    assert all(edtf.contains(day) for day in days)


@pytest.mark.parametrize(
    "text", ["[2021-05-01..2021-05-10,2021-05-05..2021-05-12]", "2021-05", "[..2021-05-01]", "2021-05/..", "202X"]
)
def test_days_are_counted_once_and_not_at_all_where_a_bound_is_open(text: str) -> None:
    edtf = Edtf.parse(text)
    assert edtf.count() == len(edtf.members())


@pytest.mark.parametrize(
    "text",
    ["2014-05-24", "2014-05", "2014", "201X", "19XX", "XXXX-05-24", "2014-XX-24", "2014-05-XX", "2014-21", "2014-34", "2014-41",
     "2014?", "2014-05~", "2014-05-24%", "2014-05/2015", "2014/..", "../2014", "-0043", "[2014-05-24,2015-05-25]",
     "[2014-05-24..2014-05-28]", "2014-05-24T20:30:00", "[..2014-05-24]"],
)  # fmt: skip
def test_what_we_write_the_reference_implementation_reads(text: str) -> None:
    assert str(Edtf.parse(text)) == text
    assert oracle(text) is not None


@pytest.mark.parametrize(
    "text",
    ["", "14", "2014-13", "2014-02-30", "2014-00", "2014-05-24T25:00", "heute", "2015/2014", "/", "../..", "[]", "[2014", "2014-21-03",
     "XXXX-02-30", "2014-05-32", "[..]", "2014-5-1"],
)  # fmt: skip
def test_what_is_no_edtf_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not EDTF: .{5}"):
        Edtf.parse(text)


@pytest.mark.parametrize(
    ("text", "precision"),
    [("2014-05-24", "day"), ("2014-05", "month"), ("2014", "year"), ("201X", "decade"), ("20XX", "century"), ("2014-22", "season"),
     ("2014-33", "quarter"), ("2014-40", "half"), ("XXXX-05-24", "open"), ("2014/2015", "interval"), ("[2014-01-01,2015-01-01]", "set"),
     ("2014-05-24T20:30", "time")],
)  # fmt: skip
def test_precision_names_what_is_known(text: str, precision: str) -> None:
    assert Edtf.parse(text).precision == precision


def test_an_open_date_has_no_bounds_but_excludes_other_days() -> None:
    edtf = Edtf.parse("XXXX-05-24")
    assert (edtf.first, edtf.last) == (None, None)
    assert edtf.contains(date(1954, 5, 24))
    assert not edtf.contains(date(1954, 5, 25))


def test_winter_reaches_into_the_next_year() -> None:
    winter = Edtf.parse("2014-24")
    assert (winter.first, winter.last) == (date(2014, 12, 1), date(2015, 2, 28))


@given(st.text(alphabet="0123456789X-/.[],~?%T:", max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_and_what_is_read_reads_back(text: str) -> None:
    try:
        edtf = Edtf.parse(text)
    except ValueError:
        return
    assert Edtf.parse(str(edtf)) == edtf
    if edtf.first and edtf.last:
        assert edtf.first <= edtf.last
