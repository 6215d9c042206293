"""The plugin: its options, and the step that turns paths into sources."""

import logging
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from attrs import field, frozen

from presseschau import Claim, Document, DocumentError, Origin, Source, hookimpl
from presseschau.dates import as_edtf
from presseschau.inputs import (
    HEAD,
    Entry,
    PassedOver,
    Place,
    Sample,
    as_names,
    as_paths,
    bare_name,
    better_loader,
    digest_of_file,
    entries_of,
    kind_of,
    loader_of,
    normalize_line_ends,
    read_bytes,
    refuse_unusable,
    refuse_useless,
    require_paths,
    require_positive,
    root_of,
    sample_of,
)
from presseschau_office_files.converting import convert
from presseschau_office_files.takes import SUFFIXES, is_read

_log = logging.getLogger(__name__)
MEDIA_TYPES = {
    "rtf": "application/rtf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "email": "message/rfc822",
    "xml": "application/xml",
}


@frozen(eq=False, kw_only=True)
class OfficeFiles:
    """Load RTF, Word (DOCX), OpenDocument (ODT), PDF and EPUB files, e-mails and news XML (NITF, NewsML-G2, TEI), as their plain text."""

    requires: ClassVar[tuple[str, ...]] = ()
    provides: ClassVar[tuple[str, ...]] = ()

    paths: tuple[Path, ...] = field(
        converter=as_paths,
        validator=require_paths,
        metadata={"help": "files, directories (with all below them) and globs, relative to the config file"},
    )
    root: Path | None = field(
        default=None,
        metadata={"help": "the directory that document ids are relative to; by default the deepest one that holds all paths"},
    )
    leave_to: tuple[str, ...] = field(
        default=(),
        converter=as_names,
        metadata={
            "help": "loaders of the same config that are given the same paths: files that one of them is surer of are left to it, "
            "without a word"
        },
    )
    max_bytes: int = field(
        default=50_000_000,
        validator=require_positive,
        metadata={"help": "the most bytes of a file, and characters of its text"},
    )

    @hookimpl
    def load(self) -> Iterator[Source]:
        """Yield a source per file, path by path and by name.

        Raises:
            ConfigError: a path does not exist or holds no such file.
        """
        places = [Place.of(path, _wants) for path in self.paths]
        root = root_of(places, self.root)
        refuse_useless(places, root, f"file that ends in {', '.join(SUFFIXES)}")
        passed = PassedOver("office-files", self.leave_to)
        for entry in entries_of(places, root):
            if entry.wanted or entry.problem.startswith("the directory") or _is_news_xml(entry):
                yield from self._source(entry)
            else:
                passed.note(entry.name)
        if passed.warning:
            _log.warning(passed.warning)

    def _source(self, entry: Entry) -> Iterator[Source]:
        if self.leave_to and not entry.problem:
            sample = sample_of(entry.path, entry.name)
            if loader_of(sample, {"office-files", *self.leave_to}) not in {"", "office-files"}:
                return
        digest = "" if entry.problem else digest_of_file(entry.path)
        fingerprint = sha256(f"{digest}{entry.problem}".encode()).hexdigest()
        yield Source(entry.name, fingerprint, partial(read_office_file, entry.path, entry.name, entry.problem, self.max_bytes))


def _wants(name: str) -> bool:
    return bare_name(name).endswith(SUFFIXES)


def _is_news_xml(entry: Entry) -> bool:
    """Tell whether a file of a directory is XML that is read here, by its first bytes: most XML is something else."""
    if entry.problem or not bare_name(entry.name).endswith(".xml"):
        return False
    return is_read("xml", sample_of(entry.path, entry.name).head)


def read_office_file(path: Path, name: str, problem: str, limit: int) -> Document:
    """Read a file and make a document of it.

    Raises:
        DocumentError: it cannot be read, is of another kind, or has no text.
    """
    try:
        if problem:
            raise DocumentError(problem, hint="leave it out")  # noqa: TRY301 - one place adds the document
        return _document(path, name, limit)
    except DocumentError as error:
        raise DocumentError(error.message, hint=error.hint, document=name) from error


def _document(path: Path, name: str, limit: int) -> Document:
    data = read_bytes(path, "", limit)
    kind = kind_of(data)
    if kind is None or not is_read(kind.name, data):
        called = kind.called if kind else "not a file of a kind that is read here"
        raise DocumentError(f"it is {called}", hint=kind.hint if kind else "load it with `use: text-files` if it is plain text")
    other = better_loader(Sample(name=name, head=data[:HEAD], path=path), "office-files")
    if other:
        raise DocumentError(f"the loader {other!r} knows what it is", hint=f"load it with `use: {other}`")
    converted = convert(data, kind.name, limit)
    text = normalize_line_ends(converted.text)
    refuse_unusable(text)
    claims = []
    for claim, value in converted.claims:
        edtf = as_edtf(value) if claim == "date" else value
        claims.append(
            Claim(
                name=claim if edtf else f"refused:{claim}",
                value=edtf or value,
                origin=kind.name,
                rule=f"{kind.name}/{claim}",
                confidence=0.6,
            )
        )
    origin = Origin(location=name, digest=digest_of_file(path), media_type=MEDIA_TYPES[kind.name])
    return Document(id=name, source_text=text, origin=origin, claims=tuple(claims))
