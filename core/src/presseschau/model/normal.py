"""What counts as a normalised form of a text: the only replacements that a cleaner may make."""

import re
import unicodedata
from html import unescape

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_FOLDED_MARKS = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u00a0": " ", "\u202f": " "})
_SPACE = re.compile(r"\s+")
_BREAK = re.compile(
    "(?<=\\w)[-=\u00ac\u00ad\u2010\u2013](?:[ \\t\u00a0]{1,20}|[ \\t\u00a0]{0,20}(?:\\r?\\n[ \\t\u00a0]{0,200}){1,2})(?=\\w)"
)
"""A hyphen within a word at the end of a line; lines may be set apart by a blank one, or have been joined."""


def fold(text: str) -> str:
    """Return the form in which two spellings of the same text are equal.

    NFKC, without characters that print nothing, white space collapsed, hyphens and apostrophes of one kind, an ellipsis as
    three dots. Letters, digits and quotation marks stay what they are.
    """
    text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_FOLDED_MARKS)
    return _SPACE.sub(" ", text).strip()


def is_normal_form(replacement: str, original: str) -> bool:
    """Tell whether ``replacement`` is the same text as ``original`` but for normalisation.

    A word that was broken at the end of a line may be whole again, with or without its hyphen (``Donners-`` and ``tag``, ``SP-`` and
    ``Fraktion``): which of the two is right is for the cleaner to know. A character reference of HTML (``&uuml;``, also one that was
    escaped again) is its character.
    """
    folded = fold(replacement)
    if folded == fold(original) or _is_joined(folded, original):
        return True
    return "&" in original and folded in {fold(unescape(original)), fold(unescape(unescape(original)))}


def _is_joined(replacement: str, original: str) -> bool:
    """Tell whether a folded replacement is what stands between the breaks at line ends, each joined with a hyphen or with none."""
    pieces = [fold(piece) for piece in _BREAK.split(original)]
    at = 0
    for number, piece in enumerate(pieces):
        at += number > 0 and replacement.startswith("-", at)
        if not piece or not replacement.startswith(piece, at):
            return False
        at += len(piece)
    return len(pieces) > 1 and at == len(replacement)
