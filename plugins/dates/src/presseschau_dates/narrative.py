"""Years in texts that tell history: which year a date without one belongs to.

The year of such a date is the last one that was named. Four rules say which names do not count for it, and no number is in them:

``asides``
    a year in brackets, or one that qualifies a noun ("die Erklärung vom 16. April 1856"), holds for its own sentence only;
``headings``
    under a heading with a year a bare year of another ("… bis 1881") holds for its own sentence only, and every paragraph begins
    in the year of the heading again;
``steps``
    "im Jahr darauf" moves the story by a year; "im Vorjahr" looks back, for its own sentence only;
``roots``
    a date counts from the words that named its year, never from one that was itself worked out: one mistake stays one.

A year never changes without a word that says so. An author who crosses New Year in silence is read wrongly until the next year that is
named; readings that may cross it (by what months cost less) are wrong for whole sections once they are wrong: see
``benchmarks/dates_held_out.py`` for both. Kolomiyets et al. (2012) and Strötgen & Gertz (2016) describe why news and narratives need
different references.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_EXPLICIT = re.compile(r"(BC)?(\d{4})(?:-(\d\d|SP|SU|FA|WI|H\d|Q\d)(?:-(\d\d))?)?(?: =(\S{1,12}))?(?: T\S{1,8})?")
_TARGET = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)?(?:M(\d\d)|(\d\d)-\d\d|(SP|SU|FA|WI|[HQ]\d)|D\d\d|(easter|advent)\S{1,4})"
)
_YEARS_ON = re.compile(r"(?:auto|prev) (?:year([+-]\d{1,4})|P([+-]\d{1,4})Y)")
RULES = frozenset(["asides", "headings", "steps", "roots"])
"""The names of the rules, for measuring what each is good for; with none of them the last year named is all that counts."""


class Item(NamedTuple):
    """A time in the text.

    ``year`` is the one that it names, else None; ``seasonal`` says that it names a month, a season or a day of a year; ``aside`` that it
    stands in brackets or qualifies a noun; ``step`` that it counts on from a time before, and ``shift`` by how many years. ``sentence``
    and ``paragraph`` are numbers that differ where the sentences and paragraphs do.
    """

    number: int
    year: int | None
    seasonal: bool
    sentence: int
    paragraph: int
    aside: bool
    step: bool
    shift: int
    day: bool
    heading: bool
    needs_day: bool


class _Place(NamedTuple):
    """Where the story or an aside is: its year, the item that named it and the years from there; the last item, and the last with a day."""

    year: int
    root: int
    years: int
    number: int
    day: int | None
    sentence: int

    def on(self, item: Item, years: int = 0) -> "_Place":
        """Return the place after an item without a year."""
        day = item.number if item.day else self.day
        return _Place(self.year + years, self.root, self.years + years, item.number, day, item.sentence)


class Choice(NamedTuple):
    """The anchor of an item without a year: an earlier (or later) item, and how many years from it."""

    anchor: int
    years: int


def named_by(form: str) -> tuple[int, bool] | None:
    """Return the year that an absolute form names, and whether a month or season with it; None if it names none."""
    match = _EXPLICIT.fullmatch(form)
    if match is None:
        return None
    return (-int(match[2]) if match[1] else int(match[2])), bool(match[3] or match[5])


def is_seasonal(target: str) -> bool:
    """Tell whether a target recurs once a year: a month, a season, a day of a month, a feast."""
    match = _TARGET.fullmatch(target)
    return match is not None and any(match.groups())


def shift_of(form: str) -> int:
    """Return by how many years a form counts on; 0 if by none."""
    match = _YEARS_ON.match(form)
    return int(match[1] or match[2]) if match else 0


def read(items: Sequence[Item], rules: frozenset[str] = RULES) -> dict[int, Choice]:
    """Return for every item without a year where it counts from; items before the first year count from that one."""
    first = next((item for item in items if item.year is not None), None)
    if first is None:
        return {}
    story = _Place(first.year or 0, first.number, 0, first.number, first.number if first.day else None, -1)
    aside: _Place | None = None
    section: tuple[_Place, ...] = ()
    paragraph = -1
    chosen: dict[int, Choice] = {}
    for item in items:
        opens, paragraph = item.paragraph != paragraph, item.paragraph
        if item.heading and item.year is not None:
            place = _named(item, item.year)._replace(day=None)
            same = section and section[-1].sentence == item.sentence
            section = (*section, place) if same else (place,)
            story, aside = section[0], None
            continue
        governed = section if "headings" in rules else ()
        if opens and governed and all(story.year != place.year for place in governed):
            story = governed[0]
        if aside is not None and aside.sentence != item.sentence:
            aside = None
        if item.year is not None:
            outside = bool(governed) and not item.seasonal and all(item.year != place.year for place in governed)
            if outside or (item.aside and "asides" in rules):
                aside = _named(item, item.year)
            else:
                story, aside = _named(item, item.year), None
            continue
        source = aside or story
        shift = item.shift if item.step and "steps" in rules else 0
        chosen[item.number] = _choice(item, source, rules)
        if aside is not None or shift < 0:
            aside = source.on(item, shift)
        else:
            story = source.on(item, shift)
    return chosen


def _named(item: Item, year: int) -> _Place:
    return _Place(year, item.number, 0, item.number, item.number if item.day else None, item.sentence)


def _choice(item: Item, source: _Place, rules: frozenset[str]) -> Choice:
    if item.step:
        return Choice(source.day if item.needs_day and source.day is not None else source.number, 0)
    if item.seasonal and "roots" in rules:
        return Choice(source.root, source.years)
    return Choice(source.number, 0)
