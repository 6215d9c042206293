"""The plugin: its options, and the step that turns paths into sources."""

import codecs
import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

from attrs import Attribute, Factory, field, frozen

from presseschau import DocumentError, Source, hookimpl
from presseschau.inputs import (
    Entry,
    PassedOver,
    Place,
    as_names,
    as_paths,
    bare_name,
    entries_of,
    loader_of,
    refuse_useless,
    require_positive,
    root_of,
    sample_of,
)
from presseschau_text_files.metadata import claims_of
from presseschau_text_files.reading import DoubleEncodingPolicy, Reading
from presseschau_text_files.sidecars import EXTENSIONS, is_sidecar_name
from presseschau_text_files.sources import ConfigMetadata, Sources, holds_texts, is_pipe, orphan
from presseschau_text_files.takes import DEFAULT_SUFFIXES

_log = logging.getLogger(__name__)


def _suffixes(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(suffix.lower() for suffix in value)


def _check_encoding(_plugin: object, _attribute: "Attribute[str | None]", value: str | None) -> None:
    if value is not None:
        try:
            codecs.lookup(value)
            "a".encode(value)
        except LookupError:
            message = f"unknown encoding {value!r}; Python's names are meant, such as cp1252, iso-8859-15 or utf-16"
            raise ValueError(message) from None


def _check_some(_plugin: object, attribute: "Attribute[Any]", value: tuple[Any, ...]) -> None:
    if not value:
        message = f"{attribute.name} is empty; name at least one"
        raise ValueError(message)


def _check_delimiter(_plugin: object, _attribute: "Attribute[str | None]", value: str | None) -> None:
    if value is not None and (len(value) != 1 or not value.isascii() or value in '\r\n"\0'):
        message = f"delimiter must be one ASCII character, not {value!r}"
        raise ValueError(message)


def _check_metadata(_plugin: object, _attribute: object, value: Mapping[str, Mapping[str, Any]]) -> None:
    for pattern, metadata in value.items():
        try:
            claims_of(metadata, "config")
        except DocumentError as error:
            message = f"metadata of {pattern!r}: {error.message}; {error.hint}"
            raise ValueError(message) from error


@frozen(eq=False, kw_only=True)
class TextFiles:
    """Load text files: directories, globs, single files, standard input; one document per file, or per row of JSONL, JSON, CSV and Excel workbooks.

    All of it also packed with gzip, bzip2, xz or Zstandard. Metadata come from the config, from a YAML or JSON file beside the text, or from
    the other fields of a row.
    """

    provides: ClassVar[tuple[str, ...]] = ()
    requires: ClassVar[tuple[str, ...]] = ()

    paths: tuple[Path, ...] = field(
        converter=as_paths,
        validator=_check_some,
        metadata={
            "help": "files, directories (with all below them), globs (`*` within a name, `**` over directories), or `-` for "
            "standard input; relative to the config file"
        },
    )
    root: Path | None = field(
        default=None,
        metadata={"help": "the directory that document ids are relative to; by default the deepest one that holds all paths"},
    )
    suffixes: tuple[str, ...] = field(
        default=DEFAULT_SUFFIXES,
        converter=_suffixes,
        validator=_check_some,
        metadata={
            "help": "which files a directory gives, each also with .gz .bz2 .xz .zst; files and globs named in `paths` need none of them"
        },
    )
    format: Literal["auto", "text", "jsonl", "json", "csv", "tsv", "xlsx", "sentences"] = field(
        default="auto",
        metadata={
            "help": "how files are read; `auto` goes by the suffix, knows JSON and files of numbered sentences (Leipzig) by their first lines, "
            "reads all others as text and refuses those that another loader recognises; `text` reads web pages and exports as they stand"
        },
    )
    leave_to: tuple[str, ...] = field(
        default=(),
        converter=as_names,
        metadata={
            "help": "loaders of the same config that are given the same paths: files that one of them is surer of are left to it, "
            "without a word"
        },
    )
    encoding: str | None = field(
        default=None,
        validator=_check_encoding,
        metadata={
            "help": "the encoding of all files; by default UTF-8, with or without byte order mark, UTF-16 and UTF-32 with one, "
            "and else cp1252, recorded as a guess"
        },
    )
    metadata: Mapping[str, Mapping[str, Any]] = field(
        factory=dict,
        validator=_check_metadata,
        metadata={
            "help": "metadata by document id or by a glob over ids: title, publisher, author, date, language, or any other name"
        },
    )
    sidecars: bool = field(
        default=True,
        metadata={"help": "read metadata from a.yaml, a.yml or a.json (or a.txt.yaml …) beside a.txt"},
    )
    text_field: str | None = field(
        default=None,
        metadata={"help": "the field or column with the text; by default the first there is of text, content, body, fulltext"},
    )
    id_field: str | None = field(
        default=None,
        metadata={
            "help": "the field or column with the id; by default the first there is of id, doc_id, uuid, else the line number"
        },
    )
    metadata_fields: Mapping[str, str] = field(
        factory=dict,
        metadata={"help": "claim name to field or column, beside well-known names (`{publisher: Zeitung}`)"},
    )
    delimiter: str | None = field(
        default=None,
        validator=_check_delimiter,
        metadata={"help": "the delimiter of CSV files; by default the commonest of , ; | and tab in the header"},
    )
    max_bytes: int = field(
        default=50_000_000,
        validator=require_positive,
        metadata={"help": "the most bytes that one document (a file, unpacked, or a row) may have"},
    )
    normalize_newlines: bool = field(
        default=True,
        metadata={"help": r"turn \r\n and \r into \n, as Python's open does; offsets count the result"},
    )
    double_encoding: DoubleEncodingPolicy = field(
        default="name",
        metadata={
            "help": "what to do with UTF-8 that was read as cp1252 and saved again (`fÃ¼r`): `name` it in a warning and a claim, "
            "`repair` it, or `refuse` the document"
        },
    )
    _reading: Reading = field(
        init=False,
        repr=False,
        default=Factory(
            lambda self: Reading(
                encoding=self.encoding,
                max_bytes=self.max_bytes,
                normalize_newlines=self.normalize_newlines,
                text_field=self.text_field,
                metadata_fields=dict(self.metadata_fields),
                double_encoding=self.double_encoding,
                any_kind=self.format == "text",
            ),
            takes_self=True,
        ),
    )

    @hookimpl
    def load(self) -> Iterator[Source]:
        """Yield a source per document: path by path, in each by name.

        Raises:
            ConfigError: a path does not exist, matches nothing, or lies outside the root.
        """
        pipes = [path for path in self.paths if is_pipe(path)]
        places = [Place.of(path, self._wants) for path in self.paths if not is_pipe(path)]
        root = root_of(places, self.root)
        self._refuse_useless(places, root)
        config = ConfigMetadata(self.metadata)
        sources = Sources(
            reading=self._reading,
            config=config,
            format=self.format,
            id_field=self.id_field,
            delimiter=self.delimiter,
        )
        passed = PassedOver("text-files", self.leave_to)
        for entry in entries_of(places, root):
            yield from self._entry(entry, sources, passed)
        for path in pipes:
            yield from sources.of_pipe(path)
        for pattern in config.unused():
            _log.warning("the metadata of %r in the config belong to no document; ids are relative to the root", pattern)
        if passed.warning:
            _log.warning(passed.warning)

    def _wants(self, name: str) -> bool:
        return bare_name(name).endswith(self.suffixes)

    def _entry(self, entry: Entry, sources: Sources, passed: PassedOver) -> Iterator[Source]:
        name = entry.path.name
        if self.sidecars and is_sidecar_name(name, entry.siblings, self.suffixes) and not self._is_named(entry):
            return
        if entry.wanted and self.leave_to and not entry.problem:
            sample = sample_of(entry.path, entry.name)
            if loader_of(sample, {"text-files", *self.leave_to}) not in {"", "text-files"}:
                return
        readable = entry.wanted or (name.lower().endswith(".json") and holds_texts(entry))
        if readable or entry.problem.startswith("the directory"):
            yield from sources.of_file(entry, sidecars=self.sidecars)
        elif self.sidecars and name.lower().endswith(EXTENSIONS):
            yield from orphan(entry)
        else:
            passed.note(entry.name)

    def _is_named(self, entry: Entry) -> bool:
        return any(path.name == entry.path.name for path in self.paths)

    def _refuse_useless(self, places: list[Place], root: Path) -> None:
        if self.sidecars:  # metadata without texts are named by dead letters
            places = [place for place in places if not place.is_directory or not _has_orphans(place, root)]
        refuse_useless(places, root, f"file that ends in {', '.join(self.suffixes)}")


def _has_orphans(place: Place, root: Path) -> bool:
    return any(entry.wanted or entry.path.name.lower().endswith(EXTENSIONS) for entry in place.entries(root))
