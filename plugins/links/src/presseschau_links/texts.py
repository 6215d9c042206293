"""Sentences of a text, by their marks: the link stage has no linguistic analysis."""

import re

_END = re.compile(r"(?<!\b[A-Z])(?<!\d)[.!?…][“”«»\"']?\s|\n")


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Return where the sentence around an offset begins and ends, not beyond its line."""
    line = text.rfind("\n", 0, at) + 1
    start = line
    for match in _END.finditer(text, line, at):
        start = match.end()
    found = _END.search(text, at)
    return start, found.end() if found else len(text)
