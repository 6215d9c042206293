"""The stages as protocols, for type checkers: what a plugin of each stage looks like to those who call it.

A plugin need not name them, and its methods may take fewer arguments than these: pluggy passes by name. To have a type
checker prove a plugin that takes them all, write ``stage: type[Extractor] = MyPlugin``.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from presseschau.model.annotations import Annotation
from presseschau.model.document import Cleaning, Document, LanguageGuess
from presseschau.model.groups import Group, InferredDate
from presseschau.model.source import Source

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from presseschau.results.dossier import Dossier


class Loader(Protocol):
    """Yields the documents of its options."""

    def load(self) -> Iterable[Source | Document]:
        """See :func:`presseschau.hookspecs.load`."""


class Cleaner(Protocol):
    """Says what to cut, label and claim."""

    def clean(self, document: Document) -> Cleaning | None:
        """See :func:`presseschau.hookspecs.clean`."""


class Extractor(Protocol):
    """Finds annotations."""

    def extract(self, document: Document, analysis: "Doc", annotations: tuple[Annotation, ...]) -> Iterable[Annotation]:
        """See :func:`presseschau.hookspecs.extract`."""


class Linker(Protocol):
    """Groups annotations across documents, and dates documents."""

    def link(self, dossier: "Dossier") -> Iterable[Group | InferredDate]:
        """See :func:`presseschau.hookspecs.link`."""


class Reporter(Protocol):
    """Writes files."""

    def report(self, dossier: "Dossier", directory: Path) -> Iterable[Path]:
        """See :func:`presseschau.hookspecs.report`."""


class LanguageDetector(Protocol):
    """Guesses the language of a text."""

    def detect_language(self, text: str) -> LanguageGuess | None:
        """See :func:`presseschau.hookspecs.detect_language`."""


class PipelineProvider(Protocol):
    """Makes the shared spaCy pipeline."""

    def spacy_pipeline(self, needs: frozenset[str]) -> "Language":
        """See :func:`presseschau.hookspecs.spacy_pipeline`."""
