"""The model that tells happenings from other verbs and nouns: a logistic regression over named features.

Its weights are made by ``benchmarks/train_events.py`` from labelled articles; see docs/explanation/events.md for what it reaches on articles left out.
"""

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from attrs import frozen


@frozen
class Model:
    """Weights by feature; what has at least ``threshold``, or ``dated`` where a time dates it, counts as a happening."""

    bias: float
    threshold: float
    dated: float
    weights: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """Return how probable it is that a candidate with these features is a happening."""
        score = self.bias + sum(filter(None, map(self.weights.get, features)))
        return 1 / (1 + math.exp(-score))


@cache
def load() -> Model:
    """Return the model that ships with the plugin."""
    data = json.loads((files("presseschau_events") / "data" / "model.json").read_text("utf-8"))
    return Model(data["bias"], data["threshold"], data["dated"], data["weights"])
