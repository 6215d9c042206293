"""What becomes of one file or row: module-level functions, so that a source can be pickled and read elsewhere."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Never

from attrs import field, frozen

from presseschau import Claim, Document, DocumentError, Origin
from presseschau.inputs import (
    Sample,
    better_loader,
    decode,
    find_double_encoding,
    find_lost_characters,
    kind_of,
    normalize_line_ends,
    read_bytes,
    read_with_digest,
    refuse_unusable,
    repair_double_encoding,
    unpacked,
)
from presseschau_text_files.metadata import claims_of, selected_claims
from presseschau_text_files.names import TEXT_FIELDS, first_field, text_field
from presseschau_text_files.sidecars import MAX_BYTES, parse_sidecar

Metadata = Mapping[str, Any]
JSONL = "application/jsonl"
CSV = "text/csv"
SENTENCES = "text/tab-separated-values"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"
DoubleEncodingPolicy = Literal["name", "repair", "refuse"]
_KINDS = {JSONL: "jsonl", JSON: "json", CSV: "csv", XLSX: "xlsx", SENTENCES: "sentences"}
_ENOUGH = 1_000_000
"""Bytes in which another loader may recognise its files: whether an export holds several articles is told by the second."""
_log = logging.getLogger(__name__)


@frozen(kw_only=True)
class Reading:
    """The options that reading takes: see :class:`presseschau_text_files.TextFiles`."""

    encoding: str | None = None
    max_bytes: int = 50_000_000
    normalize_newlines: bool = True
    text_field: str | None = None
    metadata_fields: Mapping[str, str] = field(factory=dict)
    double_encoding: DoubleEncodingPolicy = "name"
    any_kind: bool = False


def fail(message: str, hint: str, document: str) -> Never:
    """Raise what is known to be wrong with a document; a source that cannot be read calls this."""
    raise DocumentError(message, hint=hint, document=document)


def read_file(path: Path, name: str, sidecars: tuple[Path, ...], config: tuple[Metadata, ...], options: Reading) -> Document:
    """Read a text file and its sidecar."""
    with _about(name):
        data, digest = read_with_digest(path, "", options.max_bytes)
        return _document(name, data, digest, sidecar_metadata(sidecars), config, options)


def read_bytes_at_hand(name: str, data: bytes, digest: str, config: tuple[Metadata, ...], options: Reading) -> Document:
    """Read a text that came through a pipe."""
    with _about(name):
        return _document(name, unpacked(data, "", options.max_bytes), digest, {}, config, options)


def _document(
    name: str, data: bytes, digest: str, sidecar: Metadata, config: tuple[Metadata, ...], options: Reading
) -> Document:
    _refuse_other_kinds(name, data, options)
    decoded = decode(data, options.encoding)
    text, found = _checked(decoded.text, name, options)
    origin = Origin(location=name, digest=digest, encoding=decoded.encoding, encoding_guessed=decoded.guessed)
    return Document(id=name, source_text=text, origin=origin, claims=(*_claims(config, sidecar), *found))


def _refuse_other_kinds(name: str, data: bytes, options: Reading) -> None:
    """Refuse what is not plain text, or what another installed loader knows how to read by what it holds."""
    kind = kind_of(data)
    if kind is not None and not (kind.name == "html" and options.any_kind):
        raise DocumentError(f"it is {kind.called}, not plain text", hint=kind.hint)
    other = "" if options.any_kind else better_loader(Sample(name=name, head=data[:_ENOUGH]), "text-files")
    if other:
        raise DocumentError(
            f"it is not plain text: the loader {other!r} recognises it",
            hint=f"load it with `use: {other}`, or set `format: text` to read it as it stands",
        )


def _checked(text: str, name: str, options: Reading) -> tuple[str, tuple[Claim, ...]]:
    """Return a text as it is to be read, and what is to be said of it; refuse one that cannot be used."""
    text = normalize_line_ends(text) if options.normalize_newlines else text
    refuse_unusable(text)
    twice = find_double_encoding(text)
    if twice is None:
        lost = find_lost_characters(text)
        if lost:
            _log.warning("%s: %s", name, lost)
        return text, (_problem(lost),) if lost else ()
    if options.double_encoding == "refuse":
        raise DocumentError(twice.message, hint="set `double_encoding: repair`, or convert the file")
    if options.double_encoding == "repair":
        return repair_double_encoding(text), (_problem("repaired: " + twice.message),)
    _log.warning("%s: %s; `double_encoding: repair` mends it", name, twice.message)
    return text, (_problem(twice.message),)


def _problem(message: str) -> Claim:
    return Claim(name="problem", value=message, origin="encoding", rule="encoding/double")


def read_row(
    name: str, row: Metadata, origin: Origin, sidecar: Metadata, config: tuple[Metadata, ...], options: Reading
) -> Document:
    """Make a document of a row. ``origin.location`` is ``file:line``, for errors."""
    kind = _KINDS[origin.media_type]
    with _about(name, origin.location):
        text, found = _checked(_row_text(row, options), name, options)
        claims = (*_claims(config, sidecar), *selected_claims(row, options.metadata_fields, kind), *found)
        return Document(id=name, source_text=text, origin=origin, claims=claims)


def _row_text(row: Metadata, options: Reading) -> str:
    key = first_field(row, (options.text_field,)) if options.text_field else text_field(row)
    if key is None:
        there = ", ".join(map(str, row)) or "nothing"
        wanted = options.text_field or " or ".join(TEXT_FIELDS[:5])
        raise DocumentError(
            f"the row has no text: there is no field {wanted}",
            hint=f"its fields are: {there[:200]}; set `text_field` to the one with the text",
        )
    text = "\n\n".join(_strings(row[key]))
    if not text and not isinstance(row[key], str):
        raise DocumentError(
            f"the field {key!r} is a {type(row[key]).__name__}, not a string", hint="set `text_field` to the one with the text"
        )
    return text


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield a text, or the paragraphs of one that is given as a list, or as an object of lists (as fundus has it); of all else nothing."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, Mapping) and all(isinstance(item, str | list | Mapping) for item in value.values()):
        for item in value.values():
            yield from _strings(item)


def sidecar_metadata(sidecars: tuple[Path, ...]) -> Metadata:
    """Return what the sidecar of a file says; nothing where there is none.

    Raises:
        DocumentError: there are two, or it cannot be used.
    """
    if not sidecars:
        return {}
    if len(sidecars) > 1:
        names = " and ".join(path.name for path in sidecars)
        raise DocumentError(f"it has two sidecars, {names}", hint="keep one, or merge them")
    (path,) = sidecars
    return parse_sidecar(read_bytes(path, path.name, MAX_BYTES), path.name)


def _claims(config: tuple[Metadata, ...], sidecar: Metadata) -> tuple[Claim, ...]:
    """Return the claims of config and sidecar, the config's first: of equally sure ones the earliest counts."""
    claims = [claim for metadata in config for claim in claims_of(metadata, "config")]
    return (*claims, *claims_of(sidecar, "sidecar"))


@contextmanager
def _about(document: str, location: str = "") -> Iterator[None]:
    """Say of which document, and which row, an error speaks."""
    try:
        yield
    except DocumentError as error:
        message = f"{location}: {error.message}" if location else error.message
        raise DocumentError(message, hint=error.hint, document=document) from error
