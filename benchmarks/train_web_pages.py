"""Train the block classifier of the plugin web-pages, and say how well it does on publishers and hosts that it has not seen.

    python benchmarks/train_web_pages.py DATA/boilerplate [--write] [--predictions OUT.jsonl] [--segments OUT.jsonl]

DATA/boilerplate holds ``html.dev.jsonl``, news pages with their whole text, and ``segments.dev.jsonl``, pages of many kinds of which
a few segments are known that must stay and that must go. Of the other blocks of the latter those count, a little, on which the
shipped rules of trafilatura and a forest of the news pages alone agree.

``--write`` replaces ``plugins/web-pages/src/presseschau_web_pages/data/blocks.json``; ``--predictions`` and ``--segments`` keep what
the forests made of the pages of either file whose publisher or host was left out of their training. Needs catboost. The features are
of shape and markup; no wording goes into the weights. Same data, same versions, same file.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import forests
import numpy as np
from attrs import evolve, frozen
from lxml.html import HtmlElement
from numpy.typing import NDArray
from presseschau_web_pages.blocks import Block, blocks_of
from presseschau_web_pages.decode import decode
from presseschau_web_pages.evidence import Evidence, gather, squeeze
from presseschau_web_pages.features import NAMES, features_of
from presseschau_web_pages.limits import Limits
from presseschau_web_pages.opinion import second_opinion
from presseschau_web_pages.page import clean_text, judged
from presseschau_web_pages.quotations import in_marks
from presseschau_web_pages.tree import parse

from presseschau.forest import Forest, save_forest

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "plugins/web-pages/src/presseschau_web_pages/data/blocks.json"
SETTINGS = {
    "iterations": 300, "depth": 6, "learning_rate": 0.06, "l2_leaf_reg": 6, "border_count": 64, "random_strength": 1.0,
    "bootstrap_type": "Bernoulli", "subsample": 0.8, "rsm": 0.3,
}  # fmt: skip
SEEDS = (1, 2)
FOLDS = 8
LONG = 25
ENOUGH = 0.7
SEGMENT_WEIGHT = 10.0
AGREED_WEIGHT = 0.3
SURE = (0.4, 0.6)
ARCHIVES = {"", "web.archive.org", "archive.org"}  # hosts that keep pages of others


@frozen
class Sample:
    """A page: its row of the gold file, its source, tree, blocks, evidence and features; the labels and weights of its blocks.

    A label is 1, 0, or -1 where nothing is known.
    """

    row: dict[str, Any]
    source: str
    tree: HtmlElement
    blocks: list[Block]
    evidence: Evidence
    rows: NDArray[np.float32]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]


def pairs(text: str) -> list[tuple[str, ...]]:
    """Return the pairs of neighbouring words of a text."""
    words = text.lower().split()
    return [(word,) for word in words] if len(words) < 2 else list(pairwise(words))  # noqa: PLR2004 - a pair


def text_labels(row: dict[str, Any], blocks: list[Block]) -> NDArray[np.int64]:
    """Tell which blocks stand in the gold text: as they are, or with most of their word pairs."""
    gold = row["gold_text"]
    whole, lines, known = squeeze(gold), Counter(map(squeeze, gold.split("\n"))), set(pairs(gold))
    found = []
    for block in blocks:
        text, own = squeeze(block.text), pairs(block.text)
        same = text in whole if len(text) >= LONG else text in lines
        found.append(same or (len(own) > 4 and sum(pair in known for pair in own) >= ENOUGH * len(own)))  # noqa: PLR2004
    return np.array(found, dtype=np.int64)


def segment_labels(row: dict[str, Any], blocks: list[Block]) -> NDArray[np.int64]:
    """Tell which blocks hold a segment that must stay (the longest block that does), or one that must go (all of them)."""
    texts = [" ".join(block.text.split()) for block in blocks]
    found = np.full(len(blocks), -1)
    for segment in (" ".join(one.split()) for one in row["without"]):
        found[[at for at, text in enumerate(texts) if segment in text]] = 0
    for segment in (" ".join(one.split()) for one in row["with"]):
        holders = [at for at, text in enumerate(texts) if segment in text]
        if holders:
            found[max(holders, key=lambda at: len(texts[at]))] = 1
    return found


def weights_of(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return how much blocks count: as the logarithm of their words."""
    return np.log1p(rows[:, NAMES.index("words")].astype(np.float64))


