"""The search index: a SQLite file beside the store, filled by one writer, document by document, and only with what has changed."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from presseschau import DocumentView, Dossier
from presseschau.store import StoreReader
from presseschau.store.directory import STORE
from presseschau_reports.digest import Limit, People, moments, source_ref, speaker_groups
from presseschau_reports.served.folding import fold, key_of, speaker_key
from presseschau_reports.served.records import dumped

INDEX = "search.sqlite"
"""The name of the index in a run directory."""
_BATCH = 50
"""Documents that become searchable at a time."""
_SUMS = 20
"""Batches between two countings of speakers."""
_UNLIMITED = 1 << 62
_FORMAT = 1


class Index:
    """Makes the index of a run at ``path``, and keeps it up to date; the only writer of the file. Belongs to one thread at a time."""

    def __init__(self, run: Path, path: Path) -> None:
        self._store = run / STORE
        self.path = path

    def prepare(self) -> None:
        """Make the tables; a file of another version, or that is broken, is made anew."""
        try:
            with self._writing() as database:
                fresh = _made_by(database) == _made()
        except sqlite3.DatabaseError:
            fresh = False
        if fresh:
            return
        for end in ("", "-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        with self._writing() as database:
            database.execute("PRAGMA journal_mode = WAL")
            schema = files(__package__).joinpath("schema.sql").read_text("utf-8")
            database.executescript(f"BEGIN;{schema}COMMIT;")
            database.execute("INSERT INTO meta VALUES ('made', ?)", (_made(),))

    def refresh(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Take in what the store has and the index has not; return how many documents that were.

        What a run going on has not met again is left alone until the run is complete.
        """
        with StoreReader.open(self._store) as reader, self._writing() as database:
            dossier = Dossier(reader)
            labels = speaker_groups(dossier)
            stamps = _stamps(reader, labels)
            known = dict(database.execute("SELECT id, stamp FROM documents"))
            gone = [name for name in known if name not in stamps] if reader.complete else []
            changed = [name for name, stamp in stamps.items() if known.get(name) != stamp]
            database.execute("INSERT OR REPLACE INTO meta VALUES ('documents', ?)", (str(len(stamps)),))
            numbers = {name: number for number, name in enumerate(stamps, start=1)}
            todo = [*gone, *changed]
            for start in range(0, len(todo), _BATCH):
                if stopped():
                    break
                with _transaction(database):
                    for name in todo[start : start + _BATCH]:
                        _remove(database, key_of(name))
                        if name in stamps:
                            _add(database, dossier.view(name), numbers[name], stamps[name], labels)
                    if start % (_BATCH * _SUMS) == 0:
                        _sum_up(database)
            with _transaction(database):
                _stories(database, dossier)
                if gone or changed:
                    _renumber(database, numbers)
                    _sum_up(database)
        return len(gone) + len(changed)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self.path, isolation_level=None, timeout=30)
        try:
            database.execute("PRAGMA synchronous = NORMAL")
            yield database
        finally:
            database.close()


def place_for(run: Path) -> Path | None:
    """Return where the index of a run goes: into its directory, or None where that cannot be written."""
    path = run / INDEX
    with suppress(OSError), path.open("ab"):
        return path
    return None


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _made() -> str:
    return f"{_FORMAT} {version('presseschau-core')} {version('presseschau-reports')}"


def _made_by(database: sqlite3.Connection) -> str:
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return ""
    row = database.execute("SELECT value FROM meta WHERE name = 'made'").fetchone()
    return row[0] if row else ""


