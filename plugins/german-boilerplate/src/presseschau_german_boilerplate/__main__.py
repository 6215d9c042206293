"""``python -m presseschau_german_boilerplate``: clean or explain one text."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from presseschau_german_boilerplate.engine import clean_text, explain_lines


def _read(name: str) -> str:
    return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig", errors="replace")


def _explain(arguments: argparse.Namespace) -> None:
    for record in explain_lines(_read(arguments.file), threshold=arguments.threshold):
        if arguments.json:
            print(json.dumps(record, ensure_ascii=False))  # noqa: T201 - the command's output
            continue
        mark = "keep" if record["keep"] else "cut "
        reasons = record["reasons"]
        why = "  ".join(f"{name} {share:+.2f}" for name, share in reasons) if isinstance(reasons, list) else ""
        text = str(record["text"])
        print(f"{mark} {record['score']:.2f} {record['label']:<11} {record['rule']:<18} {text[:80]}")  # noqa: T201
        if why:
            print(f"          {why}")  # noqa: T201


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m presseschau_german_boilerplate", description=__doc__)
    commands = parser.add_subparsers(required=True)
    clean = commands.add_parser("clean", help="print a text without its furniture")
    explain = commands.add_parser("explain", help="print, line by line, what is cut and which features decided")
    for command in (clean, explain):
        command.add_argument("file", help="a text file, or - for standard input")
        command.add_argument("--threshold", type=float, default=0.5)
    explain.add_argument("--json", action="store_true", help="one JSON object a line")
    explain.set_defaults(run=_explain)
    clean.set_defaults(run=lambda chosen: sys.stdout.write(clean_text(_read(chosen.file), threshold=chosen.threshold)))
    chosen = parser.parse_args(arguments)
    chosen.run(chosen)


if __name__ == "__main__":
    main()
