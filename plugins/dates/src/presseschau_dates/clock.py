"""Which day a clock time or a part of a day belongs to: "um 20.15 Uhr", "am Abend".

To a day of its own clause, before it or behind it ("um 19.30 Uhr am Freitag"); else to the day that the sentence before is about; else to
the day of the document, as in the listings of what is on today. What is told in the past tense goes on from hour to hour, so there the
last day holds until another is named. After the evening the small hours are those of the next day.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from attrs import evolve

from presseschau.dates import TimeExpression
from presseschau_dates.fineness import STEP, fineness
from presseschau_dates.found import Found
from presseschau_dates.language import Cues
from presseschau_dates.lexer import Tokens
from presseschau_dates.tense import TenseFinder

_DAY = 4
"""The fineness of a day."""
_SMALL_HOURS = re.compile(r"T0[0-5]:\d\d")
_WEEKLY = re.compile(r"XXXX-WXX-[1-7]")
_LATE = re.compile(r"T(?:1[89]|2\d):\d\d|TEV")


class Day(NamedTuple):
    """A day that clock times may belong to: its expression, where the last time of it stands, and the last clock time on it."""

    number: int
    sentence: int
    paragraph: int
    end: int
    clock: str = ""
    shift: int = 0


def place(
    made: TimeExpression,
    rest: str,
    index: int,
    found: Sequence[Found],
    tokens: Tokens,
    tense: TenseFinder,
    cues: Cues,
    day: Day | None,
) -> tuple[TimeExpression, Day | None]:
    """Return a clock time on its day, and the day that the next one may go on from."""
    one = found[index]
    sentence, paragraph = tense.sentence_of(one.first), tense.paragraph_of(one.first)
    ahead = _ahead(index, found, tokens, tense, cues, day)
    if ahead:
        return evolve(made, form=f"anchor {rest}", anchor=f"t{index + 1}", reference="on the day named behind it"), day
    if (habit := _habit(index, found, tense)) is not None:
        return evolve(made, type="SET", form=f"{habit.form} {rest}", quant=habit.quant, reference="on every such day"), day
    if day is not None and _goes_on(one, day, sentence, paragraph, tense):
        shift = day.shift + (1 if _SMALL_HOURS.fullmatch(rest) and _LATE.fullmatch(day.clock) else 0)
        step = f"day+{shift} " if shift else ""
        number = day.number
        base = f"anchor {step}" if number >= 0 else f"dct day+{shift} "
        made = evolve(
            made,
            form=f"{base}{rest}",
            anchor=f"t{number}" if number >= 0 else None,
            reference="on the day named before" if not shift else "after midnight: on the day after the one named before",
        )
        return made, Day(number, sentence, paragraph, one.end, rest, shift)
    made = evolve(made, form=f"dct day+0 {rest}", reference="no day is named near it: on the day of the document")
    return made, Day(-1, sentence, paragraph, one.end, rest)


def _goes_on(one: Found, day: Day, sentence: int, paragraph: int, tense: TenseFinder) -> bool:
    near = sentence - day.sentence <= 1 and paragraph == day.paragraph
    return near or tense.at(one.first, one.end)[0] == "past"


def _ahead(index: int, found: Sequence[Found], tokens: Tokens, tense: TenseFinder, cues: Cues, day: Day | None) -> bool:
    """Tell whether the next time is the day of a clock time: beside it, or in the same clause without another before it."""
    one = found[index]
    if index + 1 >= len(found) or not is_day(found[index + 1]):
        return False
    following = found[index + 1]
    sentence = tense.sentence_of(one.first)
    if tense.sentence_of(following.first) != sentence or (day is not None and tense.same_clause(day.end, one.first)):
        return False
    between = tokens.words[one.end : following.first]
    beside = all(word.lower() in cues.clock_of for word in between)
    return beside or ((day is None or day.sentence != sentence) and tense.same_clause(one.end, following.first))


def _habit(index: int, found: Sequence[Found], tense: TenseFinder) -> Found | None:
    """Return the weekday that recurs before a clock time in its sentence: "dienstags von 8 bis 12 Uhr"."""
    sentence = tense.sentence_of(found[index].first)
    for one in reversed(found[:index]):
        if tense.sentence_of(one.first) != sentence or is_day(one):
            return None
        if one.type == "SET":
            return one if _WEEKLY.fullmatch(one.form) else None
    return None


def is_day(one: Found) -> bool:
    """Tell whether a time names a day by itself."""
    base, _, rest = one.form.partition(" ")
    if one.type != "DATE" or base in ("prev", "time") or fineness(one.form) != _DAY:
        return False
    return base != "auto" or STEP.match(rest) is None
