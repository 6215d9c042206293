r"""Measure the german-boilerplate plugin on pages whose lines are labelled: ``python benchmarks/boilerplate.py DATA``.

DATA is a folder with ``plain_{crop,w3m,insc,h2t}.dev.jsonl`` (see ``benchmarks/train_german_boilerplate.py``). The shipped model has seen
these pages, so its figures flatter it; with ``--folds FOLDER``, made by ``benchmarks/train_german_boilerplate.py DATA --folds FOLDER``, each page is read by a
model that has seen no page of its publisher, and the figures are honest. All else is what ``configs/clean-text.yaml`` does: rules,
passes, threshold, no title.

Measures, over tokens ``\\w+`` of lower-cased text: ``tok_f``, the mean over pages of the F1 between output and gold as bags of words,
title lines aside; ``lost``, the share of the tokens on gold lines that were cut; ``noise``, the share of the output's tokens that
come from other lines. ``again`` is the share of pages that a second reading changes.
"""

import argparse
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from presseschau_german_boilerplate import engine, model
from presseschau_german_boilerplate.labels import label_cut

from presseschau.forest import Forest

VARIANTS = ("crop", "w3m", "insc", "h2t")
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
SURE = 0.1  # a score this near to its end is no question of the threshold
_IGNORED = {"title", "title~", "empty"}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_TOKEN = re.compile(r"\w+")


def tokens(text: str) -> list[str]:
    """Return the tokens of a text as they are counted."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).lower())


def f1(predicted: Sequence[str], gold: Sequence[str]) -> float:
    """Return the F1 of two bags of words."""
    if not predicted and not gold:
        return 1.0
    common = sum((Counter(predicted) & Counter(gold)).values())
    return 2 * common / (len(predicted) + len(gold))


class Tally:
    """Sums over lines and pages."""

    def __init__(self) -> None:
        self.pages = 0
        self.f1 = self.kept_gold = self.gold = self.output = self.noise = 0.0
        self.again = 0
        self.lost_by_rule = self.lost_surely = self.noise_surely = self.noise_suspect = self.noise_inside = 0.0

    def row(self) -> str:
        """Return the figures as cells of a Markdown table."""
        lost = 1 - self.kept_gold / max(self.gold, 1)
        return f"{self.f1 / max(self.pages, 1):.3f} | {lost:.3f} | {self.noise / max(self.output, 1):.3f}"


def without_title(text: str, title: str) -> list[str]:
    """Return the tokens of the lines that are not the title."""
    words = tokens(title)
    return [token for line in text.split("\n") if not words or tokens(line) != words for token in tokens(line)]


def kind_of(line: dict[str, Any], reading: engine.Reading, number: int) -> str:
    """Return the kind of a line for the table of kinds: its gold kind; of other furniture, what the plugin calls it when cut."""
    one = reading.judgements[number]
    if line["kind"] != "drop":
        return f"gold: {line['kind']}"
    if not one.keep:
        return f"other: {one.label}"
    facts = [judgement.facts for judgement in reading.judgements]
    return f"other: {label_cut(reading.text, facts, [judgement.keep for judgement in reading.judgements], number)}"


def measure(
    records: Sequence[dict[str, Any]], models: dict[str, Forest], threshold: float
) -> Iterator[tuple[dict[str, Any], Tally, dict[str, list[float]], float]]:
    """Yield each page with its figures, its tokens per kind of line (all, kept), and the CPU time it took."""
    for record in records:
        text = "\n".join(line["text"] for line in record["lines"])
        begin = time.process_time()
        line_model = models[record["id"].split("_", 1)[0]]
        reading = engine.read(text, threshold=threshold, keep_title=False, line_model=line_model)
        clean = reading.clean
        spent = time.process_time() - begin
        tally = Tally()
        tally.pages = 1
        gold = record["gold_text"]
        title = record.get("title") or ""
        tally.f1 = f1(without_title(clean, title), without_title(gold, title))
        lines, at = {}, 0
        for line in record["lines"]:
            lines[at] = line
            at += len(line["text"]) + 1
        article = [at for at, line in lines.items() if line["keep"]] or [0]
        kinds: dict[str, list[float]] = {}
        for number, one in enumerate(reading.judgements):
            line = lines[one.facts.line.outer_start]
            if line["kind"] in _IGNORED:
                continue
            size = len(tokens(line["text"]))
            count = kinds.setdefault(kind_of(line, reading, number), [0, 0])
            count[0] += size
            count[1] += size * one.keep
            tally.gold += size * line["keep"]
            tally.kept_gold += size * (line["keep"] and one.keep)
            tally.output += size * one.keep
            if line["keep"] and not one.keep:
                tally.lost_by_rule += size * (one.rule != engine.MODEL_RULE)
                tally.lost_surely += size * (one.rule == engine.MODEL_RULE and one.score < SURE)
            elif one.keep and not line["keep"]:
                tally.noise += size
                tally.noise_surely += size * (one.score > 1 - SURE)
                tally.noise_suspect += size * bool(line.get("suspect"))
                tally.noise_inside += size * (article[0] < one.facts.line.outer_start < article[-1])
        again = engine.read(clean, threshold=threshold, keep_title=False, line_model=line_model)
        tally.again = int(again.clean != clean)
        yield record, tally, kinds, spent


def add(total: Tally, one: Tally) -> None:
    """Add one tally to another."""
    for name, value in vars(one).items():
        setattr(total, name, getattr(total, name) + value)


def models_for(records: Sequence[dict[str, Any]], folds: Path | None) -> dict[str, Forest]:
    """Return the model that reads each publisher's pages."""
    publishers = {record["id"].split("_", 1)[0] for record in records}
    if folds is None:
        return dict.fromkeys(publishers, model.load())
    fold = json.loads((folds / "folds.json").read_text(encoding="utf-8"))
    return {name: model.load(folds / f"fold-{fold[name]}.json") for name in publishers}


