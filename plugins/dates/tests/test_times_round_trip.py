"""What is written from a known date comes back as that date: over calendars, tenses and spellings."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from presseschau_dates.engine import tag
from presseschau_dates.language import load

from presseschau import Span
from presseschau.dates import Edtf, TimeExpression, easter, resolve_all

MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
SHORT = ("Jan.", "Febr.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.")
AUSTRIAN = {"Januar": "Jänner", "Februar": "Feber"}
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
DAYS = st.dates(min_value=dt.date(1901, 1, 1), max_value=dt.date(2049, 12, 31))
PAST = ("trat er zurück", "wurde sie gewählt", "hat er gesprochen", "starben zwei Männer", "eröffnete sie das Fest")
FUTURE = (
    "wird er zurücktreten",
    "soll gewählt werden",
    "findet das Fest statt",
    "will sie sprechen",
    "wird das Museum eröffnet",
)


def read(text: str, written: dt.date | None) -> list[tuple[str, str, str]]:
    found: tuple[TimeExpression, ...] = tag(text, [Span(0, len(text))], load("de"))
    values = resolve_all(found, Edtf.day(written) if written else None)
    return [(one.words, one.type, values[one.id].value) for one in found]


def spellings(day: dt.date) -> list[str]:
    month = MONTHS[day.month - 1]
    return [
        f"{day.day}. {month} {day.year}",
        f"{day.day}. {SHORT[day.month - 1]} {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day}. {day.month}. {day.year}",
        f"{WEEKDAYS[day.weekday()]}, {day.day}. {month} {day.year}",
        f"{WEEKDAYS[day.weekday()]}, den {day.day}. {month} {day.year}",
        f"{day.day}. {AUSTRIAN.get(month, month)} {day.year}",
        day.isoformat(),
    ]


@given(day=DAYS, written=DAYS, number=st.integers(0, 7), tense=st.sampled_from(PAST + FUTURE))
@settings(max_examples=250, deadline=None)
def test_a_full_date_is_that_date_in_every_spelling_whatever_the_document(
    day: dt.date, written: dt.date, number: int, tense: str
) -> None:
    words = spellings(day)[number]
    assert read(f"Am {words} {tense}.", written) == [(words, "DATE", day.isoformat())]


@given(written=DAYS, offset=st.integers(1, 6), clause=st.sampled_from(PAST))
@settings(max_examples=150, deadline=None)
def test_a_weekday_in_the_past_tense_is_the_last_one(written: dt.date, offset: int, clause: str) -> None:
    day = written - dt.timedelta(offset)
    words = WEEKDAYS[day.weekday()]
    assert read(f"Am {words} {clause}.", written) == [(words, "DATE", day.isoformat())]


@given(written=DAYS, offset=st.integers(1, 6), clause=st.sampled_from(FUTURE))
@settings(max_examples=150, deadline=None)
def test_a_weekday_that_is_announced_is_the_next_one(written: dt.date, offset: int, clause: str) -> None:
    day = written + dt.timedelta(offset)
    words = WEEKDAYS[day.weekday()]
    assert read(f"Am {words} {clause}.", written) == [(words, "DATE", day.isoformat())]


@given(written=DAYS, offset=st.integers(1, 300))
@settings(max_examples=150, deadline=None)
def test_a_day_and_month_are_on_the_side_that_the_tense_says(written: dt.date, offset: int) -> None:
    for sign, clauses in ((-1, PAST), (1, FUTURE)):
        day = written + sign * dt.timedelta(offset)
        words = f"{day.day}. {MONTHS[day.month - 1]}"
        if (day.month, day.day) != (2, 29):
            assert read(f"Am {words} {clauses[0]}.", written) == [(words, "DATE", day.isoformat())]


@given(written=DAYS, months=st.integers(3, 9))
@settings(max_examples=100, deadline=None)
def test_a_month_is_on_the_side_that_the_tense_says(written: dt.date, months: int) -> None:
    for sign, clause in ((-1, PAST[0]), (1, FUTURE[0])):
        year, index = divmod(written.year * 12 + written.month - 1 + sign * months, 12)
        assert read(f"Im {MONTHS[index]} {clause}.", written) == [(MONTHS[index], "DATE", f"{year:04}-{index + 1:02}")]


@given(day=DAYS)
@settings(max_examples=60, deadline=None)
def test_without_a_document_date_only_what_the_words_say_is_known(day: dt.date) -> None:
    words = f"{day.day}. {MONTHS[day.month - 1]}"
    assert read(f"Am {words} trat er zurück.", None) == [(words, "DATE", f"XXXX-{day.isoformat()[5:]}")]
    weekday = WEEKDAYS[day.weekday()]
    assert read(f"Am {weekday} trat er zurück.", None) == [(weekday, "DATE", f"XXXX-WXX-{day.isoweekday()}")]


@given(
    year=st.integers(1901, 2049),
    feast=st.sampled_from([("Karfreitag", -2), ("Ostermontag", 1), ("Pfingsten", 49), ("Fronleichnam", 60)]),
)
@settings(max_examples=60, deadline=None)
def test_feasts_that_hang_on_easter_move_with_it(year: int, feast: tuple[str, int]) -> None:
    name, offset = feast
    day = easter(year) + dt.timedelta(offset)
    assert read(f"An {name} {year} schneite es.", None) == [(f"{name} {year}", "DATE", day.isoformat())]


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, (3, 22)), (1943, (4, 25)), (2000, (4, 23)), (2008, (3, 23)), (2019, (4, 21)), (2024, (3, 31)), (2038, (4, 25))],
)
def test_easter_falls_where_the_tables_say(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == dt.date(year, *day)


@given(
    count=st.integers(2, 99),
    unit=st.sampled_from([("Tage", "P{}D"), ("Wochen", "P{}W"), ("Monate", "P{}M"), ("Jahre", "P{}Y"), ("Stunden", "PT{}H")]),
)
@settings(max_examples=60, deadline=None)
def test_durations_keep_their_unit(count: int, unit: tuple[str, str]) -> None:
    words, value = unit
    assert read(f"Es dauerte {count} {words}.", None) == [(f"{count} {words}", "DURATION", value.format(count))]


@given(
    day=DAYS,
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    style=st.sampled_from(["{}.{:02} Uhr", "{}:{:02} Uhr", "{:02}.{:02} Uhr"]),
)
@settings(max_examples=80, deadline=None)
def test_a_clock_time_is_on_the_day_named_before_it(day: dt.date, hour: int, minute: int, style: str) -> None:
    date, clock = spellings(day)[0], style.format(hour, minute)
    found = read(f"Am {date} trat er um {clock} zurück.", None)
    assert found == [(date, "DATE", day.isoformat()), (clock, "TIME", f"{day.isoformat()}T{hour:02}:{minute:02}")]


@given(text=st.text(max_size=300))
@example("3. " * 200)
@example("am 99.99.9999 um 25:61 Uhr, 31. Februar 2019, 0. Mai, v. Chr. 0 v. Chr.")
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_with_spans_that_stand_in_it(text: str) -> None:
    found = tag(text, [], load("de"))
    assert all(text[one.spans[0].start : one.spans[0].end] == one.words for one in found)
    resolve_all(found, Edtf.parse("2020-02"))
    resolve_all(found)


@given(
    words=st.lists(
        st.sampled_from(
            sorted(
                {
                    word
                    for rule in load("de").rules
                    for example in rule.examples
                    for word in example.split("=>")[0].translate(str.maketrans("", "", "[]{}")).split()
                }
            )
        ),
        max_size=60,
    )
)
@settings(max_examples=200, deadline=None)
def test_words_of_the_rules_in_any_order_are_read_without_overlap(words: list[str]) -> None:
    text = " ".join(words)
    found = tag(text, [Span(0, len(text))] if text else [], load("de"))
    assert all(one.spans[0].end <= other.spans[0].start for one, other in pairwise(found))
    resolve_all(found, Edtf.parse("2020-02-29"))
    resolve_all(found, Edtf.parse("2020"))
