"""The one projection of results: an annotation with its document as words, names, dates and nulls.

Rows, frames, tables, the canonical records, the page and ``explain`` all show what :func:`project` gives, so that they agree. It knows the
kinds of the framework, and takes any other kind apart by its attributes: their spans become words, the rest stays plain data.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

import attrs

from presseschau.dates import Resolution, TimeExpression
from presseschau.model.annotations import Annotation, Event, Quote, UnknownAnnotation, span_fields
from presseschau.model.document import Document
from presseschau.model.groups import Group
from presseschau.model.provenance import Finding
from presseschau.model.serialize import unstructure
from presseschau.results.view import NOWHERE, OWN, DocumentView, Place

Record = dict[str, Any]
_NOT_FIELDS = frozenset({"spans", "id", "rule", "confidence", "provenance"})
NOT_TIME = ("words", "begin", "end")
"""Attributes of a time expression whose names its columns use for the words and for the days that it means."""
PLACE = ("source_start", "source_end", "clean_start", "clean_end")
PROVENANCE = ("rule", "confidence", "step", "plugin", "distribution", "version")
CLAIMS = ("title", "publisher", "author", "agency", "place", "url")
DOCUMENT_COLUMNS = (
    *("document", *CLAIMS, "date", "date_origin", "date_contradictions", "language", "words", "words_cut", "quotes", "times"),
    *("location", "encoding", "encoding_guessed", "digest"),
)
GROUP_COLUMNS = ("group", "type", "label", "position", "member", "document", *PROVENANCE)
_ABOVE = ("document", "publisher", "document_date", "id")
_RESERVED = frozenset({*_ABOVE, *PLACE, *PROVENANCE, "words", "data"})
_RESOLVED = ("value", "edtf", "begin", "end", "open")


def project(record: Annotation, view: DocumentView) -> dict[str, Any]:
    """Return what an annotation says: name -> :class:`~presseschau.results.view.Place`, plain value, day or None, in the order of the columns.

    The words of the annotation itself stand under ``words``, those of a quote under ``quote``.
    """
    cls: Any = type(record)
    return dict(zip(_own_columns(cls), _projected(record, view), strict=True))


def row(record: Annotation, view: DocumentView) -> dict[str, Any]:
    """Return an annotation as a flat row: its document, what it says in words, where it stands and where it comes from."""
    values = (*above(view), *cells(record, view), *provenance(record).values())
    return dict(zip(columns(type(record)), values, strict=True))


def above(view: DocumentView) -> tuple[Any, ...]:
    """Return what the rows of a document's annotations begin with."""
    return (view.id, view.publisher or None, view.date or None)


def cells(record: Annotation, view: DocumentView) -> list[Any]:
    """Return the values of an annotation's row, but for what stands :func:`above` and for its :func:`provenance`."""
    place = view.place(record.spans)
    source, clean = place.source, place.clean
    return [
        record.id,
        *[value.text if type(value) is Place else value for value in _projected(record, view)],
        source[0].start if source else None,
        source[-1].end if source else None,
        clean[0].start if clean else None,
        clean[-1].end if clean else None,
    ]


def _projected(record: Annotation, view: DocumentView) -> Iterable[Any]:
    """Return the values of :func:`project`."""
    cls: Any = type(record)
    place = view.place(record.spans)
    if cls in OWN:
        return _reading(cls)(record, view, place)
    if isinstance(record, UnknownAnnotation):
        return (place, dict(record.data))
    plain = unstructure(record)
    said = {column: view.place(getattr(record, name)) if spans else _none(plain[name]) for name, column, spans in _said(cls)}
    if isinstance(record, Quote):
        said |= {"type": record.type, "quote": place}
    elif isinstance(record, TimeExpression):
        meaning = view.meaning(record)
        said |= {"type": record.type, "words": place, "derivation": meaning.derivation or None}
        said |= zip(_RESOLVED, resolved(meaning), strict=True)
    elif isinstance(record, Event):
        said |= {"words": place, **dict(zip(_RESOLVED, resolved(view.when(record)), strict=True))}
    else:
        said["words"] = place
    return [said[column] for column in _own_columns(cls)]


