"""The plugin: its options, and the step that turns paths into sources."""

import logging
import re
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Literal

from attrs import Attribute, evolve, field, frozen

from presseschau import Claim, Document, DocumentError, Origin, Source, hookimpl
from presseschau.dates import first_date
from presseschau.inputs import (
    PassedOver,
    Place,
    as_names,
    as_paths,
    entries_of,
    find_double_encoding,
    read_limited,
    refuse_useless,
    repair_double_encoding,
    require_paths,
    require_positive,
    root_of,
    unpacked,
)
from presseschau_web_pages.archives import ArchiveLimits
from presseschau_web_pages.bytes_of import bytes_of
from presseschau_web_pages.decode import decode
from presseschau_web_pages.finding import Reach, found_in
from presseschau_web_pages.index import merged
from presseschau_web_pages.items import Found, Item, Locator, PassedBy, digest_of
from presseschau_web_pages.limits import Limits, PageError
from presseschau_web_pages.metadata import Context, own_addresses
from presseschau_web_pages.page import Page, read_page
from presseschau_web_pages.rows import RowFields


def _depth(_plugin: object, attribute: "Attribute[int]", value: int) -> None:
    if not 1 <= value <= 250:  # noqa: PLR2004 - libxml2 stops at 256
        message = f"{attribute.name} must be from 1 to 250, not {value}"
        raise ValueError(message)


def _a_date(_plugin: object, attribute: "Attribute[str | None]", value: str | None) -> None:
    if value is not None and first_date(value) != value:
        message = f"{attribute.name} must be a date such as 2024-05-31, not {value!r}"
        raise ValueError(message)


_log = logging.getLogger(__name__)
DoubleEncodingPolicy = Literal["name", "repair", "refuse"]
_HEAD, _LEAST_HEAD = 2048, 64
_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\f\r\x1b"})
_MOST_TEXT = 0.95
"""Share of other bytes than control characters that text has at the least; what is packed has some 0.9."""
_TWICE = re.compile(rb"\xc3\x83\xc2?[\x80-\xc5]|\xc3\xa2\xe2\x82\xac|\xc3\xa2\xc2\x80|\xe2\x88\x9a|\xe2\x94\x9c")
"""The bytes of a double-encoded umlaut or quotation mark: pages without them need not be decoded to be told sound."""


@frozen(kw_only=True)
class Reading:
    """What :func:`read_item` needs of the options; travels with every source."""

    limits: Limits
    not_after: str = ""
    second_opinion: bool = True
    keep_html: bool = False
    double_encoding: DoubleEncodingPolicy = "name"


