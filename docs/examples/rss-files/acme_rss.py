"""Load the items of saved RSS 2.0 files: one document per item, with title, link, author and date as claims."""

import email.utils
import hashlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from attrs import field, frozen

from presseschau import Claim, Document, DocumentError, Origin, Source, hookimpl

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
BLOCKS = {"p", "br", "div", "li", "h1", "h2", "h3", "tr"}


@frozen(eq=False, kw_only=True)
class RssFiles:
    """Load RSS files as documents, one per item."""

    paths: tuple[Path, ...] = field(metadata={"help": "The files, in the order in which they are loaded."})
    titles: bool = field(default=False, metadata={"help": "Begin each text with the item's title."})

    @hookimpl
    def load(self) -> Iterator[Source]:
        """Yield one source per item; its fingerprint is that of the item alone."""
        for path in self.paths:
            for number, item in enumerate(_items(path), start=1):
                document = self._document(item, f"{path.name}#{item.findtext('guid') or number}")
                yield Source.of(document, hashlib.sha256(ET.tostring(item)).hexdigest())

    def _document(self, item: "ET.Element[str]", name: str) -> Document:
        title = item.findtext("title") or ""
        body = plain_text(item.findtext(CONTENT) or item.findtext("description") or "")
        said = {
            "title": title,
            "url": item.findtext("link"),
            "author": item.findtext("author") or item.findtext(CREATOR),
            "date": _day(item.findtext("pubDate")),
        }
        claims = tuple(Claim(name=key, value=value, origin="rss", rule="rss/item") for key, value in said.items() if value)
        text = f"{title}\n\n{body}" if self.titles and title else body
        return Document(
            id=name, source_text=text, origin=Origin(location=name, media_type="application/rss+xml"), claims=claims
        )


def _items(path: Path) -> Iterator["ET.Element[str]"]:
    try:
        return ET.parse(path).iter("item")  # noqa: S314 - expat from 2.4.1 on refuses entities that explode
    except ET.ParseError as error:
        raise DocumentError(f"{path.name} is no XML: {error}", hint="save the feed itself, not the page about it") from error


def _day(written: str | None) -> str:
    """Return the day of an RFC 822 date as it was where it was written; ``""`` when it cannot be read."""
    try:
        return email.utils.parsedate_to_datetime(written).date().isoformat() if written else ""
    except ValueError:
        return ""


def plain_text(html: str) -> str:
    """Return the words of an HTML fragment, blocks as lines."""
    pieces: list[str] = []
    parser = HTMLParser(convert_charrefs=True)
    parser.handle_data = pieces.append  # type: ignore[method-assign]
    parser.handle_starttag = lambda tag, _: pieces.append("\n" if tag in BLOCKS else "")  # type: ignore[method-assign]
    parser.feed(html)
    parser.close()
    return "".join(pieces).strip("\n")
