"""Files as streams of bytes, unpacked on the way, never more than asked for."""

import bz2
import gzip
import io
import lzma
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, cast

import zstandard

COMPRESSED = (".gz", ".zst", ".bz2", ".xz")
ARCHIVE_SUFFIXES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tzst", ".warc")


def opened(path: Path) -> AbstractContextManager[IO[bytes]]:
    """Open a file, unpacked when its name says that it is packed."""
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return cast("AbstractContextManager[IO[bytes]]", gzip.open(path, "rb"))
    if suffix == ".bz2":
        return cast("AbstractContextManager[IO[bytes]]", bz2.open(path, "rb"))
    if suffix == ".xz":
        return cast("AbstractContextManager[IO[bytes]]", lzma.open(path, "rb"))
    if suffix in {".zst", ".tzst"}:
        stream = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(path.open("rb"), read_across_frames=True)
        return cast("AbstractContextManager[IO[bytes]]", io.BufferedReader(cast("io.RawIOBase", stream)))
    return path.open("rb")


def read_limited(stream: IO[bytes], limit: int) -> bytes:
    """Read a stream to its end, or one byte beyond ``limit``: a packed file of a thousandth of its size costs no more memory."""
    parts: list[bytes] = []
    size = 0
    while size <= limit and (part := stream.read(min(1 << 16, limit + 1 - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def bare_suffix(name: str) -> str:
    """Return the suffix of a file's name in lower case, under that of the packing: ``.html`` for ``a.HTML.gz``."""
    lower = name.lower()
    for suffix in COMPRESSED:
        lower = lower.removesuffix(suffix)
    return Path(lower).suffix
