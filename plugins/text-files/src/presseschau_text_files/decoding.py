"""Bytes to text: strict, and never silently wrong where it can be told."""

import codecs
import re

from attrs import frozen

from presseschau import DocumentError

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

    A configured encoding other than the mark's wins over it. The mark is not part of the text. ``marks=False`` looks for none.

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
        return Decoded(_strict(data, "cp1252", f"{error.reason} at byte {error.start}"), "cp1252", guessed=True)


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
        if count > _WIDE * len(text):
            hint = "it looks like UTF-16 without a byte order mark: set `encoding: utf-16-le` (or utf-16-be)"
        raise DocumentError(f"{count} NUL character(s) in the text, the first at offset {nul}", hint=hint)
    surrogate = SURROGATE.search(text)
    if surrogate:
        raise DocumentError(
            f"a lone surrogate U+{ord(surrogate.group()):04X} at offset {surrogate.start()}, which is no character",
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
