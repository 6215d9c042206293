"""Measure sentence boundaries in running news: benchmarks/data/sentences.jsonl, 300 paragraphs labelled by reading.

    python benchmarks/sentences.py MODEL [--set read|kept] [--faults] [--gold FILE]

MODEL is ``blank``, ``presseschau-de``, ``presseschau-de-accurate`` or another installed language model. A boundary is the offset at which a
sentence ends inside a paragraph, closing marks included; the end of a paragraph is given and counts neither way. Precision, recall and F1
of all boundaries, then of each kind of paragraph; ``--faults`` shows each wrong (``+``) and missed (``-``) boundary of the set ``read``. The
set ``kept`` is for judging rules, not for reading.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from analysing import language

HERE = Path(__file__).resolve().parent
GOLD = HERE / "data" / "sentences.jsonl"
Record = dict[str, Any]


def main() -> None:
    """Print the figures of one model."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("model")
    parser.add_argument("--set", choices=("read", "kept"), help="only this half of the paragraphs")
    parser.add_argument("--faults", action="store_true", help="show the faults in the half that may be read")
    parser.add_argument("--gold", type=Path, default=GOLD)
    arguments = parser.parse_args()
    records = [json.loads(line) for line in arguments.gold.read_text("utf-8").splitlines()]
    records = [one for one in records if arguments.set in {None, one["set"]}]
    nlp = language(arguments.model, ())
    found = [inner_ends(doc) for doc in nlp.pipe(one["text"] for one in records)]
    print(f"{arguments.model}: {len(records)} paragraphs, {sum(len(one['ends']) for one in records)} boundaries")
    print(f"{'all':10}", figures(zip(records, found, strict=True)))
    for kind in sorted({one["kind"] for one in records}):
        print(f"{kind:10}", figures((one, ends) for one, ends in zip(records, found, strict=True) if one["kind"] == kind))
    if arguments.faults:
        for one, ends in zip(records, found, strict=True):
            if one["set"] == "read":
                print(*faults(one, ends), sep="", end="")


def inner_ends(doc: Any) -> set[int]:  # noqa: ANN401 - spaCy comes with the pipeline
    """Return the offsets at which sentences end, without white space, but for the last."""
    ends = [sentence.start_char + len(sentence.text.rstrip()) for sentence in doc.sents if sentence.text.strip()]
    return set(ends[:-1])


def figures(pairs: Iterable[tuple[Record, set[int]]]) -> str:
    """Return precision, recall and F1 in per cent."""
    right = said = wanted = 0
    for one, ends in pairs:
        gold = set(one["ends"])
        right, said, wanted = right + len(gold & ends), said + len(ends), wanted + len(gold)
    precision, recall = right / max(said, 1), right / max(wanted, 1)
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {200 * right / max(said + wanted, 1):5.1f}"


def faults(one: Record, ends: set[int]) -> Iterator[str]:
    """Yield a line for each boundary of one paragraph that is wrong or missed."""
    text, gold = one["text"], set(one["ends"])
    for at in sorted(gold ^ ends):
        around = f"{text[max(0, at - 40) : at]}|{text[at : at + 30]}".replace("\n", "⏎")
        yield f"{one['id']:3} {'-' if at in gold else '+'} {around}\n"


if __name__ == "__main__":
    main()
