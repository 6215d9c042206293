"""Where exports write, and under which names."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from attrs import Attribute

    from presseschau import DocumentView, Dossier

_UNSAFE = re.compile(r"[^\w.\-]+")
_LONGEST = 120


def check_output_path(_plugin: object, attribute: "Attribute[str]", value: str) -> None:
    """Refuse a path that is not below the run directory."""
    path = PurePosixPath(value)
    if not path.name or path.is_absolute() or ".." in path.parts or "\\" in value or "\0" in value:
        message = f"{attribute.name} must be a path below the run directory, not {value!r}"
        raise ValueError(message)


def stem(identifier: str) -> str:
    """Return a file name without suffix for a document's id; eight digits of its SHA-256 keep any two apart."""
    digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    safe = _UNSAFE.sub("_", identifier).strip("._")[:_LONGEST].encode("utf-8", "ignore").decode("utf-8")
    while len(safe.encode("utf-8")) > _LONGEST:
        safe = safe[:-1]
    return f"{safe}-{digest}" if safe else digest


def a_file_a_document(
    dossier: "Dossier", folder: Path, suffix: str, lines: Callable[["DocumentView"], Iterable[str]]
) -> Iterator[Path]:
    """Write what ``lines`` makes of each document into a file of its own in ``folder``, and yield its path; memory holds one document."""
    folder.mkdir(parents=True, exist_ok=True)
    for view in dossier.views():
        path = folder / f"{stem(view.id)}{suffix}"
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(lines(view))
        yield path


T = TypeVar("T")


def in_parts(items: Iterable[T], size: int) -> Iterator[Iterator[T]]:
    """Yield the items in parts of up to ``size``, at least one part; each must be used up before the next is taken."""
    waiting = iter(items)
    first = True
    while True:
        head = list(islice(waiting, 1))
        if not head and not first:
            return
        first = False
        yield chain(head, islice(waiting, size - 1) if head else ())
        if not head:
            return
