"""The document dater: the day a text was written, from its own words.

First its date line ("20. Mai 2021", "Stand: 3. Juni 2020", "BERLIN, 4. Mai 2020 (dpa)"), else what the calendar leaves of a window.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from attrs import evolve, frozen

from presseschau import Span
from presseschau.dates import Edtf, TimeExpression, value_bounds
from presseschau_dates.constraints import WEEKDAYS, Constraint, Solution, Window, solve
from presseschau_dates.found import Found
from presseschau_dates.language import Cues
from presseschau_dates.lexer import Tokens
from presseschau_dates.reference import Register
from presseschau_dates.tense import TenseFinder

_ON_DATE = re.compile(r"auto (Mon|Tue|Wed|Thu|Fri|Sat|Sun)(\d\d)-(\d\d)")
_BARE_DATE = re.compile(r"auto (\d\d)-(\d\d)")
_ON_DAY = re.compile(r"auto D(\d\d)")
_FEAST = re.compile(r"auto easter([+-]\d{1,3})")
_TODAY = re.compile(r"dct day([+-]\d)")
_CODES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MARK_AND_ARTICLE = 2
OPEN_DATE = Edtf.parse("XXXX-XX-XX")
"""Says that the reasons leave the date open: "written on a Monday" alone would list thousands of days."""
_MOST_STRETCHES = 100
"""A set of more stretches of days tells nobody anything; one day of each year of the default window is below it."""
_EDGE = 400
"""A date line stands at most so many characters from the beginning or the end."""
_LINE = 70
_PLACE = re.compile(
    r"[A-ZÄÖÜ][\w.'’/-]{1,24}(?: (?:[A-ZÄÖÜ][\w.'’/-]{0,24}|am|an|der|im|in|bei|ob)){0,4}(?P<mark>[,(]?)(?: ?(?:den|am))?"
)
_BEHIND_PLACE = re.compile(r"\(|[-–—|/](?=\s|$)|[.:](?=\s+[„»«\"]?[A-ZÄÖÜ])|$")
_AGENCY = re.compile(r"\([\w/ ,.-]{2,30}\)")


@frozen(kw_only=True)
class TextDate:
    """The date of a text by its own words; ``origin`` is ``"text"`` or ``"calendar"``."""

    edtf: Edtf
    origin: str
    reasons: tuple[str, ...]
    spans: tuple[Span, ...]
    contradictions: tuple[str, ...] = ()
    confidence: float = 1.0


def date_line(tokens: Tokens, expressions: Sequence[TimeExpression], cues: Cues, window: Window) -> TextDate | None:
    """Return the date of the text's own date line; None when there is none, or several that differ at the same end."""
    text = tokens.text
    match = _labelled(cues).search(text, 0, _EDGE)
    if match is not None:
        try:
            edtf = Edtf.parse(match[1])
        except ValueError:
            pass
        else:
            return TextDate(
                edtf=edtf, origin="text", reasons=(f"“{match[0].strip()}”",), spans=(Span(*match.span()),), confidence=0.9
            )
    for expression in expressions:
        span = expression.spans[0]
        if _EDGE < span.start < len(text) - _EDGE:
            continue
        covered = value_bounds(expression.form) if expression.type in ("DATE", "TIME") else None
        if covered is None or covered[0] != covered[1]:
            continue
        alone = _is_date_line(text, span, cues)
        if not alone and not (_is_behind_place(text, span, cues) and _is_latest(covered[0], expressions, window)):
            continue
        return TextDate(
            edtf=Edtf.day(covered[0]),
            origin="text",
            reasons=(f"date line “{expression.words}”",),
            spans=(span,),
            confidence=0.9 if alone else 0.85,
        )
    return None


def _is_latest(day: date, expressions: Sequence[TimeExpression], window: Window) -> bool:
    """Tell whether a text may be of a day: no stretch of the calendar that it names is later, as in a story that opens in the past."""
    if not window.first <= day <= window.last:
        return False
    covered = (value_bounds(one.form) for one in expressions if one.type in ("DATE", "TIME"))
    return all(bounds is None or bounds[0].year <= day.year for bounds in covered)


