"""Writing the run store: one transaction a document. There is one writer, the process that runs the pipeline."""

import gzip
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from presseschau.model.document import Claim, Document
from presseschau.model.groups import Group, InferredDate
from presseschau.model.results import DeadLetter, StepRecord, StepResult
from presseschau.model.serialize import unstructure
from presseschau.store.commit import Commit
from presseschau.store.database import connect, dump
from presseschau.store.reader import StoreReader

_RESULT_TABLES = ("claims", "edits", "parts", "annotations", "ledger")


class Store(StoreReader):
    """The run store, open for writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(connect(path))
        self._run = super().run

    @property
    def run(self) -> int:
        """The number of the last run, which only this process can change."""
        return self._run

    def begin(self, steps: Sequence[StepRecord]) -> int:
        """Begin a run with these steps and return its number; what steps that are gone had found is dropped."""
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
            for table in (*_RESULT_TABLES, "groups", "inferred_dates"):
                db.execute(f"DELETE FROM {table} WHERE step NOT IN (SELECT id FROM steps)")  # noqa: S608 - our own names
            db.execute('DELETE FROM group_members WHERE "group" NOT IN (SELECT id FROM groups)')
            db.execute("DELETE FROM dead_letters")
            self._set_meta("run", str(run))
            self._set_meta("complete", "0")
        self._provenances.clear()
        self._run = run
        return run

    def commit(self, work: Commit, number: int) -> None:
        """Store what a run made of a document, in one transaction. ``number`` is its place in the order of loading."""
        with self.transaction() as db:
            kept = work.kept
            for table in () if work.fresh else _RESULT_TABLES:
                marks = ",".join("?" * len(kept))
                db.execute(f"DELETE FROM {table} WHERE document = ? AND step NOT IN ({marks})", (work.id, *sorted(kept)))  # noqa: S608 - our own names
            if work.document is not None:
                self._put_document(work, work.document, number)
            else:
                db.execute("DELETE FROM documents WHERE id = ?", (work.id,))
            for result in work.results:
                self._put_result(work.id, result)
            if work.dead_letter is not None:
                self._put_dead_letter(work.dead_letter)

    def keep(self, document: str, number: int) -> None:
        """Note that nothing of a document has changed since the run before."""
        self._db.execute("UPDATE documents SET run = ?, number = ? WHERE id = ?", (self.run, number, document))

    def bury(self, letter: DeadLetter) -> None:
        """Store a dead letter of which there is nothing else to store."""
        with self.transaction():
            self._put_dead_letter(letter)

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
        """Commit what is done inside, or nothing of it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _put_document(self, work: Commit, document: Document, number: int) -> None:
        language = document.language
        words = len(document.source_text.split())
        self._db.execute(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                work.id,
                number,
                self.run,
                work.status,
                work.load_step,
                document.source_text,
                dump(document.origin.plain()),
                language.language if language else None,
                language.confidence if language else None,
                words,
                words - len(document.text.split()),
            ),
        )

        if document.origin.page is not None:
            content = gzip.compress(document.origin.page, 6, mtime=0)
            self._db.execute("INSERT OR IGNORE INTO pages VALUES (?, ?)", (document.origin.digest, content))

    def _put_result(self, document: str, result: StepResult) -> None:
        if result.cleaning is not None:
            cleaning = result.cleaning
            if cleaning.claims:
                self._put_claims(document, result.step, cleaning.claims)
            self._db.executemany(
                "INSERT INTO edits VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (document, result.step, n, e.span[0], e.span[1], e.replacement, e.rule, e.confidence)
                    for n, e in enumerate(cleaning.edits)
                ],
            )
            self._db.executemany(
                "INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (document, result.step, n, p.label, p.span[0], p.span[1], p.kept, p.locator, p.rule, p.confidence)
                    for n, p in enumerate(cleaning.parts)
                ],
            )
        self._db.executemany(
            "INSERT INTO annotations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    document,
                    result.step,
                    n,
                    a.id,
                    a.kind,
                    a.schema_version,
                    a.spans[0].start,
                    a.spans[-1].end,
                    a.rule,
                    a.confidence,
                    dump(unstructure(a)),
                )
                for n, a in enumerate(result.annotations)
            ],
        )
        self._put_ledger(document, result.step, result.fingerprint, result.seconds, "")

    def _put_claims(self, document: str, step: str, claims: Sequence[Claim]) -> None:
        self._db.executemany(
            "INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (document, step, n, c.name, c.value, c.origin, *(c.span or (None, None)), c.rule, c.confidence)
                for n, c in enumerate(claims)
            ],
        )

    def _put_ledger(self, document: str, step: str, fingerprint: str, seconds: float, result: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?)", (document, step, fingerprint, seconds, result))

    def _put_dead_letter(self, letter: DeadLetter) -> None:
        self._db.execute(
            "INSERT INTO dead_letters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                letter.document,
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
