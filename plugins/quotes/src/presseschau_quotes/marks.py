"""Pairing of quotation marks, in one pass over the text.

German prints „…“ and »…« with ‚…‘ and ›…‹ inside; Switzerland «…» and ‹…›; typewriters "…" and '…'; imported text
“…” and ‘…’. Real pages mix them („…", „…”, “…”), forget the closing mark, and print quotes of several paragraphs with a new
opening mark before each paragraph and one closing mark at the very end. (Duden, *Die deutsche Rechtschreibung*, K 8-K 12;
Schweizerische Bundeskanzlei, *Schreibweisungen*, on Guillemets.)

The work is a stack of bounded depth, so that a text of nothing but opening marks takes linear time.
"""

import re
from collections.abc import Iterator

from attrs import field, frozen

from presseschau_quotes.characters import inside_character, whole

_MARK_OR_BREAK = re.compile(r"""[„“”"‟»«›‹‚‘’‛']|\n[ \t\r\u00a0]{0,8}\n|\n""")
_MAX_DEPTH = 4
_MAX_LENGTH = 8_000
"""Code points; a quote longer than five columns of newsprint is a lost closing mark."""

_GOES_ON = 2_000
"""Code points over which a quotation may go on into paragraphs without marks of their own."""

_SHORTEST_OPEN = 20
"""A shorter stretch without a closing mark is a list bullet or a stray mark."""

_OPENS_ALWAYS = frozenset("„‚")
_SINGLE = frozenset("‚‘’‛'›‹")
_CLOSERS = {
    "„": '“”"‟„',
    "“": '”“"„',
    "”": "”“",
    "‟": "”“",
    '"': '"“”',
    "»": "«»",
    "«": "»«",
    "›": "‹›",
    "‹": "›‹",
    "‚": "‘’'‛",
    "‘": "’‘'",
    "‛": "’'",
    "’": "’",
    "'": "'’‘",
}
_NEAR_CLOSING = 200
_BEFORE_OPENING = frozenset("([{–—-/:;,=>*•…")


