"""The plugin: its options, and the step that turns paths into sources."""

import codecs
import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

from attrs import Attribute, Factory, field, frozen

from presseschau import ConfigError, DocumentError, Source, hookimpl
from presseschau_text_files.finding import Place, absolute, common_root
from presseschau_text_files.metadata import claims_of
from presseschau_text_files.reading import Reading
from presseschau_text_files.sources import ConfigMetadata, Sources, is_pipe

_log = logging.getLogger(__name__)
DEFAULT_SUFFIXES = (".txt", ".text", ".md", ".jsonl", ".ndjson", ".csv", ".tsv")


def _paths(value: Iterable[str | Path] | str | Path) -> tuple[Path, ...]:
    return (Path(value),) if isinstance(value, str | Path) else tuple(Path(path) for path in value)


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


def _check_positive(_plugin: object, attribute: "Attribute[int]", value: int) -> None:
    if value < 1:
        message = f"{attribute.name} must be at least 1, not {value}"
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
    """Load text files: directories, globs, single files, standard input; one document per file, or per row of JSONL and CSV.

    All of it also compressed with gzip. Metadata come from the config, from a YAML or JSON file beside the text, or from
    the other fields of a row.
    """

    provides: ClassVar[tuple[str, ...]] = ()
    requires: ClassVar[tuple[str, ...]] = ()

    paths: tuple[Path, ...] = field(
        converter=_paths,
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
            "help": "which files a directory gives, each also with .gz; files and globs named in `paths` need none of them"
        },
    )
    format: Literal["auto", "text", "jsonl", "csv", "tsv"] = field(
        default="auto", metadata={"help": "how files are read; `auto` goes by the suffix and reads all others as text"}
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
        validator=_check_positive,
        metadata={"help": "the most bytes that one document (a file, unpacked, or a row) may have"},
    )
    normalize_newlines: bool = field(
        default=True,
        metadata={"help": r"turn \r\n and \r into \n, as Python's open does; offsets count the result"},
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
        places = [Place.of(path, self.suffixes) for path in self.paths if not is_pipe(path)]
        root = self._root_of(places)
        self._refuse_useless(places, root)
        config = ConfigMetadata(self.metadata)
        sources = Sources(
            reading=self._reading,
            config=config,
            format=self.format,
            id_field=self.id_field,
            delimiter=self.delimiter,
        )
        for number, place in enumerate(places):
            for found in place.files(root, sidecars=self.sidecars):
                # What two paths both name is one document, not a duplicate.
                if not any(earlier.takes(found.path) for earlier in places[:number]):
                    yield from sources.of_file(found)
        for path in pipes:
            yield from sources.of_pipe(path)
        for pattern in config.unused():
            _log.warning("the metadata of %r in the config belong to no document; ids are relative to the root", pattern)

    def _root_of(self, places: list[Place]) -> Path:
        if not places:
            return Path.cwd()
        if self.root is None:
            return common_root(places)
        root = absolute(self.root)
        for place in places:
            if not place.directory.is_relative_to(root):
                raise ConfigError(
                    f"the path {place.given} lies outside the root {self.root}",
                    hint="leave `root` out, or set it to a directory that holds all paths",
                )
        return root

    def _refuse_useless(self, places: list[Place], root: Path) -> None:
        """Refuse paths that give nothing, all at once and before the first document is read."""
        useless = [place for place in places if next(place.files(root, sidecars=self.sidecars), None) is None]
        missing = [place.problem for place in places if place.problem]
        problems = missing + [self._nothing_in(place) for place in useless if not place.problem]
        if problems:
            raise ConfigError(
                "; ".join(problems),
                hint="paths are relative to the config file; `**/*.txt` looks in directories below, `suffixes` says which files "
                "a directory gives",
            )

    def _nothing_in(self, place: Place) -> str:
        if place.filtered:
            return f"the directory {place.given} holds no file that ends in {', '.join(self.suffixes)}"
        return f"nothing matches {place.given}"
