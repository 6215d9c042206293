"""Weights of the German language model presseschau-de; see the model card, README.md. Loads as any spaCy pipeline: ``spacy.load("presseschau_de")``."""

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_path


def load(**overrides: Any) -> Language:  # noqa: ANN401 - as spacy.load takes them
    """Return the pipeline."""
    return load_model_from_path(Path(__file__).parent, **overrides)
