"""Bytes to text: strict, and never silently wrong where it can be told."""

import codecs
import re

from attrs import frozen

from presseschau.errors import DocumentError

# The longer mark first: the UTF-16 mark is the beginning of the UTF-32 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")
_WIDE = 0.2
"""Share of NUL bytes from which a file is taken for UTF-16 without a mark: Latin letters in UTF-16 have half of them."""


MIXED = "utf-8+cp1252"
"""What the encoding of UTF-8 with bytes of cp1252 in between is called."""
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""Characters of several bytes in UTF-8 (RFC 3629)."""
_HIGH = re.compile(rb"[\x80-\xff]")
_UMLAUTS = re.compile(r"\b[A-Za-zÄÖÜ]{1,40}[äöüß][a-zäöüß]{1,40}")
_OLDER = (("cp850", "DOS"), ("mac-roman", "old Macs"))
_TELLING = 2
"""Words with umlauts that tell an encoding: one may be chance."""
_UNLIKELY = frozenset("ÿþÞðÐ¤¦¬¨¸¹¶‡ˆ˜ƒ")
"""Signs of cp1252 that no text in Western Europe needs: such a byte is damage, not another encoding."""
_CP1252_FOR_THE_REST = "presseschau-cp1252"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    found = error.object[error.start : error.end].decode("cp1252", "replace")
    return "".join("\ufffd" if sign in _UNLIKELY else sign for sign in found), error.end


codecs.register_error(_CP1252_FOR_THE_REST, _as_cp1252)


@frozen
class Decoded:
    """A text, the encoding it was read with, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool


def marked_encoding(data: bytes) -> tuple[str, int]:
    """Return the encoding that a byte order mark declares, and the mark's length; ``("", 0)`` where there is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return "", 0


def decode(data: bytes, encoding: str | None = None, *, marks: bool = True) -> Decoded:
    """Decode by the byte order mark, else as configured, else as strict UTF-8, else as cp1252, which is then a guess.

    UTF-8 with some bytes of cp1252 in between, as programs leave it that paste files together, is read as both
    (``encoding`` is then :data:`MIXED`): as cp1252 alone all of its other umlauts would be spoilt. A configured encoding other
    than the mark's wins over it. The mark is not part of the text. ``marks=False`` looks for none.

    Raises:
        DocumentError: the bytes are not of that encoding.
    """
    marked, length = marked_encoding(data) if marks else ("", 0)
    if encoding is not None and marked and not _same_family(encoding, marked):
        marked, length = "", 0
    declared = marked or encoding
    if declared:
        return Decoded(_strict(data[length:], declared), codecs.lookup(declared).name, guessed=False)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError as error:
        if is_mixed(data):
            return Decoded(decode_mixed(data), MIXED, guessed=True)
        _refuse_older(data)
        return Decoded(_strict(data, "cp1252", f"{error.reason} at byte {error.start}"), "cp1252", guessed=True)


def _refuse_older(data: bytes) -> None:
    """Refuse bytes that give no umlaut within any word as cp1252, but do as the encoding of DOS or of old Macs.

    Raises:
        DocumentError: names that encoding.
    """
    if _UMLAUTS.search(data.decode("cp1252", "replace")):
        return
    for encoding, called in _OLDER:
        found = _UMLAUTS.findall(data.decode(encoding, "replace"))
        if len(found) >= _TELLING:
            words = ", ".join(repr(word) for word in dict.fromkeys(found[:3]))
            raise DocumentError(
                f"neither UTF-8 nor cp1252: it looks like {encoding}, the encoding of {called} ({words})",
                hint=f"set `encoding: {encoding}`, or convert it to UTF-8",
            )


def decoded_as(data: bytes, encoding: str) -> str:
    """Decode a part of what :func:`decode` has found to be of that encoding."""
    return decode_mixed(data) if encoding == MIXED else data.decode(encoding)


def is_mixed(data: bytes) -> bool:
    """Tell whether bytes that are not UTF-8 hold more characters of several bytes in UTF-8 than other bytes beyond ASCII.

    Chance is no explanation for those: in German text of cp1252 hardly any two bytes in a row lie beyond ASCII.
    """
    sound = len(_SEQUENCE.findall(data))
    return sound > len(_HIGH.findall(_SEQUENCE.sub(b"", data)))


def decode_mixed(data: bytes) -> str:
    """Decode UTF-8, and bytes that cannot be UTF-8 as cp1252 (undefined and unlikely ones become U+FFFD)."""
    return data.decode("utf-8", _CP1252_FOR_THE_REST)


def normalize_line_ends(text: str) -> str:
    r"""Turn ``\r\n`` and ``\r`` into ``\n``, as Python's :func:`open` does; other separators stay."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def refuse_unusable(text: str) -> None:
    """Refuse a text that holds nothing, NUL characters or lone surrogates.

    Raises:
        DocumentError: says which, and where.
    """
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise DocumentError(
            "the text is empty" if not text else "the text holds nothing but white space",
            hint="remove it, or look whether the program that wrote it failed",
        )
    nul = text.find("\0")
    if nul >= 0:
        count = text.count("\0")
        hint = "the file looks binary; remove it, or strip the NUL characters if you know where they come from"
        if max(text[::2].count("\0"), text[1::2].count("\0")) > max(_WIDE * len(text), 0.9 * count):
            hint = "it looks like UTF-16 without a byte order mark: set `encoding: utf-16-le` (or utf-16-be)"
        raise DocumentError(f"{count} NUL character(s) in the text, the first at offset {nul}", hint=hint)
    surrogate = SURROGATE.search(text)
    if surrogate:
        raise DocumentError(
            f"a lone surrogate U+{ord(surrogate.group()):04X} at offset {surrogate.start()}, which is not a character",
            hint="half of a character was lost where the data were written; write the other half too, or remove it",
        )


def _strict(data: bytes, encoding: str, before: str = "") -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        reason = getattr(error, "reason", str(error))
        start = getattr(error, "start", 0)
        shown = data[start : start + 1].hex()
        message = f"not {encoding}: {reason} at byte {start} (0x{shown})" if shown else f"not {encoding}: {reason}"
        if before:
            message = f"neither UTF-8 ({before}) nor cp1252 (byte 0x{shown} at {start} is undefined there)"
        raise DocumentError(
            message, hint="set `encoding` to the file's own (iso-8859-15, mac-roman, cp850 …), or convert it to UTF-8"
        ) from error


def _same_family(encoding: str, marked: str) -> bool:
    """Tell whether a configured encoding is the mark's own or its form that expects a mark (``utf-16`` for ``utf-16-le``)."""
    name = codecs.lookup(encoding).name.removesuffix("-sig")
    return marked == name or marked.startswith(f"{name}-")
