"""Whether two checkouts find and report the same, byte for byte: for changes that are to make it faster and nothing else.

    git worktree add ../before main
    python benchmarks/same_results.py ../before                          # the seeds, and the development texts where they are
    python benchmarks/same_results.py ../before --texts DIR [--texts ...]  # .txt files, or .jsonl with a "text" in each row

Runs the shipped pipeline, links and reports included, once with the code of each checkout, and compares all rows of the store but for fingerprints and
timings, and all files of the reports. Exits with 1, naming documents and files, where anything differs. Texts that may not be copied are only read.
"""

import argparse
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("PRESSESCHAU_DATA", ROOT.parent / "shared" / "data"))
DEVELOPMENT = ("newspapers/dev.jsonl", "links/docs.jsonl", "events/dev.jsonl", "dates/krauts.dev.jsonl")
CONFIG = """
extends: presseschau:default
engine: {executor: serial}
language: {on_other: process, model: blank}
load: [{use: text-files, with: {paths: [texts/*.txt]}}]
"""
ROWS = {
    "documents": "SELECT id, status, source_text, language, language_confidence, words, words_cut FROM documents ORDER BY id",
    "claims": "SELECT * FROM claims ORDER BY document, step, ordinal",
    "edits": "SELECT * FROM edits ORDER BY document, step, ordinal",
    "parts": "SELECT * FROM parts ORDER BY document, step, ordinal",
    "annotations": "SELECT * FROM annotations ORDER BY document, step, ordinal",
    "groups": "SELECT type, step, ordinal, id, label, rule, confidence, data FROM groups ORDER BY step, ordinal",
    "group_members": 'SELECT "group", position, member FROM group_members ORDER BY "group", position',
    "inferred_dates": "SELECT document, step, ordinal, edtf, reasons, rule, confidence FROM inferred_dates ORDER BY step, ordinal",
    "dead_letters": "SELECT document, step, error, message FROM dead_letters ORDER BY document, step",
}
"""What is promised to stay the same, table by table; the first column says what a row is about."""


def main() -> int:
    """Compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("before", type=Path, help="the other checkout")
    parser.add_argument("--after", type=Path, default=ROOT, help="this one [default: where the command stands]")
    parser.add_argument(
        "--texts", type=Path, action="append", help="a directory of .txt files or a .jsonl file; may be given again"
    )
    parser.add_argument("--limit", type=int, help="take at most so many texts of each place")
    given = parser.parse_args()
    places = given.texts or [ROOT / "seeds", *(DATA / name for name in DEVELOPMENT)]
    with tempfile.TemporaryDirectory(prefix="presseschau-same-") as made:
        place = Path(made)
        count = write([text for where in places for text in list(texts(where))[: given.limit]], place / "texts")
        if not count:
            print("0 texts: nothing to compare")
            return 1
        (place / "config.yaml").write_text(CONFIG, "utf-8")
        found = [
            results(checkout.resolve(), place, f"out-{number}") for number, checkout in enumerate((given.before, given.after))
        ]
    different = differences(*found)
    for line in different[:50]:
        print(line)
    print(f"{count} texts, {len(found[1])} digests: {f'{len(different)} differ' if different else 'all the same'}")
    return 1 if different else 0


def texts(place: Path) -> Iterator[str]:
    """Yield the texts of a place; none where it is not there."""
    if place.is_dir():
        yield from (path.read_text("utf-8") for path in sorted(place.rglob("*.txt")))
    elif place.is_file():
        yield from (text for line in place.open(encoding="utf-8") if (text := json.loads(line).get("text")))


def write(found: Sequence[str], place: Path) -> int:
    """Write texts as files and return how many those are."""
    place.mkdir()
    for number, text in enumerate(found):
        (place / f"{number:05}.txt").write_text(text, "utf-8", newline="")
    return len(found)


def results(checkout: Path, place: Path, name: str) -> Mapping[tuple[str, str], str]:
    """Run the pipeline of a checkout; return the digest of each document's rows in each table, and of each report file."""
    sources = [checkout / "core" / "src", *sorted(checkout.glob("plugins/*/src"))]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sources)), "PYTHONHASHSEED": "0"}
    code = (
        "import sys, presseschau\n"
        "assert presseschau.__file__.startswith(sys.argv[1]), presseschau.__file__\n"
        "presseschau.Pipeline.from_config(sys.argv[2], output=sys.argv[3]).run()\n"
    )
    subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", code, str(checkout), "config.yaml", name], cwd=place, env=environ, check=True
    )
    digests: dict[tuple[str, str], str] = {}
    store = place / name / "run.sqlite"
    with sqlite3.connect(store) as db:
        for table, query in ROWS.items():
            rows: dict[str, list[object]] = {}
            for row in db.execute(query):
                rows.setdefault(str(row[0]), []).append(row)
            digests |= {(table, about): _digest(repr(found).encode()) for about, found in rows.items()}
    for path in sorted((place / name).rglob("*")):
        if path.is_file() and not path.name.startswith(("run.", ".")):
            digests["file", path.relative_to(place / name).as_posix()] = _digest(path.read_bytes())
    return digests


def differences(before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str]) -> list[str]:
    """Return a line for each digest that only one side has, or both have differently."""
    return [
        f"{kind}: {name}" for kind, name in sorted({*before, *after}) if before.get((kind, name)) != after.get((kind, name))
    ]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
