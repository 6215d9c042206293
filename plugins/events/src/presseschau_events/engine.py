"""The engine as one function: text in, time expressions out."""

from collections.abc import Sequence

from presseschau import Span
from presseschau.dates import TimeExpression
from presseschau_events.language import Language
from presseschau_events.reference import relate
from presseschau_events.tagger import find


def tag(text: str, sentences: Sequence[Span], language: Language) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text, in order, with ids ``t0``, ``t1`` …

    ``sentences`` are spans of the text, in order; they bound the search for the tense only, so rough ones will do.
    """
    tokens, found = find(text, language)
    return relate(tokens, found, sentences, language)
