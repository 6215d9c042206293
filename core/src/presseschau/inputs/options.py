"""Converters and validators of options that every loader of files has: ``paths``, ``leave_to``, limits."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import Attribute


def as_paths(value: Iterable[str | Path] | str | Path) -> tuple[Path, ...]:
    """Return one path or several as a tuple."""
    return (Path(value),) if isinstance(value, str | Path) else tuple(Path(path) for path in value)


def as_names(value: Iterable[str] | str) -> tuple[str, ...]:
    """Return one name or several as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def require_paths(_plugin: object, attribute: "Attribute[tuple[Path, ...]]", value: tuple[Path, ...]) -> None:
    """Refuse an option without any path.

    Raises:
        ValueError: there is none.
    """
    if not value:
        message = f"{attribute.name} is empty; name at least one file, directory or glob"
        raise ValueError(message)


def require_positive(_plugin: object, attribute: "Attribute[Any]", value: float) -> None:
    """Refuse a limit that lets nothing through.

    Raises:
        ValueError: it is not more than 0.
    """
    if value <= 0:
        message = f"{attribute.name} must be more than 0, not {value}"
        raise ValueError(message)
