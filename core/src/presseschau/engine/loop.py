"""The loop: documents through the steps, one at a time, each committed with its ledger rows.

What a step has found before still holds when its fingerprint is the same; then it is read from the store instead of being
done again. Since a fingerprint covers the steps before it, what holds is always a beginning of the steps.
"""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal

from attrs import define, evolve, field, frozen

from presseschau.config import Config
from presseschau.engine import calling
from presseschau.engine.calling import Draft
from presseschau.engine.storable import refuse_unstorable_result
from presseschau.errors import DocumentError, StepError, StoreError
from presseschau.hookspecs import PER_DOCUMENT
from presseschau.model.document import Document
from presseschau.model.results import DeadLetter
from presseschau.model.source import Source
from presseschau.steps.build import Step, Steps
from presseschau.store import Commit, Store

if TYPE_CHECKING:
    from spacy.language import Language

Status = Literal["done", "other-language", "dead", "unchanged"]

_END = object()

MAX_BATCH_CHARACTERS = 2_000_000
"""A batch for the shared analysis is closed when its texts have this many code points."""


@frozen
class Outcome:
    """What became of one document in a run."""

    document: str
    status: Status
    dead_letter: DeadLetter | None = None


@define
class _Job:
    """A document in work."""

    source: Source
    number: int
    load_step: Step
    draft: Draft
    kept: frozenset[str]
    todo: tuple[Step, ...]
    fresh: bool


