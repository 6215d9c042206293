"""Which reference an underspecified time has: the document's date or a time named before it, and on which side of it.

News count from the day they appear: "am Donnerstag trat" is the last Thursday, "am Donnerstag wird" the next (the tense of the clause
decides). Histories count from what they told last: "am 30. Juli" after "am 28. Juli 1914" is of the same year. Which of the two a
text is shows in the text itself: see :func:`is_narrative`. The document's date is never looked at here: that comes late.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from attrs import evolve, frozen

from presseschau import Span
from presseschau.dates import TimeExpression
from presseschau_dates import clock, entries, history, narrative
from presseschau_dates.clock import Day
from presseschau_dates.fineness import STEP, fineness
from presseschau_dates.found import Found
from presseschau_dates.history import Heading
from presseschau_dates.language import Cues, Language
from presseschau_dates.lengths import bounded
from presseschau_dates.lexer import Tokens
from presseschau_dates.tense import TenseFinder

_EXPLICIT = re.compile(r"(?:\d{4}|BC\d{4})(?:-[0-9A-Z]{2}(?:-\d\d)?)?(?: |\Z)")
_DATE_TARGET = re.compile(r"(?:[A-Z][a-z]{2})?\d\d-\d\d|M\d\d")
_WEEKLY = frozenset(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
_RELATIONS = {"past": "<=", "future": ">=", "present": ">=", "ahead": ">=", "": "~"}
_TODAY_RULES = frozenset(["day/deictic", "day/deictic-adjective"])
NEARBY = 8
"""A clock time belongs to a "heute" at most so many words before it."""
EXPLICIT_YEARS = 5
"""A history names at least so many years."""
MANY_YEARS = 15
"""In one that names so many "this year" is the story's."""
DENSE = 2000
"""A text counts in days if it does so once in so many characters, about 300 words."""
_UNDECIDED = frozenset(["auto", "prev", "time"])
"""Bases of rules that are not in the notation: each is replaced by one that is."""


@frozen(kw_only=True)
class Register:
    """What kind of text it is, as far as its times tell: counts of explicit years, and of words that count from the day of writing."""

    explicit: int
    deictic: int
    daily: int

    @property
    def narrative(self) -> bool:
        """A text that names many years and hardly ever counts from its own day tells history."""
        return self.explicit >= EXPLICIT_YEARS and self.deictic * 3 <= self.explicit and self.daily * 8 <= self.explicit

    @property
    def history(self) -> bool:
        """A narrative with so many years that "this year" in it is one of them, not the writer's."""
        return self.narrative and self.explicit >= MANY_YEARS


class _Named(NamedTuple):
    """A time that later ones may count from."""

    number: int
    fineness: int
    end: int
    token: int
    bare: bool


def register_of(found: Sequence[Found], headings: Sequence[Heading] = ()) -> Register:
    """Count what tells news from history."""
    explicit = len(headings) + sum(1 for one in found if _EXPLICIT.match(one.form))
    deictic = sum(1 for one in found if one.form.startswith("dct ") and one.form != "dct day+0")
    daily = sum(1 for one in found if _is_daily(one))
    return Register(explicit=explicit, deictic=deictic, daily=daily)


def _is_daily(one: Found) -> bool:
    """Tell whether a time counts in days from the day of writing: "gestern", "am Donnerstag"."""
    base, _, rest = one.form.partition(" ")
    if base == "dct":
        return rest.startswith("day") and rest != "day+0"
    return base == "auto" and rest.partition(" ")[0] in _WEEKLY


