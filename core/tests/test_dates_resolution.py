"""Late resolution: forms are worked out against a reference, and stay open without one."""

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from presseschau.dates import Edtf, FormError, Resolution, TimeExpression, resolve, resolve_all

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FORMS = ["dct day-1", "dct day+2", "dct <=Thu", "dct <Thu", "dct >=Thu", "dct >Thu", "dct week-1", "dct week-1 =Thu", "dct month+0", "dct year-1",
         "dct <=05-24", "dct >~05-24", "dct <~05-24", "dct ~05-24", "dct <=M03", "dct >=SU", "dct <WE", "dct quarter-1", "dct half+0", "dct decade-1",
         "dct year+0 =easter+49", "dct month+1 nth1Mon", "dct day+0 T20:30", "dct <=D24", "dct ~Mon05-24", "dct P-1Y"]  # fmt: skip


def expression(form: str, **changes: object) -> TimeExpression:
    made = TimeExpression(id="t", spans=((0, 1),), rule="test", type="DATE", form=form)
    return evolve(made, **changes)  # type: ignore[arg-type]


def value(form: str, document_date: str | None) -> str:
    return resolve(expression(form), Edtf.parse(document_date) if document_date else None).value


@pytest.mark.parametrize(
    ("form", "expected"),
    [("dct day-1", "2021-05-19"), ("dct <=Thu", "2021-05-20"), ("dct <Thu", "2021-05-13"), ("dct >Thu", "2021-05-27"), ("dct >=Fri", "2021-05-21"),
     ("dct <=05-24", "2020-05-24"), ("dct <~05-24", "2021-05-24"), ("dct >=05-24", "2021-05-24"), ("dct <=M03", "2021-03"), ("dct <=M05", "2021-05"),
     ("dct >=M03", "2022-03"), ("dct week-1", "2021-W19"), ("dct week-1 =Thu", "2021-05-13"), ("dct <WE", "2021-W19-WE"), ("dct year-1", "2020"),
     ("dct decade+0", "202"), ("dct century+0", "20"), ("dct year+0 =easter+49", "2021-05-23"), ("dct month+0 nth1Mon", "2021-05-03"),
     ("dct month+0 nth-1Sun", "2021-05-30"), ("dct day+0 T20:30", "2021-05-20T20:30"), ("dct P-1Y", "2020-05-20"), ("dct quarter-1", "2021-Q1"),
     ("dct half+0", "2021-H1"), ("dct >=SU", "2021-SU"), ("dct <=WI", "2020-WI"), ("dct ~Mon05-24", "2021-05-24"), ("2005 =SU", "2005-SU"),
     ("dct year-1 =M07", "2020-07"), ("dct day+0 TEV", "2021-05-20TEV"), ("PAST_REF", "PAST_REF"), ("BC0044", "BC0044"), ("dct year+0 =advent+0", "2021-12-19")],
)  # fmt: skip
def test_with_the_day_of_the_document_the_value_is_complete(form: str, expected: str) -> None:
    assert value(form, "2021-05-20") == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [("dct <=05-24", "XXXX-05-24"), ("dct day-1", "XXXX-XX-XX"), ("dct <=Thu", "XXXX-WXX-4"), ("dct year-1", "XXXX"), ("dct <=M03", "XXXX-03"),
     ("dct <WE", "XXXX-WXX-WE"), ("dct year+0 =SU", "XXXX-SU"), ("dct day+0 T20:30", "XXXX-XX-XXT20:30"), ("2005 =SU", "2005-SU"), ("anchor day+1", "XXXX-XX-XX")],
)  # fmt: skip
def test_without_a_document_date_the_value_stays_open(form: str, expected: str) -> None:
    resolution = resolve(expression(form))
    assert resolution.value == expected
    assert resolution.open == ("X" in expected)


@pytest.mark.parametrize(
    ("form", "expected"),
    [("dct <=05-24", "XXXX-05-24"), ("dct ~Mon05-24", "2021-05-24"), ("dct year-1", "2020"), ("dct month-1", "2021-04"), ("dct <=M03", "2021-03"),
     ("dct day+0", "2021-05-XX"), ("dct year+0 =easter+49", "2021-05-23"), ("dct day-1", "2021-XX-XX")],
)  # fmt: skip
def test_a_month_as_document_date_decides_what_it_decides_and_no_more(form: str, expected: str) -> None:
    assert value(form, "2021-05") == expected


