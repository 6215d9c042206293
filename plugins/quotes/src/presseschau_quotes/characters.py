"""Whole characters: a letter with its combining marks, a joined emoji."""

import re
import unicodedata

_FIRST_COMBINING = "\u0300"
_JOINER = "\u200d"


_COMBINES = re.compile("[\u0300-\u1fff\u200d\u20d0-\u20ff\u2c00-\uffff\U00010000-\U0010ffff]")


def may_combine(text: str) -> bool:
    """Tell whether a text holds anything that could be part of a character: marks, joiners, scripts other than Latin."""
    return not text.isascii() and _COMBINES.search(text) is not None


def inside_character(text: str, at: int) -> bool:
    """Tell whether offset ``at`` lies within a character as readers see it."""
    if not 0 < at < len(text):
        return False
    char, before = text[at], text[at - 1]
    if (char < _FIRST_COMBINING and before != _JOINER) or before.isspace():
        return False
    return bool(unicodedata.combining(char)) or _JOINER in {char, before}


def whole(text: str, at: int) -> int:
    """Return the first offset from ``at`` on that lies between two characters."""
    while inside_character(text, at):
        at += 1
    return at


def plain(word: str) -> str:
    """Return a word as a lexicon spells it: composed, without soft hyphens."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word).replace("\u00ad", "")
