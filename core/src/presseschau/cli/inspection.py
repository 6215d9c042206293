"""What installed plugins say of themselves once they are imported."""

from collections.abc import Callable

import attrs

from presseschau.config.types import resolve_options
from presseschau.errors import PluginError
from presseschau.hookspecs import STAGES
from presseschau.steps import registry

HOOK_STAGES = {stage.hook: stage.key.rpartition(".")[2] for stage in STAGES}
"""Hook -> the section of a config whose steps it does."""


def stages_of(cls: type) -> tuple[str, ...]:
    """Return the sections of a config in which a plugin's class works, by the hooks it implements."""
    return tuple(stage for hook, stage in HOOK_STAGES.items() if hasattr(getattr(cls, hook, None), "presseschau_impl"))


def classes_by_stage(
    wanted: Callable[[registry.PluginInfo], bool] = lambda _: True,
) -> tuple[dict[str, dict[str, type]], list[tuple[str, str]]]:
    """Import the usable plugins, or those wanted.

    Returns their classes by stage and name, and name and message of those that cannot be imported or used.
    """
    classes: dict[str, dict[str, type]] = {}
    failed = []
    for info in registry.installed():
        if info.api_version != registry.API_VERSION or not wanted(info):
            continue
        try:
            cls = info.load()
            if attrs.has(cls):
                resolve_options(cls)
        except PluginError as error:
            failed.append((info.name, error.message))
            continue
        for stage in stages_of(cls):
            classes.setdefault(stage, {}).setdefault(info.name, cls)
    return classes, failed
