"""Measure the quotes plugin rule by rule, and on a random half of the documents.

    python benchmarks/quotes_by_rule.py GOLD.jsonl [--half 0|1] [--seed N] [--json] [--model NAME [--parts tags,parse]]

For each rule: how many quotations it made, how many of them are right by overlap (token F1 of 0.5 or more with a gold
quotation), exactly right, and how often the speaker of a right one is right; beside the confidence that the rule states. The
documents go through the plugin as in a run, with core's tokeniser and sentences; ``--model`` adds what that language model knows, ``--parts``
only some of it. One half can be read for errors, so that the other
tells what the rules are worth.
"""

import argparse
import json
import random
import sys
import time
from argparse import Namespace
from collections import defaultdict
from pathlib import Path
from typing import Any

from presseschau_quotes import Quotes

from presseschau import Document

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent / "scorers"))
import score_quotes as scorer
from analysing import PARTS, language

ROLES = ("speaker", "cue", "addressee", "frame")
Record = dict[str, Any]
RIGHT = 0.5


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="only every second document, from the first or the second on")
    parser.add_argument("--seed", type=int, help="shuffle before halving")
    parser.add_argument("--model", default="blank", help="the language model, such as presseschau-de-accurate")
    parser.add_argument("--parts", default=",".join(PARTS), help="what of the model to use: tags, morphology, parse, names")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    gold = [json.loads(line) for line in arguments.gold.read_text("utf-8").splitlines() if line.strip()]
    if arguments.half is not None:
        if arguments.seed is not None:
            random.Random(arguments.seed).shuffle(gold)  # noqa: S311 - a sample, no secret
        gold = gold[arguments.half :: 2]
    nlp = language(arguments.model, tuple(part for part in arguments.parts.split(",") if part))
    predicted, seconds = predict(gold, nlp)
    result = {"documents": len(gold), "documents_per_cpu_second": round(len(gold) / seconds), "rules": by_rule(gold, predicted)}
    result |= overall(gold, predicted)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        show(result)
    return 0


def predict(gold: list[Record], nlp: Any = None) -> tuple[dict[str, Record], float]:  # noqa: ANN401 - spaCy comes with it
    """Run the plugin on the analyses of ``nlp``, or blank ones; the seconds of CPU are its own, without the analysis."""
    nlp = nlp or language()
    plugin = Quotes()
    predicted, seconds = {}, 0.0
    for one in gold:
        document = Document(id=one["id"], source_text=one["text"])
        analysis = nlp(one["text"])
        started = time.process_time()
        found = list(plugin.extract(document, analysis))
        seconds += time.process_time() - started
        quotes = [
            {
                "type": quote.type,
                "spans": [list(span) for span in quote.spans],
                "rule": quote.rule,
                "confidence": quote.confidence,
                **{role: [list(span) for span in getattr(quote, role)] or None for role in ROLES},
            }
            for quote in found
        ]
        predicted[one["id"]] = {"id": one["id"], "text": one["text"], "quotes": quotes}
    return predicted, seconds


def by_rule(gold: list[Record], predicted: dict[str, Record]) -> dict[str, dict[str, float]]:
    """Count per rule: made, right by overlap, exact, speaker right; and the mean confidence."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0.0])
    for one in gold:
        tokens = scorer.Doc(one)
        wanted, made = one["quotes"], predicted[one["id"]]["quotes"]
        for quote in [*wanted, *made]:
            quote["_t"] = tokens.cover(quote["spans"])
            quote["_x"] = tokens.trim(quote["_t"])
            quote["_s"] = tokens.trim(tokens.cover(quote["speaker"]), det=True) if quote.get("speaker") else frozenset()
        weights = [[scorer.f1(x["_t"], y["_t"]) for y in made] for x in wanted]
        pairs = {y: x for x, y in scorer.assign(weights) if scorer.f1(wanted[x]["_t"], made[y]["_t"]) >= RIGHT}
        for index, quote in enumerate(made):
            count = counts[quote["rule"]]
            count[0] += 1
            count[4] += quote["confidence"]
            if index in pairs:
                match = wanted[pairs[index]]
                count[1] += 1
                count[2] += match["_x"] == quote["_x"]
                count[3] += scorer.f1(match["_s"], quote["_s"]) >= RIGHT if match["_s"] else not quote["_s"]
    return {
        rule: {
            "made": count[0],
            "overlap": round(count[1] / count[0], 3),
            "exact": round(count[2] / count[0], 3),
            "speaker": round(count[3] / count[1], 3) if count[1] else 0.0,
            "confidence": round(count[4] / count[0], 3),
        }
        for rule, count in sorted(counts.items())
    }


def overall(gold: list[Record], predicted: dict[str, Record]) -> Record:
    """Return the scorer's own figures."""
    wanted = {one["id"]: one for one in gold}
    report = scorer.run(wanted, predicted, Namespace(top_level=False, strict_punct=False, authors_pairs=False))
    return {"spans": report["spans"], "authors": report["eval.py"]}


def show(result: Record) -> None:
    """Print the tables as text."""
    print(f"{result['documents']} documents, {result['documents_per_cpu_second']} a CPU second\n")
    print(f"{'rule':28}{'made':>6}{'overlap':>9}{'exact':>8}{'speaker':>9}{'confidence':>12}")
    for rule, row in result["rules"].items():
        print(
            f"{rule:28}{row['made']:6.0f}{row['overlap']:9.2f}{row['exact']:8.2f}{row['speaker']:9.2f}{row['confidence']:12.2f}"
        )
    print()
    for kind, tables in result["spans"].items():
        parts = [f"{name} {table['f1']:.1f}" for name, table in tables.items() if name != "exact+type"]
        print(f"{kind:22}" + " · ".join(parts))
    print("authors' metric: " + " · ".join(f"{name} {table['f1']:.1f}" for name, table in result["authors"].items()))


if __name__ == "__main__":
    raise SystemExit(main())
