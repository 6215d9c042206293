"""``presseschau merge``."""

from collections.abc import Sequence
from pathlib import Path

import click

from presseschau.cli.console import json_option, print_json, printing_nothing, verbosity
from presseschau.cli.failures import terminable
from presseschau.cli.targets import read_target


@click.command()
@click.argument("config", metavar="CONFIG")
@click.argument("parts", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PART…")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The run directory. [default: runs/NAME-OF-CONFIG]")
@json_option("what the run gave")
@verbosity
def command(config: str, parts: Sequence[Path], output: Path | None, *, as_json: bool) -> int:
    """Put the parts of a run together, link and report.

    The parts are the run directories of `run CONFIG --shard 1/N` to `--shard N/N`. The reports are those of a run that was never parted.
    """
    from presseschau.cli.commands.run import run_data  # noqa: PLC0415 - `--help` needs no engine
    from presseschau.pipeline import Pipeline  # noqa: PLC0415

    pipeline = Pipeline(read_target([config]), output=output)
    with printing_nothing(), terminable():
        run = pipeline.merge(parts)
    if as_json:
        print_json(run_data(run, pipeline))
    else:
        from presseschau.cli.summary import print_summary  # noqa: PLC0415 - after the work

        print_summary(run, pipeline)
    return run.exit_code
