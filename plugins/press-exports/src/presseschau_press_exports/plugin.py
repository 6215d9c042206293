"""The plugin: its options, and the step that turns collections into sources, one an article."""

import logging
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Literal, Never

from attrs import field, frozen

from presseschau import DocumentError, Origin, Source, hookimpl
from presseschau.inputs import (
    Entry,
    PassedOver,
    Place,
    as_names,
    as_paths,
    bare_name,
    decode,
    digest_of_file,
    entries_of,
    kind_of,
    normalize_line_ends,
    read_bytes,
    refuse_useless,
    require_paths,
    require_positive,
    root_of,
)
from presseschau_press_exports.articles import Article
from presseschau_press_exports.collections import READERS, articles_of
from presseschau_press_exports.documents import Block, read_block
from presseschau_press_exports.takes import SUFFIXES

_log = logging.getLogger(__name__)
Database = Literal["auto", "nexis", "factiva", "genios", "records"]


@frozen(eq=False, kw_only=True)
class PressExports:
    """Load collections exported from Nexis, Factiva, WISO/GENIOS, PMG and ProQuest (as text, HTML, RTF or DOCX), one document per article."""

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
    database: Database = field(
        default="auto",
        metadata={
            "help": "where the files come from; `auto` tells by what is in them, `records` are PMG, ProQuest and others with labelled fields"
        },
    )
    encoding: str | None = field(
        default=None, metadata={"help": "the encoding of text files; by default UTF-8, else cp1252, recorded as a guess"}
    )
    leave_to: tuple[str, ...] = field(
        default=(),
        converter=as_names,
        metadata={
            "help": "loaders of the same config that are given the same paths: files that are not exports are left to them, "
            "without a word"
        },
    )
    max_bytes: int = field(
        default=200_000_000, validator=require_positive, metadata={"help": "the most bytes of a collection, unpacked"}
    )

    @hookimpl
    def load(self) -> Iterator[Source]:
        """Yield a source per article, file by file, in the order of the file.

        Raises:
            ConfigError: a path does not exist or holds no such file.
        """
        places = [Place.of(path, _wants) for path in self.paths]
        root = root_of(places, self.root)
        refuse_useless(places, root, f"file that ends in {', '.join(SUFFIXES)}")
        passed = PassedOver("press-exports", self.leave_to)
        for entry in entries_of(places, root):
            if entry.wanted or entry.problem.startswith("the directory"):
                yield from self._file(entry)
            else:
                passed.note(entry.name)
        if passed.warning:
            _log.warning(passed.warning)

    def _file(self, entry: Entry) -> Iterator[Source]:
        """Yield the articles of a file, or one source that says why there are none."""
        digest = "" if entry.problem else digest_of_file(entry.path)
        try:
            if entry.problem:
                raise DocumentError(entry.problem, hint="leave it out")  # noqa: TRY301 - one place makes the dead letter
            text, origin = _text_of(entry, self.encoding, self.max_bytes, digest)
            database, articles = self._articles(text)
        except DocumentError as error:
            yield _failing(entry.name, error, digest)
            return
        if not articles:
            if not self.leave_to:
                hint = "load it with `use: text-files` (or web-pages, office-files), or say with `database` where it comes from"
                unknown = DocumentError(
                    "it is not a collection of Nexis, Factiva, GENIOS, PMG or ProQuest that can be told apart", hint=hint
                )
                yield _failing(entry.name, unknown, digest)
            return
        for number, article in enumerate(articles, 1):
            block = Block.of(text, article, f"{entry.name}#{number}", database)
            key = f"{sha256(block.text.encode('utf-8', 'surrogatepass')).hexdigest()} {database}"
            yield Source(block.id, sha256(key.encode()).hexdigest(), partial(read_block, block, origin))

    def _articles(self, text: str) -> tuple[str, list[Article]]:
        if self.database == "auto":
            return articles_of(text)
        return self.database, READERS[self.database](text)


def _wants(name: str) -> bool:
    return bare_name(name).endswith(SUFFIXES)


def _text_of(entry: Entry, encoding: str | None, limit: int, digest: str) -> tuple[str, Origin]:
    """Return the text of a file, whatever its format, and its origin."""
    data = read_bytes(entry.path, "", limit)
    kind = kind_of(data)
    if kind is None:
        decoded = decode(data, encoding)
        origin = Origin(location=entry.name, digest=digest, encoding=decoded.encoding, encoding_guessed=decoded.guessed)
        return normalize_line_ends(decoded.text), origin
    if kind.name == "html":
        from presseschau_office_files.markup import text_of_markup  # noqa: PLC0415 - needs lxml

        return text_of_markup(data), Origin(location=entry.name, digest=digest, media_type="text/html")
    if kind.name in {"rtf", "docx", "odt"}:
        from presseschau_office_files import convert  # noqa: PLC0415 - needs optional libraries

        return normalize_line_ends(convert(data, kind.name, limit).text), Origin(
            location=entry.name, digest=digest, media_type=f"application/{kind.name}"
        )
    raise DocumentError(f"it is {kind.called}", hint=kind.hint)


def _failing(document: str, error: DocumentError, digest: str) -> Source:
    fingerprint = sha256(f"{digest}{error.message}".encode("utf-8", "replace")).hexdigest()
    return Source(document, fingerprint, partial(_fail, error.message, error.hint, document))


def _fail(message: str, hint: str, document: str) -> Never:
    raise DocumentError(message, hint=hint, document=document)
