"""From nodes to options: cattrs structures them into a plugin's attrs class, and every error finds its place."""

import datetime
import os
import types
from collections.abc import Iterable, Mapping, MutableSequence, MutableSet, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

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

from presseschau.config.model import StepConfig
from presseschau.config.nodes import MappingNode, Node, ScalarNode, SequenceNode
from presseschau.config.problems import Location, Problem, config_error, did_you_mean, one_line, path_string, shorten
from presseschau.config.validation import InvalidFieldError, invalid_fields

T = TypeVar("T")
_LISTS: tuple[type, ...] = (list, Sequence, MutableSequence)
_SETS: tuple[type, ...] = (set, frozenset, AbstractSet, MutableSet)


class WrongValueError(ValueError):
    """A value has the wrong type or is none of those allowed; the message is for the config's author."""


class _Text(str):
    """A text from a config that remembers where relative paths in it start."""

    __slots__ = ("base",)
    base: Path


def build_options(
    cls: type[T], options: Node, *, base: Path | None = None, path: str | Mapping[str, str] = "", what: str = ""
) -> T:
    """Make an instance of an attrs class of the options in a config.

    Scalars are strict: no text becomes a number and no number a text; only a whole number passes for a float. A ``Path`` is
    resolved relative to the file it stands in (to ``base`` where the nodes were made without one), ``-`` excepted. ``path`` is where
    the options stand in the config, or that by file; ``what`` names the config in the error.

    Raises:
        ConfigError: an option is unknown, missing, or of the wrong type, or a validator of the class refuses it.
    """
    data = _data(options, base)
    if not isinstance(data, dict):
        place = path if isinstance(path, str) else path.get(options.location.file, "")
        problem = Problem(options.location, place, f"the options are a mapping, not {options.describe()}")
        raise config_error(what or options.location.file, [problem])
    try:
        return _CONVERTER.structure(data, cls)
    except Exception as error:  # noqa: BLE001 - a validator or converter may raise anything; it becomes a located problem
        found = [_problem(one, parts, options, path) for one, parts in _leaves(error, ())]
        raise config_error(what or options.location.file, found) from error


def build_step_options(cls: type[T], step: StepConfig, *, what: str = "") -> T:
    """Make an instance of a plugin's class of a step's options.

    Raises:
        ConfigError: as :func:`build_options`.
    """
    paths = {file: f"{path}.with" for file, path in step.paths.items()}
    return build_options(cls, step.options, path=paths or f"{step.path}.with", what=what)


def _data(node: Node, base: Path | None) -> Any:  # noqa: ANN401 - plain data
    match node:
        case MappingNode():
            return {entry.key: _data(entry.value, base) for entry in node}
        case SequenceNode():
            return [_data(item, base) for item in node.items]
        case ScalarNode(value=str() as value):
            text = _Text(value)
            text.base = node.base if node.base != Path() or base is None else base
            return text
        case ScalarNode():
            return node.value
    raise TypeError(f"no node: {node!r}")


def _plain(value: Any) -> Any:  # noqa: ANN401 - plain data
    match value:
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case str():
            return str.__str__(value)
    return value


# --- structuring -------------------------------------------------------------------------------------------------------------


def _expect(kind: type | tuple[type, ...], name: str) -> Any:  # noqa: ANN401 - a cattrs hook
    def hook(value: Any, _: Any) -> Any:  # noqa: ANN401 - a cattrs hook
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if isinstance(value, kind) and not (isinstance(value, bool) and bool not in kinds):
            return _plain(value)
        raise _expected(name, value)

    return hook


def _expected(name: str, value: Any) -> WrongValueError:  # noqa: ANN401 - whatever the config holds
    if value is None:
        return WrongValueError(f"this is {name}, but nothing is given")
    if isinstance(value, dict | list):
        return WrongValueError(f"this is {name}, not {'a mapping' if isinstance(value, dict) else 'a list'}")
    kinds = {bool: "true or false", int: "a whole number", float: "a number"}
    kind = "a text" if isinstance(value, str) else kinds.get(type(value), type(value).__name__)
    return WrongValueError(f"this is {name}, not {kind}: {shorten(_plain(value))}")


def _float(value: Any, _: Any) -> float:  # noqa: ANN401 - a cattrs hook
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            raise WrongValueError(f"the number is too large: {shorten(value)}") from None
    raise _expected("a number", value)


