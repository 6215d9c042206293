"""Objects of JSON: a line each (JSON Lines), or in one list, whatever stands around it."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from presseschau import DocumentError
from presseschau.inputs import Lines, decode, load_json, read_limited, too_large
from presseschau_text_files.names import text_field
from presseschau_text_files.rows import Row, explained_rows

_TEXT = re.compile(
    rb'"(?:full_?text|main_?text|article_?body|article_?text|text|content|body|volltext|artikeltext)"\s{0,20}:\s{0,20}"[^"]{80}',
    re.IGNORECASE,
)
_WHOLE = 500_000_000
"""Bytes of a JSON file, which is read as a whole; lines of JSON are not."""
_DEEPEST = 4
"""Levels down to which the list of objects is looked for (Elasticsearch: ``hits.hits[]._source``)."""


def form_of_json(head: bytes) -> str:
    """Tell by its first bytes whether a file of JSON has an object a line (``jsonl``) or is one value (``json``)."""
    lines = [line for line in head.split(b"\n") if line.strip()]
    first = lines[0].strip().removeprefix(b"\xef\xbb\xbf") if lines else b""
    if not first.startswith(b"{") or len(lines) < 2:  # noqa: PLR2004 - an object behind the first
        return "json"
    return "jsonl" if first.endswith(b"}") and lines[1].lstrip().startswith(b"{") else "json"


def text_in_json(data: bytes) -> bool:
    """Tell whether a file of JSON holds an object with a text of more than some words."""
    return _TEXT.search(data) is not None


def jsonl_rows(stream: BinaryIO, name: str, *, encoding: str | None, limit: int) -> Iterator[Row]:
    """Yield the objects of a JSON Lines file; blank lines are passed over. A bad line is a row with a problem."""
    lines = Lines(stream, encoding, limit)
    return explained_rows(_jsonl_rows(lines, name, limit), lines, name)


def _jsonl_rows(lines: Lines, name: str, limit: int) -> Iterator[Row]:
    for number, data in lines:
        if data is None:
            yield Row(line=number, digest="", problem=too_large(f"{name}:{number}", limit))
        elif data.strip():
            yield _jsonl_row(data, number, name, lines)


def _jsonl_row(data: bytes, line: int, name: str, lines: Lines) -> Row:
    digest = hashlib.sha256(data).hexdigest()
    try:
        decoded = lines.decode(data)
    except DocumentError as error:
        problem = DocumentError(f"{name}:{line}: {error.message}", hint=error.hint)
        return Row(line=line, digest=digest, problem=problem)
    try:
        fields = load_json(decoded.text.rstrip(), f"{name}:{line}")
    except DocumentError as error:
        problem = DocumentError(error.message, hint="each line is one flat JSON object")
    else:
        if isinstance(fields, dict):
            return Row(line=line, digest=digest, fields=unnested(fields), encoding=decoded.encoding, guessed=decoded.guessed)
        kind = type(fields).__name__
        problem = DocumentError(f"{name}:{line}: expected an object, found a {kind}", hint="each line is one JSON object")
    return Row(line=line, digest=digest, problem=problem)


def json_rows(stream: BinaryIO, name: str, *, encoding: str | None) -> Iterator[Row]:
    """Yield the objects of a JSON file, with their number as line: those of its list, wherever that is in it, else the file as one.

    Something else than an object in the list is a row with a problem.
    """
    try:
        data = read_limited(stream, _WHOLE)
        if len(data) > _WHOLE:
            raise too_large(name, _WHOLE)
        decoded = decode(data, encoding)
        content = load_json(decoded.text, name)
    except DocumentError as error:
        yield Row(line=1, digest=hashlib.sha256(error.message.encode()).hexdigest(), problem=error)
        return
    for number, item in enumerate(_listed(content, 0) or [content], 1):
        digest = hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()
        if isinstance(item, dict):
            yield Row(line=number, digest=digest, fields=unnested(item), encoding=decoded.encoding, guessed=decoded.guessed)
        else:
            message = f"{name}:{number}: expected an object, found a {type(item).__name__}"
            yield Row(line=number, digest=digest, problem=DocumentError(message, hint="each item is one JSON object"))


def _listed(content: Any, depth: int) -> list[Any]:  # noqa: ANN401 - JSON
    """Return the first list of objects with a text in it; none for one object with a text."""
    if isinstance(content, list):
        return content if any(isinstance(item, dict) for item in content) else []
    if not isinstance(content, dict) or depth > _DEEPEST or text_field(unnested(content)) is not None:
        return []
    return next((found for value in content.values() if (found := _listed(value, depth + 1))), [])


def unnested(fields: dict[str, Any]) -> dict[str, Any]:
    """Return an object with the fields of the object in it that holds the text, where it has none itself."""
    if text_field(fields) is not None:
        return fields
    for value in fields.values():
        if isinstance(value, Mapping) and text_field(value) is not None:
            return {**fields, **value}
    return fields
