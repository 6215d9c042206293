"""Measure the dates engine: articles per second of CPU, beyond tokenising and sentence splitting.

    python benchmarks/dates_speed.py GOLD.jsonl [--rounds 5] [--undated]

The file has one JSON object with ``text`` and ``dct`` a line (``krauts.dev.jsonl``). Tokenising and sentence splitting, by the blank
pipeline, are done before the clock starts. What is timed: tagging, reference, the document dater, and resolving every expression. With
``--undated`` no date is given, so that the calendar is solved over the whole window; the figure for articles of 363 words is by number of words.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

import spacy
from presseschau_dates.constraints import Window
from presseschau_dates.engine import read
from presseschau_dates.language import load
from rounds import cpu_seconds

from presseschau import Span
from presseschau.builtin.blank import BlankGerman
from presseschau.dates import Edtf, resolve_all


def main() -> None:
    """Print the median over the rounds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--undated", action="store_true", help="give no date of publication")
    arguments = parser.parse_args()
    records = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines()]
    nlp: spacy.language.Language = BlankGerman().spacy_pipeline(needs=frozenset(["analysis:sentences"]))
    texts = [
        (
            doc.text,
            [Span(one.start_char, one.end_char) for one in doc.sents],
            None if arguments.undated else Edtf.parse(record["dct"]),
        )
        for record, doc in zip(records, nlp.pipe(record["text"] for record in records), strict=True)
    ]
    started = time.process_time()
    language = load("de")
    print(f"loading the rules: {time.process_time() - started:.2f} s of CPU, once")
    window = Window.parse("1945-01-01/2026-12-31")
    expressions: list[int] = []

    def read_all() -> None:
        expressions.clear()
        for text, sentences, date in texts:
            reading = read(text, sentences, language, window, date)
            own = next((one.edtf for one in reading.dates), None)
            expressions.append(len(resolve_all(reading.expressions, date if date is not None else own)))

    seconds = cpu_seconds(read_all, arguments.rounds)
    median = statistics.median(seconds)
    characters = sum(len(text) for text, _, _ in texts)
    print(
        f"{len(texts)} articles, {characters} characters, {sum(expressions)} expressions: {median:.3f} s of CPU (median of {len(seconds)})"
    )
    print(f"first round, with cold caches: {len(texts) / seconds[0]:.0f} articles a second of CPU")
    words = sum(len(text.split()) for text, _, _ in texts)
    print(f"{words / 363 / median:.0f} articles of 363 words a second of CPU")
    print(f"{len(texts) / median:.0f} articles and {characters / median / 1e6:.2f} million characters a second of CPU")


if __name__ == "__main__":
    main()
