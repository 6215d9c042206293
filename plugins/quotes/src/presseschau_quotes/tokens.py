"""Tokens of a text, with stretches in quotation marks as single opaque tokens, cut into units (sentences).

A unit is a sentence, or several where a quotation runs over their boundary.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from presseschau_quotes.characters import inside_character, may_combine, plain, whole
from presseschau_quotes.lexicon import CAP, DET_N, DET_O, FIN, PUNCT, QUOTE, WORD, flags_of
from presseschau_quotes.marks import Marked
from presseschau_quotes.syntax import Syntax
from presseschau_quotes.words import words

_LETTER = r"\w\u0300-\u036f\u00ad\u200d"
_TOKEN = re.compile(
    r"(?<!\w)(?:Dr|Prof|Dipl)\.(?:[ -]?(?:med|phil|jur|iur|rer|nat|h|c|theol|oec|pol|techn|dent|vet|habil|Ing)\.){1,5}(?=[ \u00a0]?[A-ZÄÖÜ])"
    r"|(?<!\w)(?:[A-ZÄÖÜ]|Dr|Prof|St|Mr|Mrs|Hl|Nr)\.(?=[ \u00a0]?[A-ZÄÖÜ])"  # "George W. Muster", "Dr. Muster"
    rf"|\d{{1,20}}(?:-[^\W\d_][{_LETTER}]{{0,64}}){{1,8}}"  # "45-jährige", "20-Uhr-Nachrichten"
    r"|\d{1,20}ern?(?!\w)"  # "1990er"
    r"|\d{1,20}(?:[.,:]\d{1,20}){0,6}"
    rf"|\w[{_LETTER}]{{0,64}}(?:[-'’./&]\w[{_LETTER}]{{0,64}}){{0,8}}"
    r"|[^\w\s]"
)
_HYPHENED = re.compile(rf"(?:-[^\W\d_][{_LETTER}]{{0,64}}){{1,8}}")
_INSIDE_MARKS = re.compile(r"[^\w\s]{1,3}(\w)")
_SHORTENED = words("shortened")
_MORE_THAN_A_NAME = 2
_LONGEST_NAME = 60
_DASHES = frozenset(["-", "–", "—"])
_LONGEST_DATELINE = 9
_SHORTEST_PLACE = 4
"""Letters of a place that is written in capitals: shorter ones are abbreviations, "CDU - ..."."""
MAX_TOKENS = 400
"""A longer unit is cut here: no sentence is, and the rules may look at all pairs of clauses of one unit."""


Range = tuple[int, int]
"""Tokens of a unit, end exclusive."""


class Unit:
    """The tokens of one sentence as parallel lists: ``words``, ``lows``, ``flags``, ``starts``, ``ends``, ``marks``.

    ``marks[i]`` is the index of the stretch in quotation marks that token ``i`` stands for, or -1. ``paragraph`` counts the
    blank lines before the unit.
    """

    __slots__ = ("ends", "flags", "lows", "marks", "paragraph", "starts", "syntax", "words")

    def __init__(self, paragraph: int) -> None:
        self.syntax: Syntax | None = None
        self.words: list[str] = []
        self.lows: list[str] = []
        self.flags: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.marks: list[int] = []
        self.paragraph = paragraph

    def __len__(self) -> int:
        return len(self.words)

    def add_word(self, word: str, start: int, end: int) -> None:
        """Append a word or a sign."""
        self.add(_read(word), start, end)

    def add(self, reading: "_Reading", start: int, end: int) -> None:
        """Append a word or a sign that has been read."""
        word, low, initial, flags, _ = reading
        before = self.lows[-1] if self.lows else ":"
        if before in _TELLING:
            if before in _BETWEEN_NAMES and len(self.lows) > 1 and word[0].isupper() and self.flags[-2] & CAP:
                self.flags[-1] = WORD  # "Otto bin Muster": no verb
            if before == "meinen" and flags & DET_N:
                self.flags[-1] &= ~DET_O  # "meinen die Leute": no possessive stands before an article
            if before in _INITIAL_AFTER:
                flags = initial
        self.words.append(word)
        self.lows.append(low)
        self.flags.append(flags)
        self.starts.append(start)
        self.ends.append(end)
        self.marks.append(-1)

    def add_mark(self, words: str, start: int, end: int, mark: int) -> None:
        """Append a stretch in quotation marks as one token."""
        self.words.append(words)
        self.lows.append("")
        self.flags.append(QUOTE | CAP)
        self.starts.append(start)
        self.ends.append(end)
        self.marks.append(mark)

    def join(self, first: int, last: int) -> None:
        """Make the tokens ``first <= i < last`` one capitalised word, a name."""
        self.words[first:last] = [" ".join(self.words[first:last])]
        self.lows[first:last] = [" ".join(self.lows[first:last])]
        self.flags[first:last] = [CAP | WORD]
        self.marks[first:last] = [-1]
        self.starts[first:last] = self.starts[first : first + 1]
        self.ends[first:last] = self.ends[last - 1 : last]

    def reads_as_speech(self, i: int) -> bool:
        """Tell whether token ``i`` is a stretch in quotation marks of more than two words: hardly a name."""
        return bool(self.flags[i] & QUOTE) and self.words[i].count(" ") >= _MORE_THAN_A_NAME

    def token_at(self, offset: int) -> int | None:
        """Return the token that holds an offset; None where it lies in none of this unit."""
        at = bisect_right(self.starts, offset) - 1
        return at if at >= 0 and offset < self.ends[at] else None

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of the tokens ``first <= i < last``."""
        return self.starts[first], self.ends[last - 1]


