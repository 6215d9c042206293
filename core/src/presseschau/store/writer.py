"""Writing the run store: a document is stored whole or not at all. There is one writer, the process that runs the pipeline."""

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from presseschau.errors import StoreError
from presseschau.model.groups import Group, InferredDate
from presseschau.model.results import DeadLetter, StepRecord
from presseschau.store.commit import Commit
from presseschau.store.database import connect, dump
from presseschau.store.reader import StoreReader
from presseschau.store.rows import Rows

_RESULT_TABLES = ("claims", "edits", "parts", "annotations", "ledger")
_TRANSACTION = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_SAVEPOINT = ("SAVEPOINT one", "RELEASE one", ("ROLLBACK TO one", "RELEASE one"))

BATCH_DOCUMENTS = 256
BATCH_SECONDS = 1.0
"""A batch is committed after so many documents or so long: a run that is killed has lost no more than that."""


class Store(StoreReader):
    """The run store, open for writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(connect(path))
        self._run = super().run
        self._batch: int | None = None
        self._begun = 0.0

    @property
    def run(self) -> int:
        """The number of the last run, which only this process can change."""
        return self._run

    def begin(self, steps: Sequence[StepRecord], config: str = "", shard: str = "") -> int:
        """Begin a run with these steps and return its number; what steps that are gone had found is dropped.

        ``config`` names the config of the run, as :attr:`config` gives it back, and ``shard`` which part of the documents it takes, as ``3/16``.
        """
        run = self.run + 1
        with self.transaction() as db:
            db.execute("DELETE FROM steps")
            db.executemany(
                "INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (s.id, i, s.stage, s.plugin, s.distribution, s.version, s.options, s.code, s.core, s.fingerprint)
                    for i, s in enumerate(steps)
                ],
            )
            for table in (*_RESULT_TABLES, "groups", "inferred_dates", "memos"):
                db.execute(f"DELETE FROM {table} WHERE step NOT IN (SELECT id FROM steps)")  # noqa: S608 - our own names
            db.execute('DELETE FROM group_members WHERE "group" NOT IN (SELECT id FROM groups)')
            db.execute("DELETE FROM dead_letters")
            self._set_meta("run", str(run))
            self._set_meta("config", config)
            self._set_meta("shard", shard)
            self._set_meta("complete", "0")
        self._provenances.clear()
        self._run = run
        return run

    def commit(self, work: Commit, number: int) -> None:
        """Store what a run made of a document, all or nothing. ``number`` is its place in the order of loading."""
        rows = work.encoded().rows or Rows()
        with self.transaction() as db:
            if not work.fresh:
                marks = ",".join("?" * len(work.kept))
                for table in _RESULT_TABLES:
                    db.execute(
                        f"DELETE FROM {table} WHERE document = ? AND step NOT IN ({marks})",  # noqa: S608 - our own names
                        (work.id, *sorted(work.kept)),
                    )
            if rows.document is None:
                db.execute("DELETE FROM documents WHERE id = ?", (work.id,))
            else:
                name, *rest = rows.document
                db.execute(
                    "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (name, number, self.run, work.status, work.load_step, *rest),
                )
            if rows.page is not None:
                db.execute("INSERT OR IGNORE INTO pages VALUES (?, ?)", rows.page)
            for table, found in (
                ("claims", rows.claims),
                ("edits", rows.edits),
                ("parts", rows.parts),
                ("annotations", rows.annotations),
                ("ledger", rows.ledger),
            ):
                if found:
                    marks = ",".join("?" * len(found[0]))
                    db.executemany(f"INSERT INTO {table} VALUES ({marks})", found)  # noqa: S608 - our own names
            if work.dead_letter is not None:
                self._put_dead_letter(work.dead_letter, number)

    def keep(self, document: str, number: int) -> None:
        """Note that nothing of a document has changed since the run before; ``number`` is its place in the order of loading."""
        self._db.execute("UPDATE documents SET run = ?, number = ? WHERE id = ?", (self.run, number, document))

    def bury(self, letter: DeadLetter, number: int = 0) -> None:
        """Store a dead letter of which there is nothing else to store."""
        with self.transaction():
            self._put_dead_letter(letter, number)

    def finish(self) -> int:
        """End the loading of a run: drop the documents that it has not seen, and return how many those were."""
        with self.transaction() as db:
            gone = [row[0] for row in db.execute("SELECT id FROM documents WHERE run <> ?", (self.run,))]
            for document in gone:
                for table in _RESULT_TABLES:
                    db.execute(f"DELETE FROM {table} WHERE document = ?", (document,))  # noqa: S608 - our own names
            db.execute("DELETE FROM documents WHERE run <> ?", (self.run,))
            db.execute("DELETE FROM pages WHERE digest NOT IN (SELECT json_extract(origin, '$.digest') FROM documents)")
            self._set_meta("complete", "1")
        return len(gone)

    def take_over(self, path: Path) -> None:
        """Take over the documents of another run's store, with all that was found in them; numbers stay as they are.

        Raises:
            StoreError: both have a document of the same id.
        """
        self._db.execute("ATTACH DATABASE ? AS other", (str(path),))
        try:
            with self.transaction() as db:
                names = [name for (name,) in db.execute("SELECT name FROM pragma_table_info('documents')")]
                columns = ", ".join("?1" if name == "run" else name for name in names)
                db.execute(f"INSERT INTO documents SELECT {columns} FROM other.documents", (self.run,))  # noqa: S608 - our own names
                for table in _RESULT_TABLES:
                    db.execute(f"INSERT INTO {table} SELECT * FROM other.{table} WHERE document <> ''")  # noqa: S608 - our own names
                db.execute("INSERT OR IGNORE INTO pages SELECT * FROM other.pages")
                db.execute("INSERT INTO dead_letters SELECT * FROM other.dead_letters")
        except sqlite3.IntegrityError as error:
            raise StoreError(
                f"{path.parent} has a document that another part has too: {error}",
                hint="the parts of a run come from `run --shard 1/N` to `--shard N/N` of the same config",
            ) from error
        finally:
            self._db.execute("DETACH DATABASE other")

    def put_links(self, step: StepRecord, links: Iterable[Group | InferredDate], fingerprint: str, seconds: float) -> None:
        """Replace what a link step has found."""
        with self.transaction() as db:
            db.execute('DELETE FROM group_members WHERE "group" IN (SELECT id FROM groups WHERE step = ?)', (step.id,))
            db.execute("DELETE FROM groups WHERE step = ?", (step.id,))
            db.execute("DELETE FROM inferred_dates WHERE step = ?", (step.id,))
            for ordinal, found in enumerate(links):
                if isinstance(found, Group):
                    self._put_group(step.id, ordinal, found)
                else:
                    db.execute(
                        "INSERT INTO inferred_dates VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (step.id, ordinal, found.document, found.edtf, dump(found.reasons), found.rule, found.confidence),
                    )
            self._put_ledger("", step.id, fingerprint, seconds, "")

    def put_report(self, step: str, fingerprint: str, seconds: float, files: Sequence[str]) -> None:
        """Note which files a report step has written."""
        self._put_ledger("", step, fingerprint, seconds, dump(list(files)))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what is done inside, or nothing of it; in a :meth:`batch` it is committed with the rest of that."""
        begin, commit, back = _SAVEPOINT if self._batch is not None else _TRANSACTION
        self._db.execute(begin)
        try:
            yield self._db
        except BaseException:
            for command in back if self._db.in_transaction else ():  # SQLite has rolled back what a full disk broke
                self._db.execute(command)
            raise
        self._db.execute(commit)
        if self._batch is not None:
            self._batch += 1
            if self._batch >= BATCH_DOCUMENTS or time.monotonic() - self._begun >= BATCH_SECONDS:
                self._flush()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Commit the transactions inside together, by count and by time; what is whole is committed whatever happens."""
        self._db.execute("BEGIN IMMEDIATE")
        self._batch, self._begun = 0, time.monotonic()
        try:
            yield
        finally:
            self._batch = None
            if self._db.in_transaction:
                self._db.execute("COMMIT")

    def _flush(self) -> None:
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")
        self._batch, self._begun = 0, time.monotonic()

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _put_ledger(self, document: str, step: str, fingerprint: str, seconds: float, result: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?)", (document, step, fingerprint, seconds, result))

    def _put_dead_letter(self, letter: DeadLetter, number: int) -> None:
        self._db.execute(
            "INSERT INTO dead_letters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                letter.document,
                number,
                self.run,
                letter.step,
                letter.plugin,
                letter.version,
                letter.policy,
                letter.error,
                letter.message,
                letter.hint,
                letter.traceback,
            ),
        )

    def _put_group(self, step: str, ordinal: int, group: Group) -> None:
        key = "\x1f".join([step, group.type, str(ordinal), *group.members])
        digest = hashlib.sha256(key.encode()).hexdigest()[:16]
        self._db.execute(
            "INSERT INTO groups VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (digest, step, ordinal, group.type, group.label, group.rule, group.confidence, dump(group.data)),
        )
        self._db.executemany(
            "INSERT INTO group_members VALUES (?, ?, ?)", [(digest, n, member) for n, member in enumerate(group.members)]
        )
