"""Saved feeds (RSS 0.9 to 2.0, Atom) and sitemaps: entries with their text as pages, and what they say of other pages."""

import html
from collections.abc import Iterator
from pathlib import Path

from attrs import define, field
from lxml import etree

from presseschau.dates import first_date
from presseschau.inputs import opened, read_limited
from presseschau_web_pages.items import Found, Item, Locator, digest_of

Note = tuple[str, tuple[tuple[str, str, str], ...]]
"""An address, and claims about the page there: name, value and origin."""

_DECLARES = (b"<!DOCTYPE", b"<!ENTITY")
_ROOTS = frozenset({"rss", "rdf", "feed", "entry", "channel", "urlset", "sitemapindex"})
_ENTRY = frozenset({"item", "entry"})
_TEXT = ("encoded", "content")
_SUMMARY = ("description", "summary")
_DATES = {"pubdate": "date", "published": "date", "date": "date", "issued": "date", "publication_date": "date", "updated": "modified", "lastmod": "modified", "modified": "modified"}  # fmt: skip
_NAMES = {"creator": "author", "author": "author", "title": "title", "language": "language", "name": "publisher"}


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def feed_entries(path: Path, name: str, limit: int) -> Iterator[Found | Note]:
    """Yield the entries of a feed as pages, and notes on pages elsewhere.

    A document type is refused (it could declare entities that grow or read files); nothing is fetched or resolved.
    """
    with opened(path) as stream:
        data = read_limited(stream, 4 * limit)
    if len(data) > 4 * limit:
        yield Item.refused(name, "too-large", f"the feed has more than {4 * limit:,} bytes", "raise max_page_bytes"), b""
        return
    # Without the zero bytes UTF-16 and UTF-32 read like ASCII, so that they hide nothing.
    bare = data.replace(b"\0", b"").upper()
    if any(mark in bare for mark in _DECLARES):
        yield (
            Item.refused(
                name, "xml-entities", "the feed declares a document type or entities", "no feed needs one; fetch it anew"
            ),
            b"",
        )
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield Item.refused(name, "broken-feed", f"not XML that can be read ({error})", "fetch it anew"), b""
        return
    if root is None:
        yield Item.refused(name, "broken-feed", "not XML that can be read", "fetch it anew"), b""
        return
    if _local(root) not in _ROOTS:
        hint = "save what it holds as HTML or plain text"
        yield Item.refused(name, "other-kind", "it is XML, but neither a feed nor a sitemap", hint), b""
        return
    base = root.get("{http://www.w3.org/XML/1998/namespace}base") or ""
    for number, element in enumerate(root.iter(), 1):
        kind = _local(element)
        if kind in _ENTRY:
            yield from _entry(element, f"{name}#{number}", name, base)
        elif kind == "url":
            yield from _located(element)


def _located(element: etree._Element) -> Iterator[Note]:
    """Yield what a sitemap says of an address (sitemaps.org, Google's news extension)."""
    address, notes = "", []
    for child in element.iter():
        kind, value = _local(child), (child.text or "").strip()
        if kind == "loc" and not address:
            address = value
        elif kind in _DATES and value and first_date(value):
            notes.append((_DATES[kind], first_date(value), "sitemap"))
        elif kind in {"title", "name", "language"} and value:
            notes.append((_NAMES[kind], value, "sitemap"))
    if address and notes:
        yield address, tuple(notes)


@define
class _Entry:
    """What the children of an entry say."""

    address: str = ""
    known: str = ""
    notes: list[tuple[str, str, str]] = field(factory=list)
    bodies: list[str] = field(factory=list)
    summaries: list[str] = field(factory=list)

    def take(self, child: etree._Element) -> None:
        """Take one child."""
        kind, value = _local(child), _text(child)
        if kind == "link":
            self._link(child, value)
        elif kind in {"guid", "id"}:
            self.known = self.known or value
        elif kind in _TEXT:
            self.bodies.append(_markup(child))
        elif kind in _SUMMARY:
            self.summaries.append(_markup(child))
        else:
            self._note(child, kind, value)

    def _link(self, child: etree._Element, value: str) -> None:
        href = child.get("href")
        if (href and child.get("rel", "alternate") == "alternate") or (value and not href):
            self.address = self.address or href or value

    def _note(self, child: etree._Element, kind: str, value: str) -> None:
        if kind in _DATES and first_date(value):
            self.notes.append((_DATES[kind], first_date(value), "feed"))
        elif kind == "author" and len(child):
            self.notes += [("author", _text(part), "feed") for part in child if _local(part) == "name"]
        elif kind in {"title", "creator", "author", "language"} and value:
            self.notes.append((_NAMES[kind], value, "feed"))


def _entry(element: etree._Element, place: str, name: str, base: str) -> Iterator[Found | Note]:
    """Yield an entry's own text as a page, and what it says as a note on the page that it links to."""
    entry = _Entry()
    for child in element:
        entry.take(child)
    if entry.address and entry.notes:
        yield entry.address, tuple(entry.notes)
    body = max(entry.bodies or entry.summaries, key=len, default="")
    if not body.strip():
        return
    title = next((value for kind, value, _ in entry.notes if kind == "title"), "")
    page = f"<html><head><title>{html.escape(title)}</title></head><body><article>{body}</article></body></html>"
    data = page.encode("utf-8", "replace")
    item = Item(
        id=f"{name}#{entry.known or entry.address or place.rpartition('#')[2]}",
        locator=Locator.holding(data),
        digest=digest_of(data),
        address=entry.address or base,
        content_type="text/html; charset=utf-8",
        notes=tuple(entry.notes) if entry.bodies else (*entry.notes, ("page-kind", "summary", "feed")),
        fragment=True,
    )
    yield item, data


def _markup(element: etree._Element) -> str:
    """Return an element's content as HTML: escaped markup as it is, XHTML serialised."""
    if len(element):
        parts = [html.escape(element.text or "")]
        parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
        return "".join(parts)
    text = element.text or ""
    return text if "<" in text else f"<p>{html.escape(text)}</p>"
