"""How plain data become the attributes of attrs classes: strict hooks for cattrs.

The data are dicts, lists, numbers, booleans, None and :class:`Text`.
"""

import datetime as dt
import os
import types
from collections.abc import Iterable, Mapping, MutableSequence, MutableSet, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin

import attrs
import cattrs
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from presseschau.config.problems import shorten
from presseschau.config.validation import invalid_fields

Value: TypeAlias = Any
"""Whatever a config holds, or an option."""
Kind: TypeAlias = Any
"""A type form; the typing module has no name for them."""
Hook: TypeAlias = Any
"""A cattrs hook, from a value and the type it is to have to a value of that type."""

_LISTS: tuple[type, ...] = (list, Sequence, MutableSequence)
_SETS: tuple[type, ...] = (set, frozenset, AbstractSet, MutableSet)


class WrongValueError(ValueError):
    """A value has the wrong type or is none of those allowed; the message is for the config's author."""


class Text(str):
    """A text from a config that remembers where relative paths in it start."""

    __slots__ = ("base",)
    base: Path


def plain(value: Value) -> Value:
    """Return the data with every text an ordinary one."""
    match value:
        case dict():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list():
            return [plain(inner) for inner in value]
        case str():
            return str.__str__(value)
    return value


def _origin(kind: object) -> Any:  # noqa: ANN401 - a class or a special form
    return get_origin(kind)


def _expect(kind: type, name: str) -> Hook:
    def hook(value: Value, _: Kind) -> Value:
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return plain(value)
        raise _expected(name, value)

    return hook


def _expected(name: str, value: Value) -> WrongValueError:
    if value is None:
        return WrongValueError(f"this is {name}, but nothing is given")
    if isinstance(value, dict | list):
        return WrongValueError(f"this is {name}, not {'a mapping' if isinstance(value, dict) else 'a list'}")
    kinds = {bool: "true or false", int: "a whole number", float: "a number"}
    kind = "a string" if isinstance(value, str) else kinds.get(type(value), type(value).__name__)
    return WrongValueError(f"this is {name}, not {kind}: {shorten(plain(value))}")


def _float(value: Value, _: Kind) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            raise WrongValueError(f"the number is too large: {shorten(value)}") from None
    raise _expected("a number", value)


def _path(value: Value, _: Kind) -> Path:
    if not isinstance(value, str):
        raise _expected("a path", value)
    if not value or "\0" in value:
        raise WrongValueError(f"this is a path, not {shorten(plain(value))}")
    written = str.__str__(value)
    if written == "-":
        return Path(written)
    joined = (value.base if isinstance(value, Text) else Path()) / written
    # `a/../b` is `b` unless `a` is a link elsewhere; only then the long form stays.
    short = Path(os.path.normpath(joined))
    return short if os.path.realpath(short.parent) == os.path.realpath(joined.parent) else joined


def _date(value: Value, _: Kind) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _expected("a date such as 2021-05-24", value) from None


def _choice(value: Value, kind: Kind) -> Value:
    options = get_args(kind) if _origin(kind) is Literal else tuple(member.value for member in kind)
    for option in options:
        if type(option) is type(plain(value)) and option == value:
            return option if _origin(kind) is Literal else kind(option)
    raise WrongValueError(f"{_name(value)} is not one of {', '.join(shorten(option) for option in options)}")


def _name(value: Value) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return shorten(plain(value))


def _is_open(kind: Kind) -> bool:
    return kind is Any or kind is object or isinstance(kind, TypeVar)


def _any(value: Value, _: Kind) -> Value:
    return plain(value)


def _is_union(kind: Kind) -> bool:
    return _origin(kind) in {Union, types.UnionType}


def _union(value: Value, kind: Kind) -> Value:
    members = get_args(kind)
    if value is None and type(None) in members:
        return None
    failed: list[Exception] = []
    for member in members:
        if member is type(None):
            continue
        try:
            return CONVERTER.structure(value, member)
        except Exception as error:  # noqa: BLE001 - tried one after the other; the last resort is told below
            failed.append(error)
    deep = [error for error in failed if isinstance(error, ExceptionGroup)]
    if len(failed) == 1 or len(deep) == 1:
        raise (deep or failed)[0]
    names = list(dict.fromkeys(describe_type(member) for member in members if member is not type(None)))
    raise _expected(" or ".join(names), value)


def _is_iterable(kind: Kind) -> bool:
    origin = _origin(kind) or kind
    return origin in (*_LISTS, *_SETS, tuple, Iterable)


