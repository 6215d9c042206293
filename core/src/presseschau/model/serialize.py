"""Annotations to plain data and back, for the store and for reports."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs
import cattrs
from cattrs.errors import BaseValidationError
from cattrs.gen import make_dict_unstructure_fn, override

from presseschau.model.annotations import Annotation, UnknownAnnotation, annotation_kinds
from presseschau.model.provenance import Finding, Provenance
from presseschau.model.spans import Span

_COLUMNS = ("id", "rule", "confidence", "provenance")
"""Attributes that the store keeps in columns of their own."""


@cache
def _converter(span: type[Span] = Span) -> cattrs.Converter:
    converter = cattrs.Converter()
    converter.register_unstructure_hook(Span, list)
    converter.register_structure_hook(Span, lambda value, _: span(*value))
    omitted: Any = {name: override(omit=True) for name in _COLUMNS}
    converter.register_unstructure_hook_factory(
        lambda cls: isinstance(cls, type) and issubclass(cls, Annotation) and attrs.has(cls),
        lambda cls: make_dict_unstructure_fn(cls, converter, **omitted),
    )
    return converter


def unstructure(record: Annotation) -> dict[str, Any]:
    """Return an annotation's own attributes as JSON-able data; without id, rule, confidence and provenance."""
    if isinstance(record, UnknownAnnotation):
        return dict(record.data)
    data: dict[str, Any] = _converter().unstructure(record)
    return data


def structure(
    kind: str,
    schema_version: int,
    data: Mapping[str, Any],
    *,
    id: str,  # noqa: A002 - the attribute's name
    rule: str,
    confidence: float,
    provenance: Provenance | None,
    span: type[Span] = Span,
) -> Annotation:
    """Return the annotation of stored data; an :class:`UnknownAnnotation` where the class is missing or has changed.

    Its spans get the type ``span``.
    """
    stamp: dict[str, Any] = {"id": id, "rule": rule, "confidence": confidence}
    cls = annotation_kinds().get(kind)
    record: Annotation | None = None
    if cls is not None and cls.schema_version == schema_version:
        try:
            record = _converter(span).structure({**data, **stamp}, cls)
        except (BaseValidationError, TypeError, ValueError):  # the class has changed, its version has not
            record = None
    if record is None:
        record = UnknownAnnotation(
            spans=[span(*pair) for pair in data.get("spans", ())],
            unknown_kind=kind,
            unknown_version=schema_version,
            data=data,
            **stamp,
        )
    return attrs.evolve(record, provenance=provenance)


def to_json(record: Annotation) -> dict[str, Any]:
    """Return a whole annotation as JSON-able data, the inverse of :func:`from_json`."""
    return {
        "kind": record.unknown_kind if isinstance(record, UnknownAnnotation) else record.kind,
        "schema_version": record.unknown_version if isinstance(record, UnknownAnnotation) else record.schema_version,
        "id": record.id,
        "rule": record.rule,
        "confidence": record.confidence,
        "provenance": provenance_to_json(record),
        "data": unstructure(record),
    }


def from_json(data: Mapping[str, Any]) -> Annotation:
    """Return the annotation that :func:`to_json` made the data of."""
    stamp = data["provenance"]
    return structure(
        data["kind"],
        data["schema_version"],
        data["data"],
        id=data["id"],
        rule=data["rule"],
        confidence=data["confidence"],
        provenance=Provenance(**stamp) if stamp else None,
    )


def provenance_to_json(finding: Finding) -> dict[str, str] | None:
    """Return the provenance of a finding as JSON-able data."""
    return attrs.asdict(finding.provenance) if finding.provenance else None
