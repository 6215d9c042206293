"""``presseschau plan``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from presseschau.cli.console import json_option, out, print_json, relative, verbosity
from presseschau.cli.targets import read_target

if TYPE_CHECKING:
    from presseschau.steps.plan import Plan

NARROW = 70
"""On fewer columns the origins of the plugins are left out."""


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="CONFIG | FILES…")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The run directory, where it is not the config's own.")
@json_option("the plan")
@verbosity
def command(targets: Sequence[str], output: Path | None, *, as_json: bool) -> int:
    """Say what a run would do, in which order, with which versions, and why a step would be done again.

    Nothing is read or written. New or changed documents go through all steps in any case.
    """
    from presseschau.pipeline import Pipeline  # noqa: PLC0415 - `--help` needs no engine
    from presseschau.steps.reading import require_documents  # noqa: PLC0415

    plan = Pipeline(require_documents(read_target(targets)), output=output).plan()
    if as_json:
        print_json(_data(plan))
    else:
        _print(plan)
    return 0


def _data(plan: "Plan") -> dict[str, Any]:
    return {
        "output": str(plan.output),
        "resumes": plan.resumes,
        "documents": plan.documents,
        "steps": [
            {
                "stage": step.record.stage,
                "id": step.record.id,
                "plugin": step.record.plugin,
                "distribution": step.record.distribution,
                "version": step.record.version,
                "requires": list(step.requires),
                "wants": list(step.wants),
                "provides": list(step.provides),
                "reason": step.reason,
            }
            for step in plan.steps
        ],
    }


def _print(plan: "Plan") -> None:
    from rich import box  # noqa: PLC0415 - `--help` needs no rich
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = out()
    wide = console.width >= NARROW
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("stage", "step", *(("plugin",) if wide else ()), "to do"):
        table.add_column(name, overflow="fold")
    last = ""
    for step in plan.steps:
        record = step.record
        plugin = record.plugin if record.plugin != record.id else ""
        origin = f"{plugin + ' ' if plugin else ''}{record.distribution} {record.version}"
        why = Text(f"again: {step.reason}", style="yellow") if step.reason else Text("only what is new", style="green")
        if not plan.resumes:
            why = Text("everything")
        shown = (Text(record.id), Text(origin)) if wide else (Text(record.id),)
        table.add_row("" if record.stage == last else record.stage, *shown, why)
        last = record.stage
    console.print(table)
    state = f"holds {plan.documents} documents of an earlier run" if plan.resumes else "holds no run yet"
    console.print(Text.assemble("The run directory ", (relative(plan.output), "bold"), f" {state}."), soft_wrap=True)
