"""Provenance: which step of which distribution made a finding."""

from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

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


class Home(Protocol):
    """Where a finding was read: it can show the finding with the words it is about."""

    def shown(self, finding: "Finding") -> str:
        """Return HTML; what a text says is never markup."""


class _Housed:
    """Remembers where it was read, for notebooks alone: this is not an attribute, and neither compared, stored, copied nor sent."""

    __slots__ = ("_home",)
    _home: Home

    def _repr_html_(self) -> str | None:
        """Show the finding in a notebook with the words it is about; None (so that its ``repr`` is shown) where it was not read from a run."""
        home = getattr(self, "_home", None)
        return home.shown(self) if home is not None and isinstance(self, Finding) else None


@frozen(kw_only=True)
class Finding(_Housed):
    """What every edit, part, claim and annotation carries.

    ``rule`` names the rule or model that made it (``"caption/credit"``), ``confidence`` is in ``0..1``. ``provenance`` is
    stamped by core when a step returns; plugins leave it alone.
    """

    rule: str
    confidence: float = field(default=1.0, validator=_check_confidence)
    provenance: Provenance | None = None

    kind: ClassVar[str] = "Finding"


F = TypeVar("F", bound=Finding)


def called(finding: Finding) -> str:
    """Return what messages call a finding: "an Event of rule 'finite/main'"."""
    return f"{'an' if finding.kind[:1] in 'AEIOUaeiou' else 'a'} {finding.kind} of rule {finding.rule!r}"


def housed(finding: F, home: Home) -> F:
    """Tell a finding where it was read, and return it."""
    object.__setattr__(finding, "_home", home)
    return finding


def amend(finding: F, **changes: Any) -> F:  # noqa: ANN401 - the attributes' own types
    """Return a finding with other values for some attributes, as ``attrs.evolve`` does but without its checks.

    Core stamps every finding of every document: converters and validators have passed already, and running them again would be
    a good part of what the framework costs. For values that core itself has made.
    """
    cls: Any = type(finding)
    made: F = object.__new__(cls)
    put = object.__setattr__
    for name in _names(cls):
        put(made, name, changes[name] if name in changes else getattr(finding, name))
    return made


@cache
def _names(cls: Any) -> tuple[str, ...]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    return tuple(attribute.name for attribute in fields(cls))
