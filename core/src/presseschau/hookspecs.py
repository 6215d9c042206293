"""The hook specifications: all that core asks of plugins, stage by stage.

A plugin is an attrs class, ``@attrs.frozen(eq=False, kw_only=True)``, whose attributes are its options and whose methods,
marked ``@hookimpl``, are its work. An implementation takes those of the arguments below that it needs, by name. It may hold
what it has loaded (word lists, a model) but nothing of the documents it has seen: each call stands alone.

Beside the hooks a class may declare

- ``requires``: what must have happened before, e.g. ``("analysis:sentences", "annotation:TimeExpression")``;
- ``provides``: what it gives, e.g. ``("annotation:Quote",)``.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

from presseschau.model.annotations import Annotation
from presseschau.model.document import Cleaning, Document, LanguageGuess
from presseschau.model.groups import Group, InferredDate
from presseschau.model.source import Source

if TYPE_CHECKING:
    import spacy.language
    import spacy.tokens

    from presseschau.results.dossier import Dossier

PROJECT = "presseschau"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def load() -> Iterable[Source | Document]:  # type: ignore[empty-body]
    """Yield the documents of the options, one at a time, in an order that does not change.

    A :class:`~presseschau.Source` is read only when it is new or has changed since the last run, and what its ``read`` raises
    makes a dead letter of that document alone. A loader that has the text at hand may yield documents. What this hook
    itself raises ends the run.
    """


@hookspec
def clean(document: Document) -> Cleaning | None:
    """Return what to cut, label and claim; by spans of ``document.source_text``.

    ``document`` carries the work of the cleaners before; ``document.text`` is what they left, ``document.cut(span, rule)`` cuts
    a span of it.
    """


@hookspec
def extract(document: Document, analysis: "spacy.tokens.Doc", annotations: tuple[Annotation, ...]) -> Iterable[Annotation]:  # type: ignore[empty-body]
    """Return annotations, by spans of ``document.text``.

    ``analysis`` is the shared spaCy analysis of ``document.text``, its token offsets are offsets of that text; it has what the
    plugin ``requires`` of it. ``annotations`` are those of the extractors before, by spans of ``document.text`` too.
    """


@hookspec
def link(dossier: "Dossier") -> Iterable[Group | InferredDate]:  # type: ignore[empty-body]
    """Return groups of annotations of the whole run, and dates for documents that have none. Reads from the store."""


@hookspec
def report(dossier: "Dossier", directory: Path) -> Iterable[Path]:  # type: ignore[empty-body]
    """Write files into ``directory``, which exists, and return their paths.

    What is written depends on the dossier and the options alone: no clock, no host, no absolute path.
    """


@hookspec(firstresult=True)
def detect_language(text: str) -> LanguageGuess | None:
    """Guess the language of a clean text."""


@hookspec(firstresult=True)
def spacy_pipeline(needs: frozenset[str]) -> "spacy.language.Language":  # type: ignore[empty-body]
    """Return a spaCy pipeline that gives at least ``needs`` (``"analysis:sentences"`` …), with no more components than that takes.

    Called once per process.
    """
