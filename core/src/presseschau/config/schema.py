"""A JSON Schema (draft 7) of what a config may say, for editors and for programs that write configs."""

import datetime as dt
import math
import types
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from presseschau.config.docstrings import option_help, summary
from presseschau.config.model import STAGES, EngineConfig
from presseschau.config.types import resolve_options

Schema = dict[str, Any]

_VARIABLE: Schema = {"type": "string", "pattern": r"\$\{"}
_POLICY = {
    "enum": ["quarantine", "skip", "fail"],
    "description": "What to do with a document that fails: keep it as a dead letter (quarantine), leave it out (skip), end the run (fail).",
}
_SECTIONS = {
    "load": "Where documents come from.",
    "clean": "What is cut from them and labelled, in this order.",
    "extract": "What is found in them, in this order.",
    "link": "What belongs together across documents.",
    "report": "What is written.",
}


def json_schema(plugins: Mapping[str, Mapping[str, type]]) -> Schema:
    """Return the schema of a whole config.

    ``plugins`` gives the classes by stage and name; beside the five stages it may have ``detector`` and ``model``, the plugins of the
    language section.
    """
    properties: Schema = {
        "extends": {
            "description": "Configs that this one builds on: steps are merged by id, mappings key by key, lists are replaced.",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        },
        "language": _language(plugins),
        "on_error": _POLICY,
        "output": {"type": ["string", "null"], "description": "The directory of the run, relative to this file."},
        "batch_size": {
            "description": "How many documents the linguistic analysis takes at a time.",
            "default": 32,
            "anyOf": [{"type": "integer", "minimum": 1, "maximum": 10000}, _VARIABLE],
        },
    }
    properties["engine"] = options_schema(EngineConfig) | {"description": "Where the work on documents is done."}
    for stage in STAGES:
        steps = {"type": "array", "items": step_schema(plugins.get(stage, {}))}
        properties[stage] = {"description": _SECTIONS[stage], "anyOf": [steps, {"type": "null"}]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Presseschau config",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def step_schema(plugins: Mapping[str, type]) -> Schema:
    """Return the schema of a step entry that uses one of these plugins."""
    names = sorted(plugins)
    qualified = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*:[A-Za-z0-9][A-Za-z0-9_.-]*$"}
    known: list[Schema] = [{"const": name, "description": summary(plugins[name])} for name in names]
    name = {"anyOf": [*known, qualified, _VARIABLE]}
    entry = {
        "type": "object",
        "additionalProperties": False,
        "anyOf": [{"required": ["use"]}, {"required": ["id"]}],
        "properties": {
            "use": {"description": "The plugin: its name, or distribution:name.", **name},
            "id": {"type": "string", "description": "The step's id, unique in the config; the plugin's name unless given."},
            "with": {"type": ["object", "null"], "description": "The plugin's options."},
            "on_error": _POLICY,
            "remove": {"type": "boolean", "description": "Take a step of an extended config out."},
        },
        "allOf": [
            {
                "if": {"required": ["use"], "properties": {"use": {"const": name}}},
                "then": {"properties": {"with": {"anyOf": [options_schema(plugins[name]), {"type": "null"}]}}},
            }
            for name in names
        ],
    }
    if not names:
        del entry["allOf"]
    return {"anyOf": [name, entry]}


def options_schema(cls: type) -> Schema:
    """Return the schema of the options of an attrs class.

    No option is marked as required, since a config may leave it to one that it extends.
    """
    cls = resolve_options(cls)
    helps = option_help(cls)
    properties = {}
    for field in attrs.fields(cls):
        if not field.init:
            continue
        schema = type_schema(field.type)
        _constrain(schema, field.validator)
        if field.name in helps:
            schema = {"description": helps[field.name], **schema}
        if field.default is not attrs.NOTHING and (default := _json(field.default)) is not NotImplemented:
            schema["default"] = default
        properties[field.alias] = schema
    described = {"description": said} if (said := summary(cls)) else {}
    return {**described, "type": "object", "additionalProperties": False, "properties": properties}


def type_schema(kind: Any) -> Schema:  # noqa: ANN401, PLR0911 - one return for each form of type
    """Return the schema of a type as :func:`~presseschau.config.build_options` reads it."""
    simple = {bool: "boolean", int: "integer", float: "number"}
    if kind in simple:
        return {"anyOf": [{"type": simple[kind]}, _VARIABLE]}
    if kind in {str, Path}:
        return {"type": "string"}
    if kind is dt.date:
        return {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$|\$\{"}
    if kind is type(None):
        return {"type": "null"}
    origin, args = get_origin(kind) or kind, get_args(kind)
    if origin in {Union, types.UnionType}:
        return {"anyOf": [type_schema(one) for one in args]}
    if origin is Literal:
        return {"anyOf": [{"enum": list(args)}, _VARIABLE]}
    if isinstance(origin, type) and issubclass(origin, Enum):
        return {"anyOf": [{"enum": [member.value for member in origin]}, _VARIABLE]}
    if attrs.has(origin):
        return options_schema(origin)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": type_schema(args[1]) if args else {}}
    return _array(origin, args)


def _array(origin: Any, args: tuple[Any, ...]) -> Schema:  # noqa: ANN401 - a type form
    if origin is tuple and args and args[-1] is not Ellipsis:
        return {"type": "array", "items": [type_schema(one) for one in args], "minItems": len(args), "maxItems": len(args)}
    if isinstance(origin, type) and not issubclass(origin, str) and hasattr(origin, "__iter__"):
        array: Schema = {"type": "array", "items": type_schema(args[0]) if args else {}}
        return array | {"description": "A set."} if issubclass(origin, AbstractSet) and not args else array
    return {}


def _constrain(schema: Schema, validator: Any) -> None:  # noqa: ANN401 - attrs does not name the types of its validators
    """Put the bounds of attrs' own validators into a schema."""
    for one in getattr(validator, "_validators", (validator,)):
        match type(one).__name__, getattr(one, "compare_op", None):
            case "_NumberValidator", op:
                key = {">=": "minimum", ">": "exclusiveMinimum", "<=": "maximum", "<": "exclusiveMaximum"}[str(op)]
                for alternative in schema.get("anyOf", ()):
                    if alternative.get("type") in {"integer", "number"}:
                        alternative[key] = one.bound
            case "_InValidator", _ if all(isinstance(option, str | int) for option in one.options):
                options = one.options if isinstance(one.options, list | tuple) else sorted(one.options, key=str)
                if schema.get("type") == "string":
                    del schema["type"]
                    schema["anyOf"] = [{"enum": list(options)}, _VARIABLE]


def _json(value: Any) -> Any:  # noqa: ANN401, PLR0911 - plain data of any shape
    """Return a default as plain data; ``NotImplemented`` where it is none."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else NotImplemented
        case Path():
            return value.as_posix() if not value.is_absolute() else NotImplemented
        case tuple() | list():
            items = [_json(one) for one in value]
            return NotImplemented if any(one is NotImplemented for one in items) else items
        case set() | frozenset():
            return _json(sorted(value, key=str))
        case Mapping():
            found = {str(key): _json(one) for key, one in value.items()}
            return NotImplemented if any(one is NotImplemented for one in found.values()) else found
    if isinstance(value, Enum):
        return _json(value.value)
    if attrs.has(type(value)):
        return _json(attrs.asdict(value))
    if type(value).__name__ == "Factory" and not value.takes_self:
        return _json(value.factory())
    return NotImplemented


def _language(plugins: Mapping[str, Mapping[str, type]]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "description": "The language that the run expects, and the plugins that detect and analyse it.",
        "properties": {
            "expect": {
                "type": ["string", "null"], "default": "de",
                "description": "ISO 639-1 code; null takes documents in any language.",
            },
            "on_other": {
                "enum": ["report", "process"], "default": "report",
                "description": "What to do with a document in another language: only report it, or process it all the same.",
            },
            "detector": {"description": "The plugin that detects the language.", **step_schema(plugins.get("detector", {}))},
            "model": {
                "description": "The plugin that gives the spaCy pipeline, or the name of an installed spaCy package.",
                "anyOf": [step_schema(plugins.get("model", {})), {"type": "string", "pattern": "^[a-z]{2,3}_[a-z0-9_]+$"}],
            },
        },
    }  # fmt: skip
