"""Print how often findings of quotes on unseen newspapers are right, as judged by reading.

    python benchmarks/quotes_judged.py plugins/quotes/corpus/judged.jsonl [--sample N] [--kinds]

For each sample and language model: how many findings are speech at all, have the right span, the right speaker where one is stated at
0.9 or more, and all three right. The findings are those of their day, with their rule; ``--kinds`` prints the wrong ones. How they were drawn and
judged is told in plugins/quotes/corpus/README.md.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

STATED = 0.9
Record = dict[str, Any]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("judged", type=Path)
    parser.add_argument("--sample", type=int, help="only this sample")
    parser.add_argument("--kinds", action="store_true", help="print the findings that are wrong")
    arguments = parser.parse_args()
    documents = [json.loads(line) for line in arguments.judged.read_text("utf-8").splitlines() if line.strip()]
    documents = [one for one in documents if arguments.sample in {None, one["sample"]}]
    print(f"{'sample':8}{'model':26}{'findings':>9}{'speech':>8}{'span':>7}{'speaker':>9}{'all three':>11}")
    for sample in sorted({one["sample"] for one in documents}):
        for model in ("blank", "presseschau-de-accurate"):
            print(row(sample, model, [one for one in documents if one["sample"] == sample]))
    if arguments.kinds:
        show_wrong(documents)


def is_right(finding: Record) -> bool:
    """Tell whether a finding is right as it stands."""
    return bool(finding["is_speech"] and finding["span_right"] and finding["speaker_right"])


def row(sample: int, model: str, documents: list[Record]) -> str:
    """Return a line of the table."""
    found = [finding for one in documents for finding in one["findings"] if finding["model"] == model]
    stated = [f for f in found if f["confidence"] >= STATED and (f["speaker"] or f["speaker_name"])]
    parts = [sum(f[key] for f in found) / len(found) for key in ("is_speech", "span_right")]
    parts += [sum(f["speaker_right"] for f in stated) / len(stated), sum(map(is_right, found)) / len(found)]
    return f"{sample:<8}{model:26}{len(found):9}" + "".join(
        f"{part:{width}.3f}" for part, width in zip(parts, (8, 7, 9, 11), strict=True)
    )


def show_wrong(documents: list[Record]) -> None:
    """Print the findings that are wrong, with what is wrong."""
    for one in documents:
        for finding in one["findings"]:
            if not is_right(finding):
                wrong = [key for key in ("is_speech", "span_right", "speaker_right") if not finding[key]]
                said = " … ".join(one["text"][a:b] for a, b in finding["spans"])
                who = " ".join(one["text"][a:b] for a, b in finding["speaker"])
                sys.stdout.write(
                    f"\n{one['id']} {finding['model']} {finding['rule']} {finding['confidence']} {' '.join(wrong)}\n"
                )
                sys.stdout.write(f"    {said!r} by {who!r}\n")


if __name__ == "__main__":
    main()
