"""``presseschau dead``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from presseschau.cli.console import json_option, out, print_json, verbosity
from presseschau.cli.visible import on_one_line, visible

if TYPE_CHECKING:
    from presseschau.model.results import DeadLetter

MANY = 200
"""So many dead letters are listed; --json lists all."""


@click.command()
@click.argument("run", type=click.Path(path_type=Path), metavar="RUN")
@click.argument("document", required=False, metavar="[DOCUMENT]")
@click.option("--retry", is_flag=True, help="Run the config of the run again: what is done stays, what failed is tried again.")
@json_option("the dead letters")
@verbosity
@click.pass_context
def command(context: click.Context, run: Path, document: str | None, *, retry: bool, as_json: bool) -> int:
    """List the documents of a run that failed, show how one did, or try them again.

    RUN is a run directory, DOCUMENT the id of a document, or a part of it; then its traceback is shown too.
    """
    from presseschau.store import StoreReader  # noqa: PLC0415 - `--help` needs no store
    from presseschau.store.directory import STORE, is_run  # noqa: PLC0415

    if not is_run(run):
        raise click.UsageError(f"{str(run)!r} is not a run directory")
    with StoreReader.open(run / STORE) as store:
        letters = [letter for letter in store.dead_letters() if document is None or document in letter.document]
        config = store.config
    if retry:
        return _retry(context, run, config)
    if document is not None and not letters:
        raise click.UsageError(f"no document {document!r} has failed in this run")
    if as_json:
        print_json([attrs.asdict(letter) for letter in letters])
    elif document is not None:
        for letter in letters:
            _show(letter)
    else:
        _list(letters)
    return 0


def _retry(context: click.Context, run: Path, config: str) -> int:
    from presseschau.cli.commands.run import command as again  # noqa: PLC0415 - only to retry

    if not config:
        raise click.UsageError(
            "this run was not made from a config file: give its command again, which tries again what failed"
        )
    code: int = context.invoke(
        again,
        targets=(str(run / config),),
        output=run,
        on_error=None,
        executor=None,
        workers=None,
        address=None,
        shard=None,
        fresh=False,
        as_json=False,
        quiet=False,
        verbose=False,
    )
    return code


def _list(letters: list["DeadLetter"]) -> None:
    from rich import box  # noqa: PLC0415 - `--help` needs no rich
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = out()
    if not letters:
        console.print("No document has failed.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("document", "step", "what happened"):
        table.add_column(name, overflow="fold")
    for letter in letters[:MANY]:
        document = on_one_line(letter.document or "the whole run")
        table.add_row(Text(document), Text(visible(letter.step)), Text(_line(letter.message)))
    console.print(table)
    if len(letters) > MANY:
        console.print(f"… and {len(letters) - MANY} more; --json lists them all")


def _show(letter: "DeadLetter") -> None:
    from rich.text import Text  # noqa: PLC0415 - `--help` needs no rich

    console = out()
    parts: list[tuple[str, Any]] = [
        ("document", letter.document),
        ("step", letter.step),
        ("plugin", f"{letter.plugin} {letter.version}"),
        ("policy", letter.policy),
        ("error", f"{letter.error}: {letter.message}"),
        ("hint", letter.hint),
    ]
    for name, value in parts:
        if value:
            console.print(Text.assemble((f"{name:9}", "bold"), _line(value)), soft_wrap=True)
    if letter.traceback:
        console.print(Text(visible(letter.traceback)), soft_wrap=True)


def _line(text: str) -> str:
    from presseschau.config.problems import one_line  # noqa: PLC0415 - `--help` needs no YAML

    return one_line(text)
