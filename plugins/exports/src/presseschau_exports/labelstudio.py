"""Label Studio: tasks with what was found as predictions to accept or correct, and the labelling interface they fit."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from attrs import field, frozen, validators

from presseschau import DocumentView, Dossier, Span, hookimpl
from presseschau.results.projection import cell
from presseschau_exports.marks import Mark, label, marks
from presseschau_exports.paths import check_output_path, in_parts

_COLOURS = ("#1b6ca8", "#b5651d", "#3f7d3f", "#8e3b76", "#a83232", "#4b5d67", "#7a6a00", "#2b7f7f")
_CONTINUED = "continued"


@frozen(eq=False, kw_only=True)
class LabelStudio:
    """Write Label Studio's JSON: a task a document with its findings as predictions, and the labelling interface `labels.xml`."""

    directory: str = field(
        default="label-studio",
        validator=check_output_path,
        metadata={"help": "where the files go, relative to the run directory"},
    )
    results: str = field(
        default="predictions",
        validator=validators.in_(("predictions", "annotations")),
        metadata={"help": "`predictions`, to be accepted or corrected, or `annotations`, as if a person had made them"},
    )
    per_file: int = field(
        default=1000, validator=validators.ge(1), metadata={"help": "documents a file; Label Studio takes up to 250 MB at once"}
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write tasks and interface; memory holds one document."""
        folder = directory / self.directory
        folder.mkdir(parents=True, exist_ok=True)
        labels: dict[str, None] = {}
        relations: dict[str, None] = {}
        paths = []
        for number, views in enumerate(in_parts(dossier.views(), self.per_file), start=1):
            path = folder / f"tasks-{number:04}.json"
            paths.append(path)
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                before = "["
                for view in views:
                    found = task(view, self.results)
                    for one in found[self.results][0]["result"]:
                        names = one["labels"] if one["type"] == "relation" else one["value"]["labels"]
                        (relations if one["type"] == "relation" else labels).update(dict.fromkeys(names))
                    stream.write(f"{before}\n{json.dumps(found, ensure_ascii=False, sort_keys=True, default=str)}")
                    before = ","
                stream.write("\n]\n")
        interface = folder / "labels.xml"
        interface.write_text(labelling_interface(sorted(labels), sorted(relations)), encoding="utf-8", newline="\n")
        return [*paths, interface]


def task(view: DocumentView, results: str = "predictions") -> dict[str, Any]:
    """Return a document as a task."""
    found: dict[str, Any] = {"result": [one for mark in marks(view) for one in _results(mark, view.document.text)]}
    if results == "predictions":
        found["model_version"] = "presseschau"
    data = {"text": view.document.text, "id": view.id, "title": view.title, "publisher": view.publisher, "date": view.date}
    return {"data": data, results: [found]}


def _results(mark: Mark, text: str) -> Iterator[dict[str, Any]]:
    """Yield the regions of a mark and of its roles, and the relations between them."""
    facts = [f"{name}: {cell(value)}" for name, value in mark.facts.items()]
    yield from _regions(mark.id, label(mark.kind), mark.spans, text, score=mark.record.confidence, facts=facts)
    for role, spans in mark.roles.items():
        key = f"{mark.id}-{label(role)}"
        yield from _regions(key, label(role.capitalize()), spans, text, score=mark.record.confidence)
        yield _relation(mark.id, key, label(role))


def _regions(
    key: str, name: str, spans: Sequence[Span], text: str, *, score: float, facts: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """Yield a region a span: Label Studio knows none in pieces, so later pieces are joined to the first by a relation."""
    for number, (start, end) in enumerate(spans):
        own = key if number == 0 else f"{key}-{number + 1}"
        # Label Studio counts code points: its editor converts what browsers count.
        region: dict[str, Any] = {
            "id": own,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": start, "end": end, "text": text[start:end], "labels": [name]},
            "score": score,
        }
        if facts and number == 0:
            region["meta"] = {"text": list(facts)}
        yield region
        if number:
            yield _relation(key, own, _CONTINUED)


def _relation(one: str, other: str, name: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [name]}


def labelling_interface(labels: Iterable[str], relations: Iterable[str]) -> str:
    """Return the labelling interface (XML) for labels and relations; white space is kept, so that offsets hold."""
    tags = [
        f'    <Label value={quoteattr(name)} background="{_COLOURS[number % len(_COLOURS)]}"/>'
        for number, name in enumerate(labels)
    ]
    ties = [f"    <Relation value={quoteattr(name)}/>" for name in relations]
    return "\n".join(
        (
            "<View>",
            '  <Header value="$title"/>',
            "  <Relations>",
            *ties,
            "  </Relations>",
            '  <Labels name="label" toName="text">',
            *tags,
            "  </Labels>",
            "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
            '  <Text name="text" value="$text"/>',
            "</View>",
            "",
        )
    )
