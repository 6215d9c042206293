"""Years in texts that tell history: the last that was named, unless the name does not count."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_dates import narrative
from presseschau_dates.engine import tag
from presseschau_dates.language import load

from presseschau import Span
from presseschau.dates import resolve_all

BACKGROUND = "Der Krieg begann 1740. Schon 1733, 1735 und 1738 war gekämpft worden, und 1739 kam die Seuche.\n\n"


def values(text: str) -> dict[str, str]:
    whole = BACKGROUND + text
    ends = [at + 1 for at in range(len(whole)) if whole[at : at + 2] in (". ", ".\n") or whole[at] == "\n"]
    bounds = sorted({0, *ends, len(whole)})
    found = tag(whole, [Span(*pair) for pair in pairwise(bounds)], load("de"))
    resolved = resolve_all(found)
    return {one.words: resolved[one.id].value for one in found if one.spans[0].start >= len(BACKGROUND)}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Im Mai 1741 fiel die Festung. Im August fiel die Stadt.", "August", "1741-08"),
        ("Im Mai 1741 fiel die Festung. Im März war sie noch voll.", "März", "1741-03"),
        ("Im Mai 1741 fiel die Festung (1690 erbaut). Im August fiel die Stadt.", "August", "1741-08"),
        ("Im Mai 1741 brach man den Frieden vom 3. Juni 1729. Im August fiel die Stadt.", "August", "1741-08"),
        ("Im Mai 1741 fiel die Festung. Im folgenden Jahr fiel die Stadt. Im Juli kam Hilfe.", "Juli", "1742-07"),
        ("Im Mai 1741 fiel die Festung, die im Vorjahr gebaut worden war. Im Juli kam Hilfe.", "Juli", "1741-07"),
        ("1742\n\nDie Armee stand bis 1755 am Fluss. Im Juli kam Hilfe.\n\nIm Herbst zog sie ab.\n", "Juli", "1742-07"),
        ("1742\n\nAm 4. Mai 1744 sollte Schluss sein.\n\nIm Herbst zog sie ab.\n", "Herbst", "1742-FA"),
    ],
)
def test_a_date_without_a_year_is_of_the_last_year_that_counts(text: str, words: str, value: str) -> None:
    assert values(text)[words] == value


def item(number: int, year: int | None, *, aside: bool = False) -> narrative.Item:
    return narrative.Item(
        number=number,
        year=year,
        seasonal=True,
        sentence=number,
        paragraph=0,
        aside=aside,
        step=False,
        shift=0,
        day=False,
        heading=False,
        needs_day=False,
    )


ITEMS = st.lists(st.tuples(st.none() | st.integers(1500, 1900), st.booleans()), max_size=30)


@given(ITEMS)
def test_every_date_counts_from_words_that_name_a_year(made: list[tuple[int | None, bool]]) -> None:
    items = [item(number, year, aside=aside) for number, (year, aside) in enumerate(made)]
    chosen = narrative.read(items)
    if all(one.year is None for one in items):
        assert chosen == {}
        return
    for one in items:
        if one.year is None:
            assert items[chosen[one.number].anchor].year is not None
            assert chosen[one.number].years == 0


@given(ITEMS)
def test_without_any_rule_the_last_year_named_counts(made: list[tuple[int | None, bool]]) -> None:
    items = [item(number, year, aside=aside) for number, (year, aside) in enumerate(made)]
    chosen = narrative.read(items, frozenset())
    years: dict[int, int] = {}
    last = next((one.year for one in items if one.year is not None), None)
    for one in items:
        last = one.year if one.year is not None else last
        if one.year is None and last is not None:
            anchor = chosen[one.number].anchor
            years[one.number] = items[anchor].year or years[anchor]
            assert years[one.number] == last
