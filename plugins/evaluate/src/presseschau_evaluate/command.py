"""The command ``presseschau evaluate``."""

import json
from pathlib import Path
from typing import Any

import click

from presseschau_evaluate.gold import KINDS, SPEAKER, GoldError
from presseschau_evaluate.readers import READERS

_ROLES = (*KINDS, SPEAKER)


def _labels(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    labels = {}
    for value in values:
        name, equals, kind = value.partition("=")
        if not equals or not name or kind not in _ROLES:
            raise click.BadParameter(f"{value!r} is not NAME=KIND with KIND one of {', '.join(_ROLES)}")
        labels[name] = kind
    return labels


@click.command()
@click.argument("config", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(sorted(READERS)), help="The format of GOLD; told by its name by default.")
@click.option("--label", "labels", multiple=True, callback=_labels, help="NAME=KIND: what a label of yours stands for.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the errors side by side into this page.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
def evaluate(config: Path, gold: Path, form: str | None, labels: dict[str, str], html: Path | None, *, as_json: bool) -> None:
    """Measure CONFIG on the labelled texts in GOLD.

    GOLD is a file or directory: JSON lines of this project, Label Studio JSON, brat, WebAnno TSV 3 or UIMA CAS XMI. The config's clean
    and extract steps run on the texts; its loaders, linkers and reports do not. Only the kinds that GOLD labels are scored.
    """
    from presseschau_evaluate.page import page  # noqa: PLC0415 - `--help` needs no engine
    from presseschau_evaluate.predict import predict  # noqa: PLC0415 - likewise
    from presseschau_evaluate.readers import read_gold  # noqa: PLC0415 - likewise
    from presseschau_evaluate.scoring import clean_text, score  # noqa: PLC0415 - likewise

    try:
        documents = read_gold(gold, form, labels)
    except GoldError as error:
        raise click.ClickException(str(error)) from error
    found = list(predict(config, documents))
    scores, clean = score(documents, found), clean_text(documents, found)
    if html is not None:
        html.write_text(page(documents, scores, clean), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(_plain(scores, clean, len(documents)), ensure_ascii=False, indent=2))
        return
    click.echo(f"{len(documents)} documents")
    click.echo(f"{'':16}{'precision':>10}{'recall':>8}{'F1':>7}   right/found/gold")
    for one in scores:
        for name, ratio in ((f"{one.kind} exact", one.exact), (f"{one.kind} overlap", one.overlap)):
            click.echo(_line(name, ratio))
        for name, (right, said) in one.judged.items():
            if said:
                click.echo(f"  {name} right on {right} of {said} matched ({right / said:.3f})")
    if clean is not None:
        click.echo(_line("clean words", clean))
    if html is not None:
        click.echo(f"The errors, side by side: {html}")


def _line(name: str, ratio: Any) -> str:  # noqa: ANN401 - a Ratio, whose module is imported late
    counts = f"{ratio.right}/{ratio.predicted}/{ratio.gold}"
    return f"{name:16}{ratio.precision:10.3f}{ratio.recall:8.3f}{ratio.f1:7.3f}   {counts}"


def _ratio(ratio: Any) -> dict[str, float]:  # noqa: ANN401 - likewise
    return {
        "precision": ratio.precision,
        "recall": ratio.recall,
        "f1": ratio.f1,
        "right": ratio.right,
        "found": ratio.predicted,
        "gold": ratio.gold,
    }


def _plain(scores: Any, clean: Any, documents: int) -> dict[str, Any]:  # noqa: ANN401 - likewise
    kinds = {
        one.kind: {
            "exact": _ratio(one.exact),
            "overlap": _ratio(one.overlap),
            **{f"{name}_right": {"right": right, "said": said} for name, (right, said) in one.judged.items() if said},
            "curve": [{"confidence": at, **_ratio(ratio)} for at, ratio in one.curve],
            "reliability": [
                {"from": at, "number": number, "confidence": mean, "precision": share}
                for at, number, mean, share in one.reliability
            ],
        }
        for one in scores
    }
    return {"documents": documents, "kinds": kinds, "clean": _ratio(clean) if clean is not None else None}
