"""Floors on the development pages, for the shipped model. It has seen them: honest figures come from publisher folds, see the docs."""

import json
import os
from pathlib import Path

import pytest
from presseschau_german_boilerplate import clean_text

FLOORS = {"crop": 0.97, "w3m": 0.97, "insc": 0.965, "h2t": 0.965}


def _data() -> Path:
    given = os.environ.get("PRESSESCHAU_DATA")
    folder = Path(given) if given else Path(__file__).parents[4] / "shared" / "data"
    if not (folder / "boilerplate").is_dir():
        pytest.skip(f"no development data in {folder.name}: set PRESSESCHAU_DATA")
    return folder / "boilerplate"


@pytest.mark.data
@pytest.mark.parametrize("variant", FLOORS)
def test_kept_words_are_those_of_the_article(variant: str) -> None:
    scores = []
    for line in (_data() / f"plain_{variant}.dev.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        clean = clean_text("\n".join(one["text"] for one in page["lines"]))
        title = " ".join(page["title"].split()).casefold()
        words = [
            word for row in clean.split("\n") if " ".join(row.split()).casefold() != title for word in row.casefold().split()
        ]
        gold = page["gold_text"].casefold().split()
        common = sum(min(words.count(word), gold.count(word)) for word in set(gold))
        scores.append(2 * common / max(1, len(words) + len(gold)))
    assert sum(scores) / len(scores) >= FLOORS[variant] - 0.01