@frozen(eq=False, kw_only=True)
class WebPages:
    """Load saved web pages: files, directories, zip and tar archives, WARC, JSONL, feeds and sitemaps. Fetches nothing."""

    requires: ClassVar[tuple[str, ...]] = ()
    provides: ClassVar[tuple[str, ...]] = ()

    paths: tuple[Path, ...] = field(
        converter=as_paths,
        validator=require_paths,
        metadata={"help": "files, directories (with all below them) and globs, relative to the config file"},
    )
    leave_to: tuple[str, ...] = field(
        default=(),
        converter=as_names,
        metadata={
            "help": "loaders of the same config that are given the same paths: files that one of them is surer of are left to it, "
            "without a word"
        },
    )
    root: Path | None = field(
        default=None,
        metadata={"help": "the directory that document ids are relative to; by default the deepest one that holds all paths"},
    )
    html_field: str = field(
        default="", metadata={"help": "the field of a JSONL row with the page; by default html, raw_html, content_html …"}
    )
    id_field: str = field(
        default="",
        metadata={"help": "the field of a JSONL row with its id; by default id, doc_id, uuid, url, else the line number"},
    )
    merge_addresses: bool = field(
        default=True,
        metadata={"help": "make one document of pages that are the same story (canonical, AMP, print, recrawled)"},
    )
    not_after: str | None = field(
        default=None,
        validator=_a_date,
        metadata={
            "help": "the day of the crawl (2024-05-31): later publication dates are refused; a WARC or JSONL row brings its own"
        },
    )
    second_opinion: bool = field(
        default=True, metadata={"help": "ask trafilatura about pages on which the block classifier is unsure"}
    )
    double_encoding: DoubleEncodingPolicy = field(
        default="name",
        metadata={
            "help": "what to do with UTF-8 that was read as cp1252 and saved again (`fÃ¼r`): `name` it in a warning and a claim, "
            "`repair` it, or `refuse` the page"
        },
    )
    keep_html: bool = field(default=False, metadata={"help": "keep every page in the run store, by its SHA-256"})
    max_page_bytes: int = field(
        default=16_000_000, validator=require_positive, metadata={"help": "the most bytes of a page, unpacked"}
    )
    max_elements: int = field(
        default=50_000,
        validator=require_positive,
        metadata={"help": "the most elements of a page; time and memory grow with them"},
    )
    max_depth: int = field(
        default=200, validator=_depth, metadata={"help": "the deepest nesting of a page's elements, at most 250"}
    )
    max_page_seconds: float = field(
        default=20.0, validator=require_positive, metadata={"help": "the most CPU time for a page, looked at between the steps"}
    )
    max_archive_members: int = field(
        default=200_000, validator=require_positive, metadata={"help": "the most members of an archive"}
    )
    max_archive_bytes: int = field(
        default=50_000_000_000,
        validator=require_positive,
        metadata={"help": "the most bytes of an archive's members, unpacked"},
    )

    @hookimpl
    def load(self) -> Iterator[Source]:
        """Yield a source per page, path by path and by name; a story with several addresses once.

        Raises:
            ConfigError: a path does not exist or holds nothing.
        """
        reading = Reading(
            limits=Limits(
                bytes=self.max_page_bytes, elements=self.max_elements, depth=self.max_depth, seconds=self.max_page_seconds
            ),
            not_after=self.not_after or "",
            second_opinion=self.second_opinion,
            keep_html=self.keep_html,
            double_encoding=self.double_encoding,
        )
        items = merged(self._found()) if self.merge_addresses else (item for item, _ in self._found() if isinstance(item, Item))
        for item in _told_apart(items):
            yield Source(item.id, _fingerprint(item), partial(read_item, item, reading))

    def _found(self) -> Iterator[Found | tuple[str, tuple[tuple[str, str, str], ...]]]:
        reach = Reach(
            page_bytes=self.max_page_bytes,
            archive=ArchiveLimits(
                members=self.max_archive_members, bytes=self.max_archive_bytes, page_bytes=self.max_page_bytes
            ),
            fields=RowFields(html=self.html_field, id=self.id_field),
            leave_to=self.leave_to,
        )
        if any(map(_is_dash, self.paths)):
            yield _standard_input(self.max_page_bytes)
        places = [Place.of(path) for path in self.paths if not _is_dash(path)]
        root = root_of(places, self.root)
        refuse_useless(places, root, "file")
        passed = PassedOver("web-pages", self.leave_to)
        for entry in entries_of(places, root):
            for found in found_in(entry, reach):
                if isinstance(found, PassedBy):
                    passed.note(found.name)
                else:
                    yield found
        if passed.warning:
            _log.warning(passed.warning)


def _is_dash(path: Path) -> bool:
    return path.name == "-" and not path.is_file()


def _standard_input(limit: int) -> Found:
    """Return the page that comes through standard input; it is held, as it can be read only once."""
    try:
        data = unpacked(read_limited(sys.stdin.buffer, limit), "", limit)
    except DocumentError as error:
        return Item.refused("stdin", "unreadable", error.message, error.hint), b""
    return Item(id="stdin", locator=Locator.holding(data), digest=digest_of(data)), data


def _told_apart(items: Iterable[Item]) -> Iterator[Item]:
    """Give what would be a second document of the same id a number: a page recrawled, a member packed twice."""
    seen: dict[bytes, int] = {}
    for item in items:
        # Ids are kept as short digests: an archive may hold a million of them.
        key = sha256(item.id.encode("utf-8", "replace")).digest()[:10]
        number = seen[key] = seen.get(key, 0) + 1
        yield item if number == 1 else evolve(item, id=f"{item.id}@{number}")


