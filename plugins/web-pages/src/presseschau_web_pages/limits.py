"""Limits: what a single page or archive may ask of the machine, and the errors when it asks for more."""

from attrs import frozen
from presseschau import DocumentError


class PageError(DocumentError):
    """A page that cannot be made a document; ``reason`` is one word for counting: ``empty``, ``javascript-only``, ``too-deep`` …"""

    def __init__(self, reason: str, message: str, *, hint: str = "", document: str = "") -> None:
        super().__init__(f"{reason}: {message}", hint=hint, document=document)
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.reason, self.message.removeprefix(f"{self.reason}: "), self.hint, self.document)


def _rebuild(kind: type[PageError], reason: str, message: str, hint: str, document: str) -> PageError:
    return kind(reason, message, hint=hint, document=document)


@frozen(kw_only=True)
class Limits:
    """What one page may take.

    ``bytes`` of the page once decompressed; ``elements``, counted as opening signs before the page is parsed, bound time and
    memory; ``depth`` of nesting (libxml2 itself stops at 256); ``seconds`` of CPU time, looked at between the steps.
    """

    bytes: int = 16_000_000
    elements: int = 150_000
    depth: int = 200
    seconds: float = 20.0
