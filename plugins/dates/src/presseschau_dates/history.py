"""Texts that tell history: from the times in them to what :mod:`presseschau_dates.narrative` reads, and back to forms."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from attrs import evolve

from presseschau.dates import TimeExpression
from presseschau_dates import narrative
from presseschau_dates.fineness import STEP, fineness
from presseschau_dates.found import Found
from presseschau_dates.language import Language
from presseschau_dates.lexer import Tokens
from presseschau_dates.tense import TenseFinder

_SHORT_YEAR = re.compile(r"0\d{3}")
_WEEKLY = frozenset(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
_DAILY = ("day", "hour", "minute", "T", "P+", "P-")
_HEADING = 60
"""A heading is a line of at most so many characters."""
_CUT = -1000
"""Items from this number down are headings that were cut: -1000 the first, -1001 the second …"""


class Heading(NamedTuple):
    """A heading with a year that is not in the text any more: where it stood, and the year."""

    at: int
    year: int


def of_story(one: Found, *, ancient: bool) -> Found:
    """Turn "this year" into a year of the story, and a bare year of three digits into one before Christ where such are told of."""
    if ancient and _SHORT_YEAR.fullmatch(one.form):
        return evolve(one, form=f"BC{one.form}")
    base, _, rest = one.form.partition(" ")
    if base == "dct" and rest.startswith(("year", "month", "week", "quarter", "half")):
        return evolve(one, form=f"auto {rest}")
    return one


def read_years(
    tokens: Tokens,
    found: Sequence[Found],
    tense: TenseFinder,
    headings: Sequence[Heading],
    language: Language,
    rules: frozenset[str] = narrative.RULES,
) -> dict[int, narrative.Choice]:
    """Return for the times of a history that name no year where they count from; see :mod:`presseschau_dates.narrative`."""
    items = []
    waiting = list(enumerate(headings))
    for index, one in enumerate(found):
        if one.type not in ("DATE", "TIME"):
            continue
        while waiting and waiting[0][1].at <= tokens.starts[one.first]:
            items.append(_cut_heading(*waiting.pop(0), tense))
        base, _, rest = one.form.partition(" ")
        named = narrative.named_by(one.form)
        step = base in ("prev", "time") or (base == "auto" and STEP.match(rest) is not None)
        if named is None and base not in ("auto", "prev", "time"):
            continue
        year, seasonal = named if named is not None else (None, narrative.is_seasonal(rest.partition(" ")[0]))
        items.append(
            narrative.Item(
                number=index,
                year=year,
                seasonal=seasonal,
                sentence=tense.sentence_of(one.first),
                paragraph=tense.paragraph_of(one.first),
                aside=_in_brackets(tokens, one.first) or _qualifies(tokens, one.first, language.cues.of),
                step=step,
                shift=narrative.shift_of(one.form) if step else 0,
                day=fineness(one.form) == 4,  # noqa: PLR2004 - a day
                heading=year is not None and _in_heading(tokens, one),
                needs_day=base == "time" or rest.startswith(_DAILY),
            )
        )
    return narrative.read(items, rules)


def _cut_heading(number: int, heading: Heading, tense: TenseFinder) -> narrative.Item:
    return narrative.Item(
        number=_CUT - number,
        year=heading.year,
        seasonal=False,
        sentence=tense.sentence_at(heading.at),
        paragraph=_CUT - number,
        aside=False,
        step=False,
        shift=0,
        day=False,
        heading=True,
        needs_day=False,
    )


def _in_heading(tokens: Tokens, one: Found) -> bool:
    """Tell whether a time stands in a line of its own that is not a sentence."""
    start, end = tokens.starts[one.first], tokens.ends[one.end - 1]
    line_start = tokens.text.rfind("\n", max(0, start - _HEADING), start)
    line_end = tokens.text.find("\n", end, end + _HEADING)
    if line_end < 0 or (line_start < 0 and start >= _HEADING):
        return False
    line = tokens.text[line_start + 1 : line_end].strip()
    return len(line) <= _HEADING and line[-1:] not in (".", ",", ";", ":", "!", "?", '"', "“")


def _in_brackets(tokens: Tokens, at: int) -> bool:
    for before in range(at - 1, max(-1, at - 12), -1):
        if tokens.words[before] in ")]":
            return False
        if tokens.words[before] in "([":
            return True
    return False


def _qualifies(tokens: Tokens, at: int, of: frozenset[str]) -> bool:
    """Tell whether a date qualifies the noun before it: "die Erklärung vom 16. April 1856"."""
    return at > 1 and tokens.words[at - 1].lower() in of and tokens.words[at - 2][:1].isupper()


def told(made: TimeExpression, rest: str, choice: narrative.Choice, headings: Sequence[Heading]) -> TimeExpression:
    """Return a time with the form that its choice gives it."""
    target, _, more = rest.partition(" ")
    shift = f"year{choice.years:+} " if choice.years else ""
    relation = ""
    if not STEP.match(target) and not target.startswith("T"):
        relation = "~" if target in _WEEKLY or target == "WE" or target.startswith("D") else "="
    if target in _WEEKLY or target.startswith("T"):
        shift = ""
    if choice.anchor <= _CUT:
        return _under(made, f"{shift}{relation}{target}{' ' + more if more else ''}", headings[_CUT - choice.anchor])
    form = f"anchor {shift}{relation}{target}{' ' + more if more else ''}"
    return evolve(
        made, form=form, anchor=f"t{choice.anchor}", reference="the text tells history: counted from a time named nearby"
    )


def _under(made: TimeExpression, steps: str, heading: Heading) -> TimeExpression:
    """Return a time that counts from a heading that was cut: its year is all that is known."""
    why = f"the text tells history: it stands under the heading {heading.year}"
    exact = fineness(f"{heading.year:04} {steps}")
    if STEP.match(steps) and exact > 1:
        return evolve(made, form=f"{heading.year:04}-XX-XX" if exact == 4 else f"{heading.year:04}-XX", reference=why)  # noqa: PLR2004 - a day
    return evolve(made, form=f"{heading.year:04} {steps}", reference=why)
