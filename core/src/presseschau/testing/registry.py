"""The list of checks. Each is a small function of a bench; its docstring is its description."""

import inspect
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from presseschau.hookspecs import SECTIONS, STAGES

if TYPE_CHECKING:
    from presseschau.testing.bench import Bench

ALL_HOOKS = tuple(stage.hook for stage in STAGES)
PER_DOCUMENT = tuple(stage.hook for stage in STAGES if stage.per == "document" and stage.name in SECTIONS)
"""The hooks that find something in a document."""


@frozen
class Check:
    """A named check. ``hooks``: it applies to plugins that implement one of them; ``quick``: part of ``quick_check``."""

    name: str
    hooks: tuple[str, ...]
    quick: bool
    run: Callable[["Bench"], None]

    @property
    def description(self) -> str:
        """What the check demands."""
        return inspect.cleandoc(self.run.__doc__ or "")


_checks: dict[str, Check] = {}


def check(*hooks: str, quick: bool = False) -> Callable[[Callable[["Bench"], None]], Callable[["Bench"], None]]:
    """Register a function as a check for plugins with one of the hooks, by default any; its name gives the check's."""

    def register(function: Callable[["Bench"], None]) -> Callable[["Bench"], None]:
        name = function.__name__.replace("_", "-")
        if not function.__doc__ or name in _checks:
            raise TypeError(f"the check {name} needs a docstring and a name of its own")
        _checks[name] = Check(name, hooks or ALL_HOOKS, quick, function)
        return function

    return register


def checks() -> tuple[Check, ...]:
    """Return all checks, in the order in which they run."""
    import presseschau.testing.checks  # noqa: F401, PLC0415 - importing them registers them

    return tuple(_checks.values())


def select(names: Iterable[str]) -> tuple[Check, ...]:
    """Return the checks of these names.

    Raises:
        ValueError: there is no such check.
    """
    known = {one.name: one for one in checks()}
    wanted = list(names)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(f"no check {', '.join(map(repr, unknown))}; there are: {', '.join(known)}")
    return tuple(known[name] for name in wanted)
