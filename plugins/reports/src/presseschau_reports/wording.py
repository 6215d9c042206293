"""Dates in words, for readers."""

import re
from datetime import date

from presseschau.dates import Edtf

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_PARTS = {
    21: "spring", 22: "summer", 23: "autumn", 24: "winter",
    33: "first quarter of", 34: "second quarter of", 35: "third quarter of", 36: "fourth quarter of",
    40: "first half of", 41: "second half of",
}  # fmt: skip
_QUALIFIERS = {"~": "about ", "?": "possibly ", "%": "possibly about "}
_OPEN_DAY = re.compile(r"XXXX-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?[~?%]?")
_OPEN_WEEKDAY = re.compile(r"XXXX-WXX-(?P<day>[1-7])(?:T.{1,5})?")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MODS = {"START": "early {}", "MID": "mid {}", "END": "late {}", "BEFORE": "before {}", "AFTER": "after {}"}
_TIME = re.compile(r"T(?P<time>[0-9]{2}:[0-9]{2})")
_SHOWN_MEMBERS = 4
_WIDE_DAYS = 62


def in_words(edtf: Edtf) -> str:
    """Return a date in English words, as exact as it is: ``24 May 2021``, ``about May 2021``, ``24 May, year unknown``.

    What has no plain words stays EDTF.
    """
    return _QUALIFIERS.get(edtf.qualifier, "") + _plain(edtf)


def value_in_words(value: str) -> str:
    """Return an open TIMEX3 value in words: ``24 May, year unknown``, ``a Monday, date unknown``."""
    weekday = _OPEN_WEEKDAY.fullmatch(value)
    if weekday:
        return f"a {_WEEKDAYS[int(weekday['day']) - 1]}, date unknown"
    try:
        return in_words(Edtf.parse(value))
    except ValueError:
        return value or "unknown"


def with_mod(words: str, mod: str) -> str:
    """Return a date in words with what TIMEX3's ``mod`` says of it: ``late 2014``."""
    return _MODS.get(mod, "{}").format(words)


def is_wide(edtf: Edtf) -> bool:
    """Tell whether a date that is not known for sure could be months apart: then only its pattern tells a reader something."""
    return edtf.first is None or edtf.last is None or (edtf.last - edtf.first).days > _WIDE_DAYS


def _plain(edtf: Edtf) -> str:  # noqa: C901, PLR0911 - a precision a line
    text = edtf.text.rstrip("~?%")
    if edtf.precision == "set":
        return _set(edtf)
    if edtf.precision == "open":
        return _open(text)
    if edtf.precision == "interval":
        return _interval(edtf)
    if edtf.first is None:
        return text
    if edtf.precision == "day":
        return day_in_words(edtf.first)
    if edtf.precision == "time":
        clock = _TIME.search(text)
        return f"{day_in_words(edtf.first)}, {clock['time']}" if clock else day_in_words(edtf.first)
    if edtf.precision == "month":
        return f"{_MONTHS[edtf.first.month - 1]} {edtf.first.year}"
    if edtf.precision in {"season", "quarter", "half"}:
        return f"{_PARTS[int(text[5:7])]} {text[:4]}"
    if edtf.precision == "decade":
        return f"{edtf.first.year}s"
    if edtf.precision == "century":
        return f"{edtf.first.year}–{edtf.last.year if edtf.last else '…'}"
    return str(edtf.first.year) if edtf.precision == "year" else text


def day_in_words(day: date) -> str:
    """Return a day as ``24 May 2021``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _open(text: str) -> str:
    match = _OPEN_DAY.fullmatch(text)
    if match is None or not 1 <= int(match["month"]) <= len(_MONTHS):
        return text
    month = _MONTHS[int(match["month"]) - 1]
    return f"{int(match['day'])} {month}, year unknown" if match["day"] else f"{month}, year unknown"


def _interval(edtf: Edtf) -> str:
    if edtf.first and edtf.last:
        if edtf.first.year == edtf.last.year:
            same_month = edtf.first.month == edtf.last.month
            start = str(edtf.first.day) if same_month else f"{edtf.first.day} {_MONTHS[edtf.first.month - 1]}"
            return f"{start} – {day_in_words(edtf.last)}"
        return f"{day_in_words(edtf.first)} – {day_in_words(edtf.last)}"
    if edtf.first:
        return f"from {day_in_words(edtf.first)}"
    return f"until {day_in_words(edtf.last)}" if edtf.last else edtf.text


def _set(edtf: Edtf) -> str:
    days = edtf.members()
    if not days:
        return edtf.text
    if len(days) <= _SHOWN_MEMBERS:
        return f"one of: {', '.join(map(day_in_words, days))}"
    return f"one of {len(days):,} days, {day_in_words(days[0])} to {day_in_words(days[-1])}"
