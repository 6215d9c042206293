"""Files and rows to sources: ids, fingerprints, and what to call to read them."""

import hashlib
import io
import json
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from attrs import frozen

from presseschau import DocumentError, Origin, Source
from presseschau.inputs import (
    HEAD,
    Entry,
    Glob,
    bare_suffix,
    digest_of_file,
    explained,
    has_magic,
    head_and_digest,
    kind_of,
    opened,
    read_bytes,
    read_limited,
    sample_of,
    too_large,
    unpacked_stream,
)
from presseschau_text_files.names import ID_FIELDS, first_field
from presseschau_text_files.objects import form_of_json, json_rows, jsonl_rows, text_in_json
from presseschau_text_files.reading import (
    CSV,
    JSON,
    JSONL,
    SENTENCES,
    XLSX,
    Metadata,
    Reading,
    fail,
    read_bytes_at_hand,
    read_file,
    read_row,
    sidecar_metadata,
)
from presseschau_text_files.rows import Row
from presseschau_text_files.sentences import looks_like_sentences, sentence_rows
from presseschau_text_files.sidecars import MAX_BYTES, looks_like_metadata, sidecar_names
from presseschau_text_files.tables import csv_rows, workbook_rows

STDIN = "stdin"
_FORMATS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".json": "json", ".xlsx": "xlsx"}
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class ConfigMetadata:
    """The metadata that the config gives, by document id or glob; remembers which were of use."""

    def __init__(self, metadata: Mapping[str, Metadata]) -> None:
        self._exact = dict(metadata)
        self._globs = {pattern: Glob(tuple(pattern.split("/"))) for pattern in metadata if has_magic(pattern)}
        self._unused = dict.fromkeys(metadata)

    def of(self, document: str) -> tuple[Metadata, ...]:
        """Return what is said of a document: first under its own id, then by globs, in the config's order."""
        names = document.split("/")
        found = [document] if document in self._exact else []
        found += [pattern for pattern, glob in self._globs.items() if pattern != document and glob.matches(names)]
        for pattern in found:
            self._unused.pop(pattern, None)
        return tuple(self._exact[pattern] for pattern in found)

    def unused(self) -> tuple[str, ...]:
        """Return the ids and globs that no document had."""
        return tuple(self._unused)


