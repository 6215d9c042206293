"""Years in texts that tell history: which year a date without one belongs to.

A history moves forward from date to date, names a year now and then, and looks back or ahead in asides ("(1908)", "seit der Annexion
1871"). We look for the cheapest reading of the whole text by a beam search: every date with a year either moves the story or is an
aside; every date without one continues the story, or an aside of the same sentence. What a move costs stands in ``reference.toml``.
Kolomiyets et al. (2012) and Strötgen & Gertz (2016) describe why news and narratives need different references.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_EXPLICIT = re.compile(r"(BC)?(\d{4})(?:-(\d\d|SP|SU|FA|WI|H\d|Q\d)(?:-(\d\d))?)?(?: =(\S{1,12}))?(?: T\S{1,8})?")
_TARGET = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)?(?:M(\d\d)|(\d\d)-\d\d|(SP|SU|FA|WI|[HQ]\d)|D\d\d|(easter|advent)\S{1,4})"
)
_MONTH_OF = {
    "SP": 4,
    "SU": 7,
    "FA": 10,
    "WI": 12,
    "H1": 3,
    "H2": 9,
    "Q1": 2,
    "Q2": 5,
    "Q3": 8,
    "Q4": 11,
    "easter": 4,
    "advent": 12,
}
_BEAM = 16


class Item(NamedTuple):
    """A time in the text: ``year`` if it names one, ``month`` (0 if none), where it stands, and whether in brackets."""

    number: int
    year: int | None
    month: int
    sentence: int
    aside: bool
    opens: bool
    step: bool
    fineness: int
    heading: bool
    needs_day: bool


class Place(NamedTuple):
    """Where a story or an aside is: a date, and the item that took it there; ``day`` is the last item that names a day."""

    year: int
    month: int
    number: int
    day: int
    sentence: int


class _Reading(NamedTuple):
    cost: float
    story: Place | None
    aside: Place | None
    choice: "tuple[int, int, int] | None"
    before: "_Reading | None"


class Choice(NamedTuple):
    """The anchor of an item without a year: an earlier (or later) item, and how many years from it."""

    anchor: int
    years: int


def month_of_form(form: str) -> tuple[int | None, int] | None:
    """Return year and month (0 if none) that an absolute form names; None if it is none."""
    match = _EXPLICIT.fullmatch(form)
    if match is None:
        return None
    year = -int(match[2]) if match[1] else int(match[2])
    part = match[3] or ""
    if match[5]:
        return year, month_of_target(match[5])
    return year, int(part) if part.isdigit() else _MONTH_OF.get(part, 0)


def month_of_target(target: str) -> int:
    """Return the month that a target falls into, roughly; 0 if it names none."""
    match = _TARGET.fullmatch(target)
    if match is None:
        return 0
    number = match[1] or match[2]
    return int(number) if number else _MONTH_OF.get(match[3] or match[4] or "", 0)


def read(items: Sequence[Item], costs: Mapping[str, float]) -> dict[int, Choice]:
    """Return for every item without a year where it counts from; items before the first year count from that one."""
    first = next((item for item in items if item.year is not None), None)
    if first is None:
        return {}
    start = Place(first.year or 0, 0, first.number, first.number, -1)
    readings = [_Reading(0.0, start, None, None, None)]
    section: tuple[Place, ...] = ()
    for at, item in enumerate(items):
        if item.heading and item.year is not None:
            place = Place(item.year, item.month, item.number, -1, item.sentence)
            section = (*section, place) if section and section[-1].sentence == item.sentence else (place,)
            readings = [readings[0]._replace(story=section[0], aside=None, choice=None, before=readings[0])]
            continue
        grown: dict[tuple[object, object], _Reading] = {}
        following = next(
            (one for one in items[at + 1 : at + 3] if one.year is not None and one.sentence == item.sentence), None
        )
        for reading in readings:
            for new in _extend(reading, item, following, section, costs):
                key = (new.story and new.story[:2], new.aside and new.aside[:2])
                known = grown.get(key)
                if known is None or new.cost < known.cost:
                    grown[key] = new
        readings = sorted(grown.values(), key=lambda reading: reading.cost)[:_BEAM]
    chosen: dict[int, Choice] = {}
    best: _Reading | None = readings[0]
    while best is not None:
        if best.choice is not None:
            index, anchor, years = best.choice
            chosen[index] = Choice(anchor, years)
        best = best.before
    return chosen


def _extend(
    reading: _Reading, item: Item, following: Item | None, section: Sequence[Place], costs: Mapping[str, float]
) -> list[_Reading]:
    if item.year is not None:
        return _explicit(reading, item, item.year, costs)
    if item.step:
        return _stepped(reading, item)
    found = _continued(reading, item, following, costs)
    if section and reading.story is not None and all(reading.story.year != place.year for place in section):
        found = [new._replace(cost=new.cost + costs["out_of_section"]) for new in found]
    for rank, under in enumerate(section):
        place = _place(item, under.year, item.month, -1)
        cost = reading.cost + costs["section"] * (1 + rank)
        found.append(_Reading(cost, place, None, (item.number, under.number, 0), reading))
    return found


def _place(item: Item, year: int, month: int, day: int) -> Place:
    return Place(year, month, item.number, item.number if item.fineness == 4 else day, item.sentence)  # noqa: PLR2004 - a day


def _explicit(reading: _Reading, item: Item, year: int, costs: Mapping[str, float]) -> list[_Reading]:
    story = reading.story
    day = story.day if story else -1
    place = _place(item, year, item.month, day)
    move = _jump(story, place, costs) if story else 0.0
    if item.opens:
        move -= costs["opens"]
    if item.aside:
        move += costs["brackets"]
    stay = costs["aside_month"] if item.month else costs["aside_year"]
    if item.aside:
        stay -= costs["brackets"]
    return [
        _Reading(reading.cost + move, place, None, None, reading),
        _Reading(reading.cost + stay, story, place, None, reading),
    ]


def _jump(story: Place, place: Place, costs: Mapping[str, float]) -> float:
    years = place.year - story.year
    if years == 0:
        return 0.0 if not place.month or place.month >= story.month else costs["jump_back_month"]
    if years in (1, 2):
        return costs["jump_next_year"]
    return (costs["jump_far"] if years > 0 else costs["jump_back_year"]) + costs["jump_per_year"] * min(abs(years), 30)


def _stepped(reading: _Reading, item: Item) -> list[_Reading]:
    """An item that counts from the time before ("tags darauf") belongs to the aside of its sentence, else to the story."""
    story, aside = reading.story, reading.aside
    if aside is not None and aside.sentence == item.sentence:
        place = _place(item, aside.year, aside.month, aside.day)
        anchor = aside.day if item.needs_day and aside.day >= 0 else aside.number
        return [reading._replace(aside=place, choice=(item.number, anchor, 0), before=reading)]
    if story is None:
        return [reading._replace(choice=None, before=reading)]
    anchor = story.day if item.needs_day and story.day >= 0 else story.number
    place = _place(item, story.year, story.month, story.day)
    return [reading._replace(story=place, choice=(item.number, anchor, 0), before=reading)]


def _continued(reading: _Reading, item: Item, following: Item | None, costs: Mapping[str, float]) -> list[_Reading]:
    found = []
    story, aside = reading.story, reading.aside
    if story is not None:
        for years in (-1, 0, 1):
            year = story.year + years
            cost = reading.cost + _drift(story, years, item.month, costs)
            place = _place(item, year, item.month or story.month, story.day)
            found.append(_Reading(cost, place, None, (item.number, story.number, years), reading))
    if aside is not None and item.sentence - aside.sentence <= 1:
        cost = reading.cost + (costs["in_aside"] if item.sentence == aside.sentence else costs["after_aside"])
        place = _place(item, aside.year, item.month or aside.month, aside.day)
        found.append(_Reading(cost, story, place, (item.number, aside.number, 0), reading))
    if following is not None and following.year is not None:
        place = _place(item, following.year, item.month, story.day if story else -1)
        found.append(_Reading(reading.cost + costs["before_year"], story, place, (item.number, following.number, 0), reading))
    return found


def _drift(story: Place, years: int, month: int, costs: Mapping[str, float]) -> float:
    """Return what it costs to go on to a month of the story's year, or of the one before or after, without saying so."""
    if not story.month or not month:
        return 0.0 if years == 0 else costs["silent_year"] * 2
    distance = 12 * years + month - story.month
    if years == 0 and distance >= 0:
        return costs["forward"] * distance
    if years == 0:
        return costs["backward"] + costs["backward_month"] * -distance
    if years > 0:
        return costs["silent_year"] + costs["forward"] * distance
    return costs["silent_year_back"] + costs["backward_month"] * -distance
