"""Items: pages that have been found and can be read again, wherever they lie."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from presseschau_web_pages.limits import PageError
from presseschau_web_pages.opening import opened, read_limited


@frozen(kw_only=True)
class Problem:
    """Why something that was found cannot be read: the parts of a :class:`PageError`."""

    reason: str
    message: str
    hint: str = ""

    def error(self, document: str) -> PageError:
        """Return the error to raise."""
        return PageError(self.reason, self.message, hint=self.hint, document=document)


@frozen(kw_only=True)
class Locator:
    """Where the bytes of a page lie: a ``file``, a ``member`` of a zip or tar archive, a ``record`` of a WARC file, or ``held``.

    ``offset`` is that of a tar member's data, of ``size`` bytes, or of a WARC record. What can only be reached by reading all
    that comes before it is held in ``data``, compressed with zlib.
    """

    kind: str
    path: str = ""
    member: str = ""
    offset: int = 0
    size: int = 0
    data: bytes = b""

    @classmethod
    def holding(cls, data: bytes) -> "Locator":
        """Return a locator that carries the bytes itself."""
        return cls(kind="held", data=zlib.compress(data, 1))

    def read(self, limit: int) -> bytes:
        """Return the bytes, at most ``limit`` and one."""
        if self.kind == "held":
            return zlib.decompressobj().decompress(self.data, limit + 1)
        if self.kind == "file":
            with opened(Path(self.path)) as stream:
                return read_limited(stream, limit)
        if self.kind == "zip":
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                return read_limited(stream, limit)
        if self.kind == "tar":
            with Path(self.path).open("rb") as stream:
                stream.seek(self.offset)
                return stream.read(min(self.size, limit + 1))
        return _record(self, limit)


def _record(locator: Locator, limit: int) -> bytes:
    from presseschau_web_pages.warc import record_at  # noqa: PLC0415 - needs fastwarc, which only WARC files need

    return record_at(Path(locator.path), locator.offset, limit)


@frozen(kw_only=True)
class Item:
    """A page that was found. ``address`` is where it was fetched, ``seen`` the day (EDTF); both ``""`` where unknown.

    ``notes`` are claims made about it elsewhere (name, value, origin), ``addresses`` the other addresses of the same story;
    a ``fragment`` is all text, with no furniture around.
    """

    id: str
    locator: Locator
    digest: str = ""
    address: str = ""
    seen: str = ""
    content_type: str = ""
    notes: tuple[tuple[str, str, str], ...] = ()
    fragment: bool = False
    addresses: tuple[str, ...] = ()
    problem: Problem | None = None

    @classmethod
    def refused(cls, id_: str, reason: str, message: str, hint: str = "") -> "Item":
        """Return an item that will be a dead letter."""
        return cls(id=id_, locator=Locator(kind="none"), problem=Problem(reason=reason, message=message, hint=hint))


Found = tuple[Item, bytes]
"""An item with its bytes (empty where there is a problem)."""


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a page as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def lines_of(stream: io.BufferedIOBase, limit: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a stream with their numbers from 1; of a line longer than ``limit`` the first ``limit`` + 1 bytes."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(limit + 1)) and not rest.endswith(b"\n"):
                pass
        yield number, line
