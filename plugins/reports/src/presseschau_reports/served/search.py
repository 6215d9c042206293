"""Questions to the search index: what fits words and filters, a page at a time."""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from attrs import field, frozen

from presseschau_reports.digest import Moment, Said, SourceRef
from presseschau_reports.served import records
from presseschau_reports.served.folding import fold

PAGE = 50
"""Entries on a page."""
_MAX_WORDS = 12
_MAX_LENGTH = 300
_TRIGRAM = 3
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile("[0-9]{1,7}")
_WORD = re.compile(r"\w{1,300}")
T = TypeVar("T")


@frozen(kw_only=True)
class Query:
    """What somebody looks for; anything odd in a request is left out."""

    words: str = ""
    source: str = ""
    type: str = ""
    since: str = ""
    until: str = ""
    least: float = 0.0
    speaker: str = ""
    story: str = ""
    page: int = 1

    @classmethod
    def of(cls, asked: dict[str, str]) -> Self:
        """Return the query of a request's parameters."""
        text = {name: _CONTROL.sub(" ", asked.get(name, ""))[:_MAX_LENGTH].strip() for name in ("words", "source")}
        days = {
            name: value if _DAY.fullmatch(value := asked.get(key, "")) else ""
            for name, key in (("since", "from"), ("until", "until"))
        }
        kind = asked.get("type", "")
        number = asked.get("page", "")
        return cls(
            **text,
            **days,
            type=kind if kind in {"direct", "indirect"} else "",
            least=_share(asked.get("confidence", "")),
            page=max(1, int(number)) if _NUMBER.fullmatch(number) else 1,
        )

    @property
    def terms(self) -> tuple[str, ...]:
        """The words as the index has them."""
        return tuple(fold(self.words).split()[:_MAX_WORDS])


@frozen(kw_only=True)
class Hits(Generic[T]):
    """One page of what was found, and how many there are in all."""

    entries: tuple[T, ...] = ()
    total: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


@frozen(kw_only=True)
class SpeakerRow:
    """A speaker in a list."""

    key: str
    name: str
    named: bool
    quotes: int
    documents: int


@frozen(kw_only=True)
class StoryRow:
    """A story in a list."""

    key: str
    id: str
    headline: str
    confidence: float
    documents: int
    quotes: int
    day: str


@frozen(kw_only=True)
class DocumentRow:
    """A document in a list."""

    key: str
    id: str
    source: SourceRef
    words: int
    cut: int
    quotes: int


@frozen(kw_only=True)
class Counts:
    """How much there is, and how many of the run's documents the index has so far."""

    documents: int
    known: int
    quotes: int
    speakers: int
    moments: int
    stories: int
    words: int
    cut: int