def _fingerprint(item: Item) -> str:
    parts = [item.digest, item.address, item.seen, item.content_type, *item.addresses, str(item.notes), str(item.problem)]
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def read_item(item: Item, reading: Reading) -> Document:
    """Read a page that was found and extract it.

    Raises:
        PageError: it cannot be read, breaks a limit, has changed since it was found, or has no text.
    """
    if item.problem is not None:
        raise item.problem.error(item.id)
    try:
        data = bytes_of(item.locator, reading.limits.bytes)
    except DocumentError as error:
        raise PageError("unreadable", error.message, hint=error.hint, document=item.id) from error
    except (OSError, EOFError, ValueError, RuntimeError, LookupError) as error:
        raise PageError(
            "unreadable", f"the page cannot be read ({error})", hint="is the file still there?", document=item.id
        ) from error
    if len(data) <= reading.limits.bytes and digest_of(data) != item.digest:
        raise PageError("changed", "the file has changed while it was being loaded", hint="run again", document=item.id)
    if _is_binary(data):
        hint = "it may be packed in a way that its header does not say; fetch it anew"
        raise PageError("no-html", "its bytes are not text", hint=hint, document=item.id)
    read, content_type, found = _decoded_once(data, item, reading.double_encoding)
    try:
        page = read_page(
            read,
            context=Context(address=item.address, seen=item.seen or reading.not_after),
            limits=reading.limits,
            content_type=content_type,
            fallback=reading.second_opinion,
            fragment=item.fragment,
        )
    except PageError as error:
        error.document = item.id
        raise
    return _document(
        item, evolve(page, digest=digest_of(data), claims=page.claims + found), kept=data if reading.keep_html else None
    )


def _is_binary(data: bytes) -> bool:
    """Tell whether bytes begin neither as text nor as the wide encodings of it, by their control characters."""
    head = data[:_HEAD]
    bare = head.translate(None, _CONTROLS)
    return len(head) >= _LEAST_HEAD and len(bare) < _MOST_TEXT * len(head) and b"\0" not in head[:4]


def _decoded_once(data: bytes, item: Item, policy: DoubleEncodingPolicy) -> tuple[bytes, str, tuple[Claim, ...]]:
    """Return a page with its type, and what is to be said of it, where its text was encoded twice."""
    if _TWICE.search(data) is None:
        return data, item.content_type, ()
    text = decode(data, item.content_type).text
    twice = find_double_encoding(text)
    if twice is None:
        return data, item.content_type, ()
    if policy == "refuse":
        raise PageError("double-encoded", twice.message, hint="set `double_encoding: repair`", document=item.id)
    if policy == "repair":
        claim = Claim(name="problem", value=f"repaired: {twice.message}", origin="encoding", rule="encoding/double")
        return repair_double_encoding(text).encode("utf-8"), "text/html; charset=utf-8", (claim,)
    _log.warning("%s: %s; `double_encoding: repair` mends it", item.id, twice.message)
    return data, item.content_type, (Claim(name="problem", value=twice.message, origin="encoding", rule="encoding/double"),)


def _document(item: Item, page: Page, kept: bytes | None) -> Document:
    noted = tuple(
        Claim(name=name, value=value, origin=origin, rule=f"page/{origin}", confidence=0.7)
        for name, value, origin in item.notes
        if value
    )
    claims = page.claims + noted
    addresses = dict.fromkeys([*own_addresses(page.claims, item.address), *item.addresses])
    return Document(
        id=item.id,
        source_text=page.text,
        origin=Origin(
            location=item.address or item.id,
            digest=page.digest,
            media_type="text/html",
            encoding=page.encoding,
            encoding_guessed=page.encoding_guessed,
            addresses=tuple(addresses),
            page=kept,
        ),
        claims=claims,
        parts=page.parts,
        edits=page.edits,
    )
