"""Office files that are ZIP archives of XML: opened without trust."""

import io
import zipfile
from typing import Any

from presseschau import DocumentError

_RATIO, _RATIO_FROM = 200, 5_000_000
_MEMBERS = 20_000


def opened_zip(data: bytes, limit: int) -> zipfile.ZipFile:
    """Return an archive whose members do not claim more than the limit.

    Raises:
        DocumentError: it is damaged, or unpacks to far more than it has any reason to.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DocumentError(f"the archive inside the file is damaged ({error})", hint="save it anew") from error
    texts = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith((".xml", ".xhtml", ".html", ".htm", ".opf", ".rels"))
    ]
    size = sum(info.file_size for info in texts)
    if (
        len(archive.infolist()) > _MEMBERS
        or size > max(4 * limit, _RATIO_FROM)
        or (size > _RATIO_FROM and size > _RATIO * len(data))
    ):
        raise DocumentError(
            f"{len(data):,} bytes unpack to {size:,}", hint="no text shrinks like that; if it is right, save it as plain text"
        )
    return archive


def member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return the bytes of a member.

    Raises:
        DocumentError: there is none, or it is damaged or too large.
    """
    try:
        with archive.open(name) as stream:
            data = stream.read(4 * limit + 1)
    except (KeyError, zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise DocumentError(f"the file has no usable part {name!r} ({error})", hint="save it anew, or as plain text") from error
    if len(data) > 4 * limit:
        raise DocumentError(f"the part {name!r} has more than {4 * limit:,} bytes", hint="split the file, or raise `max_bytes`")
    return data


def tree_of(data: bytes) -> Any:  # noqa: ANN401 - an lxml element
    """Return the root of an XML document; entities are not resolved and nothing is fetched."""
    from lxml import etree  # noqa: PLC0415 - optional

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)
