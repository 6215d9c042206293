"""What counts as a normalised form of a text: the only replacements that a cleaner may make."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_FOLDED_MARKS = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u00a0": " ", "\u202f": " "})
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return the form in which two spellings of the same text are equal.

    NFKC, without characters that print nothing, white space collapsed, hyphens and apostrophes of one kind, an ellipsis as
    three dots. Letters, digits and quotation marks stay what they are.
    """
    text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_FOLDED_MARKS)
    return _SPACE.sub(" ", text).strip()


def is_normal_form(replacement: str, original: str) -> bool:
    """Tell whether ``replacement`` is the same text as ``original`` but for normalisation."""
    return fold(replacement) == fold(original)
