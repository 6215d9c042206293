"""Which reference an underspecified time has: the document's date or a time named before it, and on which side of it.

News count from the day they appear: "am Donnerstag trat" is the last Thursday, "am Donnerstag wird" the next (the tense of the clause
decides). Histories count from what they told last: "am 30. Juli" after "am 28. Juli 1914" is of the same year. Which of the two a
text is shows in the text itself: see :func:`is_narrative`. The document's date is never looked at here: that comes late.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from attrs import evolve, frozen

from presseschau import Span
from presseschau.dates import TimeExpression
from presseschau_events.language import Language
from presseschau_events.lexer import Tokens
from presseschau_events.tagger import Found
from presseschau_events.tense import TenseFinder

_EXPLICIT = re.compile(r"(?:\d{4}|BC\d{4})(?:-[0-9A-Z]{2}(?:-\d\d)?)?(?: |\Z)")
_DAY = re.compile(r"XXXX-XX-XX|XXXX-\d\d-\d\d|XXXX-WXX-\d")
_WEEKLY = frozenset(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
_VAGUE = frozenset(["PAST_REF", "PRESENT_REF", "FUTURE_REF"])
_RELATIONS = {"past": "<=", "future": ">=", "present": ">=", "": "~"}
_TIME_REACH = 400
"""A clock time belongs to a day named at most so many characters before it."""


@frozen(kw_only=True)
class Register:
    """What kind of text it is, as far as its times tell: counts of explicit years, and of words that count from the day of writing."""

    explicit: int
    deictic: int

    @property
    def narrative(self) -> bool:
        """A text that names many years and hardly ever counts from its own day tells history."""
        return self.explicit >= 5 and self.deictic * 6 <= self.explicit  # noqa: PLR2004 - see docs/explanation/dates.md


class _Named(NamedTuple):
    """A time that later ones may count from."""

    index: int
    fineness: int
    end: int


def register_of(found: Sequence[Found]) -> Register:
    """Count what tells news from history."""
    explicit = sum(1 for one in found if _EXPLICIT.match(one.form))
    deictic = sum(1 for one in found if _is_deictic(one))
    return Register(explicit=explicit, deictic=deictic)


def _is_deictic(one: Found) -> bool:
    base, _, rest = one.form.partition(" ")
    return (base == "dct" and rest != "day+0") or (base == "auto" and rest[:3] in _WEEKLY and len(rest) == 3)  # noqa: PLR2004


def relate(
    tokens: Tokens, found: Sequence[Found], sentences: Sequence[Span], language: Language
) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text with final forms, in order; ids are ``t0``, ``t1`` …"""
    register = register_of(found)
    tense = TenseFinder(tokens, sentences, language.reference)
    named: list[_Named] = []
    expressions: list[TimeExpression] = []
    for index, one in enumerate(_shared(found)):
        expression = _one(index, one, tokens, tense, register, named)
        expressions.append(expression)
        fineness = _fineness(expression.form)
        if fineness and expression.type in ("DATE", "TIME"):
            named.append(_Named(index, fineness, tokens.ends[one.end - 1]))
    return tuple(expressions)


def _shared(found: Sequence[Found]) -> Sequence[Found]:
    return found


def _fineness(form: str) -> int:
    """Return 4 for a day, 3 for a week, 2 for a month, season or quarter, 1 for a year or more, 0 for what is no date."""
    if form in _VAGUE or form.startswith(("P", "T")):
        return 0
    last = form.rpartition(" ")[2]
    if last.startswith("T"):
        return 4
    stem = last.lstrip("<>=~")
    if last != stem:
        if stem.startswith(("M", "SP", "SU", "FA", "WI", "Q", "H")) and not stem.startswith(("Mon", "Sun")):
            return 2
        return 3 if stem.startswith(("W", "WE")) and not stem.startswith("Wed") else 4
    if last.startswith(("day", "nth", "P+", "P-", "hour", "minute")):
        return 4
    if last.startswith(("week", "weekend")):
        return 3
    if last.startswith(("month", "quarter", "half")):
        return 2
    if last.startswith(("year", "decade", "century")):
        return 1
    if "W" in last[4:]:
        return 3
    return {10: 4, 7: 2}.get(len(last), 1) if not last.startswith("BC") else 1


