"""One document and one step: read, clean, detect, extract. Pure: a draft goes in, a draft with the step's result comes out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from attrs import evolve, frozen

from presseschau.engine.calling import timed
from presseschau.engine.storable import refuse_unstorable_cleaning, refuse_unstorable_document
from presseschau.errors import DocumentError
from presseschau.model.annotations import Annotation, finish, to_clean
from presseschau.model.document import Cleaning, Document, LanguageGuess
from presseschau.model.provenance import amend
from presseschau.model.results import StepResult
from presseschau.model.source import Source
from presseschau.steps.build import Step


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
    return _done(step, source.id, partial(_read, step, source, fingerprint))


def advance(step: Step, draft: Draft, analysis: object = None) -> Draft:
    """Let a step of the stages clean, language or extract work on a draft.

    Raises:
        StepError: it failed, or returned what no step of its stage may.
    """
    return _done(step, draft.document.id, partial(_WORK[step.stage], step, draft, analysis))


def _done(step: Step, document: str, work: Callable[[], Draft]) -> Draft:
    """Do the work, and note in its result how long that took."""
    draft, seconds = timed(step, document, work)
    *before, result = draft.results
    return Draft(draft.document, draft.annotations, (*before, evolve(result, seconds=seconds)))


def _read(step: Step, source: Source, fingerprint: str) -> Draft:
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


def _clean(step: Step, draft: Draft, _: object) -> Draft:
    with _kept(draft.document) as document:
        cleaning = step.call(document=document)
    if cleaning is None:
        cleaning = Cleaning()
    if not isinstance(cleaning, Cleaning):
        raise TypeError(f"clean() returned {type(cleaning).__name__}, not a Cleaning")
    return draft.after(_result(step, cleaning=_stamp(cleaning, step)))


def _detect(step: Step, draft: Draft, _: object) -> Draft:
    guess = step.call(text=draft.document.text)
    if guess is not None and not isinstance(guess, LanguageGuess):
        raise TypeError(f"detect_language() returned {type(guess).__name__}, not a LanguageGuess")
    return draft.after(_result(step, language=guess or LanguageGuess("unknown", 0.0)))


def _extract(step: Step, draft: Draft, analysis: object) -> Draft:
    earlier: tuple[Annotation, ...] = ()
    if "annotations" in step.argnames:
        earlier = tuple(to_clean(record, draft.document) for record in draft.annotations)
    with _kept(draft.document) as document:
        found = step.call(document=document, analysis=analysis, annotations=earlier)
        if found is None:
            raise TypeError(
                "extract() returned None, not annotations: yield them, or return a list, an empty one where there are none"
            )
        records = tuple(found)
    for record in records:
        if not isinstance(record, Annotation):
            raise TypeError(f"extract() returned a {type(record).__name__}, not an Annotation")
    known = {record.id for record in draft.annotations}
    annotations = tuple(finish(records, document, step.record.provenance, known))
    return draft.after(_result(step, annotations=annotations))


_WORK: dict[str, Callable[[Step, Draft, object], Draft]] = {"clean": _clean, "language": _detect, "extract": _extract}

_HELD = ("id", "source_text", "origin", "claims", "edits", "parts", "language")


@contextmanager
def _kept(document: Document) -> Iterator[Document]:
    """Lend a document to a plugin. What comes back is what was lent: a frozen class can be written to all the same.

    Raises:
        DocumentError: the plugin wrote to the document.
    """
    before = [getattr(document, name) for name in _HELD]
    text = document.text
    try:
        yield document
    finally:
        changed = [name for name, value in zip(_HELD, before, strict=True) if getattr(document, name) is not value]
        for name in changed:
            object.__setattr__(document, name, before[_HELD.index(name)])
    if changed or document.text is not text:
        raise DocumentError(
            f"the plugin wrote to the document it was lent: {', '.join(changed) or 'text'} had another value afterwards",
            hint="a document is never rewritten: return edits, parts, claims and annotations",
        )


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


def _stamp(cleaning: Cleaning, step: Step) -> Cleaning:
    refuse_unstorable_cleaning(cleaning)
    provenance = step.record.provenance
    return Cleaning(
        edits=tuple(amend(edit, provenance=provenance) for edit in cleaning.edits),
        parts=tuple(amend(part, provenance=provenance) for part in cleaning.parts),
        claims=tuple(amend(claim, provenance=provenance) for claim in cleaning.claims),
    )