def source_of(row: dict[str, Any]) -> str:
    """Return the publisher or the host of a page; a page from an archive stands for itself."""
    host = urlsplit(row["url"]).netloc
    return str(row.get("publisher") or (row["id"] if host in ARCHIVES else host))


def read(path: Path) -> Iterator[Sample]:
    """Read the pages of a gold file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        tree = parse(decode(gzip.decompress((path.parent / row["html_path"]).read_bytes())).text, Limits())
        blocks, evidence = in_marks(blocks_of(tree)), gather(tree)
        rows = features_of(blocks, evidence)
        known = text_labels(row, blocks) if "gold_text" in row else segment_labels(row, blocks)
        weights = weights_of(rows) if "gold_text" in row else np.where(known >= 0, SEGMENT_WEIGHT, 0.0)
        yield Sample(row, source_of(row), tree, blocks, evidence, rows, known, weights)


def agreed(sample: Sample, forest: Forest) -> Sample:
    """Add the labels on which trafilatura and a forest that has seen no such page agree."""
    opinion = second_opinion(sample.tree, sample.blocks)
    if opinion is None:
        return sample
    chances, kept = forest.probability(sample.rows), np.array(opinion)
    low, high = SURE
    same = (sample.labels < 0) & np.where(kept, chances > high, chances < low)
    labels = np.where(same, kept, sample.labels)
    return evolve(sample, labels=labels, weights=np.where(same, AGREED_WEIGHT * weights_of(sample.rows), sample.weights))


def train(samples: Sequence[Sample]) -> Forest:
    """Train on some pages."""
    known = [sample.labels >= 0 for sample in samples]
    rows = np.vstack([sample.rows[one] for sample, one in zip(samples, known, strict=True)])
    labels = np.concatenate([sample.labels[one] for sample, one in zip(samples, known, strict=True)])
    weights = np.concatenate([sample.weights[one] for sample, one in zip(samples, known, strict=True)])
    return forests.fit(rows, labels, weights, NAMES, SETTINGS, SEEDS)


def unseen(samples: Sequence[Sample]) -> dict[str, str]:
    """Return the text of each page as found by a forest that has seen no page of its publisher or host."""
    fold = forests.dealt(forests.sizes_of(sample.source for sample in samples), FOLDS)
    texts = {}
    for number in range(FOLDS):
        forest = train([sample for sample in samples if fold[sample.source] != number])
        for one in samples:
            if fold[one.source] == number:
                chances = judged(one.tree, one.blocks, one.evidence, judge=forest.probability)
                texts[one.row["id"]] = clean_text(one.tree, one.blocks, chances, one.evidence)
    return texts


def overlap(kept: str, gold: str) -> float:
    """Return the token F1 of two texts as bags of words."""
    have, want = Counter(kept.lower().split()), Counter(gold.lower().split())
    both = sum((have & want).values())
    return 2 * both / max(1, sum(have.values()) + sum(want.values()))


def segment_f1(samples: Sequence[Sample], texts: dict[str, str]) -> float:
    """Return the F1 of segments that must stay, white space folded."""
    kept = noise = wanted = 0
    for sample in samples:
        text = " ".join(texts[sample.row["id"]].split())
        kept += sum(" ".join(one.split()) in text for one in sample.row["with"])
        noise += sum(" ".join(one.split()) in text for one in sample.row["without"])
        wanted += len(sample.row["with"])
    return 2 * kept / (kept + noise + wanted)


def write(path: Path, samples: Sequence[Sample], texts: dict[str, str]) -> None:
    """Write predictions."""
    lines = [json.dumps({"id": one.row["id"], "text": texts[one.row["id"]]}, ensure_ascii=False) for one in samples]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Validate, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--segments", type=Path)
    options = parser.parse_args()
    news = list(read(options.data / "html.dev.jsonl"))
    alone = train(news)
    others = [agreed(sample, alone) for sample in read(options.data / "segments.dev.jsonl")]
    if options.write:
        save_forest(train([*news, *others]), TARGET)
    texts = unseen([*news, *others])
    scores = [overlap(texts[sample.row["id"]], sample.row["gold_text"]) for sample in news]
    print(f"{len(news)} news pages, mean overlap of words on unseen publishers {sum(scores) / len(scores):.4f}")
    print(f"{len(others)} pages of many kinds, segment F1 on unseen hosts {segment_f1(others, texts):.4f}")
    if options.predictions:
        write(options.predictions, news, texts)
    if options.segments:
        write(options.segments, others, texts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
