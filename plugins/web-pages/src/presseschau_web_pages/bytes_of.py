"""The bytes of a page that was found, wherever it lies."""

import zipfile
import zlib
from pathlib import Path

from presseschau.inputs import open_regular, opened, read_limited, unpacked
from presseschau_web_pages.items import Locator


def bytes_of(locator: Locator, limit: int) -> bytes:
    """Return the bytes behind a locator, at most ``limit`` and one.

    Raises:
        DocumentError: they are damaged, or packed and more than ``limit``.
        OSError: the file is gone, or cannot be read.
    """
    path = Path(locator.path)
    if locator.kind == "held":
        return zlib.decompressobj().decompress(locator.data, limit + 1)
    if locator.kind == "file":
        with opened(path) as stream:
            return read_limited(stream, limit)
    if locator.kind == "zip":
        with open_regular(path) as file, zipfile.ZipFile(file) as archive, archive.open(locator.member) as member:
            return unpacked(read_limited(member, limit), "", limit)
    if locator.kind == "tar":
        with open_regular(path) as stream:
            stream.seek(locator.offset)
            return unpacked(stream.read(min(locator.size, limit + 1)), "", limit)
    from presseschau_web_pages.warc import record_at  # noqa: PLC0415 - needs fastwarc, which only WARC files need

    return record_at(path, locator.offset, limit)