def _iterable(value: Value, kind: Kind) -> Value:
    if not isinstance(value, list):
        raise _expected("a list", value)
    origin, args = _origin(kind) or kind, get_args(kind)
    if origin is tuple and args and args[-1] is not Ellipsis:
        if len(args) != len(value):
            raise WrongValueError(f"this is a list of {len(args)}, not of {len(value)}")
        members = list(args)
    else:
        members = [args[0] if args else Any] * len(value)
    items, failed = [], []
    for index, (item, member) in enumerate(zip(value, members, strict=True)):
        try:
            items.append(CONVERTER.structure(item, member))
        except Exception as error:  # noqa: BLE001 - gathered, so that all are told at once
            error.add_note(IterableValidationNote(f"item {index}", index, member))
            failed.append(error)
    if failed:
        raise IterableValidationError("list", failed, list)
    if origin in _SETS:
        return frozenset(items) if origin in {frozenset, AbstractSet} else set(items)
    return tuple(items) if origin is tuple else items


def _is_mapping(kind: Kind) -> bool:
    origin = _origin(kind) or kind
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _mapping(value: Value, kind: Kind) -> Value:
    if not isinstance(value, dict):
        raise _expected("a mapping", value)
    key_type, member = get_args(kind) or (str, Any)
    items, failed = {}, []
    for key, item in value.items():
        try:
            items[CONVERTER.structure(key, key_type)] = CONVERTER.structure(item, member)
        except Exception as error:  # noqa: BLE001 - gathered, so that all are told at once
            error.add_note(IterableValidationNote(f"key {key!r}", str(key), member))
            failed.append(error)
    if failed:
        raise IterableValidationError("mapping", failed, dict)
    return items


def _class_hook(cls: type, converter: cattrs.Converter) -> Hook:
    inner: Hook = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, _cattrs_use_alias=True
    )

    def hook(value: Value, kind: Kind) -> Value:
        if not isinstance(value, dict):
            raise _expected("a mapping", value)
        try:
            return inner(value, kind)
        except BaseValidationError as error:
            failed = _failed_attributes(error)
            refused = invalid_fields(
                cls, lambda field: converter.structure(value[field.alias], field.type or Any), value, skip=failed
            )
            if not _is_from_init(error):
                raise ExceptionGroup("options", [*error.exceptions, *refused]) from error
            raise (ExceptionGroup("options", refused) if refused else error.exceptions[0]) from error

    return hook


def _failed_attributes(error: BaseValidationError) -> frozenset[str]:
    notes = [note for one in error.exceptions for note in getattr(one, "__notes__", ())]
    return frozenset(note.name for note in notes if isinstance(note, AttributeValidationNote))


def _is_from_init(error: BaseValidationError) -> bool:
    """Tell whether the class's own ``__init__`` raised (a validator, a converter): then there is one cause without a note."""
    cause = error.exceptions[0]
    return (
        len(error.exceptions) == 1 and not getattr(cause, "__notes__", None) and not isinstance(cause, ForbiddenExtraKeysError)
    )


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook_func(_is_open, _any)
    converter.register_structure_hook_func(_is_iterable, _iterable)
    converter.register_structure_hook_func(_is_mapping, _mapping)
    converter.register_structure_hook_func(_is_union, _union)
    converter.register_structure_hook_func(lambda kind: _origin(kind) is Literal, _choice)
    converter.register_structure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, Enum), _choice)
    converter.register_structure_hook_factory(attrs.has, _class_hook)
    converter.register_structure_hook(str, _expect(str, "a string"))
    converter.register_structure_hook(bool, _expect(bool, "true or false"))
    converter.register_structure_hook(int, _expect(int, "a whole number"))
    converter.register_structure_hook(float, _float)
    converter.register_structure_hook(Path, _path)
    converter.register_structure_hook(dt.date, _date)
    return converter


CONVERTER = _make_converter()


def describe_type(kind: Kind) -> str:
    """Name a type as the author of a config would."""
    names = {
        str: "a string", bool: "true or false", int: "a whole number", float: "a number", Path: "a path", type(None): "nothing",
        dt.date: "a date",
    }  # fmt: skip
    if kind in names:
        return names[kind]
    if _is_iterable(kind):
        return "a list"
    if _origin(kind) is Literal:
        return "one of " + ", ".join(shorten(option) for option in get_args(kind))
    return "a mapping" if _is_mapping(kind) or attrs.has(kind) else getattr(kind, "__name__", str(kind))
