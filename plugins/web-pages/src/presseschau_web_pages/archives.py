"""Pages in zip and tar archives. Nothing is ever unpacked to disk; what would be dangerous to unpack is refused all the same."""

import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from attrs import frozen

from presseschau import DocumentError
from presseschau.inputs import bare_suffix, explained, open_regular, opened, read_limited, unpacked
from presseschau_web_pages.items import Found, Item, Locator, PassedBy, digest_of, printable
from presseschau_web_pages.takes import ARCHIVE_SUFFIXES

_TAR, _TAR_AT = b"ustar", 257
_DRIVE = re.compile(r"^[A-Za-z]:")
_RATIO = 200
_RATIO_FROM = 1_000_000
"""Above a megabyte, HTML does not shrink to a two-hundredth: deflate itself ends at about a thousandth."""


@frozen(kw_only=True)
class ArchiveLimits:
    """What one archive may hold: members, bytes in all once unpacked, and bytes of one page."""

    members: int = 200_000
    bytes: int = 50_000_000_000
    page_bytes: int = 16_000_000


_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, LookupError,
    struct.error, zlib.error, lzma.LZMAError, DocumentError,
)  # fmt: skip
"""What Python's archive modules raise over damaged ones, and our own opening."""

Wanted = Callable[[str, bytes], bool]
"""Tells by name and first bytes whether a member is a page."""


def is_unsafe(name: str) -> bool:
    """Tell whether a member's name leads out of the directory it would be unpacked to."""
    parts = re.split(r"[/\\]", name)
    return name.startswith(("/", "\\")) or ".." in parts or bool(_DRIVE.match(name)) or "\0" in name


def _unsafe(id_: str) -> Item:
    return Item.refused(
        id_,
        "unsafe-path",
        "the archive's member points outside of the archive",
        "do not trust this archive; pack the pages anew",
    )


def _link(id_: str) -> Item:
    return Item.refused(id_, "link", "the archive's member is a link or a device, not a file", "pack the files themselves")


def _nested(id_: str) -> Item:
    return Item.refused(
        id_, "nested-archive", "an archive inside an archive is not opened", "unpack the outer one and load both"
    )


def _bomb(id_: str, message: str) -> Item:
    return Item.refused(id_, "archive-bomb", message, "if the archive is right, unpack it yourself and load the directory")


def zip_members(path: Path, name: str, wanted: Wanted, limits: ArchiveLimits) -> Iterator[Found | PassedBy]:
    """Yield the pages of a zip archive in the order of its directory."""
    file = open_regular(path)
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        file.close()
        yield Item.refused(name, "broken-archive", f"not a zip archive that can be read ({error})", "pack it anew"), b""
        return
    with file, archive:
        infos = archive.infolist()
        total = sum(info.file_size for info in infos)
        if len(infos) > limits.members or total > limits.bytes:
            yield _bomb(name, f"the archive claims {len(infos):,} members with {total:,} bytes"), b""
            return
        starts: dict[int, str] = {}
        for info in infos:
            if not info.is_dir():
                id_ = f"{name}/{info.filename}"
                refused = _refused(info, id_, starts)
                if refused is None:
                    yield from _zipped(archive, info, id_, path, wanted, limits)
                else:
                    yield refused, b""


def _refused(info: zipfile.ZipInfo, id_: str, starts: dict[int, str]) -> Item | None:  # noqa: PLR0911 - a list of grounds
    """Return what a member of a zip archive is refused as; None for one that may be read. ``starts`` collects whose data begin where."""
    if is_unsafe(info.filename):
        return _unsafe(id_)
    if (info.external_attr >> 28) == 0xA:  # noqa: PLR2004 - S_IFLNK in the upper bits
        return _link(id_)
    if bare_suffix(info.filename) in ARCHIVE_SUFFIXES:
        return _nested(id_)
    if info.flag_bits & 0x1:
        return Item.refused(id_, "encrypted", "the archive's member is encrypted", "unpack it with its password")
    if starts.setdefault(info.header_offset, info.filename) != info.filename:
        return _bomb(id_, "two members of the archive share their data")
    if info.file_size > _RATIO_FROM and info.file_size > _RATIO * max(1, info.compress_size):
        return _bomb(id_, f"{info.compress_size:,} bytes claim to unpack to {info.file_size:,}")
    return None