def _one(
    index: int, one: Found, tokens: Tokens, tense: TenseFinder, register: Register, named: Sequence[_Named]
) -> TimeExpression:
    base, _, rest = one.form.partition(" ")
    span = Span(tokens.starts[one.first], tokens.ends[one.end - 1])
    made = TimeExpression(
        spans=(span,),
        id=f"t{index}",
        rule=one.rule,
        type=one.type,
        form=one.form,
        mod=one.mod,
        quant=one.quant,
        freq=one.freq,
        begin=one.begin,
        end=one.closing,
        words=tokens.text[span.start : span.end],
    )
    if base == "auto":
        return _auto(made, rest, one, tense, register, named)
    if base == "prev":
        return _previous(made, rest, named)
    if base == "time":
        return _time(made, rest, span, register, named)
    if one.type == "DURATION" and not one.begin and not one.closing:
        return _bounded(made, one, tokens)
    return made


def _auto(
    made: TimeExpression, rest: str, one: Found, tense: TenseFinder, register: Register, named: Sequence[_Named]
) -> TimeExpression:
    target, _, more = rest.partition(" ")
    more = f" {more}" if more else ""
    is_step = re.match(r"[a-z]{3,8}[+-]\d", target) is not None and not target.startswith(("easter", "advent"))
    if register.narrative and named:
        anchor = f"t{named[-1].index}"
        why = "the text tells history: counted from the time named before"
        if is_step:
            return evolve(made, form=f"anchor {target}{more}", anchor=anchor, reference=why)
        relation = "~" if target[:3] in _WEEKLY or target == "WE" else "="
        return evolve(made, form=f"anchor {relation}{target}{more}", anchor=anchor, reference=why)
    if is_step:
        return evolve(made, form=f"dct {target}{more}", reference="counted from the document date")
    when, words = tense.at(one.first, one.end)
    relation = _RELATIONS[when]
    if when == "" and target in _WEEKLY:
        relation = "<="
    if target == "WE" and relation == "<=":
        relation = "<="
    why = f"tense {when}: “{words}”" if words else "no tense to go by"
    return evolve(made, form=f"dct {relation}{target}{more}", reference=why)


def _previous(made: TimeExpression, rest: str, named: Sequence[_Named]) -> TimeExpression:
    wanted = {"day": 4, "weeken": 3, "week": 3, "month": 2, "quarter": 2, "half": 2}.get(re.split(r"[+-]", rest)[0], 1)
    for candidate in reversed(named):
        if candidate.fineness >= wanted:
            return evolve(made, form=f"anchor {rest}", anchor=f"t{candidate.index}", reference="counted from the time named before")
    if named:
        return evolve(made, form=f"anchor {rest}", anchor=f"t{named[-1].index}", reference="counted from the time named before")
    return evolve(made, form=f"dct {rest}", reference="no time is named before it: counted from the document date")


def _time(made: TimeExpression, rest: str, span: Span, register: Register, named: Sequence[_Named]) -> TimeExpression:
    for candidate in reversed(named):
        if span.start - candidate.end > _TIME_REACH and not register.narrative:
            break
        if candidate.fineness == 4 or register.narrative:  # noqa: PLR2004 - a day
            return evolve(made, form=f"anchor {rest}", anchor=f"t{candidate.index}", reference="on the day named before")
    return evolve(made, form=f"dct day+0 {rest}", reference="no day is named before it: on the day of the document")


_LENGTH = re.compile(r"P(\d{1,4})([DWMY])")


def _bounded(made: TimeExpression, one: Found, tokens: Tokens) -> TimeExpression:
    """Give a duration the bounds that the preposition before it states."""
    match = _LENGTH.fullmatch(one.form)
    before = tokens.words[one.first - 1].lower() if one.first else ""
    if match is None:
        return made
    if before == "vor":
        return evolve(made, end=f"dct P-{match[1]}{match[2]}", reference="before the document date, if nothing else is named")
    if before == "seit":
        return evolve(made, begin=f"dct P-{match[1]}{match[2]}", end="dct day+0", reference="up to the document date")
    return made


def sentence_of(position: int, starts: Sequence[int]) -> int:
    """Return the index of the sentence that a position is in, given the sentences' starts."""
    return max(bisect_right(starts, position) - 1, 0)
