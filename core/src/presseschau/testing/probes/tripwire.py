"""Inputs that fail when they are read, to see whether a plugin lets errors out."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from presseschau.model.document import Document

if TYPE_CHECKING:
    from spacy.tokens import Doc

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


class _TrappedAnalysis:
    """Stands for a spaCy ``Doc``; every access counts."""

    def __init__(self, doc: "Doc", trap: _Trap) -> None:
        self._doc = doc
        self._trap = trap

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the Doc has
        self._trap.touch()
        return getattr(self._doc, name)

    def __iter__(self) -> Iterator[Any]:
        self._trap.touch()
        return iter(self._doc)

    def __len__(self) -> int:
        self._trap.touch()
        return len(self._doc)

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - a token or a span
        self._trap.touch()
        return self._doc[key]


def armed_analysis(doc: "Doc", nth: int) -> tuple[Any, Callable[[], bool]]:
    """Return a stand-in for an analysis whose nth access fails, and a function that tells whether it came to that."""
    trap = _Trap(nth)
    return _TrappedAnalysis(doc, trap), lambda: trap.tripped
