"""The work on one document: calling steps, checking what they return, folding it into the document."""

import time
import traceback
from collections.abc import Callable, Sequence
from typing import TypeVar

from attrs import evolve, frozen

from presseschau.annotations import Annotation, finish, to_clean
from presseschau.document import Cleaning, Document, LanguageGuess
from presseschau.errors import DocumentError, PresseschauError, StepError
from presseschau.source import Source
from presseschau.steps import Step
from presseschau.store import DeadLetter, StepResult

R = TypeVar("R")


@frozen
class Draft:
    """A document on its way: what the steps so far have made of it."""

    document: Document
    annotations: tuple[Annotation, ...] = ()
    results: tuple[StepResult, ...] = ()

    def after(self, result: StepResult) -> "Draft":
        """Fold in the result of a step."""
        document = self.document
        if result.language is not None:
            document = evolve(document, language=result.language)
        if result.cleaning is not None:
            document = document.with_cleaning(result.cleaning)
        return Draft(document, self.annotations + result.annotations, (*self.results, result))


def read(step: Step, source: Source, fingerprint: str) -> Draft:
    """Read a source; the claims and parts that come with the document are the load step's result.

    Raises:
        StepError: reading failed, or the document breaks a rule of the data model.
    """
    started = time.perf_counter()

    def checked() -> Document:
        document = source.read()
        if not isinstance(document, Document):
            raise TypeError(f"read() returned {type(document).__name__}, not a Document")
        if document.id != source.id:
            raise DocumentError(f"the source {source.id!r} gave a document with the id {document.id!r}")
        if not document.id or "\0" in document.id:
            raise DocumentError("a document needs an id, without NUL characters")
        _refuse_surrogates(document)
        return document

    document = call(step, source.id, checked)
    cleaning = _stamp(Cleaning(edits=document.edits, parts=document.parts, claims=document.claims), step)
    bare = evolve(document, edits=(), parts=(), claims=(), language=None)
    result = StepResult(step=step.id, fingerprint=fingerprint, seconds=time.perf_counter() - started, cleaning=cleaning)
    return call(step, source.id, lambda: Draft(bare).after(result))


def clean(step: Step, draft: Draft) -> StepResult:
    """Run a clean step.

    Raises:
        StepError: it failed, or returned what no cleaner may.
    """
    started = time.perf_counter()

    def work() -> Cleaning:
        cleaning = step.call(document=draft.document)
        if cleaning is None:
            return Cleaning()
        if not isinstance(cleaning, Cleaning):
            raise TypeError(f"clean() returned {type(cleaning).__name__}, not a Cleaning")
        draft.document.with_cleaning(cleaning)
        return _stamp(cleaning, step)

    cleaning = call(step, draft.document.id, work)
    return StepResult(step=step.id, fingerprint=step.fingerprint, seconds=time.perf_counter() - started, cleaning=cleaning)


def detect(step: Step, draft: Draft) -> StepResult:
    """Run the language gate on the clean text.

    Raises:
        StepError: it failed.
    """
    started = time.perf_counter()
    guess = call(step, draft.document.id, lambda: step.call(text=draft.document.text)) or LanguageGuess("unknown", 0.0)
    return StepResult(step=step.id, fingerprint=step.fingerprint, seconds=time.perf_counter() - started, language=guess)


def extract(step: Step, draft: Draft, analysis: object) -> StepResult:
    """Run an extract step.

    Raises:
        StepError: it failed, or returned what no extractor may.
    """
    started = time.perf_counter()

    def work() -> tuple[Annotation, ...]:
        document = draft.document
        earlier: tuple[Annotation, ...] = ()
        if "annotations" in step.arguments:
            earlier = tuple(to_clean(record, document) for record in draft.annotations)
        found = step.call(document=document, analysis=analysis, annotations=earlier)
        records = tuple(found or ())
        for record in records:
            if not isinstance(record, Annotation):
                raise TypeError(f"extract() returned a {type(record).__name__}, not an Annotation")
        return tuple(finish(records, document, step.record.provenance))

    annotations = call(step, draft.document.id, work)
    return StepResult(
        step=step.id, fingerprint=step.fingerprint, seconds=time.perf_counter() - started, annotations=annotations
    )


def call(step: Step, document: str, work: Callable[[], R]) -> R:
    """Do some work of a step; whatever it raises becomes a :class:`StepError` with all that a reader needs."""
    try:
        return work()
    except Exception as error:
        raise StepError(
            error.message if isinstance(error, PresseschauError) else f"{type(error).__name__}: {error}",
            hint=error.hint if isinstance(error, PresseschauError) else "",
            step=step.id,
            plugin=step.record.plugin,
            version=step.record.version,
            document=document,
        ) from error


def dead_letter(error: StepError, policy: str) -> DeadLetter:
    """Return what is kept of a failure."""
    cause = error.__cause__ or error
    trace = "".join(traceback.format_exception(cause))
    return DeadLetter(
        document=printable(error.document),
        step=error.step,
        plugin=error.plugin,
        version=error.version,
        policy=policy,
        error=type(cause).__name__,
        message=printable(error.message),
        hint=printable(error.hint),
        traceback=printable(trace),
    )


def printable(text: str) -> str:
    """Return the text with lone surrogates escaped, so that it can be stored and printed."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _refuse_surrogates(document: Document) -> None:
    texts: Sequence[str] = (document.id, document.source_text, *(claim.value for claim in document.claims))
    for text in texts:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise DocumentError(
                f"a lone surrogate (U+{ord(text[error.start]):04X}) stands at code point {error.start}",
                hint="the text was decoded or cut wrongly before it came here; decode it again from its bytes",
            ) from error


def _stamp(cleaning: Cleaning, step: Step) -> Cleaning:
    provenance = step.record.provenance
    return Cleaning(
        edits=tuple(evolve(edit, provenance=provenance) for edit in cleaning.edits),
        parts=tuple(evolve(part, provenance=provenance) for part in cleaning.parts),
        claims=tuple(evolve(claim, provenance=provenance) for claim in cleaning.claims),
    )
