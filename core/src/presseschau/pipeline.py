"""Pipelines: the public face of the framework for programs.

.. code-block:: python

    from presseschau import Pipeline

    run = Pipeline.from_config("configs/seeds.yaml").run()
    for quote in run.quotes:
        print(quote)
"""

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from attrs import frozen

from presseschau.config import Config
from presseschau.engine import collector, telemetry
from presseschau.engine.documents import Draft
from presseschau.engine.executors import Executor, make_executor
from presseschau.engine.loop import Loop, Outcome, Shard
from presseschau.engine.sources import all_sources
from presseschau.engine.whole_run import link, report
from presseschau.engine.worker import Task, Worker
from presseschau.errors import OutputError, StoreError
from presseschau.hookspecs import PER_DOCUMENT
from presseschau.model.annotations import Annotation
from presseschau.model.document import Document
from presseschau.model.results import StepResult
from presseschau.model.source import Source
from presseschau.results.run import Run
from presseschau.steps.build import Step, Steps, build_steps
from presseschau.steps.plan import Plan, make_plan
from presseschau.steps.reading import read_config, require_documents
from presseschau.store import Store, StoreReader
from presseschau.store.directory import MARKER, STORE, clear, forget, run_directory

_log = logging.getLogger(__name__)


@frozen
class Processed:
    """A document that went through clean and extract in memory; ``annotations`` by spans of the source text.

    ``other_language`` says that the language gate held it back: then it has no annotations.
    """

    document: Document
    annotations: tuple[Annotation, ...]
    other_language: bool = False


@frozen
class Trace:
    """One step at work on one document: the document before and after it, and what it found."""

    step: Step
    before: Document
    after: Document
    result: StepResult


