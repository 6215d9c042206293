"""Measure the events engine: articles per second of CPU, beyond what other steps need too.

    python benchmarks/events_speed.py GOLD.jsonl [--rounds 5]

The file has one JSON object with ``text``, ``title`` and ``dct`` a line (``events/dev.jsonl``). Tokens, sentences, times and quotes are made before
the clock starts; the first round has cold caches.
"""

import argparse
import json
import statistics
from pathlib import Path

from presseschau_events.engine import events_of
from rounds import cpu_seconds
from train_events import read_articles

from presseschau.dates import Edtf


def main() -> None:
    """Print the first round and the median of the others."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    gold = [json.loads(line) for line in arguments.gold.read_text("utf-8").splitlines() if line.strip()]
    articles = list(read_articles(gold))

    def read() -> None:
        for article in articles:
            date = Edtf.parse(article.gold["dct"])
            events_of(article.analysis, article.times, article.quotes, title=article.gold["title"], date=date)

    seconds = cpu_seconds(read, arguments.rounds + 1)
    characters = sum(len(one["text"]) for one in gold)
    median = statistics.median(seconds[1:])
    print(f"{len(gold)} articles, {characters} characters")
    print(f"first round: {len(gold) / seconds[0]:.0f} articles a second of CPU")
    print(f"then: {len(gold) / median:.0f} articles and {characters / median / 1e6:.2f} million characters a second of CPU")


if __name__ == "__main__":
    main()
