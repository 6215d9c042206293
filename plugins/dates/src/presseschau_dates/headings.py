"""Headings that a cleaner took for furniture: "1862" alone in a line says when the paragraphs below it happened."""

import re
from bisect import bisect_left

from presseschau import Document
from presseschau_dates.history import Heading

_YEAR_HEADING = re.compile(r"(?:[A-ZÄÖÜ][\wäöüß]{1,30} ){0,2}(?:1\d{3}|20\d\d)|(?:1\d{3}|20\d\d) [–—-] [^.!?]{1,60}")
_YEAR = re.compile(r"1\d{3}|20\d\d")
_LONGEST = 80


def cut_headings(document: Document) -> tuple[Heading, ...]:
    """Return the headings with one year that were cut from a document, by the place in its text that they stood before."""
    text = document.source_text
    segments = document.alignment.segments
    starts = [segment.source.start for segment in segments]
    found = []
    for edit in sorted(document.edits, key=lambda edit: edit.span):
        if edit.replacement.strip() or edit.span.end - edit.span.start > _LONGEST:
            continue
        line = text[edit.span.start : edit.span.end].strip()
        if not _YEAR_HEADING.fullmatch(line) or not _own_line(text, edit.span.start, edit.span.end):
            continue
        behind = bisect_left(starts, edit.span.end)
        at = segments[behind].clean.start if behind < len(segments) else len(document.text)
        years = _YEAR.findall(line)
        if len(years) == 1:
            found.append(Heading(at, int(years[0])))
    return tuple(found)


def _own_line(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    stop = text.find("\n", end)
    inside = text[start:end]
    return not before.strip() and (inside.endswith("\n") or not text[end : stop if stop >= 0 else len(text)].strip())
