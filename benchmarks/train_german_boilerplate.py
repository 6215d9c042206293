"""Train the line model: ``python benchmarks/train_german_boilerplate.py DATA`` writes the plugin's ``data/model.json``.

DATA is a folder with ``plain_crop.dev.jsonl``, ``plain_w3m.dev.jsonl``, ``plain_insc.dev.jsonl`` and ``plain_h2t.dev.jsonl``: one page a line,
``{"id": "Publisher_2024_01_31", "lines": [{"text", "keep", "kind"}]}``. Needs catboost (``pip install
'presseschau-german-boilerplate[train]'``); one thread, fixed seeds: the same data give the same file.

``--folds OUT`` instead writes one model per fold of publishers, each trained without that fold, with which
``benchmarks/boilerplate.py`` measures honestly on the training pages.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import forests
import numpy as np
import numpy.typing as npt
from attrs import frozen
from presseschau_german_boilerplate import features, model, repeats
from presseschau_german_boilerplate.engine import facts_of
from presseschau_german_boilerplate.rules import Facts

from presseschau.forest import Forest, save_forest

VARIANTS = ("crop", "w3m", "insc", "h2t")
FOLDS = 8
SEED = 20
# Papers of one house share their page template; a fold takes them together.
HOUSES = {"WAZ": "Funke", "BerlinerMorgenpost": "Funke", "HamburgerAbendblatt": "Funke"}
HALF = 0.5
SHORT_ARTICLES = (3, 5, 8)  # paragraphs and subheads
EASY = 5  # spaces in a line of furniture, from which on it is not easy to tell
LEFT_OVER = 0.1
SUBHEAD_WEIGHT = 5.0  # subheads are short, and losing them costs a reader more than their words
IGNORED = {"title", "title~", "title-dup", "empty"}
SEEDS = (20, 21)  # of one forest each: the mean of two errs less often on a whole page than either
SETTINGS = {
    "iterations": 250,
    "depth": 6,
    "learning_rate": 0.04,
    "l2_leaf_reg": 6,
    "border_count": 48,
    "random_strength": 1.0,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.8,
    "rsm": 0.4,
}


@frozen
class Page:
    """A page as the engine sees it: the features of its lines, their labels and weights, and its fold.

    ``keep`` is 1, 0, or -1 for a line whose label does not count. ``learn`` marks the lines that no rule decides.
    """

    fold: int
    table: features.Array
    keep: npt.NDArray[np.int_]
    weight: npt.NDArray[np.float64]
    learn: npt.NDArray[np.bool_]


def publisher_of(identifier: str) -> str:
    """Return the publisher of a page: what its id begins with."""
    return identifier.split("_", 1)[0]


def folds_of(identifiers: Sequence[str]) -> dict[str, int]:
    """Deal the publishers into folds of about the same number of pages, houses together; by name, not by chance."""
    fold = forests.dealt(forests.sizes_of(HOUSES.get(publisher_of(one), publisher_of(one)) for one in identifiers), FOLDS)
    for publisher, house in HOUSES.items():
        if house in fold:
            fold[publisher] = fold[house]
    return fold


def read_records(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield variant and page of every development file."""
    for variant in VARIANTS:
        with (folder / f"plain_{variant}.dev.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                yield variant, json.loads(line)


def views(variant: str, record: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield a page as it is, and cut in other ways, so that the model cannot lean on how much furniture surrounds an article.

    A window around the article with random margins; the page with half of its furniture gone, as if another house had built it; the
    article alone; a short article, of which only a few paragraphs are there; the page without most of its short furniture, which is
    how it looks once a first reading has cut what is easy.
    """
    lines = record["lines"]
    yield lines
    kept = [number for number, line in enumerate(lines) if line["keep"]]
    if not kept:
        return
    chance = random.Random(f"{SEED}/{variant}/{record['id']}")  # noqa: S311 - chance, not secrecy
    yield lines[max(0, kept[0] - chance.choice((0, 1, 2, 5, 12, 30))) : kept[-1] + 1 + chance.choice((0, 0, 1, 3, 10, 30))]
    yield [line for line in lines if line["keep"] or chance.random() < HALF]
    yield [
        line
        for line in lines
        if line["keep"] or line["kind"].startswith("title") or line["text"].count(" ") >= EASY or chance.random() < LEFT_OVER
    ]
    if variant in {"crop", "w3m"}:
        yield [line for line in lines if line["keep"] or (line["kind"] == "title" and chance.random() < HALF)]
    if variant in {"crop", "insc"}:
        few = set(chance.sample(kept, min(len(kept), chance.choice(SHORT_ARTICLES))))
        yield [line for number, line in enumerate(lines) if number in few or (not line["keep"] and chance.random() < HALF)]


def weight_of(line: dict[str, Any], body: str) -> float:
    """Return how much a line counts: long ones more, doubtful ones less."""
    trust = 0.25 if line.get("suspect") else 1.0
    return trust * min(body.count(" ") + 1, 120) ** 0.75 * (SUBHEAD_WEIGHT if line["kind"] == "headline" else 1.0)


def page_of(lines: Sequence[dict[str, Any]], fold: int, whole: Sequence[dict[str, Any]]) -> Page:
    """Turn labelled lines, all or some of those of the ``whole`` page, into a page; an article weighs one, furniture in proportion."""
    text = "\n".join(line["text"] for line in lines)
    starts: dict[int, dict[str, Any]] = {}
    at = 0
    for line in lines:
        starts[at] = line
        at += len(line["text"]) + 1
    facts: Sequence[Facts] = facts_of(text)
    facts, sheet = repeats.apply(text, facts, features.line_features(text, facts))
    keep, weight = [], []
    for one in facts:
        line = starts[one.line.outer_start]
        keep.append(-1 if line["kind"] in IGNORED else int(line["keep"]))
        weight.append(weight_of(line, text[one.start : one.end]))
    total = sum(weight_of(line, line["text"]) for line in whole if line["keep"] and line["kind"] not in IGNORED) or 1.0
    return Page(
        fold,
        model.table_of(sheet),
        np.array(keep),
        np.array(weight) / total,
        np.array([not one.rule for one in facts]),
    )


def fit(tables: Sequence[features.Array], pages: Sequence[Page]) -> Forest:
    """Train forests on the lines of pages that no rule decides; return their mean."""
    chosen = [page.learn & (page.keep >= 0) for page in pages]
    table = np.concatenate([rows[choice] for rows, choice in zip(tables, chosen, strict=True)])
    labels = np.concatenate([page.keep[choice] for page, choice in zip(pages, chosen, strict=True)])
    weights = np.concatenate([page.weight[choice] for page, choice in zip(pages, chosen, strict=True)])
    return forests.fit(table, labels, weights, model.NAMES, SETTINGS, SEEDS)


def train(pages: Sequence[Page], held_out: int | None = None) -> Forest:
    """Train on the pages of all folds but one (or of all)."""
    inside = [page for page in pages if page.fold != held_out]
    return fit([page.table for page in inside], inside)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--folds", type=Path, metavar="OUT", help="write the models of the publisher folds into this folder instead"
    )
    chosen = parser.parse_args(arguments)
    records = list(read_records(chosen.data))
    fold = folds_of(sorted({record["id"] for _, record in records}))
    pages = [
        page_of(view, fold[publisher_of(record["id"])], record["lines"])
        for variant, record in records
        for view in views(variant, record)
    ]
    if chosen.folds is None:
        save_forest(train(pages), model.MODEL_FILE)
        return
    chosen.folds.mkdir(parents=True, exist_ok=True)
    for number in range(FOLDS):
        save_forest(train(pages, number), chosen.folds / f"fold-{number}.json")
        sys.stderr.write(f"fold {number + 1} of {FOLDS}\n")
    (chosen.folds / "folds.json").write_text(json.dumps(fold, indent=1, sort_keys=True), encoding="utf-8")


if __name__ == "__main__":
    main()
