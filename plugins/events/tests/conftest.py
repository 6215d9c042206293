"""Readings of marked texts."""

import re
from collections.abc import Callable

import pytest
from presseschau_events.reading import Reading, read

from presseschau.dates import TimeExpression
from presseschau.testing.analysis import analyse

MARK = re.compile(r"[\[\]{}]")


def marked(text: str) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """Return a text without its marks, what stood in brackets and what in braces."""
    plain = ""
    opened: list[int] = []
    triggers: list[tuple[int, int]] = []
    times: list[tuple[int, int]] = []
    for part in re.split(r"([\[\]{}])", text):
        if part in {"[", "{"}:
            opened.append(len(plain))
        elif part == "]":
            triggers.append((opened.pop(), len(plain)))
        elif part == "}":
            times.append((opened.pop(), len(plain)))
        else:
            plain += part
    return plain, triggers, times


def reading_of(text: str) -> tuple[Reading, list[tuple[int, int]]]:
    """Return the reading of a text with its times in braces, and where its brackets stood."""
    plain, triggers, times = marked(text)
    found = [
        TimeExpression(id=f"t{number}", spans=[span], rule="r", type="DATE", form=_form(plain[span[0] : span[1]]))
        for number, span in enumerate(times)
    ]
    return read(analyse(plain, frozenset({"analysis:sentences"})), found, [], ""), triggers


def _form(words: str) -> str:
    year = re.search(r"\d{4}", words)
    return year.group() if year else "dct <=Mon"


@pytest.fixture
def reading() -> Callable[[str], tuple[Reading, list[tuple[int, int]]]]:
    """Return the function that reads marked texts."""
    return reading_of