def _path(value: Any, _: Any) -> Path:  # noqa: ANN401 - a cattrs hook
    if not isinstance(value, str):
        raise _expected("a path", value)
    if not value or "\0" in value:
        raise WrongValueError(f"this is a path, not {shorten(_plain(value))}")
    plain = str.__str__(value)
    if plain == "-":
        return Path(plain)
    joined = (value.base if isinstance(value, _Text) else Path()) / plain
    # `a/../b` is `b` unless `a` is a link elsewhere; only then the long form stays.
    short = Path(os.path.normpath(joined))
    return short if os.path.realpath(short.parent) == os.path.realpath(joined.parent) else joined


def _date(value: Any, _: Any) -> datetime.date:  # noqa: ANN401 - a cattrs hook
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _expected("a date such as 2021-05-24", value) from None


def _choice(value: Any, kind: Any) -> Any:  # noqa: ANN401 - a cattrs hook
    options = get_args(kind) if get_origin(kind) is Literal else tuple(member.value for member in kind)
    for option in options:
        if type(option) is type(_plain(value)) and option == value:
            return option if get_origin(kind) is Literal else kind(option)
    raise WrongValueError(f"{_name(value)} is not one of {', '.join(shorten(option) for option in options)}")


def _name(value: Any) -> str:  # noqa: ANN401 - whatever the config holds
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return shorten(_plain(value))


def _any(value: Any, _: Any) -> Any:  # noqa: ANN401 - a cattrs hook
    return _plain(value)


def _is_union(kind: Any) -> bool:  # noqa: ANN401 - a type form
    return get_origin(kind) in {Union, types.UnionType}


def _union(value: Any, kind: Any) -> Any:  # noqa: ANN401 - a cattrs hook
    members = get_args(kind)
    if value is None and type(None) in members:
        return None
    failed: list[Exception] = []
    for member in members:
        if member is type(None):
            continue
        try:
            return _CONVERTER.structure(value, member)
        except Exception as error:  # noqa: BLE001, PERF203 - tried one after the other; the last resort is told below
            failed.append(error)
    deep = [error for error in failed if isinstance(error, BaseValidationError)]
    if len(failed) == 1 or len(deep) == 1:
        raise (deep or failed)[0]
    names = list(dict.fromkeys(describe_type(member) for member in members if member is not type(None)))
    raise _expected(" or ".join(names), value)


def _is_iterable(kind: Any) -> bool:  # noqa: ANN401 - a type form
    origin = get_origin(kind) or kind
    return origin in (*_LISTS, *_SETS, tuple, Iterable)


def _iterable(value: Any, kind: Any) -> Any:  # noqa: ANN401 - a cattrs hook
    if not isinstance(value, list):
        raise _expected("a list", value)
    origin, args = get_origin(kind) or kind, get_args(kind)
    if origin is tuple and args and args[-1] is not Ellipsis:
        if len(args) != len(value):
            raise WrongValueError(f"this is a list of {len(args)}, not of {len(value)}")
        members = list(args)
    else:
        members = [args[0] if args else Any] * len(value)
    items, failed = [], []
    for index, (item, member) in enumerate(zip(value, members, strict=True)):
        try:
            items.append(_CONVERTER.structure(item, member))
        except Exception as error:  # noqa: BLE001, PERF203 - gathered, so that all are told at once
            error.add_note(IterableValidationNote(f"item {index}", index, member))
            failed.append(error)
    if failed:
        raise IterableValidationError("list", failed, list)
    if origin in _SETS:
        return frozenset(items) if origin in {frozenset, AbstractSet} else set(items)
    return tuple(items) if origin is tuple else items


def _is_mapping(kind: Any) -> bool:  # noqa: ANN401 - a type form
    origin = get_origin(kind) or kind
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _mapping(value: Any, kind: Any) -> Any:  # noqa: ANN401 - a cattrs hook
    if not isinstance(value, dict):
        raise _expected("a mapping", value)
    key_type, member = get_args(kind) or (str, Any)
    items, failed = {}, []
    for key, item in value.items():
        try:
            items[_CONVERTER.structure(_key_text(key), key_type)] = _CONVERTER.structure(item, member)
        except Exception as error:  # noqa: BLE001, PERF203 - gathered, so that all are told at once
            error.add_note(IterableValidationNote(f"key {key!r}", str(key), member))
            failed.append(error)
    if failed:
        raise IterableValidationError("mapping", failed, dict)
    return items


def _key_text(key: str) -> str:
    return str(key)


def _class_hook(cls: type, converter: cattrs.Converter) -> Any:  # noqa: ANN401 - a cattrs hook
    inner = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, _cattrs_use_alias=True
    )

    def hook(value: Any, kind: Any) -> Any:  # noqa: ANN401 - a cattrs hook
        if not isinstance(value, dict):
            raise _expected("a mapping", value)
        try:
            return inner(value, kind)
        except BaseValidationError as error:
            if not _is_from_init(error):
                raise
            refused = invalid_fields(cls, lambda field: converter.structure(value[field.alias], field.type), value)
            raise (InvalidFieldError.group(cls, refused) if refused else error.exceptions[0]) from error

    return hook


