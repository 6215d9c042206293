"""How the engine scales: ratios within one run, since seconds of another machine say nothing.

    python benchmarks/scale.py                     # 300 articles made of the seeds' paragraphs
    python benchmarks/scale.py --texts DIR         # real ones: the .txt files of a directory
    python benchmarks/scale.py --large 100000      # memory of the parent at so many documents, over 1,000
    python benchmarks/scale.py --heap 20000        # the report stage at so many documents, which first have to be read
    python benchmarks/scale.py --no-wall           # on a machine that has other work

Prints each row as it is measured, and writes ``scale.md`` with a plot, ``scale.svg``, into --output. CPU seconds are user and system time of this process or of
all its children. The two rows of wall clock (processes, dask) need as many idle cores as workers; they read 3,000 documents, so that the start of workers counts as little as it
does in a heap. One peer is the loop that one writes first: trafilatura for the text, regular expressions for quotations and dates; ours reads the same pages and looks for
events too. The other is spaCy's small German pipeline: its published architecture with weights that have learned next to nothing, since the trained ones are no package
that can be installed by name; what they find is worth nothing, what it costs is the same. Articles that are made of five seeds repeat their words, which spaCy's
tokeniser keeps in a cache and no plugin does: for the rows over spaCy give real texts.
"""

import argparse
import html
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
EXTRACT = ["quotes", "dates", "events"]
REPORTS = ["html", "csv", "jsonl"]
WALL = 3000
DRIVER = """
import json, resource, sys, time
from presseschau import Document, Pipeline
config, output, *what = sys.argv[1:]
made = Pipeline.from_config(config, output=output)
if made.config.engine.executor == "serial":  # what is loaded once is not what an article costs
    list(made.process([Document(id="warm", source_text="Der Rat tagte am Montag. „Das ist gut“, sagte die Präsidentin der Stadt.")]))
wall, cpu = time.perf_counter(), time.process_time()
made.report() if "report" in what else made.run()
used = {who: sum(resource.getrusage(code)[:2]) for who, code in (("own", resource.RUSAGE_SELF), ("children", resource.RUSAGE_CHILDREN))}
print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, **used}))
"""


@frozen
class Row:
    """One measured ratio, and what it is to reach; ``less`` says which side is better."""

    name: str
    value: float
    reach: float
    dream: float
    less: bool = True


