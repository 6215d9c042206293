"""Whole characters: a letter with its combining marks, a joined emoji."""

import unicodedata

_FIRST_COMBINING = "\u0300"
_JOINER = "\u200d"


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
