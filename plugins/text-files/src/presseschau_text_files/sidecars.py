"""Sidecars: YAML or JSON files with the metadata of the text beside them."""

import re
from collections.abc import Collection, Iterable
from typing import Any

import yaml

from presseschau import DocumentError
from presseschau.inputs import PACKINGS, bare_name, kind_of_json, load_json

EXTENSIONS = (".yaml", ".yml", ".json")
MAX_BYTES = 1_000_000
_MAX_YAML_BYTES = 100_000
_MAX_DEPTH = 20
_ROW_FILES = (".jsonl", ".ndjson", ".csv", ".tsv")
_TELLING = frozenset({"title", "publisher", "author", "authors", "date"})
_OPENS_OR_CLOSES = re.compile(r"[\[\]{}]")
_DASHES = re.compile(r"(?:[-?] +){2,}")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def sidecar_names(name: str) -> tuple[str, ...]:
    """Return the names that a sidecar of this file may have: ``a.yaml`` or ``a.txt.yaml`` for ``a.txt`` and ``a.txt.gz``.

    A file of rows has its sidecar only under its full name (``rows.jsonl.yaml``), which then speaks for every row.
    """
    base = name[: len(bare_name(name))]
    stem, dot, suffix = base.rpartition(".")
    stems = [base] if f".{suffix.lower()}" in _ROW_FILES or not dot or not stem else [stem, base]
    return tuple(candidate for one in stems for ext in EXTENSIONS if (candidate := one + ext) != name)


def is_sidecar_name(name: str, siblings: Collection[str], suffixes: Iterable[str]) -> bool:
    """Tell whether a file is the sidecar of one of its siblings."""
    for extension in EXTENSIONS:
        if name.lower().endswith(extension):
            stem = name[: -len(extension)]
            texts = (stem, *(stem + suffix for suffix in suffixes if suffix not in _ROW_FILES))
            return any(text + packing in siblings for text in texts for packing in ("", *PACKINGS))
    return False


def parse_sidecar(data: bytes, name: str) -> dict[str, Any]:
    """Return a sidecar's mapping. In YAML every scalar is a string as written (``no``, ``12:30`` and ``2021-05`` included), or None.

    Raises:
        DocumentError: it cannot be read, is not a mapping, names a key twice, is too large or too deep, or uses aliases.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{name}: larger than {MAX_BYTES:,} bytes", hint="a sidecar holds only the metadata of one text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name}: not UTF-8 ({error.reason} at byte {error.start})", hint="save it as UTF-8") from error
    try:
        content = load_json(text, name, unique=True) if name.lower().endswith(".json") else _parse_yaml(text, name)
    except RecursionError:
        raise DocumentError(f"{name}: nested too deeply", hint="metadata are one level of names and values") from None
    if not isinstance(content, dict):
        raise DocumentError(
            f"{name}: expected names and values, found {kind_of_json(content)}", hint="write lines such as `date: 2021-05-20`"
        )
    return content


def looks_like_metadata(data: bytes, name: str) -> bool:
    """Tell whether a file without a text beside it was meant as a sidecar: a mapping with a title, author, publisher or date."""
    try:
        return not _TELLING.isdisjoint(key.lower() for key in parse_sidecar(data, name))
    except DocumentError:
        return False


class _Loader(yaml.SafeLoader):
    """Refuses aliases before anything is built: nine lines of them make a billion values."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            alias = self.get_event().anchor  # type: ignore[no-untyped-call]
            raise DocumentError(f"the alias *{alias}: aliases are not allowed in metadata", hint="write the value out")
        return super().compose_node(parent, index)


def _parse_yaml(text: str, name: str) -> Any:  # noqa: ANN401 - YAML
    if len(text) > _MAX_YAML_BYTES:
        raise DocumentError(
            f"{name}: larger than {_MAX_YAML_BYTES:,} characters",
            hint="a sidecar holds only the metadata of one text; or write JSON",
        )
    if _depth(text) > _MAX_DEPTH:
        raise DocumentError(f"{name}: nested too deeply", hint="metadata are one level of names and values")
    try:
        return _build(yaml.compose(text, Loader=_Loader), name, 0)
    except DocumentError as error:
        if error.message.startswith(name):
            raise
        raise DocumentError(f"{name}: {error.message}", hint=error.hint) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise DocumentError(
            f"{where}: not YAML: {error.problem or error.context}", hint="values with a colon or a quote need quotation marks"
        ) from error
    except yaml.YAMLError as error:
        raise DocumentError(f"{name}: not YAML: {error}", hint="remove control characters") from error


def _depth(text: str) -> int:
    """Return how deep brackets, and dashes or question marks at the beginning of lines, are nested at most.

    PyYAML's scanner takes a time that grows with the square of that; a bracket within quotation marks counts too.
    """
    depth = deepest = 0
    for found in _OPENS_OR_CLOSES.finditer(text):
        sign = found.group()
        depth = depth + 1 if sign in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    nested = max((len(found.group().split()) for found in _DASHES.finditer(text)), default=0)
    return max(deepest, nested)


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
