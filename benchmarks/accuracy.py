"""Measure accuracy: run a shipped config over a gold file and write what it finds.

    python benchmarks/accuracy.py TASK GOLD.jsonl --predictions OUT.jsonl [--score] [--model NAME]
    python benchmarks/accuracy.py links FOLDER --predictions OUT.json [--score]

Tasks are quotes, newspapers, dates, events, boilerplate-text, boilerplate-html and links; links takes a folder with ``docs.jsonl`` and
``gold.json``.

Each task runs one shipped config whole, cleaning included, through the public API and never looks at a label; this script
only reads, runs and serialises. Offsets are those of the input text. With ``--score`` the figures follow, beside those of
doing nothing: no quotes, no dates, no events, every line kept. ``--model`` runs the config with that language model, as
``language: {model: NAME}`` does.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from presseschau import Annotation, Claim, Document, Dossier, Event, Pipeline, Quote, Span
from presseschau.config import config_from_data
from presseschau.dates import Resolution, TimeExpression, document_date, event_time, resolve_all
from presseschau.pipeline import Processed

HERE = Path(__file__).resolve().parent
CONFIGS = HERE.parent / "configs"
Record = dict[str, Any]
CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d(:\d\d)?")


LANGUAGE: Record = {}
"""The ``language`` section that ``--model`` sets."""


def main() -> int:
    """Run the task that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("task", choices=sorted((*TASKS, "links")))
    parser.add_argument("gold", type=Path)
    parser.add_argument("--predictions", type=Path, required=True)
    parser.add_argument("--score", action="store_true", help="print the figures, beside those of doing nothing")
    parser.add_argument(
        "--model", help="the language model of the run: presseschau-de, presseschau-de-accurate, the name of a spaCy package"
    )
    arguments = parser.parse_args()
    if arguments.model:
        LANGUAGE["language"] = {"model": arguments.model}
    if arguments.task == "links":
        return links(arguments.gold, arguments.predictions, scored=arguments.score)
    gold = [json.loads(line) for line in arguments.gold.read_text("utf-8").splitlines() if line.strip()]
    started = time.process_time()
    predict, _ = TASKS[arguments.task]
    write(arguments.predictions, predict(gold, arguments.gold.resolve().parent))
    print(f"{len(gold)} documents, {time.process_time() - started:.1f} s of CPU", file=sys.stderr)
    if arguments.score:
        score(arguments.task, arguments.gold, arguments.predictions, gold)
    return 0


def quotes(gold: list[Record], _: Path) -> Iterator[Record]:
    """Predict quotes: ``{id, text, quotes}``."""
    for record, processed in run([{"id": one["id"], "text": one["text"]} for one in gold]):
        found = [one for one in processed.annotations if isinstance(one, Quote)]
        yield {"id": record["id"], "text": record["text"], "quotes": [quote(one) for one in found]}


def newspapers(gold: list[Record], _: Path) -> Iterator[Record]:
    """Predict quotes for guidelines that count each sentence of free indirect speech."""
    records = [{"id": one["id"], "text": one["text"]} for one in gold]
    for record, processed in run(records, extract=[{"use": "quotes", "with": {"join_sentences": False}}]):
        found = [one for one in processed.annotations if isinstance(one, Quote)]
        yield {"id": record["id"], "text": record["text"], "quotes": [quote(one) for one in found]}


def quote(found: Quote) -> Record:
    """Serialise a quote; roles that the text does not name are null."""
    roles = {name: spans(getattr(found, name)) or None for name in ("speaker", "cue", "addressee", "frame")}
    return {
        "type": found.type,
        "spans": spans(found.spans),
        **roles,
        "speaker_name": found.speaker_entity,
        "rule": found.rule,
        "confidence": found.confidence,
    }


def spans(found: tuple[Span, ...]) -> list[list[int]]:
    """Serialise spans."""
    return [list(span) for span in found]


