"""Which reference an underspecified time has: the document's date or a time named before it, and on which side of it.

News count from the day they appear: "am Donnerstag trat" is the last Thursday, "am Donnerstag wird" the next (the tense of the clause
decides). Histories count from what they told last: "am 30. Juli" after "am 28. Juli 1914" is of the same year. Which of the two a
text is shows in the text itself: see :func:`is_narrative`. The document's date is never looked at here: that comes late.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from attrs import evolve, frozen

from presseschau import Span
from presseschau.dates import TimeExpression
from presseschau_events import narrative
from presseschau_events.language import Language
from presseschau_events.lexer import Tokens
from presseschau_events.tagger import Found
from presseschau_events.tense import TenseFinder

_EXPLICIT = re.compile(r"(?:\d{4}|BC\d{4})(?:-[0-9A-Z]{2}(?:-\d\d)?)?(?: |\Z)")
_STEP = re.compile(r"(?!easter|advent)[a-z]{3,8}[+-]\d|P[+-]\d|nth")
_SHORT_YEAR = re.compile(r"0\d{3}")
_DATE_TARGET = re.compile(r"(?:[A-Z][a-z]{2})?\d\d-\d\d")
_WEEKLY = frozenset(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
_VAGUE = frozenset(["PAST_REF", "PRESENT_REF", "FUTURE_REF"])
_RELATIONS = {"past": "<=", "future": ">=", "present": ">=", "": "~"}
_TODAY_RULES = frozenset(["day/deictic", "day/deictic-adjective"])
_NEARBY = 8
"""A clock time belongs to a "heute" at most so many words before it."""
_HEADING = 60
"""A heading is a line of at most so many characters."""
_TIME_REACH = 400
"""A clock time belongs to a day named at most so many characters before it."""


@frozen(kw_only=True)
class Register:
    """What kind of text it is, as far as its times tell: counts of explicit years, and of words that count from the day of writing."""

    explicit: int
    deictic: int
    daily: int

    @property
    def narrative(self) -> bool:
        """A text that names many years and hardly ever counts from its own day tells history."""
        return self.explicit >= 5 and self.deictic * 4 <= self.explicit and self.daily * 8 <= self.explicit  # noqa: PLR2004 - see docs/explanation/dates.md

    @property
    def history(self) -> bool:
        """A narrative with so many years that "this year" in it is one of them, not the writer's."""
        return self.narrative and self.explicit >= 15  # noqa: PLR2004 - likewise


class _Named(NamedTuple):
    """A time that later ones may count from."""

    number: int
    fineness: int
    end: int


def register_of(found: Sequence[Found]) -> Register:
    """Count what tells news from history."""
    explicit = sum(1 for one in found if _EXPLICIT.match(one.form))
    deictic = sum(1 for one in found if one.form.startswith("dct ") and one.form != "dct day+0")
    daily = sum(1 for one in found if _is_daily(one))
    return Register(explicit=explicit, deictic=deictic, daily=daily)


def _is_daily(one: Found) -> bool:
    """Tell whether a time counts in days from the day of writing: "gestern", "am Donnerstag"."""
    base, _, rest = one.form.partition(" ")
    if base == "dct":
        return rest.startswith("day") and rest != "day+0"
    return base == "auto" and rest.partition(" ")[0] in _WEEKLY