def _is_from_init(error: BaseValidationError) -> bool:
    """Tell whether the class's own ``__init__`` raised (a validator, a converter): then there is one cause without a note."""
    cause = error.exceptions[0]
    return (
        len(error.exceptions) == 1 and not getattr(cause, "__notes__", None) and not isinstance(cause, ForbiddenExtraKeysError)
    )


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook_func(lambda kind: kind is Any or isinstance(kind, TypeVar) or kind is object, _any)
    converter.register_structure_hook_func(_is_iterable, _iterable)
    converter.register_structure_hook_func(_is_mapping, _mapping)
    converter.register_structure_hook_func(_is_union, _union)
    converter.register_structure_hook_func(lambda kind: get_origin(kind) is Literal, _choice)
    converter.register_structure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, Enum), _choice)
    converter.register_structure_hook_factory(attrs.has, _class_hook)
    converter.register_structure_hook(str, _expect(str, "a text"))
    converter.register_structure_hook(bool, _expect(bool, "true or false"))
    converter.register_structure_hook(int, _expect(int, "a whole number"))
    converter.register_structure_hook(float, _float)
    converter.register_structure_hook(Path, _path)
    converter.register_structure_hook(datetime.date, _date)
    return converter


_CONVERTER = _make_converter()


def describe_type(kind: Any) -> str:  # noqa: ANN401 - a type form
    """Name a type as the author of a config would."""
    names = {
        str: "a text", bool: "true or false", int: "a whole number", float: "a number", Path: "a path", type(None): "nothing",
        datetime.date: "a date",
    }  # fmt: skip
    if kind in names:
        return names[kind]
    if _is_iterable(kind):
        return "a list"
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(shorten(option) for option in get_args(kind))
    return "a mapping" if _is_mapping(kind) or attrs.has(kind) else getattr(kind, "__name__", str(kind))


# --- placing errors ----------------------------------------------------------------------------------------------------------


def _leaves(error: BaseException, parts: tuple[str | int, ...]) -> Iterable[tuple[BaseException, tuple[str | int, ...]]]:
    """Yield the single errors in a group, each with its path."""
    if isinstance(error, InvalidFieldError):
        yield error, (*parts, error.option)
        return
    if isinstance(error, ForbiddenExtraKeysError):
        for key in error.extra_fields:
            yield error, (*parts, key)
        return
    if not isinstance(error, BaseExceptionGroup):
        yield error, parts
        return
    for inner in error.exceptions:
        yield from _leaves(inner, (*parts, *_step(inner)))


def _step(error: BaseException) -> tuple[str | int, ...]:
    notes: list[Any] = getattr(error, "__notes__", [])
    for note in reversed(notes):
        if isinstance(note, IterableValidationNote):
            notes.remove(note)  # each level takes the note that it added
            return (note.index,)
        if isinstance(note, AttributeValidationNote):
            notes.remove(note)
            return (note.name,)
    return ()


def _problem(error: BaseException, parts: tuple[str | int, ...], options: Node, path: str | Mapping[str, str]) -> Problem:
    node = options.find(parts)
    location: Location = node.location
    hint = ""
    match error:
        case ForbiddenExtraKeysError():
            key = str(parts[-1])
            above = options.find(parts[:-1])
            entry = above.entry(key) if isinstance(above, MappingNode) else None
            location = entry.location if entry else location
            known = [field.alias for field in attrs.fields(cast(Any, error.cl)) if field.init]
            message = f"there is no option {shorten(key)}"
            hint = did_you_mean(key, known) if known else "this plugin has no options"
        case KeyError() if parts and error.args == (parts[-1],):
            location = options.find(parts[:-1]).location
            message = "the option is missing"
        case WrongValueError():
            message = str(error)
        case _:
            message = (
                str(error.args[0] if isinstance(error, TypeError | ValueError) and error.args else error)
                or type(error).__name__
            )
    if isinstance(node, ScalarNode) and node.expanded_from is not None:
        message = _unexpanded(message, node)
    prefix = path if isinstance(path, str) else path.get(location.file, next(iter(path.values()), ""))
    return Problem(location, path_string([*([prefix] if prefix else []), *parts]), one_line(message), hint)


def _unexpanded(message: str, node: ScalarNode) -> str:
    """Take the value of an environment variable out of a message."""
    for shown in (shorten(node.value), repr(node.value), str(node.value)):
        message = message.replace(shown, str(node.expanded_from)) if shown else message
    return message