class Pipeline:
    """The steps of one config, ready to run.

    Raises:
        ConfigError: the config cannot be used; its ``problems`` say why, each with its place.
    """

    def __init__(self, config: Config, *, output: Path | None = None) -> None:
        self.config = config
        self.steps: Steps = build_steps(config)
        self.output = output or config.output or default_output(config)

    @cached_property
    def _worker(self) -> Worker:
        """One worker for all that this pipeline does in this process: it holds the spaCy pipeline, which takes long to make."""
        return Worker(self.config, self.steps)

    def _executor(self) -> Executor:
        return make_executor(self.config.engine, self._worker)

    @classmethod
    def from_config(
        cls, path: str | Path, *, output: str | Path | None = None, environ: Mapping[str, str] | None = None
    ) -> "Pipeline":
        """Read a config file and build its pipeline.

        ``output`` is the run directory (default: the config's own, else ``runs/<name of the config>`` here), ``environ`` where
        ``${VAR}`` is looked up (default: the process's environment).

        Raises:
            ConfigError: the config cannot be used; all that is wrong with it is in ``problems``, as ``presseschau check`` tells it.
        """
        return cls(read_config(path, environ=environ), output=Path(output) if output is not None else None)

    def run(
        self, on_document: Callable[[Outcome], None] = lambda _: None, *, fresh: bool = False, shard: Shard | None = None
    ) -> Run:
        """Run all stages into the run directory, doing only what has changed since its last run, or everything if ``fresh``.

        With a ``shard`` only its part of the documents is loaded, cleaned and extracted; :meth:`merge` links and reports.

        Raises:
            ConfigError: no step loads documents.
            OutputError: the directory is not ours, holds the run of another config, or cannot be written.
            StoreError: the run store in it cannot be read.
            StepError: a loader, link or report step failed, or a document did where the policy is ``fail``.
        """
        require_documents(self.config)
        seconds: dict[str, float] = {}
        with (
            collector.seldom(),  # from the beginning: a look at all that is loaded takes as long as a second run
            telemetry.span("run", executor=self.config.engine.executor),
            run_directory(self.output) as directory,
        ):
            if fresh:
                forget(directory)
            with Store(directory / STORE) as store:
                config = self._name(directory)
                if store.run and store.config != config:
                    raise OutputError(
                        f"{directory} holds the run of another config: {store.config or 'files on the command line'}",
                        hint="give another directory with --output, or --fresh to replace that run",
                    )
                before = {
                    name for record in store.steps() if record.stage == "report" for name in store.report_files(record.id)
                }
                store.begin(self.steps.records(), config, str(shard or ""))
                # Reports of an earlier state must not pass for those of this one, should the run end before they are made again.
                loop = Loop(self.steps, store, self._executor(), on_document, lambda: clear(directory, before), shard)
                with telemetry.span("documents"):
                    loop.run()
                removed = store.finish()
                files = self._whole(store, directory, seconds) if shard is None else []
                clear(directory, before - {path.relative_to(directory).as_posix() for path in files})
        return Run(directory, loop.counts, removed, loop.seconds | seconds, tuple(files))

    def merge(self, parts: Sequence[Path]) -> Run:
        """Merge the run directories of all shards into this pipeline's, in place of what is there; then link and report.

        The reports are those of a run that was never parted.

        Raises:
            OutputError: a part or shard is missing, not finished, or of other steps than this pipeline's.
            StoreError: two parts have the same document, or one cannot be read.
            StepError: a link or report step failed.
        """
        seconds: dict[str, float] = {}
        shards = [self._shard_of(part) for part in parts]
        _refuse_missing_shards(shards)
        with telemetry.span("merge", parts=len(parts)), run_directory(self.output) as directory:
            forget(directory)
            with Store(directory / STORE) as store:
                store.begin(self.steps.records(), self._name(directory))
                for part in parts:
                    store.take_over(part / STORE)
                store.finish()
                files = self._whole(store, directory, seconds)
                counts = {status: found for status in ("done", "other-language", "dead") if (found := store.count(status))}
        return Run(directory, counts, 0, seconds, tuple(files))

    def _shard_of(self, part: Path) -> str:
        """Return which shard a part is, after a look at whether it can be merged."""
        if part.resolve() == self.output.resolve():
            raise OutputError(
                f"{part} is both a part and the output, which would be lost", hint="give another directory with --output"
            )
        if not (part / MARKER).is_file():
            raise OutputError(f"{part} is not a run directory", hint="name the directories of all shards")
        with StoreReader.open(part / STORE) as store:
            complete, steps, shard = store.complete, store.steps(), store.shard
        if not complete:
            raise OutputError(f"the run in {part} has not ended", hint="run that shard again; it goes on where it was")
        mine = {step.id: step.fingerprint for step in self.steps.of("load", *PER_DOCUMENT)}
        if mine != {step.id: step.fingerprint for step in steps if step.id in mine}:
            raise OutputError(f"the run in {part} was made by other steps", hint="run that shard again with this config")
        return shard

    def _whole(self, store: Store, directory: Path, seconds: dict[str, float]) -> list[Path]:
        """Link and report."""
        state = store_digest(store)
        with telemetry.span("link"):
            link(self.steps.of("link"), store, state, seconds)
        with telemetry.span("report"):
            return report(self.steps.of("report"), store, directory, state, seconds, analyse_for=self._worker.analyse_for)

    def _name(self, directory: Path) -> str:
        """Return what the store calls this config: its path from the run directory, so that both may be moved together."""
        return "" if self.config.path is None else Path(os.path.relpath(self.config.path, directory)).as_posix()

    def report(self) -> Run:
        """Write the reports again, from the store.

        Raises:
            StoreError: there is no run store, or it cannot be read.
            StepError: a report step failed.
        """
        if not (self.output / MARKER).is_file():
            raise StoreError(f"there is no run in {self.output}", hint="run the pipeline first, or name its run directory")
        seconds: dict[str, float] = {}
        with (
            collector.seldom(),
            telemetry.span("report"),
            run_directory(self.output) as directory,
            Store(directory / STORE) as store,
        ):
            if not store.complete:
                _log.warning("the run in %s has not ended: these reports show only what it has done so far", self.output)
            state = store_digest(store)
            reports = self.steps.of("report")
            files = report(reports, store, directory, state, seconds, analyse_for=self._worker.analyse_for, again=True)
        return Run(directory, {}, 0, seconds, tuple(files))

    def process(self, documents: Iterable[Document]) -> Iterator[Processed]:
        """Clean and extract documents in memory, in batches; no load, store, link or report.

        Raises:
            StepError: a step failed; nothing is quarantined here.
        """
        todo = tuple(step.id for step in self.steps.of(*PER_DOCUMENT))
        tasks = (
            Task(id=document.id, number=number, load_step="", draft=Draft(document), todo=todo)
            for number, document in enumerate(documents)
        )
        for work in self._worker.drafts(tasks):
            if work.error is not None:
                raise work.error
            if work.draft is not None:
                yield Processed(work.draft.document, work.draft.annotations, self._worker.is_other(work.draft.document))

    def plan(self) -> Plan:
        """Say what a run would do: the steps with their versions, and why each would be done again."""
        return make_plan(self.steps, self.output)

    def explain(self, document: str) -> Iterator[Trace]:
        """Take one document through load, clean and extract, step by step, without touching the store.

        Raises:
            KeyError: no loader has a document of that id.
            StepError: a step failed.
        """
        for loader, source in self.sources():
            if source.id == document:
                yield from self.trace(loader, source)
                return
        raise KeyError(document)

    def sources(self) -> Iterator[tuple[Step, Source]]:
        """Yield what the loaders have to read, each with its load step; standard input is read on the way.

        Raises:
            StepError: a loader failed.
        """
        return all_sources(self.steps)

    def trace(self, loader: Step, source: Source) -> Iterator[Trace]:
        """Take one of :meth:`sources` through load, clean and extract, step by step, without touching the store.

        Raises:
            StepError: a step failed.
        """
        before: Document | None = None
        for step, draft in self._worker.trace(loader, source):
            yield Trace(step, before or draft.document, draft.document, draft.results[-1])
            before = draft.document


def _refuse_missing_shards(shards: Iterable[str]) -> None:
    """Refuse to merge some of the shards of a run: the reports would pass for those of the whole."""
    given = {shard for shard in shards if shard}
    for count in sorted({int(shard.partition("/")[2]) for shard in given}):
        missing = [shard for index in range(1, count + 1) if (shard := f"{index}/{count}") not in given]
        if missing:
            few = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")  # noqa: PLR2004 - what fits in a line
            raise OutputError(
                f"{len(missing)} of {count} shards are missing: {few}",
                hint="run those too, and name the directories of all shards",
            )


def default_output(config: Config) -> Path:
    """Return where a run goes when nobody says: ``runs/<name of the config>`` in the working directory."""
    return Path("runs") / (config.path.stem if config.path else "default")


def store_digest(store: Store) -> str:
    """Return a digest of all that link and report steps can see of the documents."""
    digest = hashlib.sha256()
    for row in store.ledger_digests():
        digest.update("\0".join(row).encode())
    for document in store.ids("dead", "other-language"):
        digest.update(document.encode())
    for letter in store.dead_letters():
        digest.update(f"{letter.document}\0{letter.step}\0{letter.message}".encode())
    return digest.hexdigest()
