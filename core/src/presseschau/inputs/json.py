"""JSON from strangers: each thing that cannot be used is one error, and takes time in proportion to its length."""

import json
from collections.abc import Mapping
from typing import Any

from presseschau.errors import DocumentError

_DIGITS = 300
"""The most digits of a whole number: no metadata are numbers so long, and Python refuses to read those of thousands."""


def load_json(text: str, where: str, *, unique: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Return what JSON says. ``where`` begins the errors; ``unique`` refuses a name that an object has twice.

    Raises:
        DocumentError: it is not JSON, is nested too deeply, holds a number of hundreds of digits, or names something twice.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, value in pairs:
            if key in mapping:
                raise DocumentError(f"{where}: the name {_shown(key)} stands there twice", hint="keep one of them")
            mapping[key] = value
        return mapping

    try:
        return json.loads(text, object_pairs_hook=once if unique else None, parse_int=_number)
    except json.JSONDecodeError as error:
        place = f"{where}:{error.lineno}:{error.colno}" if unique else f"{where}:{error.colno}"
        raise DocumentError(f"{place}: not JSON: {error.msg}", hint="check it with a JSON validator") from error
    except _TooLongError as error:
        raise DocumentError(f"{where}: {error}", hint="write it as a string") from None
    except RecursionError:
        raise DocumentError(f"{where}: nested too deeply", hint="metadata are one level of names and values") from None


class _TooLongError(Exception):
    """A number has too many digits."""


def _number(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise _TooLongError(f"a number of {len(digits):,} digits")
    return int(digits)


def _shown(key: str) -> str:
    return ascii(key if len(key) <= 60 else f"{key[:57]}…")  # noqa: PLR2004 - fits in a line


def kind_of_json(content: object) -> str:
    """Name the kind of a JSON value for an error."""
    names: Mapping[type, str] = {
        dict: "an object",
        list: "a list",
        str: "a string",
        bool: "true or false",
        type(None): "nothing",
    }
    return names.get(type(content), "a number")
