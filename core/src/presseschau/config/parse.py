"""From YAML text to nodes.

PyYAML's C loader crashes on deep nesting, and its constructors follow YAML 1.1. So only the events of its pure-Python safe
loader are used (they come without recursion), and the nodes are built here, within limits.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from attrs import define, evolve, field
from yaml.reader import Reader, ReaderError

from presseschau.config.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from presseschau.config.problems import Location, Problem, Problems, config_error, path_string, shorten
from presseschau.config.scalars import ExpansionError, expand, resolve
from presseschau.errors import ConfigError

MAX_BYTES = 1 << 20
"""The longest config file that is read."""
MAX_DEPTH = 100
"""The deepest nesting of lists and mappings, aliases included."""
MAX_NODES = 30_000
"""The most values in a file, each alias counted with all that it stands for."""

_TAB_HINT = "YAML is indented with spaces only"


Event: TypeAlias = Any
"""An event of PyYAML, which has no types for them."""


class _Stop(Exception):  # noqa: N818 - control flow: the text cannot be read any further
    """Ends the reading of a text with one last problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@define
class _Open:
    """A collection whose end has not been read yet."""

    event: Event
    location: Location
    items: list[Node] = field(factory=list)
    entries: dict[str, Entry] = field(factory=dict)
    key: tuple[str, Location] | None = None
    size: int = 1
    height: int = 1

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.event, yaml.MappingStartEvent)