def main() -> None:
    """Measure and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=300, help="how many articles to make [default: 300]")
    parser.add_argument("--texts", type=Path, help="a directory of .txt files to use instead")
    parser.add_argument("--large", type=int, default=10_000, help="documents for the memory of the parent [default: 10000]")
    parser.add_argument("--heap", type=int, default=0, help="documents for the report stage [default: leave it out]")
    parser.add_argument("--no-wall", action="store_true", help="leave the rows of wall clock out")
    parser.add_argument("--no-dask", action="store_true", help="leave the cluster out")
    parser.add_argument("--output", type=Path, default=Path("scale"), help="where the report goes [default: scale/]")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="presseschau-scale-") as made:
        rows = []
        for row in measure(Path(made), given):
            print(f"{row.value:8.3g}  {row.name}", file=sys.stderr, flush=True)
            rows.append(row)
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / "scale.svg").write_text(plot(rows), "utf-8")
    (given.output / "scale.md").write_text(table(rows), "utf-8")
    print(table(rows))


def measure(place: Path, given: argparse.Namespace) -> Iterator[Row]:
    """Yield the rows."""
    texts = real(given.texts) if given.texts else generated(given.articles)
    for number, text in enumerate(texts):
        (place / "texts").mkdir(exist_ok=True)
        (place / "texts" / f"{number:06}.txt").write_text(text, "utf-8")
    count = len(texts)
    bare = spacy_alone(texts)
    extract = config(place, "extract", executor="serial", report=[])  # reports begin by compiling templates
    found = min(drive(extract, place / f"extract-{turn}")["cpu"] for turn in range(3))  # the best of three, as of spaCy
    yield Row("CPU per article, load to extract, over spaCy's tokeniser and sentences", found / bare, 4, 2.5)
    yield Row("the same, over spaCy's small German pipeline (architecture alone)", found / spacy_small(texts), 1, 0.5)
    serial = config(place, "serial", executor="serial")
    first = drive(serial, place / "serial")
    again = drive(serial, place / "serial")
    reports = min(drive(serial, place / "serial", "report")["cpu"] for _ in range(2))
    yield Row("CPU per article of html, csv and jsonl, over spaCy's tokeniser and sentences", reports / bare, 0.5, 0.2)
    yield Row("second run, nothing changed, over the first", again["cpu"] / first["cpu"], 1 / 60, 1 / 200)
    nothing = drive(
        config(place, "nothing", executor="serial", clean=[], extract=[], report=[], detector=None), place / "nothing"
    )
    yield Row("framework alone (read, commit), ms per article", nothing["cpu"] / count * 1000, 1, 0.4)
    yield from over_loop(place, texts)
    if not given.no_wall:
        yield from wall_clock(place, texts, dask=not given.no_dask)
    yield Row("CPU per character at 5 MB over 5 kB", per_character(place, texts), 1.2, 1.05)
    memory = []
    for number in (1000, max(given.large, 1001)):
        many = place / f"many-{number}"
        many.mkdir()
        for name in range(number):
            (many / f"{name:06}.txt").write_text(f"Der Rat tagte. Nummer {name}.\n", "utf-8")
        small = config(
            place, f"many{number}", texts=many, executor="processes", workers=2, clean=[], extract=[], report=[], detector=None
        )
        memory.append(drive(small, place / f"out-{number}")["memory"])
    yield Row(f"memory of the parent at {given.large:,} documents over 1,000", memory[1] / memory[0], 1.2, 1.05)
    if given.heap:
        yield Row(
            f"report stage at {given.heap:,} documents, CPU seconds",
            report_stage(place, texts, given.heap),
            given.heap / 1000,
            given.heap / 2500,
        )


def wall_clock(place: Path, texts: Sequence[str], *, dask: bool) -> Iterator[Row]:
    """Yield what two workers bring over one, and a cluster of this machine over processes."""
    made = {"texts": issues(place / "wall", texts, WALL), "report": []}
    one = drive(config(place, "one", executor="processes", workers=1, **made), place / "one")
    two = drive(config(place, "two", executor="processes", workers=2, **made), place / "two")
    yield Row("two processes over one, wall clock", one["wall"] / two["wall"], 1.8, 1.95, less=False)
    if dask:
        cluster = drive(config(place, "dask", executor="dask", workers=2, **made), place / "dask")
        yield Row("dask on this machine over two processes, wall clock", two["wall"] / cluster["wall"], 0.9, 1, less=False)


def over_loop(place: Path, texts: Sequence[str]) -> Iterator[Row]:
    """Yield what pages cost, read alone and with all that is looked for in them, over trafilatura, alone and with two regular expressions."""
    import trafilatura  # noqa: PLC0415 - only here

    directory = place / "pages"
    directory.mkdir()
    for number, text in enumerate(texts):
        paragraphs = "".join(f"<p>{html.escape(one)}</p>" for one in text.split("\n") if one.strip())
        page = f"<html><head><title>Nachricht</title></head><body><nav>Start</nav><article>{paragraphs}</article></body></html>"
        (directory / f"{number:06}.html").write_text(page, "utf-8")
    began = time.process_time()
    found = [trafilatura.extract(path.read_bytes()) or "" for path in sorted(directory.glob("*.html"))]
    read = time.process_time()
    for text in found:
        _QUOTED.findall(text)
        _DATED.findall(text)
    searched = time.process_time()
    pages: dict[str, Any] = {"texts": directory, "load": "web-pages", "suffix": "html", "executor": "serial", "report": []}
    whole = drive(config(place, "pages", **pages), place / "out-pages")["cpu"]
    alone = drive(config(place, "read", extract=[], detector=None, **pages), place / "out-read")["cpu"]
    yield Row("CPU per page read (web-pages, german-boilerplate), over trafilatura", alone / (read - began), 1, 0.5)
    yield Row(
        "CPU per page, load to extract, over trafilatura with two regular expressions", whole / (searched - began), 1, 0.5
    )


_QUOTED = re.compile(r"[„»\"][^“«\"]{3,400}[“«\"][^.]{0,80}?(?:sagte|erklärte|betonte)")
_DATED = re.compile(
    r"\d{1,2}\. (?:\d{1,2}\.|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)(?: ?\d{4})?"
)


def report_stage(place: Path, texts: Sequence[str], number: int) -> float:
    """Return the CPU seconds of the reports of a run of so many documents: the texts again and again."""
    directory = issues(place / "heap", texts, number)
    made = config(place, "heap", texts=directory, executor="serial")
    drive(made, place / "out-heap")
    return drive(made, place / "out-heap", "report")["cpu"]


def issues(directory: Path, texts: Sequence[str], number: int) -> Path:
    """Write the texts again and again, each time under another headline, as so many files; return the directory."""
    directory.mkdir()
    for index in range(number):
        (directory / f"{index:06}.txt").write_text(f"Ausgabe {index}\n\n{texts[index % len(texts)]}", "utf-8")
    return directory


def per_character(place: Path, texts: Sequence[str]) -> float:
    """Return how much more a character of a document of 5 MB costs than one of 5 kB; the same characters in both."""
    small = ("\n\n".join(texts) * 2)[:5000]
    costs = []
    for name, one, number in (("short", small, 1000), ("long", small * 1000, 1)):
        directory = place / name
        directory.mkdir()
        for index in range(number):
            (directory / f"{index:04}.txt").write_text(one, "utf-8")
        costs.append(drive(config(place, name, texts=directory, executor="serial", report=[]), place / f"out-{name}")["cpu"])
    return costs[1] / costs[0]


def config(
    place: Path,
    name: str,
    *,
    texts: Path | None = None,
    load: str = "text-files",
    suffix: str = "txt",
    executor: str,
    workers: int = 1,
    clean: Sequence[str] = ("german-boilerplate",),
    extract: Sequence[str] = EXTRACT,
    report: Sequence[str] = REPORTS,
    detector: str | None = "langdetect",
) -> Path:
    """Write a config and return its path."""
    data: dict[str, Any] = {
        "engine": {"executor": executor, "workers": workers},
        "language": {"expect": "de" if detector else None, "on_other": "process"},
        "load": [{"use": load, "with": {"paths": [f"{texts or place / 'texts'}/*.{suffix}"]}}],
        "clean": [{"use": one} for one in clean],
        "extract": [{"use": one} for one in extract],
        "report": [{"use": one} for one in report],
    }
    path = place / f"{name}.yaml"
    path.write_text(yaml.safe_dump(data), "utf-8")
    return path


def drive(path: Path, output: Path, what: str = "run") -> dict[str, float]:
    """Run a config in a process of its own; return its wall clock, CPU seconds and memory."""
    environ = {name: value for name, value in os.environ.items() if name != "PRESSESCHAU_EXECUTOR"}
    command = [sys.executable, "-c", DRIVER, str(path), str(output), what]
    ran = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE)  # noqa: S603 - this interpreter
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def spacy_alone(texts: Sequence[str]) -> float:
    """Return the CPU seconds of spaCy's blank German tokeniser with its rule-based sentence splitter, the best of three."""
    import spacy  # noqa: PLC0415 - takes two seconds

    best = float("inf")
    for _ in range(3):
        nlp = spacy.blank("de")  # a new one: it keeps what it has seen
        nlp.add_pipe("sentencizer")
        list(nlp.pipe(["Der Rat tagte."]))
        began = time.process_time()
        for _doc in nlp.pipe(texts):
            pass
        best = min(best, time.process_time() - began)
    return best


