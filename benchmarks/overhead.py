"""Measure what the framework adds: CPU time per document over calling the plugins' functions bare, and start-up time.

    python benchmarks/overhead.py [--documents 300] [--rounds 5]

Both sides do the same work on the same files: read, clean, detect the language, analyse in batches, extract. The framework
also folds, checks, maps spans to the source, stamps provenance, and commits each document to the run store. No reports.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from attrs import evolve

from presseschau import Pipeline
from presseschau.config import config_from_data
from presseschau.model.document import Cleaning
from presseschau.steps.build import Steps

ROOT = Path(__file__).resolve().parent.parent
BATCH = 32


def main() -> None:
    """Print medians."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        base = Path(made)
        files = articles(base / "articles", arguments.documents)
        config = config_from_data(
            {
                "extends": "presseschau:default",
                "language": {"model": "blank"},
                "batch_size": BATCH,
                "load": [{"use": "text-files", "with": {"paths": [str(base / "articles")]}}],
                "report": [{"id": name, "use": name, "remove": True} for name in ("html", "jsonl", "csv", "markdown")],
            },
            base=base,
        )
        bare, framework = [], []
        for number in range(-1, arguments.rounds):
            pipeline = Pipeline(config, output=base / f"run-{number}")
            analysis = pipeline.steps.of("analysis")[0].call(needs=pipeline.steps.needs())
            one = cpu(lambda steps=pipeline.steps, nlp=analysis: run_bare(steps, nlp))
            two = cpu(pipeline.run)
            unchanged = cpu(pipeline.run)
            if number >= 0:  # the first round warms up
                bare.append(one)
                framework.append((two, unchanged))
    count = len(files)
    alone = statistics.median(bare) / count * 1000
    whole = statistics.median(both[0] for both in framework) / count * 1000
    again = statistics.median(both[1] for both in framework) / count * 1000
    added = statistics.median((both[0] - one) / count * 1000 for one, both in zip(bare, framework, strict=True))
    print(f"{count} documents, {arguments.rounds} rounds, medians of CPU milliseconds a document")
    print(f"  plugins bare            {alone:7.3f}")
    print(f"  through the framework   {whole:7.3f}")
    print(f"  added by the framework  {added:7.3f}")
    print(f"  nothing changed         {again:7.3f}")
    print("start-up, median wall milliseconds of 10")
    for arguments_ in (["--help"], ["plugins"], ["check", str(ROOT / "configs" / "seeds.yaml")]):
        print(f"  presseschau {' '.join(Path(a).name for a in arguments_):22}{startup(arguments_):7.0f}")


def articles(folder: Path, count: int) -> list[Path]:
    """Write ``count`` different articles, made of the seeds' paragraphs."""
    folder.mkdir()
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    files = []
    for number in range(count):
        path = folder / f"{number:05}.txt"
        path.write_text(f"{texts[number % len(texts)]}\n\nDies ist der Artikel mit der Nummer {number}.\n", "utf-8")
        files.append(path)
    return files


def run_bare(steps: Steps, nlp: object) -> int:
    """Call the plugins' own methods, without core."""
    found = 0
    (loader,) = steps.of("load")
    waiting = iter(loader.plugin.load())  # type: ignore[attr-defined]
    while batch := list(islice(waiting, BATCH)):
        documents = []
        for source in batch:
            document = source.read()
            for step in steps.of("clean"):
                cleaning: Cleaning = step.plugin.clean(document)  # type: ignore[attr-defined]
                document = evolve(document, edits=cleaning.edits, parts=cleaning.parts, claims=cleaning.claims)
            for step in steps.of("language"):
                step.plugin.detect_language(document.text)  # type: ignore[attr-defined]
            documents.append(document)
        for document, analysis in zip(documents, nlp.pipe([one.text for one in documents]), strict=True):  # type: ignore[attr-defined]
            for step in steps.of("extract"):
                given = {"document": document, "analysis": analysis, "annotations": ()}
                taken = {name: value for name, value in given.items() if name in step.argnames}
                found += len(list(step.plugin.extract(**taken)))  # type: ignore[attr-defined]
    return found


def cpu(work: object) -> float:
    """Return the CPU seconds that a call takes."""
    started = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - started


def startup(arguments: list[str]) -> float:
    """Return the median wall milliseconds of the command line with these arguments."""
    times = []
    command = [sys.executable, "-c", "from presseschau.cli import main; main()", *arguments]
    for _ in range(10):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ})  # noqa: S603
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
