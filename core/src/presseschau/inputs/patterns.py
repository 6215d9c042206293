"""Patterns over paths: ``*`` within one name, ``**`` over any number of directories."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from attrs import field, frozen

_MAGIC = frozenset("*?[")


def has_magic(part: str) -> bool:
    """Tell whether a name holds a wildcard."""
    return not _MAGIC.isdisjoint(part)


def _closed_end(parts: Iterable[str]) -> tuple[str, ...]:
    """Let a trailing ``**`` stand for all files below."""
    parts = tuple(parts)
    return (*parts, "*") if parts and parts[-1] == "**" else parts


@frozen
class Glob:
    """A pattern over the parts of a path, matched one part at a time, so that whole branches need not be read.

    The state is the set of positions in ``parts`` that may come next: a match costs at most ``len(parts)`` comparisons per
    name, however many ``**`` there are. Names that begin with a dot match only where the pattern has the dot too.
    """

    parts: tuple[str, ...] = field(converter=_closed_end)

    @property
    def start(self) -> frozenset[int]:
        """The state before the first name."""
        return frozenset({0})

    def step(self, state: frozenset[int], name: str) -> frozenset[int]:
        """Return the state after a name; empty when nothing below can match."""
        after = set()
        for position in self._closure(state):
            part = self.parts[position]
            if part == "**":
                if not name.startswith("."):
                    after.add(position)
            elif (part.startswith(".") or not name.startswith(".")) and (part == name or fnmatchcase(name, part)):
                after.add(position + 1)
        return frozenset(after)

    def accepts(self, state: frozenset[int]) -> bool:
        """Tell whether the names so far are a match."""
        return len(self.parts) in state

    def may_continue(self, state: frozenset[int]) -> bool:
        """Tell whether a longer path can match."""
        return any(position < len(self.parts) for position in state)

    def without_descent(self, state: frozenset[int]) -> frozenset[int]:
        """Return the state without what ``**`` leads to: links to directories are not followed blindly."""
        return frozenset(position for position in state if position < len(self.parts) and self.parts[position] != "**")

    def matches(self, names: Sequence[str]) -> bool:
        """Tell whether a whole path, as its names, matches."""
        state = self.start
        for name in names:
            state = self.step(state, name)
        return self.accepts(state)

    def _closure(self, state: frozenset[int]) -> set[int]:
        closure = set()
        for position in state:
            at = position
            while at < len(self.parts):
                closure.add(at)
                if self.parts[at] != "**":
                    break
                at += 1
        return closure
