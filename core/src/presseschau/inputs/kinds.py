"""Kinds of files, by their first bytes: what is not text must not be read as text."""

import re

from attrs import frozen


@frozen
class Kind:
    """A kind of file: a word for it, what people call it, and what to do about one that nothing reads."""

    name: str
    called: str
    hint: str


_AS_TEXT = "save it as plain text (UTF-8)"
_OFFICE = "save it as plain text (UTF-8), or install a loader for it: pip install 'presseschau[office]'"
_UNPACK = "unpack it and load what is in it"

_KINDS = {
    kind.name: kind
    for kind in (
        Kind("rtf", "an RTF document", _OFFICE),
        Kind("docx", "a Word document (DOCX)", _OFFICE),
        Kind("odt", "an OpenDocument text (ODT)", _OFFICE),
        Kind("pdf", "a PDF document", _OFFICE),
        Kind("epub", "an EPUB book", _OFFICE),
        Kind(
            "word",
            "a Word, Excel or Outlook file in the format of before 2007",
            "open it and save it as DOCX or as plain text (UTF-8)",
        ),
        Kind("ods", "an OpenDocument spreadsheet", "save it as CSV (UTF-8) or as XLSX"),
        Kind("slides", "a presentation", _AS_TEXT),
        Kind("xlsx", "an Excel workbook", "load it with `use: text-files`, or save it as CSV (UTF-8)"),
        Kind("html", "a web page (HTML)", "load it with `use: web-pages`"),
        Kind("warc", "a WARC file", "load it with `use: web-pages`"),
        Kind("zip", "a ZIP archive", _UNPACK),
        Kind("tar", "a tar archive", _UNPACK),
        Kind("7z", "a 7z archive", _UNPACK),
        Kind("rar", "a RAR archive", _UNPACK),
        Kind("image", "an image", "text in images must be recognised first (OCR)"),
        Kind("sqlite", "an SQLite database", "export the texts as CSV or JSONL"),
        Kind("parquet", "a Parquet file", "export the texts as CSV or JSONL"),
        Kind("email", "an e-mail", "load it with `use: office-files`"),
        Kind("mbox", "a mailbox of several e-mails", "save each e-mail as a file (.eml)"),
        Kind("mhtml", "a page saved as MHTML", "load it with `use: web-pages`"),
        Kind("json", "a JSON file", "load it with `use: text-files`"),
        Kind("xml", "an XML file", "feeds, sitemaps, TEI, NITF and NewsML-G2 are read; save other XML as HTML or plain text"),
        Kind("latex", "a LaTeX source", _AS_TEXT),
        Kind("subtitles", "a file of subtitles", "save what is said as plain text"),
        Kind("plist", "a property list of Apple's, such as a Safari web archive", "save the page as HTML"),
        Kind("postscript", "a PostScript file", "turn it into a PDF, or save it as plain text (UTF-8)"),
        Kind("book", "a book in a format of readers", "turn it into EPUB, with Calibre for example"),
        Kind("references", "a list of references (RIS or BibTeX)", "export the full texts"),
        Kind("shortcut", "a shortcut", "save the page or file that it leads to"),
        Kind("data", "a data file of a program", "export the texts as CSV or JSONL"),
        Kind("executable", "a program", "leave it out"),
        Kind("audio", "a file of sound, video or pictures", "leave it out"),
    )
}
_MAGIC = (
    (b"{\\rtf", "rtf"), (b"%PDF-", "pdf"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "word"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"), (b"\x89PNG\r\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\0", "image"),
    (b"MM\0*", "image"), (b"SQLite format 3\0", "sqlite"), (b"PAR1", "parquet"), (b"WARC/", "warc"), (b"\x7fELF", "executable"),
    (b"MZ\x90", "executable"), (b"ID3", "audio"), (b"OggS", "audio"), (b"RIFF", "audio"), (b"fLaC", "audio"),
    (b"bplist00", "plist"), (b"\\documentclass", "latex"), (b"WEBVTT", "subtitles"), (b"<?xml", "xml"),
    (b"%!PS", "postscript"), (b"AT&TFORM", "image"), (b"\xffWPC", "word"), (b"ARROW1", "data"), (b"<stata_dta>", "data"), (b"$FL2", "data"),
    (b"RDX", "data"), (b"\x89HDF", "data"), (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "data"), (b"L\0\0\0\x01\x14\x02\0", "shortcut"),
    (b"[InternetShortcut]", "shortcut"), (b"\x1a\x45\xdf\xa3", "audio"), (b"\xff\xfb", "audio"), (b"\xff\xf3", "audio"),
)  # fmt: skip
_AT = ((4, b"ftyp", "audio"), (60, b"BOOKMOBI", "book"), (257, b"ustar", "tar"), (8, b"WEBP", "image"))
_ZIPPED = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "slides"),
    (b"application/epub+zip", "epub"),
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
    (b"ppt/", "slides"),
)
_FIRST_MEMBER = re.compile(rb"(?:mimetype|\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|ppt/|customXml/)?")
"""How the first member of such an archive is called; another archive may hold such files."""
_HTML = re.compile(
    rb"\s{0,200}(?:<\?xml[^<>]{0,200}>\s{0,200})?(?:<!--[^<>]{0,500}-->\s{0,200}){0,3}<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE,
)
_LOOKS = {
    "email": re.compile(
        rb"(?:From [^\n]{1,200}\n)?(?:[A-Za-z-]{2,40}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){0,60}?"
        rb"(?:MIME-Version|Message-ID|Received|Return-Path):",
        re.IGNORECASE,
    ),
    "references": re.compile(rb"TY {1,2}- {1,2}[A-Z]{2,6}\r?\n[A-Z][A-Z0-9] {1,2}- |@[A-Za-z]{4,14}\{[^\s,{}]{1,80},\s"),
    "json": re.compile(rb"(?:\[\s{0,200})?\{\s{0,200}\"[^\"\n]{1,100}\"\s{0,20}:"),
    "subtitles": re.compile(rb"[0-9]{1,6}\r?\n[0-9]{2}:[0-9]{2}:[0-9]{2}[,.][0-9]{3} --> "),
}
_NEXT_MAIL = re.compile(rb"\n\r?\nFrom [^\n]{5,200}\n[A-Za-z-]{2,40}:")
_SAVED = re.compile(
    rb"^(?:Snapshot-Content-Location|Content-Location):|^Content-Type:\s{0,3}multipart/related", re.IGNORECASE | re.MULTILINE
)
HEAD = 8192
"""How many of the first bytes of a file are enough for :func:`kind_of`."""


