"""Scalars: which type a plain one has, and what variables go into it."""

import re
from collections.abc import Mapping

from presseschau.config.nodes import ScalarValue

# The core schema of YAML 1.2.2, section 10.3.2. YAML 1.1, which PyYAML implements, reads `no` as False and `12:30` as 750.
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

MAX_DIGITS = 300
"""Longer numbers are refused: no option needs them, and Python refuses to read more than 4300 digits."""

_EXPANSION = re.compile(r"\$\$\{|\$\{(?:([A-Za-z_][A-Za-z0-9_]*)(?:(:-)([^{}]*))?\})?")


class ExpansionError(ValueError):
    """A variable in a scalar cannot be expanded; the arguments are a message and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint


def resolve(text: str) -> ScalarValue:
    """Return what a plain (unquoted) scalar says, by the core schema of YAML 1.2.

    Raises:
        ValueError: it is a number of more than ``MAX_DIGITS`` digits.
    """
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    return _number(text)


def _number(text: str) -> int | float | str:
    for pattern, radix in ((_INT, 10), (_OCTAL, 8), (_HEX, 16)):
        if pattern.fullmatch(text):
            if len(text) > MAX_DIGITS:
                raise ValueError(f"a number of {len(text)} digits")
            return int(text if radix == 10 else text[2:], radix)  # noqa: PLR2004 - decimal
    if _FLOAT.fullmatch(text):
        return float(text)
    if special := _SPECIAL.fullmatch(text):
        return float("nan") if special[1] is None else float(f"{special[1]}inf")
    return text


def expand(text: str, environ: Mapping[str, str]) -> tuple[str, bool]:
    """Put variables into a scalar; return the text and whether a variable stood in it.

    ``${VAR}`` is the value of a variable, ``${VAR:-default}`` the default where it is unset or empty, ``$${`` a literal ``${``.
    What a variable holds is not expanded again.

    Raises:
        ExpansionError: a variable is unset and has no default, or the braces are not written as above.
    """
    used = False

    def replace(match: re.Match[str]) -> str:
        nonlocal used
        if match[0] == "$${":
            return "${"
        name, default = match[1], match[3]
        if name is None:
            raise ExpansionError(
                f"{match.string[match.start() : match.start() + 30]!r} is not a variable",
                "write ${NAME} or ${NAME:-default}, or $${ for the characters themselves",
            )
        used = True
        value = environ.get(name)
        if default is not None:
            value = value or default
        if value is None:
            raise ExpansionError(
                f"the environment variable {name} is not set", f"set it, or give a default: ${{{name}:-default}}"
            )
        if not _printable(value):
            raise ExpansionError(
                f"the environment variable {name} holds bytes that are not UTF-8, or NUL", "set it to readable text"
            )
        return value

    return _EXPANSION.sub(replace, text), used


def _printable(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate: what Python makes of bytes that are not UTF-8
        return False
    return "\0" not in value
