"""Sidecars: YAML or JSON files with the metadata of the text beside them."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import yaml

from presseschau import DocumentError

EXTENSIONS = (".yaml", ".yml", ".json")
MAX_BYTES = 1_000_000
_MAX_DEPTH = 20
_ROW_FILES = (".jsonl", ".ndjson", ".csv", ".tsv")
_TELLING = frozenset({"title", "publisher", "author", "authors", "date"})
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def sidecar_names(name: str) -> tuple[str, ...]:
    """Return the names that a sidecar of this file may have: ``a.yaml`` or ``a.txt.yaml`` for ``a.txt`` and ``a.txt.gz``.

    A file of rows has its sidecar only under its full name (``rows.jsonl.yaml``), which then speaks for every row.
    """
    base = name.removesuffix(".gz")
    stem, dot, suffix = base.rpartition(".")
    stems = [base] if f".{suffix.lower()}" in _ROW_FILES or not dot or not stem else [stem, base]
    return tuple(candidate for one in stems for ext in EXTENSIONS if (candidate := one + ext) != name)


def is_sidecar_name(name: str, siblings: Collection[str], suffixes: Iterable[str]) -> bool:
    """Tell whether a file is the sidecar of one of its siblings."""
    for extension in EXTENSIONS:
        if name.lower().endswith(extension):
            stem = name[: -len(extension)]
            texts = (stem, *(stem + suffix for suffix in suffixes if suffix not in _ROW_FILES))
            return any(text in siblings or f"{text}.gz" in siblings for text in texts)
    return False


def parse_sidecar(data: bytes, name: str) -> dict[str, Any]:
    """Return a sidecar's mapping. In YAML every scalar is a string as written (``no``, ``12:30`` and ``2021-05`` included), or None.

    Raises:
        DocumentError: it cannot be read, is no mapping, names a key twice, is too large or too deep, or uses aliases.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{name}: larger than {MAX_BYTES:,} bytes", hint="a sidecar holds only the metadata of one text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name}: not UTF-8 ({error.reason} at byte {error.start})", hint="save it as UTF-8") from error
    try:
        content = _parse_json(text, name) if name.lower().endswith(".json") else _parse_yaml(text, name)
    except RecursionError:
        raise DocumentError(f"{name}: nested too deeply", hint="metadata are one level of names and values") from None
    if not isinstance(content, dict):
        raise DocumentError(
            f"{name}: expected names and values, found {_kind(content)}", hint="write lines such as `date: 2021-05-20`"
        )
    return content


def looks_like_metadata(data: bytes, name: str) -> bool:
    """Tell whether a file without a text beside it was meant as a sidecar: a mapping with a title, author, publisher or date."""
    try:
        return not _TELLING.isdisjoint(key.lower() for key in parse_sidecar(data, name))
    except DocumentError:
        return False


def _parse_json(text: str, name: str) -> Any:  # noqa: ANN401 - JSON
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise DocumentError(f"{name}: the name {twice!r} stands there twice", hint="keep one of them")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"{name}:{error.lineno}:{error.colno}: not JSON: {error.msg}", hint="check the file with a JSON validator"
        ) from error


def _parse_yaml(text: str, name: str) -> Any:  # noqa: ANN401 - YAML
    try:
        # Aliases are refused before anything is built: nine lines of them make a billion values.
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise DocumentError(
                    f"{name}: the alias *{event.anchor}: aliases are not allowed in metadata", hint="write the value out"
                )
        return _build(yaml.compose(text, Loader=yaml.SafeLoader), name, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise DocumentError(
            f"{where}: not YAML: {error.problem or error.context}", hint="values with a colon or a quote need quotation marks"
        ) from error
    except yaml.YAMLError as error:
        raise DocumentError(f"{name}: not YAML: {error}", hint="remove control characters") from error


def _build(node: yaml.Node | None, name: str, depth: int) -> Any:  # noqa: ANN401 - YAML
    if depth > _MAX_DEPTH:
        raise DocumentError(f"{name}: nested too deeply", hint="metadata are one level of names and values")
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in _NULLS else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, name, depth + 1) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            where = f"{name}:{key_node.start_mark.line + 1}"
            if key is None:
                raise DocumentError(f"{where}: a name must be a word", hint="write `name: value`")
            if key in mapping:
                raise DocumentError(f"{where}: the name {key!r} stands there twice", hint="keep one of them")
            mapping[key] = _build(value, name, depth + 1)
        return mapping
    return None


def _kind(content: object) -> str:
    names: Mapping[type, str] = {list: "a list", str: "a text", type(None): "nothing"}
    return names.get(type(content), "a number")
