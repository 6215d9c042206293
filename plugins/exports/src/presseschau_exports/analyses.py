"""Documents with their shared analysis, for the exports that need tokens."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from presseschau import Document, DocumentView
from presseschau.hookspecs import Analyse

if TYPE_CHECKING:
    from spacy.tokens import Doc

LAYERS = ("analysis:tags", "analysis:morphology", "analysis:lemmas", "analysis:parse", "analysis:names")
"""What a language model may give beside tokens and sentences."""


def analysed(views: Iterable[DocumentView], analyse: Analyse) -> Iterator[tuple[DocumentView, "Doc"]]:
    """Yield each view with the analysis of its clean text; no more of them are held than a batch of ``analyse``."""
    waiting: deque[DocumentView] = deque()

    def documents() -> Iterator[Document]:
        for view in views:
            waiting.append(view)
            yield view.document

    for doc in analyse(documents()):
        yield waiting.popleft(), doc