@cache
def _labelled(cues: Cues) -> re.Pattern[str]:
    """Return the pattern of a label with an ISO date or month behind it: "date 2021-05", "Stand: 2021-05-20"."""
    labels = "|".join(re.escape(label) for label in sorted(cues.date_line))
    article = re.escape(cues.date_line_article)
    return re.compile(
        rf"(?:^|(?<=[\s|(]))(?:{labels})[:\s]{{1,3}}(?:{article}\s)?(\d{{4}}-\d\d(?:-\d\d)?)(?![\d-])", re.IGNORECASE
    )


def _is_date_line(text: str, span: Span, cues: Cues) -> bool:
    """Tell whether a day stands alone in its line, or after a label."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    before, after = text[start : span.start].strip(), text[span.end : end].strip()
    label = re.search(rf"(\w{{2,20}})[:\s]{{1,3}}(?:{re.escape(cues.date_line_article)}\s{{0,2}})?\Z", before + " ")
    if label is not None and label[1].lower() in cues.date_line:
        return True
    return bool(
        end - start <= _LINE
        and not before
        and (not after or re.match(r"[|–-]|,?\s?(?:um |\d\d[:.]\d\d)|,\s?(?:[A-ZÄÖÜ\d]|$)", after) is not None)
    )


def _is_behind_place(text: str, span: Span, cues: Cues) -> bool:
    """Tell whether a day stands behind the place of a report at its beginning: "Genf, 12. Juni (sda) –", "Zürich, 14. März 2023. Der Rat"."""
    if span.start >= _EDGE // 2:
        return False
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    before, after = text[start : span.start].strip(), text[span.end : end if end >= 0 else len(text)].strip()
    place = _PLACE.fullmatch(before)
    if place is None or before.split()[0].rstrip(",").lower() in cues.no_place:
        return False
    behind = _BEHIND_PLACE.match(after)
    # Without a comma only the capitals of an agency tell the place: "BERLIN 4. Mai 2020 -".
    return behind is not None and bool(place["mark"] or (before.split()[0].isupper() and behind[0]))


def _day_of_line(found: Sequence[Found], expressions: Sequence[TimeExpression], tokens: Tokens, cues: Cues) -> list[Constraint]:
    """Read an agency's date line without a year: "Genf, 12. Juni (sda) –" was written on a 12 June."""
    if not found or (match := _BARE_DATE.fullmatch(found[0].form)) is None:
        return []
    span = expressions[0].spans[0]
    if not _is_behind_place(tokens.text, span, cues) or not _AGENCY.match(tokens.text[span.end : span.end + 40].lstrip()):
        return []
    month, day = int(match[1]), int(match[2])
    reason = f"date line “{expressions[0].words}”: {_written_on(day, month, 0)}"
    return [Constraint(span=span, reason=reason, kind="today-is-date", arguments=(month, day, 0), strength=2)]


def constraints_of(
    tokens: Tokens,
    found: Sequence[Found],
    expressions: Sequence[TimeExpression],
    register: Register,
    tense: TenseFinder,
    cues: Cues,
) -> tuple[Constraint, ...]:
    """Return what the times of a text say about the day it was written. Histories say nothing: their dates are not near it."""
    made: list[Constraint] = [] if register.narrative else _day_of_line(found, expressions, tokens, cues)
    for index, (one, expression) in enumerate(zip(found, expressions, strict=True)):
        span = expression.spans[0]
        following = found[index + 1] if index + 1 < len(found) else None
        if one.type == "DURATION":
            made.extend(_years_ago(one, following, tokens, span, cues))
            continue
        if register.narrative or one.type not in ("DATE", "TIME"):
            continue
        made.extend(_of_form(one, tokens, span, tense))
        made.extend(_told_of(one, expression, tokens, tense, cues))
        if following is not None and _apposed(one, following, tokens, cues):
            made.extend(_of_pair(one, following, tokens))
    return tuple(made)


