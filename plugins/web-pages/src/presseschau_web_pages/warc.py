"""WARC files (ISO 28500), streamed record by record; plain, gzip and zstd."""

from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from presseschau_web_pages.dates import read_date
from presseschau_web_pages.items import Found, Item, Locator, digest_of

_HTML = ("text/html", "application/xhtml+xml")
_WANTED = WarcRecordType.response | WarcRecordType.resource
_OK = 200


def _records(path: Path, offset: int = 0) -> Iterator[WarcRecord]:
    with path.open("rb") as stream:
        stream.seek(offset)
        yield from ArchiveIterator(stream, record_types=_WANTED, auto_decode="all")


def _type_of(record: WarcRecord) -> str:
    if record.http_headers is not None:
        return str(record.http_headers.get("Content-Type") or "")
    return str(record.headers.get("Content-Type") or "")


def _status_of(record: WarcRecord) -> int:
    headers = record.http_headers
    return int(headers.status_code or 0) if headers is not None and headers.status_code else _OK


def warc_pages(path: Path, name: str, limit: int) -> Iterator[Found]:
    """Yield the HTML responses of a WARC file: those with status 200 and a type of HTML, or an HTML resource record."""
    last, ordinal = -1, 0
    try:
        for record in _records(path):
            offset = record.stream_pos
            ordinal = ordinal + 1 if offset == last else 0
            last = offset
            content_type = _type_of(record)
            if not content_type.lower().startswith(_HTML) or _status_of(record) != _OK:
                continue
            address = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
            data = record.reader.read(limit + 1)
            yield (
                Item(
                    id=f"{name}/{address or offset}",
                    locator=Locator(kind="warc", path=str(path), offset=offset, ordinal=ordinal),
                    digest=digest_of(data),
                    address=address,
                    seen=read_date(str(record.headers.get("WARC-Date") or "")),
                    content_type=content_type,
                ),
                data,
            )
    except (OSError, ValueError, RuntimeError, EOFError) as error:
        yield (
            Item.refused(f"{name}@{max(0, last)}", "broken-archive", f"the WARC file breaks off ({error})", "fetch it anew"),
            b"",
        )


def record_at(path: Path, offset: int, ordinal: int, limit: int) -> bytes:
    """Return the payload of the record that begins at an offset."""
    for number, record in enumerate(_records(path, offset)):
        if number == ordinal:
            return bytes(record.reader.read(limit + 1))
    return b""