@frozen
class Marked:
    """A stretch in quotation marks, ``start <= i < end`` with its marks.

    ``pieces`` are its paragraphs, each with its own marks, as ``(start, end)``; one for most. ``parent`` is the index of the
    stretch around it in the list it came in. ``closed`` is false where the text forgot the closing mark.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    single: bool = False
    closed: bool = True
    parent: int | None = None
    pieces: tuple[tuple[int, int], ...] = field(default=())


_FILLER = "\u2060"
_OPENED = {",,": "„", "``": '"', "''": '"'}
_TWO_OPENING = re.compile(r"(?<![^\s(\[–—:/-])(?:,,|``|'')(?=[^\W_])")
_TWO_CLOSING = re.compile(r"(?<=[^\s'`])(?:``|'')(?![\w'`])")


class _Open:
    """An opening mark that waits for its closing one."""

    __slots__ = ("mark", "pieces", "start")

    def __init__(self, mark: str, start: int) -> None:
        self.mark = mark
        self.start = start
        self.pieces: list[tuple[int, int]] = []


def pair_marks(text: str) -> list[Marked]:
    """Return all stretches in quotation marks, ordered by start, outer before inner."""
    text = _single_signs(text)
    return _with_parents(sorted(_paired(text), key=lambda m: (m.start, -m.end)))


def _single_signs(text: str) -> str:
    """Write marks made of two signs (,,so'' ''so'' ``so'' ,,so``) as one sign and a filler; no offset changes."""
    if ",," not in text and "''" not in text and "``" not in text:
        return text
    text = _TWO_OPENING.sub(lambda match: _OPENED[match.group()] + _FILLER, text)
    return _TWO_CLOSING.sub(_FILLER + '"', text)


def _paired(text: str) -> Iterator[Marked]:
    stack: list[_Open] = []
    for match in _MARK_OR_BREAK.finditer(text):
        at, mark = match.start(), match.group()
        if mark[0] == "\n":
            yield from _at_break(text, stack, match)
            continue
        if inside_character(text, at):
            continue
        while stack and at - stack[0].start > _MAX_LENGTH and not stack[0].pieces:
            stack.pop(0)
        if _repeats_opening(stack, at, mark):
            continue
        level = _closes(text, stack, at, mark)
        if level is not None:
            opened = stack[level]
            del stack[level:]
            if at > opened.start + 1:
                yield _marked(text, opened, at)
        elif _can_open(text, at, mark):
            stack.append(_Open(mark, at))
            if len(stack) > _MAX_DEPTH:
                stack.pop(0)
    yield from _left_open(text, stack, len(text))


def _marked(text: str, opened: _Open, at: int) -> Marked:
    end = whole(text, at + 1)
    pieces = (*opened.pieces[:-1], (opened.pieces[-1][0], end)) if opened.pieces else ((opened.start, end),)
    start = pieces[0][0]
    return Marked(start, end, start + 1, at, single=opened.mark in _SINGLE, pieces=pieces)


def _at_break(text: str, stack: list[_Open], match: re.Match[str]) -> Iterator[Marked]:
    """At the end of a paragraph or line: go on if the next one opens with the same mark, else give up what is open."""
    if not stack:
        return
    after = match.end()
    while after < len(text) and after - match.end() < _MAX_DEPTH and text[after] in " \t\u00a0":
        after += 1
    following = text[after : after + 1]
    outer = stack[0]
    if following and following == outer.mark and following not in "'’":
        end = _strip_end(text, outer.start, match.start())
        if outer.pieces:
            outer.pieces[-1] = (outer.pieces[-1][0], end)
        else:
            outer.pieces.append((outer.start, end))
        outer.pieces.append((after, after + 1))
        del stack[1:]
    elif len(match.group()) > 1:
        if _closes_later(text, outer, match.end()):
            del stack[1:]
            return
        yield from _left_open(text, stack, match.start())
        stack.clear()


def _closes_later(text: str, outer: _Open, start: int) -> bool:
    """Tell whether the next mark of this kind in the following paragraphs closes and opens nothing, so that the quotation goes on."""
    wanted = _CLOSERS[outer.mark] + outer.mark
    if outer.mark in _SINGLE:
        return False
    for at in range(start, min(len(text), outer.start + _GOES_ON)):
        if text[at] in wanted:
            opens = text[at] in _OPENS_ALWAYS or _can_open(text, at, text[at])
            return text[at] in _CLOSERS[outer.mark] and not opens and _can_close(text, at, text[at], [outer])
    return False


def _repeats_opening(stack: list[_Open], at: int, mark: str) -> bool:
    """Tell whether this mark is the one that reopens the outer quote at the head of a paragraph."""
    return bool(stack) and bool(stack[0].pieces) and stack[0].pieces[-1] == (at, at + 1) and stack[0].mark == mark


def _left_open(text: str, stack: list[_Open], at: int) -> Iterator[Marked]:
    """Yield a quote that opened a paragraph and was never closed; it ends with the paragraph."""
    if not stack:
        return
    opened = stack[0]
    start = opened.pieces[0][0] if opened.pieces else opened.start
    before = text[max(0, start - 3) : start].rstrip()[-1:]
    heads = start == 0 or text[start - 1] == "\n" or before == ":"
    end = _strip_end(text, opened.start, at)
    if opened.pieces:
        pieces = (*opened.pieces[:-1], (opened.pieces[-1][0], end))
        if pieces[-1][1] - pieces[-1][0] > 1:
            yield Marked(start, end, start + 1, end, closed=False, pieces=pieces)
    elif heads and opened.mark not in _SINGLE and end - start > _SHORTEST_OPEN:
        yield Marked(start, end, start + 1, end, closed=False, pieces=((start, end),))


def _strip_end(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _closes(text: str, stack: list[_Open], at: int, mark: str) -> int | None:
    """Return the level of the stack that this mark closes."""
    if not stack or (mark in _OPENS_ALWAYS and _can_open(text, at, mark)):
        return None
    if not _can_close(text, at, mark, stack):
        return None
    for level in range(len(stack) - 1, -1, -1):
        if mark in _CLOSERS[stack[level].mark]:
            return None if _is_apostrophe(text, at, stack[level]) else level
    return None


def _is_apostrophe(text: str, at: int, opened: _Open) -> bool:
    """Tell whether ’ stands for a lost letter because the closing ‘ is still to come, as in ‚Lasst uns in Ruh’!‘."""
    if text[at] != "’" or opened.mark != "‚":
        return False
    closing = text.find("‘", at, at + _NEAR_CLOSING)
    return closing >= 0 and not {"‚", "\n", "“"} & set(text[at:closing])


def _can_open(text: str, at: int, mark: str) -> bool:
    following = text[at + 1 : at + 2]
    if not following or following.isspace():
        return mark == "„" and bool(following) and following != "\n"
    if at == 0:
        return True
    before = text[at - 1]
    if mark in _OPENS_ALWAYS:
        return not before.isalnum() or mark == "„"
    return before.isspace() or before in _BEFORE_OPENING or before in '„“”"»«›‹‚‘'


def _can_close(text: str, at: int, mark: str, stack: list[_Open]) -> bool:
    if at == 0:
        return False
    before, following = text[at - 1], text[at + 1 : at + 2]
    if mark in "'’‘‛":
        return not before.isspace() and not following.isalnum()
    if mark in '"»«›‹“' and following and following.isalnum() and (before.isspace() or before in "(["):
        # An opening position; it closes only what can be closed by nothing else.
        return bool(stack) and mark != '"' and mark != stack[-1].mark and not before.isspace()
    return not (before.isspace() and following.isspace()) or mark in "“”"


def _with_parents(found: list[Marked]) -> list[Marked]:
    result: list[Marked] = []
    around: list[int] = []
    for marked in found:
        while around and result[around[-1]].end < marked.end:
            around.pop()
        parent = around[-1] if around else None
        result.append(
            Marked(
                marked.start,
                marked.end,
                marked.inner_start,
                marked.inner_end,
                marked.single,
                marked.closed,
                parent,
                marked.pieces,
            )
        )
        around.append(len(result) - 1)
    return result
