"""``presseschau new``."""

import shlex
from pathlib import Path

import click

from presseschau.cli.console import relative, verbosity


@click.group()
def command() -> None:
    """Start something new."""


@command.command()
@click.argument("name")
@click.option(
    "--stage",
    type=click.Choice(["load", "clean", "extract", "link", "report", "model"]),
    required=True,
    help="The stage in which the plugin works, or `model` for one that gives the shared analysis.",
)
@click.option(
    "-d",
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Where to make it. [default: here]",
)
@verbosity
def plugin(name: str, stage: str, directory: Path) -> int:
    """Make a complete distribution for a plugin NAME: class, entry point, tests, README.

    It installs, and its tests pass, as it is.
    """
    from presseschau.scaffold import scaffold  # noqa: PLC0415 - `--help` needs none

    files = scaffold(name, stage, directory)
    for path in files:
        click.echo(relative(path))
    root = relative(next(path for path in files if path.name == "pyproject.toml").parent)
    click.echo(f"next: pip install -e {shlex.quote(root)} && python -m pytest {shlex.quote(root)}", err=True)
    return 0