def _of_form(one: Found, tokens: Tokens, span: Span, tense: TenseFinder) -> list[Constraint]:
    words = tokens.text[span.start : span.end]
    form = re.sub(r" T(?:\d\S{0,7}|[A-Z]{2})\Z", "", one.form)
    if match := _ON_DATE.fullmatch(form):
        weekday, month, day = _CODES.index(match[1]), int(match[2]), int(match[3])
        told = tense.surely_past(one.first, one.end)
        kind = "weekday-of-past-date" if told else "weekday-of-date"
        reason = f"“{words}”: the nearest {day}.{month}. is a {WEEKDAYS[weekday]}{', and is over' if told else ''}"
        return [Constraint(span=span, reason=reason, kind=kind, arguments=(month, day, weekday))]
    if one.rule == "day/deictic-adjective-weekday" and (match := _TODAY.fullmatch(form)):
        named = next(
            (_CODES.index(tokens.values[at]["WEEKDAY"]) for at in range(one.first, one.end) if "WEEKDAY" in tokens.values[at]),
            None,
        )
        if named is not None:
            return [_today_weekday(span, words, named, int(match[1]))]
    return []


def _told_of(one: Found, expression: TimeExpression, tokens: Tokens, tense: TenseFinder, cues: Cues) -> list[Constraint]:
    """Read an absolute date in the past tense: the text was not written before it."""
    covered = value_bounds(expression.form)
    before = tokens.words[one.first - 1].lower() if one.first else ""
    attributive = one.first > 0 and tokens.words[one.first - 1][:1].isupper() and before not in cues.into
    if covered is None or before in cues.told_ahead or attributive or not tense.surely_past(one.first, one.end):
        return []
    span = expression.spans[0]
    first = covered[0]
    reason = f"“{expression.words}” is told in the past tense: not written before {first}"
    return [Constraint(span=span, reason=reason, kind="not-before", arguments=(first.year, first.month, first.day), strength=0)]


def _today_weekday(span: Span, words: str, weekday: int, offset: int) -> Constraint:
    written = WEEKDAYS[(weekday - offset) % 7]
    return Constraint(
        span=span, reason=f"“{words}”: written on a {written}", kind="today-is-weekday", arguments=(weekday, offset), strength=2
    )


def _apposed(one: Found, following: Found, tokens: Tokens, cues: Cues) -> bool:
    """Tell whether two times stand side by side for the same day: "heute, 24. Mai", "Ostersonntag (4. April)", "gestern, Montag"."""
    between = [word.lower() for word in tokens.words[one.end : following.first]]
    return (
        0 < len(between) <= _MARK_AND_ARTICLE
        and not between[0][0].isalpha()
        and all(word in cues.apposition for word in between)
    )


def _of_pair(one: Found, following: Found, tokens: Tokens) -> list[Constraint]:
    span = Span(tokens.starts[one.first], tokens.ends[following.end - 1])
    words = tokens.text[span.start : span.end]
    today = _TODAY.fullmatch(one.form)
    bare = _BARE_DATE.fullmatch(following.form) or _ON_DATE.fullmatch(following.form)
    if today is not None and bare is not None:
        month, day = int(bare[bare.re.groups - 1]), int(bare[bare.re.groups])
        reason = f"“{words}”: {_written_on(day, month, int(today[1]))}"
        return [Constraint(span=span, reason=reason, kind="today-is-date", arguments=(month, day, int(today[1])), strength=2)]
    weekday = re.fullmatch(r"auto (Mon|Tue|Wed|Thu|Fri|Sat|Sun)", following.form)
    if today is not None and weekday is not None:
        return [_today_weekday(span, words, _CODES.index(weekday[1]), int(today[1]))]
    explicit = value_bounds(following.form)
    if today is not None and explicit is not None and explicit[0] == explicit[1]:
        written = explicit[0] - timedelta(int(today[1]))
        arguments = (written.year, written.month, written.day)
        reason = f"“{words}”: written on {written}"
        return [
            Constraint(span=span, reason=reason, kind=kind, arguments=arguments, strength=3)
            for kind in ("not-before", "not-after")
        ]
    feast = _FEAST.fullmatch(one.form)
    if feast is not None and bare is not None and bare.re is _BARE_DATE:
        reason = f"“{words}”: the feast falls on that day in the nearest year"
        arguments = (int(feast[1]), int(bare[1]), int(bare[2]))
        return [Constraint(span=span, reason=reason, kind="feast-on-date", arguments=arguments)]
    on_day = _ON_DAY.fullmatch(following.form)
    first = re.fullmatch(r"auto (Mon|Tue|Wed|Thu|Fri|Sat|Sun)", one.form)
    if first is not None and on_day is not None:
        number = _CODES.index(first[1])
        reason = f"“{words}”: the nearest {int(on_day[1])}th is a {WEEKDAYS[number]}"
        return [Constraint(span=span, reason=reason, kind="weekday-of-day", arguments=(int(on_day[1]), number))]
    return []


