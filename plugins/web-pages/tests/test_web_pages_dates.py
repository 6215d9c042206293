"""Dates as pages write them, no more exact than they are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_web_pages.dates import compatible, date_in_address, is_after, read_date

GERMAN = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 31))


@given(DAYS)
def test_a_day_is_read_back_from_every_way_to_write_it(day: date) -> None:
    month = GERMAN[day.month - 1]
    written = [
        day.isoformat(),
        f"{day.isoformat()}T23:59:00+02:00",
        f"{day:%Y%m%d}",
        f"{day:%Y/%m/%d}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d.%m.%Y}, 17:26 Uhr",
        f"{day.day}. {month} {day.year}",
        f"Stand: {day.day}. {month[:3]}. {day.year} | 08:15",
        f"{ENGLISH[day.month - 1]} {day.day}, {day.year}",
        f"Mon, {day.day:02} {ENGLISH[day.month - 1][:3]} {day.year} 10:00:00 GMT",
    ]
    for text in written:
        assert read_date(text) == day.isoformat(), text


@given(DAYS)
def test_a_month_stays_a_month(day: date) -> None:
    month = f"{day:%Y-%m}"
    assert read_date(month) == month
    assert read_date(f"{GERMAN[day.month - 1]} {day.year}") == month
    assert date_in_address(f"https://feldbote.example/{day:%Y/%m}/bruecke.html") == month


@given(st.integers(1700, 2100))
def test_a_year_stays_a_year(year: int) -> None:
    assert read_date(str(year)) == str(year)


@given(DAYS)
def test_a_day_in_an_address(day: date) -> None:
    for path in (
        f"/{day:%Y/%m/%d}/bruecke",
        f"/bruecke-{day:%Y-%m-%d}.html",
        f"/{day:%Y-%m-%d}/bruecke",
        f"/bruecke-{day:%Y%m%d}.html",
    ):
        assert date_in_address(f"https://feldbote.example{path}") == day.isoformat(), path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-13-01",
        "2024-02-30",
        "31.02.2024",
        "Version 1.2.3",
        "0000-00-00",
        "9999-01-01",
        "12.500,00 Euro",
        "heute",
        "1234-5",
        "00.00.0000",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) == ""


@pytest.mark.parametrize(
    "address", ["https://a.example/2024/", "https://a.example/1/2/3/", "https://a.example/artikel123456789.html", ""]
)
def test_an_address_without_a_date(address: str) -> None:
    assert date_in_address(address) == ""


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    value = read_date(text)
    assert value == "" or read_date(value) == value
    date_in_address(text)


@given(DAYS, DAYS)
def test_days_are_compared_as_days(one: date, other: date) -> None:
    first, second = one.isoformat(), other.isoformat()
    assert compatible(first, second) == (one == other)
    assert is_after(first, second) == (one > other)
    assert compatible(first, first[:7])
    assert compatible(first[:4], first)
    assert not is_after(first, first[:7])


def test_austrian_months() -> None:
    assert [read_date(f"3. {name} 2024") for name in ("Jänner", "Feber")] == ["2024-01-03", "2024-02-03"]
