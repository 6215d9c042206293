"""What all reports share: where they write, and what must not get into them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from attrs import Attribute

# A path from the root down, but for its last name. The host of a URL and a path within one are no such thing.
_FOLDERS = re.compile(r"(?<![\w:/.])(?:/[^\s/'\"():]{1,255}){1,40}/(?=[^\s/])")

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DELETE = 0x7F
_SPECIAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f&<>\"']")
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}


def check_output_path(_plugin: object, attribute: "Attribute[str]", value: str) -> None:
    """Refuse a path that is not below the run directory."""
    path = PurePosixPath(value)
    if not path.name or path.is_absolute() or ".." in path.parts or "\\" in value or "\0" in value:
        message = f"{attribute.name} must be a path below the run directory, such as report.html, not {value!r}"
        raise ValueError(message)


@contextmanager
def written(path: Path, *, encoding: str = "utf-8", newline: str = "\n") -> Iterator[TextIO]:
    """Open a report file for writing, with its directories."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline=newline) as stream:
        yield stream


def without_folders(message: str) -> str:
    """Shorten absolute paths in an error message to file names: a report is the same on every machine."""
    return _FOLDERS.sub("…/", message)


def printable(text: str) -> str:
    """Show control characters as the pictures that Unicode has for them; no page allows them."""
    return _CONTROL.sub(_picture, text)


def escaped(text: str) -> str:
    """Return a text as markup, :func:`printable`."""
    return _SPECIAL.sub(_reference, text)


def _picture(found: re.Match[str]) -> str:
    return "␡" if ord(found[0]) == _DELETE else chr(0x2400 + ord(found[0]))


def _reference(found: re.Match[str]) -> str:
    return _REFERENCES.get(found[0]) or _picture(found)