def dates(gold: list[Record], _: Path) -> Iterator[Record]:
    """Predict time expressions: ``{id, timexes}``; the gold's ``dct`` is given as the publication date."""
    records = [{"id": one["id"], "text": one["text"], "date": one["dct"]} for one in gold]
    for record, processed in run(records):
        date = document_date(processed.document, processed.annotations)
        times = [one for one in processed.annotations if isinstance(one, TimeExpression)]
        resolutions = resolve_all(times, date.edtf)
        timexes = [
            {"start": one.spans[0].start, "end": one.spans[-1].end, "type": one.type, "value": resolutions[one.id].value}
            for one in times
        ]
        yield {"id": record["id"], "timexes": timexes}


def events(gold: list[Record], _: Path) -> Iterator[Record]:
    """Predict events: ``{id, events}``; the gold's ``title`` and ``dct`` are given as the document's title and date."""
    records = [{"id": one["id"], "text": one["text"], "date": one["dct"], "title": one["title"]} for one in gold]
    for record, processed in run(records):
        times = {one.id: one for one in processed.annotations if isinstance(one, TimeExpression)}
        resolutions = resolve_all(times.values(), document_date(processed.document, processed.annotations).edtf)
        found = [one for one in processed.annotations if isinstance(one, Event)]
        yield {"id": record["id"], "events": [event(one, times, resolutions) for one in found]}


def event(found: Event, times: dict[str, TimeExpression], resolutions: dict[str, Resolution]) -> Record:
    """Serialise an event; a clock time is written as TIMEX3 has it, without seconds."""
    when = event_time(found, resolutions)
    date = None if when is None else when.value if CLOCK.fullmatch(when.value) else str(when.edtf)
    return {
        "trigger": spans(found.trigger),
        "times": [spans(times[key].spans)[0] for key in found.times],
        "date": date,
        "who": spans(found.who),
        "whom": spans(found.whom),
        "place": spans(found.place) or None,
        "status": found.status,
        "main": found.is_main,
        "headline": found.headline,
    }


def boilerplate_text(gold: list[Record], _: Path) -> Iterator[Record]:
    """Predict the main text of flattened pages: ``{id, text}``."""
    records = [{"id": one["id"], "text": "\n".join(line["text"] for line in one["lines"])} for one in gold]
    for record, processed in run(records, str(CONFIGS / "clean-text.yaml")):
        yield {"id": record["id"], "text": processed.document.text}


def boilerplate_html(gold: list[Record], base: Path) -> Iterator[Record]:
    """Predict the main text of web pages: ``{id, text}``; a page that cannot be loaded has none."""
    with tempfile.TemporaryDirectory() as made:
        paths = [str(base / one["html_path"]) for one in gold]
        load = {"use": "web-pages", "with": {"paths": paths, "root": str(base), "merge_addresses": False}}
        config = config_from_data({"extends": str(CONFIGS / "web-pages.yaml"), "load": [load], "report": []}, base=base)
        run = Pipeline(config, output=Path(made) / "run").run()
        texts = {document.id: document.text for document in run.documents}
    for one in gold:
        yield {"id": one["id"], "text": texts.get(one["html_path"], "")}


def links(folder: Path, predictions: Path, *, scored: bool) -> int:
    """Predict what lies side by side, of all documents in a folder together, and score it if asked."""
    started = time.process_time()
    with tempfile.TemporaryDirectory() as made:
        load = [{"use": "text-files", "with": {"paths": [str(folder.resolve() / "docs.jsonl")]}}]
        config = config_from_data({"extends": "presseschau:default", "load": load, "report": [], **LANGUAGE}, base=CONFIGS)
        found = side_by_side(Pipeline(config, output=Path(made) / "run").run().dossier)
        predictions.write_text(json.dumps(found, ensure_ascii=False) + "\n", "utf-8")
        print(f"{time.process_time() - started:.1f} s of CPU", file=sys.stderr)
        if scored:
            baseline = Path(made) / "nothing.json"
            baseline.write_text("{}", "utf-8")
            for title, file in (("presseschau", predictions), ("do nothing", baseline)):
                print(f"== {title}", flush=True)
                subprocess.run([sys.executable, str(HERE / "scorers" / "score_links.py"), str(folder), str(file)], check=True)  # noqa: S603
    return 0


