r"""Text that was encoded twice: UTF-8 read as cp1252 (or Latin-1, or as old Macs and DOS did) and saved again: ``fÃ¼r`` for ``für``; text whose
escapes nobody has undone (``f=C3=BCr``, ``f\u00fcr``); and text that has lost characters (``f?r``).
"""

import re

from attrs import frozen


def _bytes_of(codec: str) -> dict[str, int]:
    """Map the characters that a one-byte encoding has beyond ASCII to their bytes."""
    known = {bytes([byte]).decode(codec, "ignore"): byte for byte in range(0x80, 0x100)}
    return {character: byte for character, byte in known.items() if character}


def _pattern(characters: dict[str, int], leads: "tuple[tuple[int, int, int], ...]") -> "re.Pattern[str]":
    """Return how characters of UTF-8 look in a one-byte encoding: a lead byte of a range, then so many continuation bytes."""

    def ranged(first: int, last: int) -> str:
        return "[" + re.escape("".join(sorted(one for one, byte in characters.items() if first <= byte <= last))) + "]"

    lead = ranged(min(first for first, _, _ in leads), max(last for _, last, _ in leads))  # one set that is quick to search for
    rest = "|".join(f"(?<={ranged(first, last)}){ranged(0x80, 0xBF)}{{{more}}}" for first, last, more in leads)
    return re.compile(f"{lead}(?:{rest})")


# The bytes that cp1252 leaves open, and in Latin-1 all up to 0x9F, come through as C1 controls.
_WESTERN = _bytes_of("cp1252") | {chr(byte): byte for byte in range(0x80, 0xC0)}
_CODECS = {
    "cp1252": (_WESTERN, _pattern(_WESTERN, ((0xC2, 0xDF, 1), (0xE0, 0xEF, 2), (0xF0, 0xF4, 3)))),
    # Only what German needs: letters of Latin-1 and typographic marks; other leads are common signs there.
    **{
        codec: (_bytes_of(codec), _pattern(_bytes_of(codec), ((0xC3, 0xC3, 1), (0xE2, 0xE2, 2))))
        for codec in ("mac_roman", "cp850", "cp437")
    },
}
_ESCAPES = {"quoted-printable": re.compile(r"(?:=[0-9A-F]{2}){2,4}"), "escapes": re.compile(r"\\u[0-9a-fA-F]{4}")}
_SOFT_BREAK = re.compile(r"=\r?\n")
_PATTERNS = {codec: pattern for codec, (_, pattern) in _CODECS.items()} | _ESCAPES
_TIMES = 3
"""How often a text may have been encoded again."""
_LOST = re.compile(
    r"(?<![^\s„“\"(»])[A-Za-zÄÖÜäöüß]{1,30}(?:\?[a-zäöüß]{1,30}){1,3}(?![^\s.,;:!?“”\")«])|\w{0,30}\ufffd\w{0,30}"
)
"""Words with a question mark within, or with the sign that stands for a byte that could not be read."""
_SOME = 3
_LEADS = {"quoted-printable": "=", "escapes": "\\", "mac_roman": "√‚", "cp850": "├Ô", "cp437": "├Γ"}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_FEW, _RARE = 2, 20
"""Fewer places, or one among twenty sound signs beyond ASCII, may be a foreign name or a text about encodings."""
_MEANT = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2009-\u203a\u20ac\u2122\u2212\ufeff\U0001f000-\U0001faff]"
)
"""What is likely to be meant: letters and signs of Western European text, emojis; and controls, which a third encoding leaves. So ``ß“`` is a letter and a mark."""


@frozen
class DoubleEncoding:
    """What was found: how often, and the first place with what it stands for."""

    places: int
    example: str
    meant: str
    codec: str = "cp1252"

    @property
    def message(self) -> str:
        """A sentence for people."""
        if self.codec in _ESCAPES:
            return f"the text holds {self.codec} that nobody has decoded: {self.places} places such as {self.example!r} for {self.meant!r}"
        return (
            f"the text looks like UTF-8 read as {self.codec} and saved again (double-encoded): {self.places} places such as "
            f"{self.example!r} for {self.meant!r}"
        )


def find_double_encoding(text: str) -> DoubleEncoding | None:
    """Tell whether a text was encoded twice; None for one that was not. Linear in its length."""
    candidates = [found for codec in _PATTERNS if (found := _found(text, codec)) is not None]
    return max(candidates, key=lambda found: found.places, default=None)


def _found(text: str, codec: str) -> DoubleEncoding | None:
    if codec in _LEADS and not any(lead in text for lead in _LEADS[codec]):
        return None
    twice = _PATTERNS[codec]
    places = [found for found in twice.finditer(text) if _meant(found.group(), codec)]
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
    while end < len(text) and (text[end].isalpha() or twice.match(text, end)) and end - first.end() < 20:  # noqa: PLR2004 - likewise
        end += 1
    example = text[start:end]
    return DoubleEncoding(len(places), example, _repaired(example, codec), codec)


def repair_double_encoding(text: str) -> str:
    """Return a text with every place that was encoded twice, or more often, as it was meant; all else stays."""
    found = find_double_encoding(text)
    text = _repaired(text, found.codec if found is not None else "cp1252")
    for _ in range(_TIMES - 1 if found is not None else 0):
        if (again := find_double_encoding(text)) is None:
            break
        text = _repaired(text, again.codec)
    return text


def find_lost_characters(text: str) -> str:
    """Tell in a sentence whether a text has lost characters when it was converted; ``""`` where it has not. Linear in its length."""
    if "?" not in text and "\ufffd" not in text:
        return ""
    found = _LOST.findall(text)
    if len(found) < _SOME:
        return ""
    shown = ", ".join(repr(word) for word in dict.fromkeys(found[:_SOME]))
    return f"characters of the text were lost when it was converted, in {len(found)} words such as {shown}; convert it anew from its source"


def _repaired(text: str, codec: str) -> str:
    if codec == "quoted-printable":
        text = _SOFT_BREAK.sub("", text)
    return _PATTERNS[codec].sub(lambda found: _meant(found.group(), codec) or found.group(), text)


def _meant(twice: str, codec: str) -> str:
    """Return the character that such a place stands for, ``""`` where its bytes are not UTF-8."""
    try:
        if codec == "escapes":
            character = chr(int(twice.removeprefix("\\u"), base=16))
            return character if _MEANT.fullmatch(character) else ""
        if codec == "quoted-printable":
            character = bytes.fromhex(twice.replace("=", "")).decode("utf-8")
            return character if all(_MEANT.fullmatch(one) for one in character) else ""
        known = _CODECS[codec][0]
        character = bytes(known.get(sign, ord(sign)) for sign in twice).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return ""
    return character if _MEANT.fullmatch(character) else ""