def relate(
    tokens: Tokens,
    found: Sequence[Found],
    tense: TenseFinder,
    slips: Mapping[int, str],
    language: Language,
    headings: Sequence[Heading] = (),
) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text with final forms, in order; their ids are ``t0``, ``t1`` and so on."""
    register = register_of(found, headings)
    if register.history:
        ancient = sum(1 for one in found if one.form.startswith("BC")) >= 3  # noqa: PLR2004 - not a lone "v. Chr."
        found = [history.of_story(one, ancient=ancient) for one in found]
    chosen = history.read_years(tokens, found, tense, headings, language) if register.narrative else {}
    named: list[_Named] = []
    expressions: list[TimeExpression] = []
    day: Day | None = None
    lines = () if register.narrative else entries.opening(tokens, found)
    for index, one in enumerate(found):
        behind = found[index + 1] if index + 1 < len(found) else None
        timed = behind is not None and behind.type == "TIME" and behind.first - one.end <= NEARBY
        expression = _one(
            index, one, tokens, tense, register, named, chosen, headings, language.cues, timed=timed, slip=slips.get(index, "")
        )
        if lines and entries.opens_line(tokens, one.first):
            day = None
        if one.form.startswith("time ") and index not in chosen:
            expression, day = clock.place(expression, one.form[5:], index, found, tokens, tense, language.cues, day)
        elif fineness(expression.form) == 4 and expression.type in ("DATE", "TIME"):  # noqa: PLR2004 - a day
            day = Day(
                index, tense.sentence_of(one.first), tense.paragraph_of(one.first), one.end, expression.form.rpartition(" ")[2]
            )
        expressions.append(expression)
        exact = fineness(expression.form)
        if exact and expression.type in ("DATE", "TIME") and not (register.narrative and expression.form.startswith("dct ")):
            named.append(_Named(index, exact, tokens.ends[one.end - 1], one.end, one.form.startswith("auto ")))
    return entries.by_entry(expressions, lines) if lines else tuple(expressions)


def _one(  # noqa: PLR0911 - one base a line
    index: int,
    one: Found,
    tokens: Tokens,
    tense: TenseFinder,
    register: Register,
    named: Sequence[_Named],
    chosen: Mapping[int, narrative.Choice],
    headings: Sequence[Heading],
    cues: Cues,
    *,
    timed: bool,
    slip: str,
) -> TimeExpression:
    base, _, rest = one.form.partition(" ")
    span = Span(tokens.starts[one.first], tokens.ends[one.end - 1])
    made = TimeExpression(
        spans=(span,),
        id=f"t{index}",
        rule=one.rule,
        type=one.type,
        form="dct" if base in _UNDECIDED else one.form,
        mod=one.mod,
        quant=one.quant,
        freq=one.freq,
        begin=one.begin,
        end=one.closing,
        words=tokens.text[span.start : span.end],
        reference=slip,
    )
    if one.rule in _TODAY_RULES and one.form == "dct day+0":
        return _today(made, one, tokens, tense, register, cues, timed=timed)
    if index in chosen:
        return history.told(made, rest, chosen[index], headings)
    if base == "auto" and named and _ends_range(tokens, one, named[-1], cues):
        return evolve(
            made,
            form=f"anchor >={rest}",
            anchor=f"t{named[-1].number}",
            reference="the end of a range: counted from its beginning",
        )
    if base == "auto":
        return _auto(made, rest, one, tokens, tense, cues)
    if base == "prev":
        return _previous(made, rest, named)
    if one.type == "DURATION" and not one.begin and not one.closing:
        return made if register.narrative else bounded(made, one, tokens, tense, cues)
    return made


def _today(
    made: TimeExpression, one: Found, tokens: Tokens, tense: TenseFinder, register: Register, cues: Cues, *, timed: bool
) -> TimeExpression:
    """Tell whether "heute" is the day of writing or the present age.

    It is the day where the text often counts in days, with a clock time behind it, after "ab", and with the perfect or the preterite
    ("heute beschloss"); never in a history.
    """
    before = tokens.words[one.first - 1].lower() if one.first else ""
    daily = register.daily * DENSE >= len(tokens.text)
    if not register.history and (daily or timed or before in cues.up_to_today or tense.at(one.first, one.end)[0] == "past"):
        return evolve(made, reference="the text counts in days: the day of the document")
    return evolve(made, form="PRESENT_REF", reference="nothing around it counts in days: the present age")


def _ends_range(tokens: Tokens, one: Found, start: _Named, cues: Cues) -> bool:
    """Tell whether a day or month without a year ends a range that another opens: "von Montag bis Freitag", "Dezember bis Februar"."""
    between = tokens.words[start.token : one.first]
    if not 0 < len(between) <= 3 or between[0] not in cues.range_opens:  # noqa: PLR2004 - "bis zum", "bis auf den"
        return False
    return start.bare and fineness(one.form) == start.fineness and all(word in cues.range for word in between)


def _auto(made: TimeExpression, rest: str, one: Found, tokens: Tokens, tense: TenseFinder, cues: Cues) -> TimeExpression:
    target, _, more = rest.partition(" ")
    more = f" {more}" if more else ""
    if STEP.match(target) is not None:
        return evolve(made, form=f"dct {target}{more}", reference="counted from the document date")
    side, why = _side(target, one, tokens, tense, cues)
    relation = _RELATIONS[side]
    if side != "ahead" and _DATE_TARGET.fullmatch(target):
        relation = {"<=": "<~", ">=": ">~"}.get(relation, relation)
    return evolve(made, form=f"dct {relation}{target}{more}", reference=why)


def _side(target: str, one: Found, tokens: Tokens, tense: TenseFinder, cues: Cues) -> tuple[str, str]:
    """Return on which side of the document date a time lies (``past``, ``future``, ``present``, ``ahead`` for sure, or ``""``), and why."""
    before = _preposition(one.first, tokens, cues)
    after = tokens.words[one.end].lower() if one.end < len(tokens.words) else ""
    when, words = tense.at(one.first, one.end)
    if before in cues.planned or (when != "past" and before in cues.ahead):
        return "ahead", f"“{before}” points ahead"
    if when != "future" and before in cues.since:
        return "past", f"“{before}” points back"
    if target in _WEEKLY and before in cues.of and after not in cues.no_longer_of:
        return "past", f"“{before}”: it qualifies a noun"
    if when:
        return when, f"tense {when}: “{words}”"
    if target in _WEEKLY:
        return "past", "no tense to go by, and news name past weekdays more often"
    return "", "no tense to go by"


def _preposition(first: int, tokens: Tokens, cues: Cues) -> str:
    """Return the word before a time, in lower case and past an article: "für den Herbst"."""
    at = first - 1
    if at > 0 and tokens.words[at].lower() in cues.articles:
        at -= 1
    return tokens.words[at].lower() if at >= 0 else ""


def _previous(made: TimeExpression, rest: str, named: Sequence[_Named]) -> TimeExpression:
    wanted = {"day": 4, "weeken": 3, "week": 3, "month": 2, "quarter": 2, "half": 2}.get(re.split(r"[+-]", rest)[0], 1)
    for candidate in reversed(named):
        if candidate.fineness >= wanted:
            return evolve(
                made, form=f"anchor {rest}", anchor=f"t{candidate.number}", reference="counted from the time named before"
            )
    if named:
        return evolve(
            made, form=f"anchor {rest}", anchor=f"t{named[-1].number}", reference="counted from the time named before"
        )
    return evolve(made, form=f"dct {rest}", reference="no time is named before it: counted from the document date")
