"""Which of the found pages are the same story: an index on disk, so that a stream of any length needs little memory.

Two pages are one story when they share an address (that of the fetch, canonical, ``og:url``; see :func:`addresses.key_of`) and
most words of their titles; a site whose pages all name one canonical address stays apart that way.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from attrs import asdict, evolve

from presseschau_web_pages.addresses import absolute, key_of
from presseschau_web_pages.items import Found, Item, Locator, Problem

_HEAD = 300_000
_LINK = re.compile(rb"<link\s[^<>]{0,600}>", re.IGNORECASE)
_META = re.compile(rb"<meta\s[^<>]{0,1500}>", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{0,1000})", re.IGNORECASE)
_REL = re.compile(rb"rel\s{0,3}=\s{0,3}[\"']?\s{0,3}(?:canonical)\b", re.IGNORECASE)
_OG = re.compile(rb"[\"']og:(url|title)[\"']", re.IGNORECASE)
_HREF = re.compile(rb"(?:href|content)\s{0,3}=\s{0,3}(?:\"([^\"]{1,1500})\"|'([^']{1,1500})')", re.IGNORECASE)
_WORD = re.compile(r"\w{3,}")
_SAME = 0.5

_SCHEMA = """
CREATE TABLE items (place INTEGER PRIMARY KEY, story INTEGER NOT NULL, rank INTEGER NOT NULL, item TEXT NOT NULL, data BLOB NOT NULL,
                    addresses TEXT NOT NULL);
CREATE INDEX stories ON items (story, rank, place);
CREATE TABLE keys (key TEXT PRIMARY KEY, story INTEGER NOT NULL, title TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (key TEXT NOT NULL, notes TEXT NOT NULL);
CREATE INDEX noted ON notes (key);
"""


def given_addresses(data: bytes, base: str) -> tuple[list[str], str]:
    """Return the canonical address and ``og:url`` of a page, and its title, read from its first bytes without parsing it."""
    head = data[:_HEAD]
    found, title = [], b""
    found += [_value(tag) for tag in _LINK.findall(head) if _REL.search(tag)]
    for tag in _META.findall(head):
        kind = _OG.search(tag)
        if kind and kind[1].lower() == b"url":
            found.append(_value(tag))
        elif kind and not title:
            title = _value(tag)
    if not title:
        match = _TITLE.search(head)
        title = match[1] if match else b""
    addresses = [absolute(value.decode("utf-8", "replace"), base) for value in found if value]
    return [address for address in addresses if address], title.decode("utf-8", "replace")


def _value(tag: bytes) -> bytes:
    match = _HREF.search(tag)
    return (match[1] or match[2] or b"").replace(b"&amp;", b"&") if match else b""


def _alike(one: str, other: str) -> bool:
    """Tell whether two titles share at least half of the words of the shorter."""
    first, second = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    if not first or not second:
        return first == second
    return len(first & second) >= _SAME * min(len(first), len(second))


def _to_json(item: Item) -> str:
    fields = asdict(evolve(item, locator=evolve(item.locator, data=b"")))
    fields["locator"].pop("data")
    return json.dumps(fields)  # ASCII: the bytes of a path need not be Unicode, and SQLite takes nothing else


def _from_json(text: str, data: bytes) -> Item:
    fields = json.loads(text)
    fields["locator"] = Locator(**fields["locator"], data=data)
    fields["notes"] = tuple(tuple(note) for note in fields["notes"])
    fields["addresses"] = tuple(fields["addresses"])
    fields["problem"] = Problem(**fields["problem"]) if fields["problem"] else None
    return Item(**fields)


def merged(found: Iterable[Found | tuple[str, tuple[tuple[str, str, str], ...]]]) -> Iterator[Item]:
    """Yield each story once, in the order of its first page, with the addresses and notes of all its pages.

    The page that speaks for a story is the one at its canonical address, else the first that is a whole page.
    """
    # The empty name is SQLite's for a database of its own on disk that is gone when closed.
    with closing(sqlite3.connect("")) as base:
        base.executescript(_SCHEMA)
        for place, (what, detail) in enumerate(found):
            if isinstance(what, str):
                key = key_of(what)
                if key:
                    base.execute("INSERT INTO notes VALUES (?, ?)", (key, json.dumps(detail)))
            else:
                _add(base, place, what, detail)  # type: ignore[arg-type]
        stories = base.execute("SELECT story FROM items GROUP BY story ORDER BY min(place)")
        for (story,) in stories:
            yield _story(base, story)


def _add(base: sqlite3.Connection, place: int, item: Item, data: bytes) -> None:
    given, title = given_addresses(data, item.address)
    addresses = list(dict.fromkeys(filter(None, [item.address, *given])))
    keys = list(dict.fromkeys(filter(None, map(key_of, addresses))))
    story = place
    for key in keys:
        known = base.execute("SELECT story, title FROM keys WHERE key = ?", (key,)).fetchone()
        if known and _alike(known[1], title):
            story = known[0]
            break
    for key in keys:
        base.execute("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", (key, story, title))
    canonical = given[0] if given else ""
    rank = 2 if item.fragment else 0 if not canonical or not item.address or item.address == canonical else 1
    row = (place, story, rank, _to_json(item), item.locator.data, json.dumps(addresses))
    base.execute("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?)", row)


def _story(base: sqlite3.Connection, story: int) -> Item:
    rows = base.execute("SELECT item, data, addresses FROM items WHERE story = ? ORDER BY rank, place", (story,)).fetchall()
    item = _from_json(rows[0][0], rows[0][1])
    addresses = list(dict.fromkeys(address for row in rows for address in json.loads(row[2])))
    notes = list(item.notes)
    for row in rows[1:]:
        other = _from_json(row[0], b"")
        notes += [note for note in other.notes if note[0] != "page-kind"]
    for key in dict.fromkeys(filter(None, map(key_of, addresses))):
        for (text,) in base.execute("SELECT notes FROM notes WHERE key = ?", (key,)):
            notes += [tuple(note) for note in json.loads(text)]
    return evolve(item, addresses=tuple(addresses), notes=tuple(dict.fromkeys(notes)))
