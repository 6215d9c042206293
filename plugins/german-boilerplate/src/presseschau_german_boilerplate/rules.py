"""Rules: what is furniture whatever stands around it, a line at a time.

A rule sees one line and nothing else, and what it leaves is looked at again until nothing more is found; so the rules are
idempotent by construction. What a rule must not decide alone is left to the model.
"""

import re

from attrs import frozen

from presseschau_german_boilerplate import promotion, shapes, wire
from presseschau_german_boilerplate.lines import BLANK, Line
from presseschau_german_boilerplate.phrases import PhraseBook, PhraseClass, normal_form
from presseschau_german_boilerplate.words import REPORTING

_ENUMERATOR = re.compile(r"\d{1,2}[.)]\s{1,3}")
_OPENING = frozenset('„“"»«‚‘›‹')
_MARK = "wire/mark"
_TITLE_MARK = " ="  # closes the headline of an agency's text
_SHORTEST_PARAGRAPH = 60  # code points of a line whose end may be promotion
_SENTENCE_SPACES = 6
_OFFERS = frozenset({"newsletter", "share"})
_LONGEST_CAPTION = 100  # words; what is longer is a paragraph with a credit behind it


@frozen
class Piece:
    """A stretch inside a line: what it is and where it stands in the text. ``value`` is what it says, where that is known."""

    label: str
    rule: str
    start: int
    end: int
    value: object = None


@frozen
class Facts:
    """What the rules know of a line.

    ``start`` and ``end`` bound the body, what remains of the line without the ``pieces`` cut from its ends. ``rule`` and
    ``label`` are set when the whole line is to be cut. ``phrase`` is its phrase class, strong or not. ``pieces`` may also lie in
    the body where the whole line is cut (a caption's credit).
    """

    line: Line
    start: int
    end: int
    rule: str = ""
    label: str = ""
    phrase: PhraseClass | None = None
    pieces: tuple[Piece, ...] = ()


def examine(text: str, line: Line, book: PhraseBook) -> Facts:
    """Apply the rules to one line. Takes time linear in the line's length."""
    start, end, pieces = _trim(text, line)
    if start >= end:
        return Facts(line, line.start, line.end, pieces[0].rule, pieces[0].label, None, pieces)
    body = text[start:end]
    if not shapes.has_word(body):
        return Facts(line, start, end, "shape/no-words", "furniture", None, pieces)
    phrase = _phrase(body, book)
    found = _whole(body, start, phrase)
    if pieces and (found is None or found[0] == _MARK):  # "ab/cd (dpa, afp)" is one signature
        found = _whole(text[line.start : line.end], line.start, None) or found
    if found is not None:
        rule, label, inner = found
        return Facts(line, start, end, rule, label, phrase, (*pieces, *inner))
    return Facts(line, start, end, "", "", phrase, pieces)


def _phrase(body: str, book: PhraseBook) -> PhraseClass | None:
    normal = normal_form(body)
    found = book.find(normal)
    if (
        found is not None
        and (body[0] in _OPENING or (found.label in _OFFERS and _is_sentence(body)))
        and not REPORTING.isdisjoint(normal.split())
    ):
        return None  # somebody is quoted with the words of a phrase, or reported on
    if found is None and normal[:1].isdigit():
        enumerator = _ENUMERATOR.match(normal)
        if enumerator:
            return book.find(normal[enumerator.end() :])
    return found


def _is_sentence(body: str) -> bool:
    return body[-1] == "." and body.count(" ") >= _SENTENCE_SPACES


