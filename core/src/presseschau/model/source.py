"""Sources: documents that have not been read yet."""

from collections.abc import Callable
from functools import partial

from attrs import frozen

from presseschau.model.document import Document


@frozen
class Source:
    """A document that can be read.

    ``id`` becomes the document's id: a path or URL relative to the loader's root. ``fingerprint`` changes whenever what ``read``
    returns would (a digest of the bytes and of the metadata beside them). ``read`` returns the document or raises; it is
    picklable, so that a worker elsewhere can call it.
    """

    id: str
    fingerprint: str
    read: Callable[[], Document]

    @classmethod
    def of(cls, document: Document, fingerprint: str) -> "Source":
        """Wrap a document that is at hand."""
        return cls(document.id, fingerprint, partial(_identity, document))


def _identity(document: Document) -> Document:
    return document