def _zipped(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, id_: str, path: Path, wanted: Wanted, limits: ArchiveLimits
) -> Iterator[Found | PassedBy]:
    try:
        with archive.open(info) as stream:
            data = read_limited(stream, limits.page_bytes) if wanted(info.filename, b"") else stream.read(1024)
            if not wanted(info.filename, data):
                yield PassedBy(printable(id_))
                return
            data += read_limited(stream, limits.page_bytes) if len(data) == 1024 else b""  # noqa: PLR2004 - what was read above
        data = unpacked(data, "", limits.page_bytes)
    except _BROKEN as error:
        yield Item.refused(id_, "broken-archive", f"the member cannot be unpacked ({error})", "pack it anew"), b""
        return
    yield Item(id=id_, locator=Locator(kind="zip", path=str(path), member=info.filename), digest=digest_of(data)), data


_ENDS = frozenset({"EOFHeaderError", "EmptyHeaderError"})
"""The errors by which tarfile tells itself that an archive has ended."""


class _Member(tarfile.TarInfo):
    """A member of a tar archive; a header that is cut off or garbled is an error, where Python takes it for the archive's end."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if type(error).__name__ in _ENDS:
                raise
            raise tarfile.ReadError(f"{error} at byte {archive.offset:,}") from error


def tar_members(path: Path, name: str, wanted: Wanted, limits: ArchiveLimits) -> Iterator[Found | PassedBy]:
    """Yield the pages of a tar archive, packed or not, in its order; streamed."""
    packed_size = path.stat().st_size
    size, count = 0, 0
    try:
        with explained(""), opened(path) as stream, open_regular(path) as bare:
            packed = bare.read(len(_TAR) + _TAR_AT)[_TAR_AT:] != _TAR
            with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Member) as archive:
                for member in archive:
                    count += 1
                    size += member.size
                    if count > limits.members or size > limits.bytes or (packed and _explodes(packed_size, size)):
                        message = f"{count:,} members with {size:,} bytes so far, from {packed_size:,} packed ones"
                        yield _bomb(name, message), b""
                        return
                    yield from _tarred(archive, member, name, path if not packed else None, wanted, limits)
    except _BROKEN as error:
        yield Item.refused(name, "broken-archive", f"the archive cannot be read to its end ({error})", "pack it anew"), b""


def _explodes(packed: int, unpacked: int) -> bool:
    return unpacked > 10 * _RATIO_FROM and unpacked > 2 * _RATIO * packed


def _tarred(
    archive: tarfile.TarFile, member: tarfile.TarInfo, name: str, plain: Path | None, wanted: Wanted, limits: ArchiveLimits
) -> Iterator[Found | PassedBy]:
    id_ = f"{name}/{member.name}"
    if member.isdir():
        return
    if is_unsafe(member.name):
        yield _unsafe(id_), b""
        return
    if not member.isfile():
        yield _link(id_), b""
        return
    if bare_suffix(member.name) in ARCHIVE_SUFFIXES:
        yield _nested(id_), b""
        return
    stream = archive.extractfile(member)
    if stream is None:
        return
    head = stream.read(1024)
    if not wanted(member.name, head):
        yield PassedBy(printable(id_))
        return
    data = unpacked(head + read_limited(stream, limits.page_bytes), "", limits.page_bytes)
    if plain is not None and not member.issparse():
        locator = Locator(kind="tar", path=str(plain), offset=member.offset_data, size=member.size)
    else:
        locator = Locator.holding(data[: limits.page_bytes + 1])
    yield Item(id=id_, locator=locator, digest=digest_of(data)), data
