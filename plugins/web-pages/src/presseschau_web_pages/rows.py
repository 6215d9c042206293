"""JSONL files with a page per line."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from presseschau import DocumentError
from presseschau.dates import first_date
from presseschau.inputs import Lines, load_json, opened
from presseschau_web_pages.addresses import is_web
from presseschau_web_pages.items import Found, Item, Locator, digest_of

_HTML = ("html", "raw_html", "page_html", "content_html", "body_html", "page", "raw")
_ADDRESS = ("url", "source_url", "final_url", "link", "address", "uri")
_ID = ("id", "doc_id", "uuid", "identifier")
_SEEN = (
    "crawl_date",
    "crawled_at",
    "date_crawled",
    "fetched",
    "fetched_at",
    "retrieved",
    "retrieved_at",
    "warc_date",
    "seen",
    "timestamp",
)
_ENVELOPE = 1_000_000
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@frozen(kw_only=True)
class RowFields:
    """Names of the fields of a row; ``""`` for the first that there is of the well-known names."""

    html: str = ""
    id: str = ""


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def row_pages(path: Path, name: str, fields: RowFields, limit: int) -> Iterator[Found]:
    """Yield the pages of a JSONL file, packed or not. A row without HTML is a dead letter, an empty line nothing."""
    most = 2 * limit + _ENVELOPE
    with opened(path) as stream:
        lines = Lines(stream, None, most)
        for number, line in lines:
            place = f"{name}#{number}"
            if line is None:
                yield Item.refused(place, "too-large", f"the line has more than {most:,} bytes", "raise max_page_bytes"), b""
            elif line.strip():
                yield _row(line, lines, place, name, fields)


def _row(line: bytes, lines: Lines, place: str, name: str, fields: RowFields) -> Found:
    try:
        row = load_json(lines.decode(line).text, place)
    except DocumentError as error:
        return Item.refused(place, "broken-row", error.message, "one JSON object per line is expected"), b""
    if not isinstance(row, dict):
        return Item.refused(place, "broken-row", "the line is not a JSON object", "one JSON object per line is expected"), b""
    page = _first(row, (fields.html,) if fields.html else _HTML)
    address = _first(row, _ADDRESS)
    known = _first(row, (fields.id,) if fields.id else (*_ID, *_ADDRESS))
    id_ = f"{name}#{known}" if known and not _UNPRINTABLE.search(known) else place
    if not page:
        wanted = fields.html or ", ".join(_HTML)
        return Item.refused(id_, "no-html", f"the row has no HTML in {wanted}", "name the field with html_field"), b""
    try:
        data = page.encode("utf-8")
    except UnicodeEncodeError:
        return Item.refused(id_, "lone-surrogates", "the row's HTML has lone surrogates", "write the file as UTF-8"), b""
    return (
        Item(
            id=id_,
            locator=Locator.holding(data),
            digest=digest_of(data),
            address=address if is_web(address) else "",
            seen=first_date(_first(row, _SEEN)),
            content_type="text/html; charset=utf-8",
        ),
        data,
    )
