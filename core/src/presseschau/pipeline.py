"""Pipelines: the public face of the framework for programs.

from presseschau import Pipeline

run = Pipeline.from_config("configs/seeds.yaml").run()
for quote in run.quotes:
print(quote)
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path

from attrs import frozen

from presseschau.config import Config, load_config
from presseschau.engine import calling
from presseschau.engine.loop import Engine, Outcome
from presseschau.engine.whole_run import clear, link, report
from presseschau.errors import StoreError
from presseschau.model.annotations import Annotation
from presseschau.model.document import Document
from presseschau.model.results import StepResult
from presseschau.model.source import Source
from presseschau.results.run import Run
from presseschau.steps.build import Step, Steps, build_steps
from presseschau.steps.plan import Plan, make_plan
from presseschau.store import Store
from presseschau.store.directory import MARKER, STORE, run_directory


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
    def _engine(self) -> Engine:
        """One engine for all that this pipeline does: it holds the spaCy pipeline, which takes long to make."""
        return Engine(self.config, self.steps)

    @classmethod
    def from_config(
        cls, path: str | Path, *, output: str | Path | None = None, environ: Mapping[str, str] | None = None
    ) -> "Pipeline":
        """Read a config file and build its pipeline.

        ``output`` is the run directory (default: the config's own, else ``runs/<name of the config>`` here), ``environ`` where
        ``${VAR}`` is looked up (default: the process's environment).

        Raises:
            ConfigError: the config cannot be used.
        """
        return cls(load_config(Path(path), environ=environ), output=Path(output) if output is not None else None)

    def run(self, on_document: Callable[[Outcome], None] = lambda _: None) -> Run:
        """Run all stages into the run directory, doing only what has changed since its last run.

        Raises:
            OutputError: the directory is not ours or cannot be written.
            StoreError: the run store in it cannot be read.
            StepError: a loader, link or report step failed, or a document did where the policy is ``fail``.
        """
        with run_directory(self.output) as directory, Store(directory / STORE) as store:
            before = [name for record in store.steps() if record.stage == "report" for name in store.report_files(record.id)]
            store.begin(self.steps.records())
            engine = self._engine
            engine.seconds = {}
            tally = _Tally(on_document)
            engine.run(store, tally)
            removed = store.finish()
            state = store_digest(store)
            link(self.steps.of("link"), store, state, engine.seconds)
            files = report(self.steps.of("report"), store, directory, state, engine.seconds)
            clear(directory, set(before) - {path.relative_to(directory).as_posix() for path in files})
        return Run(directory, tally.counts, removed, engine.seconds, tuple(files))

    def report(self) -> Run:
        """Write the reports again, from the store.

        Raises:
            StoreError: there is no run store, or it cannot be read.
            StepError: a report step failed.
        """
        if not (self.output / MARKER).is_file():
            raise StoreError(f"there is no run in {self.output}", hint="run the pipeline first, or name its run directory")
        seconds: dict[str, float] = {}
        with run_directory(self.output) as directory, Store(directory / STORE) as store:
            state = store_digest(store)
            files = report(self.steps.of("report"), store, directory, state, seconds, again=True)
        return Run(directory, {}, 0, seconds, tuple(files))

    def process(self, documents: Iterable[Document]) -> Iterator[Processed]:
        """Clean and extract documents in memory, in batches; no load, store, link or report.

        Raises:
            StepError: a step failed; nothing is quarantined here.
        """
        engine = self._engine
        for draft in engine.process(documents):
            yield Processed(draft.document, draft.annotations, engine.is_other(draft.document))

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
        for loader in self.steps.of("load"):
            for source in self._engine.sources(loader):
                yield loader, source

    def trace(self, loader: Step, source: Source) -> Iterator[Trace]:
        """Take one of :meth:`sources` through load, clean and extract, step by step, without touching the store.

        Raises:
            StepError: a step failed.
        """
        engine = self._engine
        draft = calling.read(loader, source, "")
        yield Trace(loader, draft.document, draft.document, draft.results[0])
        analysis: object = None
        for step in self.steps.of("clean", "language", "analysis", "extract"):
            if step.stage == "analysis":
                if engine.is_other(draft.document):
                    return
                (analysis,) = calling.call(step, draft.document.id, partial(engine.analyse, [draft.document.text]))
                continue
            if step.stage == "clean":
                after = calling.clean(step, draft)
            elif step.stage == "language":
                after = calling.detect(step, draft)
            else:
                after = calling.extract(step, draft, analysis)
            yield Trace(step, draft.document, after.document, after.results[-1])
            draft = after


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


class _Tally:
    """Counts outcomes and passes them on."""

    def __init__(self, on_document: Callable[[Outcome], None]) -> None:
        self.counts: dict[str, int] = {}
        self._on_document = on_document

    def __call__(self, outcome: Outcome) -> None:
        self.counts[outcome.status] = self.counts.get(outcome.status, 0) + 1
        self._on_document(outcome)
