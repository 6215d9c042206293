"""The engine as functions: text in, time expressions and the text's own date out. Knows nothing of plugins."""

from collections.abc import Sequence

from attrs import frozen

from presseschau import Span
from presseschau.dates import Edtf, TimeExpression
from presseschau_dates.constraints import Constraint, Window
from presseschau_dates.dater import TextDate, constraints_of, date_line, flagged, solve_text
from presseschau_dates.history import Heading
from presseschau_dates.language import Language
from presseschau_dates.reference import register_of, relate
from presseschau_dates.slips import weekday_slips
from presseschau_dates.tagger import find
from presseschau_dates.tense import TenseFinder


@frozen(kw_only=True)
class Reading:
    """What a text says about time: expressions with unresolved forms, the dates that it gives itself, and what they were solved from."""

    expressions: tuple[TimeExpression, ...]
    dates: tuple[TextDate, ...]
    constraints: tuple[Constraint, ...] = ()


def tag(text: str, sentences: Sequence[Span], language: Language) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text, in order, with the ids ``t0``, ``t1`` and so on.

    ``sentences`` are spans of the text, in order; they bound the search for the tense only, so rough ones will do.
    """
    tokens, found = find(text, language)
    return relate(tokens, found, TenseFinder(tokens, sentences, language.tense), weekday_slips(found, tokens), language)


def read(
    text: str,
    sentences: Sequence[Span],
    language: Language,
    window: Window,
    known: Edtf | None = None,
    headings: Sequence[Heading] = (),
) -> Reading:
    """Return the time expressions of a text and its own date: that of its date line, and what the calendar leaves of ``window``.

    ``known`` is the date that somebody claims, if any; the calendar is solved within it, and what contradicts it is flagged.
    ``headings`` are those with a year that a cleaner has cut: the dates under them belong to that year.
    """
    tokens, found = find(text, language)
    tense = TenseFinder(tokens, sentences, language.tense)
    slips = weekday_slips(found, tokens)
    expressions = relate(tokens, found, tense, slips, language, headings)
    line = date_line(tokens, expressions, language.cues, window)
    constraints = constraints_of(tokens, found, expressions, register_of(found, headings), tense, language.cues)
    solved = solve_text(constraints, window, known if known is not None else line.edtf if line is not None else None)
    dates = flagged(tuple(one for one in (line, solved) if one is not None), tokens, found, slips)
    return Reading(expressions=expressions, dates=dates, constraints=constraints)