def spacy_small(texts: Sequence[str]) -> float:
    """Return the CPU seconds of a pipeline built as spaCy's small German one is, the best of two."""
    import spacy  # noqa: PLC0415 - takes two seconds
    from spacy.training import Example  # noqa: PLC0415

    nlp = spacy.blank("de")
    embed = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False}
    embed |= {"attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"], "rows": [5000, 1000, 2500, 2500, 50, 50]}
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "window_size": 1, "maxout_pieces": 3, "depth": 4}
    vectors = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    parser = {"@architectures": "spacy.TransitionBasedParser.v2", "extra_state_tokens": False, "hidden_width": 64}
    parser |= {"maxout_pieces": 2, "use_upper": True}
    nlp.add_pipe("tok2vec", config={"model": vectors})
    for name in ("tagger", "morphologizer", "trainable_lemmatizer"):
        nlp.add_pipe(name, config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared}})
    nlp.add_pipe("parser", config={"model": parser | {"state_type": "parser", "tok2vec": shared}})
    nlp.add_pipe("ner", config={"model": parser | {"state_type": "ner", "tok2vec": vectors}})
    known = {
        "words": ["Der", "Rat", "tagte", "."],
        "tags": ["ART", "NN", "VVFIN", "$."],
        "pos": ["DET", "NOUN", "VERB", "PUNCT"],
        "morphs": ["Case=Nom", "Case=Nom", "Mood=Ind", ""],
        "lemmas": ["der", "Rat", "tagen", "."],
        "heads": [1, 2, 2, 2],
        "deps": ["nk", "sb", "ROOT", "punct"],
        "ents": ["O", "B-ORG", "O", "O"],
    }
    example = Example(nlp.make_doc("Der Rat tagte."), spacy.tokens.Doc(nlp.vocab, **known))
    nlp.initialize(lambda: [example] * 12)  # a lemma that is seen less often is none
    costs = []
    for _ in range(2):
        began = time.process_time()
        for _doc in nlp.pipe(texts):
            pass
        costs.append(time.process_time() - began)
    return min(costs)