def decode(data: bytes, file: str) -> str:
    """Decode a config file: UTF-8, with or without a byte-order mark.

    Raises:
        ConfigError: it is longer than ``MAX_BYTES`` or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise _single(file, f"the file has {len(data)} bytes, more than the {MAX_BYTES} allowed", "is it a config at all?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        location = _location_after(file, before)
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        kind = "UTF-16" if wide else f"byte 0x{data[error.start]:02x}"
        raise config_error(
            file, [Problem(location, "", f"the file is not UTF-8 ({kind})", "save it as UTF-8 without changing anything else")]
        ) from error


def parse(text: str, *, file: str, base: Path, environ: Mapping[str, str]) -> Node:
    """Read a YAML text into nodes, with variables expanded.

    Raises:
        ConfigError: it is not YAML, or uses what a config does not: tags, merge keys, keys twice, several documents.
    """
    if len(text) > MAX_BYTES:
        raise _single(file, f"the text has {len(text)} characters, more than the {MAX_BYTES} allowed", "is it a config at all?")
    text = text.removeprefix("\ufeff")
    odd = Reader.NON_PRINTABLE.search(text)
    if odd:
        location = _location_after(file, text[: odd.start()])
        hint = 'write it as an escape in double quotes, such as "\\0"' if odd[0] != "\0" else "is it a text file?"
        raise config_error(file, [Problem(location, "", f"the character U+{ord(odd[0]):04X} is not allowed", hint)])
    builder = _Builder(file, base, environ)
    try:
        builder.read(text)
    except _Stop as stop:
        builder.problems.found.append(stop.problem)
    builder.problems.raise_if_any(file)
    if builder.root is None:
        raise _single(file, "the file is empty", "start with a section: load, clean, extract, link or report")
    return builder.root


def _location_after(file: str, before: str) -> Location:
    return Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _single(file: str, message: str, hint: str) -> ConfigError:
    return config_error(file, [Problem(Location(file), "", message, hint)])


@define
class _Builder:
    """Builds the nodes of one text from its events, without recursion."""

    file: str
    base: Path
    environ: Mapping[str, str]
    problems: Problems = field(factory=Problems)
    root: Node | None = None
    stack: list[_Open] = field(factory=list)
    anchors: dict[str, tuple[Node, int, int] | None] = field(factory=dict)

    def read(self, text: str) -> None:
        loader: Any = yaml.SafeLoader(text)
        try:
            while loader.check_event():
                self._take(loader.get_event())
        except yaml.MarkedYAMLError as error:
            raise _Stop(self._syntax(error)) from error
        except ReaderError as error:
            raise _Stop(self._problem(Location(self.file), f"cannot be read: {error.reason}")) from error
        except (yaml.YAMLError, ValueError, OverflowError, IndexError) as error:
            # PyYAML lets errors of int() and chr() through, for escapes and versions that are out of range.
            place = Location(self.file, loader.line + 1, loader.column + 1)
            raise _Stop(self._problem(place, f"not YAML: {error}")) from error
        finally:
            loader.dispose()

    def _take(self, event: Event) -> None:
        match event:
            case yaml.DocumentStartEvent() if self.root is not None:
                raise _Stop(self._problem(self._at(event), "a second document starts here", "a config is one YAML document"))
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.CollectionStartEvent():
                self._open(event)
            case yaml.CollectionEndEvent():
                self._close()

    def _scalar(self, event: Event) -> None:
        location = self._at(event)
        if self._expects_key():
            self._key(event, location)
            return
        self._refuse_tag(event, location)
        node = self._value(event, location)
        self._remember(event.anchor, node, 1, 0)
        self._add(node, 1, 0)

    def _value(self, event: Event, location: Location) -> ScalarNode:
        value: Any = event.value
        written = None
        try:
            value, used = expand(event.value, self.environ)
            written = event.value if used else None
            if event.implicit[0]:
                value = resolve(value)
        except ExpansionError as error:
            self.problems.add(location, self._path(), error.message, error.hint)
        except ValueError as error:
            self.problems.add(location, self._path(), str(error), "put it in quotes if it is meant as a string")
        return ScalarNode(location=location, base=self.base, value=value, expanded_from=written)

    def _key(self, event: Event, location: Location) -> None:
        top = self.stack[-1]
        key = event.value
        self._refuse_tag(event, location)
        if key in top.entries:
            first = top.entries[key].location
            self.problems.add(
                location, self._path(key), f"the key {shorten(key)} stands here twice", f"the first is in line {first.line}"
            )
        elif key == "<<" and event.implicit[0]:
            self.problems.add(location, self._path(key), "merge keys are not supported", "use `extends`, or write the keys out")
        top.key = (key, location)
        self._remember(event.anchor, ScalarNode(location=location, base=self.base, value=key), 1, 0)

    def _alias(self, event: Event) -> None:
        location = self._at(event)
        if self._expects_key():
            raise _Stop(self._problem(location, "an alias cannot be a key", "write the key out"))
        if event.anchor not in self.anchors:
            raise _Stop(self._problem(location, f"there is no anchor &{event.anchor} before this alias"))
        target = self.anchors[event.anchor]
        if target is None:
            raise _Stop(self._problem(location, f"the alias *{event.anchor} stands inside of what it stands for"))
        node, size, height = target
        self._add(evolve(node, location=location) if isinstance(node, ScalarNode) else node, size, height)

    def _open(self, event: Event) -> None:
        location = self._at(event)
        if self._expects_key():
            raise _Stop(self._problem(location, f"a key is a string, not {'a mapping' if _maps(event) else 'a list'}"))
        self._refuse_tag(event, location)
        if len(self.stack) >= MAX_DEPTH:
            raise _Stop(self._problem(location, f"nested more than {MAX_DEPTH} deep"))
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(event, location))

    def _close(self) -> None:
        top = self.stack.pop()
        node: Node
        if top.is_mapping:
            node = MappingNode(location=top.location, base=self.base, entries=tuple(top.entries.values()))
        else:
            node = SequenceNode(location=top.location, base=self.base, items=tuple(top.items))
        self._remember(top.event.anchor, node, top.size, top.height)
        self._add(node, top.size, top.height)

    def _add(self, node: Node, size: int, height: int) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.size += size
        top.height = max(top.height, height + 1)
        if top.size > MAX_NODES:
            raise _Stop(self._problem(node.location, f"more than {MAX_NODES} values, aliases counted with what they stand for"))
        if len(self.stack) + height > MAX_DEPTH:
            raise _Stop(self._problem(node.location, f"nested more than {MAX_DEPTH} deep"))
        if not top.is_mapping:
            top.items.append(node)
        elif top.key is not None:
            key, location = top.key
            top.entries.setdefault(key, Entry(key, location, node))
            top.key = None

    def _remember(self, anchor: str | None, node: Node, size: int, height: int) -> None:
        if anchor:
            self.anchors[anchor] = (node, size, height)

    def _refuse_tag(self, event: Event, location: Location) -> None:
        if event.tag is not None and event.tag != "!":
            self.problems.add(location, self._path(), f"the tag {shorten(event.tag)} is not supported", "leave the tag out")

    def _expects_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].is_mapping and self.stack[-1].key is None

    def _path(self, *more: str) -> str:
        parts: list[str | int] = []
        for level in self.stack:
            if not level.is_mapping:
                parts.append(len(level.items))
            elif level.key is not None:
                parts.append(level.key[0])
        return path_string([*parts, *more])

    def _at(self, event: Event) -> Location:
        return Location(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _problem(self, location: Location, message: str, hint: str = "") -> Problem:
        return Problem(location, self._path(), message, hint)

    def _syntax(self, error: yaml.MarkedYAMLError) -> Problem:
        mark = error.problem_mark or error.context_mark
        place = Location(self.file, mark.line + 1, mark.column + 1) if mark else Location(self.file)
        said = error.problem or error.context or "cannot be read"
        hint = _TAB_HINT if "'\\t'" in said else ""
        if "mapping values are not allowed" in said:
            hint = "put a string that holds a colon and a space in quotes"
        elif error.context and error.problem:
            hint = hint or str(error.context)
        return self._problem(place, f"not YAML: {said}", hint)


def _maps(event: object) -> bool:
    return isinstance(event, yaml.MappingStartEvent)