def kind_of(head: bytes) -> Kind | None:
    """Return the kind of a file that is known not to be plain text, by its first (unpacked) bytes; None for all others."""
    head = head[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"PK\x03\x04"):
        first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
        known = not first or bool(_FIRST_MEMBER.match(first)[0])  # type: ignore[index]
        return _KINDS[next((name for mark, name in _ZIPPED if known and mark in head), "zip")]
    bare = head.lstrip(b"\r\n\t ")
    name = next((name for at, magic, name in _AT if head.startswith(magic, at)), "")
    name = name or next((name for magic, name in _MAGIC if bare.startswith(magic)), "")
    if name in {"", "xml"} and _HTML.match(_narrow(head)):
        name = "html"
    name = name or next((kind for kind, looks in _LOOKS.items() if looks.match(bare)), "")
    return _KINDS.get(_kind_of_mail(bare) if name == "email" else name)


def _kind_of_mail(head: bytes) -> str:
    if head.startswith(b"From ") and _NEXT_MAIL.search(head, 5):
        return "mbox"
    return "mhtml" if _SAVED.search(head) else "email"


def _narrow(head: bytes) -> bytes:
    """Return bytes of UTF-16 as if they were ASCII."""
    return head.replace(b"\0", b"").lstrip(b"\xff\xfe") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
