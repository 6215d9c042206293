"""Presseschau: who said what, and what happened when, in large collections of German news."""

from typing import TYPE_CHECKING, Any

from presseschau.errors import (
    ConfigError,
    DocumentError,
    OutputError,
    PluginError,
    PresseschauError,
    StepError,
    StoreError,
)
from presseschau.hookspecs import hookimpl
from presseschau.model.annotations import (
    Annotation,
    Event,
    Quote,
    UnknownAnnotation,
    annotation,
    annotation_kinds,
    reference_field,
    spans_field,
    text_of,
    to_clean,
    to_source,
)
from presseschau.model.document import Claim, Cleaning, Document, Edit, LanguageGuess, Origin, Part
from presseschau.model.groups import Group, InferredDate
from presseschau.model.provenance import Finding, Provenance
from presseschau.model.source import Source
from presseschau.model.spans import CleanSpan, SourceSpan, Span

if TYPE_CHECKING:
    from presseschau.pipeline import Pipeline
    from presseschau.results.dossier import Dossier
    from presseschau.results.run import Run
    from presseschau.results.turns import in_turns
    from presseschau.results.view import DocumentView

__version__ = "0.1.0"

_LAZY = {
    "DocumentView": "presseschau.results.view",
    "Dossier": "presseschau.results.dossier",
    "Pipeline": "presseschau.pipeline",
    "Run": "presseschau.results.run",
    "in_turns": "presseschau.results.turns",
}
"""Names that bring the engine with them, and are imported when somebody asks for them."""

__all__ = [
    "Annotation",
    "Claim",
    "CleanSpan",
    "Cleaning",
    "ConfigError",
    "Document",
    "DocumentError",
    "DocumentView",
    "Dossier",
    "Edit",
    "Event",
    "Finding",
    "Group",
    "InferredDate",
    "LanguageGuess",
    "Origin",
    "OutputError",
    "Part",
    "Pipeline",
    "PluginError",
    "PresseschauError",
    "Provenance",
    "Quote",
    "Run",
    "Source",
    "SourceSpan",
    "Span",
    "StepError",
    "StoreError",
    "UnknownAnnotation",
    "annotation",
    "annotation_kinds",
    "hookimpl",
    "in_turns",
    "reference_field",
    "spans_field",
    "text_of",
    "to_clean",
    "to_source",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute
    if name not in _LAZY:
        raise AttributeError(f"module 'presseschau' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only on the way to the engine

    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return __all__
