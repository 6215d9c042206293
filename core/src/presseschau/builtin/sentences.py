"""Sentence boundaries in German text without a model: rules over characters and the word lists in ``sentences.toml``.

A boundary is a full stop, question or exclamation mark, or ellipsis (with any closing marks behind it), white space, and
something that can begin a sentence. A full stop is none after an abbreviation, an initial or an ordinal number. Line breaks
end sentences too (headlines and captions have no full stop) unless the next line goes on in lower case, or the line ends in a
comma or a word that no sentence ends in. A colon inside a line ends none. A dateline, "Hamburg (dpa) -", is apart from the sentence behind it.

Of some of these decisions the rules are certain; the others a language model may take, see :func:`boundaries`.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from attrs import frozen

from presseschau.model.spans import Span

_CANDIDATE = re.compile(
    r"""(?P<stop>[.!?…]{1,8})(?P<closers>["'“”»«›‹‘’)\]]{0,4})(?P<space>[ \t\u00a0\u202f]{1,8})(?=\S)|(?P<line>[\n\r\u2028\u2029]+)"""
    r"|(?P<colon>:)[ \t\u00a0\u202f]{1,8}(?=\S)"
)
_DATELINE = re.compile(
    r"[ \t]{0,8}(?P<place>[A-ZÄÖÜ][\w./'-]{1,30}(?:[ \u00a0](?:am|an der|bei|im|in der|ob der|[A-ZÄÖÜ][\w./-]{1,30})){0,4})"
    r"(?P<told>, \d{1,2}\. ?(?:\w{3,9} |\d{1,2}\. ?)\d{4}|[ \u00a0]?\([A-Za-z][\w/ .-]{1,30}\))?"  # Bonn, 3. Mai 2021 | Berlin (dpa)
    r"[ \t\u00a0]{1,20}[-–—][ \t\u00a0]{1,20}(?=\S)(?=(?P<next>\w{0,20}))"
)
_WORD_BEFORE = re.compile(r"[^\s„“\"»«(\[/–—]{1,40}\Z")
_LAST_WORD = re.compile(r"(\w{1,40})\W{1,3}\Z")
_DOTTED = re.compile(r"(?:\w\.){1,6}\w\Z")
_ROMAN = re.compile(r"[IVX]{1,6}")
_NEXT_WORD = re.compile(r"\w{1,40}")
_SINGLE_BREAKS = frozenset({"\n", "\r", "\r\n", "\u2028"})
_BLANKS = frozenset(" \t\u00a0\u202f")
_VOWEL = re.compile(r"[aeiouyäöü]", re.IGNORECASE)
_HYPHENATED_INITIAL = re.compile(r"\w{2,39}-[^\W\d_]")
_ENDS = frozenset(".!?:…")
_OPENERS = frozenset("„“”\"»«›‹‚‘'([•*‣▪")


@frozen
class _Words:
    """The word lists of ``sentences.toml``."""

    abbreviations: frozenset[str]
    final_abbreviations: frozenset[str]
    after_ordinal: frozenset[str]
    before_ordinal: frozenset[str]
    beginners: frozenset[str]
    never_last: frozenset[str]
    before_legal_form: frozenset[str]
    legal_forms: frozenset[str]


@cache
def _words() -> _Words:
    lists = tomllib.loads(files(__package__).joinpath("sentences.toml").read_text("utf-8"))
    return _Words(**{name: frozenset(words.split()) for name, words in lists.items()})


class Boundary(NamedTuple):
    """A place where a sentence may begin: at ``offset``. ``begins`` says what the rules decide, ``certain`` whether no model knows better."""

    offset: int
    begins: bool
    certain: bool


def boundaries(text: str) -> Iterator[Boundary]:
    """Yield the places inside a text where a sentence may begin by its marks, ascending; where rules and marks say nothing, none is."""
    begin, after = 0, -1
    dateline = _dateline(text, 0)
    if dateline:
        yield Boundary(dateline, begins=True, certain=True)
        begin = dateline
    for match in _CANDIDATE.finditer(text):
        if match.start() < begin:
            continue
        after = match.end()
        if after >= len(text):
            return
        if match["line"] is not None:
            plain = match["line"] in _SINGLE_BREAKS
            found = Boundary(after, not plain or not _goes_on(text, begin, match.start(), after), certain=True)
        elif match["colon"]:
            found = Boundary(after, begins=False, certain=True)
        else:
            found = _behind_stop(text, begin, match)
        yield found
        if found.begins:
            begin = after
            dateline = _dateline(text, begin)
            if dateline:
                yield Boundary(dateline, begins=True, certain=True)
                begin = dateline


def sentence_starts(text: str) -> Iterator[int]:
    """Yield the offsets at which a sentence begins after another, ascending; the first sentence's is left out."""
    return (found.offset for found in boundaries(text) if found.begins)


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text without the white space around them."""
    starts = [0, *sentence_starts(text), len(text)]
    found = []
    for start, end in pairwise(starts):
        sentence = text[start:end]
        lead = len(sentence) - len(sentence.lstrip())
        body = sentence.strip()
        if body:
            found.append(Span(start + lead, start + lead + len(body)))
    return found


def _dateline(text: str, at: int) -> int:
    """Return where the dateline ends with which a sentence at ``at`` begins, 0 where there is none.

    A place without date or agency is one in capitals, or before a word that begins sentences: "LAS VEGAS -", "Las Vegas - Im".
    """
    found = _DATELINE.match(text, at)
    apart = found and (found["told"] or found["place"].isupper() or found["next"] in _words().beginners)
    return found.end() if found and apart else 0


def _behind_stop(text: str, begin: int, match: re.Match[str]) -> Boundary:
    after, stop, closers = match.end(), match["stop"], match["closers"]
    if not _can_begin(text, after):
        return Boundary(after, begins=False, certain=False)
    if stop == "." and not closers and (inside := _belongs_to_word(text, begin, match.start(), after)) is not None:
        return Boundary(after, begins=False, certain=inside)
    plain = text[after].isupper() or text[after] in _OPENERS
    if stop == ".":
        certain = plain and (bool(closers) or _is_whole_word(text, begin, match.start(), after))
    else:  # "Wer wird Millionär?“ Moderator …", "… Die"
        certain = plain and not closers and "…" not in stop and ".." not in stop
    return Boundary(after, begins=True, certain=certain)


def _is_whole_word(text: str, begin: int, stop: int, after: int) -> bool:
    """Tell whether a whole word stands before a full stop, no abbreviation that the lists lack: five letters or more with a vowel, or "Der" behind it."""
    word = _word_before(text, begin, stop + 1)
    long = len(word) > 4 and _VOWEL.search(word) is not None  # noqa: PLR2004
    return word.isalpha() and (long or _next_word(text, after) in _words().beginners)


def _can_begin(text: str, at: int) -> bool:
    char = text[at]
    return (
        char.isupper()
        or char.isdigit()
        or char in _OPENERS
        or (char in "–—-−" and at + 1 < len(text) and text[at + 1] in _BLANKS)
    )


def _goes_on(text: str, begin: int, end: int, after: int) -> bool:
    """Tell whether a single line break stands inside a sentence: hard-wrapped text."""
    while end > begin and text[end - 1] in _BLANKS:
        end -= 1
    while after < len(text) and text[after] in _BLANKS:
        after += 1
    last, following = text[end - 1 : end] if end > begin else "", text[after : after + 1]
    if last == ".":
        wrapped = following.isalnum() and _next_word(text, after) not in _words().beginners
        return wrapped and _belongs_to_word(text, begin, end - 1, after) is not None
    if following.islower():
        return last not in _ENDS
    return following.isalnum() and (last == "," or _word_before(text, begin, end + 1).lower() in _words().never_last)


def _belongs_to_word(text: str, begin: int, stop: int, after: int) -> bool | None:
    """Tell whether the full stop at ``stop`` is part of an abbreviation, an initial or an ordinal: True if certainly, False if likely, None if not."""
    least = max(begin, stop - 40)
    before = _WORD_BEFORE.search(text, max(least, text.rfind(" ", least, stop) + 1), stop)  # no word holds a blank
    if before is None:
        return None
    word, next_word = before.group(), _next_word(text, after)
    if word.isdecimal():
        return _is_ordinal(text, begin, before.start(), word, next_word)
    return _is_abbreviation(text, begin, before.start(), word, next_word)


def _is_ordinal(text: str, begin: int, start: int, word: str, next_word: str) -> bool | None:
    if len(word) > 3:  # noqa: PLR2004 - a year, an amount
        return None
    short = len(word) < 3  # noqa: PLR2004 - days, centuries, ranks
    if short and (next_word in _words().after_ordinal or next_word.isdecimal()):
        return True
    if text[start - 1 : start] == "(" and start > begin and next_word not in _words().beginners:  # "Ibišević (64. Darida)"
        return False
    if _word_before(text, begin, start).lower() in _words().before_ordinal and (short or next_word not in _words().beginners):
        return False
    return None


def _is_abbreviation(text: str, begin: int, start: int, word: str, next_word: str) -> bool | None:
    words = _words()
    lowered = word.lower()
    if len(word) == 1 and word.isalpha():
        spelled = text[max(begin, start - 2) : start - 1] == "." or text[max(begin, start - 3) : start - 1].strip() == "."
        ends = (
            word.isupper() and not spelled and next_word in words.beginners
        )  # "sagte M. Der Prozess", not "z. B. Der Spiegel"
        return None if ends else True
    if lowered in words.abbreviations or _HYPHENATED_INITIAL.fullmatch(word):
        return True
    if lowered in words.before_legal_form:
        return True if next_word in words.legal_forms else None
    if lowered in words.final_abbreviations or lowered.endswith("str"):  # Bahnhofstr. 5
        return True if next_word[:1].isdigit() else None
    return False if (_DOTTED.fullmatch(word) or _ROMAN.fullmatch(word)) and next_word not in words.beginners else None


def _next_word(text: str, at: int) -> str:
    found = _NEXT_WORD.match(text, at)
    return found.group() if found else ""


def _word_before(text: str, begin: int, at: int) -> str:
    least = max(begin, at - 44)
    found = _LAST_WORD.search(text, max(least, text.rfind(" ", least, max(least, at - 3)) + 1), at)  # no word holds a blank
    return found.group(1) if found else ""
