"""What the loader takes, for those who ask which loader a file is for: files that begin as the exports of press databases do."""

import re
import zipfile

from presseschau import DocumentError
from presseschau.inputs import decode, decode_mixed, explained, kind_of, normalize_line_ends, opened, read_limited
from presseschau.inputs.loaders import Sample, Takes
from presseschau_press_exports.collections import articles_of, begins_like_one

SUFFIXES = (".txt", ".text", ".html", ".htm", ".rtf", ".docx")
_TAG = re.compile(r"<(?:/?(?:p|div|br|tr|h[1-6]|li|table|body)\b[^<>]{0,500}|[^<>]{0,500})>", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|tr|h[1-6]|li|table|body)\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_RTF_BREAK = re.compile(r"\\(?:par|line|sect|page)\b ?")
_RTF_BYTE = re.compile(r"\\'([0-9a-f]{2})", re.IGNORECASE)
_RTF_UNICODE = re.compile(r"\\u(-?[0-9]{1,5}) ?\??")
_RTF_WORD = re.compile(r"\\[a-z]{1,30}-?[0-9]{0,10} ?|[{}]")
_HINTS = re.compile(
    rb"factiva|nexis|genios|wiso-net|pmg|presse-monitor|mediengattung|proquest|pressreader|(?:en|de)article|[0-9]\s{0,3}(?:words|w(?:\xc3\xb6|\xf6|&ouml;)rter)",
    re.IGNORECASE,
)
_MORE = 200_000
_MOST = 3_000_000
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def _recognises(sample: Sample) -> float:
    kind = kind_of(sample.head)
    name = kind.name if kind else ""
    if name in {"", "html"}:
        head = sample.head
        if name == "html" and not _HINTS.search(head):
            return 0.0
        if not begins_like_one(_plain(head, name)):
            return 0.0
        articles = len(articles_of(_plain(_more_of(sample), name))[1])
        # A single article as text may be read as any text; of several only one would be dated.
        return 0.0 if not articles else 0.9 if articles > 1 else 0.6 if name else 0.45
    if name in {"rtf", "docx"} and sample.path is not None:
        plain = _of_rtf(sample) if name == "rtf" else _of_docx(sample)
        return 0.9 if begins_like_one(plain) else 0.0
    return 0.0


def _plain(data: bytes, kind: str) -> str:
    text = normalize_line_ends(decode(data).text if data.startswith(_WIDE) else decode_mixed(data))
    return _of_html(text) if kind else text


def _more_of(sample: Sample) -> bytes:
    """Return as much of a file as tells whether it is a collection."""
    if sample.path is None:
        return sample.head
    try:
        with explained(""), opened(sample.path) as stream:
            return read_limited(stream, _MOST)
    except DocumentError:
        return sample.head


def _of_html(text: str) -> str:
    import html  # noqa: PLC0415 - only for pages

    return html.unescape(
        _TAG.sub(lambda found: "\n" if _BLOCK.match(found.group()) else " " if _CELL.match(found.group()) else "", text)
    )


def _of_rtf(sample: Sample) -> str:
    text = sample.head.decode("latin-1")
    text = _RTF_BREAK.sub("\n", text)
    text = _RTF_BYTE.sub(lambda found: bytes([int(found[1], 16)]).decode("cp1252", "replace"), text)
    text = _RTF_UNICODE.sub(lambda found: chr(int(found[1]) % 65536) if int(found[1]) % 65536 < 0xD800 else "", text)  # noqa: PLR2004
    return _RTF_WORD.sub("", text)


def _of_docx(sample: Sample) -> str:
    try:
        with zipfile.ZipFile(str(sample.path)) as archive, archive.open("word/document.xml") as stream:
            xml = stream.read(_MORE).decode("utf-8", "replace")
    except (OSError, KeyError, ValueError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return ""
    return re.sub(r"<[^<>]{0,2000}>", "", re.sub(r"</w:p>|<w:br/>", "\n", xml))


TAKES = Takes(suffixes=(), recognises=_recognises)
