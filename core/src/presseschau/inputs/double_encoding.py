"""Text that was encoded twice: UTF-8 read as cp1252 (or Latin-1) and saved again, so that ``für`` stands there as ``fÃ¼r``."""

import re

from attrs import frozen

# How the characters of UTF-8 look when their bytes are read as cp1252: a lead byte (0xC2-0xF4), then continuation bytes
# (0x80-0xBF). The bytes 0x81, 0x8D, 0x8F, 0x90 and 0x9D, which cp1252 leaves open, come through as C1 controls.
_CONTINUATION = "".join(
    sorted(
        {bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)} | set(map(chr, range(0x80, 0xC0)))
    )
)
_C = f"[{re.escape(_CONTINUATION)}]"
_TWICE = re.compile(f"[\u00c2-\u00df]{_C}|[\u00e0-\u00ef]{_C}{{2}}|[\u00f0-\u00f4]{_C}{{3}}")
_CP1252 = {character: byte for byte in range(0x80, 0xA0) if (character := bytes([byte]).decode("cp1252", "ignore"))}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_FEW, _RARE = 2, 20
"""Fewer places, or one among twenty sound signs beyond ASCII, may be a foreign name or a text about encodings."""
_MEANT = re.compile(
    "[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2009-\u203a\u20ac\u2122\u2212\ufeff\U0001f000-\U0001faff]"
)
"""What is likely to be meant: letters and signs of Western European text, emojis. So ``ß“`` is a letter and a mark."""


@frozen
class DoubleEncoding:
    """What was found: how often, and the first place with what it stands for."""

    places: int
    example: str
    meant: str

    @property
    def message(self) -> str:
        """A sentence for people."""
        return (
            f"the text looks like UTF-8 read as cp1252 and saved again (double-encoded): {self.places} places such as "
            f"{self.example!r} for {self.meant!r}"
        )


def find_double_encoding(text: str) -> DoubleEncoding | None:
    """Tell whether a text was encoded twice; None for one that was not. Linear in its length."""
    places = [found for found in _TWICE.finditer(text) if _meant(found.group())]
    if len(places) < _FEW:
        return None
    covered = sum(len(found.group()) for found in places)
    others = len(_BEYOND_ASCII.findall(text)) - covered
    if others > _RARE * len(places):
        return None
    first = places[0]
    start, end = first.span()
    while start and text[start - 1].isalpha() and first.start() - start < 20:  # noqa: PLR2004 - of one word
        start -= 1
    while end < len(text) and (text[end].isalpha() or _TWICE.match(text, end)) and end - first.end() < 20:  # noqa: PLR2004 - likewise
        end += 1
    example = text[start:end]
    return DoubleEncoding(len(places), example, repair_double_encoding(example))


def repair_double_encoding(text: str) -> str:
    """Return a text with every place that was encoded twice as it was meant; all else stays."""
    return _TWICE.sub(lambda found: _meant(found.group()) or found.group(), text)


def _meant(twice: str) -> str:
    """Return the character that such a place stands for, ``""`` where its bytes are not UTF-8."""
    try:
        character = bytes(_CP1252.get(sign, ord(sign)) for sign in twice).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return ""
    return character if _MEANT.fullmatch(character) else ""
