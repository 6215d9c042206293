"""Bytes of office files to plain text: paragraphs, with a blank line between two, and what the file says of itself.

Each format is read by a library that is kept up for it; where it is not installed, the error says which to install. Nothing that a
file holds is fetched, run or unpacked to disk.
"""

import io
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from attrs import field, frozen

from presseschau import DocumentError
from presseschau_office_files.zipped import member, opened_zip, tree_of

_MAX_PAGES = 3_000
_CODE_PAGE = re.compile(rb"\\ansicpg([0-9]{3,5})")
_BLANKS = re.compile(r"[ \t\u00a0]*\n(?:[ \t\u00a0]*\n)+")
_GENERIC = re.compile(
    r"(?:microsoft word|python-docx|libreoffice|openoffice|microsoft|administrator|user|admin|default|unbenannt|untitled|dokument\d*|document\d*|\S{1,80}\.(?:docx?|rtf|odt|indd|qxd|pdf))\b.*",
    re.IGNORECASE,
)
"""What a program wrote where title and author stand: no heading of an article, and nobody."""


@frozen
class Converted:
    """A text, and what the file says of itself: names of claims with their values."""

    text: str
    claims: tuple[tuple[str, str], ...] = field(default=())


def convert(data: bytes, kind: str, limit: int) -> Converted:
    """Return the text of a file of one of the kinds ``rtf``, ``docx``, ``odt``, ``pdf``, ``epub``, ``email`` and ``xml``.

    Raises:
        DocumentError: it is damaged, locked, has no text or too much, or the library for it is not installed.
    """
    try:
        converted = _CONVERTERS[kind](data, limit)
    except DocumentError:
        raise
    except ImportError as error:
        raise DocumentError(
            f"reading {kind.upper()} needs the library {error.name}",
            hint=f"pip install 'presseschau-office-files[{_EXTRAS[kind]}]'",
        ) from error
    except RecursionError:
        raise DocumentError(f"the {kind.upper()} file is nested too deeply", hint="save it anew, or as plain text") from None
    except Exception as error:  # libraries raise whatever they stumble over in damaged files
        raise DocumentError(
            f"the {kind.upper()} file cannot be read ({type(error).__name__}: {str(error)[:200]})",
            hint="save it anew, or as plain text",
        ) from error
    if len(converted.text) > limit:
        raise DocumentError(f"more than {limit:,} characters of text", hint="split it, or raise `max_bytes`")
    return converted


def _claims(pairs: Iterable[tuple[str, Any]]) -> tuple[tuple[str, str], ...]:
    found = ((name, " ".join(str(value or "").split())[:1000]) for name, value in pairs)
    return tuple((name, value) for name, value in found if value and not _GENERIC.fullmatch(value))


def joined(paragraphs: Iterable[str]) -> str:
    """Join paragraphs with a blank line between two; empty ones give nothing."""
    return "\n\n".join(stripped for paragraph in paragraphs if (stripped := paragraph.strip(" \t\r\n\u00a0\f")))


