"""The list of checks. Each is a small function of a bench; its docstring is its description."""

import inspect
from collections.abc import Callable
from typing import Any

from attrs import frozen

from presseschau.hookspecs import SECTIONS, STAGES

ALL_HOOKS = tuple(stage.hook for stage in STAGES)
PER_DOCUMENT = tuple(stage.hook for stage in STAGES if stage.per == "document" and stage.name in SECTIONS)
"""The hooks that find something in a document."""


Demand = Callable[[Any], None]
"""What a check is: a function of a :class:`~presseschau.testing.Bench` that raises where the plugin does not meet the demand."""


@frozen
class Check:
    """A named check. ``hooks``: it applies to plugins that implement one of them; ``quick``: part of ``quick_check``."""

    name: str
    hooks: tuple[str, ...]
    quick: bool
    run: Demand

    @property
    def description(self) -> str:
        """What the check demands."""
        return inspect.cleandoc(self.run.__doc__ or "")


registered: dict[str, Check] = {}
"""The checks by name, in the order in which they were registered."""


def check(*hooks: str, quick: bool = False) -> Callable[[Demand], Demand]:
    """Register a function as a check for plugins with one of the hooks, by default any; its name gives the check's."""

    def register(function: Demand) -> Demand:
        name = function.__name__.replace("_", "-")
        if not function.__doc__ or name in registered:
            raise TypeError(f"the check {name} needs a docstring and a name of its own")
        registered[name] = Check(name, hooks or ALL_HOOKS, quick, function)
        return function

    return register
