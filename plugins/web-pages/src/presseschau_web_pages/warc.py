"""WARC files (ISO 28500), streamed record by record; plain, gzip and zstd.

Records are cut out with FastWARC, which is told to leave their bodies alone: its own decoding ends the whole file, without an
error, at a record that is chunked and compressed at once. Where the file itself is damaged or a length lies, reading goes on at the
next record, and what lies between is named.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from attrs import evolve, frozen
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from presseschau.dates import first_date
from presseschau.inputs import open_regular
from presseschau_web_pages.http_bodies import Message, decoded_body, message_of
from presseschau_web_pages.items import Found, Item, Locator, digest_of
from presseschau_web_pages.takes import LOOKS_LIKE_HTML

_HTML = ("text/html", "application/xhtml+xml")
_WANTED = WarcRecordType.response | WarcRecordType.resource
_OK = 200
_STARTS = (b"WARC/", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")
"""How a record begins that can be read from its own offset: plain, in a gzip member of its own, in a zstd frame of its own."""
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""How a zstd WARC with a dictionary begins (IIPC's draft): its frames cannot be read without it."""
_START = re.compile(rb"WARC/1\.[0-9]\r?\n|\x1f\x8b\x08|\x28\xb5\x2f\xfd")
_EMBEDDED = re.compile(rb"\r?\n\r?\nWARC/1\.[0-9]\r?\n[A-Za-z-]{4,30}:")
_BREAKS_OFF = "a record ends before its length"
_HEADERS = 1 << 16
"""Bytes in which the headers of a message end; servers allow no more."""
_WINDOW = 1 << 20
_OVERLAP = 1024
"""Bytes that are enough to tell the beginning of a record: the tables of a gzip member alone may take hundreds."""
_PACKED_MORE = 1_000_000
"""Bytes that chunks and packing may add to a body that was not compressible."""


@frozen(kw_only=True)
class _Page:
    """A record with a page: where it begins, what its headers say, and its body as it was sent."""

    offset: int
    address: str
    seen: str
    content_type: str
    transfer: str
    content: str
    body: bytes
    own: bool

    def data(self, limit: int) -> bytes:
        return decoded_body(self.body, self.transfer, self.content, limit)


@frozen
class _Damage:
    """A stretch of the file that gives no record, and why."""

    offset: int
    reason: str


def warc_pages(path: Path, name: str, limit: int) -> Iterator[Found]:
    """Yield the HTML responses of a WARC file: those with status 200 and a type of HTML, or an HTML resource record.

    A record that has no beginning of its own, in a file packed as a whole, is held; so is one that needs a dictionary, and one
    whose length is wrong.
    """
    nothing = True
    for found in _pages(path, limit):
        nothing = False
        if isinstance(found, _Damage):
            hint = "fetch it anew; what could be read after it is there"
            yield (
                Item.refused(f"{name}@{found.offset}", "broken-archive", f"the WARC file is damaged ({found.reason})", hint),
                b"",
            )
            continue
        data = found.data(limit)
        item = Item(
            id=f"{name}/{found.address or found.offset}",
            locator=Locator(kind="warc", path=str(path), offset=found.offset) if found.own else Locator.holding(data),
            digest=digest_of(data),
            address=found.address,
            seen=found.seen,
            content_type=found.content_type,
        )
        yield item, data
    if nothing:
        hint = "pages are in the WARC files of a crawl; files of metadata (WAT), text (WET) or requests have none"
        yield Item.refused(name, "no-html", "the WARC file holds no response with a web page", hint), b""


def record_at(path: Path, offset: int, limit: int) -> bytes:
    """Return the page in the record that begins at an offset."""
    with open_regular(path) as stream:
        stream.seek(offset)
        for record in _records(stream):
            return _page(record, _message(record), offset, limit, own=True).data(limit)
    return b""


def _records(stream: IO[bytes]) -> Iterator[WarcRecord]:
    # FastWARC takes a message whose header lines end with line feeds alone for one long status.
    yield from ArchiveIterator(stream, record_types=_WANTED, parse_http=False, auto_decode="none")


