"""The calendar dater against an oracle that counts through all days and shares no code with it."""

import datetime as dt
import re
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_dates.constraints import HORIZON, Constraint, Window, solve
from presseschau_dates.dater import OPEN_DATE
from presseschau_dates.engine import read
from presseschau_dates.language import load

from presseschau import Span
from presseschau.dates import Edtf

ONE_DAY = dt.timedelta(1)
NAMES = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
WINDOW = "1970-01-01/2026-12-31"
PAST = ("trat er zurück", "regnete es", "wurde gewählt", "hat sie gesprochen")
OTHER = ("wird gewählt", "spricht sie")


FIRST, LAST = dt.date(1970, 1, 1), dt.date(2026, 12, 31)
MARGIN = 3000


@cache
def all_days() -> list[dt.date]:
    return [FIRST + n * ONE_DAY for n in range((LAST - FIRST).days + 1)]


@cache
def nearest(month: int, number: int) -> dict[dt.date, tuple[int, bool]]:
    """Count through all days, forth and back: the weekday of the nearest day with that month and number, the past first, and whether it is over."""
    wide = [FIRST + n * ONE_DAY for n in range(-MARGIN, (LAST - FIRST).days + MARGIN)]
    since: dict[dt.date, tuple[int, int]] = {}
    distance, weekday = 10**6, -1
    for day in wide:
        distance, weekday = (0, day.weekday()) if day.day == number and day.month == month else (distance + 1, weekday)
        since[day] = distance, weekday
    found: dict[dt.date, tuple[int, bool]] = {}
    distance, weekday = 10**6, -1
    for day in reversed(wide):
        distance, weekday = (0, day.weekday()) if day.day == number and day.month == month else (distance + 1, weekday)
        is_over = since[day][0] <= distance
        found[day] = (since[day][1] if is_over else weekday), is_over
    return found


