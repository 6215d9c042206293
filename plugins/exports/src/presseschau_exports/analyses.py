"""Documents with their shared analysis, for the exports that need tokens."""

from collections.abc import Iterable, Iterator
from itertools import tee
from typing import TYPE_CHECKING

from presseschau import DocumentView
from presseschau.hookspecs import Analyse

if TYPE_CHECKING:
    from spacy.tokens import Doc

LAYERS = ("analysis:tags", "analysis:morphology", "analysis:lemmas", "analysis:parse", "analysis:names")
"""What a language model may give beside tokens and sentences."""


def analysed(views: Iterable[DocumentView], analyse: Analyse) -> Iterator[tuple[DocumentView, "Doc"]]:
    """Yield each view with the analysis of its clean text; no more of them are held than a batch of ``analyse``."""
    kept, given = tee(views)
    yield from zip(kept, analyse(view.document for view in given), strict=True)