_BEGINNERS = frozenset(word.capitalize() for word in words("beginners"))
_AFTER_TITLE_ARTICLE = words("after_title_article")
_NEXT_WORD = re.compile(r"[ \u00a0]{1,3}(\w{1,40})")


_BETWEEN_NAMES = frozenset(["bin", "ibn"])
_INITIAL_AFTER = frozenset([":", "•", "*", "|", "-", "–", "—", "("])
_EDGES = _BEGINNERS | _DASHES | {"©"}
_TELLING = _BETWEEN_NAMES | _INITIAL_AFTER | {"meinen"}


class _Reading(NamedTuple):
    """A token as the lexicon spells it, in lower case, and its flags at the head of a sentence and elsewhere; whether a unit may end beside it."""

    word: str
    low: str
    initial: int
    inner: int
    edge: bool


@lru_cache(maxsize=131_072)
def _read(token: str) -> _Reading:
    word = plain(token) or token
    edge = token in _EDGES
    if word[0].isalnum() or word[0] == "_":
        flags = flags_of(word, initial=False)
        return _Reading(word, word.lower(), flags_of(word, initial=True) if flags & CAP else flags, flags, edge)
    return _Reading(word, word, PUNCT, PUNCT, edge)


def outermost(marks: Sequence[Marked]) -> list[int]:
    """Return the indices of the stretches that lie in no other."""
    return [index for index, marked in enumerate(marks) if marked.parent is None]


def units(text: str, sentences: Sequence[tuple[int, int]], marks: Sequence[Marked]) -> Iterator[Unit]:  # noqa: C901, PLR0912 - one loop
    """Yield the units of a text, in order."""
    paragraph = 0
    previous_end = skipped = 0
    composed = bool(sentences) and may_combine(text[max(sentences[0][0] - 1, 0) : sentences[-1][1] + 1])
    unit = Unit(0)
    for start, end, pieces in _stretches(sentences, [(marks[i].start, marks[i].end, i) for i in outermost(marks)]):
        while start < end and text[start].isspace():
            start += 1  # noqa: PLW2901 - an analysis may count the line break to either sentence
        if text.find("\n", previous_end, start) >= 0:
            paragraph += 1
        previous_end = end
        while previous_end > start and text[previous_end - 1].isspace():
            previous_end -= 1
        unit = Unit(paragraph)
        for begin, stop, mark in pieces:
            if mark >= 0:
                if len(unit) >= MAX_TOKENS or _ends_before(unit, text, begin):
                    yield unit
                    unit = Unit(paragraph)
                skipped = _add_marked(unit, text, begin, stop, mark)
                if skipped == stop and _runs_on(text, stop):
                    yield unit
                    unit = Unit(paragraph)
                continue
            for match in _TOKEN.finditer(text, max(begin, skipped), stop):
                word, (at, after) = match.group(), match.span()
                if composed:
                    if inside_character(text, at):
                        continue
                    after = whole(text, after)
                reading = _read(word)
                if reading.edge or len(unit.words) >= MAX_TOKENS:
                    headed = word in _BEGINNERS and (_is_heading(unit, text, after) or _is_dateline(unit))
                    if len(unit.words) >= MAX_TOKENS or headed or (word == "©" and len(unit)):
                        yield unit
                        unit = Unit(paragraph)
                unit.add(reading, at, after)
                if reading.edge and word in _DASHES and _names_agency(unit):
                    yield unit
                    unit = Unit(paragraph)
        if len(unit):
            yield unit


