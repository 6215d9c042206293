"""Bytes to text: what was declared, where it holds; else strict UTF-8, else windows-1252."""

import codecs
import re

from attrs import frozen

from presseschau.inputs import decode_mixed

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_META = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s{0,20}<\?xml[^<>]{0,100}?encoding\s{0,5}=\s{0,5}[\"']([\w:.-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w:.-]{2,40})", re.IGNORECASE)
_HEAD = 4096
_LEADS = range(0xC2, 0xF5)
"""The bytes that begin a character of several bytes in UTF-8 (RFC 3629)."""
_LATIN = {"iso8859-1", "ascii", "iso8859-15", "latin-1"}


@frozen
class Decoded:
    """A page's text, the encoding it was read with, and whether that was guessed against or without a declaration."""

    text: str
    encoding: str
    guessed: bool


def declared_in(header: str) -> str:
    """Return the charset that a Content-Type header names, or ``""``."""
    found = _HEADER.search(header)
    return found[1] if found else ""


def _codec(label: str) -> str:
    """Return the name of the codec that browsers use for a label (WHATWG Encoding: Latin-1 and ASCII mean windows-1252)."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    return "cp1252" if name in _LATIN and name != "iso8859-15" else name


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def decode(data: bytes, content_type: str = "") -> Decoded:
    """Decode a page: byte order mark, header, ``<meta>`` or XML declaration, then strict UTF-8, else windows-1252.

    A declared one-byte encoding is not believed when the bytes are valid UTF-8 with at least one character beyond ASCII: text in
    a one-byte encoding is hardly ever valid UTF-8 by chance. A declared UTF-8 that the bytes break falls back to
    windows-1252 only when no more than a few sequences could be UTF-8; otherwise each broken byte is read as
    windows-1252, as where somebody pasted a paragraph of another page.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _try(data[len(mark) :] if encoding == "utf-8" else data, encoding)
            if text is not None:
                return Decoded(text, encoding, guessed=False)
    head = data[:_HEAD]
    labels = [declared_in(content_type)]
    labels += [found[1].decode("ascii", "replace") for found in (_META.search(head), _XML.search(head)) if found]
    utf8 = _try(data, "utf-8")
    codecs_named = [codec for codec in map(_codec, labels) if codec]
    if utf8 is not None:
        # UTF-16 and UTF-32 named in an ASCII-compatible <meta> cannot be true: the name could not have been read.
        named = not codecs_named or codecs_named[0] == "utf-8" or data.isascii()
        return Decoded(utf8, "utf-8", guessed=not (codecs_named and named))
    for codec in codecs_named:
        if codec not in {"utf-8", "utf-16", "utf-32"}:
            text = _try(data, codec)
            if text is not None:
                return Decoded(text, codec, guessed=False)
    return _broken(data, claimed_utf8="utf-8" in codecs_named)


def _broken(data: bytes, *, claimed_utf8: bool) -> Decoded:
    """Decode what is neither as declared nor UTF-8: UTF-8 with a few bytes of cp1252 in between, else windows-1252."""
    broken = data.decode("utf-8", "replace").count("\ufffd")
    sound = sum(map(data.count, _LEADS)) - broken
    if sound > 4 * broken or (claimed_utf8 and sound > broken):
        return Decoded(decode_mixed(data), "utf-8", guessed=True)
    return Decoded(data.decode("cp1252", "replace"), "cp1252", guessed=True)
