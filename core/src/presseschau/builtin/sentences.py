"""Sentence boundaries in German text without a model: rules over characters and the word lists in ``sentences.toml``.

A boundary is a full stop, question or exclamation mark, or ellipsis (with any closing marks behind it), white space, and
something that can begin a sentence. A full stop is none after an abbreviation, an initial or an ordinal number. Line breaks
end sentences too (headlines and captions have no full stop) unless the next line goes on in lower case, or the line ends in a
comma or a word that no sentence ends in.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from attrs import frozen

from presseschau.model.spans import Span

_CANDIDATE = re.compile(
    r"""(?P<stop>[.!?…]{1,8})(?P<closers>["'“”»«›‹‘’)\]]{0,4})(?P<space>[ \t\u00a0\u202f]{1,8})(?=\S)|(?P<line>[\n\r\u2028\u2029]+)"""
)
_WORD_BEFORE = re.compile(r"[^\s„“\"»«(\[/–—]{1,40}\Z")
_LAST_WORD = re.compile(r"(\w{1,40})\W{1,3}\Z")
_DOTTED = re.compile(r"(?:\w\.){1,6}\w\Z")
_ROMAN = re.compile(r"[IVX]{1,6}")
_NEXT_WORD = re.compile(r"\w{1,40}")
_SINGLE_BREAKS = frozenset({"\n", "\r", "\r\n", "\u2028"})
_BLANKS = frozenset(" \t\u00a0\u202f")
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


@cache
def _words() -> _Words:
    lists = tomllib.loads(files(__package__).joinpath("sentences.toml").read_text("utf-8"))
    return _Words(**{name: frozenset(words.split()) for name, words in lists.items()})


def sentence_starts(text: str) -> Iterator[int]:
    """Yield the offsets at which a sentence begins after another, ascending; the first sentence's is left out."""
    begin = 0
    for match in _CANDIDATE.finditer(text):
        after = match.end()
        if after >= len(text):
            return
        if match["line"] is not None:
            ends = match["line"] not in _SINGLE_BREAKS or not _goes_on(text, begin, match.start(), after)
        else:
            plain = match["stop"] == "." and not match["closers"]
            ends = _can_begin(text, after) and not (plain and _belongs_to_word(text, begin, match.start(), after))
        if ends:
            yield after
            begin = after


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


def _can_begin(text: str, at: int) -> bool:
    char = text[at]
    return (
        char.isupper()
        or char.isdigit()
        or char in _OPENERS
        or (char in "–—-" and at + 1 < len(text) and text[at + 1] in _BLANKS)
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
        return wrapped and _belongs_to_word(text, begin, end - 1, after)
    if following.islower():
        return last not in _ENDS
    return following.isalnum() and (last == "," or _word_before(text, begin, end + 1).lower() in _words().never_last)


def _belongs_to_word(text: str, begin: int, stop: int, after: int) -> bool:
    """Tell whether the full stop at ``stop`` is part of an abbreviation, an initial or an ordinal."""
    before = _WORD_BEFORE.search(text, max(begin, stop - 40), stop)
    if before is None:
        return False
    word, next_word = before.group(), _next_word(text, after)
    if word.isdecimal():
        return len(word) <= 2 and (  # noqa: PLR2004 - day, century and rank numbers
            next_word in _words().after_ordinal
            or next_word.isdecimal()
            or _word_before(text, begin, before.start()).lower() in _words().before_ordinal
        )
    return _is_abbreviation(word, next_word)


def _is_abbreviation(word: str, next_word: str) -> bool:
    words = _words()
    lowered = word.lower()
    if lowered in words.abbreviations or (len(word) == 1 and word.isalpha()):
        return True
    if lowered in words.final_abbreviations or lowered.endswith("str"):  # Bahnhofstr. 5
        return next_word[:1].isdigit()
    return bool(_DOTTED.fullmatch(word) or _ROMAN.fullmatch(word)) and next_word not in words.beginners


def _next_word(text: str, at: int) -> str:
    found = _NEXT_WORD.match(text, at)
    return found.group() if found else ""


def _word_before(text: str, begin: int, at: int) -> str:
    found = _LAST_WORD.search(text, max(begin, at - 44), at)
    return found.group(1) if found else ""
