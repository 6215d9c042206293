"""Sentence boundaries in German text without a model: rules over characters and the word lists in ``sentences.toml``.

A boundary is a full stop, question or exclamation mark, or ellipsis (with any closing marks behind it), white space, and
something that can begin a sentence. A full stop is none after an abbreviation, an initial or an ordinal number. Line breaks
end sentences too (headlines and captions have no full stop) unless the next line goes on in lower case.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from attrs import frozen

from presseschau.spans import Span

_CANDIDATE = re.compile(
    r"""(?P<stop>[.!?…]{1,8})(?P<closers>["'“”»«›‹‘’)\]]{0,4})(?P<space>[ \t\u00a0\u202f]{1,8})(?=\S)|(?P<line>[\n\r\u2028\u2029]+)"""
)
_WORD_BEFORE = re.compile(r"[^\s„“\"»«(\[/–—]{1,40}\Z")
_LAST_WORD = re.compile(r"(\w{1,40})\W{1,3}\Z")
_DOTTED = re.compile(r"(?:\w\.){1,6}\w\Z")
_ROMAN = re.compile(r"[IVX]{1,6}")
_NEXT_WORD = re.compile(r"\w{1,40}")
_OPENERS = frozenset("„“”\"»«›‹‚‘'([•*‣▪")


@frozen
class _Words:
    """The word lists of ``sentences.toml``."""

    abbreviations: frozenset[str]
    final_abbreviations: frozenset[str]
    after_ordinal: frozenset[str]
    before_ordinal: frozenset[str]
    beginners: frozenset[str]


@cache
def _words() -> _Words:
    lists = tomllib.loads(files(__package__).joinpath("sentences.toml").read_text("utf-8"))
    return _Words(**{name: frozenset(words.split()) for name, words in lists.items()})


def sentence_starts(text: str) -> Iterator[int]:
    """Yield the offsets at which a sentence begins after another, ascending; the first sentence's is left out."""
    for match in _CANDIDATE.finditer(text):
        after = match.end()
        if after >= len(text):
            return
        if match["line"] is not None:
            if len(match["line"].replace("\r\n", "\n")) > 1 or not _goes_on(text, match.start(), after):
                yield after
        elif _can_begin(text, after) and not _belongs_to_word(text, match, after):
            yield after


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
    return char.isupper() or char.isdigit() or char in _OPENERS or (char in "–—-" and text[at + 1 : at + 2].isspace())


def _goes_on(text: str, end: int, after: int) -> bool:
    """Tell whether a single line break stands inside a sentence: hard-wrapped text."""
    rest = text[after : after + 40].lstrip(" \t\u00a0")
    return bool(rest) and rest[0].islower() and text[end - 1 : end] not in {".", "!", "?", ":", "…"}


def _belongs_to_word(text: str, match: re.Match[str], after: int) -> bool:
    """Tell whether the full stop is part of an abbreviation, an initial or an ordinal."""
    if match["stop"] != "." or match["closers"]:
        return False
    before = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
    if before is None:
        return False
    word = before.group()
    following = _NEXT_WORD.match(text, after)
    next_word = following.group() if following else ""
    if word.isdecimal():
        return len(word) <= 2 and (  # noqa: PLR2004 - day, century and rank numbers
            next_word in _words().after_ordinal
            or next_word.isdecimal()
            or _word_before(text, before.start()).lower() in _words().before_ordinal
        )
    return _is_abbreviation(word, next_word)


def _is_abbreviation(word: str, next_word: str) -> bool:
    words = _words()
    lowered = word.lower()
    if lowered in words.abbreviations or (len(word) == 1 and word.isalpha()):
        return True
    if lowered in words.final_abbreviations:
        return next_word[:1].isdigit()
    return bool(_DOTTED.fullmatch(word) or _ROMAN.fullmatch(word)) and next_word not in words.beginners


def _word_before(text: str, at: int) -> str:
    found = _LAST_WORD.search(text, max(0, at - 44), at)
    return found.group(1) if found else ""
