"""WARC files (ISO 28500), streamed record by record; plain, gzip and zstd."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from presseschau_web_pages.dates import read_date
from presseschau_web_pages.items import Found, Item, Locator, digest_of

_HTML = ("text/html", "application/xhtml+xml")
_WANTED = WarcRecordType.response | WarcRecordType.resource
_OK = 200
_STARTS = (b"WARC/", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")
"""How a record begins that can be read from its own offset: plain, in a gzip member of its own, in a zstd frame of its own."""
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""How a zstd WARC with a dictionary begins (IIPC's draft): its frames cannot be read without it."""


def _records(stream: IO[bytes]) -> Iterator[WarcRecord]:
    yield from ArchiveIterator(stream, record_types=_WANTED, auto_decode="all")


def _type_of(record: WarcRecord) -> str:
    headers = record.http_headers or record.headers
    return str(headers.get("Content-Type") or "")


def _is_page(record: WarcRecord) -> bool:
    headers = record.http_headers
    status = int(headers.status_code or 0) if headers else _OK
    return status == _OK and _type_of(record).lower().startswith(_HTML)


def _starts_at(probe: IO[bytes], offset: int) -> bool:
    probe.seek(offset)
    return probe.read(5).startswith(_STARTS)


def warc_pages(path: Path, name: str, limit: int) -> Iterator[Found]:
    """Yield the HTML responses of a WARC file: those with status 200 and a type of HTML, or an HTML resource record.

    A record that has no beginning of its own, in a file packed as a whole, is held; so is one that needs a dictionary.
    """
    last = -1
    try:
        with path.open("rb") as stream, path.open("rb") as probe:
            needs_dictionary = probe.read(4) == _DICTIONARY
            for record in _records(stream):
                offset = int(record.stream_pos)
                own = offset != last and not needs_dictionary and _starts_at(probe, offset)
                last = offset
                if _is_page(record):
                    yield _found(record, path, name, offset if own else None, limit)
    except (OSError, ValueError, RuntimeError, EOFError) as error:
        yield (
            Item.refused(f"{name}@{max(0, last)}", "broken-archive", f"the WARC file breaks off ({error})", "fetch it anew"),
            b"",
        )


def _found(record: WarcRecord, path: Path, name: str, offset: int | None, limit: int) -> Found:
    address = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
    data = bytes(record.reader.read(limit + 1))
    locator = Locator.holding(data) if offset is None else Locator(kind="warc", path=str(path), offset=offset)
    item = Item(
        id=f"{name}/{address or offset}",
        locator=locator,
        digest=digest_of(data),
        address=address,
        seen=read_date(str(record.headers.get("WARC-Date") or "")),
        content_type=_type_of(record),
    )
    return item, data


def record_at(path: Path, offset: int, limit: int) -> bytes:
    """Return the payload of the record that begins at an offset."""
    with path.open("rb") as stream:
        stream.seek(offset)
        for record in _records(stream):
            return bytes(record.reader.read(limit + 1))
    return b""
