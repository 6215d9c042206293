"""``presseschau schema``."""

import json
from pathlib import Path

import click

from presseschau.cli.console import print_json, relative, verbosity
from presseschau.cli.inspection import classes_by_stage
from presseschau.cli.visible import visible


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file instead of stdout."
)
@verbosity
def command(output: Path | None) -> int:
    """Print the JSON Schema (draft 7) of what a config may say, for the installed plugins.

    An editor with a YAML language server checks and completes configs that begin with

    \b
    # yaml-language-server: $schema=schema.json
    """  # noqa: D301 - a backspace is how click is told to leave the lines alone
    from presseschau.config import json_schema  # noqa: PLC0415 - `--help` needs no YAML

    classes, failed = classes_by_stage()
    for name, message in failed:
        click.echo(visible(f"warning: the plugin {name} is left out: {message}"), err=True)
    schema = json_schema(classes)
    if output is None:
        print_json(schema)
    else:
        output.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        click.echo(f"wrote {relative(output)}", err=True)
    return 0
