"""One canonical form of whatever a plugin returns: to compare results, also those of another process."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from presseschau.model.annotations import Annotation
from presseschau.model.document import Cleaning, Edit, Part
from presseschau.model.spans import Span

_SPANS = "presseschau.model.spans"


def canonical(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    """Return nested lists, dicts and scalars that are equal if, and only if, the values are the same.

    Records become ``["Class", {attribute: value}]``; sequences keep their order; sets are sorted, for their order means nothing.
    """
    if attrs.has(type(value)):
        names = [attribute.name for attribute in attrs.fields(type(value)) if attribute.init]
        return [type(value).__name__, {name: canonical(getattr(value, name.lstrip("_"), None)) for name in names}]
    if isinstance(value, Mapping):
        return {str(key): canonical(value[key]) for key in value}
    if isinstance(value, str | bytes | int | float | bool | None):
        return value
    if isinstance(value, set | frozenset):
        return sorted((canonical(one) for one in value), key=repr)
    if isinstance(value, Iterable):
        return [canonical(one) for one in value]
    return f"{type(value).__name__}({value})"


def spans_of(record: Annotation) -> list[tuple[str, Span]]:
    """Return all spans of an annotation, with the attribute each is in."""
    return [
        (attribute.name, Span(*span))
        for attribute in attrs.fields(type(record))
        if attribute.metadata.get(_SPANS)
        for span in getattr(record, attribute.name)
    ]


def labelled_spans(findings: "Cleaning | Iterable[Annotation]") -> list[tuple[str, str, Span]]:
    """Return ``(what, rule, span)`` for every span of a cleaning or of annotations."""
    if isinstance(findings, Cleaning):
        records: list[Edit | Part] = [*findings.edits, *findings.parts]
        found = [(record.kind, record.rule, Span(*record.span)) for record in records]
        return found + [("Claim", claim.rule, Span(*claim.span)) for claim in findings.claims if claim.span]
    return [(f"{record.kind}.{name}", record.rule, span) for record in findings for name, span in spans_of(record)]
