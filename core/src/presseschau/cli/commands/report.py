"""``presseschau report``."""

from pathlib import Path

import click
from attrs import evolve

from presseschau.cli.console import json_option, out, print_json, relative, verbosity


@click.command()
@click.argument("target", metavar="CONFIG | RUN-DIRECTORY")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The run directory, where it is not the config's own.")
@json_option("the paths of the files")
@verbosity
def command(target: str, output: Path | None, *, as_json: bool) -> int:
    """Write the reports of a run again, from its store; no document is read.

    CONFIG says which reports, and in which directory the run is. For a RUN-DIRECTORY alone the shipped config's reports are written.
    """
    from presseschau.cli.targets import read_target  # noqa: PLC0415 - `--help` needs no engine
    from presseschau.pipeline import Pipeline  # noqa: PLC0415

    if Path(target).is_dir():
        # The reports are all that counts here, so a load step with any path will do.
        config = evolve(read_target([target]), load=(), clean=(), extract=(), link=())
        output = output or Path(target)
    else:
        config = read_target([target])
    run = Pipeline(config, output=output).report()
    if as_json:
        print_json({"directory": str(run.directory), "files": [str(path) for path in run.files]})
        return 0
    console = out()
    for path in run.files:
        console.print(relative(path), soft_wrap=True)
    if not run.files:
        raise click.UsageError(f"{target} has no report step")
    return 0
