"""Live tickers and diaries: what counts from today counts from the day of its entry."""

from itertools import pairwise

import pytest
from presseschau_dates.engine import tag
from presseschau_dates.language import load

from presseschau import Span
from presseschau.dates import Edtf, resolve_all

TICKER = """Brand im Hafen

+++ 4. Juni 2021, 22.40 Uhr +++
Seit gestern brennt ein Lager. Am Montag soll ein Gutachter kommen.

+++ 5. Juni 2021, 6.05 Uhr +++
Gestern zog Rauch über die Stadt. Vor drei Tagen war das Lager geprüft worden.

9.50 Uhr: Die Wehr rückt ab.
"""
DIARY = """Sonntag, 6. Juni 2021
Heute geht es los. Morgen sind wir in Basel.

Mittwoch, 9. Juni 2021
Gestern fiel Regen. Am Freitag kommen wir an.
"""
LISTING = """Das ist los

Samstag, 12. Juni: Konzert um 20 Uhr.
Sonntag, 13. Juni: Lesung um 11 Uhr, Karten gab es gestern.
"""


def values(text: str, written: str | None) -> list[tuple[str, str]]:
    ends = [at + 1 for at in range(len(text)) if text[at] == "\n" or (text[at : at + 2] == ". " and text[at + 2].isupper())]
    found = tag(text, [Span(*pair) for pair in pairwise(sorted({0, *ends, len(text)}))], load("de"))
    resolved = resolve_all(found, Edtf.parse(written) if written else None)
    return [(one.words, str(resolved[one.id].edtf)) for one in found]


@pytest.mark.parametrize("written", [None, "2021-06-20"])
def test_an_entry_of_a_ticker_counts_from_its_own_day(written: str | None) -> None:
    assert values(TICKER, written) == [
        ("4. Juni 2021", "2021-06-04"),
        ("22.40 Uhr", "2021-06-04T22:40:00"),
        ("gestern", "2021-06-03"),
        ("Montag", "2021-06-07"),
        ("5. Juni 2021", "2021-06-05"),
        ("6.05 Uhr", "2021-06-05T06:05:00"),
        ("Gestern", "2021-06-04"),
        ("drei Tagen", "2021-06-02"),
        ("9.50 Uhr", "2021-06-05T09:50:00"),
    ]


@pytest.mark.parametrize("written", [None, "2021-07-20"])
def test_a_day_of_a_diary_counts_from_itself(written: str | None) -> None:
    found = dict(values(DIARY, written))
    assert found["Morgen"] == "2021-06-07"
    assert found["Gestern"] == "2021-06-08"
    assert found["Freitag"] == "2021-06-11"


def test_a_listing_of_events_is_written_on_one_day() -> None:
    found = dict(values(LISTING, "2021-06-10"))
    assert found["gestern"] == "2021-06-09"
    assert found["20 Uhr"] == "2021-06-12T20:00:00"
    assert found["11 Uhr"] == "2021-06-13T11:00:00"


def test_one_date_line_alone_is_that_of_the_text() -> None:
    assert dict(values("3. Mai 2020\n\nGestern brannte es.", "2020-05-05"))["Gestern"] == "2020-05-04"