@st.composite
def mentions(draw: st.DrawFn, written: dt.date) -> tuple[str, Callable[[dt.date], bool]]:
    """Draw a sentence that is true of the day of writing, and the oracle's test of a day."""
    kind = draw(st.sampled_from(["weekday-date", "yesterday-date", "today-weekday", "years-ago", "plain"]))
    verb = draw(st.sampled_from(PAST + OTHER))
    if kind == "weekday-date":
        day = written + draw(st.integers(-170, 170)) * ONE_DAY
        weekday, month, number = day.weekday(), day.month, day.day
        if day > written:
            verb = OTHER[0]
        text = f"Am {NAMES[weekday]}, {number}. {MONTHS[month - 1]} {verb}."
        if verb in PAST:
            return text, lambda one: nearest(month, number)[one] == (weekday, True)
        return text, lambda one: nearest(month, number)[one][0] == weekday
    if kind == "yesterday-date":
        word, offset = draw(st.sampled_from([("Gestern", -1), ("Heute", 0), ("Morgen", 1), ("Vorgestern", -2)]))
        day = written + offset * ONE_DAY
        text = f"{word}, {day.day}. {MONTHS[day.month - 1]}, {verb}."
        return text, lambda one: ((one + offset * ONE_DAY).month, (one + offset * ONE_DAY).day) == (day.month, day.day)
    if kind == "today-weekday":
        weekday = written.weekday()
        return f"Am heutigen {NAMES[weekday]} {verb}.", lambda one: one.weekday() == weekday
    if kind == "years-ago":
        count = draw(st.integers(2, 90))
        year = written.year - count
        if year % 50 == 0:  # such numbers are read as amounts, too
            count, year = count - 1, year + 1
        return f"Vor {count} Jahren ({year}) {verb}.", lambda one: one.year == written.year
    return f"Er sagte nichts, aber es {verb}.", lambda _one: True


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_the_set_is_that_of_an_oracle_over_all_days(data: st.DataObject) -> None:
    written = data.draw(st.dates(min_value=dt.date(1970, 7, 1), max_value=dt.date(2026, 6, 30)))
    drawn = data.draw(st.lists(mentions(written), min_size=1, max_size=4))
    text = "\n".join(sentence for sentence, _ in drawn)
    spans = [Span(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    left = [day for day in all_days() if all(holds(day) for _, holds in drawn)]
    reading = read(text, spans, load("de"), Window.parse(WINDOW))
    found = solve(reading.constraints, Window.parse(WINDOW)).days
    assert written in found
    assert found == tuple(left)
    shown = reading.dates[0].edtf if reading.dates else OPEN_DATE
    assert shown.members() in ((), found)
    assert len(str(shown)) < 3000


def test_monday_24_may_fits_eleven_years_since_1945() -> None:
    text = "Das Treffen am Montag [24. Mai] in Genf wurde zu einem wichtigen Schritt."
    reading = read(text, [Span(0, len(text))], load("de"), Window.parse("1945-01-01/2026-12-31"))
    assert reading.dates[0].origin == "calendar"
    days = reading.dates[0].edtf.members()
    mays = [day.year for day in days if (day.month, day.day) == (5, 24)]
    assert mays == [1948, 1954, 1965, 1971, 1976, 1982, 1993, 1999, 2004, 2010, 2021]


def test_a_claimed_month_is_kept_and_a_claim_that_the_calendar_excludes_is_flagged() -> None:
    text = "Das Treffen am Montag, 24. Mai, dauerte lange."
    window = Window.parse("1945-01-01/2026-12-31")
    agreeing = read(text, [Span(0, len(text))], load("de"), window, Edtf.parse("2021-05"))
    assert str(agreeing.dates[0].edtf) == "2021-05"
    assert agreeing.dates[0].contradictions == ()
    against = read(text, [Span(0, len(text))], load("de"), window, Edtf.parse("2020-05"))
    assert "contradicts" in against.dates[0].contradictions[0]


def test_constraints_that_exclude_each_other_are_rejected_not_obeyed() -> None:
    window = Window.parse("2020-01-01/2020-12-31")
    monday, tuesday = (
        Constraint(span=Span(n, n + 1), reason=str(n), kind="today-is-weekday", arguments=(n, 0)) for n in (0, 1)
    )
    solution = solve([monday, tuesday], window)
    assert {day.weekday() for day in solution.days} == {0}
    assert solution.rejected == (tuesday,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Berlin, 20. Mai 2021\n\nDer Minister trat zurück.", "2021-05-20"),
        ("Berlin, 14.03.2023 (dpa) - Der Rat hat getagt.", "2023-03-14"),
        ("Zürich, 14. März 2023. Der Rat hat getagt.", "2023-03-14"),
        ("Frankfurt am Main, 16. Mai 2024 - Der Rat hat getagt.", "2024-05-16"),
        ("Hamburg, Sonntag, 24. Mai 2020\n\nDer Rat hat getagt.", "2020-05-24"),
        ("Prag, 20. August 1968. Die Panzer rollen. Erst 1990 zogen sie ab.", None),
        ("Sarajevo, 28. Juni 1914. Ein Schuss fällt.", None),
        ("Montag, 25. Mai 2020, war warm.", None),
        ("25. Mai 2020, 14:30 Uhr\n\nEs war warm.", "2020-05-25"),
        ("Der Vertrag, 3. Mai 2004. Ein Rückblick.", None),
        ("20. Mai 2021\n\nDer Minister trat zurück.", "2021-05-20"),
        ("Der Minister trat zurück.\n\nStand: 20. Mai 2021", "2021-05-20"),
        ("date 2021-05 Der Minister trat zurück.", "2021-05"),
        ("BERLIN, 20. Mai 2021 (dpa) - Der Minister trat zurück.", "2021-05-20"),
        ("Der Vertrag vom 20. Mai 2021 gilt.", None),
    ],
)
def test_the_date_line_of_the_text_is_read_as_exactly_as_it_stands(text: str, expected: str | None) -> None:
    reading = read(text, [Span(0, len(text))], load("de"), Window.parse(WINDOW))
    lines = [str(one.edtf) for one in reading.dates if one.origin == "text"]
    assert lines == ([expected] if expected else [])


@pytest.mark.parametrize("window", ["2020", "2020-01-01/2020-01-31"])
def test_a_window_is_any_edtf_with_two_ends(window: str) -> None:
    assert Window.parse(window).first == dt.date(2020, 1, 1)


@pytest.mark.parametrize("window", ["..", "../2020", "2400/..", "gestern", "XXXX-05"])
def test_a_window_without_a_beginning_is_refused(window: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Window.parse(window)


def test_a_weekday_alone_leaves_the_date_open_but_keeps_its_reason() -> None:
    text = "Der Senat hat am gestrigen Sonntag getagt."
    reading = read(text, [Span(0, len(text))], load("de"), Window.parse("1945-01-01/2026-12-31"))
    assert reading.dates[0].edtf == OPEN_DATE
    assert reading.dates[0].reasons == ("“gestrigen Sonntag”: written on a Montag",)


def test_what_holds_on_every_day_of_the_window_is_no_date() -> None:
    text = "Im Jahr 1925 starb er. Gestern wurde er geehrt."
    assert read(text, [Span(0, len(text))], load("de"), Window.parse("1945-01-01/2026-12-31")).dates == ()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Gestern, 21. Mai", "written on a 22.5."),
        ("Gestern, am 28. Februar", "written 1 day after a 28.2."),
        ("Heute, 29. Februar", "written on a 29.2."),
    ],
)
def test_a_reason_says_which_day_the_text_was_written_on(words: str, reason: str) -> None:
    text = f"{words}, regnete es."
    assert read(text, [Span(0, len(text))], load("de"), Window.parse(WINDOW)).dates[0].reasons[0].endswith(reason)


def test_an_agency_s_date_line_without_a_year_leaves_one_day_of_each() -> None:
    text = "Genf, 12. Juni (sda) – Der Rat hat getagt."
    found = read(text, [Span(0, len(text))], load("de"), Window.parse("2019-01-01/2021-12-31")).dates[0]
    assert [str(day) for day in found.edtf.members()] == ["2019-06-12", "2020-06-12", "2021-06-12"]


@pytest.mark.parametrize(
    "text", ["Montag, 24. Mai 2020\n\nEs war warm.", "Er kam am Montag, 24. Mai 2020, an.", "Mo, 24.05.2020"]
)
def test_a_weekday_that_contradicts_its_own_date_is_flagged(text: str) -> None:
    reading = read(text, [Span(0, len(text))], load("de"), Window.parse(WINDOW))
    assert any("is a Sonntag, no Montag" in flag for one in reading.dates for flag in one.contradictions)
    assert "is a Sonntag" in reading.expressions[0].reference
    right = read(text.replace("24", "25"), [Span(0, len(text))], load("de"), Window.parse(WINDOW))
    assert not any(one.contradictions for one in right.dates)


def test_an_open_window_ends_at_a_horizon_that_lies_ahead() -> None:
    assert Window.parse("1945-01-01/..") == Window(dt.date(1945, 1, 1), HORIZON)
    # The only place that looks at the clock: when this fails, move HORIZON three years on and say so in changelog.d.
    assert dt.date.today() < HORIZON - dt.timedelta(days=366)  # noqa: DTZ011 - a day more or less is all the same
