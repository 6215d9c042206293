"""Errors in the middle of a plugin's own code: raised at a line where something around it may catch them."""

import ast
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from presseschau.testing.probes.tripwire import TripwireError

Place = tuple[str, int]
"""A file and a line."""


def guarded_lines(module: str, work: Callable[[], object]) -> list[Place]:
    """Return the lines of a module or package that work runs through within a ``try`` or ``with``, in the order in which it comes to them."""
    seen: dict[Place, None] = {}

    def visit(frame: FrameType) -> None:
        seen[frame.f_code.co_filename, frame.f_lineno] = None

    _traced(module, visit, work)
    return [(file, line) for file, line in seen if line in _guarded(file)]


def swallows_failure_at(module: str, place: Place, work: Callable[[], object]) -> bool:
    """Do work that fails when it first comes to a place; tell whether it came there and went on all the same."""
    reached = False

    def visit(frame: FrameType) -> None:
        nonlocal reached
        if (frame.f_code.co_filename, frame.f_lineno) == place:
            reached = True
            raise TripwireError("a test made this line fail")

    try:
        _traced(module, visit, work)
    except TripwireError:
        return False
    return reached


def _traced(module: str, visit: Callable[[FrameType], None], work: Callable[[], object]) -> None:
    def local(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 - what Python passes
        if event == "line":
            visit(frame)
        return local

    def enter(frame: FrameType, _event: str, _: Any) -> Any:  # noqa: ANN401 - likewise
        name = str(frame.f_globals.get("__name__", ""))
        return local if name == module or name.startswith(f"{module}.") else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)


@cache
def _guarded(file: str) -> frozenset[int]:
    """Return the lines of a file that stand in the body of a ``try`` or ``with``; none where it cannot be read."""
    try:
        tree = ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return frozenset()
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Try | ast.With)]
    return frozenset(line for body in bodies for line in range(body[0].lineno, (body[-1].end_lineno or body[-1].lineno) + 1))