def side_by_side(dossier: Dossier) -> Record:
    """Serialise groups by places in the texts, and inferred dates; "one of these days" is no date, so it is left out."""
    places: dict[str, tuple[str, Annotation]] = {}
    for one in dossier.documents():
        for annotation in dossier.annotations(document=one.id):
            places[annotation.id] = (plain_id(one.id), annotation)

    def place(member: str, attribute: str) -> list[list[Any]]:
        document, annotation = places[member]
        if isinstance(annotation, Event):
            return [[document, span.start, span.end] for span in annotation.trigger]
        found = getattr(annotation, attribute) or annotation.spans
        return [[document, found[0].start, found[-1].end]]

    named = {"story": "stories", "copies": "copies", "speaker": "speakers", "utterance": "utterances", "event": "events"}
    result: Record = {name: [] for name in named.values()}
    for group in dossier.groups():
        if group.type in {"story", "copies"}:
            result[named[group.type]].append([plain_id(member) for member in group.members])
        elif group.type in named:
            attribute = "speaker" if group.type == "speaker" else "spans"
            mentions = [[plain_id(document), start, end] for document, start, end in group.data.get("named", ())]
            result[named[group.type]].append([one for member in group.members for one in place(member, attribute)] + mentions)
    result["event_dates"] = [group.data.get("date") for group in dossier.groups("event")]
    dates = {plain_id(one.document): one.edtf for one in dossier.inferred_dates()}
    result["dates"] = {name: edtf for name, edtf in dates.items() if not edtf.startswith("[")}
    return result


def plain_id(document: str) -> str:
    """Return the id that a row has in its file."""
    return document.rpartition("#")[2]


def run(records: list[Record], config: str = "presseschau:default", **changes: Any) -> Iterator[tuple[Record, Processed]]:  # noqa: ANN401
    """Take texts through a shipped config, in memory; ``changes`` are sections to merge into it."""
    pipeline = Pipeline(config_from_data({"extends": config, **LANGUAGE, **changes}, base=CONFIGS))
    documents = (document(record) for record in records)
    yield from zip(records, pipeline.process(documents), strict=True)


def document(record: Record) -> Document:
    """Make a document of a text and, where they are known, its date and its title."""
    names = [name for name in ("date", "title") if record.get(name)]
    claims = [Claim(name=name, value=record[name], origin="metadata", rule="given") for name in names]
    return Document(id=record["id"], source_text=record["text"], claims=claims)


def write(path: Path, records: Iterator[Record]) -> None:
    """Write one JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def nothing(task: str, gold: list[Record]) -> Iterator[Record]:
    """Predict what one gets without any tool."""
    for one in gold:
        if task in {"quotes", "newspapers"}:
            yield {"id": one["id"], "text": one["text"], "quotes": []}
        elif task == "events":
            yield {"id": one["id"], "events": []}
        elif task == "dates":
            yield {"id": one["id"], "timexes": []}
        elif task == "boilerplate-text":
            yield {"id": one["id"], "text": "\n".join(line["text"] for line in one["lines"])}
        else:
            yield {"id": one["id"], "text": ""}


def score(task: str, gold_path: Path, predictions: Path, gold: list[Record]) -> None:
    """Print the figures of the predictions and of doing nothing, by the scorer of the task."""
    _, scorer = TASKS[task]
    with tempfile.TemporaryDirectory() as made:
        baseline = Path(made) / "nothing.jsonl"
        write(baseline, nothing(task, gold))
        for title, file in (("presseschau", predictions), ("do nothing", baseline)):
            print(f"== {title}", flush=True)
            name, *mode = scorer
            subprocess.run([sys.executable, str(HERE / "scorers" / name), *mode, str(gold_path), str(file)], check=True)  # noqa: S603


TASKS = {
    "quotes": (quotes, ["score_quotes.py"]),
    "newspapers": (newspapers, ["score_newspapers.py"]),
    "dates": (dates, ["score_timex.py"]),
    "events": (events, ["score_events.py"]),
    "boilerplate-text": (boilerplate_text, ["score_boiler.py", "plain"]),
    "boilerplate-html": (boilerplate_html, ["score_boiler.py", "html"]),
}


if __name__ == "__main__":
    sys.exit(main())
