"""What becomes of one file or row: module-level functions, so that a source can be pickled and read elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Never

from attrs import field, frozen

from presseschau import Claim, Document, DocumentError, Origin
from presseschau_text_files.decoding import decode, normalize_line_ends, refuse_unusable
from presseschau_text_files.metadata import claims_of, selected_claims
from presseschau_text_files.opening import digest_of_file, read_bytes, unpacked
from presseschau_text_files.sidecars import MAX_BYTES, parse_sidecar

Metadata = Mapping[str, Any]
JSONL = "application/jsonl"
CSV = "text/csv"
TEXT_FIELDS = ("text", "content", "body", "fulltext")


@frozen(kw_only=True)
class Reading:
    """The options that reading takes: see :class:`presseschau_text_files.TextFiles`."""

    encoding: str | None = None
    max_bytes: int = 50_000_000
    normalize_newlines: bool = True
    text_field: str | None = None
    metadata_fields: Mapping[str, str] = field(factory=dict)


def fail(message: str, hint: str, document: str) -> Never:
    """Raise what is known to be wrong with a document; a source that cannot be read calls this."""
    raise DocumentError(message, hint=hint, document=document)


def read_file(path: Path, name: str, sidecars: tuple[Path, ...], config: tuple[Metadata, ...], options: Reading) -> Document:
    """Read a text file and its sidecar."""
    with _about(name):
        data = read_bytes(path, "", options.max_bytes)
        return _document(name, data, digest_of_file(path), sidecar_metadata(sidecars), config, options)


def read_bytes_at_hand(name: str, data: bytes, digest: str, config: tuple[Metadata, ...], options: Reading) -> Document:
    """Read a text that came through a pipe."""
    with _about(name):
        return _document(name, unpacked(data, "", options.max_bytes), digest, {}, config, options)


def _document(
    name: str, data: bytes, digest: str, sidecar: Metadata, config: tuple[Metadata, ...], options: Reading
) -> Document:
    decoded = decode(data, options.encoding)
    text = normalize_line_ends(decoded.text) if options.normalize_newlines else decoded.text
    refuse_unusable(text)
    origin = Origin(location=name, digest=digest, encoding=decoded.encoding, encoding_guessed=decoded.guessed)
    return Document(id=name, source_text=text, origin=origin, claims=_claims(config, sidecar))


def read_row(
    name: str, row: Metadata, origin: Origin, sidecar: Metadata, config: tuple[Metadata, ...], options: Reading
) -> Document:
    """Make a document of a row. ``origin.location`` is ``file:line``, for errors."""
    kind = "jsonl" if origin.media_type == JSONL else "csv"
    with _about(name, origin.location):
        text = _row_text(row, options)
        text = normalize_line_ends(text) if options.normalize_newlines else text
        refuse_unusable(text)
        claims = (*_claims(config, sidecar), *selected_claims(row, options.metadata_fields, kind))
        return Document(id=name, source_text=text, origin=origin, claims=claims)


def _row_text(row: Metadata, options: Reading) -> str:
    wanted = (options.text_field,) if options.text_field else TEXT_FIELDS
    key = next((key for key in wanted if row.get(key) is not None), None)
    if key is None:
        there = ", ".join(map(str, row)) or "nothing"
        raise DocumentError(
            f"the row has no text: there is no field {' or '.join(wanted)}",
            hint=f"its fields are: {there[:200]}; set `text_field` to the one with the text",
        )
    text = row[key]
    if not isinstance(text, str):
        raise DocumentError(
            f"the field {key!r} is a {type(text).__name__}, not a text", hint="set `text_field` to the one with the text"
        )
    return text


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
