"""Bytes of files: plain or packed with gzip, bzip2, xz or Zstandard, never more than allowed, with errors that say what to do."""

import bz2
import gzip
import hashlib
import io
import lzma
import os
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from presseschau.errors import DocumentError

PACKINGS = (".gz", ".bz2", ".xz", ".zst")
"""The suffixes of packed files; what a file is packed with is told by its first bytes."""
_MAGIC = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\0", "xz"), (b"\x28\xb5\x2f\xfd", "Zstandard"))
_NAMES = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "Zstandard"}
_MAGIC_BYTES = 6
_CHUNK = 1 << 20
MAX_HASHED = 1 << 30
"""The most bytes of a file that are hashed: no document is longer, and a disk image or sparse file may take hours."""
_WINDOW = 1 << 27
"""The most memory that a Zstandard frame may ask for: what its command line allows by default."""
RATIO = 200
"""Text and HTML do not shrink to a two-hundredth: deflate itself ends at about a thousandth."""
RATIO_FROM = 50_000_000

_LOOKS_DAMAGED = (EOFError, ValueError, OSError, zlib.error, lzma.LZMAError, struct.error)
"""What unpackers raise; those of Zstandard and of bzip2 have no common class."""


class DamagedError(OSError):
    """Packed data are not whole; says what they were packed with."""


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what the system or an unpacker raises into a DocumentError that says what to do; ``name`` begins it where needed."""
    name = f"{name}: " if name else ""
    try:
        yield
    except FileNotFoundError as error:
        raise DocumentError(f"{name}the file is gone", hint="it was there when the run began; run again") from error
    except PermissionError as error:
        raise DocumentError(f"{name}no permission to read it", hint="change its mode or owner, or leave it out") from error
    except DamagedError as error:
        raise DocumentError(
            f"{name}{error}", hint="fetch or pack it again; `gzip -t` (`xz -t` …) tells whether a file is whole"
        ) from error
    except OSError as error:
        raise DocumentError(f"{name}cannot be read: {error.strerror or error}", hint="look at the disk or the mount") from error


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for its bytes; a pipe or device is never waited for.

    Raises:
        DocumentError: it is not a regular file.
        OSError: it cannot be opened.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return cast("BinaryIO", os.fdopen(descriptor, "rb"))
    os.close(descriptor)
    raise DocumentError("it is a pipe, device or directory, not a file", hint="copy what it gives into a file")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for its bytes, unpacked if its first bytes, or its name, say that it is packed.

    Reading raises a DocumentError where far more comes out than went in.
    """
    with ExitStack() as stack:
        file = stack.enter_context(open_regular(path))
        packing = packing_of(file.peek(_MAGIC_BYTES) if isinstance(file, io.BufferedReader) else b"", path.name)
        if packing:
            size = os.fstat(file.fileno()).st_size
            yield stack.enter_context(_unpacking(file, packing, size))
        else:
            yield file


def packing_of(head: bytes, name: str = "") -> str:
    """Return what data are packed with, by their first bytes, else by the name of their file; ``""`` for plain ones."""
    for magic, packing in _MAGIC:
        if head.startswith(magic):
            return packing
    return _NAMES.get(Path(name.lower()).suffix, "") if head else ""


def _unpacker(file: BinaryIO, packing: str) -> BinaryIO:
    if packing == "gzip":
        return cast("BinaryIO", gzip.GzipFile(fileobj=file))
    if packing == "bzip2":
        return cast("BinaryIO", bz2.BZ2File(file))
    if packing == "xz":
        return cast("BinaryIO", lzma.LZMAFile(file))
    return cast("BinaryIO", _ZstandardFile(file))


