"""Measure whether the confidence of quotes deserves its name: reliability by decile, and what a threshold buys.

    python benchmarks/quotes_calibration.py GOLD.jsonl [MORE.jsonl …] [--set kept] [--sample N] [--rules] [--model NAME]

A finding is right when an utterance of the gold shares half of their characters (intersection over union, one to one, best first)
and the speaker, where one is stated, is one of the gold's (the rules of scorers/score_newspapers.py). Outermost findings without
``Reported`` count. Several files are pooled. A file of judged findings (plugins/quotes/corpus/judged.jsonl) counts as it was judged, ``--sample``
takes one of its samples. ``--set`` takes the documents of one half where a file has halves: the confidences were set on ``set``, ``kept`` was only
measured. Beside what is right stands its 95 % interval (Wilson 1927), for a decile of twenty findings says little.
"""

import argparse
import importlib.util
import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from presseschau_quotes import Quotes

from presseschau import Document

sys.path.insert(0, str(Path(__file__).resolve().parent))
from analysing import language

HERE = Path(__file__).resolve().parent
HALF = 0.5
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
Record = dict[str, Any]
Judged = tuple[float, bool, str]


def main() -> None:
    """Print reliability and thresholds of a labelled file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--set", choices=("set", "kept"), help="only the documents of one half")
    parser.add_argument("--sample", type=int, help="only this sample of judged findings")
    parser.add_argument("--model", default="blank", help="the language model, such as presseschau-de-accurate")
    parser.add_argument("--rules", action="store_true", help="print each rule too")
    arguments = parser.parse_args()
    gold = [json.loads(line) for path in arguments.gold for line in path.read_text("utf-8").splitlines() if line.strip()]
    gold = [one for one in gold if not (arguments.set and one.get("set", arguments.set) != arguments.set)]
    read = [one for one in gold if "findings" in one and arguments.sample in {None, one["sample"]}]
    labelled = [one for one in gold if "findings" not in one]
    judged = judge(labelled, arguments.model) + by_reading(read, arguments.model)
    wanted = sum(len(one["quotes"]) for one in labelled)
    print(f"{len(labelled) + len(read)} documents, {len(judged)} findings\n")
    show_reliability(judged)
    if not read:
        show_thresholds(judged, wanted)
    if arguments.rules:
        show_rules(judged)


def judge(gold: list[Record], model: str = "blank") -> list[Judged]:
    """Return confidence, whether it is right, and rule of each outermost finding."""
    scorer = load_scorer()
    nlp = language(model)
    plugin = Quotes(join_sentences=False)
    judged: list[Judged] = []
    for one in gold:
        text = one["text"]
        found = [q for q in plugin.extract(Document(id=one["id"], source_text=text), nlp(text)) if q.type != "Reported"]
        covered = [scorer.chars(q.spans) for q in found]
        outer = [
            i
            for i, a in enumerate(covered)
            if not any(j != i and a <= b and (len(a) < len(b) or j < i) for j, b in enumerate(covered))
        ]
        labels = [(scorer.chars(q["spans"]), q["speakers"]) for q in one["quotes"]]
        pairs = matched([covered[i] for i in outer], [chars for chars, _ in labels])
        for place, i in enumerate(outer):
            quote = found[i]
            stated = [" ".join(text[a:b] for a, b in quote.speaker), quote.speaker_entity or ""]
            speakers = labels[pairs[place]][1] if place in pairs else []
            named = not any(stated) or bool((scorer.names(stated) - {""}) & scorer.names(speakers) and speakers)
            judged.append((quote.confidence, place in pairs and named, quote.rule))
    return judged


def by_reading(documents: list[Record], model: str) -> list[Judged]:
    """Return confidence, whether it is right, and rule of findings that were judged by reading."""
    return [
        (f["confidence"], f["is_speech"] and f["span_right"] and f["speaker_right"], f["rule"])
        for one in documents
        for f in one["findings"]
        if f["model"] == model and f["type"] != "Reported"
    ]


def interval(right: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion (Wilson, *Probable inference*, JASA 22, 1927)."""
    z, share = 1.96, right / count
    middle, width = share + z * z / (2 * count), z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, (middle - width) / (1 + z * z / count)), min(1.0, (middle + width) / (1 + z * z / count))


def matched(found: list[set[int]], labels: list[set[int]]) -> dict[int, int]:
    """Pair findings with labels one to one, best first."""
    weights = sorted(
        ((len(a & b) / len(a | b), i, j) for i, a in enumerate(found) for j, b in enumerate(labels) if a & b), reverse=True
    )
    pairs: dict[int, int] = {}
    for weight, i, j in weights:
        if weight >= HALF and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def show_reliability(judged: list[Judged]) -> None:
    """Print precision against stated confidence, by decile."""
    deciles: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        deciles[min(int(one[0] * 10 + 1e-9), 9)].append(one)
    print(f"{'decile':10}{'findings':>10}{'stated':>9}{'right':>9}{'gap':>9}   interval")
    for decile in sorted(deciles):
        group = deciles[decile]
        stated, right = sum(c for c, _, _ in group) / len(group), sum(r for _, r, _ in group) / len(group)
        name = f"{decile / 10:.1f}-{(decile + 1) / 10:.1f}"
        low, high = interval(sum(r for _, r, _ in group), len(group))
        print(f"{name:10}{len(group):10}{stated:9.3f}{right:9.3f}{stated - right:+9.3f}   {low:.2f}–{high:.2f}")


def show_thresholds(judged: list[Judged], wanted: int) -> None:
    """Print precision and recall above each confidence."""
    print(f"\n{'min_confidence':16}{'findings':>10}{'precision':>11}{'recall':>9}")
    for least in THRESHOLDS:
        kept = [right for confidence, right, _ in judged if confidence >= least]
        if kept:
            print(f"{least:<16}{len(kept):10}{sum(kept) / len(kept):11.3f}{sum(kept) / wanted:9.3f}")


def show_rules(judged: list[Judged]) -> None:
    """Print how often each rule is right."""
    rules: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        rules[one[2]].append(one)
    print()
    for rule, group in sorted(rules.items()):
        print(f"{rule:28}{len(group):6}{sum(r for _, r, _ in group):6}{sum(c for c, _, _ in group) / len(group):8.2f}")


def load_scorer() -> ModuleType:
    """Load the scorer, which is no package."""
    spec = importlib.util.spec_from_file_location("score_newspapers", HERE / "scorers" / "score_newspapers.py")
    if spec is None or spec.loader is None:
        raise SystemExit("the scorer score_newspapers.py is missing beside this script")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
