"""``presseschau explain``."""

from pathlib import Path

import click

from presseschau.cli.console import json_option, print_json, verbosity
from presseschau.cli.targets import read_target
from presseschau.cli.visible import on_one_line


@click.command()
@click.argument("target", metavar="CONFIG | FILE")
@click.argument("document", required=False, metavar="[DOCUMENT]")
@json_option("what each step did")
@verbosity
def command(target: str, document: str | None, *, as_json: bool) -> int:
    """Take one document through the steps, and show what each one did.

    That is what each cleaner cut and by which rule, and what each extractor found. Nothing is stored. DOCUMENT is the id of a
    document, or a part of it; it can be left out where there is only one. The documents of CONFIG are listed when it is left out.

    What the last run's link steps let the document and its findings join is shown too, and by which evidence. DOCUMENT may also be the id of
    a quote, event or other finding of that run: then only the groups of that one are shown.
    """
    from presseschau.pipeline import Pipeline  # noqa: PLC0415 - `--help` needs no engine
    from presseschau.steps.reading import require_documents  # noqa: PLC0415

    pipeline = Pipeline(require_documents(read_target([target])))
    sources = {source.id: (loader, source) for loader, source in pipeline.sources()}  # once: there may be a pipe among them
    names = list(sources)
    if document is None and len(names) != 1:
        if as_json:
            print_json(names)
        else:
            for name in names:
                click.echo(on_one_line(name))
        return 0
    from presseschau.cli import membership, tracing  # noqa: PLC0415 - with rich, which `--help` does not need

    with membership.last_run(pipeline.output) as dossier:
        where = (
            dossier.document_of(document) if dossier is not None and document is not None and document not in names else None
        )
        if dossier is not None and where is not None:
            links = membership.memberships(dossier, where, document)
            print_json(links) if as_json else membership.show(links)
            return 0
        name = names[0] if document is None else _find(document, names)
        traces = pipeline.trace(*sources[name])
        links = membership.memberships(dossier, name) if dossier is not None else []
        if as_json:
            every = list(traces)
            view = tracing.view_of(every)
            print_json([*(tracing.data(trace, view) for trace in every), *links])
        else:
            tracing.show(traces)
            membership.show(links)
    return 0


def _find(wanted: str, names: list[str]) -> str:
    """Return the id that was meant: itself, or the only one that ends with it or holds it; or the path it ends."""
    if wanted in names:
        return wanted
    path = Path(wanted).as_posix()
    ending = [name for name in names if name.endswith(wanted) or path.endswith(f"/{name}")]
    near = ending if len(ending) == 1 else [name for name in names if wanted in name]
    if len(near) == 1:
        return near[0]
    if near:
        few = 5
        raise click.UsageError(
            f"{wanted!r} may be {', '.join(map(on_one_line, near[:few]))}{' …' if len(near) > few else ''}; say which"
        )
    from presseschau.config import did_you_mean  # noqa: PLC0415 - only for the failure

    hint = did_you_mean(wanted, names) if names else "the config loads no documents"
    raise click.UsageError(f"there is no document {wanted!r}; {hint}")
