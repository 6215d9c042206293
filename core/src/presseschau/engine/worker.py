"""The work: what is to do with documents, done. It knows no store and runs wherever an executor puts it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, frozen

from presseschau.config import Config
from presseschau.engine import calling, documents
from presseschau.engine.analyses import analysed, analysed_again, batches, make_pipeline, memory
from presseschau.engine.documents import Draft
from presseschau.engine.storable import refuse_unstorable_result
from presseschau.engine.surroundings import Surroundings
from presseschau.errors import DocumentError, StepError
from presseschau.hookspecs import Analyse
from presseschau.model.document import Document
from presseschau.model.results import DeadLetter
from presseschau.model.source import Source
from presseschau.steps.build import Step, Steps, analysis_needs
from presseschau.store import Commit

if TYPE_CHECKING:
    from spacy.language import Language

Mark = Callable[[int, str], None]
"""Told of each call of a plugin before it is made: the number of the document's task, and the id of the step."""


@frozen(kw_only=True)
class Task:
    """What is to do for one document: read the ``source``, or take up the ``draft``; then the steps ``todo``, by id.

    ``number`` is the document's place in the order of loading, ``fingerprint`` that of its reading. ``kept`` and ``fresh`` are for the
    store: see :class:`~presseschau.store.Commit`.
    """

    id: str
    number: int
    load_step: str
    source: Source | None = None
    draft: Draft | None = None
    fingerprint: str = ""
    todo: tuple[str, ...]
    kept: frozenset[str] = frozenset()
    fresh: bool = False


@define
class Work:
    """A task in work: how far its document is, and what has stopped it, if anything has."""

    task: Task
    draft: Draft | None = None
    error: StepError | None = None
    seconds: dict[str, float] = field(factory=dict)


@frozen(kw_only=True)
class Done:
    """What became of a task, small enough to travel: what is to be committed, and how long each step took."""

    number: int
    commit: Commit
    seconds: Mapping[str, float]


