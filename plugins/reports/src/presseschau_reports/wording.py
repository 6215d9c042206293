"""Dates in words, for readers, in English or German."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from attrs import frozen

from presseschau.dates import Edtf

LANGUAGES = ("en", "de")


@frozen
class _Words:
    """What dates need in one language; ``day`` and the like are formats."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    parts: Mapping[int, str]
    qualifiers: Mapping[str, str]
    mods: Mapping[str, str]
    day: str
    same_month: str
    decade: str
    no_year: str
    no_year_month: str
    weekday: str
    unknown: str
    no_date: str
    since: str
    until: str
    few: str
    many: str


_EN = _Words(
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    parts={
        21: "spring", 22: "summer", 23: "autumn", 24: "winter",
        33: "first quarter of", 34: "second quarter of", 35: "third quarter of", 36: "fourth quarter of",
        40: "first half of", 41: "second half of",
    },
    qualifiers={"~": "about ", "?": "possibly ", "%": "possibly about "},
    mods={"START": "early {}", "MID": "mid {}", "END": "late {}", "BEFORE": "before {}", "AFTER": "after {}"},
    day="{day} {month} {year}", same_month="{day}", decade="{}s", no_year="{day} {month}, year unknown",
    no_year_month="{month}, year unknown", weekday="a {}, date unknown", unknown="unknown", no_date="date unknown", since="from {}", until="until {}",
    few="one of: {}", many="one of {count:,} days, {first} to {last}",
)  # fmt: skip
_DE = _Words(
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    parts={
        21: "Frühling", 22: "Sommer", 23: "Herbst", 24: "Winter",
        33: "erstes Quartal", 34: "zweites Quartal", 35: "drittes Quartal", 36: "viertes Quartal",
        40: "erstes Halbjahr", 41: "zweites Halbjahr",
    },
    qualifiers={"~": "etwa ", "?": "wohl ", "%": "wohl etwa "},
    mods={"START": "Anfang {}", "MID": "Mitte {}", "END": "Ende {}", "BEFORE": "vor {}", "AFTER": "nach {}"},
    day="{day}. {month} {year}", same_month="{day}.", decade="{}er Jahre", no_year="{day}. {month}, Jahr unbekannt",
    no_year_month="{month}, Jahr unbekannt", weekday="ein {}, Datum unbekannt", unknown="unbekannt", no_date="Datum unbekannt", since="ab {}", until="bis {}",
    few="einer von: {}", many="einer von {count} Tagen, {first} bis {last}",
)  # fmt: skip
_WORDS = {"en": _EN, "de": _DE}
_OPEN_DAY = re.compile(r"XXXX-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?[~?%]?")
_OPEN_WEEKDAY = re.compile(r"XXXX-WXX-(?P<day>[1-7])(?:T.{1,5})?")
_TIME = re.compile(r"T(?P<time>[0-9]{2}:[0-9]{2})")
_SHOWN_MEMBERS = 4
_MOST_MEMBERS = 50_000
_WIDE_DAYS = 62


@lru_cache(maxsize=4096)
def in_words(edtf: Edtf, language: str = "en") -> str:
    """Return a date in words, as exact as it is: ``24 May 2021``, ``about May 2021``, ``24 May, year unknown``.

    What has no plain words stays EDTF.
    """
    words = _WORDS[language]
    return words.qualifiers.get(edtf.qualifier, "") + _plain(edtf, words)


def value_in_words(value: str, language: str = "en") -> str:
    """Return an open TIMEX3 value in words: ``24 May, year unknown``, ``a Monday, date unknown``."""
    weekday = _OPEN_WEEKDAY.fullmatch(value)
    if weekday:
        words = _WORDS[language]
        return words.weekday.format(words.weekdays[int(weekday["day"]) - 1])
    try:
        return in_words(Edtf.parse(value), language)
    except ValueError:
        return value or _WORDS[language].unknown


def with_mod(words: str, mod: str, language: str = "en") -> str:
    """Return a date in words with what TIMEX3's ``mod`` says of it: ``late 2014``."""
    return _WORDS[language].mods.get(mod, "{}").format(words)


def is_wide(edtf: Edtf) -> bool:
    """Tell whether a date that is not known for sure could be months apart: then only its pattern tells a reader something."""
    return edtf.first is None or edtf.last is None or (edtf.last - edtf.first).days > _WIDE_DAYS


def _plain(edtf: Edtf, words: _Words) -> str:  # noqa: C901, PLR0911 - a precision a line
    text = edtf.text.rstrip("~?%")
    if edtf.precision == "set":
        return _set(edtf, words)
    if edtf.precision == "open":
        return _open(text, words)
    if edtf.precision == "interval":
        return _interval(edtf, words)
    if edtf.first is None:
        return text
    if edtf.precision == "day":
        return _day(edtf.first, words)
    if edtf.precision == "time":
        clock = _TIME.search(text)
        return f"{_day(edtf.first, words)}, {clock['time']}" if clock else _day(edtf.first, words)
    if edtf.precision == "month":
        return f"{words.months[edtf.first.month - 1]} {edtf.first.year}"
    if edtf.precision in {"season", "quarter", "half"}:
        return f"{words.parts[int(text[5:7])]} {text[:4]}"
    if edtf.precision == "decade":
        return words.decade.format(edtf.first.year)
    if edtf.precision == "century":
        return f"{edtf.first.year}–{edtf.last.year if edtf.last else '…'}"
    return str(edtf.first.year) if edtf.precision == "year" else text


def day_in_words(day: date, language: str = "en") -> str:
    """Return a day as ``24 May 2021`` or ``24. Mai 2021``."""
    return _day(day, _WORDS[language])


def _day(day: date, words: _Words) -> str:
    return words.day.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def _open(text: str, words: _Words) -> str:
    if set(text) <= {"X", "-"}:
        return words.no_date
    match = _OPEN_DAY.fullmatch(text)
    if match is None or not 1 <= int(match["month"]) <= len(words.months):
        return text
    month = words.months[int(match["month"]) - 1]
    return words.no_year.format(day=int(match["day"]), month=month) if match["day"] else words.no_year_month.format(month=month)


def _interval(edtf: Edtf, words: _Words) -> str:
    if edtf.first and edtf.last:
        if edtf.first.year == edtf.last.year:
            start = words.same_month.format(day=edtf.first.day)
            if edtf.first.month != edtf.last.month:
                start = f"{start} {words.months[edtf.first.month - 1]}"
            return f"{start} – {_day(edtf.last, words)}"
        return f"{_day(edtf.first, words)} – {_day(edtf.last, words)}"
    if edtf.first:
        return words.since.format(_day(edtf.first, words))
    return words.until.format(_day(edtf.last, words)) if edtf.last else edtf.text


def _set(edtf: Edtf, words: _Words) -> str:
    count = edtf.count()
    if edtf.first is None or edtf.last is None or not 0 < count < _MOST_MEMBERS:
        return edtf.text
    if count <= _SHOWN_MEMBERS:
        return words.few.format(", ".join(_day(day, words) for day in edtf.members()))
    return words.many.format(count=count, first=_day(edtf.first, words), last=_day(edtf.last, words))