def _pages(path: Path, limit: int) -> Iterator[_Page | _Damage]:
    """Yield pages and damages from the beginning to the end of a file, whatever is wrong in between."""
    start: int | None = 0
    while start is not None:
        last, held, problem = start, None, ""
        try:
            for page, offset, truncated in _from(path, start, limit):
                if held is not None:
                    yield held
                held, last = page, offset
                if truncated:
                    problem = _BREAKS_OFF
                    break
        except (OSError, ValueError, RuntimeError, EOFError) as error:
            problem = str(error)
        start = _next_start(path, last + 1) if problem else None
        if held is not None and (sound := _sound(held, problem)):
            yield sound
        if problem:
            yield _Damage(last, problem[:200])


def _sound(page: _Page, problem: str) -> _Page | None:
    """Return what is sound of the last page before a problem; None where it breaks off."""
    embedded = _EMBEDDED.search(page.body) if problem else None
    if embedded:
        # Its length was too great, and it holds the beginning of the next record.
        return evolve(page, body=page.body[: embedded.start()], own=False)
    return None if problem == _BREAKS_OFF else page


def _from(path: Path, start: int, limit: int) -> Iterator[tuple[_Page | None, int, bool]]:
    """Yield the pages from an offset on (None for other records), the offsets, and whether a record breaks off."""
    with open_regular(path) as stream, open_regular(path) as probe:
        needs_dictionary = probe.read(4) == _DICTIONARY
        stream.seek(start)
        last = -1
        first = True
        for record in _records(stream):
            offset = int(record.stream_pos)
            # FastWARC counts from where it began, or from the beginning of the file.
            offset += start if first and start and offset == 0 else 0
            own = offset != last and not needs_dictionary and _starts_at(probe, offset)
            last, first = offset, False
            length, message = int(record.content_length), _message(record)
            if _is_page(message):
                page = _page(record, message, offset, limit, own=own)
                yield page, offset, message.size + len(page.body) - len(message.begun) < min(length, _most(limit))
            else:
                yield None, offset, message.size < min(length, _HEADERS)


def _message(record: WarcRecord) -> Message:
    """Read the headers of the message of HTTP in a record; those of a resource are the record's own."""
    begun = bytes(record.reader.read(_HEADERS))
    if record.record_type == WarcRecordType.resource:
        declared = str(record.headers.get("Content-Type") or "")
        return Message(status=_OK, headers={"content-type": declared}, begun=begun, size=len(begun))
    return message_of(begun)


def _page(record: WarcRecord, message: Message, offset: int, limit: int, *, own: bool) -> _Page:
    return _Page(
        offset=offset,
        address=str(record.headers.get("WARC-Target-URI") or "").strip("<>"),
        seen=first_date(str(record.headers.get("WARC-Date") or "")),
        content_type=message.headers.get("content-type", ""),
        transfer=message.headers.get("transfer-encoding", ""),
        content=message.headers.get("content-encoding", ""),
        body=message.begun + bytes(record.reader.read(_most(limit))),
        own=own,
    )


def _most(limit: int) -> int:
    return limit + limit // 8 + _PACKED_MORE


def _is_page(message: Message) -> bool:
    if message.status != _OK:
        return False
    declared = message.headers.get("content-type", "").strip().lower()
    return declared.startswith(_HTML) or (not declared and LOOKS_LIKE_HTML.search(message.begun[:_OVERLAP]) is not None)


def _starts_at(probe: IO[bytes], offset: int) -> bool:
    probe.seek(offset)
    return probe.read(5).startswith(_STARTS)


def _next_start(path: Path, after: int) -> int | None:
    """Return the offset of the next record that begins at or behind an offset, None where there is none. Reads each byte once."""
    with open_regular(path) as stream:
        packed = stream.read(2) == b"\x1f\x8b"
        at = after
        while True:
            stream.seek(at)
            window = stream.read(_WINDOW + _OVERLAP)
            for found in _START.finditer(window):
                if _begins_a_record(window[found.start() : found.start() + _OVERLAP], packed=packed):
                    return at + found.start()
            if len(window) <= _WINDOW:
                return None
            at += _WINDOW


def _begins_a_record(head: bytes, *, packed: bool) -> bool:
    if head.startswith(b"\x1f\x8b"):
        try:
            return packed and zlib.decompressobj(31).decompress(head, 5) == b"WARC/"
        except zlib.error:
            return False
    return head.startswith(b"\x28\xb5\x2f\xfd") or not packed
