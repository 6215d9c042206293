"""Measuring a config on labelled texts: ``presseschau evaluate CONFIG GOLD``."""

from presseschau_evaluate.gold import GoldDocument, GoldError, Mark
from presseschau_evaluate.predict import predict
from presseschau_evaluate.readers import read_gold
from presseschau_evaluate.scoring import Scores, score

__all__ = ["GoldDocument", "GoldError", "Mark", "Scores", "predict", "read_gold", "score"]
