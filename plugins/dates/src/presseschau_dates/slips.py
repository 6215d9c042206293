"""Slips of the pen: a full date whose weekday is another one ("Montag, 24. Mai 2020" was a Sunday)."""

import re
from collections.abc import Sequence
from datetime import date

from presseschau_dates.constraints import WEEKDAYS
from presseschau_dates.found import Found
from presseschau_dates.lexer import Tokens

_CODES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def weekday_slips(found: Sequence[Found], tokens: Tokens) -> dict[int, str]:
    """Return what is wrong with the weekdays in full dates, by the index of the time."""
    return {index: slip for index, one in enumerate(found) if (slip := weekday_slip(one, tokens))}


def weekday_slip(one: Found, tokens: Tokens) -> str:
    """Return what is wrong with the weekday in a full date; "" if nothing is, or no weekday stands in it."""
    match = _DAY.match(one.form)
    if match is None:
        return ""
    values = tokens.values[one.first]
    named = values.get("WEEKDAY") or values.get("WEEKDAYABBR")
    try:
        real = date.fromisoformat(match[0]).weekday()
    except ValueError:
        return ""
    if named is None or _CODES[real] == named:
        return ""
    return f"“{tokens.extent(one.first, one.end)}”: the {match[0]} is a {WEEKDAYS[real]}, no {WEEKDAYS[_CODES.index(named)]}"