@define
class Worker:
    """Does the steps of one config. The spaCy pipeline is made once, when it is first needed."""

    config: Config
    steps: Steps
    _language: Any = None

    def prepare(self) -> None:
        """Make the spaCy pipeline, if any step uses it.

        Raises:
            StepError: it cannot be made.
        """
        if self.steps.needs():
            self._pipeline()

    def work(self, tasks: Iterable[Task], mark: Mark = lambda _number, _step: None) -> Iterator[Done]:
        """Do tasks in batches; what fails becomes a dead letter, made here."""
        for work in self.drafts(tasks, mark):
            yield self.finished(work)

    def drafts(self, tasks: Iterable[Task], mark: Mark = lambda _number, _step: None) -> Iterator[Work]:
        """Do tasks in batches, and yield the drafts with their documents and annotations, in order."""
        for batch in self._batches(tasks, mark):
            with memory(self._language):
                going = [work for work in batch if work.error is None and not self._is_held_back(work)]
                analyses = iter(self._analyses(going, mark))
                for work in batch:
                    if work.error is None and not self._is_held_back(work):
                        self._extract(work, next(analyses), mark)
                    yield work

    def trace(self, step: Step, source: Source) -> Iterator[tuple[Step, Draft]]:
        """Take one source through read, clean, the language gate and extract; yield each step with the draft after it.

        Raises:
            StepError: a step failed.
        """
        draft = documents.read(step, source, "")
        yield step, draft
        for one in self.steps.of("clean", "language"):
            draft = documents.advance(one, draft)
            yield one, draft
        if self.is_other(draft.document):
            return
        (analysing,) = self.steps.of("analysis")
        (analysis,) = calling.call(analysing, source.id, partial(self.analyse, [draft.document.text]))
        for one in self.steps.of("extract"):
            draft = documents.advance(one, draft, analysis)
            yield one, draft

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

    def analyse(self, texts: Sequence[str]) -> list[object]:
        """Return the shared analysis of each text; None for each when no extractor wants one.

        Raises:
            DocumentError: the analysis is of another text, so that its offsets would lead astray.
            Exception: whatever the pipeline raises.
        """
        if not self.steps.needs() or not texts:
            return [None] * len(texts)
        return [*analysed(self._pipeline(), texts)]

    def analyse_for(self, step: Step) -> Analyse:
        """Return what makes the shared analysis again for a report step, with what that step uses of it."""

        @cache
        def nlp() -> "Language":
            needs = analysis_needs(step)
            (analysing,) = self.steps.of("analysis")
            return self._pipeline() if needs <= self.steps.needs() else make_pipeline(analysing, needs)

        return lambda documents: analysed_again(nlp, documents, self.config.batch_size)

    def finished(self, work: Work) -> Done:
        """Return what is to be committed of a task: rows for the store, and a dead letter if it has failed."""
        task = work.task
        if work.error is None:
            status = "other-language" if self._is_held_back(work) else "done"
            done, culprit = self._encoded(work, status, None)
            if done is not None:
                return done
            work = evolve(work, draft=culprit.draft, error=culprit.error)
        assert work.error is not None  # noqa: S101 - narrowed above
        letter = evolve(calling.dead_letter(work.error, self._policy(work.error)), document=task.id)
        done, culprit = self._encoded(work, "dead", letter)
        if done is None:  # what was made before the failure cannot be stored either
            done, _ = self._encoded(evolve(work, draft=culprit.draft), "dead", letter)
        if done is None:
            commit = Commit(id=task.id, load_step=task.load_step, status="dead", dead_letter=letter)
            done = Done(number=task.number, commit=commit.encoded(), seconds=work.seconds)
        return done

    def lost(self, task: Task, step: Step, message: str, hint: str) -> Done:
        """Return what is to be committed of a task that took its process down with it."""
        error = calling.step_error(step, task.id, message, hint=hint)
        return self.finished(Work(task, task.draft, error))

    def _encoded(self, work: Work, status: str, letter: DeadLetter | None) -> tuple[Done | None, Work]:
        """Return the rows of a task; None when they cannot be stored, with the work up to the step to blame."""
        task, draft = work.task, work.draft
        results = draft.results if draft else ()
        commit = Commit(
            id=task.id,
            load_step=task.load_step,
            status=status,
            document=draft.document if draft else None,
            results=results,
            kept=task.kept,
            fresh=task.fresh,
            dead_letter=letter,
        )
        seconds = dict(work.seconds)
        for result in results:
            seconds[result.step] = seconds.get(result.step, 0.0) + result.seconds
        try:
            return Done(number=task.number, commit=commit.encoded(), seconds=seconds), work
        except (DocumentError, TypeError, ValueError, RecursionError, OverflowError) as error:
            for place, result in enumerate(results):
                step = self.steps.step(result.step)
                try:
                    calling.call(step, task.id, partial(refuse_unstorable_result, result))
                except StepError as found:
                    kept = evolve(draft, results=results[:place]) if draft else None
                    return None, evolve(work, draft=kept, error=found)
            failed = calling.step_error(self.steps.step(task.load_step), task.id, f"cannot be stored: {error}", cause=error)
            return None, evolve(work, draft=None, error=failed)

    def _batches(self, tasks: Iterable[Task], mark: Mark) -> Iterator[list[Work]]:
        """Read and clean tasks, and gather them."""
        begun = (self._begun(task, mark) for task in tasks)
        yield from batches(begun, self.config.batch_size, lambda work: len(work.draft.document.text) if work.draft else 0)

    def _begun(self, task: Task, mark: Mark) -> Work:
        """Take a task up to the analysis."""
        work = Work(task, task.draft)
        try:
            with Surroundings():
                if task.source is not None:
                    mark(task.number, task.load_step)
                    work.draft = documents.read(self.steps.step(task.load_step), task.source, task.fingerprint)
                for step in self._todo(task, "clean", "language"):
                    mark(task.number, step.id)
                    assert work.draft is not None  # noqa: S101 - a task has a source or a draft
                    work.draft = documents.advance(step, work.draft)
        except StepError as error:
            work.error = error
        return work

    def _extract(self, work: Work, analysis: object, mark: Mark) -> None:
        """Take a task from the analysis to its end."""
        if isinstance(analysis, StepError):
            work.error = analysis
            return
        try:
            with Surroundings():
                for step in self._todo(work.task, "extract"):
                    mark(work.task.number, step.id)
                    assert work.draft is not None  # noqa: S101 - it was read before
                    work.draft = documents.advance(step, work.draft, analysis)
        except StepError as error:
            work.error = error

    def _todo(self, task: Task, *stages: str) -> Iterator[Step]:
        return (step for step in self.steps.of(*stages) if step.id in task.todo)

    def _is_held_back(self, work: Work) -> bool:
        return work.draft is not None and self.is_other(work.draft.document)

    def _analyses(self, batch: Sequence[Work], mark: Mark) -> list[object]:
        """Analyse the texts of a batch together; one by one where that fails, so that the failure finds its document."""
        if not batch:
            return []
        (step,) = self.steps.of("analysis")
        self.prepare()
        texts = [work.draft.document.text for work in batch if work.draft is not None]
        mark(batch[0].task.number if len(batch) == 1 else -1, step.id)
        found: list[object]
        try:
            found, seconds = calling.timed(step, "", partial(self.analyse, texts))
        except StepError:
            found, seconds = [], 0.0
            for work, text in zip(batch, texts, strict=True):
                mark(work.task.number, step.id)
                try:
                    one, taken = calling.timed(step, work.task.id, partial(self.analyse, [text]))
                    found += one
                    seconds += taken
                except StepError as error:
                    found.append(error)
        for work in batch:
            work.seconds[step.id] = seconds / len(batch)
        return found

    def _pipeline(self) -> "Language":
        if self._language is None:
            (step,) = self.steps.of("analysis")
            self._language = make_pipeline(step, self.steps.needs())
        made: Language = self._language
        return made

    def _policy(self, error: StepError) -> str:
        return next((one.on_error for one in self.steps.all if one.id == error.step), self.config.on_error)
