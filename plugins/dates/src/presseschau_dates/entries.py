"""Live tickers, diaries and collections: one document, but each entry has a date of its own.

A day at the beginning of a line opens an entry where nothing follows it in the line, or a clock time, or "+++". Where a text has two such
lines of different days, what counts from the day of writing counts from the day of its entry instead: "gestern" is the day before it.
"""

from collections.abc import Sequence

from attrs import evolve

from presseschau.dates import TimeExpression
from presseschau_dates.fineness import fineness
from presseschau_dates.found import Found
from presseschau_dates.lexer import Tokens

_DAY = 4
_LONGEST_LINE = 60
_MOST_MARKS = 4
"""Marks before a day at the beginning of a line: "+++ 3. Mai"."""
_OPENS = frozenset(":+|")


def opening(tokens: Tokens, found: Sequence[Found]) -> tuple[int, ...]:
    """Return the indices of the days that open an entry; none unless two of them differ."""
    lines = tuple(index for index in range(len(found)) if _opens_entry(tokens, found, index))
    return lines if len({found[index].form for index in lines}) > 1 else ()


def opens_line(tokens: Tokens, at: int) -> bool:
    """Tell whether nothing but marks stands before a token in its line."""
    start = tokens.text.rfind("\n", 0, tokens.starts[at]) + 1
    before = tokens.text[start : tokens.starts[at]].strip()
    return len(before) <= _MOST_MARKS and not any(letter.isalnum() for letter in before)


def _opens_entry(tokens: Tokens, found: Sequence[Found], index: int) -> bool:
    one = found[index]
    base, _, target = one.form.partition(" ")
    weekday = base == "auto" and target.isalpha()
    dated = weekday or (base not in ("dct", "prev", "time") and any(letter.isdigit() for letter in target or base))
    if one.type not in ("DATE", "TIME") or not dated or fineness(one.form) != _DAY or not opens_line(tokens, one.first):
        return False
    end = one.end
    following = found[index + 1] if index + 1 < len(found) else None
    timed = one.type == "TIME"
    if following is not None and following.type == "TIME" and following.first - end <= 1:
        end, timed = following.end, True
    if weekday and not timed:
        return False
    line_end = tokens.text.find("\n", tokens.ends[end - 1])
    line_end = len(tokens.text) if line_end < 0 else line_end
    rest = tokens.text[tokens.ends[end - 1] : line_end].strip()
    if not rest.strip("+-–|: ()[],."):
        return line_end - tokens.starts[one.first] <= _LONGEST_LINE
    return rest.startswith("+++") or (timed and rest[:1] in _OPENS)


def by_entry(expressions: Sequence[TimeExpression], lines: Sequence[int]) -> tuple[TimeExpression, ...]:
    """Return the times of a collection, those that count from the day of writing counted from the day of their entry."""
    made = []
    line = -1
    for index, one in enumerate(expressions):
        if index in lines:
            line = index
        elif line >= 0:
            one = _of_entry(one, f"t{line}")  # noqa: PLW2901 - a fold
        made.append(one)
    return tuple(made)


def _of_entry(one: TimeExpression, line: str) -> TimeExpression:
    if one.anchor is not None or not any(form.startswith("dct ") for form in (one.form, one.begin, one.end)):
        return one
    form, begin, end = (
        f"anchor {form.removeprefix('dct ')}" if form.startswith("dct ") else form for form in (one.form, one.begin, one.end)
    )
    why = f"{one.reference}; " if one.reference else ""
    return evolve(one, form=form, begin=begin, end=end, anchor=line, reference=f"{why}counted from the date of its entry")
