"""Threads of comments: entries one after the other, each with a button to answer or report it. No article stands between two such buttons."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

from attrs import evolve

from presseschau_german_boilerplate.phrases import normal_form
from presseschau_german_boilerplate.rules import Facts

_LEAST = 3
"""Buttons that make a thread: a page may offer the article itself for comment twice."""
_MOST_LINES, _MOST_PARAGRAPHS = 25, 6
"""Lines, and among them longer ones, of an entry."""
_PARAGRAPH = 150  # code points
_LONGEST_MARK = 40


@cache
def _marks() -> frozenset[str]:
    text = (resources.files(__package__) / "data" / "threads.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["marks"])


def apply(text: str, facts: Sequence[Facts]) -> Sequence[Facts]:
    """Cut the entries between the buttons of a thread, and the first entry up to the heading of the comments, if there is one."""
    short = [at for at, one in enumerate(facts) if one.end - one.start <= _LONGEST_MARK]
    marks = [at for at in short if normal_form(text[facts[at].start : facts[at].end]) in _marks()]
    if len(marks) < _LEAST:
        return facts
    entries = [at for start, end in pairwise(marks) if _is_entry(facts, start, end) for at in range(start + 1, end)]
    heading = next((at for at in range(marks[0] - 1, max(-1, marks[0] - _MOST_LINES), -1) if _heads_comments(facts[at])), None)
    if entries and heading is not None and _is_entry(facts, heading, marks[0]):
        entries += range(heading + 1, marks[0])
    cut = set(entries)
    return [
        evolve(one, rule="thread/comment", label="comments") if at in cut and not one.rule else one
        for at, one in enumerate(facts)
    ]


def _is_entry(facts: Sequence[Facts], start: int, end: int) -> bool:
    between = facts[start + 1 : end]
    return len(between) <= _MOST_LINES and sum(one.end - one.start >= _PARAGRAPH for one in between) <= _MOST_PARAGRAPHS


def _heads_comments(one: Facts) -> bool:
    return one.phrase is not None and one.phrase.heading and one.phrase.name == "comments"
