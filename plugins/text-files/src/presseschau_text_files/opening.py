"""Bytes of files: plain or gzip, never more than allowed, with errors that name the file."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from presseschau import DocumentError

_GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 20


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what the system or gzip raises into a DocumentError that says what to do; ``name`` begins it where it is needed."""
    name = f"{name}: " if name else ""
    try:
        yield
    except FileNotFoundError as error:
        raise DocumentError(f"{name}the file is gone", hint="it was there when the run began; run again") from error
    except PermissionError as error:
        raise DocumentError(f"{name}no permission to read it", hint="change its mode or owner, or leave it out") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DocumentError(
            f"{name}broken gzip data: {error}", hint="fetch or compress it again; `gzip -t` tells whether a file is whole"
        ) from error
    except OSError as error:
        raise DocumentError(f"{name}cannot be read: {error.strerror or error}", hint="look at the disk or the mount") from error


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for its bytes, decompressed if its name ends in ``.gz``."""
    if path.name.lower().endswith(".gz"):
        with gzip.open(path, "rb") as stream:
            yield cast("BinaryIO", stream)
    else:
        with path.open("rb") as stream:
            yield stream


def read_bytes(path: Path, name: str, limit: int) -> bytes:
    """Return a file's bytes, decompressed.

    Raises:
        DocumentError: it cannot be read, or has more than ``limit`` bytes (also when unpacked: nothing beyond is).
    """
    with explained(name), opened(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(name, limit)
    return data


def too_large(name: str, limit: int) -> DocumentError:
    """Return the error of a text beyond the limit."""
    message = f"{name}: more than {limit:,} bytes" if name else f"more than {limit:,} bytes"
    return DocumentError(message, hint="no article is that long: split it, or raise `max_bytes` if it is meant to be")


def unpacked(data: bytes, name: str, limit: int) -> bytes:
    """Return bytes that may be gzip, decompressed as far as the limit allows."""
    if not data.startswith(_GZIP_MAGIC):
        return data
    with explained(name):
        unpacker = zlib.decompressobj(wbits=31)
        plain = unpacker.decompress(data, limit + 1)
        if len(plain) <= limit and not unpacker.eof:
            raise EOFError("it ends in the middle")
    if len(plain) > limit:
        raise too_large(name, limit)
    return plain


def unpacked_stream(stream: BinaryIO) -> BinaryIO:
    """Return a stream of the bytes in a pipe, decompressed if they are gzip."""
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(cast("io.RawIOBase", stream))
    if buffered.peek(2)[:2] == _GZIP_MAGIC:
        return cast("BinaryIO", gzip.GzipFile(fileobj=buffered))
    return buffered


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file as it lies on disk, in flat memory; ``""`` where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
