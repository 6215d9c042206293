"""Train the line model: ``python benchmarks/train_german_boilerplate.py DATA`` writes the plugin's ``data/model.json``.

DATA is a folder with ``html.dev.jsonl`` and ``segments.dev.jsonl`` (see ``train_web_pages.py``) and ``plain_crop.dev.jsonl``, ``plain_w3m.dev.jsonl``, ``plain_insc.dev.jsonl`` and ``plain_h2t.dev.jsonl``: one page a line,
``{"id": "Publisher_2024_01_31", "lines": [{"text", "keep", "kind"}]}``. Needs catboost (``pip install
'presseschau-german-boilerplate[train]'``); one thread, fixed seeds: the same data give the same file.

The pages of ``segments.dev.jsonl`` are laid flat, a block a line, and labelled by what is known of them (segments that must stay or go)
and, counting less, by what the plugin web-pages and trafilatura say of the rest: they are of some 360 hosts and of many kinds, where the
flattened pages are of 31 publishers. A page of a publisher that is left out is left out with it.

``--folds OUT`` instead writes one model per fold of publishers, each trained without that fold, with which
``benchmarks/boilerplate.py`` measures honestly on the training pages.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import forests
import numpy as np
import numpy.typing as npt
import train_web_pages
from attrs import frozen
from presseschau_german_boilerplate import features, model, repeats
from presseschau_german_boilerplate.engine import facts_of
from presseschau_german_boilerplate.rules import Facts
from presseschau_web_pages.evidence import squeeze
from presseschau_web_pages.opinion import second_opinion
from presseschau_web_pages.page import judged

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
SENTENCES_WEIGHT = 0.5
FLAT_WEIGHT = 0.15
LEAST_WEIGHT = 60.0  # that an article is taken to have: a page of which little is known must not count for much
TRUST = {"known": 1.0, "agreed": 0.6, "alone": 0.2}
SURE = (0.35, 0.65)
BULLETS = ("", "  • ", "* ", "    * ")
HEADINGS = ("", "", "## ", "# ")
_SENTENCE = re.compile(r"(?<=[.!?…“\"«])\s+(?=[A-ZÄÖÜ„\"»‚])")
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


def sentence_views(record: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yield a page with a paragraph per sentence, as tabloids and statements have it: whole, a few sentences, half of the furniture."""
    chance = random.Random(f"{SEED}/sentences/{record['id']}")  # noqa: S311 - chance, not secrecy
    lines = [
        {**line, "text": text}
        for line in record["lines"]
        for text in (
            _SENTENCE.split(line["text"]) if line["keep"] and line["kind"] in {"paragraph", "lead"} else [line["text"]]
        )
    ]
    yield lines
    yield [line for line in lines if line["keep"]][: chance.choice((6, 12, 25))]
    yield [line for line in lines if line["keep"] or chance.random() < HALF]


def flat_pages(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield host and lines of the pages of many kinds; ``trust`` says how a line's label is known, none is -1."""
    low, high = SURE
    for sample in train_web_pages.read(folder / "segments.dev.jsonl"):
        chances = judged(sample.tree, sample.blocks, sample.evidence)
        opinion = second_opinion(sample.tree, sample.blocks) or [None] * len(chances)
        titles = {squeeze(title) for title in sample.evidence.titles if title}
        lines = []
        for block, chance, other, known in zip(sample.blocks, chances, opinion, sample.labels.tolist(), strict=True):
            keep = bool(known) if known >= 0 else chance > high
            trust = "known" if known >= 0 else "alone" if other is not None and other != keep else "agreed"
            heading = block.tag[0] == "h" and block.tag[1:].isdigit()
            kind = "title" if squeeze(block.text) in titles else "drop" if not keep else "headline" if heading else "paragraph"
            unknown = known < 0 and low <= chance <= high
            mark = "item" if block.tag == "li" else "heading" if heading else ""
            lines.append(
                {"text": block.text, "keep": keep, "kind": "empty" if unknown else kind, "trust": TRUST[trust], "mark": mark}
            )
        yield urlsplit(sample.row["url"]).netloc, lines


def flat_views(host: str, lines: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield a page of many kinds in the same ways as :func:`views`, with the bullets and headings of one of the flattenings."""
    chance = random.Random(f"{SEED}/flat/{host}/{len(lines)}")  # noqa: S311 - chance, not secrecy
    marks = {"item": chance.choice(BULLETS), "heading": chance.choice(HEADINGS), "": ""}
    marked = [{**line, "text": marks[line["mark"]] + line["text"]} for line in lines]
    yield marked
    kept = [number for number, line in enumerate(marked) if line["keep"]]
    if not kept:
        return
    window = marked[max(0, kept[0] - chance.choice((0, 1, 2, 5, 12))) : kept[-1] + 1 + chance.choice((0, 0, 1, 3, 10))]
    yield window
    yield [line for line in window if line["keep"] or chance.random() < HALF]
    yield [
        line
        for line in marked
        if line["keep"] or line["kind"] != "drop" or line["text"].count(" ") >= EASY or chance.random() < LEFT_OVER
    ]
    yield [line for line in marked if line["keep"]]


def domain_of(address: str | None) -> str:
    """Return the last two labels of the host of an address."""
    return ".".join(urlsplit(address or "").netloc.split(".")[-2:])


def read_pages(folder: Path, fold: dict[str, int]) -> Iterator[Page]:
    """Yield the views of all pages."""
    for variant, record in read_records(folder):
        number = fold[publisher_of(record["id"])]
        for view in views(variant, record):
            yield page_of(view, number, record["lines"])
        if variant == "crop":
            for view in sentence_views(record):
                yield page_of(view, number, record["lines"], SENTENCES_WEIGHT)
    rows = [json.loads(line) for line in (folder / "html.dev.jsonl").read_text(encoding="utf-8").splitlines()]
    domains = {domain_of(row.get("url")): fold[publisher_of(row["id"])] for row in rows if row.get("url")}
    for host, lines in flat_pages(folder):
        for view in flat_views(host, lines):
            yield page_of(view, domains.get(domain_of(f"//{host}"), -1), lines, FLAT_WEIGHT)


def weight_of(line: dict[str, Any], body: str) -> float:
    """Return how much a line counts: long ones more, doubtful ones less."""
    trust = 0.25 if line.get("suspect") else line.get("trust", 1.0)
    return trust * min(body.count(" ") + 1, 120) ** 0.75 * (SUBHEAD_WEIGHT if line["kind"] == "headline" else 1.0)


def page_of(lines: Sequence[dict[str, Any]], fold: int, whole: Sequence[dict[str, Any]], scale: float = 1.0) -> Page:
    """Turn labelled lines, all or some of those of the ``whole`` page, into a page.

    An article weighs ``scale``, furniture in proportion. The fold is -1 for a page that is never held out.
    """
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
        line = starts.get(one.line.outer_start, {"keep": False, "kind": "empty"})  # a break inside a line of the data
        keep.append(-1 if line["kind"] in IGNORED else int(line["keep"]))
        weight.append(weight_of(line, text[one.start : one.end]))
    total = sum(weight_of(line, line["text"]) for line in whole if line["keep"] and line["kind"] not in IGNORED)
    return Page(
        fold,
        model.table_of(sheet),
        np.array(keep),
        np.array(weight) * scale / max(total, LEAST_WEIGHT),
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
    fold = folds_of(sorted({record["id"] for _, record in read_records(chosen.data)}))
    pages = list(read_pages(chosen.data, fold))
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
