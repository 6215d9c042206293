"""Train the block classifier of the plugin web-pages, and say how well it does on publishers that it has not seen.

    python benchmarks/train_web_pages.py DATA/boilerplate/html.dev.jsonl [--write] [--predictions OUT.jsonl]

``--write`` replaces ``plugins/web-pages/src/presseschau_web_pages/data/blocks.json``; ``--predictions`` keeps what the forests
made of the pages of publishers left out of their training. Needs lightgbm. The features are of shape and markup; no wording
goes into the weights. Same data, same versions, same file.
"""

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from attrs import frozen
from lxml.html import HtmlElement
from numpy.typing import NDArray
from presseschau_web_pages.blocks import Block, blocks_of
from presseschau_web_pages.decode import decode
from presseschau_web_pages.evidence import Evidence, gather, squeeze
from presseschau_web_pages.features import NAMES, features_of
from presseschau_web_pages.limits import Limits
from presseschau_web_pages.page import clean_text, judged
from presseschau_web_pages.tree import parse

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "plugins/web-pages/src/presseschau_web_pages/data/blocks.json"
PARAMETERS = {
    "objective": "binary", "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 20, "feature_fraction": 0.4,
    "verbosity": -1, "num_threads": 1, "seed": 1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
ROUNDS = 150
FOLDS = 8
LONG = 25
ENOUGH = 0.7


@frozen
class Sample:
    """A page: its row of the gold file, its tree, blocks, evidence, features and labels."""

    row: dict[str, Any]
    tree: HtmlElement
    blocks: list[Block]
    evidence: Evidence
    rows: NDArray[np.float64]
    labels: NDArray[np.int64]


def pairs(text: str) -> list[tuple[str, ...]]:
    """Return the pairs of neighbouring words of a text."""
    words = text.lower().split()
    return [(word,) for word in words] if len(words) < 2 else list(pairwise(words))  # noqa: PLR2004 - a pair


def labels(gold: str, blocks: list[Block]) -> NDArray[np.int64]:
    """Tell which blocks stand in the gold text: as they are, or with most of their word pairs."""
    whole, lines, known = squeeze(gold), Counter(map(squeeze, gold.split("\n"))), set(pairs(gold))
    found = []
    for block in blocks:
        text, own = squeeze(block.text), pairs(block.text)
        same = text in whole if len(text) >= LONG else text in lines
        found.append(same or (len(own) > 4 and sum(pair in known for pair in own) >= ENOUGH * len(own)))  # noqa: PLR2004
    return np.array(found, dtype=np.int64)


def read(path: Path) -> list[Sample]:
    """Read the pages."""
    samples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        tree = parse(decode(gzip.decompress((path.parent / row["html_path"]).read_bytes())).text, Limits())
        blocks, evidence = blocks_of(tree), gather(tree)
        samples.append(Sample(row, tree, blocks, evidence, features_of(blocks, evidence), labels(row["gold_text"], blocks)))
    return samples


def train(samples: list[Sample]) -> lightgbm.Booster:
    """Train on some pages; a block weighs as the logarithm of its words."""
    rows = np.vstack([sample.rows for sample in samples])
    weights = np.log1p(rows[:, NAMES.index("words")])
    data = lightgbm.Dataset(rows, np.concatenate([sample.labels for sample in samples]), weight=weights)
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def unseen(samples: list[Sample]) -> dict[str, str]:
    """Return the text of each page as found by a forest that has seen no page of its publisher."""
    publishers = sorted({sample.row["publisher"] for sample in samples})
    random.Random(0).shuffle(publishers)  # noqa: S311 - folds, no secrets
    fold = {publisher: index % FOLDS for index, publisher in enumerate(publishers)}
    texts = {}
    for number in range(FOLDS):
        forest = train([sample for sample in samples if fold[sample.row["publisher"]] != number])
        for one in samples:
            if fold[one.row["publisher"]] == number:
                chances = judged(one.tree, one.blocks, one.evidence, judge=lambda rows, forest=forest: forest.predict(rows))
                texts[one.row["id"]] = clean_text(one.tree, one.blocks, chances, one.evidence)
    return texts


def overlap(kept: str, gold: str) -> float:
    """Return the token F1 of two texts as bags of words."""
    have, want = Counter(kept.lower().split()), Counter(gold.lower().split())
    both = sum((have & want).values())
    return 2 * both / max(1, sum(have.values()) + sum(want.values()))


def flat(node: dict[str, Any]) -> dict[str, list[Any]]:
    """Return a tree of lightgbm's dump as flat lists."""
    tree: dict[str, list[Any]] = {"features": [], "thresholds": [], "left": [], "right": [], "values": []}

    def add(node: dict[str, Any]) -> int:
        place = len(tree["features"])
        leaf = "leaf_value" in node
        tree["features"].append(None if leaf else NAMES[node["split_feature"]])
        tree["thresholds"].append(0 if leaf else float(f"{node['threshold']:.6g}"))
        tree["values"].append(round(node["leaf_value"], 5) if leaf else 0)
        tree["left"].append(0)
        tree["right"].append(0)
        if not leaf:
            tree["left"][place] = add(node["left_child"])
            tree["right"][place] = add(node["right_child"])
        return place

    add(node)
    return tree


def depth(tree: dict[str, list[Any]], place: int = 0) -> int:
    """Return the number of questions on the longest way down."""
    if tree["features"][place] is None:
        return 0
    return 1 + max(depth(tree, tree["left"][place]), depth(tree, tree["right"][place]))


def write(samples: list[Sample]) -> None:
    """Train on all pages and write the forest."""
    trees = [flat(tree["tree_structure"]) for tree in train(samples).dump_model()["tree_info"]]
    source = "benchmarks/train_web_pages.py on the development pages: shape and markup, no wording"
    lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)
    text = f'{{"source": "{source}", "depth": {max(map(depth, trees))}, "trees": [\n{lines}\n]}}\n'
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {len(trees)} trees to {TARGET.relative_to(ROOT)}")


def main() -> int:
    """Validate, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--predictions", type=Path)
    options = parser.parse_args()
    samples = read(options.gold)
    texts = unseen(samples)
    scores = [overlap(texts[sample.row["id"]], sample.row["gold_text"]) for sample in samples]
    print(f"{len(samples)} pages, mean overlap of words on unseen publishers {sum(scores) / len(scores):.4f}")
    if options.predictions:
        lines = [json.dumps({"id": id_, "text": text}, ensure_ascii=False) for id_, text in texts.items()]
        options.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.write:
        write(samples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
