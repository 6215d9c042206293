"""``presseschau check``."""

from collections.abc import Sequence
from typing import Any

import click

from presseschau.cli.console import json_option, print_json, verbosity
from presseschau.cli.failures import EXIT_CONFIG, EXIT_OK, problem_data
from presseschau.cli.visible import visible


@click.command()
@click.argument("configs", nargs=-1, required=True, metavar="CONFIG…")
@json_option("what is wrong")
@verbosity
def command(configs: Sequence[str], *, as_json: bool) -> int:
    """Say whether configs are valid, and where they are not.

    The plugins that a config names are imported, their options checked, and the order of the steps proven; no document is read.
    The exit code is 2 when there is anything wrong.
    """
    results = [_check(config) for config in configs]
    for result in results:
        for line in result.pop("lines"):
            if not as_json:
                click.echo(visible(line), err=not result["valid"])
    if as_json:
        print_json(results if len(results) > 1 else results[0])
    return EXIT_OK if all(result["valid"] for result in results) else EXIT_CONFIG


def _check(path: str) -> dict[str, Any]:
    from presseschau.errors import ConfigError  # noqa: PLC0415 - `--help` needs no engine
    from presseschau.hookspecs import SECTIONS  # noqa: PLC0415
    from presseschau.steps.build import build_steps  # noqa: PLC0415
    from presseschau.steps.reading import read_config  # noqa: PLC0415

    try:
        config = read_config(path)
        steps = build_steps(config)
    except ConfigError as error:
        lines = [*map(str, error.problems), f"error: {error.message}"]
        return {"config": path, "valid": False, "problems": problem_data(error), "lines": lines}
    counts = ", ".join(f"{len(found)} {stage}" for stage in SECTIONS if (found := steps.of(stage)))
    note = "" if config.load else "; no step loads documents, so it can only be extended"
    return {"config": path, "valid": True, "problems": [], "lines": [f"{path}: valid ({counts or 'no steps'}{note})"]}
