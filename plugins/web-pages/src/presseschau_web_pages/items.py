"""Items: pages that have been found and can be read again, wherever they lie."""

import hashlib
import zlib

from attrs import field, frozen

from presseschau_web_pages.limits import PageError


@frozen(kw_only=True)
class Problem:
    """Why something that was found cannot be read: the parts of a :class:`PageError`."""

    reason: str
    message: str
    hint: str = ""

    def error(self, document: str) -> PageError:
        """Return the error to raise."""
        return PageError(self.reason, self.message, hint=self.hint, document=document)


@frozen(kw_only=True)
class Locator:
    """Where the bytes of a page lie: a ``file``, a ``member`` of a zip or tar archive, a ``record`` of a WARC file, or ``held``.

    ``offset`` is that of a tar member's data, of ``size`` bytes, or of a WARC record. What can only be reached by reading all
    that comes before it is held in ``data``, compressed with zlib.
    """

    kind: str
    path: str = ""
    member: str = ""
    offset: int = 0
    size: int = 0
    data: bytes = b""

    @classmethod
    def holding(cls, data: bytes) -> "Locator":
        """Return a locator that carries the bytes itself."""
        return cls(kind="held", data=zlib.compress(data, 1))


def printable(name: str) -> str:
    r"""Return a name with what is not Unicode in it as escapes (``\\xe4``): ids are stored, printed and compared as UTF-8."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


@frozen(kw_only=True)
class Item:
    """A page that was found. ``address`` is where it was fetched, ``seen`` the day (EDTF); both ``""`` where unknown.

    ``notes`` are claims made about it elsewhere (name, value, origin), ``addresses`` the other addresses of the same story;
    a ``fragment`` is all text, with no furniture around.
    """

    id: str = field(converter=printable)
    locator: Locator
    digest: str = ""
    address: str = ""
    seen: str = ""
    content_type: str = ""
    notes: tuple[tuple[str, str, str], ...] = ()
    fragment: bool = False
    addresses: tuple[str, ...] = ()
    problem: Problem | None = None

    @classmethod
    def refused(cls, id_: str, reason: str, message: str, hint: str = "") -> "Item":
        """Return an item that will be a dead letter."""
        return cls(id=id_, locator=Locator(kind="none"), problem=Problem(reason=reason, message=message, hint=hint))


@frozen
class PassedBy:
    """A file, or a member of an archive, that is not a page, and was not named."""

    name: str


Found = tuple[Item, bytes]
"""An item with its bytes (empty where there is a problem)."""


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a page as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
