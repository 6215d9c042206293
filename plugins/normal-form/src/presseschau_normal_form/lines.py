"""Lines that end where a column ended, not where a sentence or paragraph does."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from presseschau_normal_form.words import Change, words

_LINE = re.compile(r"[^\n]+")
_ENDS = re.compile(r"[.!?:;…][\"“”«»’')\]]{0,3}$")
_SENTENCE_WITHIN = re.compile(r"[a-zäöüß)\]“«\"][.!?][\"“«]? [A-ZÄÖÜ„»\"]")
_BULLET = re.compile(r"(?:[*•·◦▪■●○–—+>|#✓]|-\s|[0-9]{1,3}[.)]\s)")
_TABLE = re.compile(r"\t| {3,}|\|")
_LAST_WORD = re.compile(r"([A-Za-zÄÖÜäöüß]{1,40})$")
_FIRST_WORD = re.compile(r"\S{1,80}")
_HYPHEN = re.compile("\\w[-\u00ac\u00ad\u2010]$")
_COLUMN = (40, 100)
"""Characters of a line that was wrapped in the middle of its second sentence; a teaser is shorter, a paragraph longer."""
_CREDIT = 60
"""Characters of a byline or credit."""
_WIDEST = 130
"""Characters: no column of a page, terminal or letter is wider; longer lines are paragraphs."""
_SHORT = 20
"""A line of a list or menu; a line of a column goes on after fewer characters only in the narrowest."""
_MOST = 0.6
"""Share of its line breaks that a wrapped block has within sentences or at full lines; a page with a line for each paragraph has few."""
_NEWSROOM = re.compile(r"(?:von|foto|fotos|bild|text|quelle|aktualisiert|zuletzt|veröffentlicht|aus)\b")
"""How bylines and credits begin that stand below a title with a small letter."""
_FULL = 0.6
"""Share of the width that all lines of a wrapped block but the last reach."""


_QUOTE_MARK = re.compile(r"^[ \t]{0,4}>(?:[ \t]?>){0,5}[ \t]?", re.MULTILINE)
_QUOTED_LINES = 2
_SET_APART, _RUNNING_ON = 6, 0.2
"""Lines of a text with a blank line behind each, and the share of them that the next must go on with a small letter."""


@frozen
class _Line:
    """A line without white space and marks of quoting around; ``outer`` is where it begins with them."""

    start: int
    end: int
    text: str
    outer: int


def quote_marks(text: str) -> Iterator[Change]:
    """Yield the marks that e-mail programs set before the lines of what is quoted (RFC 3676), where several lines have them."""
    if ">" not in text:
        return
    found = list(_QUOTE_MARK.finditer(text))
    if len(found) >= _QUOTED_LINES:
        yield from (Change(one.start(), one.end(), "", "normal/quote-mark") for one in found)


def wrapped_lines(text: str) -> Iterator[Change]:
    """Yield the line breaks within paragraphs, each to be read as a space.

    A break is one where the line before cannot end there (it ends with a comma, an article, a preposition …, or within its second
    sentence), or the line after begins with a small letter. In a block of such breaks, those of lines that are full are breaks too: the
    first word of the next line would not have fitted (the test of ``fmt`` and of RFC 3676).
    """
    for block in _blocks(text):
        width = max(len(line.text) for line in block)
        evident = any(_breaks(block, 0)) and sum(_breaks(block, width)) >= _MOST * (len(block) - 1)
        yield from (
            Change(one.end, other.outer, " ", "normal/wrapped-line")
            for one, other, joins in zip(block, block[1:], _breaks(block, width if evident else 0), strict=False)
            if joins and not _is_broken(one, other)
        )


def _breaks(block: Sequence[_Line], width: int) -> Iterator[bool]:
    """Tell of each line of a block but the last whether it goes on in the next; with a ``width``, full lines do, too.

    A line is judged with what has been joined to it before, so that reading a second time finds nothing more.
    """
    length, within, table = 0, False, False
    for one, other in pairwise(block):
        length += len(one.text)
        within = within or bool(_SENTENCE_WITHIN.search(one.text))
        table = table or bool(_TABLE.search(one.text))
        sure = _is_broken(one, other) or _is_sure(one, other, length, within=within, table=table)
        joins = sure or (0 < width <= _WIDEST and not table and _is_full(one, other, width))
        if joins:
            within = within or bool(_SENTENCE_WITHIN.search(f"{one.text[-4:]} {other.text[:2]}"))
            length += 1
        else:
            length, within, table = 0, False, False
        yield joins


def _is_broken(one: _Line, other: _Line) -> bool:
    return bool(_HYPHEN.search(one.text)) and other.text[:1].isalnum()


def _blocks(text: str) -> Iterator[Sequence[_Line]]:
    """Yield runs of two or more lines without a blank one between them; where a blank line follows each, without two."""
    lines = list(_lines(text))
    most = 2 if _is_set_apart(text, lines) else 1
    block: list[_Line] = []
    last = 0
    for line in lines:
        if block and text.count("\n", last, line.outer) > most:
            if len(block) > 1:
                yield block
            block = []
        block.append(line)
        last = line.end
    if len(block) > 1:
        yield block


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that are not blank."""
    quoted = ">" in text and len(_QUOTE_MARK.findall(text)) >= _QUOTED_LINES
    for found in _LINE.finditer(text):
        raw = found.group()
        mark = _QUOTE_MARK.match(raw) if quoted else None
        skipped = mark.end() if mark else 0
        stripped = raw[skipped:].strip(" \t\u00a0\r\f")
        if stripped:
            start = found.start() + raw.index(stripped[0], skipped)
            yield _Line(start, start + len(stripped), stripped, found.start() if mark else start)


def _is_set_apart(text: str, lines: Sequence[_Line]) -> bool:
    """Tell whether a blank line stands between all lines of wrapped paragraphs, as some scans and converters leave them."""
    if len(lines) < _SET_APART or any(text.count("\n", one.end, other.outer) == 1 for one, other in pairwise(lines)):
        return False
    open_ = [
        (one, other) for one, other in pairwise(lines) if _SHORT <= len(one.text) <= _WIDEST and not _ENDS.search(one.text)
    ]
    small = sum(other.text[0].islower() for _, other in open_)
    return len(open_) >= _MOST * (len(lines) - 1) and small >= _RUNNING_ON * (len(lines) - 1)


def _is_sure(one: _Line, other: _Line, length: int, *, within: bool, table: bool) -> bool:
    """Tell whether the words alone show that a line goes on in the next.

    ``length`` is that of the line with what was joined to it, ``within`` tells whether a sentence ended in that, ``table`` whether it has
    columns.
    """
    if table or _BULLET.match(other.text) or _ENDS.search(one.text):
        return False
    if length >= _SHORT and one.text.endswith(","):
        return True
    if length >= _SHORT and other.text[0].islower():
        # A byline is short, and its line does not end a sentence.
        return len(other.text) > _CREDIT or not _NEWSROOM.match(other.text) or bool(_ENDS.search(other.text))
    last = _LAST_WORD.search(one.text)
    if last and length >= _SHORT and last[1] in words().open:
        return True
    first = _FIRST_WORD.match(other.text)
    begins = first is not None and first.group().lower() in words().open
    return within and not begins and one.text[-1].isalpha() and _COLUMN[0] <= length and len(one.text) <= _COLUMN[1]


def _is_full(one: _Line, other: _Line, width: int) -> bool:
    if _BULLET.match(other.text) or len(one.text) < _FULL * width:
        return False
    first = _FIRST_WORD.match(other.text)
    return first is not None and len(one.text) + 1 + len(first.group()) > width
