"""The work on one document: calling steps, checking what they return, folding it into the document."""

import time
import traceback
from collections.abc import Callable
from typing import TypeVar

from attrs import evolve, frozen

from presseschau.engine.storable import refuse_unstorable_cleaning, refuse_unstorable_document
from presseschau.errors import DocumentError, PresseschauError, StepError
from presseschau.model.annotations import Annotation, finish, to_clean
from presseschau.model.document import Cleaning, Document, LanguageGuess
from presseschau.model.provenance import amend
from presseschau.model.results import DeadLetter, StepResult
from presseschau.model.source import Source
from presseschau.steps.build import Step

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

    def work() -> Draft:
        document = source.read()
        if not isinstance(document, Document):
            raise TypeError(f"read() returned {type(document).__name__}, not a Document")
        if document.id != source.id:
            raise DocumentError(f"the source {source.id!r} gave a document with the id {document.id!r}")
        if not document.id or "\0" in document.id:
            raise DocumentError("a document needs an id, without NUL characters")
        refuse_unstorable_document(document)
        cleaning = _stamp(Cleaning(edits=document.edits, parts=document.parts, claims=document.claims), step)
        bare = evolve(document, edits=(), parts=(), claims=(), language=None)
        return Draft(bare).after(_result(step, cleaning=cleaning, fingerprint=fingerprint))

    return _timed(step, source.id, work)


def clean(step: Step, draft: Draft) -> Draft:
    """Run a clean step.

    Raises:
        StepError: it failed, or returned what no cleaner may.
    """

    def work() -> Draft:
        cleaning = step.call(document=draft.document)
        if cleaning is None:
            cleaning = Cleaning()
        if not isinstance(cleaning, Cleaning):
            raise TypeError(f"clean() returned {type(cleaning).__name__}, not a Cleaning")
        return draft.after(_result(step, cleaning=_stamp(cleaning, step)))

    return _timed(step, draft.document.id, work)


def detect(step: Step, draft: Draft) -> Draft:
    """Run the language gate on the clean text.

    Raises:
        StepError: it failed.
    """

    def work() -> Draft:
        guess = step.call(text=draft.document.text)
        if guess is not None and not isinstance(guess, LanguageGuess):
            raise TypeError(f"detect_language() returned {type(guess).__name__}, not a LanguageGuess")
        return draft.after(_result(step, language=guess or LanguageGuess("unknown", 0.0)))

    return _timed(step, draft.document.id, work)


def extract(step: Step, draft: Draft, analysis: object) -> Draft:
    """Run an extract step.

    Raises:
        StepError: it failed, or returned what no extractor may.
    """

    def work() -> Draft:
        document = draft.document
        earlier: tuple[Annotation, ...] = ()
        if "annotations" in step.argnames:
            earlier = tuple(to_clean(record, document) for record in draft.annotations)
        found = step.call(document=document, analysis=analysis, annotations=earlier)
        records = () if found is None else tuple(found)
        for record in records:
            if not isinstance(record, Annotation):
                raise TypeError(f"extract() returned a {type(record).__name__}, not an Annotation")
        known = {record.id for record in draft.annotations}
        annotations = tuple(finish(records, document, step.record.provenance, known))
        return draft.after(_result(step, annotations=annotations))

    return _timed(step, draft.document.id, work)


def _result(
    step: Step,
    *,
    fingerprint: str = "",
    cleaning: Cleaning | None = None,
    annotations: tuple[Annotation, ...] = (),
    language: LanguageGuess | None = None,
) -> StepResult:
    return StepResult(
        step=step.id,
        fingerprint=fingerprint or step.fingerprint,
        seconds=0.0,
        cleaning=cleaning,
        annotations=annotations,
        language=language,
    )


def _timed(step: Step, document: str, work: Callable[[], Draft]) -> Draft:
    """Do the work of a step on a document, and note in its result how long that took."""
    started = time.perf_counter()
    draft = call(step, document, work)
    *before, result = draft.results
    return evolve(draft, results=(*before, evolve(result, seconds=time.perf_counter() - started)))


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


def _stamp(cleaning: Cleaning, step: Step) -> Cleaning:
    refuse_unstorable_cleaning(cleaning)
    provenance = step.record.provenance
    return Cleaning(
        edits=tuple(amend(edit, provenance=provenance) for edit in cleaning.edits),
        parts=tuple(amend(part, provenance=provenance) for part in cleaning.parts),
        claims=tuple(amend(claim, provenance=provenance) for claim in cleaning.claims),
    )
