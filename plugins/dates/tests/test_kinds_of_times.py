"""Kinds of times that readers complained about, each with sentences of our own: what they name, on which day, and what is none."""

from itertools import pairwise

import pytest
from presseschau_dates.engine import tag
from presseschau_dates.language import load

from presseschau import Span
from presseschau.dates import Edtf, resolve_all

WRITTEN = "2022-05-12"
"""A Thursday."""


def read(text: str) -> dict[str, tuple[str, str]]:
    """Return the times of a text, with value and EDTF."""
    ends = [at + 1 for at in range(len(text)) if text[at] == "." and text[at + 1 : at + 3].strip()[:1].isupper()]
    found = tag(text, [Span(*pair) for pair in pairwise([0, *ends, len(text)])], load("de"))
    resolved = resolve_all(found, Edtf.parse(WRITTEN))
    return {one.words: (resolved[one.id].value, str(resolved[one.id].edtf)) for one in found}


@pytest.mark.parametrize(
    ("text", "words", "value", "edtf"),
    [
        ("Vor fünf Wochen begann der Umbau.", "fünf Wochen", "P5W", "2022-04-07"),
        ("Vor drei Monaten begann der Umbau.", "drei Monaten", "P3M", "2022-02"),
        ("Vor mehr als zwölf Jahren begann der Umbau.", "mehr als zwölf Jahren", "P12Y", "2010"),
        ("In neun Tagen öffnet die Halle.", "neun Tagen", "P9D", "2022-05-21"),
        ("In vier Monaten soll die Halle öffnen.", "vier Monaten", "P4M", "2022-09"),
        ("In neun Tagen bauten sie die Halle.", "neun Tagen", "P9D", "None"),
        ("Heute vor zehn Jahren brannte die Halle.", "Heute vor zehn Jahren", "2012-05-12", "2012-05-12"),
        ("Mittwoch in einer Woche wird geprobt.", "Mittwoch in einer Woche", "2022-05-25", "2022-05-25"),
    ],
)
def test_an_amount_before_or_after_today_leads_to_a_point(text: str, words: str, value: str, edtf: str) -> None:
    assert read(text)[words] == (value, edtf)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Um 4 Uhr nachmittags riss das Seil.", "T16:00"),
        ("Um 10 Uhr abends riss das Seil.", "T22:00"),
        ("Um 12 Uhr nachts riss das Seil.", "T24:00"),
        ("Um 12 Uhr mittags riss das Seil.", "T12:00"),
        ("Um 7 Uhr am Abend riss das Seil.", "T19:00"),
        ("Um 2 Uhr in der Nacht riss das Seil.", "T02:00"),
        ("Um dreiviertel sechs riss das Seil.", "T05:45"),
        ("Um zehn vor elf riss das Seil.", "T10:50"),
        ("Um fünf nach halb drei riss das Seil.", "T02:35"),
        ("Abends um 8 Uhr riss das Seil.", "T20:00"),
    ],
)
def test_an_hour_is_shifted_by_the_part_of_the_day(text: str, value: str) -> None:
    assert [found[0] for found in read(text).values()] == [WRITTEN + value]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Der Lauf startet um 9.30 Uhr am Sonntag, 12. Juni.", "9.30 Uhr", "2022-06-12T09:30"),
        ("Um 9.30 Uhr startet am Sonntag der Lauf.", "9.30 Uhr", "2022-05-15T09:30"),
        ("Am Montag um 22.15 Uhr fiel der Strom aus. Um 1.10 Uhr kam er zurück.", "1.10 Uhr", "2022-05-10T01:10"),
        ("Am Montag fiel der Strom aus. Ein Kabel war gerissen. Um 11 Uhr kam er zurück.", "11 Uhr", "2022-05-09T11:00"),
        ("Am 3. Juni ist frei. Der Zoo bietet Führungen. Der Film läuft um 11 Uhr.", "11 Uhr", "2022-05-12T11:00"),
        ("Das Bad ist freitags von 7 bis 9 Uhr offen.", "9 Uhr", "XXXX-WXX-5T09:00"),
    ],
)
def test_a_clock_time_belongs_to_the_day_of_its_clause_or_story_else_to_the_document(text: str, words: str, value: str) -> None:
    assert read(text)[words][0] == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Die Tage der Musik sind vom 21. bis 23.10.2023.", ["2023-10-21", "2023-10-23"]),
        ("Die Tage der Musik sind vom 7. bis 9.6.", ["2022-06-07", "2022-06-09"]),
        ("Der Pass war vom 30.12. bis 2.1.2015 zu.", ["2014-12-30", "2015-01-02"]),
        ("Der Pass war vom 30. Dezember bis zum 2. Januar 2015 zu.", ["2014-12-30", "2015-01-02"]),
        ("Gespielt wird am 4., 5. und 6.6.2022.", ["2022-06-04", "2022-06-05", "2022-06-06"]),
        ("Gespielt wird vom vierten bis zum sechsten Juni.", ["2022-06-04", "2022-06-06"]),
    ],
)
def test_a_range_shares_what_only_its_end_says(text: str, values: list[str]) -> None:
    assert [value for value, _ in read(text).values()] == values


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("An Pfingsten 2009 regnete es.", "Pfingsten 2009", "2009-05-31"),
        ("An Christi Himmelfahrt 2013 regnete es.", "Christi Himmelfahrt 2013", "2013-05-09"),
        ("Am zweiten Weihnachtstag 2003 bebte die Erde.", "zweiten Weihnachtstag 2003", "2003-12-26"),
        ("Am zweiten Dienstag des Monats tagt der Chor.", "zweiten Dienstag des Monats", "2022-05-10"),
        ("Am letzten Tag im April 2021 schneite es.", "letzten Tag im April 2021", "2021-04-30"),
        ("In der zweiten Juliwoche 2020 brannte es.", "zweiten Juliwoche 2020", "2020-07"),
        ("In der letzten Woche im September wird gewählt.", "letzten Woche im September", "2022-09"),
        ("Am einundzwanzigsten Juni ist Sonnwende.", "einundzwanzigsten Juni", "2022-06-21"),
        ("In der 30. Kalenderwoche ist zu.", "30. Kalenderwoche", "2022-W30"),
        ("Die Probe ist dienstagabends.", "dienstagabends", "XXXX-WXX-2TEV"),
        ("Abends am 9. März bebte die Erde.", "Abends", "2022-03-09TEV"),
        ("Der Ofen stammt vom 07-03-2011.", "07-03-2011", "2011-03-07"),
        ("Der Rat tagte im Fe\u00adbru\u00adar 2011.", "Fe\u00adbru\u00adar 2011", "2011-02"),
        ("Der Rat tagte am 3. Sep-\ntember 2011.", "3. Sep-\ntember 2011", "2011-09-03"),
    ],
)
def test_days_and_weeks_are_read_however_they_are_written(text: str, words: str, value: str) -> None:
    assert read(text)[words][0] == value


