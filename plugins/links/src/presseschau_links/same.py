"""Which names are of one: a union-find that keeps the evidence."""

from collections.abc import Iterator


class Same:
    """Which nodes are one: a union-find that keeps the evidence."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._why: dict[str, str] = {}

    def root(self, node: str) -> str:
        """Return the node that stands for all that are one with a node."""
        top = node
        while top in self._parent:
            top = self._parent[top]
        while node != top:  # the next look is short
            self._parent[node], node = top, self._parent[node]
        return top

    def joined(self) -> Iterator[tuple[str, str]]:
        """Yield each node that another one stands for, with that one, in order."""
        for node in sorted(self._parent):
            yield node, self.root(node)

    def join(self, node: str, other: str, why: str) -> None:
        """Join two nodes; names stand for the rest, and the smaller name for the larger."""
        one, two = sorted((self.root(node), self.root(other)), key=lambda name: (not name.startswith("person "), name))
        if one != two:
            self._parent[two] = one
            self._why.setdefault(node, why)

    def why(self, node: str) -> str:
        """Return by which evidence a node was joined; empty where it was not."""
        return self._why.get(node, "")
