"""Measure the quotes engine: articles of 370 words a second of CPU, beyond tokens and sentences, which other steps need too.

    python benchmarks/quotes_speed.py PLACE [--rounds 5]

PLACE is a directory of .txt files, or a .jsonl file with a "text" in each row. The first round has cold caches, as a run over new articles has; it
comes after a short text that loads the lexicons.
"""

import argparse
import statistics
from pathlib import Path

from analysing import language
from presseschau_quotes.engine import find_quotes
from rounds import cpu_seconds
from same_results import texts

WORDS = 370
WARM = "Der Rat tagte am Montag. „Das ist gut“, sagte die Präsidentin der Stadt."


def main() -> None:
    """Print the first round and the median of the others."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("place", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    found = list(texts(arguments.place))
    analysed = [(one.text, [(s.start_char, s.end_char) for s in one.sents]) for one in language().pipe([WARM, *found])]
    find_quotes(*analysed[0])
    quotes: list[int] = []

    def read() -> None:
        quotes[:] = [len(find_quotes(text, sentences)) for text, sentences in analysed[1:]]

    seconds = cpu_seconds(read, arguments.rounds + 1)
    articles = sum(len(text.split()) for text in found) / WORDS
    median = statistics.median(seconds[1:])
    print(f"{len(found)} texts, {articles:.0f} times {WORDS} words, {sum(quotes)} quotations")
    print(f"first round, with cold caches: {articles / seconds[0]:.0f} articles of {WORDS} words a second of CPU")
    print(f"then: {articles / median:.0f} a second of CPU")


if __name__ == "__main__":
    main()
