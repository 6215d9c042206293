"""Bodies of HTTP responses as they were sent, to what they say: whatever the header claims, and only as far as it is true.

Crawlers store bodies with headers that lie: Common Crawl's news until May 2019 unpacked them and kept ``Content-Encoding: gzip``
and ``Transfer-Encoding: chunked``. So a claim is tried, and dropped where the bytes do not bear it out.
"""

import re
import zlib
from collections.abc import Callable, Iterator

from attrs import frozen

_CHUNK = re.compile(rb"[ \t]{0,8}([0-9A-Fa-f]{1,8})[ \t]{0,8}(?:;[^\r\n]{0,500})?\r?\n")
_GZIP = b"\x1f\x8b\x08"
_PIECE = 1 << 14

_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(r"\r?\n")
_STATUS = re.compile(r"HTTP/[0-9.]{1,4} {1,4}([0-9]{3})")


@frozen(kw_only=True)
class Message:
    """A response of HTTP: its status (0 where it has none), its headers by names in small letters, and what was read of its body.

    ``size`` counts the bytes that were read in all.
    """

    status: int
    headers: dict[str, str]
    begun: bytes
    size: int


def message_of(begun: bytes) -> Message:
    """Split the beginning of a response into headers and body, whatever ends its lines (RFC 9112, 2.2).

    Of a header that is said twice the first counts.
    """
    end = _HEADERS_END.search(begun)
    head, body = (begun[: end.start()], begun[end.end() :]) if end else (begun, b"")
    first, *lines = _LINE_END.split(head.decode("latin-1"))
    status = _STATUS.match(first)
    headers: dict[str, str] = {}
    last = ""
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in {" ", "\t"} and last:
            headers[last] += " " + line.strip()
        elif colon:
            last = name.strip().lower()
            headers.setdefault(last, value.strip())
    return Message(status=int(status[1]) if status else 0, headers=headers, begun=body, size=len(begun))


def decoded_body(body: bytes, transfer: str, content: str, limit: int) -> bytes:
    """Return a body without its chunks and unpacked, at most ``limit`` and one bytes of it.

    ``transfer`` and ``content`` are what the headers Transfer-Encoding and Content-Encoding say. What breaks off in the middle gives
    what comes before, as in a browser.
    """
    if "chunked" in transfer.lower():
        body = without_chunks(body)
    for coding in reversed([coding.strip().lower() for coding in content.split(",") if coding.strip()]):
        body = _unpacked(body, coding, limit)
    if body.startswith(_GZIP):
        body = _unpacked(body, "gzip", limit)
    return body[: limit + 1]


def without_chunks(body: bytes) -> bytes:
    """Return the data of a chunked body (RFC 9112, section 7.1); a body that does not begin with a chunk as it is."""
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if not size:
            return b"".join(parts)
        start = found.end()
        end = start + size
        breaks_off = end > len(body) and body[start:].startswith((_GZIP, b"<"))
        if not parts and not breaks_off and (end > len(body) or body[end : end + 1] not in {b"\r", b"\n", b""}):
            return body
        parts.append(body[start:end])
        at = end + (2 if body[end : end + 2] == b"\r\n" else 1)
    return b"".join(parts) if parts else body


def _unpacked(body: bytes, coding: str, limit: int) -> bytes:
    """Return a body unpacked as its coding says, as far as that goes; a body of another kind as it is."""
    unpack = _UNPACKERS.get(coding)
    if unpack is None:
        return body
    parts: list[bytes] = []
    size = 0
    try:
        for part in unpack(body):
            parts.append(part)
            size += len(part)
            if size > limit:
                break
    except Exception as error:  # noqa: BLE001 - each unpacker has errors of its own; any of them says that the claim ends here
        del error
    return b"".join(parts) if size else body


def _zlib(wbits: int) -> Callable[[bytes], Iterator[bytes]]:
    def unpack(body: bytes) -> Iterator[bytes]:
        unpacker = zlib.decompressobj(wbits)
        data = body
        while data and not unpacker.eof:
            yield unpacker.decompress(data, _PIECE)
            data = unpacker.unconsumed_tail

    return unpack


def _deflate(body: bytes) -> Iterator[bytes]:
    """Unpack what RFC 9110 means by deflate (zlib), or the bare stream that many servers send."""
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and not int.from_bytes(body[:2], "big") % 31  # noqa: PLR2004 - RFC 1950
    yield from _zlib(15 if is_zlib else -15)(body)


def _brotli(body: bytes) -> Iterator[bytes]:
    import brotli  # noqa: PLC0415 - few records need it

    unpacker = brotli.Decompressor()
    for at in range(0, len(body), _PIECE):
        yield unpacker.process(body[at : at + _PIECE])


def _zstandard(body: bytes) -> Iterator[bytes]:
    import zstandard  # noqa: PLC0415 - few records need it

    unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    for at in range(0, len(body), _PIECE):
        yield unpacker.decompress(body[at : at + _PIECE])


_UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _zlib(31),
    "x-gzip": _zlib(31),
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstandard,
}
