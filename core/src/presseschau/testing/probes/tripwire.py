"""Inputs that fail when they are read, to see whether a plugin lets errors out."""

from collections.abc import Callable
from typing import Any

import attrs

from presseschau.model.document import Document

_WATCHED = frozenset({"text", "source_text", "to_source", "to_clean", "cut", "parts", "claims", "claimed", "alignment"})


class TripwireError(Exception):
    """What a trapped input raises. A plain exception, as any bug might raise."""


class _Trap:
    """Counts accesses; the nth and all later ones fail."""

    def __init__(self, nth: int) -> None:
        self.left = nth
        self.tripped = False

    def touch(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.tripped = True
            raise TripwireError("a test made reading this input fail")


class _TrappedDocument(Document):
    """A document that trips over the watched attributes; equal in all else."""

    __slots__ = ("trap",)

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever the attribute is
        if name in _WATCHED:
            object.__getattribute__(self, "trap").touch()
        return object.__getattribute__(self, name)


def armed_document(document: Document, nth: int) -> tuple[Document, Callable[[], bool]]:
    """Return a copy of a document whose nth watched access fails, and a function that tells whether it came to that."""
    trap = _Trap(nth)
    plain = {field.name: getattr(document, field.name) for field in attrs.fields(Document) if field.init}
    text = document.text
    trapped = _TrappedDocument(**plain)
    object.__setattr__(trapped, "trap", _Trap(1 << 60))
    if trapped.text != text:
        raise AssertionError("the copy differs")
    object.__setattr__(trapped, "trap", trap)
    return trapped, lambda: trap.tripped