class _ZstandardFile(io.RawIOBase):
    """Unpacks Zstandard frames, one after the other; unlike zstandard's own reader it notices where a frame ends early."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._frames = _frames(file)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        while not self._rest:
            part = next(self._frames, None)
            if part is None:
                return 0
            self._rest = memoryview(part)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _frames(file: BinaryIO) -> Iterator[bytes]:
    import zstandard  # noqa: PLC0415 - only files packed so need it

    unpacker = None
    # Small pieces in, so that a bomb does not unpack as a whole before anybody counts.
    while data := file.read(1 << 10):
        while data:
            unpacker = unpacker or zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
            yield unpacker.decompress(data)
            data = unpacker.unused_data if unpacker.eof else b""
            if unpacker.eof:
                unpacker = None
    if unpacker is not None:
        raise EOFError("it ends in the middle of a frame")


def _unpacking(file: BinaryIO, packing: str, size: int | None = None) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Guarded(_unpacker(file, packing), packing, size), 1 << 16))


class _Guarded(io.RawIOBase):
    """Unpacked bytes, until they are damaged or far more than the ``packed`` ones, where their number is known."""

    def __init__(self, stream: BinaryIO, packing: str, packed: int | None) -> None:
        super().__init__()
        self._some = getattr(stream, "read1", stream.read)  # no more than is there: what stands before damage is whole
        self._packing = packing
        self._packed = packed
        self._limit = None if packed is None else max(RATIO_FROM, RATIO * packed)
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        try:
            data = self._some(len(buffer))
        except Exception as error:
            if not isinstance(error, _LOOKS_DAMAGED) and type(error).__module__.partition(".")[0] != "zstandard":
                raise
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise DamagedError(f"broken {self._packing} data: {error}") from error
        self._read += len(data)
        if self._limit is not None and self._read > self._limit:
            raise DocumentError(
                f"{self._packed:,} packed bytes unpack to more than {self._limit:,}",
                hint="no text shrinks like that; if it is right, unpack it yourself",
            )
        buffer[: len(data)] = data
        return len(data)


def read_limited(stream: IO[bytes], limit: int) -> bytes:
    """Read a stream to its end, or one byte beyond ``limit``: a packed file of a thousandth of its size costs no more memory."""
    parts: list[bytes] = []
    size = 0
    while size <= limit and (part := stream.read(min(1 << 16, limit + 1 - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def read_bytes(path: Path, name: str, limit: int) -> bytes:
    """Return a file's bytes, unpacked.

    Raises:
        DocumentError: it cannot be read, or has more than ``limit`` bytes (also when unpacked: nothing beyond is).
    """
    return _read(path, name, limit)[0]


def read_with_digest(path: Path, name: str, limit: int) -> tuple[bytes, str]:
    """Return a file's bytes, unpacked, and the SHA-256 of the file as it lies on disk.

    Raises:
        DocumentError: as of :func:`read_bytes`.
    """
    data, is_packed = _read(path, name, limit)
    return data, digest_of_file(path) if is_packed else hashlib.sha256(data).hexdigest()


def _read(path: Path, name: str, limit: int) -> tuple[bytes, bool]:
    """Return a file's bytes, and whether they had to be unpacked."""
    with explained(name), opened(path) as stream:
        data = read_limited(stream, limit)
        is_packed = not isinstance(getattr(stream, "raw", None), io.FileIO)
    if len(data) > limit:
        raise too_large(name, limit)
    return data, is_packed


def head_and_digest(path: Path, size: int) -> tuple[bytes, str]:
    """Return the first ``size`` bytes of a file, unpacked, and its SHA-256 as it lies on disk, in flat memory.

    What cannot be read gives ``b""``, or ``""``; so does the digest of a file beyond :data:`MAX_HASHED`.
    """
    head, digest, hashed = b"", hashlib.sha256(), 0
    try:
        with open_regular(path) as stream:
            while (chunk := stream.read(_CHUNK)) and hashed <= MAX_HASHED:
                head = head or chunk[:size]
                digest.update(chunk)
                hashed += len(chunk)
    except (OSError, DocumentError):
        return head, ""
    if packing_of(head, path.name):
        head = _unpacked_head(path, size)
    return head, digest.hexdigest() if hashed <= MAX_HASHED else ""


def _unpacked_head(path: Path, size: int) -> bytes:
    try:
        with explained(""), opened(path) as stream:
            return stream.read(size)
    except DocumentError:
        return b""


def too_large(name: str, limit: int) -> DocumentError:
    """Return the error of a document beyond the limit."""
    message = f"{name}: more than {limit:,} bytes" if name else f"more than {limit:,} bytes"
    return DocumentError(message, hint="no article is that long: split it, or raise `max_bytes` if it is meant to be")


def unpacked(data: bytes, name: str, limit: int) -> bytes:
    """Return bytes that may be packed, unpacked as far as the limit allows.

    Raises:
        DocumentError: they are damaged, or unpack to more than ``limit`` bytes.
    """
    packing = packing_of(data)
    if not packing:
        return data
    with explained(name), _unpacking(cast("BinaryIO", io.BytesIO(data)), packing) as stream:
        plain = read_limited(stream, limit)
    if len(plain) > limit:
        raise too_large(name, limit)
    return plain


def unpacked_stream(stream: BinaryIO) -> BinaryIO:
    """Return a stream of the bytes in a pipe, unpacked if they are packed."""
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(cast("io.RawIOBase", stream))
    packing = packing_of(buffered.peek(_MAGIC_BYTES)[:_MAGIC_BYTES])
    if not packing:
        return buffered
    return _unpacking(buffered, packing)


def bare_name(name: str) -> str:
    """Return a file's name in lower case without the suffix of its packing: ``a.html`` for ``A.html.gz``."""
    lower = name.lower()
    for suffix in PACKINGS:
        if lower.endswith(suffix):
            return lower[: -len(suffix)]
    return lower


def bare_suffix(name: str) -> str:
    """Return the suffix of a file's name in lower case, under that of the packing: ``.html`` for ``a.HTML.gz``."""
    return Path(bare_name(name)).suffix


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file as it lies on disk, in flat memory; ``""`` where it cannot be read."""
    return head_and_digest(path, 0)[1]
