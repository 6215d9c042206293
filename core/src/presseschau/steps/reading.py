"""Reading a config with all that is wrong with it: with itself, and with the options of the plugins that it names."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from presseschau.config import (
    Config,
    InvalidConfigError,
    Location,
    Problem,
    config_error,
    load_config,
)
from presseschau.errors import ConfigError, PluginError
from presseschau.steps import registry
from presseschau.steps.build import entries, make_plugin


def read_config(path: str | Path, *, environ: Mapping[str, str] | None = None) -> Config:
    """Read a config; what is wrong with its plugins and their options is told together with what is wrong with itself.

    Raises:
        ConfigError: the config cannot be used.
    """
    try:
        return load_config(Path(path), environ=environ)
    except InvalidConfigError as error:
        problems = [*error.problems, *_plugin_problems(error.config)]
        raise config_error(str(path), [problem for problem in problems if isinstance(problem, Problem)]) from error


def require_documents(config: Config) -> Config:
    """Return the config.

    Raises:
        ConfigError: it has no load step.
    """
    if not config.load:
        place = Location(str(config.path)) if config.path else None
        hint = "add `load:` with a step such as `- {use: text-files, with: {paths: [articles/*.txt]}}`"
        raise config_error(str(config.path or "the config"), [Problem(place, "load", "no step loads any documents", hint)])
    return config


def _plugin_problems(config: Config) -> Iterator[object]:
    installed = registry.installed()
    for stage, step in entries(config):
        try:
            make_plugin(stage, step, installed)
        except PluginError as error:
            yield step.problem(error.message, error.hint)
        except ConfigError as error:
            yield from error.problems
