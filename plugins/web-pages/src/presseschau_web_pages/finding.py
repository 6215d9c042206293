"""What the option ``paths`` stands for: files, directories and globs, and what is found in each file."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from presseschau import ConfigError
from presseschau.store.directory import is_run
from presseschau_web_pages.archives import ArchiveLimits, tar_members, zip_members
from presseschau_web_pages.feeds import Note, feed_entries
from presseschau_web_pages.items import Found, Item, Locator, digest_of
from presseschau_web_pages.opening import ARCHIVE_SUFFIXES, COMPRESSED, bare_suffix, opened, read_limited
from presseschau_web_pages.rows import RowFields, row_pages

PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".xht")
ROW_SUFFIXES = (".jsonl", ".ndjson")
FEED_SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
_MAGIC = ("*", "?", "[")
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta)[\s>]", re.IGNORECASE)
_HEAD = 1024


@frozen(kw_only=True)
class Reach:
    """How far to go into what is found: limits, and the names of a row's fields."""

    page_bytes: int
    archive: ArchiveLimits
    fields: RowFields


def files_of(paths: tuple[Path, ...]) -> Iterator[tuple[Path, bool]]:
    """Yield the files that paths stand for, each once, path by path and by name; and whether the file itself was named.

    Raises:
        ConfigError: a path does not exist, or a glob or directory holds no file.
    """
    seen: set[Path] = set()
    for given in paths:
        found = False
        for path, named in _files(given):
            found = True
            if path not in seen:
                seen.add(path)
                yield path, named
        if not found:
            raise ConfigError(
                f"{given} holds no file", hint="paths are files, directories and globs, relative to the config file"
            )


def _files(given: Path) -> Iterator[tuple[Path, bool]]:
    if given.is_file():
        yield given, True
    elif given.is_dir():
        for directory, names, files in os.walk(given, onerror=_refuse):
            # The page that a run has written is no page to read.
            names[:] = sorted(name for name in names if not name.startswith(".") and not is_run(Path(directory, name)))
            yield from ((Path(directory, name), False) for name in sorted(files) if not name.startswith("."))
    elif any(sign in part for part in given.parts for sign in _MAGIC):
        first = next(i for i, part in enumerate(given.parts) if any(sign in part for sign in _MAGIC))
        base = Path(*given.parts[:first])
        for path in sorted(base.glob(str(Path(*given.parts[first:])))):
            if path.is_file() and not any(is_run(above) for above in path.parents if above.is_relative_to(base)):
                yield path, True
    else:
        raise ConfigError(f"{given} does not exist", hint="paths are files, directories and globs, relative to the config file")


def _refuse(error: OSError) -> None:
    raise ConfigError(f"{error.filename} cannot be read: {error.strerror}", hint="check its permissions") from error


def root_of(paths: tuple[Path, ...]) -> Path:
    """Return the deepest directory that holds all paths; ids are relative to it."""
    fixed = []
    for path in paths:
        parts = [i for i, part in enumerate(path.parts) if any(sign in part for sign in _MAGIC)]
        base = Path(*path.parts[: parts[0]]) if parts and not path.exists() else path
        fixed.append(base.parent if base.is_file() else base)
    return Path(os.path.commonpath([path.absolute() for path in fixed]))


def name_of(path: Path, root: Path) -> str:
    """Return a path relative to the root, with slashes; bytes that are no UTF-8 are shown as escapes."""
    try:
        relative = path.absolute().relative_to(root)
    except ValueError:
        relative = Path(path.name)
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")


def looks_like_page(name: str, head: bytes) -> bool:
    """Tell by name and first bytes whether something is a page: wget saves ``index.html?id=7`` and names without a suffix."""
    suffix = bare_suffix(name)
    if suffix in PAGE_SUFFIXES:
        return True
    odd = suffix == "" or "?" in name or suffix in {".php", ".asp", ".aspx", ".jsp", ".cgi"}
    return odd and bool(_LOOKS_LIKE_HTML.search(head[:_HEAD]))


def found_in(path: Path, name: str, reach: Reach, *, named: bool) -> Iterator[Found | Note]:
    """Yield what one file holds: pages, and notes on pages elsewhere. A file of another kind holds nothing unless named."""
    suffix = bare_suffix(name)
    if suffix == ".warc":
        from presseschau_web_pages.warc import warc_pages  # noqa: PLC0415 - only WARC files need fastwarc

        yield from warc_pages(path, name, reach.page_bytes)
    elif suffix == ".zip":
        yield from zip_members(path, name, _member, reach.archive)
    elif suffix in ARCHIVE_SUFFIXES:
        yield from tar_members(path, name, _member, reach.archive)
    elif suffix in ROW_SUFFIXES:
        yield from row_pages(path, name, reach.fields, reach.page_bytes)
    elif suffix in FEED_SUFFIXES and _is_feed(path):
        yield from feed_entries(path, name, reach.page_bytes)
    else:
        yield from _page(path, name, reach, named=named)


def _member(name: str, head: bytes) -> bool:
    return looks_like_page(name, head)


def _is_feed(path: Path) -> bool:
    with opened(path) as stream:
        return b"<html" not in stream.read(_HEAD).lower()


def _page(path: Path, name: str, reach: Reach, *, named: bool) -> Iterator[Found]:
    try:
        with opened(path) as stream:
            head = stream.read(_HEAD)
            if not named and not looks_like_page(name, head):
                return
            data = head + read_limited(stream, reach.page_bytes)
    except (OSError, EOFError, ValueError) as error:
        packed = path.suffix.lower() in COMPRESSED
        hint = "it is packed; pack it anew" if packed else "check its permissions"
        yield Item.refused(name, "unreadable", f"the file cannot be read ({error})", hint), b""
        return
    yield Item(id=name, locator=Locator(kind="file", path=str(path)), digest=digest_of(data)), data
