"""The hook specifications and the table of stages: all that core asks of plugins.

A plugin is an attrs class, ``@attrs.frozen(eq=False, kw_only=True)``, whose attributes are its options and whose methods,
marked ``@hookimpl``, are its work. An implementation takes those of the arguments below that it needs, by name. It may hold
what it has loaded (word lists, a model) but nothing of the documents it has seen: each call stands alone.

Beside the hooks a class may declare

- ``requires``: what must have happened before, e.g. ``("analysis:sentences", "annotation:TimeExpression")``;
- ``wants``: what it uses if the pipeline gives it, e.g. ``("analysis:parse",)``. It must work without: ask
  ``analysis.has_annotation("DEP")``, or look for the kind among the ``annotations``. What a config grants is part of the step's
  fingerprint;
- ``provides``: what it gives, e.g. ``("annotation:Quote",)``;
- ``markers``: strings that it looks for, e.g. ``("„", "sagte")``; the conformance kit splices them into its texts, so that there
  is something to be found, and repeats them to see whether time grows in proportion;
- ``content_digest``: a string, or a method without arguments that returns one: the digest of what its options name but do not
  hold, such as the weights of a model. It is part of the fingerprint. Files named by options of type ``Path`` are digested
  without it.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import pluggy
from attrs import frozen

from presseschau.model.annotations import Annotation
from presseschau.model.document import Cleaning, Document, LanguageGuess
from presseschau.model.groups import Group, InferredDate
from presseschau.model.source import Source

if TYPE_CHECKING:
    import spacy.language
    import spacy.tokens

    from presseschau.results.dossier import Dossier

PROJECT = "presseschau"
Analyse = Callable[[Iterable[Document]], Iterator["spacy.tokens.Doc"]]
"""Documents in, the shared analysis of their clean texts out, in order; see :func:`report`."""
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@frozen
class Stage:
    """A kind of work: its ``name``, the ``hook`` that plugins implement for it, and the ``key`` in a config under which its steps stand.

    ``per`` says how often the hook is called: once a ``run``, once a ``process``, or for each ``document``.
    """

    name: str
    hook: str
    key: str
    per: Literal["run", "process", "document"]


STAGES = (
    Stage("load", "load", "load", "run"),
    Stage("clean", "clean", "clean", "document"),
    Stage("language", "detect_language", "language.detector", "document"),
    Stage("analysis", "spacy_pipeline", "language.model", "process"),
    Stage("extract", "extract", "extract", "document"),
    Stage("link", "link", "link", "run"),
    Stage("report", "report", "report", "run"),
)
"""All stages, in the order of work."""

HOOKS = {stage.name: stage.hook for stage in STAGES}
"""Stage -> hook, in the order of work."""

SECTIONS = tuple(stage.name for stage in STAGES if stage.key == stage.name)
"""The stages whose steps are a list in the config. The others have one step each, in the config's ``language`` section."""

RESERVED = tuple(stage.name for stage in STAGES if stage.key != stage.name)
"""The stages that every config has one step of; their names are the ids of these steps."""

PER_DOCUMENT = tuple(stage.name for stage in STAGES if stage.per == "document")
"""The stages that work on one document at a time, after it is loaded."""


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
    plugin ``requires`` of it, and what it ``wants`` where the config's pipeline gives that. ``annotations`` are those of the extractors before, by spans of ``document.text`` too.
    """


@hookspec
def link(dossier: "Dossier") -> Iterable[Group | InferredDate]:  # type: ignore[empty-body]
    """Return groups of annotations of the whole run, and dates for documents that have none. Reads from the store."""


@hookspec
def report(dossier: "Dossier", directory: Path, analyse: Analyse) -> Iterable[Path]:  # type: ignore[empty-body]
    """Write files into ``directory``, which exists, and return their paths.

    What is written depends on the dossier and the options alone: no clock, no host, no absolute path. A report that goes through the
    documents one by one may take turns with the others (:func:`presseschau.in_turns`), so that each document is read once for all.

    The store does not keep the shared analysis. A report that needs tokens takes ``analyse`` and gives it documents; it yields the
    spaCy ``Doc`` of each one's clean text, in order, a batch at a time, by the pipeline of the config's ``language.model``. It has what the
    plugin ``requires`` of it, and what it ``wants`` where that pipeline gives it. Take from a ``Doc`` what you need before you ask for
    the next one: its strings are given back then. Nothing is analysed for reports that do not ask.
    """


@hookspec(firstresult=True)
def detect_language(text: str) -> LanguageGuess | None:
    """Guess the language of a clean text."""


@hookspec(firstresult=True)
def spacy_pipeline(needs: frozenset[str]) -> "spacy.language.Language":  # type: ignore[empty-body]
    """Return a spaCy pipeline that gives at least ``needs`` (``"analysis:sentences"`` …), with no more components than that takes.

    Called once per process.
    """


# The same stages as protocols, for type checkers. A plugin need not name them, and its methods may take fewer arguments: pluggy
# passes by name. To have a type checker prove a plugin that takes them all, write `stage: type[Extractor] = MyPlugin`.


class Loader(Protocol):
    """Yields the documents of its options."""

    def load(self) -> Iterable[Source | Document]:
        """See :func:`load`."""


class Cleaner(Protocol):
    """Says what to cut, label and claim."""

    def clean(self, document: Document) -> Cleaning | None:
        """See :func:`clean`."""


class Extractor(Protocol):
    """Finds annotations."""

    def extract(
        self, document: Document, analysis: "spacy.tokens.Doc", annotations: tuple[Annotation, ...]
    ) -> Iterable[Annotation]:
        """See :func:`extract`."""


class Linker(Protocol):
    """Groups annotations across documents, and dates documents."""

    def link(self, dossier: "Dossier") -> Iterable[Group | InferredDate]:
        """See :func:`link`."""


class Reporter(Protocol):
    """Writes files."""

    def report(self, dossier: "Dossier", directory: Path) -> Iterable[Path]:
        """See :func:`report`."""


class AnalysingReporter(Protocol):
    """Writes files, and has texts analysed again for them."""

    def report(self, dossier: "Dossier", directory: Path, analyse: Analyse) -> Iterable[Path]:
        """See :func:`report`."""


class LanguageDetector(Protocol):
    """Guesses the language of a text."""

    def detect_language(self, text: str) -> LanguageGuess | None:
        """See :func:`detect_language`."""


class PipelineProvider(Protocol):
    """Makes the shared spaCy pipeline."""

    def spacy_pipeline(self, needs: frozenset[str]) -> "spacy.language.Language":
        """See :func:`spacy_pipeline`."""
