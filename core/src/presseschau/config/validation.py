"""Which option a validator or converter of an attrs class refused.

attrs stops at the first and does not say which attribute it was. So once an ``__init__`` has raised, each attribute's converter and
validator is asked alone; that gives a place to each error, and all of them at once.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs


class InvalidFieldError(ValueError):
    """A validator or converter refused the value of one option."""

    def __init__(self, message: str, option: str) -> None:
        super().__init__(message)
        self.option = option


def invalid_fields(
    cls: type,
    structure: Callable[["attrs.Attribute[Any]"], Any],
    given: Mapping[str, object],
    *,
    skip: frozenset[str] = frozenset(),
) -> list[InvalidFieldError]:
    """Return an error for each option whose converter or validator refuses it; none where the class refuses the whole.

    ``skip`` names attributes that are known to be wrong; a validator that looks at one of them beside its own has no say.
    """
    blank: Any = object.__new__(cls)
    refused = []
    fields = [field for field in attrs.fields(cls) if field.init and field.name not in skip]
    for field in fields:
        try:
            object.__setattr__(blank, field.name, _value(field, structure, given, blank))
        except Exception as error:  # noqa: BLE001 - converters may raise anything
            refused.append(_error(error, field))
    done = {error.option for error in refused}
    for field in fields:
        if field.validator is None or field.alias in done:
            continue
        try:
            field.validator(blank, field, getattr(blank, field.name))
        except AttributeError:
            if not skip:
                raise
        except Exception as error:  # noqa: BLE001 - validators may raise anything
            refused.append(_error(error, field))
    return refused


def _value(
    field: "attrs.Attribute[Any]",
    structure: Callable[["attrs.Attribute[Any]"], Any],
    given: Mapping[str, object],
    blank: object,
) -> object:
    if field.alias in given:
        value = structure(field)
    elif isinstance(field.default, attrs.Factory):  # type: ignore[arg-type]
        factory: Any = field.default
        value = factory.factory(blank) if factory.takes_self else factory.factory()
    else:
        value = field.default
    converter: Any = field.converter
    if converter is None:
        return value
    if hasattr(converter, "takes_field"):  # an attrs.Converter; its type stub hides what it holds
        arguments = ([blank] if converter.takes_self else []) + ([field] if converter.takes_field else [])
        return converter.converter(value, *arguments)
    return converter(value)


def _error(error: Exception, field: "attrs.Attribute[Any]") -> InvalidFieldError:
    said = str(error.args[0]) if error.args else type(error).__name__
    return InvalidFieldError(said, field.alias or field.name)
