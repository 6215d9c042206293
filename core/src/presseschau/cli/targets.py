"""What a command works on: a config, or files that the shipped config reads."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

if TYPE_CHECKING:
    from presseschau.config import Config, ErrorPolicy

CONFIG_SUFFIXES = frozenset({".yaml", ".yml"})
_SAMPLES = 100
"""How many files of one suffix in a directory are looked at to tell which loaders it needs."""
_ADDRESS = re.compile(r"[a-z]{2,10}://", re.IGNORECASE)


def read_target(targets: Sequence[str], *, on_error: "ErrorPolicy | None" = None) -> "Config":
    """Return the config that the arguments of a command name.

    Raises:
        click.UsageError: they name a config and something else, or a file that is not there.
        ConfigError: the config cannot be used.
    """
    configs = [target for target in targets if Path(target).suffix.lower() in CONFIG_SUFFIXES]
    if configs and len(targets) > 1:
        raise click.UsageError(f"{configs[0]} is a config, and stands alone: put the files under `load` in it, or leave it out")
    from presseschau.steps.reading import read_config  # noqa: PLC0415 - `--help` needs no YAML

    config = read_config(configs[0]) if configs else _for_files(targets)
    return config if on_error is None else evolve(config, on_error=on_error)


def _for_files(targets: Sequence[str]) -> "Config":
    """Return the shipped config with a load step for each loader that takes one of the files or directories."""
    from presseschau.config import default_config  # noqa: PLC0415 - `--help` needs no YAML

    for target in targets:
        _refuse_missing(target)
    steps: dict[str, dict[str, Any]] = {}
    for target in targets:
        loaders = loaders_of(target)
        for loader in loaders:
            step = steps.setdefault(loader, {"use": loader, "with": {"paths": []}})
            step["with"]["paths"].append(target)
            others = [*step["with"].get("leave_to", ()), *(other for other in loaders if other != loader)]
            if others:
                step["with"]["leave_to"] = list(dict.fromkeys(others))
    return default_config(list(steps.values()), base=Path.cwd())


def loaders_of(target: str) -> list[str]:
    """Return the loaders that take a file, or the files of a directory or glob, as they declare it; the default for the rest."""
    from presseschau.inputs import Place, bare_suffix, loader_of, sample_of  # noqa: PLC0415 - only where files are named
    from presseschau.inputs.loaders import DEFAULT, declared  # noqa: PLC0415

    if target == "-":
        return [_loader_of_pipe() or DEFAULT]
    place = Place.of(Path(target))
    if place.glob is None and not place.is_directory:
        return [loader_of(sample_of(place.base)) or DEFAULT]
    found: dict[str, None] = {}
    asked: Counter[str] = Counter()
    for entry in place.entries(place.directory):
        suffix = bare_suffix(entry.name)
        asked[suffix] += 1
        if not entry.problem and asked[suffix] <= _SAMPLES and (loader := loader_of(sample_of(entry.path, entry.name))):
            found[loader] = None
        if len(found) == len(declared()):
            break
    return list(found) or [DEFAULT]


def _loader_of_pipe() -> str:
    """Return the loader that recognises what comes through standard input, without taking anything from it."""
    import sys  # noqa: PLC0415 - only for pipes

    from presseschau.inputs import HEAD, Sample, loader_of  # noqa: PLC0415
    from presseschau.inputs.loaders import declared  # noqa: PLC0415

    if not hasattr(sys.stdin.buffer, "peek") or sys.stdin.isatty():
        return ""
    reads = {name for name, takes in declared().items() if takes.reads_pipes}
    return loader_of(Sample(name="stdin", head=sys.stdin.buffer.peek(HEAD)[:HEAD]), reads)


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