def _written_on(day: int, month: int, offset: int) -> str:
    """Return in words when a text was written that names a day so many days off it."""
    in_years = set()
    for year in (1999, 2000):  # a common year and a leap year
        try:
            written = date(year, month, day) - timedelta(offset)
        except ValueError:
            continue
        in_years.add(f"{written.day}.{written.month}.")
    if len(in_years) == 1:
        return f"written on a {in_years.pop()}"
    count = f"{abs(offset)} day{'s' if abs(offset) > 1 else ''}"
    return f"written {count} {'after' if offset < 0 else 'before'} a {day}.{month}."


def _years_ago(one: Found, following: Found | None, tokens: Tokens, span: Span, cues: Cues) -> list[Constraint]:
    """Read "vor 90 Jahren (1923)": written in 2013."""
    length = re.fullmatch(r"P(\d{1,3})Y", one.form)
    before = tokens.words[one.first - 1].lower() if one.first else ""
    if length is None or following is None or before not in cues.ago or one.mod:
        return []
    between = tokens.words[one.end : following.first]
    year = re.fullmatch(r"(\d{4})(?:-\d\d(?:-\d\d)?)?", following.form)
    if year is None or tuple(between) not in cues.ago_year:
        return []
    written = int(year[1]) + int(length[1])
    whole = Span(span.start, tokens.ends[following.end - 1])
    reason = f"“vor {tokens.text[whole.start : whole.end]}”: written in {written}"
    return [Constraint(span=whole, reason=reason, kind="in-year", arguments=(written,), strength=2)]


def solve_text(constraints: Sequence[Constraint], window: Window, known: Edtf | None) -> TextDate | None:
    """Return what the calendar leaves; None when nothing constrains, or when all that does contradicts what is known."""
    if not constraints:
        return None
    solution: Solution = solve(constraints, window, known)
    contradictions = tuple(
        f"{one.reason}; this contradicts {'the date ' + str(known) if known is not None else 'the rest'}"
        for one in solution.rejected
    )
    if known is not None and contradictions and not solution.used:
        solution = solve(constraints, window)
    telling = solution.count < window.length
    if not solution.count or not (telling or contradictions):
        return None
    edtf = solution.edtf if telling and solution.stretches <= _MOST_STRETCHES else None
    return TextDate(
        edtf=edtf or OPEN_DATE,
        origin="calendar",
        reasons=tuple(one.reason for one in solution.used),
        spans=tuple(sorted(one.span for one in (*solution.used, *solution.rejected))),
        contradictions=contradictions,
        confidence=0.8,
    )


def flagged(
    dates: tuple[TextDate, ...], tokens: Tokens, found: Sequence[Found], slips: Mapping[int, str]
) -> tuple[TextDate, ...]:
    """Return the dates of a text with what contradicts itself in it: full dates whose weekday is another one."""
    if not slips:
        return dates
    spans = tuple(Span(tokens.starts[found[at].first], tokens.ends[found[at].end - 1]) for at in slips)
    said = tuple(slips.values())
    if not dates:
        return (TextDate(edtf=OPEN_DATE, origin="text", reasons=(), spans=spans, contradictions=said, confidence=0.8),)
    return (evolve(dates[0], contradictions=(*dates[0].contradictions, *said)), *dates[1:])