@given(day=DAYS, form=st.sampled_from(FORMS), width=st.integers(0, 500))
@settings(max_examples=300, deadline=None)
def test_an_uncertain_document_date_never_excludes_what_its_days_give(day: date, form: str, width: int) -> None:
    """The bounds for an interval cover the results for each day in it, and an X-less value is that of every day."""
    last = day + timedelta(width)
    wide = resolve(expression(form), Edtf.between(day, last))
    for offset in {0, width // 3, width // 2, width}:
        one = resolve(expression(form), Edtf.day(day + timedelta(offset)))
        assert wide.begin is not None
        assert wide.end is not None
        assert one.begin is not None
        assert one.end is not None
        assert wide.begin <= one.begin
        assert one.end <= wide.end
        if len(wide.value) == len(one.value) and ("-W" in wide.value) == ("-W" in one.value):
            assert all(a in ("X", b) for a, b in zip(wide.value, one.value, strict=True)), (wide.value, one.value)


@given(day=DAYS, weekday=st.integers(0, 6), relation=st.sampled_from(["<=", "<", ">=", ">", "="]))
@settings(max_examples=200, deadline=None)
def test_weekdays_agree_with_counting_day_by_day(day: date, weekday: int, relation: str) -> None:
    found = resolve(expression(f"dct {relation}{WEEKDAYS[weekday]}"), Edtf.day(day)).begin
    ranges = {
        "<=": range(0, -7, -1),
        "<": range(-1, -8, -1),
        ">=": range(7),
        ">": range(1, 8),
        "=": range(-day.weekday(), 7 - day.weekday()),
    }
    counted = next(day + timedelta(n) for n in ranges[relation] if (day + timedelta(n)).weekday() == weekday)
    assert found == counted


@given(day=DAYS, target=st.dates(min_value=date(2001, 1, 1), max_value=date(2001, 12, 31)))
@settings(max_examples=200, deadline=None)
def test_dates_without_a_year_agree_with_counting_day_by_day(day: date, target: date) -> None:
    name = target.isoformat()[5:]
    back = next(day - timedelta(n) for n in range(366) if (day - timedelta(n)).isoformat()[5:] == name)
    forth = next(day + timedelta(n) for n in range(366) if (day + timedelta(n)).isoformat()[5:] == name)
    assert value(f"dct <={name}", day.isoformat()) == back.isoformat()
    assert value(f"dct >={name}", day.isoformat()) == forth.isoformat()
    nearest = back if (day - back) <= (forth - day) else forth
    assert value(f"dct ~{name}", day.isoformat()) == nearest.isoformat()


def test_the_eleven_mondays_stay_eleven_mondays() -> None:
    mondays = Edtf.one_of([date(1948, 5, 24), date(1954, 5, 24)])
    resolution = resolve(expression("dct day-1"), mondays)
    assert resolution.value == "XXXX-05-23"
    assert str(resolution.edtf) == "[1948-05-23,1954-05-23]"


def test_anchors_are_followed_through_several_expressions_in_any_order() -> None:
    chain = [
        expression("anchor day+1", id="c", anchor="b"),
        expression("anchor =08-05", id="b", anchor="a"),
        expression("1914-07-28", id="a"),
        expression("anchor T20:30", id="d", anchor="c", type="TIME"),
    ]
    values = {name: one.value for name, one in resolve_all(chain).items()}
    assert values == {"c": "1914-08-06", "b": "1914-08-05", "a": "1914-07-28", "d": "1914-08-06T20:30"}


def test_anchors_in_a_circle_or_missing_count_as_unknown() -> None:
    circle = [expression("anchor day+1", id="a", anchor="b"), expression("anchor day+1", id="b", anchor="a")]
    assert {one.value for one in resolve_all(circle).values()} == {"XXXX-XX-XX"}
    assert resolve_all([expression("anchor day+1", id="a", anchor="gone")])["a"].value == "XXXX-XX-XX"


def test_an_anchor_less_exact_than_the_step_leaves_the_rest_open() -> None:
    resolution = resolve(expression("anchor day+1", anchor="a"), anchor=Resolution(value="1941-06"))
    assert (resolution.value, resolution.open) == ("1941-XX-XX", True)


def test_edges_narrow_the_bounds_to_thirds() -> None:
    resolution = resolve(expression("2014", mod="END"))
    assert (resolution.begin, resolution.end) == (date(2014, 9, 1), date(2014, 12, 31))
    assert str(resolve(expression("2014", mod="APPROX")).edtf) == "2014~"


def test_a_duration_is_bounded_by_its_own_forms() -> None:
    resolution = resolve(expression("P3W", type="DURATION", begin="dct P-3W", end="dct day+0"), Edtf.parse("2021-05-20"))
    assert (resolution.value, str(resolution.edtf)) == ("P3W", "2021-04-29/2021-05-20")


def test_the_derivation_says_form_reference_and_what_stays_open() -> None:
    told = resolve(
        expression("dct <=Thu", words="Donnerstag", reference="tense past: “trat”"), Edtf.parse("2021-05-20")
    ).derivation
    assert all(part in told for part in ("Donnerstag", "dct <=Thu", "2021-05-20", "trat"))
    assert "stays open" in resolve(expression("dct <=Thu")).derivation


@pytest.mark.parametrize("form", ["", "dct <=Foo", "dct day", "dct  day+1", "dct 5", "dct T99:99:99:99"])
def test_what_is_no_form_is_refused(form: str) -> None:
    with pytest.raises(FormError):
        resolve(expression(form))
