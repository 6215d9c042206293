"""The table at the end of a run."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from presseschau import Event, Quote
from presseschau.cli.console import out, relative
from presseschau.cli.visible import on_one_line, visible
from presseschau.dates import DocumentDate, TimeExpression
from presseschau.results.view import kind_of

if TYPE_CHECKING:
    from presseschau.pipeline import Pipeline
    from presseschau.results.run import Run

_NAMES = {Quote.kind: "quotes", TimeExpression.kind: "dates", Event.kind: "events"}
"""What the columns of our own kinds are called; those of other plugins have the name of their kind."""
FEW = 20
"""Up to so many documents have a line of their own."""
FEW_FILES = 8
"""So many files are named beside the page."""


def print_summary(run: "Run", pipeline: "Pipeline") -> None:
    """Print the numbers of a run, the time each stage took, and which page to open."""
    console = out()
    console.print(_documents(run))
    console.print(_times(run, pipeline))
    fates = ", ".join(_fates(run))
    if fates:
        console.print(Text(fates))
    pages = [path for path in run.files if path.suffix == ".html"]
    if pages:
        console.print(Text.assemble("The page to open: ", (relative(pages[0]), "bold")), soft_wrap=True)
        others = [on_one_line(path.name) for path in run.files if path != pages[0]]
        if others:
            more = f" and {number(len(others) - FEW_FILES)} more" if len(others) > FEW_FILES else ""
            console.print(Text(f"Beside it: {', '.join(others[:FEW_FILES])}{more}"), soft_wrap=True)
    else:
        console.print(Text.assemble("The reports are in ", (relative(run.directory), "bold")), soft_wrap=True)


def _fates(run: "Run") -> Iterator[str]:
    names = {
        "done": "done in this run",
        "unchanged": "unchanged since the last",
        "other-language": "in another language, reported only",
        "dead": "failed",
    }
    for status, name in names.items():
        if run.counts.get(status):
            yield f"{run.counts[status]} {name}"
    if run.removed:
        yield f"{run.removed} of the last run are gone"


def _documents(run: "Run") -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_footer=True)
    dossier = run.dossier
    total = len(dossier)
    words, cut = dossier.words()
    counted = dossier.kinds()
    kinds = dict.fromkeys(kind for kind in (Quote.kind, TimeExpression.kind, *counted) if kind != DocumentDate.kind)
    share = f"{number(cut)} ({cut / words:.0%})" if words else "0"
    table.add_column("document", "1 document" if total == 1 else f"{number(total)} documents", overflow="ellipsis")
    for name, sum_ in (
        ("words", number(words)),
        ("cut", share),
        *((_NAMES.get(kind) or visible(kind), number(counted.get(kind, 0))) for kind in kinds),
    ):
        table.add_column(name, sum_, justify="right", no_wrap=True)
    if total <= FEW:
        for document in dossier.documents():
            before = len(document.source_text.split())
            here = Counter(kind_of(one) for one in dossier.annotations(document=document.id))
            row = (before, before - len(document.text.split()), *(here[kind] for kind in kinds))
            table.add_row(Text(on_one_line(document.id), no_wrap=True), *map(number, row))
    return table


def _times(run: "Run", pipeline: "Pipeline") -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_footer=True)
    total = sum(run.seconds.values())
    table.add_column("stage")
    table.add_column("steps", "all", overflow="fold")
    table.add_column("time", f"{total:.2f} s", justify="right", no_wrap=True)
    for stage, steps in groupby(pipeline.steps.all, key=lambda step: step.stage):
        took = {step.record.plugin if step.id == stage else step.id: run.seconds.get(step.id, 0.0) for step in steps}
        names = [f"{name} {seconds:.2f} s" for name, seconds in took.items()] if len(took) > 1 else [*took]
        table.add_row(stage, Text(", ".join(names)), f"{sum(took.values()):.2f} s")
    return table


def number(value: int) -> str:
    """Write a number with commas between thousands."""
    return f"{value:,}"