def _runs_on(text: str, stop: int) -> bool:
    """Tell whether a sentence ends with marks and the next begins without a blank: "... Jahr.“Die Kosten"."""
    return stop + 1 < len(text) and text[stop].isupper() and text[stop - 2] in ".!?…" and text[stop + 1].islower()


def _is_dateline(unit: Unit) -> bool:
    """Tell whether tokens are a place and a dash, "Bad Muster -", before a word that begins a sentence."""
    if not _MORE_THAN_A_NAME <= len(unit) <= _LONGEST_DATELINE or unit.words[-1] not in _DASHES:
        return False
    return unit.words[0][:1].isupper() and all(flags & CAP and not flags & QUOTE for flags in unit.flags[1:-1])


def _names_agency(unit: Unit) -> bool:
    """Tell whether tokens are a place, in brackets an agency, and a dash, "MUSTERSTADT (xyz) -", or places in capitals."""
    words = unit.words[:-1]
    if not 0 < len(words) <= _LONGEST_DATELINE or not unit.flags[0] & CAP or words[0] == "(":
        return False
    place = words[: words.index("(")] if words[-1] == ")" and "(" in words else words
    if any(flags & QUOTE for flags in unit.flags) or not all(
        word in {"/", ",", "-"} or flags & CAP for word, flags in zip(place, unit.flags, strict=False)
    ):
        return False
    agency = words[len(place) + 1 : -1] if len(place) < len(words) else []
    if agency:
        return (
            len(agency) <= _MORE_THAN_A_NAME + 1
            and not agency[0].isdigit()
            and any(word.islower() or "-" in word for word in agency)
        )
    return (
        all(word.isupper() and len(word) > 1 for word in place if word[0].isalpha()) and len("".join(place)) >= _SHORTEST_PLACE
    )


def _is_heading(unit: Unit, text: str, end: int) -> bool:
    """Tell whether tokens are a heading that runs into a sentence, "Mehr als in Bremen Der Hafen": no verb, no full stop."""
    if len(unit) < _MORE_THAN_A_NAME or not unit.flags[-1] & CAP or unit.flags[-1] & QUOTE:
        return False
    if any(flags & FIN and not flags & (CAP | DET_N) for flags in unit.flags):
        return False
    follows = _NEXT_WORD.match(text, end)
    return follows is not None and follows.group(1).lower() not in _AFTER_TITLE_ARTICLE


def _ends_before(unit: Unit, text: str, begin: int) -> bool:
    """Tell whether a sentence ends before an opening mark, though no boundary says so: "... ist da. „Wir ...“"."""
    if len(unit) < _MORE_THAN_A_NAME or not text[begin - 1].isspace() or unit.words[-1] not in {".", "!", "?"}:
        return False
    follows = _INSIDE_MARKS.match(text, begin)
    if follows is None or not follows.group(1).isupper():
        return False
    word = unit.lows[-2]
    return unit.marks[-2] >= 0 or (len(word) > 1 and word.isalpha() and word not in _SHORTENED)


def _add_marked(unit: Unit, text: str, begin: int, stop: int, mark: int) -> int:
    """Append a stretch in quotation marks, as part of a word where hyphens make it one; return where the token ends."""
    unit.add_mark(text[begin:stop], begin, stop, mark)
    if len(unit) > _MORE_THAN_A_NAME and text[begin - 1] == "-" and text[begin - 2].isalnum():
        unit.join(len(unit) - 3, len(unit))  # "ARD-„Abendstunde“"
    hyphened = _HYPHENED.match(text, stop)
    if hyphened is None or stop - begin > _LONGEST_NAME:
        return stop
    unit.add_word(hyphened.group(), stop, hyphened.end())
    unit.join(len(unit) - 2, len(unit))  # "„Abendstunde“-Moderator"
    return hyphened.end()


def _stretches(
    sentences: Sequence[tuple[int, int]], marks: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[int, int, list[tuple[int, int, int]]]]:
    """Yield ``(start, end, pieces)`` of each unit; a piece is ``(start, end, mark or -1)``."""
    at = 0
    index = 0
    while index < len(sentences):
        start, end = sentences[index]
        index += 1
        pieces = []
        position = start
        while True:
            while at < len(marks) and marks[at][0] < end:
                begin, stop, mark = marks[at]
                at += 1
                if begin < position:
                    continue
                if begin > position:
                    pieces.append((position, begin, -1))
                pieces.append((begin, stop, mark))
                position = stop
            if position > end:
                while index < len(sentences) and sentences[index][0] < position:
                    end = max(end, sentences[index][1])
                    index += 1
                end = max(end, position)
                continue
            break
        if position < end:
            pieces.append((position, end, -1))
        yield start, end, pieces
