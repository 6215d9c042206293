"""A plugin's options as plain data, as a config would say them."""

import datetime as dt
import enum
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from presseschau.config import Location, Node, node_of


def plain_options(plugin: Any) -> dict[str, Any]:  # noqa: ANN401 - plugins have no common class
    """Return the options of a plugin as a config would say them."""
    return {one.alias: _plain(getattr(plugin, one.name)) for one in attrs.fields(type(plugin)) if one.init}


def _plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - plain data of any shape, one return for each
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if attrs.has(type(value)):
        return plain_options(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(one) for one in value), key=repr)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def as_node(data: Mapping[str, Any]) -> Node:
    """Return plain data as the node of a config."""
    return node_of(dict(data), location=Location("<options>", 1, 1), base=Path.cwd())
