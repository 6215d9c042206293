"""Limits: what a single page or archive may ask of the machine, and the errors when it asks for more."""

from attrs import frozen

from presseschau import DocumentError


class PageError(DocumentError):
    """A page that cannot be made a document.

    ``reason`` is one word for counting, and the message begins with it: ``empty``, ``javascript-only``, ``too-deep`` …
    """

    def __init__(self, reason: str, message: str, *, hint: str = "", document: str = "") -> None:
        super().__init__(f"{reason}: {message}", hint=hint, document=document)
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.reason, self.message.removeprefix(f"{self.reason}: "), self.hint, self.document)


def _rebuild(kind: type[PageError], reason: str, message: str, hint: str, document: str) -> PageError:
    return kind(reason, message, hint=hint, document=document)


def too_deep(depth: int) -> PageError:
    """Return the error for a page that is nested too deeply."""
    return PageError(
        "too-deep",
        f"elements are nested deeper than {depth}",
        hint="no page for readers is built so; if it is one, save it from a browser's reader view",
    )


@frozen(kw_only=True)
class Limits:
    """What one page may take.

    ``bytes`` of the page once decompressed; ``elements``, counted as opening signs before the page is parsed, bound time and
    memory; ``depth`` of nesting (libxml2 itself stops at 256); ``seconds`` of CPU time, looked at between the steps.
    """

    bytes: int = 16_000_000
    elements: int = 50_000
    depth: int = 200
    seconds: float = 20.0