@frozen(kw_only=True)
class Sources:
    """Makes sources; the options are those of :class:`presseschau_text_files.TextFiles`."""

    reading: Reading
    config: ConfigMetadata
    format: str
    id_field: str | None
    delimiter: str | None

    def of_file(self, entry: Entry, *, sidecars: bool) -> Iterator[Source]:
        """Yield the source of a text file, those of a file's rows, or one that says what is wrong."""
        if entry.problem:
            hint = "change its mode or owner, or leave it out" if "directory" in entry.problem else "leave it out"
            yield failing(entry.name, DocumentError(entry.problem, hint=hint), "")
            return
        beside = _sidecars_of(entry) if sidecars else ()
        by_name = self.format if self.format != "auto" else _FORMATS.get(bare_suffix(entry.name), "text")
        # A text is hashed anyway; a file of rows may be a hundred times as large.
        head, digest = head_and_digest(entry.path, HEAD) if by_name == "text" else (sample_of(entry.path).head, "")
        form = self._format_of(entry.name, head)
        if form != "text":
            yield from self._rows_of_file(entry, beside, form)
            return
        config = self.config.of(entry.name)
        parts = [digest or "unreadable"]
        parts += [f"{path.name}:{digest_of_file(path)}" for path in beside]
        read = partial(read_file, entry.path, entry.name, beside, config, self.reading)
        yield Source(entry.name, _fingerprint(parts, config), read)

    def of_pipe(self, path: Path) -> Iterator[Source]:
        """Yield what comes through standard input or another pipe; it is read here, as it can be read only once."""
        name = STDIN if _is_dash(path) else path.name
        with ExitStack() as stack:
            stream = sys.stdin.buffer if _is_dash(path) else stack.enter_context(path.open("rb"))
            form = self._format_of(name, stream.peek(HEAD)[:HEAD] if isinstance(stream, io.BufferedReader) else b"")
            if form != "text":
                yield from self._rows(unpacked_stream(stream), name, form, {}, "")
                return
            data = stream.read(self.reading.max_bytes + 1)
        if len(data) > self.reading.max_bytes:
            yield failing(name, too_large("", self.reading.max_bytes), name)
            return
        config = self.config.of(name)
        digest = hashlib.sha256(data).hexdigest()
        yield Source(
            name, _fingerprint([digest], config), partial(read_bytes_at_hand, name, data, digest, config, self.reading)
        )

    def _rows_of_file(self, entry: Entry, sidecars: tuple[Path, ...], form: str) -> Iterator[Source]:
        empty = True
        try:
            sidecar = sidecar_metadata(sidecars)
            with explained(""), opened(entry.path) as stream:
                for source in self._rows(stream, entry.name, form, sidecar, "".join(map(digest_of_file, sidecars))):
                    empty = False
                    yield source
        except DocumentError as error:
            yield failing(entry.name, error, digest_of_file(entry.path))
            return
        if empty:
            nothing = DocumentError(
                "the file holds no rows", hint="remove it, or look whether the program that wrote it failed"
            )
            yield failing(entry.name, nothing, digest_of_file(entry.path))

    def _rows(self, stream: BinaryIO, name: str, form: str, sidecar: Metadata, sidecar_digest: str) -> Iterator[Source]:
        encoding, limit = self.reading.encoding, self.reading.max_bytes
        if form == "jsonl":
            rows, media_type = jsonl_rows(stream, name, encoding=encoding, limit=limit), JSONL
        elif form == "json":
            rows, media_type = json_rows(stream, name, encoding=encoding), JSON
        elif form == "xlsx":
            rows, media_type = workbook_rows(stream, name, limit=limit), XLSX
        elif form == "sentences":
            rows, media_type = sentence_rows(stream, name, encoding=encoding, limit=limit), SENTENCES
        else:
            delimiter = "\t" if form == "tsv" else self.delimiter
            rows, media_type = csv_rows(stream, name, encoding=encoding, delimiter=delimiter, limit=limit), CSV
        for row in rows:
            yield self._row_source(row, name, media_type, sidecar, sidecar_digest)

    def _row_source(self, row: Row, name: str, media_type: str, sidecar: Metadata, sidecar_digest: str) -> Source:
        name = f"{name}/{row.sheet}" if row.sheet else name
        location = f"{name}:{row.line}"
        if row.problem is not None:
            return failing(location, row.problem, row.digest)
        fields: dict[str, Any] = row.fields or {}
        document = self._row_id(fields, name, location)
        config = self.config.of(document)
        origin = Origin(
            location=location,
            digest=row.digest,
            media_type=media_type,
            encoding=row.encoding,
            encoding_guessed=row.guessed,
        )
        read = partial(read_row, document, fields, origin, sidecar, config, self.reading)
        return Source(document, _fingerprint([row.digest, location, sidecar_digest], config), read)

    def _row_id(self, fields: Metadata, name: str, location: str) -> str:
        """Return ``file#id``, or ``file:line`` where the row has no usable id."""
        for wanted in (self.id_field,) if self.id_field else ID_FIELDS:
            value = fields.get(first_field(fields, (wanted,)) or "")
            if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
                value = str(value).strip()
                return location if _UNPRINTABLE.search(value) else f"{name}#{value}"
        return location

    def _format_of(self, name: str, head: bytes) -> str:
        """Return how a file is read, by its suffix, and by its first bytes where they know better."""
        if self.format != "auto":
            return self.format
        form = _FORMATS.get(bare_suffix(name), "text")
        kind = kind_of(head)
        if kind is not None and kind.name == "json":
            return (
                "jsonl" if form == "jsonl" and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else form_of_json(head)
            )
        if kind is not None and kind.name == "xlsx":
            return "xlsx"
        return "sentences" if form in {"text", "tsv"} and looks_like_sentences(head) else form


def _sidecars_of(entry: Entry) -> tuple[Path, ...]:
    return tuple(entry.path.with_name(name) for name in sidecar_names(entry.path.name) if name in entry.siblings)


def failing(document: str, error: DocumentError, digest: str) -> Source:
    """Return a source whose ``read`` raises this error."""
    return Source(document, _fingerprint([digest, error.message], ()), partial(fail, error.message, error.hint, document))


def is_pipe(path: Path) -> bool:
    """Tell whether a path is ``-`` (also after it was made absolute) or a pipe, which can be read only once."""
    if _is_dash(path):
        return True
    try:
        found = path.stat()
        standard = os.fstat(0)
    except OSError:
        return False
    # A device gives no text (`/dev/zero` never ends), except for the terminal behind standard input.
    return stat.S_ISFIFO(found.st_mode) or (stat.S_ISCHR(found.st_mode) and os.path.samestat(found, standard))


def _is_dash(path: Path) -> bool:
    return path.name == "-" and not path.is_file()


def holds_texts(entry: Entry) -> bool:
    """Tell whether a JSON file of a directory, which may hold anything, holds texts."""
    if entry.problem:
        return False
    try:
        with explained(""), opened(entry.path) as stream:
            return text_in_json(read_limited(stream, MAX_BYTES))
    except DocumentError:
        return False


def orphan(entry: Entry) -> Iterator[Source]:
    """Yield a failing source for metadata that may have lost their text; nothing for another YAML or JSON file."""
    try:
        data = read_bytes(entry.path, "", MAX_BYTES)
    except DocumentError:
        return
    if looks_like_metadata(data, entry.path.name):
        error = DocumentError(
            "metadata without a text: there is no text file of the same name beside it",
            hint="restore the text, remove this file, or set `sidecars: false`",
        )
        yield failing(entry.name, error, hashlib.sha256(data).hexdigest())


def _fingerprint(parts: list[str], config: tuple[Metadata, ...]) -> str:
    key = json.dumps([*parts, *config], ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(key.encode("ascii")).hexdigest()
