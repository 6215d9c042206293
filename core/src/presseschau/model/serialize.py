"""Annotations to plain data and back, for the store and for reports."""

import types
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any, Union, get_args, get_origin

import attrs
import cattrs
from attrs import frozen
from cattrs.errors import BaseValidationError
from cattrs.gen import make_dict_unstructure_fn, override

from presseschau.model.annotations import Annotation, UnknownAnnotation, to_spans, to_strings
from presseschau.model.learning import class_of, complain
from presseschau.model.provenance import Finding, Provenance
from presseschau.model.spans import Span

_COLUMNS = ("id", "rule", "confidence", "provenance")
"""Attributes that the store keeps in columns of their own."""


@cache
def _converter(span: Any = Span) -> cattrs.Converter:  # noqa: ANN401 - mypy takes no class of tuples for hashable
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
    stamp: dict[str, Any] = {"id": id, "rule": rule, "confidence": confidence, "provenance": provenance}
    cls = class_of(kind, schema_version, provenance)
    if cls is not None:
        made: Any = (cls, span)
        try:
            plain = _plain_reading(*made)
            if plain is not None and plain.keys <= data.keys():
                return plain.read(data, stamp)
            return cls(**{name: read(data[key]) for key, name, read in _readers(*made) if key in data}, **stamp)
        except (BaseValidationError, TypeError, ValueError) as error:
            complain(kind, f"their class has changed, but not its schema_version ({type(error).__name__}: {error})")
    return UnknownAnnotation(
        spans=[span(*pair) for pair in data.get("spans", ())],
        unknown_kind=kind,
        unknown_version=schema_version,
        data=data,
        **stamp,
    )


Reader = Callable[[Any], Any]


@cache
def _readers(cls: Any, span: Any) -> tuple[tuple[str, str, Reader], ...]:  # noqa: ANN401 - mypy takes no such class for hashable
    """Return ``(attribute, argument, reader)`` for the attributes of a class that the store has no column for.

    A report reads every annotation of a run: what JSON holds as it is, is taken as it is, and only the rest goes through cattrs.
    """
    return tuple((one.name, one.alias, _form(one.type, span).read) for one in _own(cls))


def held(record: Annotation) -> dict[str, Any] | None:
    """Return an annotation's own attributes if JSON gives each of them back as it is, as data for JSON; None where only reading them back tells.

    Most kinds have nothing but strings, numbers and spans, and a run stores twenty records a document.
    """
    cls: Any = type(record)
    tests = _tests(cls)
    if tests is None:
        return None
    data = {}
    for name, holds in tests:
        value = getattr(record, name)
        if not holds(value):
            return None
        data[name] = value
    try:
        for attribute in _validated(cls):
            attribute.validator(record, attribute, getattr(record, attribute.name))
    except (TypeError, ValueError):
        return None
    return data


_CONVERTERS = (None, to_spans, to_strings)
"""Converters that leave what they have made as it is."""


@cache
def _tests(cls: Any) -> tuple[tuple[str, "Test"], ...] | None:  # noqa: ANN401 - mypy takes no such class for hashable
    """Return what tells of each own attribute of a class whether JSON gives a value back; None where the class changes what it is given."""
    if hasattr(cls, "__attrs_post_init__") or any(one.converter not in _CONVERTERS for one in _own(cls)):
        return None
    return tuple((one.name, _form(one.type, Span).holds) for one in _own(cls))


@cache
def _validated(cls: Any) -> tuple[Any, ...]:  # noqa: ANN401 - mypy takes no such class for hashable
    return tuple(one for one in attrs.fields(cls) if one.validator is not None)