@define
class Engine:
    """Runs the steps of one config. The analysis pipeline is made once, when it is first needed."""

    config: Config
    steps: Steps
    seconds: dict[str, float] = field(factory=dict)

    def run(self, store: Store, report: Callable[[Outcome], None]) -> None:
        """Load, clean and extract everything; commit each document; tell ``report`` of each.

        Raises:
            StepError: a loader failed as a whole, or a document did where the policy is ``fail``.
        """
        batch: list[_Job] = []
        pending: set[str] = set()
        size = 0
        for number, (step, source) in enumerate(self._sources()):
            key = calling.printable(source.id)
            if key in pending or store.seen(key):
                self._refuse_duplicate(store, step, key, report)
                continue
            job = self._prepare(store, step, source, number, report)
            if job is None:
                continue
            batch.append(job)
            pending.add(key)
            size += len(job.draft.document.text)
            if len(batch) >= self.config.batch_size or size >= MAX_BATCH_CHARACTERS:
                self._finish_batch(store, batch, report)
                batch, size = [], 0
                pending.clear()
        self._finish_batch(store, batch, report)

    def process(self, documents: Iterable[Document]) -> Iterator[Draft]:
        """Clean and extract documents that are at hand, without a store; nothing is caught.

        Raises:
            StepError: a step failed.
        """
        batch: list[Draft] = []
        for document in documents:
            batch.append(self._cleaned(Draft(document)))
            if len(batch) >= self.config.batch_size:
                yield from self._extracted(batch)
                batch = []
        yield from self._extracted(batch)

    def is_other(self, document: Document) -> bool:
        """Tell whether the language gate holds a document back; unknown languages pass as the expected one."""
        expected = self.config.language.expect
        guess = document.language
        return (
            expected is not None
            and self.config.language.on_other == "report"
            and guess is not None
            and guess.language not in {expected, "unknown"}
        )

    def analyse(self, texts: list[str]) -> list[object]:
        """Return the shared analysis of each text; None for each when no extractor wants one.

        Raises:
            DocumentError: the analysis is of another text, so that its offsets would lead astray.
            Exception: whatever the pipeline raises.
        """
        if not self.steps.needs() or not texts:
            return [None] * len(texts)
        made = list(self._analysis.pipe(texts, batch_size=len(texts)))
        for text, doc in zip(texts, made, strict=True):
            length = doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0
            if length != len(text):
                raise DocumentError(
                    f"the analysis has {length} code points, the clean text {len(text)}",
                    hint="a tokeniser must keep the text as it is; normal forms belong into Token.norm_",
                )
        return [*made]

    def sources(self, step: Step) -> Iterator[Source]:
        """Yield the sources of a load step.

        Raises:
            StepError: the loader failed, or yielded something else.
        """
        yielded = iter(calling.call(step, "", lambda: iter(step.call() or ())))
        while (found := calling.call(step, "", lambda: next(yielded, _END))) is not _END:
            if isinstance(found, Document) and isinstance(found.id, str):
                content = (found.source_text, found.origin, found.claims, found.edits, found.parts)
                yield Source.of(found, hashlib.sha256(repr(content).encode("utf-8", "replace")).hexdigest())
            elif isinstance(found, Source) and isinstance(found.id, str):
                yield found
            else:
                name = type(found).__name__
                wrong = f"with the id {found.id!r}, which is no text" if isinstance(found, Source | Document) else ""
                raise StepError(
                    f"load() yielded a {name} {wrong}" if wrong else f"load() yielded a {name}, not a Source or Document",
                    step=step.id,
                    plugin=step.record.plugin,
                    version=step.record.version,
                )

    @cached_property
    def _analysis(self) -> "Language":
        (step,) = self.steps.of("analysis")

        def make() -> "Language":
            made: Language = step.call(needs=self.steps.needs())
            if not callable(getattr(made, "pipe", None)):
                raise TypeError(f"spacy_pipeline() returned {type(made).__name__}, not a spaCy pipeline")
            return made

        return calling.call(step, "", make)

    def _sources(self) -> Iterator[tuple[Step, Source]]:
        for step in self.steps.of("load"):
            for source in self.sources(step):
                yield step, source

    def _prepare(self, store: Store, step: Step, source: Source, number: int, report: Callable[[Outcome], None]) -> _Job | None:
        """Load and clean a document, or take from the store what still holds; None when nothing is left to do."""
        key = calling.printable(source.id)
        fingerprint = hashlib.sha256(f"{step.fingerprint}\0{source.fingerprint}".encode("utf-8", "replace")).hexdigest()
        ledger = store.ledger(key)
        stages = self.steps.of(*PER_DOCUMENT)
        held = [] if ledger.get(step.id) != fingerprint else _prefix(stages, ledger)
        status = store.status(key)
        job: _Job | None = None
        try:
            if ledger.get(step.id) == fingerprint and status is not None:
                kept = frozenset([step.id, *(one.id for one in held)])
                done = status == "done" and len(held) == len(stages)
                gated = status == "other-language" and any(one.stage == "language" for one in held)
                if done or gated:
                    store.keep(source.id, number)
                    report(Outcome(source.id, "unchanged"))
                    return None
                draft = self._stored(store, source.id, kept)
                todo = stages[len(held) :]
            else:
                draft, kept, todo = calling.read(step, source, fingerprint), frozenset[str](), stages
            job = _Job(source, number, step, draft, kept, todo, fresh=not ledger and status is None)
            for cleaner in (one for one in job.todo if one.stage == "clean"):
                job.draft = calling.clean(cleaner, job.draft)
            for gate in (one for one in job.todo if one.stage == "language"):
                job.draft = calling.detect(gate, job.draft)
        except StepError as error:
            self._bury(store, step, error, job, number, report)
            return None
        if self.is_other(job.draft.document):
            self._commit(store, job, "other-language", None)
            report(Outcome(source.id, "other-language"))
            return None
        return job

    def _stored(self, store: Store, document: str, kept: frozenset[str]) -> Draft:
        found = store.document(document, kept)
        if found is None:
            raise StepError("the store has lost the document", document=document)
        return Draft(found, tuple(store.annotations(document=document, steps=kept)))

    def _finish_batch(self, store: Store, batch: list[_Job], report: Callable[[Outcome], None]) -> None:
        for job, analysis in zip(batch, self._analyses(batch), strict=True):
            try:
                if isinstance(analysis, StepError):
                    raise analysis
                for step in (one for one in job.todo if one.stage == "extract"):
                    job.draft = calling.extract(step, job.draft, analysis)
            except StepError as error:
                self._bury(store, job.load_step, error, job, job.number, report)
            else:
                self._done(store, job, report)

    def _analyses(self, batch: list[_Job]) -> list[object]:
        """Analyse the texts of a batch together; one by one where that fails, so that the failure finds its document."""
        texts = [job.draft.document.text for job in batch]
        started = time.perf_counter()
        try:
            return self.analyse(texts)
        except StepError:
            raise
        except Exception:  # noqa: BLE001 - found again, and kept, below
            (step,) = self.steps.of("analysis")
            found: list[object] = []
            for job, text in zip(batch, texts, strict=True):
                try:
                    found += calling.call(step, job.source.id, partial(self.analyse, [text]))
                except StepError as error:
                    found.append(error)
            return found
        finally:
            self.seconds["analysis"] = self.seconds.get("analysis", 0.0) + time.perf_counter() - started

    def _cleaned(self, draft: Draft) -> Draft:
        for step in self.steps.of("clean"):
            draft = calling.clean(step, draft)
        for step in self.steps.of("language"):
            draft = calling.detect(step, draft)
        return draft

    def _extracted(self, batch: list[Draft]) -> Iterator[Draft]:
        texts = [one.document.text for one in batch if not self.is_other(one.document)]
        (step,) = self.steps.of("analysis")
        analyses = iter(calling.call(step, "", partial(self.analyse, texts)))
        for draft in batch:
            done = draft
            if not self.is_other(draft.document):
                analysis = next(analyses)
                for step in self.steps.of("extract"):
                    done = calling.extract(step, done, analysis)
            yield done

    def _refuse_duplicate(self, store: Store, step: Step, document: str, report: Callable[[Outcome], None]) -> None:
        error = StepError(
            "another document has the same id; the first one was kept",
            hint="ids are paths or URLs relative to the loader's root: set another root, or load it once",
            step=step.id,
            plugin=step.record.plugin,
            version=step.record.version,
            document=document,
        )
        letter = calling.dead_letter(error, step.on_error)
        store.bury(letter)
        report(Outcome(document, "dead", letter))
        if step.on_error == "fail":
            raise error

    def _bury(
        self,
        store: Store,
        step: Step,
        error: StepError,
        job: _Job | None,
        number: int,
        report: Callable[[Outcome], None],
    ) -> None:
        policy = next((one.on_error for one in self.steps.all if one.id == error.step), self.config.on_error)
        letter = calling.dead_letter(error, policy)
        if job is not None:
            self._commit(store, job, "dead", letter)
        else:
            store.commit(
                Commit(id=letter.document, load_step=step.id, status="dead", document=None, dead_letter=letter), number
            )
        report(Outcome(letter.document, "dead", letter))
        if policy == "fail":
            raise error

    def _commit(self, store: Store, job: _Job, status: Status, letter: DeadLetter | None) -> None:
        store.commit(
            Commit(
                id=job.source.id,
                load_step=job.load_step.id,
                status=status,
                document=job.draft.document,
                results=job.draft.results,
                kept=job.kept,
                fresh=job.fresh,
                dead_letter=letter,
            ),
            job.number,
        )
        for result in job.draft.results:
            self.seconds[result.step] = self.seconds.get(result.step, 0.0) + result.seconds

    def _done(self, store: Store, job: _Job, report: Callable[[Outcome], None]) -> None:
        """Commit a finished document; bury it with the step that made what the store cannot hold.

        Only a commit that fails pays for finding out why: making all JSON twice would cost more than the rest of the engine.
        """
        try:
            self._commit(store, job, "done", None)
        except (TypeError, ValueError, RecursionError, OverflowError, sqlite3.IntegrityError) as error:
            for place, result in enumerate(job.draft.results):
                step = next(one for one in self.steps.all if one.id == result.step)
                try:
                    calling.call(step, job.source.id, partial(refuse_unstorable_result, result))
                except StepError as found:
                    job.draft = evolve(job.draft, results=job.draft.results[:place])
                    self._bury(store, job.load_step, found, job, job.number, report)
                    return
            raise StoreError(f"the results cannot be stored: {error}", document=job.source.id) from error
        report(Outcome(job.source.id, "done"))


def _prefix(steps: Iterable[Step], ledger: dict[str, str]) -> list[Step]:
    """Return the first steps, as far as the ledger has them with the same fingerprint."""
    held = []
    for step in steps:
        if ledger.get(step.id) != step.fingerprint:
            break
        held.append(step)
    return held
