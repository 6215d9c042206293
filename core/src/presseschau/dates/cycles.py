"""What recurs in the calendar: weekdays, dates, months, seasons, quarters, feasts; and their instances near a day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from presseschau.dates.values import bounds, week_of

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Instance(NamedTuple):
    """One instance of something that recurs: its TIMEX3 value and the days it covers."""

    value: str
    first: date
    last: date


_TARGET = re.compile(
    r"(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)|(?P<weekend>WE)|D(?P<day>\d\d)|M(?P<month>\d\d)|W(?P<week>\d\d)"
    r"|(?P<on>Mon|Tue|Wed|Thu|Fri|Sat|Sun)?(?P<date>\d\d-\d\d)|(?P<part>SP|SU|FA|WI|[QH][1-4])|(?P<feast>easter|advent)(?P<offset>[+-]\d{1,3})"
)


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (the anonymous algorithm; Meeus, *Astronomical Algorithms*, ch. 8)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_skips, century_rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_skips - moon_correction + 15) % 30
    leaps, year_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def fourth_advent(year: int) -> date:
    """Return the last Sunday before Christmas Day."""
    christmas = date(year, 12, 25)
    return christmas - timedelta(christmas.isoweekday())


def is_target(text: str) -> bool:
    """Tell whether ``text`` names something that recurs."""
    return _TARGET.fullmatch(text) is not None


def open_value(target: str) -> str:
    """Return the TIMEX3 value of a target of which the instance is not known."""
    match = _TARGET.fullmatch(target)
    if match is None:
        raise ValueError(f"nothing recurs under the name {target!r}")
    if match["weekday"]:
        return f"XXXX-WXX-{WEEKDAYS.index(target) + 1}"
    if match["weekend"]:
        return "XXXX-WXX-WE"
    if match["day"]:
        return f"XXXX-XX-{match['day']}"
    if match["feast"]:
        return "XXXX-XX-XX"
    return f"XXXX-{match['month'] or match['date'] or match['part'] or target}"


@lru_cache(maxsize=4096)
def instances(target: str, near: date) -> tuple[Instance, ...]:
    """Return instances of a target before, at and after a day, in order; enough to find the neighbours on both sides."""
    match = _TARGET.fullmatch(target)
    if match is None:
        raise ValueError(f"nothing recurs under the name {target!r}")
    return tuple(_instances(match, near))


def _instances(match: re.Match[str], near: date) -> Iterator[Instance]:
    if match["weekday"]:
        monday = near - timedelta(near.weekday()) + timedelta(WEEKDAYS.index(match["weekday"]))
        for week in (-2, -1, 0, 1, 2):
            day = monday + timedelta(7 * week)
            yield Instance(day.isoformat(), day, day)
    elif match["weekend"]:
        saturday = near - timedelta(near.weekday()) + timedelta(5)
        for week in (-2, -1, 0, 1, 2):
            day = saturday + timedelta(7 * week)
            yield Instance(week_of(day) + "-WE", day, day + timedelta(1))
    elif match["day"]:
        for month in range(-3, 4):
            year, index = divmod(near.year * 12 + near.month - 1 + month, 12)
            try:
                day = date(year, index + 1, int(match["day"]))
            except ValueError:
                continue
            yield Instance(day.isoformat(), day, day)
    else:
        reach = 8 if match["date"] == "02-29" else 2
        found = [
            one for year in range(max(1, near.year - reach), min(9999, near.year + reach) + 1) for one in _in_year(match, year)
        ]
        if match["on"]:
            # A weekday that fits no year nearby is a slip of the pen: then the date alone counts.
            fitting = [one for one in found if one.first.weekday() == WEEKDAYS.index(match["on"])]
            found = fitting or found
        yield from found


def _in_year(match: re.Match[str], year: int) -> Iterator[Instance]:
    if match["feast"]:
        origin = easter(year) if match["feast"] == "easter" else fourth_advent(year)
        day = origin + timedelta(int(match["offset"]))
        yield Instance(day.isoformat(), day, day)
        return
    value = f"{year:04}-{match['month'] or match['date'] or match['part'] or 'W' + match['week']}"
    covered = bounds(value)
    if covered is not None:
        yield Instance(value, *covered)
