"""Lengths of time that say when: "vor zwei Wochen", "in zehn Tagen", "seit drei Jahren".

TIMEX3 has them as durations, and so their value stays. What they bound, or the point that they lead to, goes into ``begin`` and ``end``: a day
for days and weeks, a month for months, a year for years ("vor drei Jahren" is not a day). "In zwei Wochen" leads to a point only where the
clause looks ahead: "in zwei Wochen baute sie das Haus" is how long it took.
"""

import re

from attrs import evolve

from presseschau.dates import TimeExpression
from presseschau_dates.found import Found
from presseschau_dates.language import Cues
from presseschau_dates.lexer import Tokens
from presseschau_dates.tense import TenseFinder

_DAYS = re.compile(r"P(\d{1,4})([DW])")
_MONTHS = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?")
_HOURS = re.compile(r"PT(?:([1-4])H|(\d{1,3})M)")
_WEEK = 7
_YEAR = 12


def bounded(made: TimeExpression, one: Found, tokens: Tokens, tense: TenseFinder, cues: Cues) -> TimeExpression:
    """Give a duration the point or the bounds that the preposition before it states."""
    before = _preposition(one.first, tokens, cues)
    if before in cues.ago:
        step = _step(made, "-", cues)
        if step:
            return evolve(made, begin=f"dct {step}", end=f"dct {step}", reference="so long before the document date")
    elif before in cues.within and tense.at(one.first, one.end)[0] in ("future", "present"):
        step = _step(made, "+", cues)
        if step:
            return evolve(made, begin=f"dct {step}", end=f"dct {step}", reference="so long after the document date")
    elif before in cues.since:
        step = _step(made, "-", cues)
        if step and not step.startswith("day+0"):
            return evolve(made, begin=f"dct {step}", end="dct day+0", reference="up to the document date")
    return made


def _preposition(first: int, tokens: Tokens, cues: Cues) -> str:
    at = first - 1
    while at > 0 and tokens.words[at].lower() in cues.about:
        at -= 1
    return tokens.words[at].lower() if at >= 0 else ""


def _step(made: TimeExpression, sign: str, cues: Cues) -> str:
    """Return the step of a form to the point that a length leads to; "" where its amount or its unit says none."""
    if match := _DAYS.fullmatch(made.form):
        days = int(match[1]) * (_WEEK if match[2] == "W" else 1)
        # "acht Tage" in words is a week (Duden, "acht").
        if made.words.lower() in cues.a_week:
            days = _WEEK
        return f"day{sign}{days}"
    if (match := _MONTHS.fullmatch(made.form)) and (match[1] or match[2]):
        years, months = int(match[1] or 0), int(match[2] or 0)
        return f"month{sign}{years * _YEAR + months}" if months else f"year{sign}{years}"
    return "day+0" if _HOURS.fullmatch(made.form) else ""
