"""JSONL files with a page per line."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from presseschau_web_pages.addresses import is_web
from presseschau_web_pages.dates import read_date
from presseschau_web_pages.items import Found, Item, Locator, digest_of, lines_of
from presseschau_web_pages.opening import opened

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
    with opened(path) as stream:
        for number, line in lines_of(stream, 2 * limit + _ENVELOPE):  # type: ignore[arg-type]
            if line.strip():
                yield _row(line, f"{name}#{number}", name, fields, 2 * limit + _ENVELOPE)


def _row(line: bytes, place: str, name: str, fields: RowFields, limit: int) -> Found:
    if len(line) > limit:
        return Item.refused(place, "too-large", f"the line has more than {limit:,} bytes", "raise max_page_bytes"), b""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Item.refused(place, "broken-row", f"the line is no JSON ({error})", "one JSON object per line is expected"), b""
    if not isinstance(row, dict):
        return Item.refused(place, "broken-row", "the line is no JSON object", "one JSON object per line is expected"), b""
    page = _first(row, (fields.html,) if fields.html else _HTML)
    address = _first(row, _ADDRESS)
    known = _first(row, (fields.id,) if fields.id else (*_ID, *_ADDRESS))
    id_ = f"{name}#{known}" if known else place
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
            seen=read_date(_first(row, _SEEN)),
            content_type="text/html; charset=utf-8",
        ),
        data,
    )
