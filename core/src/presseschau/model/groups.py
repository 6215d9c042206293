"""What the link stage returns: groups across documents, and inferred dates."""

from collections.abc import Iterable
from typing import Any, ClassVar

from attrs import field, frozen

from presseschau.model.provenance import Finding


def _strings(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@frozen(kw_only=True)
class Group(Finding):
    """Annotations or documents that belong together.

    ``type`` is ``speaker``, ``utterance``, ``event``, ``story`` or a plugin's own word, ``label`` a name for readers, ``members``
    the ids of annotations (of documents for a ``story``), in order.
    """

    type: str
    label: str
    members: tuple[str, ...] = field(converter=_strings)
    data: dict[str, Any] = field(factory=dict)
    id: str = ""
    kind: ClassVar[str] = "Group"


@frozen(kw_only=True)
class InferredDate(Finding):
    """A date, as EDTF, for a document that states none; ``reasons`` says what it rests on."""

    document: str
    edtf: str
    reasons: tuple[str, ...] = field(default=(), converter=_strings)
    kind: ClassVar[str] = "InferredDate"
