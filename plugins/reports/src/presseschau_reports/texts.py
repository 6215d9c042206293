"""The report ``text``: the clean texts as files, for concordancers, topic models and whatever else reads a folder of texts."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from attrs import field, frozen

from presseschau import Dossier, hookimpl
from presseschau_reports.outputs import check_output_path, written

_UNSAFE = re.compile(r"[^\w.\-]+")
_LONGEST_NAME = 200  # bytes; file systems take 255


@frozen(eq=False, kw_only=True)
class Text:
    """Write the clean text of each document into a file of its own, named after the document's id."""

    directory: str = field(
        default="texts",
        validator=check_output_path,
        metadata={"help": "where the files go, relative to the run directory"},
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write one file a document, in UTF-8."""
        folder = directory / self.directory
        taken: set[str] = set()
        paths = []
        for document in dossier.documents():
            name = file_name(document.id, taken)
            taken.add(name.casefold())
            with written(folder / name) as stream:
                stream.write(document.text)
            paths.append(folder / name)
        return paths


def file_name(identifier: str, taken: set[str]) -> str:
    """Return a file name for a document that no system objects to and that none of ``taken``, case-folded, is.

    An id that cannot be a name as it is, or whose name is taken, gets eight digits of its SHA-256.
    """
    stem = identifier.removesuffix(".txt")
    safe = _UNSAFE.sub("_", stem).lstrip(".").encode("utf-8", "ignore")[:_LONGEST_NAME].decode("utf-8", "ignore")
    if not safe or safe != stem or f"{safe}.txt".casefold() in taken:
        digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()
        safe = f"{safe}-{digest[:8]}" if safe else digest[:8]
    return f"{safe}.txt"
