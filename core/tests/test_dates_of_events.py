"""When an event was, from the time expressions that date it."""

import pytest

from presseschau import Event
from presseschau.dates import Edtf, TimeExpression, event_time, resolve_all

TIMES = [
    TimeExpression(id="may", spans=[(0, 1)], rule="r", type="DATE", form="2021-05"),
    TimeExpression(id="day", spans=[(1, 2)], rule="r", type="DATE", form="2021-05-24"),
    TimeExpression(id="hour", spans=[(2, 3)], rule="r", type="TIME", form="2021-05-24T14:30"),
    TimeExpression(id="monday", spans=[(3, 4)], rule="r", type="DATE", form="dct <=Mon"),
]


@pytest.mark.parametrize(
    ("times", "implied", "value"),
    [
        (["may"], [], "2021-05"),
        (["may", "day"], [], "2021-05-24"),
        (["hour", "day"], [], "2021-05-24T14:30"),
        (["day", "hour"], [], "2021-05-24T14:30"),
        (["may"], ["day"], "2021-05"),
        ([], ["day"], "2021-05-24"),
        (["monday"], [], "2021-05-24"),
    ],
)
def test_own_times_come_first_and_the_most_exact_counts(times: list[str], implied: list[str], value: str) -> None:
    event = Event(spans=[(0, 1)], rule="r", times=times, implied_times=implied)
    found = event_time(event, resolve_all(TIMES, Edtf.parse("2021-05-26")))
    assert found is not None
    assert found.value == value


def test_without_times_or_with_unknown_ones_the_date_is_open() -> None:
    assert event_time(Event(spans=[(0, 1)], rule="r"), {}) is None
    assert event_time(Event(spans=[(0, 1)], rule="r", times=["gone"]), {}) is None


def test_a_status_is_one_of_five() -> None:
    with pytest.raises(ValueError, match="status"):
        Event(spans=[(0, 1)], rule="r", status="sure")
