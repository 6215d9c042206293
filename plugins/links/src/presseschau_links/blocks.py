"""Blocking: which items are worth a comparison, for heaps of any size.

Keys are kept and sorted in a temporary database that spills to disk, so memory stays flat. A key that too many items share
tells nothing and is left out.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

_MASK = (1 << 63) - 1
_BATCH = 5_000


def key_of(*parts: object) -> int:
    """Return a key of 63 bits; the same on every machine and in every process."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") & _MASK


class Blocks:
    """Items by keys; ``most`` is how many items may share a key that counts.

    With ``seeking``, only pairs of which one item at least was added as a seeker are of interest.
    """

    def __init__(self, most: int, *, seeking: bool = False) -> None:
        self._most = most
        self._seekers: set[int] | None = set() if seeking else None
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA temp_store = FILE")
        self._db.execute("PRAGMA cache_size = -16000")
        self._db.execute("CREATE TABLE names (item INTEGER PRIMARY KEY, name TEXT NOT NULL, place INTEGER NOT NULL)")
        self._db.execute("CREATE TABLE keys (key INTEGER NOT NULL, lane INTEGER NOT NULL, item INTEGER NOT NULL)")
        self._db.execute("CREATE TABLE pairs (a INTEGER NOT NULL, b INTEGER NOT NULL, lane INTEGER NOT NULL)")
        self._waiting: list[tuple[int, int, int]] = []
        self._items = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def add(self, name: str, *lanes: Iterable[int], seeks: bool = False, place: int = 0) -> None:
        """Add an item with its keys; pairs come in order of ``place``, so that what stands near is compared together.

        Keys may come in several ``lanes``, such as stretches of days that overlap; what two items share is counted within a lane.
        """
        if seeks and self._seekers is not None:
            self._seekers.add(self._items)
        self._db.execute("INSERT INTO names VALUES (?, ?, ?)", (self._items, name, place))
        self._waiting.extend((key, lane, self._items) for lane, keys in enumerate(lanes) for key in sorted(set(keys)))
        self._items += 1
        if len(self._waiting) >= _BATCH:
            self._flush()

    def pairs(self, least: int = 1) -> Iterator[tuple[str, str]]:
        """Yield the pairs of names that share at least ``least`` keys of a lane, each once, the smaller name first, in order of place and name."""
        self._flush()
        found: list[tuple[int, int, int]] = []
        seekers = self._seekers
        for lane, block in self._blocks() if seekers is None or seekers else ():
            if seekers is not None and seekers.isdisjoint(block):
                continue
            pairs = ((a, b, lane) for number, a in enumerate(block) for b in block[number + 1 :])
            found.extend(pair for pair in pairs if seekers is None or pair[0] in seekers or pair[1] in seekers)
            if len(found) >= _BATCH:
                self._put(found)
                found = []
        self._put(found)
        yield from self._db.execute(
            "WITH found AS (SELECT DISTINCT a, b FROM (SELECT a, b FROM pairs GROUP BY a, b, lane HAVING count(*) >= ?)) "
            "SELECT min(x.name, y.name) AS one, max(x.name, y.name) AS other FROM found "
            "JOIN names x ON x.item = found.a JOIN names y ON y.item = found.b ORDER BY min(x.place, y.place), one, other",
            (least,),
        )

    def _put(self, found: list[tuple[int, int, int]]) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO pairs VALUES (?, ?, ?)", found)
        self._db.execute("COMMIT")

    def _blocks(self) -> Iterator[tuple[int, list[int]]]:
        """Yield the lane and the items of each key that two items share, and not too many."""
        block: list[int] = []
        last = (0, -1)
        for key, lane, item in self._db.execute("SELECT key, lane, item FROM keys ORDER BY key, lane, item"):
            if (key, lane) != last:
                if 1 < len(block) <= self._most:
                    yield last[1], block
                block, last = [], (key, lane)
            if len(block) <= self._most:
                block.append(item)
        if 1 < len(block) <= self._most:
            yield last[1], block

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO keys VALUES (?, ?, ?)", self._waiting)
        self._db.execute("COMMIT")
        self._waiting.clear()