@cache
def _reading(cls: Any) -> Callable[[Any, DocumentView, Place], tuple[Any, ...]]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return what reads the values of a kind of our own: made of the names of its attributes, as attrs makes initialisers."""
    said = {
        column: f"view.place(record.{name}) if record.{name} else NOWHERE" if spans else f"none(record.{name})"
        for name, column, spans in _said(cls)
    }
    said |= dict.fromkeys(("words", "quote"), "place")
    if cls in {Quote, TimeExpression}:
        said["type"] = "record.type"
    if cls is TimeExpression:
        said["derivation"] = "view.meaning(record).derivation or None"
    meaning = "view.when(record)" if cls is Event else "view.meaning(record)"
    said |= dict.fromkeys(_RESOLVED, "") | {_RESOLVED[0]: f"*resolved({meaning})"} if cls in {Event, TimeExpression} else {}
    values = ", ".join(said[column] for column in _own_columns(cls) if said[column])
    known = {"NOWHERE": NOWHERE, "none": _none, "resolved": resolved}
    made: Callable[[Any, DocumentView, Place], tuple[Any, ...]] = eval(f"lambda record, view, place: ({values},)", known)  # noqa: S307 - of our own names alone
    return made


def columns(cls: Any) -> tuple[str, ...]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return the names in the rows of a kind, by its class."""
    return (*_ABOVE, *_own_columns(cls), *PLACE, *PROVENANCE)


@cache
def _own_columns(cls: Any) -> tuple[str, ...]:  # noqa: ANN401 - see above
    """Return the names of what an annotation of a kind says."""
    if cls is UnknownAnnotation:
        return ("words", "data")
    if issubclass(cls, Quote):
        own: tuple[str, ...] = ("type", "quote")
    elif issubclass(cls, TimeExpression):
        own = ("type", "words", *_RESOLVED, "derivation")
    else:
        own = ("words", *_RESOLVED) if issubclass(cls, Event) else ("words",)
    return tuple(dict.fromkeys((*own, *(column for _, column, _ in _said(cls)))))


def resolved(meaning: Resolution | None) -> tuple[Any, ...]:
    """Return what a time means, as its columns have it: ``begin`` and ``end`` are days."""
    if meaning is None:
        return (None,) * len(_RESOLVED)
    edtf = str(meaning.edtf) if meaning.edtf else None
    return (meaning.value or None, edtf, meaning.begin, meaning.end, meaning.open)


def provenance(finding: Finding) -> Record:
    """Return where a finding comes from: rule and confidence, and the step that made it."""
    stamp = finding.provenance
    return {
        "rule": finding.rule,
        "confidence": finding.confidence,
        "step": stamp.step if stamp else None,
        "plugin": stamp.plugin if stamp else None,
        "distribution": stamp.distribution if stamp else None,
        "version": stamp.version if stamp else None,
    }


def document_row(view: DocumentView) -> dict[str, Any]:
    """Return a document as a flat row: what is claimed of it, its date and its size."""
    document: Document = view.document
    words = len(document.text.split())
    return {
        "document": view.id,
        **{name: view.claimed(name) or None for name in CLAIMS},
        "title": view.headline or None,
        "date": view.date or None,
        "date_origin": view.dated.origin or None,
        "date_contradictions": list(view.dated.contradictions) or None,
        "language": document.language.language if document.language else None,
        "words": words,
        "words_cut": len(document.source_text.split()) - words,
        "quotes": len(view.quotes),
        "times": len(view.times),
        "location": document.origin.location,
        "encoding": document.origin.encoding,
        "encoding_guessed": document.origin.encoding_guessed,
        "digest": document.origin.digest,
    }


def group_rows(group: Group, document_of: Mapping[str, str | None]) -> Iterable[dict[str, Any]]:
    """Yield a row a member of a group; ``document_of`` leads from an annotation to its document."""
    for position, member in enumerate(group.members):
        yield {
            "group": group.id,
            "type": group.type,
            "label": group.label,
            "position": position,
            "member": member,
            "document": document_of.get(member) or member,
            **provenance(group),
        }


def cell(value: object) -> str | int | float:
    """Return a value as a table of text has it: nothing for None, ISO 8601 for days, ``true`` and ``false``, JSON for what is nested."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _none(value: object) -> object:
    """Return None for what says nothing: an empty string or list; a tuple as the list that JSON has of it."""
    if type(value) is tuple:
        return list(value) or None
    return None if value in ("", []) else value


def _column(name: str, cls: Any) -> str:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return the column of an attribute: ``own_…`` where a foreign kind has one that is called like a column of all kinds."""
    return f"own_{name}" if name in _RESERVED and cls not in OWN else name


@cache
def _said(cls: Any) -> tuple[tuple[str, str, bool], ...]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return attribute, column, and whether it holds spans, for all that say something."""
    places, names = attributes(cls)
    return tuple((name, _column(name, cls), name in places) for name in names)


@cache
def attributes(cls: Any) -> tuple[frozenset[str], tuple[str, ...]]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return the attributes of a kind that hold spans, and all that say something, in order."""
    if cls is UnknownAnnotation:
        return frozenset(), ()
    places = frozenset(span_fields(cls)) - {"spans"}
    hidden = _NOT_FIELDS | (set(NOT_TIME) if issubclass(cls, TimeExpression) else set())
    return places, tuple(one.name for one in attrs.fields(cls) if one.name not in hidden)
