"""Reading the run store. Everything comes back as it went in, one document at a time."""

import gzip
import hashlib
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import attrs
from attrs import frozen

from presseschau.errors import StoreError
from presseschau.model.annotations import Annotation
from presseschau.model.document import Claim, Document, Edit, LanguageGuess, Origin, Part
from presseschau.model.groups import Group, InferredDate
from presseschau.model.provenance import Provenance
from presseschau.model.results import DeadLetter, StepRecord
from presseschau.model.serialize import structure
from presseschau.model.spans import SourceSpan, Span
from presseschau.store.database import connect, parse

_TOGETHER, _CHARACTERS_TOGETHER = 32, 100_000
"""Documents, and code points of them, that are read together."""
START = (-1, -1)


@frozen
class Stored:
    """A document with all that was found in it; ``at`` is its place in the order of loading, from which reading can go on."""

    at: tuple[int, int]
    document: Document
    annotations: tuple[Annotation, ...]
    inferred: tuple[InferredDate, ...]


class StoreReader:
    """The run store, open for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._provenances: dict[str, Provenance] = {}

    @classmethod
    def open(cls, path: Path) -> "StoreReader":
        """Open the store at ``path`` read-only."""
        return StoreReader(connect(path, read_only=True))

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise StoreError(
                f"the run store failed: {error}",
                hint="is there space left? If so, use another output directory, or remove this one",
            ) from error

    @property
    def run(self) -> int:
        """The number of the last run; 0 before the first."""
        return int(self._meta("run", "0"))

    @property
    def complete(self) -> bool:
        """Whether the last run has seen all its documents."""
        return self._meta("complete", "0") == "1"

    @property
    def config(self) -> str:
        """The config of the last run: its path from the run directory; ``""`` before the first run, or where there was no file."""
        return self._meta("config", "")

    @property
    def shard(self) -> str:
        """Which part of the documents the last run took, as ``3/16``; ``""`` for all."""
        return self._meta("shard", "")

    def steps(self) -> tuple[StepRecord, ...]:
        """Return the steps of the last run in order."""
        rows = self._db.execute(
            "SELECT id, stage, plugin, distribution, version, options, code, core, fingerprint FROM steps ORDER BY position"
        )
        names = ("id", "stage", "plugin", "distribution", "version", "options", "code", "core", "fingerprint")
        return tuple(StepRecord(**dict(zip(names, row, strict=True))) for row in rows)

    def ledger(self, document: str) -> dict[str, str]:
        """Return step -> fingerprint of what has been done with a document (``""``: with the whole run)."""
        return dict(self._db.execute("SELECT step, fingerprint FROM ledger WHERE document = ?", (document,)).fetchall())

    def ledger_digests(self) -> Iterator[tuple[str, str, str]]:
        """Yield ``(document, step, fingerprint)`` of the finished documents, in the order of loading."""
        yield from self._db.execute(
            "SELECT l.document, l.step, l.fingerprint FROM ledger l JOIN documents d ON d.id = l.document "
            "WHERE d.run = ? ORDER BY d.number, l.step",
            (self.run,),
        )

    def fingerprint(self, document: str) -> str:
        """Return a digest of a document's id and of all that was done with it: it changes where anything in it may."""
        rows = self._db.execute("SELECT step, fingerprint FROM ledger WHERE document = ? ORDER BY step", (document,))
        parts = "\0".join((document, *(part for row in rows for part in row)))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()

    def memo(self, key: bytes) -> tuple[str, int] | None:
        """Return what a link step has noted under a key, and the number of the run that last asked for it."""
        row = self._db.execute("SELECT value, run FROM memos WHERE key = ?", (key,)).fetchone()
        return (row[0], row[1]) if row else None

    def seen(self, document: str) -> bool:
        """Tell whether this run has met a document of that id already."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM documents WHERE id = ?1 AND run = ?2) "
            "OR EXISTS (SELECT 1 FROM dead_letters WHERE document = ?1)"
        )
        return bool(self._db.execute(query, (document, self.run)).fetchone()[0])

    def status(self, document: str) -> str | None:
        """Return the status of a document, None when it is not there."""
        row = self._db.execute("SELECT status FROM documents WHERE id = ?", (document,)).fetchone()
        return row[0] if row else None

    def ids(self, *statuses: str) -> Iterator[str]:
        """Yield the ids of this run's documents with one of the statuses (all, if none is given), in the order of loading."""
        where = f"AND status IN ({','.join('?' * len(statuses))})" if statuses else ""
        query = f"SELECT id FROM documents WHERE run = ? {where} ORDER BY number"  # noqa: S608 - placeholders only
        for (document,) in self._db.execute(query, (self.run, *statuses)):
            yield document

    def count(self, *statuses: str) -> int:
        """Return how many documents of this run have one of the statuses."""
        where = f"AND status IN ({','.join('?' * len(statuses))})" if statuses else ""
        query = f"SELECT count(*) FROM documents WHERE run = ? {where}"  # noqa: S608 - placeholders only
        return int(self._db.execute(query, (self.run, *statuses)).fetchone()[0])

    def document(self, document: str, steps: Collection[str] | None = None) -> Document | None:
        """Return a document as it was after ``steps`` (default: all); None when it is not there."""
        query = f"SELECT {_DOCUMENT} FROM documents WHERE id = ?"  # noqa: S608 - our own names
        rows = self._db.execute(query, (document,)).fetchall()
        return self._documents(rows, steps)[0] if rows else None

    def together(self, after: tuple[int, int] = START) -> tuple[Stored, ...]:
        """Return the finished documents that follow ``after`` in the order of loading, as many as are read well together; none at the end."""
        query = (
            f"SELECT {_DOCUMENT}, number, rowid FROM documents "  # noqa: S608 - our own names
            "WHERE (number, rowid) > (?, ?) AND run = ? AND status = 'done' ORDER BY number, rowid"
        )
        rows, characters = [], 0
        for row in self._db.execute(query, (*after, self.run)):
            rows.append(row)
            characters += len(row[1])
            if len(rows) == _TOGETHER or characters >= _CHARACTERS_TOGETHER:
                break
        ids = [row[0] for row in rows]
        annotations = self._rows("annotations", "t.id, t.kind, t.schema_version, t.rule, t.confidence, t.data", ids)
        inferred: dict[str, list[InferredDate]] = {}
        for one in self._inferred_dates(ids):
            inferred.setdefault(one.document, []).append(one)
        return tuple(
            Stored(
                row[-2:],
                document,
                _annotations(annotations.get(document.id, [])),
                tuple(inferred.get(document.id, ())),
            )
            for row, document in zip(rows, self._documents(rows, None), strict=True)
        )

    def _documents(self, rows: Sequence[tuple[Any, ...]], steps: Collection[str] | None) -> list[Document]:
        """Return the documents of rows that begin with the columns of ``_DOCUMENT``."""
        ids = [row[0] for row in rows]
        known = steps is None or "language" in steps
        claims = self._rows("claims", 't.name, t.value, t.origin, t."start", t."end", t.rule, t.confidence', ids, steps)
        edits = self._rows("edits", 't."start", t."end", t.replacement, t.rule, t.confidence', ids, steps)
        parts = self._rows("parts", 't.label, t."start", t."end", t.kept, t.locator, t.rule, t.confidence', ids, steps)
        return [
            Document(
                id=name,
                source_text=text,
                origin=_origin(origin),
                claims=[_claim(*found) for found in claims.get(name, ())],
                edits=[_edit(*found) for found in edits.get(name, ())],
                parts=[_part(*found) for found in parts.get(name, ())],
                language=LanguageGuess(language, confidence) if language is not None and known else None,
            )
            for name, text, origin, language, confidence, *_ in rows
        ]

    def page(self, digest: str) -> bytes | None:
        """Return the bytes of a kept page by their SHA-256; None when it was not kept."""
        row = self._db.execute("SELECT content FROM pages WHERE digest = ?", (digest,)).fetchone()
        return gzip.decompress(row[0]) if row else None

    def annotations(
        self, *, document: str | None = None, kind: str | None = None, steps: Collection[str] | None = None
    ) -> Iterator[Annotation]:
        """Yield annotations, by spans of the source text, in the order of documents, steps and finding.

        Without ``document``: those of all finished documents.
        """
        for _, record in self.located(document=document, kind=kind, steps=steps):
            yield record

    def located(
        self, *, document: str | None = None, kind: str | None = None, steps: Collection[str] | None = None
    ) -> Iterator[tuple[str, Annotation]]:
        """Yield ``(document, annotation)`` as :meth:`annotations` yields annotations; memory does not grow with the run."""
        query = (
            "SELECT a.step, a.id, a.kind, a.schema_version, a.rule, a.confidence, a.data FROM annotations a "
            "JOIN steps s ON s.id = a.step WHERE a.document = ?1 AND (?2 IS NULL OR a.kind = ?2) ORDER BY s.position, a.ordinal"
        )
        for name in self.ids("done") if document is None else [document]:
            for step, *row in self._db.execute(query, (name, kind)).fetchall():
                if steps is None or step in steps:
                    yield name, _annotation(parse(row[-1]), self._provenance(step), *row[:-1])

    def annotation(self, annotation: str) -> Annotation | None:
        """Return one annotation by its id; None when it is not there."""
        query = "SELECT step, id, kind, schema_version, rule, confidence, data FROM annotations WHERE id = ?"
        row = self._db.execute(query, (annotation,)).fetchone()
        return _annotation(parse(row[-1]), self._provenance(row[0]), *row[1:-1]) if row else None

    def place_of(self, document: str) -> int:
        """Return which of the finished documents one is, in the order of loading, from 1; 0 when it is not one of them."""
        row = self._db.execute(
            "SELECT count(*) FROM documents d, documents one WHERE one.id = ?1 AND one.status = 'done' AND one.run = ?2 "
            "AND d.run = ?2 AND d.status = 'done' AND d.number <= one.number",
            (document, self.run),
        ).fetchone()
        return int(row[0])

    def document_of(self, annotation: str) -> str | None:
        """Return the id of the document that an annotation is in."""
        row = self._db.execute("SELECT document FROM annotations WHERE id = ?", (annotation,)).fetchone()
        return row[0] if row else None

    def groups(self, type: str | None = None) -> Iterator[Group]:  # noqa: A002 - the attribute's name
        """Yield the groups, of one type or all."""
        query = (
            "SELECT g.id, g.step, g.type, g.label, g.rule, g.confidence, g.data FROM groups g JOIN steps s ON s.id = g.step "
            "WHERE ? IS NULL OR g.type = ? ORDER BY s.position, g.ordinal"
        )
        for row in self._db.execute(query, (type, type)):
            yield self._group(*row)

    def groups_of(self, member: str, type: str | None = None) -> Iterator[Group]:  # noqa: A002 - the attribute's name
        """Yield the groups that an annotation or document belongs to, of one type or all."""
        query = (
            "SELECT DISTINCT g.id, g.step, g.type, g.label, g.rule, g.confidence, g.data, s.position, g.ordinal "
            'FROM group_members m JOIN groups g ON g.id = m."group" JOIN steps s ON s.id = g.step '
            "WHERE m.member = ?1 AND (?2 IS NULL OR g.type = ?2) ORDER BY s.position, g.ordinal"
        )
        for row in self._db.execute(query, (member, type)).fetchall():
            yield self._group(*row[:7])

    def _group(self, key: str, step: str, name: str, label: str, rule: str, confidence: float, data: str) -> Group:
        members = self._db.execute('SELECT member FROM group_members WHERE "group" = ? ORDER BY position', (key,))
        return Group(
            id=key,
            type=name,
            label=label,
            rule=rule,
            confidence=confidence,
            members=tuple(member for (member,) in members),
            data=parse(data),
            provenance=self._provenance(step),
        )

    def inferred_dates(self, document: str | None = None) -> Iterator[InferredDate]:
        """Yield the dates that link steps have inferred, for one document or all."""
        yield from self._inferred_dates(None if document is None else [document])

    def _inferred_dates(self, documents: Sequence[str] | None) -> Iterator[InferredDate]:
        which = "" if documents is None else f"WHERE i.document IN ({_marks(documents)})"
        query = (
            "SELECT i.step, i.document, i.edtf, i.reasons, i.rule, i.confidence FROM inferred_dates i "  # noqa: S608 - our own words
            f"JOIN steps s ON s.id = i.step {which} ORDER BY s.position, i.ordinal"
        )
        for step, name, edtf, reasons, rule, confidence in self._db.execute(query, documents or ()):
            yield InferredDate(
                document=name,
                edtf=edtf,
                reasons=parse(reasons),
                rule=rule,
                confidence=confidence,
                provenance=self._provenance(step),
            )

    def dead_letters(self) -> Iterator[DeadLetter]:
        """Yield the dead letters of the last run."""
        names = [attribute.name for attribute in attrs.fields(DeadLetter)]
        for row in self._db.execute(f"SELECT {', '.join(names)} FROM dead_letters ORDER BY number, rowid"):  # noqa: S608 - our own names
            yield DeadLetter(**dict(zip(names, row, strict=True)))

    def words(self) -> tuple[int, int]:
        """Return how many words the finished documents had, and how many of them were cut."""
        row = self._db.execute(
            "SELECT coalesce(sum(words), 0), coalesce(sum(words_cut), 0) FROM documents WHERE run = ? AND status = 'done'",
            (self.run,),
        ).fetchone()
        return row[0], row[1]

    def kinds(self) -> dict[str, int]:
        """Return annotation kind -> how many there are in the finished documents."""
        rows = self._db.execute(
            "SELECT a.kind, count(*) FROM annotations a JOIN documents d ON d.id = a.document "
            "WHERE d.run = ? AND d.status = 'done' GROUP BY a.kind ORDER BY a.kind",
            (self.run,),
        )
        return dict(rows.fetchall())

    def report_files(self, step: str) -> tuple[str, ...]:
        """Return the files that a report step wrote, relative to the run directory."""
        row = self._db.execute("SELECT result FROM ledger WHERE document = '' AND step = ?", (step,)).fetchone()
        return tuple(parse(row[0])) if row and row[0] else ()

    def _meta(self, key: str, default: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else default

    def _stamps(self) -> Mapping[str, Provenance]:
        """Return step -> provenance, in the order of the steps."""
        if not self._provenances:
            self._provenances = {record.id: record.provenance for record in self.steps()}
        return self._provenances

    def _provenance(self, step: str) -> Provenance:
        return self._stamps().get(step) or Provenance(step=step)

    def _rows(
        self, table: str, columns: str, documents: Sequence[str], steps: Collection[str] | None = None
    ) -> dict[str, list[tuple[Any, ...]]]:
        """Return document -> what a table has of it, in the order of steps and finding: provenance, then the columns."""
        stamps = self._stamps()
        order = {step: place for place, step in enumerate(stamps) if steps is None or step in steps}
        query = (
            f"SELECT t.document, t.step, {columns} FROM {table} t WHERE t.document IN ({_marks(documents)}) "  # noqa: S608 - our own names
            "ORDER BY t.document, t.step, t.ordinal"
        )
        found: dict[str, list[tuple[Any, ...]]] = {}
        for row in self._db.execute(query, documents):
            if row[1] in order:
                found.setdefault(row[0], []).append(row)
        return {
            document: [(stamps[row[1]], *row[2:]) for row in sorted(rows, key=lambda row: order[row[1]])]
            for document, rows in found.items()
        }


_DOCUMENT = "id, source_text, origin, language, language_confidence"


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _annotations(rows: Sequence[tuple[Any, ...]]) -> tuple[Annotation, ...]:
    """Return the annotations of a document; their data are parsed together."""
    data = parse(f"[{','.join([row[-1] for row in rows])}]")
    return tuple([_annotation(one, *row[:-1]) for row, one in zip(rows, data, strict=True)])


def _annotation(data: Any, stamp: Provenance, key: str, kind: str, version: int, rule: str, confidence: float) -> Annotation:  # noqa: ANN401 - JSON
    return structure(kind, version, data, id=key, rule=rule, confidence=confidence, provenance=stamp, span=SourceSpan)


def _origin(text: str) -> Origin:
    origin = parse(text)
    return Origin(**origin | {"addresses": tuple(origin["addresses"])})


def _claim(
    stamp: Provenance, name: str, value: str, origin: str, start: int | None, end: int | None, rule: str, confidence: float
) -> Claim:
    span = Span(start, end) if start is not None and end is not None else None
    return Claim(name=name, value=value, origin=origin, span=span, rule=rule, confidence=confidence, provenance=stamp)


def _edit(stamp: Provenance, start: int, end: int, replacement: str, rule: str, confidence: float) -> Edit:
    return Edit(span=Span(start, end), replacement=replacement, rule=rule, confidence=confidence, provenance=stamp)


def _part(stamp: Provenance, label: str, start: int, end: int, kept: int, locator: str, rule: str, confidence: float) -> Part:
    return Part(
        label=label,
        span=Span(start, end),
        kept=bool(kept),
        locator=locator,
        rule=rule,
        confidence=confidence,
        provenance=stamp,
    )
