"""The types of a plugin's options, resolved: as written, as strings, or imported for type checkers only."""

import datetime as dt
import typing
from collections import abc
from pathlib import Path
from typing import Any, TypeVar

import attrs

from presseschau.errors import PluginError

C = TypeVar("C", bound=type)

USUAL: dict[str, Any] = {
    "Path": Path,
    "dt": dt,
    "datetime": dt,
    "date": dt.date,
    **{name: getattr(typing, name) for name in ("Any", "Literal", "Optional", "Union")},
    **{name: getattr(abc, name) for name in ("Iterable", "Mapping", "Sequence", "Set")},
}
"""What options are usually made of; known where a module imports it under ``if TYPE_CHECKING`` alone."""


def resolve_options(cls: C) -> C:
    """Return an attrs class whose option types are types, not strings (``from __future__ import annotations``).

    Raises:
        PluginError: an option has no type, or one whose name is not defined when the program runs.
    """
    untyped = [field.name for field in attrs.fields(cls) if field.init and field.type is None]
    if untyped:
        raise PluginError(
            f"the option {untyped[0]!r} of {cls.__name__} has no type",
            hint=f"annotate it: `{untyped[0]}: str = ...`; the type decides what a config may say",
        )
    try:
        return attrs.resolve_types(cls, include_extras=True)
    except NameError:
        pass
    try:
        return attrs.resolve_types(cls, localns=USUAL, include_extras=True)
    except NameError as error:
        raise PluginError(
            f"an option of {cls.__name__} has a type that names {error.name!r}, which is not defined when the program runs",
            hint=f"import {error.name} outside `if TYPE_CHECKING:`",
        ) from error
