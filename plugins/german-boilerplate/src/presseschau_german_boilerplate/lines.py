"""Lines: the stretches of a text between line breaks, by spans."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\x00"
BLANK = _INVISIBLE + " \t\u00a0\u202f\u2002\u2003\u2009\u3000\x1f"
"""What is not text at the ends of a line: white space, and characters that print nothing."""


class Line(NamedTuple):
    """A line that is not blank.

    ``start`` is where its text begins and ``end`` where it ends, without white space at either side; ``outer_start`` counts
    the indentation in, and ``outer_end`` is where the next line that is not blank starts, so that cutting
    ``outer_start:outer_end`` leaves no hole. The outer spans of all lines lie end to end.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int


def split_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank. Linear in its length."""
    found = list(_contents(text))
    lines = []
    for number, (outer, start, end) in enumerate(found):
        following = found[number + 1][0] if number + 1 < len(found) else len(text)
        lines.append(Line(start, end, outer, following))
    return lines


def _contents(text: str) -> Iterator[tuple[int, int, int]]:
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip(BLANK)
        if stripped:
            start = match.start() + len(raw) - len(raw.lstrip(BLANK))
            yield match.start(), start, start + len(stripped)
