"""``presseschau run``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve

from presseschau.cli.console import err, json_option, print_json, printing_nothing, relative, verbosity
from presseschau.cli.failures import Verbosity, terminable
from presseschau.cli.targets import read_target

if TYPE_CHECKING:
    from presseschau.config import ErrorPolicy
    from presseschau.engine.loop import Shard
    from presseschau.pipeline import Pipeline
    from presseschau.results.run import Run


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="CONFIG | FILES…")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The run directory. [default: runs/NAME-OF-CONFIG]")
@click.option(
    "--on-error",
    type=click.Choice(["quarantine", "skip", "fail"]),
    help="What to do with a document that fails: keep it as a dead letter, leave it out, or end the run.",
)
@click.option(
    "--executor",
    type=click.Choice(["auto", "serial", "processes", "dask"]),
    help="Where documents are worked on: in this process, in others, or on a cluster. The results are the same.",
)
@click.option("--workers", type=click.IntRange(min=1), help="How many processes work. [default: one for each core]")
@click.option("--address", help="Where dask's scheduler is, such as tcp://10.0.0.1:8786.")
@click.option(
    "--shard", help="Do only a part of the documents, such as 3/16, into a directory of its own; see merge.", metavar="I/N"
)
@click.option("--fresh", is_flag=True, help="Do everything again, whatever the run directory holds.")
@json_option("what the run gave")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@verbosity
def command(
    targets: Sequence[str],
    output: Path | None,
    on_error: "ErrorPolicy | None",
    *,
    executor: str | None,
    workers: int | None,
    address: str | None,
    shard: str | None,
    fresh: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Read documents, find who said what and what happened when, and write the reports.

    CONFIG is a YAML file. FILES are texts, web pages, archives or directories of texts, or - for standard input; the shipped
    config reads them.

    A second run into the same directory does only what has changed since; an interrupted one goes on where it was.
    """
    from presseschau.pipeline import Pipeline  # noqa: PLC0415 - `--help` needs no engine
    from presseschau.steps.reading import require_documents  # noqa: PLC0415

    config = require_documents(read_target(targets, on_error=on_error))
    given: dict[str, Any] = {"executor": executor or ("dask" if address else None), "workers": workers, "address": address}
    engine = evolve(config.engine, **{name: value for name, value in given.items() if value is not None})
    part = _shard(shard) if shard else None
    pipeline = Pipeline(evolve(config, engine=engine), output=output)
    if part is not None and output is None:
        pipeline.output = pipeline.output.with_name(f"{pipeline.output.name}-{part.index}-of-{part.count}")
    with printing_nothing(), terminable():
        run = _work(pipeline, part, fresh=fresh, quiet=quiet or as_json)
    if as_json:
        print_json(run_data(run, pipeline))
    elif not quiet:
        from presseschau.cli.summary import print_summary  # noqa: PLC0415 - after the work

        print_summary(run, pipeline)
    _tell_dead_letters(run)
    return run.exit_code


def _shard(text: str) -> "Shard":
    from presseschau.engine.loop import Shard  # noqa: PLC0415 - `--help` needs no engine

    index, _, count = text.partition("/")
    if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise click.UsageError(f"--shard {text!r} is not a part such as 3/16")
    return Shard(int(index), int(count))


def _work(pipeline: "Pipeline", shard: "Shard | None", *, fresh: bool, quiet: bool) -> "Run":
    from presseschau.cli.progress import Watcher  # noqa: PLC0415 - with rich, which `--help` does not need

    with Watcher(quiet=quiet, expected=0 if quiet or fresh else pipeline.plan().documents) as watcher:
        try:
            return pipeline.run(watcher, fresh=fresh, shard=shard)
        except KeyboardInterrupt:
            watcher.stop()
            kept = "1 document" if watcher.finished == 1 else f"{watcher.finished} documents"
            click.echo(f"{kept} done in this run are kept in {relative(pipeline.output)}; the same command goes on", err=True)
            raise


def run_data(run: "Run", pipeline: "Pipeline") -> dict[str, Any]:
    """Return what a run gave as plain data."""
    words, cut = run.dossier.words()
    return {
        "directory": str(run.directory),
        "documents": dict(run.counts) | {"removed": run.removed, "in_run": len(run.dossier)},
        "words": words,
        "words_cut": cut,
        "annotations": run.dossier.kinds(),
        "seconds": {step.id: round(run.seconds.get(step.id, 0.0), 4) for step in pipeline.steps.all},
        "files": [str(path) for path in run.files],
        "dead_letters": [
            {
                "document": letter.document,
                "step": letter.step,
                "plugin": letter.plugin,
                "version": letter.version,
                "policy": letter.policy,
                "error": letter.error,
                "message": letter.message,
                "hint": letter.hint,
            }
            for letter in run.dead_letters
        ],
        "exit_code": run.exit_code,
    }


def _tell_dead_letters(run: "Run") -> None:
    from rich.text import Text  # noqa: PLC0415 - after the work

    from presseschau.cli.visible import on_one_line, visible  # noqa: PLC0415
    from presseschau.config.problems import one_line  # noqa: PLC0415

    few = 10
    letters = run.dead_letters
    if not letters:
        return
    console = err()
    console.print(Text(f"{len(letters)} failed:" if len(letters) > 1 else "1 failed:", style="bold red"))
    for letter in letters[:few]:
        line = Text.assemble(
            "  ", (on_one_line(letter.document or "the whole run"), "bold"), f": {letter.step}: {one_line(letter.message)}"
        )
        console.print(line, soft_wrap=True)
        if letter.hint:
            console.print(Text(f"    {one_line(letter.hint)}", style="dim"), soft_wrap=True)
        if Verbosity.verbose:
            console.print(Text(visible(letter.traceback)), soft_wrap=True)
    if len(letters) > few:
        console.print(Text(f"  … and {len(letters) - few} more; --json lists them all", style="dim"))
