"""The node tree: a config as it is written, with the place of everything in it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import frozen

from presseschau.config.problems import Location

ScalarValue = str | int | float | bool | None


@frozen(kw_only=True)
class Node:
    """A value in a config. ``base`` is the directory from which relative paths in it count."""

    location: Location
    base: Path

    def plain(self, *, redact: bool = False) -> Any:  # noqa: ANN401 - JSON-able data of any shape
        """Return the value as plain data: dicts, lists and scalars.

        With ``redact`` no value of an environment variable is in it: a scalar that was written with ``${VAR}`` becomes
        ``{"expanded": <as written>, "sha256": <digest of its value>}``. This is what may enter fingerprints and the store.
        """
        raise NotImplementedError

    def describe(self) -> str:
        """Name the kind of value for an error message."""
        raise NotImplementedError

    def find(self, path: Sequence[str | int]) -> "Node":
        """Return the node at a path of keys and indices; the nearest one above it where the path ends early."""
        node = self
        for part in path:
            inner = node.child(part)
            if inner is None:
                break
            node = inner
        return node

    def child(self, part: str | int) -> "Node | None":  # noqa: ARG002 - scalars have none
        """Return the node under a key or index; None when there is none."""
        return None


@frozen(kw_only=True)
class ScalarNode(Node):
    """A single value. ``expanded_from`` is the text as written where a variable went into it, else None."""

    value: ScalarValue
    expanded_from: str | None = None

    def plain(self, *, redact: bool = False) -> Any:  # noqa: ANN401 - JSON-able data of any shape
        """Return the value as plain data; see :meth:`Node.plain`."""
        if redact and self.expanded_from is not None:
            digest = hashlib.sha256(repr(self.value).encode("utf-8", "surrogatepass")).hexdigest()
            return {"expanded": self.expanded_from, "sha256": digest}
        return self.value

    def describe(self) -> str:
        """Name the kind of value for an error message."""
        names = {str: "a string", bool: "true or false", int: "a whole number", float: "a number", type(None): "nothing"}
        return names[type(self.value)]


@frozen(kw_only=True)
class SequenceNode(Node):
    """A list."""

    items: tuple[Node, ...] = ()

    def plain(self, *, redact: bool = False) -> Any:  # noqa: ANN401 - JSON-able data of any shape
        """Return the value as plain data; see :meth:`Node.plain`."""
        return [item.plain(redact=redact) for item in self.items]

    def describe(self) -> str:
        """Name the kind of value for an error message."""
        return "a list"

    def child(self, part: str | int) -> Node | None:
        """Return the node under a key or index; None when there is none."""
        return self.items[part] if isinstance(part, int) and 0 <= part < len(self.items) else None


@frozen
class Entry:
    """A key of a mapping, where it stands, and its value."""

    key: str
    location: Location
    value: Node


@frozen(kw_only=True)
class MappingNode(Node):
    """A mapping from texts; no key occurs twice."""

    entries: tuple[Entry, ...] = ()

    def plain(self, *, redact: bool = False) -> Any:  # noqa: ANN401 - JSON-able data of any shape
        """Return the value as plain data; see :meth:`Node.plain`."""
        return {entry.key: entry.value.plain(redact=redact) for entry in self.entries}

    def describe(self) -> str:
        """Name the kind of value for an error message."""
        return "a mapping"

    def child(self, part: str | int) -> Node | None:
        """Return the node under a key or index; None when there is none."""
        entry = self.entry(part) if isinstance(part, str) else None
        return entry.value if entry else None

    def entry(self, key: str) -> Entry | None:
        """Return the entry of a key, None when there is none."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Entry]:
        return {entry.key: entry for entry in self.entries}

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def node_of(value: object, *, location: Location, base: Path) -> Node:
    """Make the node tree of plain data; everything in it stands at ``location``.

    Raises:
        TypeError: the data hold something else than mappings of texts, sequences and scalars.
    """
    if value is None or isinstance(value, str | int | float | bool):
        return ScalarNode(location=location, base=base, value=value)
    if isinstance(value, Path):
        return ScalarNode(location=location, base=base, value=str(value))
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"a key of a config is a string, not {key!r}")
        entries = tuple(Entry(key, location, node_of(inner, location=location, base=base)) for key, inner in value.items())
        return MappingNode(location=location, base=base, entries=entries)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return SequenceNode(
            location=location, base=base, items=tuple(node_of(inner, location=location, base=base) for inner in value)
        )
    raise TypeError(f"a config holds mappings, lists and scalars, not {type(value).__name__}")