def _docx(data: bytes, limit: int) -> Converted:
    import docx  # noqa: PLC0415 - optional
    from docx.table import Table  # noqa: PLC0415

    opened_zip(data, limit).close()
    document = docx.Document(io.BytesIO(data))
    paragraphs: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            paragraphs += [" \t".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        else:
            paragraphs.append(block.text)
    said = (
        document.core_properties
        if "docProps/core.xml" in {str(part.partname).lstrip("/") for part in document.part.package.iter_parts()}
        else None
    )
    return Converted(joined(paragraphs), _claims([("title", said.title), ("author", said.author)]) if said else ())


def _rtf(data: bytes, _limit: int) -> Converted:
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - optional

    found = _CODE_PAGE.search(data[:2000])
    encoding = f"cp{found[1].decode()}" if found else "cp1252"
    try:
        rtf = data.decode(encoding, "replace")
    except LookupError:
        encoding, rtf = "cp1252", data.decode("cp1252", "replace")
    text = rtf_to_text(rtf, encoding=encoding, errors="replace")  # type: ignore[no-untyped-call]
    return Converted(_BLANKS.sub("\n\n", text).strip())


def _pdf(data: bytes, _limit: int) -> Converted:
    import logging  # noqa: PLC0415

    from pypdf import PdfReader  # noqa: PLC0415 - optional

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError("the PDF is locked with a password", hint="save it without one")
    if len(reader.pages) > _MAX_PAGES:
        raise DocumentError(f"the PDF has more than {_MAX_PAGES:,} pages", hint="split it")
    text = joined(page.extract_text() for page in reader.pages)
    if not text:
        raise DocumentError(
            "the PDF has no text, only images", hint="recognise its text first (OCR), with ocrmypdf for example"
        )
    said = reader.metadata
    return Converted(text, _claims([("title", said.title), ("author", said.author)]) if said else ())


def _odt(data: bytes, limit: int) -> Converted:
    with opened_zip(data, limit) as archive:
        content, meta = tree_of(member(archive, "content.xml", limit)), None
        if "meta.xml" in archive.namelist():
            meta = tree_of(member(archive, "meta.xml", limit))
    paragraphs = list(_odt_paragraphs(content))
    said = (
        {}
        if meta is None
        else {element.tag.rpartition("}")[2]: element.text for element in meta.iter("{*}title", "{*}initial-creator")}
    )
    return Converted(joined(paragraphs), _claims([("title", said.get("title")), ("author", said.get("initial-creator"))]))


def _odt_paragraphs(content: Any) -> Iterator[str]:  # noqa: ANN401 - an lxml element
    """Yield paragraphs and the rows of tables, whose cells are parted by a tab."""
    for element in content.iter("{*}p", "{*}h", "{*}table-row"):
        within = any(above.tag.rpartition("}")[2] == "table-row" for above in element.iterancestors())
        if within or _inside_note(element):
            continue
        if element.tag.endswith("}table-row"):
            cells = ("\n".join(map(_odt_text, cell.iter("{*}p"))).strip() for cell in element.iter("{*}table-cell"))
            yield " \t".join(cell for cell in cells if cell)
        else:
            yield _odt_text(element)


def _inside_note(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    return any(above.tag.rpartition("}")[2] in {"annotation", "note", "tracked-changes"} for above in element.iterancestors())


def _odt_text(paragraph: Any) -> str:  # noqa: ANN401 - an lxml element
    parts = [paragraph.text or ""]
    for element in paragraph.iterdescendants():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in {"line-break", "tab", "s"}:
            parts.append("\n" if name == "line-break" else " ")
        elif name not in {"annotation", "note", "p"} and not _inside_note(element):
            parts.append(element.text or "")
        parts.append(element.tail or "" if not _inside_note(element) else "")
    return "".join(parts)


def _email(data: bytes, _limit: int) -> Converted:
    from presseschau_office_files.mail import text_of_mail  # noqa: PLC0415 - only for e-mails

    return Converted(*text_of_mail(data))


def _xml(data: bytes, _limit: int) -> Converted:
    from presseschau_office_files.news_xml import text_of_xml  # noqa: PLC0415 - needs lxml

    root = tree_of(data)
    if root.tag.endswith("}document"):
        return Converted(joined(_odt_paragraphs(root)))
    paragraphs, claims = text_of_xml(root)
    return Converted(joined(paragraphs), claims)


def _epub(data: bytes, limit: int) -> Converted:
    from presseschau_office_files.markup import text_of_markup  # noqa: PLC0415 - needs lxml

    with opened_zip(data, limit) as archive:
        container = tree_of(member(archive, "META-INF/container.xml", limit))
        root = next((element.get("full-path") for element in container.iter("{*}rootfile")), "")
        package = tree_of(member(archive, root, limit))
        base = root.rpartition("/")[0]
        files = {element.get("id"): element.get("href") for element in package.iter("{*}item")}
        chapters, size = [], 0
        for element in package.iter("{*}itemref"):
            href = (files.get(element.get("idref")) or "").partition("#")[0]
            if element.get("linear") == "no" or not href:
                continue
            name = posixpath.normpath(posixpath.join(base, unquote(href)))
            page = member(archive, name, limit)
            size += len(page)
            if size > limit:
                raise DocumentError(f"more than {limit:,} bytes of text", hint="split it, or raise `max_bytes`")
            chapters.append(text_of_markup(page))
    said = [
        (element.tag.rpartition("}")[2], element.text)
        for element in package.iter("{*}title", "{*}creator", "{*}publisher", "{*}date", "{*}language")
    ]
    names = {"title": "title", "creator": "author", "publisher": "publisher", "date": "date", "language": "language"}
    return Converted(joined(chapters), _claims((names[name], value) for name, value in said))


_CONVERTERS: dict[str, Callable[[bytes, int], Converted]] = {
    "docx": _docx,
    "rtf": _rtf,
    "pdf": _pdf,
    "odt": _odt,
    "epub": _epub,
    "email": _email,
    "xml": _xml,
}
_EXTRAS = {"docx": "docx", "rtf": "rtf", "pdf": "pdf", "odt": "xml", "epub": "xml", "email": "xml", "xml": "xml"}
