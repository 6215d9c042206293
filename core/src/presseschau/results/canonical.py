"""The canonical record of an annotation, schema ``presseschau/1``: what ``explain`` shows of it and the report ``jsonl`` writes.

Records are written, not built and then encoded: a run has twenty for each article, each with the places of several roles.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from json.encoder import encode_basestring
from typing import Any

import attrs

from presseschau.dates import DocumentDate, Resolution, TimeExpression
from presseschau.model.annotations import Annotation, Event, Quote, UnknownAnnotation
from presseschau.model.provenance import Finding, Provenance
from presseschau.model.serialize import unstructure
from presseschau.model.spans import Span
from presseschau.results.projection import NOT_TIME, Record, attributes, provenance
from presseschau.results.view import DocumentView, Place, kind_of

SCHEMA = "presseschau/1"
Writer = Callable[[Annotation, DocumentView, Place], str]
encoded: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
).encode
"""Returns data as JSON, keys sorted."""

quoted: Callable[[str], str] = encode_basestring
"""Returns a string as JSON."""

_NAMES: Mapping[type[Annotation], str] = {
    Quote: "quote",
    TimeExpression: "time",
    Event: "event",
    DocumentDate: "document-date",
}


def annotation_record(record: Annotation, view: DocumentView) -> tuple[str, Record]:
    """Return the name of an annotation's canonical record, and its content: JSON-able, with the places of all roles."""
    content: Record = json.loads(annotation_json(record, view))
    del content["schema"]
    return content.pop("record"), content


def annotation_json(record: Annotation, view: DocumentView) -> str:
    """Return an annotation's canonical record as JSON, keys sorted."""
    cls: Any = type(record)
    if cls in _NAMES:
        return _writer(cls)(record, view, view.place(record.spans))
    version = record.unknown_version if isinstance(record, UnknownAnnotation) else record.schema_version
    places, names = attributes(cls)
    found = {
        "schema": SCHEMA,
        "record": "annotation",
        "id": record.id,
        "document": view.id,
        **view.place(record.spans).plain(),
        "provenance": provenance(record),
        "kind": kind_of(record),
        "schema_version": version,
        "roles": {_role(name): view.place(getattr(record, name)).plain() for name in names if name in places},
        "data": unstructure(record),
    }
    return encoded(found)


@cache
def _writer(cls: Any) -> Writer:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return what writes a kind of our own: made of the names of its attributes, as attrs makes initialisers."""
    places, names = attributes(cls)
    found = {
        "schema": quoted(SCHEMA),
        "record": quoted(_NAMES[cls]),
        "id": "{quoted(record.id)}",
        "document": "{quoted(view.id)}",
        "text": '{quoted(place.text or "")}',
        "source": "{spans(place.source)}",
        "clean": "{spans(place.clean)}",
        "provenance": "{provenance(record)}",
    }
    strings = {one.name for one in attrs.fields(cls) if one.type is str}
    for name in (*names, *(NOT_TIME if cls is TimeExpression else ())):
        if name in places:
            found[_role(name)] = f"{{place_of(view.place(record.{name})) if record.{name} else NOWHERE}}"
        else:
            found[_role(name)] = f"{{{'quoted' if name in strings else 'value'}(record.{name})}}"
    if cls is TimeExpression:
        found["resolution"] = "{resolution(view.meaning(record))}"
    elif cls is Event:
        found["resolution"] = "{resolution(view.when(record))}"
    members = ",".join(f"{quoted(name)}:{found[name]}" for name in sorted(found))
    known = {
        "quoted": quoted,
        "spans": spans_json,
        "provenance": provenance_json,
        "place_of": _place,
        "NOWHERE": '{"clean":[],"source":[],"text":""}',
        "value": _value,
        "resolution": _resolution,
    }
    made: Writer = eval(f"lambda record, view, place: f'''{{{{{members}}}}}'''", known)  # noqa: S307 - of our own names alone
    return made


def _role(name: str) -> str:
    """Return a role's name in a record, where ``source`` and ``clean`` are spans of the annotation itself."""
    return f"{name}_words" if name in {"source", "clean", "text"} else name


def _value(value: object) -> str:
    if type(value) is str:
        return quoted(value)
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if type(value) is tuple and all(type(one) is str for one in value):
        return f"[{','.join(map(quoted, value))}]"
    return encoded(value)


def _place(place: Place) -> str:
    source = spans_json(place.source)
    clean = source if place.clean == place.source else spans_json(place.clean)
    return f'{{"clean":{clean},"source":{source},"text":{quoted(place.text or "")}}}'


def spans_json(spans: Sequence[Span]) -> str:
    """Return spans as JSON."""
    if len(spans) == 1:  # nearly always
        return f"[[{spans[0][0]},{spans[0][1]}]]"
    return f"[{','.join([f'[{start},{end}]' for start, end in spans])}]"


def provenance_json(finding: Finding) -> str:
    """Return where a finding comes from, as JSON."""
    return _provenance(finding.rule, finding.confidence, finding.provenance)


@lru_cache(maxsize=4096, typed=True)
def _provenance(rule: str, confidence: float, stamp: Provenance | None) -> str:
    return encoded(provenance(Annotation(spans=(), rule=rule, confidence=confidence, provenance=stamp)))


def _resolution(meaning: Resolution | None) -> str:
    """Return what a time means as JSON; the days are its bounds."""
    if meaning is None:
        return "null"
    edtf = quoted(str(meaning.edtf)) if meaning.edtf else "null"
    return (
        f'{{"begin":{_day(meaning.begin)},"derivation":{quoted(meaning.derivation)},"edtf":{edtf},"end":{_day(meaning.end)},'
        f'"open":{"true" if meaning.open else "false"},"value":{quoted(meaning.value)}}}'
    )


def _day(day: date | None) -> str:
    return f'"{day.isoformat()}"' if day else "null"
