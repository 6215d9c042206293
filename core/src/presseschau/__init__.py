"""Presseschau: who said what, and what happened when, in heaps of German news."""

from presseschau.annotations import (
    Annotation,
    Event,
    Quote,
    UnknownAnnotation,
    annotation,
    annotation_kinds,
    reference_field,
    spans_field,
    text_of,
)
from presseschau.document import Claim, Cleaning, Document, Edit, LanguageGuess, Origin, Part
from presseschau.errors import (
    ConfigError,
    DocumentError,
    OutputError,
    PluginError,
    PresseschauError,
    StepError,
    StoreError,
)
from presseschau.groups import Group, InferredDate
from presseschau.hookspecs import hookimpl
from presseschau.provenance import Finding, Provenance
from presseschau.source import Source
from presseschau.spans import Span

__version__ = "0.1.0"

__all__ = [
    "Annotation",
    "Claim",
    "Cleaning",
    "ConfigError",
    "Document",
    "DocumentError",
    "Edit",
    "Event",
    "Finding",
    "Group",
    "InferredDate",
    "LanguageGuess",
    "Origin",
    "OutputError",
    "Part",
    "PluginError",
    "PresseschauError",
    "Provenance",
    "Quote",
    "Source",
    "Span",
    "StepError",
    "StoreError",
    "UnknownAnnotation",
    "annotation",
    "annotation_kinds",
    "hookimpl",
    "reference_field",
    "spans_field",
    "text_of",
]
