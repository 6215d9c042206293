"""What a command works on: a config, or files that the shipped config reads."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

if TYPE_CHECKING:
    from presseschau.config import Config, ErrorPolicy

CONFIG_SUFFIXES = frozenset({".yaml", ".yml"})
PAGE_SUFFIXES = frozenset(
    {
        ".html", ".htm", ".xhtml", ".shtml", ".xht",
        ".xml", ".rss", ".atom", ".rdf",
        ".warc", ".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tzst",
    }
)  # fmt: skip
"""What `web-pages` reads; each also with .gz or .zst behind it."""
_ADDRESS = re.compile(r"[a-z]{2,10}://", re.IGNORECASE)
_PACKED = frozenset({".gz", ".zst", ".bz2", ".xz"})


def read_target(targets: Sequence[str], *, on_error: "ErrorPolicy | None" = None) -> "Config":
    """Return the config that the arguments of a command name.

    Raises:
        click.UsageError: they name a config and something else, or a file that is not there.
        ConfigError: the config cannot be used.
    """
    configs = [target for target in targets if Path(target).suffix.lower() in CONFIG_SUFFIXES]
    if configs and len(targets) > 1:
        raise click.UsageError(f"{configs[0]} is a config, and stands alone: put the files under `load` in it, or leave it out")
    config = read_config(configs[0]) if configs else _for_files(targets)
    return config if on_error is None else evolve(config, on_error=on_error)


def read_config(path: str) -> "Config":
    """Read a config; what is wrong with its plugins and their options is told together with what is wrong with itself.

    Raises:
        ConfigError: the config cannot be used.
    """
    from presseschau.config import InvalidConfigError, Problem, config_error, load_config  # noqa: PLC0415 - needs YAML

    try:
        return load_config(path)
    except InvalidConfigError as error:
        problems = [*error.problems, *_plugin_problems(error.config)]
        raise config_error(path, [problem for problem in problems if isinstance(problem, Problem)]) from error


def _plugin_problems(config: "Config") -> Iterator[object]:
    from presseschau.config import build_step_options  # noqa: PLC0415
    from presseschau.errors import ConfigError, PluginError  # noqa: PLC0415
    from presseschau.steps import registry  # noqa: PLC0415 - only for the failure

    for step in (*config.steps, config.language.detector, config.language.model):
        try:
            build_step_options(registry.find(step.use, step.distribution).load(), step)
        except PluginError as error:
            yield step.problem(error.message, error.hint)
        except ConfigError as error:
            yield from error.problems


def require_documents(config: "Config") -> "Config":
    """Return the config.

    Raises:
        ConfigError: it has no load step.
    """
    if not config.load:
        from presseschau.config import Location, Problem, config_error  # noqa: PLC0415 - only for the failure

        place = Location(str(config.path)) if config.path else None
        hint = "add `load:` with a step such as `- {use: text-files, with: {paths: [articles/*.txt]}}`"
        raise config_error(str(config.path), [Problem(place, "load", "no step loads any documents", hint)])
    return config


def _for_files(targets: Sequence[str]) -> "Config":
    from presseschau.config import default_config  # noqa: PLC0415 - `--help` needs no YAML

    for target in targets:
        _refuse_missing(target)
    pages = [target for target in targets if _is_page(target)]
    texts = [target for target in targets if target not in pages]
    load = [{"use": "text-files", "with": {"paths": texts}}] if texts else []
    if pages:
        load.append({"use": "web-pages", "with": {"paths": pages}})
    return default_config(load, base=Path.cwd())


def _is_page(target: str) -> bool:
    suffixes = [suffix.lower() for suffix in Path(target).suffixes[-2:]]
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    return bool(suffixes) and suffixes[-1] in PAGE_SUFFIXES


def _refuse_missing(target: str) -> None:
    path = Path(target)
    try:
        missing = target != "-" and not any(sign in target for sign in "*?[") and not path.exists()
        siblings = [one.name for one in path.parent.iterdir()][:2000] if missing and path.parent.is_dir() else []
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{target!r} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if missing and _ADDRESS.match(target):
        raise click.UsageError(f"{target!r} is an address, and only files are read; save the page first, with wget for example")
    if missing:
        from presseschau.config import did_you_mean  # noqa: PLC0415 - only for the failure

        near = did_you_mean(path.name, siblings)
        hint = f"; {near}" if near.startswith("did") else ""
        raise click.UsageError(f"there is no file or directory {target!r}{hint}")
