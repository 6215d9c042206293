"""Provenance: which step of which distribution made a finding."""

from functools import cache
from typing import Any, ClassVar, TypeVar

from attrs import Attribute, field, fields, frozen


@frozen
class Provenance:
    """The step that made something: its id in the config, its plugin, and the distribution and version behind it."""

    step: str
    plugin: str = ""
    distribution: str = ""
    version: str = ""


def _check_confidence(_: object, attribute: "Attribute[float]", value: float) -> None:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"'{attribute.name}' must be >= 0 and <= 1: {value}")


@frozen(kw_only=True)
class Finding:
    """What every edit, part, claim and annotation carries.

    ``rule`` names the rule or model that made it (``"caption/credit"``), ``confidence`` is in ``0..1``. ``provenance`` is
    stamped by core when a step returns; plugins leave it alone.
    """

    rule: str
    confidence: float = field(default=1.0, validator=_check_confidence)
    provenance: Provenance | None = None

    kind: ClassVar[str] = "Finding"


F = TypeVar("F", bound=Finding)


def amend(finding: F, **changes: Any) -> F:  # noqa: ANN401 - the attributes' own types
    """Return a finding with other values for some attributes, as ``attrs.evolve`` does but without its checks.

    Core stamps every finding of every document: converters and validators have passed already, and running them again would be
    a good part of what the framework costs. For values that core itself has made.
    """
    cls: Any = type(finding)
    made: F = object.__new__(cls)
    for name in _names(cls):
        object.__setattr__(made, name, changes[name] if name in changes else getattr(finding, name))
    return made


@cache
def _names(cls: Any) -> tuple[str, ...]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    return tuple(attribute.name for attribute in fields(cls))
