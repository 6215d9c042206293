"""Scores: how likely the lines that no rule decides are content."""

from collections.abc import Sequence

from presseschau_german_boilerplate.rules import Facts


def score_lines(text: str, facts: Sequence[Facts]) -> list[float]:
    """Return a score in 0..1 for each line: prose by length and ending, subheads by what stands around them."""
    prose = [_is_prose(text[one.start : one.end]) for one in facts]
    scores = []
    for number, one in enumerate(facts):
        if prose[number]:
            scores.append(0.9)
            continue
        words = text.count(" ", one.start, one.end) + 1
        near = 0 < number < len(facts) - 1 and prose[number - 1] and prose[number + 1]
        scores.append(0.6 if near and 2 <= words < 15 else 0.1)
    return scores


def _is_prose(body: str) -> bool:
    words = body.count(" ") + 1
    return words >= 15 or (words >= 8 and body.endswith((".", "?", "!", "“", "«", '"')))