def _own(cls: Any) -> list[Any]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return the attributes of a class that the store has no column for, with their types resolved."""
    return [one for one in attrs.fields(attrs.resolve_types(cls)) if one.init and one.name not in _COLUMNS]


Test = Callable[[Any], bool]


@attrs.frozen
class _Form:
    """How to read the values of an attribute in JSON, and which values JSON gives back as they are."""

    read: Reader
    holds: Test


def _form(kind: Any, span: type[Span]) -> _Form:  # noqa: ANN401 - a type form
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in {str, int, bool}:
        origin, arguments = Union, (kind,)
    if origin in {Union, types.UnionType} and {*arguments} <= {str, int, bool, type(None)}:
        return _Form(partial(_plain, arguments), lambda value: type(value) in arguments)
    if origin is tuple and arguments == (Span, ...):
        return _Form(partial(_spans, span), _are_spans)
    if origin is tuple and arguments == (str, ...):
        return _Form(_strings, lambda value: type(value) is tuple and all(type(one) is str for one in value))
    made: Any = span
    converter = _converter(made)
    return _Form(partial(converter.structure, cl=kind), lambda _value: False)


Put = Callable[[Any, Any], None]
_NEW = tuple.__new__
"""Makes a span of a pair without a call of its own initialiser, which a named tuple has in Python."""


@frozen
class _PlainReading:
    """How a class is read whose attributes JSON holds as they are, but for spans and tuples: without its initialiser.

    That would convert what has been converted; what the validators ask is asked.
    """

    cls: type[Annotation]
    keys: frozenset[str]
    attributes: tuple[tuple[str, Put, Reader], ...]
    stamp: tuple[tuple[str, Put], ...]
    validated: tuple[tuple[Any, str, Callable[[Any, Any, Any], Any]], ...]

    def read(self, data: Mapping[str, Any], stamp: Mapping[str, Any]) -> Annotation:
        """Return the annotation of stored data that have all of the keys."""
        made = object.__new__(self.cls)
        for key, put, read in self.attributes:
            put(made, read(data[key]))
        for key, put in self.stamp:
            put(made, stamp[key])
        for attribute, name, validate in self.validated:
            validate(made, attribute, getattr(made, name))
        return made


@cache
def _plain_reading(cls: Any, span: Any) -> _PlainReading | None:  # noqa: ANN401 - mypy takes no such class for hashable
    """Return how a class is read without its initialiser; None where that does more than set the attributes."""
    readers = _readers(cls, span)
    fields = {one.name: one for one in attrs.fields(cls)}
    slots: dict[str, Any] = {name: getattr(cls, name, None) for name in fields}
    special = ("__attrs_init__", "__attrs_pre_init__", "__attrs_post_init__", "_attrs_cached_hash")
    if (
        "__attrs_attrs__" not in vars(cls)
        or any(hasattr(cls, name) for name in special)
        or not all(isinstance(slot, types.MemberDescriptorType) for slot in slots.values())
        or not all(getattr(read, "func", read) in {_plain, _spans, _strings} for _, _, read in readers)
        or len(readers) + len(_COLUMNS) != len(fields)
    ):
        return None
    puts: dict[str, Put] = {name: slot.__set__ for name, slot in slots.items()}
    return _PlainReading(
        cls,
        frozenset(key for key, _, _ in readers),
        tuple((key, puts[key], read) for key, _, read in readers),
        tuple((name, puts[name]) for name in _COLUMNS),
        tuple((one, name, one.validator) for name, one in fields.items() if one.validator is not None),
    )


def _plain(kinds: tuple[type, ...], value: object) -> object:
    if type(value) not in kinds:
        raise TypeError(f"{value!r} is not of the declared type")
    return value


def _spans(span: type[Span], value: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return () if value == [] else tuple([_NEW(span, (start, end)) for start, end in value])


def _are_spans(value: object) -> bool:
    return type(value) is tuple and all(isinstance(one, Span) and type(one.start) is type(one.end) is int for one in value)


def _strings(value: Iterable[str]) -> tuple[str, ...]:
    found = tuple(value)
    for one in found:
        if type(one) is not str:
            raise TypeError(f"{one!r} is not a string")
    return found


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