def _stamps(reader: StoreReader, labels: Mapping[str, str]) -> dict[str, str]:
    """Return document -> digest of all that its entries rest on, in the order of loading."""
    parts: dict[str, list[str]] = {name: [] for name in reader.ids("done")}
    for name, step, fingerprint in reader.ledger_digests():
        if name in parts:
            parts[name].append(f"{step} {fingerprint}")
    for inferred in reader.inferred_dates():
        if inferred.document in parts:
            parts[inferred.document].append(f"{inferred.edtf} {inferred.reasons}")
    for member in sorted(labels):
        where = reader.document_of(member)
        if where in parts:
            parts[where].append(f"{member} {labels[member]}")
    return {
        name: blake2b("\n".join(found).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        for name, found in parts.items()
    }


def _remove(database: sqlite3.Connection, key: str) -> None:
    for table in ("quotes", "moments"):
        database.execute(f"DELETE FROM {table}_fts WHERE rowid IN (SELECT rowid FROM {table} WHERE document = ?)", (key,))  # noqa: S608 - our own names
        database.execute(f"DELETE FROM {table} WHERE document = ?", (key,))  # noqa: S608 - likewise
    database.execute("DELETE FROM said_by WHERE document = ?", (key,))
    database.execute("DELETE FROM documents_fts WHERE rowid IN (SELECT rowid FROM documents WHERE key = ?)", (key,))
    database.execute("DELETE FROM documents WHERE key = ?", (key,))


def _add(database: sqlite3.Connection, view: DocumentView, number: int, stamp: str, labels: Mapping[str, str]) -> None:
    source, document = source_ref(view), key_of(view.id)
    name = source.publisher or source.title
    folded = fold(f"{source.title} {source.publisher}")
    words = len(view.document.text.split())
    cut = len(view.document.source_text.split()) - words
    row = database.execute(
        "INSERT INTO documents (key, id, number, stamp, title, publisher, day, words, cut, quotes, ref) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(document, view.id, number, stamp, source.title, source.publisher, source.first, words, cut),
            *(len(view.quotes), dumped(source)),
        ),
    ).lastrowid
    database.execute(
        "INSERT INTO documents_fts (rowid, title, words) VALUES (?, ?, ?)", (row, folded, fold(view.document.text))
    )
    people = People(labels, Limit(_UNLIMITED))
    people.add(view, source)
    for speaker in people.speakers():
        who = speaker_key(speaker.name, named=speaker.named)
        database.execute(
            "INSERT INTO said_by VALUES (?, ?, ?, ?, ?)", (document, who, speaker.name, speaker.named, speaker.count)
        )
        for said in speaker.said:
            kind = "direct" if said.type == "direct" or said.within else "indirect"
            row = database.execute(
                "INSERT OR REPLACE INTO quotes (key, id, document, number, speaker, source, type, day, confidence, data) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key_of(said.id), said.id, document, number, who, name, kind, source.first, said.confidence, dumped(said)),
            ).lastrowid
            told = fold(f"{speaker.name if speaker.named else ''} {said.mention} {said.role}")
            database.execute(
                "INSERT INTO quotes_fts (rowid, words, speaker, source) VALUES (?, ?, ?, ?)",
                (row, fold(said.words), told, folded),
            )
    for moment in moments(view, source):
        row = database.execute(
            "INSERT OR REPLACE INTO moments (key, id, document, number, source, day, confidence, data) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(key_of(moment.annotation), moment.annotation, document, number, name),
                *(moment.begin.isoformat() if moment.begin else None, moment.confidence, dumped(moment)),
            ),
        ).lastrowid
        found = fold(f"{moment.headline} {moment.what}")
        database.execute("INSERT INTO moments_fts (rowid, words, source) VALUES (?, ?, ?)", (row, found, folded))


def _renumber(database: sqlite3.Connection, numbers: Mapping[str, int]) -> None:
    """Put documents that are as they were into the order of the last run."""
    for name, number in database.execute("SELECT id, number FROM documents").fetchall():
        if (now := numbers.get(name, number)) != number:
            for table, column in (("documents", "key"), ("quotes", "document"), ("moments", "document")):
                database.execute(f"UPDATE {table} SET number = ? WHERE {column} = ?", (now, key_of(name)))  # noqa: S608 - our own names


def _sum_up(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM speakers")
    rows = database.execute(
        "SELECT speaker, name, named, sum(quotes), count(*) FROM said_by GROUP BY speaker, name, named"
    ).fetchall()
    database.executemany("INSERT OR REPLACE INTO speakers VALUES (?, ?, ?, ?, ?, ?)", ((*row, fold(row[1])) for row in rows))


def _stories(database: sqlite3.Connection, dossier: Dossier) -> None:
    database.execute("DELETE FROM stories")
    database.execute("DELETE FROM story_members")
    for group in dossier.groups("story"):
        key = key_of(group.id)
        members = [(key, key_of(member), member) for member in group.members]
        database.executemany("INSERT OR IGNORE INTO story_members VALUES (?, ?, ?)", members)
        size, quotes, day = database.execute(
            "SELECT count(*), coalesce(sum(d.quotes), 0), coalesce(min(nullif(d.day, '')), '') "
            "FROM story_members m JOIN documents d ON d.key = m.document WHERE m.story = ?",
            (key,),
        ).fetchone()
        database.execute(
            "INSERT OR REPLACE INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (key, group.id, group.label, group.confidence, size, quotes, day, fold(group.label)),
        )
