"""A document and what was found in it as rows of the store: made where the work is done, inserted by the store's one writer."""

import gzip
from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

from presseschau.errors import DocumentError
from presseschau.model.annotations import Annotation, UnknownAnnotation, annotation_kinds
from presseschau.model.document import Document
from presseschau.model.results import StepResult
from presseschau.model.serialize import held, structure, unstructure
from presseschau.store.database import dump, parse

Row = tuple[Any, ...]


@frozen(kw_only=True)
class Rows:
    """What the store keeps of one document, table by table. ``document`` lacks its number and run, which the writer knows."""

    document: Row | None = field(default=None, repr=False)
    page: tuple[str, bytes] | None = field(default=None, repr=False)
    claims: tuple[Row, ...] = field(default=(), repr=False)
    edits: tuple[Row, ...] = field(default=(), repr=False)
    parts: tuple[Row, ...] = field(default=(), repr=False)
    annotations: tuple[Row, ...] = field(default=(), repr=False)
    ledger: tuple[Row, ...] = field(default=(), repr=False)


def rows_of(name: str, document: Document | None, results: Sequence[StepResult]) -> Rows:
    """Return the rows of a document with the id ``name`` and of what steps gave for it.

    Raises:
        DocumentError: an annotation could be stored, but not read back.
        TypeError: JSON cannot represent something.
        ValueError: likewise.
    """
    claims: list[Row] = []
    edits: list[Row] = []
    parts: list[Row] = []
    annotations: list[Row] = []
    for result in results:
        step = result.step
        if result.cleaning is not None:
            claims += [
                (name, step, n, c.name, c.value, c.origin, *(c.span or (None, None)), c.rule, c.confidence)
                for n, c in enumerate(result.cleaning.claims)
            ]
            edits += [
                (name, step, n, e.span[0], e.span[1], e.replacement, e.rule, e.confidence)
                for n, e in enumerate(result.cleaning.edits)
            ]
            parts += [
                (name, step, n, p.label, p.span[0], p.span[1], p.kept, p.locator, p.rule, p.confidence)
                for n, p in enumerate(result.cleaning.parts)
            ]
        annotations += [_annotation(name, step, n, record) for n, record in enumerate(result.annotations)]
    return Rows(
        document=None if document is None else _document(name, document),
        page=None if document is None else _page(document),
        claims=tuple(claims),
        edits=tuple(edits),
        parts=tuple(parts),
        annotations=tuple(annotations),
        ledger=tuple((name, result.step, result.fingerprint, result.seconds, "") for result in results),
    )


def stored_data(record: Annotation) -> str:
    """Return an annotation's own attributes as the store keeps them.

    Raises:
        DocumentError: they could be stored, but not read back.
        TypeError: JSON cannot represent something.
        ValueError: likewise.
    """
    own = held(record)
    data = dump(unstructure(record) if own is None else own)
    if own is not None or isinstance(record, UnknownAnnotation) or annotation_kinds().get(record.kind) is not type(record):
        return data
    again = structure(
        record.kind,
        record.schema_version,
        parse(data),
        id=record.id,
        rule=record.rule,
        confidence=record.confidence,
        provenance=record.provenance,
    )
    if again != record and (isinstance(again, UnknownAnnotation) or dump(unstructure(again)) != data):
        raise DocumentError(
            f"a {record.kind} of rule {record.rule!r} can be stored, but not be read back as it was: {data[:200]}",
            hint=f"give the attributes of {type(record).__name__} the types that the class declares",
        )
    return data


def _annotation(name: str, step: str, ordinal: int, a: Annotation) -> Row:
    data = stored_data(a)
    if not (a.rule + data).isascii():
        (a.rule + data).encode("utf-8")
    return (name, step, ordinal, a.id, a.kind, a.schema_version, a.spans[0].start, a.spans[-1].end, a.rule, a.confidence, data)


def _document(name: str, document: Document) -> Row:
    language = document.language
    words = len(document.source_text.split())
    left = len(document.text.split()) if document.edits else words
    return (
        name,
        document.source_text,
        dump(document.origin.plain()),
        language.language if language else None,
        language.confidence if language else None,
        words,
        words - left,
    )


def _page(document: Document) -> tuple[str, bytes] | None:
    origin = document.origin
    return None if origin.page is None else (origin.digest, gzip.compress(origin.page, 6, mtime=0))