@frozen
class Search:
    """The index, open for reading on one connection; belongs to one thread."""

    _db: sqlite3.Connection = field(repr=False)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an index read-only."""
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=10)
        database.execute("PRAGMA query_only = ON")
        return cls(database)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def counts(self) -> Counts:
        """Return how much there is."""
        one = self._one
        known = one("SELECT value FROM meta WHERE name = 'documents'")
        documents, quotes, words, cut = one(
            "SELECT count(*), coalesce(sum(quotes), 0), coalesce(sum(words), 0), coalesce(sum(cut), 0) FROM documents"
        )
        return Counts(
            documents=documents,
            known=int(known[0]) if known else 0,
            quotes=quotes,
            words=words,
            cut=cut,
            speakers=one("SELECT count(*) FROM speakers WHERE named")[0],
            moments=one("SELECT count(*) FROM moments")[0],
            stories=one("SELECT count(*) FROM stories WHERE documents")[0],
        )

    def quotes(self, query: Query) -> Hits[tuple[SpeakerRow, Said]]:
        """Return quotes: with words the best first, else in the order of loading."""
        return self._hits(
            query,
            "quotes",
            "t.data, d.ref, d.number, s.key, s.name, s.named, s.quotes, s.documents",
            "JOIN documents d ON d.key = t.document LEFT JOIN speakers s ON s.key = t.speaker",
            "t.number, t.rowid",
            _quote,
        )

    def moments(self, query: Query) -> Hits[Moment]:
        """Return dated passages in the order of time, open dates last."""
        joined = "JOIN documents d ON d.key = t.document"
        order = "t.day IS NULL, t.day, t.number, t.rowid"
        return self._hits(query, "moments", "t.data, d.ref, d.number", joined, order, _moment)

    def documents(self, query: Query) -> Hits[DocumentRow]:
        """Return documents: with words the best first, else in the order of loading."""
        columns = "t.key, t.id, t.ref, t.number, t.words, t.cut, t.quotes"
        return self._hits(query, "documents", columns, "", "t.number", _document)

    def speakers(self, query: Query) -> Hits[SpeakerRow]:
        """Return speakers, those with most quotes first, those without a name last."""
        where, values = _within("folded", query.terms)
        rows = self._rows(
            f"SELECT key, name, named, quotes, documents FROM speakers WHERE {where} "  # noqa: S608 - placeholders only
            "ORDER BY named DESC, quotes DESC, name LIMIT ? OFFSET ?",
            (*values, PAGE, (query.page - 1) * PAGE),
        )
        total = self._one(f"SELECT count(*) FROM speakers WHERE {where}", values)[0]  # noqa: S608 - likewise
        return Hits(entries=tuple(map(_speaker, rows)), total=total, page=query.page)

    def stories(self, query: Query) -> Hits[StoryRow]:
        """Return stories, those with most sources first."""
        where, values = _within("folded", query.terms)
        rows = self._rows(
            "SELECT key, id, headline, confidence, documents, quotes, day FROM stories "  # noqa: S608 - placeholders only
            f"WHERE documents AND {where} ORDER BY documents DESC, quotes DESC, headline, key LIMIT ? OFFSET ?",
            (*values, PAGE, (query.page - 1) * PAGE),
        )
        total = self._one(f"SELECT count(*) FROM stories WHERE documents AND {where}", values)[0]  # noqa: S608 - likewise
        return Hits(entries=tuple(map(_story, rows)), total=total, page=query.page)

    def quote(self, key: str) -> tuple[SpeakerRow, Said] | None:
        """Return a quote by its key."""
        row = self._one(
            "SELECT t.data, d.ref, d.number, s.key, s.name, s.named, s.quotes, s.documents FROM quotes t "
            "JOIN documents d ON d.key = t.document LEFT JOIN speakers s ON s.key = t.speaker WHERE t.key = ?",
            (key,),
        )
        return _quote(row) if row else None

    def moment(self, key: str) -> Moment | None:
        """Return a dated passage by its key."""
        row = self._one(
            "SELECT t.data, d.ref, d.number FROM moments t JOIN documents d ON d.key = t.document WHERE t.key = ?", (key,)
        )
        return _moment(row) if row else None

    def speaker(self, key: str) -> SpeakerRow | None:
        """Return a speaker by their key."""
        row = self._one("SELECT key, name, named, quotes, documents FROM speakers WHERE key = ?", (key,))
        return _speaker(row) if row else None

    def story(self, key: str) -> StoryRow | None:
        """Return a story by its key."""
        row = self._one("SELECT key, id, headline, confidence, documents, quotes, day FROM stories WHERE key = ?", (key,))
        return _story(row) if row else None

    def members(self, story: str, limit: int) -> list[str]:
        """Return the ids of the documents of a story, the oldest first."""
        rows = self._rows(
            "SELECT d.id FROM story_members m JOIN documents d ON d.key = m.document WHERE m.story = ? "
            "ORDER BY d.day = '', d.day, d.number LIMIT ?",
            (story, limit),
        )
        return [name for (name,) in rows]

    def document(self, key: str) -> DocumentRow | None:
        """Return a document by its key."""
        row = self._one("SELECT key, id, ref, number, words, cut, quotes FROM documents WHERE key = ?", (key,))
        return _document(row) if row else None

    def stories_of(self, document: str) -> list[StoryRow]:
        """Return the stories that a document is in, by its key."""
        rows = self._rows(
            "SELECT s.key, s.id, s.headline, s.confidence, s.documents, s.quotes, s.day FROM story_members m "
            "JOIN stories s ON s.key = m.story WHERE m.document = ? ORDER BY s.key LIMIT 20",
            (document,),
        )
        return list(map(_story, rows))

    def sources(self, limit: int = 500) -> list[str]:
        """Return the publishers, for the filter."""
        rows = self._rows("SELECT DISTINCT publisher FROM documents WHERE publisher <> '' ORDER BY publisher LIMIT ?", (limit,))
        return [name for (name,) in rows]

    def _hits(self, query: Query, table: str, columns: str, joined: str, order: str, made: Any) -> Hits[Any]:  # noqa: ANN401 - rows to records
        tests, values = _tests(query, table)
        if query.terms:
            match, rest, more = _match(query.terms, trigram=table != "documents")
            joined = f"JOIN {table}_fts f ON f.rowid = t.rowid {joined}"
            if match:
                tests.append(f"{table}_fts MATCH ?")
                values.append(match)
                order = order if table == "moments" else "f.rank, t.rowid"
            told = {"quotes": "f.words || ' ' || f.speaker || ' ' || f.source", "moments": "f.words || ' ' || f.source"}
            tests += [f"{told.get(table, 'f.title')} LIKE ? ESCAPE '\\'" for _ in rest]
            values += more
        where = " AND ".join(tests) or "1"
        rows = self._rows(
            f"SELECT {columns} FROM {table} t {joined} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608 - placeholders only
            (*values, PAGE, (query.page - 1) * PAGE),
        )
        only = f"JOIN {table}_fts f ON f.rowid = t.rowid" if query.terms else ""
        total = self._one(f"SELECT count(*) FROM {table} t {only} WHERE {where}", values)[0]  # noqa: S608 - likewise
        return Hits(entries=tuple(map(made, rows)), total=total, page=query.page)

    def _one(self, sql: str, values: Sequence[Any] = ()) -> Any:  # noqa: ANN401 - a row, or None
        return self._db.execute(sql, values).fetchone()

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._db.execute(sql, values).fetchall()


def _tests(query: Query, table: str) -> tuple[list[str], list[Any]]:
    """Return the conditions of the filters, and their values."""
    key = "t.key" if table == "documents" else "t.document"
    asked: list[tuple[str, Any]] = [
        ("t.publisher = ?" if table == "documents" else "t.source = ?", query.source),
        ("t.day >= ?", query.since),
        ("t.day <> '' AND t.day <= ?", query.until),
        (f"{key} IN (SELECT document FROM story_members WHERE story = ?)", query.story),  # noqa: S608 - our own names
    ]
    if table != "documents":
        asked.append(("t.confidence >= ?", query.least))
    if table == "quotes":
        asked += [("t.type = ?", query.type), ("t.speaker = ?", query.speaker)]
    given = [(test, value) for test, value in asked if value]
    return [test for test, _ in given], [value for _, value in given]


def _match(terms: Sequence[str], *, trigram: bool) -> tuple[str, list[str], list[str]]:
    """Return what FTS5 is asked for, and the terms that are too short for it, as patterns."""
    if not trigram:
        words = [word for term in terms for word in _WORD.findall(term)]
        return " ".join(f'"{word}"*' for word in words), [], []
    quoted = ['"{}"'.format(term.replace('"', '""')) for term in terms if len(term) >= _TRIGRAM]
    short = [term for term in terms if len(term) < _TRIGRAM]
    return " ".join(quoted), short, [_pattern(term) for term in short]


def _within(column: str, terms: Sequence[str]) -> tuple[str, list[str]]:
    return " AND ".join(f"{column} LIKE ? ESCAPE '\\'" for _ in terms) or "1", [_pattern(term) for term in terms]


def _pattern(term: str) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", term)
    return f"%{escaped}%"


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def _quote(row: Any) -> tuple[SpeakerRow, Said]:  # noqa: ANN401 - a row
    data, ref, number, key, name, named, quotes, documents = row
    who = SpeakerRow(key=key or "", name=name or "", named=bool(named), quotes=quotes or 0, documents=documents or 0)
    return who, records.said(data, records.source_ref(ref, number))


def _moment(row: Any) -> Moment:  # noqa: ANN401 - a row
    return records.moment(row[0], records.source_ref(row[1], row[2]))


def _document(row: Any) -> DocumentRow:  # noqa: ANN401 - a row
    key, name, ref, number, words, cut, quotes = row
    return DocumentRow(key=key, id=name, source=records.source_ref(ref, number), words=words, cut=cut, quotes=quotes)


def _speaker(row: Any) -> SpeakerRow:  # noqa: ANN401 - a row
    return SpeakerRow(key=row[0], name=row[1], named=bool(row[2]), quotes=row[3], documents=row[4])


def _story(row: Any) -> StoryRow:  # noqa: ANN401 - a row
    return StoryRow(key=row[0], id=row[1], headline=row[2], confidence=row[3], documents=row[4], quotes=row[5], day=row[6])
