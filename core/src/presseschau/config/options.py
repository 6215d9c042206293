"""From nodes to options: a plugin's attrs class is made of what a step says, and every error finds its place."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

import attrs
from cattrs.errors import (
    AttributeValidationNote,
    ForbiddenExtraKeysError,
    IterableValidationNote,
    StructureHandlerNotFoundError,
)

from presseschau.config.model import StepConfig
from presseschau.config.nodes import MappingNode, Node, ScalarNode, SequenceNode
from presseschau.config.problems import Location, Problem, config_error, did_you_mean, one_line, path_string, shorten
from presseschau.config.structure import CONVERTER, Text, Value, WrongValueError
from presseschau.config.types import resolve_options
from presseschau.config.validation import InvalidFieldError

T = TypeVar("T")

MAX_PROBLEMS = 100
"""The most problems that are told of one step's options."""


def build_options(
    cls: type[T], options: Node, *, base: Path | None = None, path: str | Mapping[str, str] = "", what: str = ""
) -> T:
    """Make an instance of an attrs class of the options in a config.

    Scalars are strict: no text becomes a number and no number a text; only a whole number passes for a float. A ``Path`` is
    resolved relative to the file it stands in (to ``base`` where the nodes were made without one), ``-`` excepted. ``path`` is where
    the options stand in the config, or that by file; ``what`` names the config in the error.

    Raises:
        ConfigError: an option is unknown, missing, or of the wrong type, or a validator of the class refuses it.
        PluginError: an option of the class has no type, or one that cannot be resolved.
    """
    data = _data(options, base)
    if not isinstance(data, dict):
        place = path if isinstance(path, str) else path.get(options.location.file, "")
        problem = Problem(options.location, place, f"the options are a mapping, not {options.describe()}")
        raise config_error(what or options.location.file, [problem])
    if attrs.has(cls):
        resolve_options(cls)
    try:
        return CONVERTER.structure(data, cls)
    except Exception as error:
        found = [_problem(one, parts, options, path) for one, parts in islice(_leaves(error, ()), MAX_PROBLEMS)]
        raise config_error(what or options.location.file, found) from error


def build_step_options(cls: type[T], step: StepConfig, *, what: str = "") -> T:
    """Make an instance of a plugin's class of a step's options.

    Raises:
        ConfigError: as :func:`build_options`.
    """
    paths = {file: f"{path}.with" for file, path in step.paths.items()}
    return build_options(cls, step.options, path=paths or f"{step.path}.with", what=what)


def _data(node: Node, base: Path | None) -> Value:
    match node:
        case MappingNode():
            return {entry.key: _data(entry.value, base) for entry in node}
        case SequenceNode():
            return [_data(item, base) for item in node.items]
        case ScalarNode(value=str() as value):
            text = Text(value)
            text.base = node.base if node.base != Path() or base is None else base
            return text
        case ScalarNode():
            return node.value
    raise TypeError(f"no node: {node!r}")


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


def _name(kind: object) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind)


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
            known = [field.alias for field in attrs.fields(cast("Any", error.cl)) if field.init]
            message = f"there is no option {shorten(key)}"
            hint = did_you_mean(key, known) if known else "this plugin has no options"
        case KeyError() if parts and error.args == (parts[-1],):
            location = options.find(parts[:-1]).location
            message = "the option is missing"
        case WrongValueError():
            message = str(error)
        case StructureHandlerNotFoundError():
            message = f"the plugin gives this option the type {_name(error.type_)}, which a config cannot express"
            hint = "types that work: str, int, float, bool, Path, date, Literal, Enum, attrs classes, and lists, tuples, sets and mappings"
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
