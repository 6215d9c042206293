"""What a command works on: a config, or files that the shipped config reads."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

if TYPE_CHECKING:
    from presseschau.config import Config, ErrorPolicy

CONFIG_SUFFIXES = frozenset({".yaml", ".yml"})
PAGE_SUFFIXES = frozenset(
    {".html", ".htm", ".xhtml", ".warc", ".zip", ".tar", ".tgz", ".rss", ".atom", ".xml"},
)
"""What `web-pages` reads; each also with .gz or .zst behind it."""
_PACKED = frozenset({".gz", ".zst", ".bz2", ".xz"})


def read_target(targets: Sequence[str], *, on_error: "ErrorPolicy | None" = None) -> "Config":
    """Return the config that the arguments of a command name.

    Raises:
        click.UsageError: they name a config and something else, or a file that is not there.
        ConfigError: the config cannot be used.
    """
    from presseschau.config import load_config  # noqa: PLC0415 - `--help` needs no YAML

    configs = [target for target in targets if Path(target).suffix.lower() in CONFIG_SUFFIXES]
    if configs and len(targets) > 1:
        raise click.UsageError(f"{configs[0]} is a config, and stands alone: put the files under `load` in it, or leave it out")
    config = load_config(configs[0]) if configs else _for_files(targets)
    return config if on_error is None else evolve(config, on_error=on_error)


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
    if missing:
        from presseschau.config import did_you_mean  # noqa: PLC0415 - only for the failure

        near = did_you_mean(path.name, siblings)
        hint = f"; {near}" if near.startswith("did") else ""
        raise click.UsageError(f"there is no file or directory {target!r}{hint}")