def generated(number: int) -> list[str]:
    """Return articles of about 370 words, each of paragraphs of the seeds in an order of its own."""
    seeds = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    paragraphs = [one.strip() for text in seeds for one in text.split("\n\n") if one.strip()]
    chance = random.Random(0)  # noqa: S311 - no secret
    articles = []
    for index in range(number):
        words, chosen = 0, []
        while words < 370:  # noqa: PLR2004 - the length of a newspaper article
            chosen.append(chance.choice(paragraphs))
            words += len(chosen[-1].split())
        articles.append("\n\n".join([f"Nachricht Nummer {index} vom Tage", *chosen]) + "\n")
    return articles


def real(directory: Path) -> list[str]:
    """Return the texts of a directory."""
    return [path.read_text("utf-8") for path in sorted(directory.rglob("*.txt"))]


def table(rows: Sequence[Row]) -> str:
    """Return the rows as Markdown."""
    lines = [
        "# How the engine scales",
        "",
        "![ratios](scale.svg)",
        "",
        "| | measured | reach | dream |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {row.name} | {row.value:.3g} | {row.reach:.3g} | {row.dream:.3g} |" for row in rows]
    return "\n".join(lines) + "\n"


def plot(rows: Sequence[Row]) -> str:
    """Return a bar for each row: how far it is from what it is to reach (the line)."""
    bars = []
    for place, row in enumerate(rows):
        share = row.value / row.reach if row.less else row.reach / row.value
        width = min(share, 3) * 120
        colour = "#2a7" if share <= 1 else "#c63"
        y = 24 * place + 8
        bars.append(f'<rect x="470" y="{y}" width="{width:.0f}" height="14" fill="{colour}"/>')
        bars.append(f'<text x="460" y="{y + 11}" text-anchor="end">{row.name.replace("&", "&amp;")}</text>')
        bars.append(f'<text x="{474 + width:.0f}" y="{y + 11}">{row.value:.3g}</text>')
    height = 24 * len(rows) + 10
    line = f'<line x1="590" x2="590" y1="0" y2="{height}" stroke="#000" stroke-dasharray="4"/>'
    style = "<style>text{font:12px sans-serif}</style>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{height}">{style}{"".join(bars)}{line}</svg>\n'


if __name__ == "__main__":
    main()