def read_pages(path: Path) -> list[dict[str, Any]]:
    """Return the pages of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def print_variants(
    loaded: dict[str, list[dict[str, Any]]], models: dict[str, Forest]
) -> tuple[dict[str, Tally], dict[str, list[float]]]:
    """Print a row per variant; return the figures of the crop variant per publisher and per kind of line."""
    print("| variant | tok_f | lost | noise | again | documents/s |\n| --- | --- | --- | --- | --- | --- |")
    publishers: dict[str, Tally] = {}
    kinds: dict[str, list[float]] = {}
    for variant, records in loaded.items():
        total, seconds = Tally(), 0.0
        for record, tally, page_kinds, spent in measure(records, models, 0.5):
            add(total, tally)
            seconds += spent
            if variant == "crop":
                add(publishers.setdefault(record["id"].split("_", 1)[0], Tally()), tally)
                for kind, (size, kept) in page_kinds.items():
                    count = kinds.setdefault(kind, [0, 0])
                    count[0] += size
                    count[1] += kept
        print(f"| {variant} | {total.row()} | {total.again / total.pages:.3f} | {total.pages / seconds:.0f} |")
    return publishers, kinds


def print_tables(
    crop: Sequence[dict[str, Any]],
    models: dict[str, Forest],
    publishers: dict[str, Tally],
    kinds: dict[str, list[float]],
) -> None:
    """Print the tables per publisher, per kind of line and per threshold."""
    print("\n| publisher (crop) | pages | tok_f | lost | noise |\n| --- | --- | --- | --- | --- |")
    for name, tally in sorted(publishers.items()):
        print(f"| {name} | {tally.pages} | {tally.row()} |")
    print("\n| kind of line (crop) | tokens | kept |\n| --- | --- | --- |")
    for name, (size, kept) in sorted(kinds.items()):
        print(f"| {name} | {size:.0f} | {kept / max(size, 1):.3f} |")
    whole = Tally()
    for tally in publishers.values():
        add(whole, tally)
    print("\n| errors (crop) | share of tokens |\n| --- | --- |")
    for name, size, of in (
        ("lost", whole.gold - whole.kept_gold, whole.gold),
        ("lost: by a rule", whole.lost_by_rule, whole.gold),
        (f"lost: with a score below {SURE}", whole.lost_surely, whole.gold),
        ("noise", whole.noise, whole.output),
        (f"noise: with a score above {1 - SURE}", whole.noise_surely, whole.output),
        ("noise: between lines of the article", whole.noise_inside, whole.output),
        ("noise: on lines whose label is doubtful", whole.noise_suspect, whole.output),
    ):
        print(f"| {name} | {size / max(of, 1):.3f} |")
    print("\n| threshold (crop) | tok_f | lost | noise |\n| --- | --- | --- | --- |")
    for threshold in THRESHOLDS:
        total = Tally()
        for _, tally, _, _ in measure(crop, models, threshold):
            add(total, tally)
        print(f"| {threshold:.1f} | {total.row()} |")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", type=Path, help="models of publisher folds, from train_german_boilerplate.py --folds")
    parser.add_argument("--tables", action="store_true", help="also per publisher, per kind of line, and per threshold (crop)")
    chosen = parser.parse_args()
    loaded = {variant: read_pages(chosen.data / f"plain_{variant}.dev.jsonl") for variant in VARIANTS}
    models = models_for(loaded["crop"], chosen.folds)
    publishers, kinds = print_variants(loaded, models)
    if chosen.tables:
        print_tables(loaded["crop"], models, publishers, kinds)


if __name__ == "__main__":
    main()
