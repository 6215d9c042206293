"""Who bears a name: the places where speakers are named and quoted, sorted on disk, and the groups that they make.

A name may have several bearers. Articles with the same full name mean the same one where they share a story, an office or a leading term.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from presseschau import Group
from presseschau_links.same import Same

_BATCH = 5_000
_SHOWN = 50
"""Names, roles and documents that a group lists of each kind."""
_FEWEST = 2
_LISTED = 500
"""Places where a person is named that a group lists."""
_CONFIDENCE = {"person": 0.9}
Row = tuple[Any, ...]


class Table:
    """The speakers' quotes, sorted on disk."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA temp_store = FILE")
        self._db.execute(
            'CREATE TABLE said (node TEXT, date TEXT, document TEXT, "start" INTEGER, "end" INTEGER, quote TEXT, data TEXT)'
        )
        self._db.execute("CREATE TABLE evidence (node TEXT, document TEXT, key TEXT)")
        self._said: list[Row] = []
        self._evidence: list[Row] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def put(self, said: Iterable[Sequence[Any]], evidence: Iterable[Sequence[str]]) -> None:
        """Note where a speaker is quoted or named, and what shows which bearer of a name an article means.

        ``said`` are rows of node, date, document, start, end, quote (empty where a person is only named) and JSON, ``evidence`` rows of node,
        document and what it shares with other articles.
        """
        self._said.extend(map(tuple, said))
        self._evidence.extend(map(tuple, evidence))
        if len(self._said) + len(self._evidence) >= _BATCH:
            self._flush()

    def join(self, joined: Iterable[tuple[str, str]]) -> None:
        """Let one node stand for another, for pairs of the other and the one."""
        self._flush()
        self._db.execute("CREATE INDEX said_by_node ON said (node)")
        self._db.execute("CREATE INDEX evidence_by_node ON evidence (node)")
        self._db.execute("BEGIN")
        for node, other in joined:
            for table in ("said", "evidence"):
                self._db.execute(f"UPDATE {table} SET node = ? WHERE node = ?", (other, node))  # noqa: S608 - our own names
        self._db.execute("COMMIT")

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?)", self._said)
        self._db.executemany("INSERT INTO evidence VALUES (?, ?, ?)", self._evidence)
        self._db.execute("COMMIT")
        self._said.clear()
        self._evidence.clear()

    def groups(self) -> Iterator[Group]:
        """Yield the groups of all nodes, in order of nodes and dates."""
        rows: list[Row] = []
        for row in self._db.execute(
            'SELECT node, date, document, "start", "end", quote, data FROM said ORDER BY node, date, document, "start", quote'
        ):
            if rows and rows[0][0] != row[0]:
                yield from self._groups_of(rows)
                rows = []
            rows.append(row)
        yield from self._groups_of(rows)

    def _groups_of(self, rows: list[Row]) -> Iterator[Group]:
        """Yield the groups of one node: a name may have several bearers, of whom nothing but the name is the same."""
        documents = {row[2] for row in rows}
        if len(documents) < _FEWEST or not any(row[5] for row in rows):
            yield from _group(rows)
            return
        bearers = Same()
        first: dict[str, str] = {}
        for document, key in self._db.execute(
            "SELECT DISTINCT document, key FROM evidence WHERE node = ? ORDER BY key, document", (rows[0][0],)
        ):
            bearers.join(document, first.setdefault(key, document), "")
        parted: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            parted[bearers.root(row[2])].append(row)
        for part in parted.values():
            yield from _group(part)


def _group(rows: list[Row]) -> Iterator[Group]:
    """Yield the group of a speaker's rows, where two quotes, or a quote and another article, stand side by side."""
    quotes = [row for row in rows if row[5]]
    documents = list(dict.fromkeys(row[2] for row in rows))
    if not quotes or (len(quotes) < _FEWEST and len(documents) < _FEWEST):
        return
    kind = rows[0][0].partition(" ")[0]
    names: Counter[str] = Counter()
    called: Counter[str] = Counter()
    roles: dict[str, list[str]] = defaultdict(list)
    affiliations: dict[str, list[str]] = defaultdict(list)
    members: dict[str, dict[str, str]] = {}
    for _, date, _, _, _, quote, text in rows:
        data = json.loads(text)
        for role in data["roles"]:
            roles[role].append(date)
        for affiliation in data["affiliations"]:
            affiliations[affiliation].append(date)
        if quote:
            members[quote] = {"why": data["why"] or f"named {data['called']}"}
        called[data["called"]] += 1
        names[data.get("name") or (data["called"] if kind != "person" or not quote else "")] += 1
    names.pop("", None)
    names = names or called  # nobody gives the full name of somebody who is quoted only
    ranked = sorted(names, key=lambda name: (-names[name], -len(name), name))
    yield Group(
        type="speaker",
        label=ranked[0],
        members=[row[5] for row in quotes],
        rule=f"speakers/{kind}",
        confidence=_CONFIDENCE.get(kind, 0.7),
        data={
            "names": {name: names[name] for name in ranked[:_SHOWN]},
            "roles": [{"role": role, **_between(dates)} for role, dates in sorted(roles.items())[:_SHOWN]],
            "affiliations": [{"affiliation": one, **_between(dates)} for one, dates in sorted(affiliations.items())[:_SHOWN]],
            "documents": documents[:_SHOWN],
            "number_of_documents": len(documents),
            "named": [[row[2], row[3], row[4]] for row in rows if not row[5]][:_LISTED],
            "members": members,
        },
    )


def _between(dates: list[str]) -> dict[str, str | None]:
    """Return the first and the last of dates; None where no article has one."""
    known = sorted(filter(None, dates))
    return {"first": known[0] if known else None, "last": known[-1] if known else None}