@pytest.mark.parametrize(
    "text",
    [
        "Trainerin Birgit Sommer lobte alle. Sommer war zufrieden.",
        "Der Innenminister Emil Herbst und die Abgeordnete Montag stritten. Montag ging.",
        "Direktorin Xaveria März sprach.",
        "Das stand in der Welt am Sonntag.",
        "Sie wohnen in der Allee des 8. Mai.",
        "Der SV 1911 verlor gegen den VfR Talheim 1923.",
        "Der Prager Frühling prägte sie.",
        "Die Gruppe spielte „Freitag“ und las aus „1984“.",
    ],
)
def test_names_are_no_times(text: str) -> None:
    assert read(text) == {}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Frau Winter kommt im Winter.", "Winter", "2022-WI"),
        ("Herr Freitag kam am Freitag.", "Freitag", "2022-05-06"),
        ("Die Stadt kündigte für den Herbst ein Fest an.", "Herbst", "2022-FA"),
        ("Der Kreis will bis März bauen.", "März", "2023-03"),
        ("Wie die Zeitung am Samstag meldet, steigt der Preis.", "Samstag", "2022-05-14"),
        ("In spätestens drei Wochen soll der Turm stehen.", "drei Wochen", "P3W"),
        ("Der Kreis hat zum Samstag eingeladen.", "Samstag", "2022-05-07"),
        ("Die Bahn meldete, dass die Fähre ab Samstag verkehrt.", "Samstag", "2022-05-14"),
    ],
)
def test_what_a_word_introduces_is_a_time_also_beside_its_namesake(text: str, words: str, value: str) -> None:
    assert read(text)[words][0] == value
