"""Train the model of happenings: ``python benchmarks/train_events.py DEV.jsonl`` writes the plugin's ``data/model.json``.

DEV.jsonl holds labelled articles, one a line: ``{"id", "title", "dct", "text", "events": [{"trigger": [[start, end], …], …}]}``. Needs scipy (``pip
install 'presseschau-events[train]'``); no chance is involved: the same data give the same file.

``--folds OUT.jsonl`` instead writes the events of every article by a model that was trained without the articles of its fold, for
``benchmarks/scorers/score_events.py DEV.jsonl OUT.jsonl``: honest figures on the training articles, for the choice of triggers. (The rules and word
lists were made looking at the first 33 of the 44 articles; ``--from 33`` writes only the others.)
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from accuracy import event
from attrs import frozen
from presseschau_events.candidates import Candidate
from presseschau_events.engine import events_of
from presseschau_events.features import Features
from presseschau_events.model import Model
from presseschau_events.reading import read
from scipy.optimize import minimize

from presseschau import Claim, Document, Pipeline, Quote
from presseschau.config import config_from_data
from presseschau.dates import Edtf, TimeExpression, resolve_all
from presseschau.testing.analysis import analyse

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "plugins" / "events" / "src" / "presseschau_events" / "data" / "model.json"
FOLDS = 44
DECAY = 8.0
THRESHOLD = 0.45
DATED = 0.3
"""How probable a happening must be, without a time that dates it and with one."""
SEEN = 2
"""Features of fewer documents are left out."""


@frozen(eq=False)
class Article:
    """A labelled article with what the earlier steps found in it, its candidates' features, and which of them are happenings."""

    gold: dict[str, Any]
    analysis: Any
    times: Sequence[TimeExpression]
    quotes: Sequence[Quote]
    features: list[list[str]]
    labels: list[bool]


def main() -> None:
    """Train, or write the events of models that left the article out."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=Path)
    parser.add_argument(
        "--from", type=int, default=0, dest="first", help="write only the events of the articles from this one on"
    )
    arguments = parser.parse_args()
    gold = [json.loads(line) for line in arguments.gold.read_text("utf-8").splitlines() if line.strip()]
    articles = list(read_articles(gold))
    if arguments.folds is None:
        trained = train(articles)
        data = {"bias": trained.bias, "threshold": trained.threshold, "dated": trained.dated, "weights": trained.weights}
        OUT.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        sys.stdout.write(f"{OUT.name}: {len(trained.weights)} weights\n")
        return
    with arguments.folds.open("w", encoding="utf-8") as file:
        for fold in range(FOLDS):
            rest = [article for place, article in enumerate(articles) if place % FOLDS != fold]
            model = train(rest)
            for article in articles[fold::FOLDS] if fold >= arguments.first else ():
                file.write(json.dumps(predicted(article, model), ensure_ascii=False) + "\n")


def read_articles(gold: Sequence[dict[str, Any]]) -> Iterator[Article]:
    """Yield the articles after the steps before events."""
    config = {"language": {"expect": "de"}, "extract": ["quotes", "dates"]}
    documents = [
        Document(
            id=one["id"],
            source_text=one["text"],
            claims=[
                Claim(name=name, value=one[key], origin="gold", rule="gold")
                for name, key in (("date", "dct"), ("title", "title"))
            ],
        )
        for one in gold
    ]
    done = Pipeline(config_from_data(config, base=ROOT)).process(iter(documents))
    for one, processed in zip(gold, done, strict=True):
        analysis = analyse(one["text"], frozenset({"analysis:sentences"}))
        times = [found for found in processed.annotations if isinstance(found, TimeExpression)]
        quotes = [found for found in processed.annotations if isinstance(found, Quote)]
        reading = read(analysis, times, quotes, one["title"])
        candidates = reading.considered()
        named = Features(reading)
        spans = [[(reading.words.begins[token], reading.words.ends[token]) for token in found.tokens] for found in candidates]
        yield Article(
            one, analysis, times, quotes, [named.of(found) for found in candidates], labels(one["events"], spans, candidates)
        )


def labels(
    gold: Sequence[dict[str, Any]], spans: Sequence[list[tuple[int, int]]], candidates: Sequence[Candidate]
) -> list[bool]:
    """Tell which candidates are labelled: one to one, most shared characters first, then closest in length, as the scorer has it."""
    pairs = []
    for number, wanted in enumerate(gold):
        for place, mine in enumerate(spans):
            both = sum(max(0, min(b, d) - max(a, c)) for a, b in wanted["trigger"] for c, d in mine)
            sizes = [sum(b - a for a, b in one) for one in (wanted["trigger"], mine)]
            if both and sizes[1] <= 3 * sizes[0] + 15:
                pairs.append((-both, abs(sizes[0] - sizes[1]), number, place))
    taken: set[int] = set()
    used: set[int] = set()
    for _, _, number, place in sorted(pairs):
        if number not in used and place not in taken:
            used.add(number)
            taken.add(place)
    return [place in taken for place in range(len(candidates))]


def train(articles: Sequence[Article]) -> Model:
    """Fit a logistic regression with quadratic decay."""
    counts = Counter(name for article in articles for name in {name for names in article.features for name in names})
    vocabulary = {name: column for column, name in enumerate(sorted(name for name, n in counts.items() if n >= SEEN))}
    rows = [[vocabulary[name] for name in names if name in vocabulary] for article in articles for names in article.features]
    pointers = np.cumsum([0, *map(len, rows)])
    indices = np.array([column for row in rows for column in row])
    features = sp.csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(vocabulary)))
    answers = np.array([label for article in articles for label in article.labels], dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = features @ weights[:-1] + weights[-1]
        error = 1 / (1 + np.exp(-scores)) - answers
        value = np.logaddexp(0, scores).sum() - (scores * answers).sum() + DECAY / 2 * (weights[:-1] ** 2).sum()
        return value, np.append(features.T @ error + DECAY * weights[:-1], error.sum())

    fitted = minimize(loss, np.zeros(len(vocabulary) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    weights = {name: round(float(fitted[column]), 3) for name, column in vocabulary.items()}
    return Model(round(float(fitted[-1]), 3), THRESHOLD, DATED, {name: weight for name, weight in weights.items() if weight})


def predicted(article: Article, model: Model) -> dict[str, Any]:
    """Return the events of an article as the scorer reads them."""
    date = Edtf.parse(article.gold["dct"])
    found = events_of(article.analysis, article.times, article.quotes, title=article.gold["title"], date=date, weights=model)
    times = {one.id: one for one in article.times}
    resolutions = resolve_all(article.times, date)
    return {"id": article.gold["id"], "events": [event(one, times, resolutions) for one in found]}


if __name__ == "__main__":
    main()