def relate(tokens: Tokens, found: Sequence[Found], sentences: Sequence[Span], language: Language) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text with final forms, in order; their ids are ``t0``, ``t1`` and so on."""
    register = register_of(found)
    tense = TenseFinder(tokens, sentences, language.reference)
    if register.history:
        ancient = sum(1 for one in found if one.form.startswith("BC")) >= 3  # noqa: PLR2004 - not a lone "v. Chr."
        found = [_of_story(one, ancient=ancient) for one in found]
    chosen = _history(tokens, found, sentences, language) if register.narrative else {}
    named: list[_Named] = []
    expressions: list[TimeExpression] = []
    for index, one in enumerate(found):
        behind = found[index + 1] if index + 1 < len(found) else None
        timed = behind is not None and behind.type == "TIME" and behind.first - one.end <= _NEARBY
        expression = _one(index, one, tokens, tense, register, named, chosen, timed=timed)
        expressions.append(expression)
        fineness = _fineness(expression.form)
        if fineness and expression.type in ("DATE", "TIME") and not (register.narrative and expression.form.startswith("dct ")):
            named.append(_Named(index, fineness, tokens.ends[one.end - 1]))
    return tuple(expressions)


def _of_story(one: Found, *, ancient: bool) -> Found:
    """Turn "this year" into a year of the story, and a bare year of three digits into one before Christ where such are told of."""
    if ancient and _SHORT_YEAR.fullmatch(one.form):
        return evolve(one, form=f"BC{one.form}")
    base, _, rest = one.form.partition(" ")
    if base == "dct" and rest.startswith(("year", "month", "week", "quarter", "half")):
        return evolve(one, form=f"auto {rest}")
    return one


def _history(
    tokens: Tokens, found: Sequence[Found], sentences: Sequence[Span], language: Language
) -> dict[int, narrative.Choice]:
    starts = [sentence.start for sentence in sentences]
    items = []
    for index, one in enumerate(found):
        if one.type not in ("DATE", "TIME"):
            continue
        base, _, rest = one.form.partition(" ")
        named = narrative.month_of_form(one.form)
        step = base in ("prev", "time") or (base == "auto" and _STEP.match(rest) is not None)
        if named is None and base not in ("auto", "prev", "time"):
            continue
        year, month = named if named is not None else (None, narrative.month_of_target(rest.partition(" ")[0]))
        items.append(
            narrative.Item(
                number=index,
                year=year,
                month=month,
                sentence=sentence_of(tokens.starts[one.first], starts) if starts else 0,
                aside=_in_brackets(tokens, one.first),
                opens=_opens(tokens, one.first),
                step=step,
                fineness=_fineness(one.form),
                heading=year is not None and _in_heading(tokens, one),
            )
        )
    return narrative.read(items, language.reference["narrative"])


def _in_heading(tokens: Tokens, one: Found) -> bool:
    """Tell whether a time stands in a line of its own that is no sentence."""
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


def _opens(tokens: Tokens, at: int) -> bool:
    """Tell whether a time stands at the very beginning of a paragraph."""
    return any(before < 0 or "\n" in tokens.words[before] for before in range(at - 1, max(-2, at - 4), -1))


def _fineness(form: str) -> int:  # noqa: PLR0911 - one kind of form a line
    """Return 4 for a day, 3 for a week, 2 for a month, season or quarter, 1 for a year or more, 0 for what is no date."""
    if form in _VAGUE or form.startswith(("P", "T")):
        return 0
    last = form.rpartition(" ")[2]
    if last.startswith("T") and last[1:3] != "ue" and last[1:3] != "hu":
        return 4
    stem = last.lstrip("<>=~")
    if last != stem or (form.startswith("auto ") and not _STEP.match(last)):
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


def _one(  # noqa: PLR0911 - one base a line
    index: int,
    one: Found,
    tokens: Tokens,
    tense: TenseFinder,
    register: Register,
    named: Sequence[_Named],
    chosen: Mapping[int, narrative.Choice],
    *,
    timed: bool,
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
    if one.rule in _TODAY_RULES and one.form == "dct day+0":
        return _today(made, one, tokens, tense, register, timed=timed)
    if index in chosen:
        return _told(made, rest, chosen[index])
    if base == "auto":
        return _auto(made, rest, one, tokens, tense)
    if base == "prev":
        return _previous(made, rest, named)
    if base == "time":
        return _time(made, rest, span, register, named)
    if one.type == "DURATION" and not one.begin and not one.closing:
        return _bounded(made, one, tokens)
    return made


def _today(
    made: TimeExpression, one: Found, tokens: Tokens, tense: TenseFinder, register: Register, *, timed: bool
) -> TimeExpression:
    """Tell whether "heute" is the day of writing or the present age.

    It is the day where the text counts in days at all, with a clock time behind it, after "bis" and "ab", and with the perfect or the
    preterite ("heute beschloss"); never in a history.
    """
    before = tokens.words[one.first - 1].lower() if one.first else ""
    if not register.history and (
        register.daily or timed or before in ("bis", "ab", "erst") or tense.at(one.first, one.end)[0] == "past"
    ):
        return evolve(made, reference="the text counts in days: the day of the document")
    return evolve(made, form="PRESENT_REF", reference="nothing around it counts in days: the present age")


def _told(made: TimeExpression, rest: str, choice: narrative.Choice) -> TimeExpression:
    target, _, more = rest.partition(" ")
    shift = f"year{choice.years:+} " if choice.years else ""
    relation = ""
    if not _STEP.match(target) and not target.startswith("T"):
        relation = "~" if target in _WEEKLY or target == "WE" or target.startswith("D") else "="
    if target in _WEEKLY or target.startswith("T"):
        shift = ""
    form = f"anchor {shift}{relation}{target}{' ' + more if more else ''}"
    return evolve(
        made, form=form, anchor=f"t{choice.anchor}", reference="the text tells history: counted from a time named nearby"
    )


def _auto(made: TimeExpression, rest: str, one: Found, tokens: Tokens, tense: TenseFinder) -> TimeExpression:
    target, _, more = rest.partition(" ")
    more = f" {more}" if more else ""
    is_step = _STEP.match(target) is not None
    if is_step:
        return evolve(made, form=f"dct {target}{more}", reference="counted from the document date")
    when, words = tense.at(one.first, one.end)
    relation = _RELATIONS[when]
    if target in _WEEKLY and (not when or _attributive(tokens, one)):
        when, words, relation = "past", words or tokens.words[one.first - 1], "<="
    elif _DATE_TARGET.fullmatch(target):
        relation = {"<=": "<~", ">=": ">~"}.get(relation, relation)
    why = f"tense {when}: “{words}”" if words else "no tense to go by"
    return evolve(made, form=f"dct {relation}{target}{more}", reference=why)


def _attributive(tokens: Tokens, one: Found) -> bool:
    """Tell whether a weekday qualifies a noun: "das Ergebnis vom Sonntag" is known already."""
    if not one.first or tokens.words[one.first - 1].lower() != "vom":
        return False
    following = tokens.words[one.end].lower() if one.end < len(tokens.words) else ""
    return following not in ("bis", "an", "auf", "zum", "–", "-")


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


def _time(made: TimeExpression, rest: str, span: Span, register: Register, named: Sequence[_Named]) -> TimeExpression:
    for candidate in reversed(named):
        if span.start - candidate.end > _TIME_REACH and not register.narrative:
            break
        if candidate.fineness == 4 or register.narrative:  # noqa: PLR2004 - a day
            return evolve(made, form=f"anchor {rest}", anchor=f"t{candidate.number}", reference="on the day named before")
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
