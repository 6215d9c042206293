"""What is found in each file that the option ``paths`` stands for."""

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen
from lxml import etree

from presseschau import DocumentError
from presseschau.inputs import (
    HEAD,
    Entry,
    Sample,
    bare_suffix,
    better_loader,
    explained,
    kind_of,
    loader_of,
    open_regular,
    opened,
    packing_of,
    read_limited,
    sample_of,
)
from presseschau_web_pages.addresses import is_web
from presseschau_web_pages.archives import ArchiveLimits, tar_members, zip_members
from presseschau_web_pages.feeds import Note, feed_entries
from presseschau_web_pages.items import Found, Item, Locator, PassedBy, digest_of
from presseschau_web_pages.mhtml import page_in
from presseschau_web_pages.rows import RowFields, row_pages
from presseschau_web_pages.takes import ARCHIVE_SUFFIXES, FEED_SUFFIXES, LOOKS_LIKE_HTML, ROW_SUFFIXES, has_page_name

_HEAD = 1024
_MAGIC = 6


@frozen(kw_only=True)
class Reach:
    """How far to go into what is found: limits, the names of a row's fields, and whose files to leave alone."""

    page_bytes: int
    archive: ArchiveLimits
    fields: RowFields
    leave_to: tuple[str, ...] = ()


def looks_like_page(name: str, head: bytes) -> bool:
    """Tell by name and first bytes whether something is a page: wget saves ``index.html?id=7`` and names without a suffix."""
    named = has_page_name(name)
    return bool(LOOKS_LIKE_HTML.search(head[:_HEAD])) if named is None else named


def found_in(entry: Entry, reach: Reach) -> Iterator[Found | Note | PassedBy]:
    """Yield what one file holds: pages, and notes on pages elsewhere. A file of another kind holds nothing unless named.

    Whatever is wrong with the file costs nothing but what is in it, and is named.
    """
    if entry.problem:
        hint = "check its permissions" if "cannot" in entry.problem else "leave it out"
        yield Item.refused(entry.name, "unreadable", entry.problem, hint), b""
        return
    try:
        with explained(""):
            yield from _found_in(entry, reach)
    except DocumentError as error:
        yield Item.refused(entry.name, "unreadable", error.message, error.hint), b""
    except (ValueError, RuntimeError, LookupError, EOFError, etree.LxmlError) as error:
        yield (
            Item.refused(entry.name, "unreadable", f"it cannot be read ({type(error).__name__}: {error})", "save it anew"),
            b"",
        )


def _found_in(entry: Entry, reach: Reach) -> Iterator[Found | Note | PassedBy]:
    path, name = entry.path, entry.name
    suffix = bare_suffix(name)
    if suffix == ".warc":
        yield from _warc(path, name, reach)
    elif suffix == ".zip":
        yield from zip_members(path, name, looks_like_page, reach.archive)
    elif suffix in ARCHIVE_SUFFIXES:
        yield from tar_members(path, name, looks_like_page, reach.archive)
    elif suffix in ROW_SUFFIXES:
        if not entry.named and reach.leave_to and not _is_ours(entry, reach):
            return
        yield from row_pages(path, name, reach.fields, reach.page_bytes)
    elif suffix in FEED_SUFFIXES and reach.leave_to and not _is_ours(entry, reach):
        return
    elif suffix in FEED_SUFFIXES and _is_feed(path):
        yield from feed_entries(path, name, reach.page_bytes)
    else:
        yield from _page(entry, reach)


def _saved(name: str, data: bytes) -> Found:
    page, content_type, address = page_in(data)
    if not page:
        return Item.refused(name, "no-html", "the MHTML file holds no page", "save the page anew, as HTML"), b""
    address = address if is_web(address) else ""
    return (
        Item(id=name, locator=Locator.holding(page), digest=digest_of(page), content_type=content_type, address=address),
        page,
    )


def _warc(path: Path, name: str, reach: Reach) -> Iterator[Found]:
    from presseschau_web_pages.warc import warc_pages  # noqa: PLC0415 - only WARC files need fastwarc

    with open_regular(path) as stream:
        packing = packing_of(stream.read(_MAGIC))
    if packing in {"bzip2", "xz"}:
        hint = "unpack it, or pack it with gzip or Zstandard as the standard has it"
        yield Item.refused(name, "unreadable", f"a WARC file packed with {packing}", hint), b""
    else:
        yield from warc_pages(path, name, reach.page_bytes)


def _is_feed(path: Path) -> bool:
    with opened(path) as stream:
        return b"<html" not in stream.read(_HEAD).lower()


def _is_ours(entry: Entry, reach: Reach) -> bool:
    """Tell whether none of the loaders that are given the same paths is surer of a file."""
    return loader_of(sample_of(entry.path, entry.name), {"web-pages", *reach.leave_to}) == "web-pages"


def _page(entry: Entry, reach: Reach) -> Iterator[Found | PassedBy]:
    name = entry.name
    hidden = not entry.named and has_page_name(name) is False
    if hidden and not (reach.leave_to and _is_ours(entry, reach)):
        yield PassedBy(name)
        return
    with opened(entry.path) as stream:
        head = read_limited(stream, HEAD - 1)
        if not entry.named and not hidden and not looks_like_page(name, head):
            yield PassedBy(name)
            return
        kind = kind_of(head)
        if kind is not None and kind.name == "warc":
            yield from _warc(entry.path, name, reach)
            return
        if kind is not None and kind.name == "mhtml":
            yield _saved(name, head + read_limited(stream, 2 * reach.page_bytes))
            return
        if kind is not None and kind.name != "html":
            yield Item.refused(name, "other-kind", f"it is {kind.called}, not a web page", kind.hint), b""
            return
        other = better_loader(Sample(name=name, head=head, path=entry.path), "web-pages")
        if other:
            if other not in reach.leave_to:
                hint = f"load it with `use: {other}`"
                yield Item.refused(name, "other-kind", f"the loader {other!r} knows what it is", hint), b""
            return
        data = head + read_limited(stream, reach.page_bytes) if len(head) == HEAD else head
    yield Item(id=name, locator=Locator(kind="file", path=str(entry.path)), digest=digest_of(data)), data