def _trim(text: str, line: Line) -> tuple[int, int, tuple[Piece, ...]]:
    """Take fields, datelines and agency marks off the ends of a line until none is left."""
    start, end = line.start, line.end
    pieces: list[Piece] = []
    while start < end:
        head = text[start : min(end, start + 160)]
        length = shapes.labelled_date(head)
        if length:
            pieces.append(Piece("date-line", "inline/labelled-date", start, start + length, shapes.find_date(head[:length])))
        else:
            dateline = shapes.find_dateline(head)
            if dateline is None:
                break
            length = dateline.length
            pieces.append(Piece("dateline", "inline/dateline", start, start + length, dateline))
        start = _skip(text, start + length, end)
    while start < end:
        tail_start = max(start, end - 120)
        at, mark = shapes.final_agency(text[tail_start:end])
        if at < 0:
            break
        if tail_start + at <= start:
            break
        pieces.append(Piece("agency", "inline/agency", tail_start + at, end, shapes.agencies_in(mark)))
        end = _before_blank(text, start, tail_start + at)
    if end - start > len(_TITLE_MARK) and text.endswith(_TITLE_MARK, start, end):
        pieces.append(Piece("press", "wire/title-mark", end - len(_TITLE_MARK), end))
        end -= len(_TITLE_MARK)
    if end - start > _SHORTEST_PARAGRAPH:
        at = promotion.promotion_at_end(text[start:end], REPORTING)
        if at > 0:
            pieces.append(Piece("newsletter", "inline/promotion", start + at, end))
            end = _before_blank(text, start, start + at)
    return start, end, tuple(pieces)


def _before_blank(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in BLANK:
        end -= 1
    return end


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at] in BLANK:
        at += 1
    return at


def _of_an_agency(body: str, offset: int) -> tuple[str, str, tuple[Piece, ...]] | None:
    """Return rule, label and inner pieces of a signature, or of a head, foot or mark of an agency."""
    length = len(body)
    group = wire.date_of_group(body)
    if group is not None:
        piece = Piece("date-line", "wire/date-time-group", offset + group.start, offset + group.end, group)
        return "wire/date-time-group", "date-line", (piece,)
    if shapes.is_signature(body):
        agencies = shapes.agencies_in(body.strip("().").replace("(", " ").replace("  ", " "))
        return "shape/signature", "signature", (Piece("agency", "shape/signature", offset, offset + length, agencies),)
    return (_MARK, "press", ()) if wire.is_wire(body) else None


def _of_a_picture(body: str, offset: int) -> tuple[str, str, tuple[Piece, ...]] | None:
    """Return rule, label and inner pieces of a credit, a caption with its credit, or what else belongs to a picture or film."""
    if shapes.is_credit(body):
        return "shape/credit", "credit", ()
    at = shapes.final_credit(body)
    if at > 0 and body.count(" ", 0, at) < _LONGEST_CAPTION:
        return "shape/caption", "caption", (Piece("credit", "shape/credit", offset + at, offset + len(body)),)
    return ("shape/media", "caption", ()) if shapes.is_media(body) else None


def _whole(  # noqa: PLR0911 - one return per shape reads best
    body: str,
    offset: int,
    phrase: PhraseClass | None,
) -> tuple[str, str, tuple[Piece, ...]] | None:
    """Return rule, label and inner pieces if the whole of a line is furniture."""
    length = len(body)
    if shapes.is_date_line(body):
        piece = Piece("date-line", "shape/date-line", offset, offset + length, shapes.find_date(body))
        return "shape/date-line", "date-line", (piece,)
    dateline = shapes.place_and_date(body)
    if dateline is not None:
        return "shape/date-line", "date-line", (Piece("dateline", "shape/date-line", offset, offset + length, dateline),)
    if phrase is not None and phrase.strong:
        rule = f"phrase/{phrase.name}"
        found = shapes.find_date(body) if phrase.label == "date-line" else None
        return rule, phrase.label, (Piece("date-line", rule, offset, offset + length, found),) if found else ()
    mark = _of_an_agency(body, offset)
    if mark is not None:
        return mark
    names = shapes.find_byline(body)
    if names and not shapes.is_credit(body):
        authors = tuple(Piece("author", "shape/byline", offset + at, offset + to, name) for name, at, to in names)
        return "shape/byline", "byline", authors
    picture = _of_a_picture(body, offset)
    if picture is not None:
        return picture
    if shapes.is_teaser(body):
        return "shape/teaser", "related", ()
    if promotion.is_all_promotion(body, REPORTING):
        return "promotion/sentence", "newsletter", ()
    return None
