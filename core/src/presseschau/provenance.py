"""Provenance: which step of which distribution made a finding."""

from typing import ClassVar

from attrs import Attribute, field, frozen


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
