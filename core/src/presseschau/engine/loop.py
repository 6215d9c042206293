"""The loop over documents: decide (what still holds, by the store), work (an executor), commit (the store).

What a step has found before still holds when its fingerprint is the same; then it is read from the store instead of being
done again. Since a fingerprint covers the steps before it, what holds is always a beginning of the steps.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import Literal, cast

from attrs import define, field, frozen

from presseschau.engine import calling, telemetry
from presseschau.engine.documents import Draft
from presseschau.engine.executors import Executor
from presseschau.engine.sources import all_sources
from presseschau.engine.worker import Done, Task
from presseschau.errors import StepError
from presseschau.hookspecs import PER_DOCUMENT
from presseschau.model.results import DeadLetter
from presseschau.model.source import Source
from presseschau.steps.build import Step, Steps
from presseschau.store import Store

Status = Literal["done", "other-language", "dead", "unchanged"]


@frozen
class Outcome:
    """What became of one document in a run."""

    document: str
    status: Status
    dead_letter: DeadLetter | None = None


@frozen
class Shard:
    """A part of the documents: the ``index``-th, from 1, of ``count``; by their ids, so that two of the same id meet."""

    index: int
    count: int

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    def has(self, document: str) -> bool:
        """Tell whether a document belongs to this part."""
        digest = hashlib.sha256(document.encode("utf-8", "replace")).digest()
        return int.from_bytes(digest[:8]) % self.count == self.index - 1


@define
class Loop:
    """Takes all documents through load, clean and extract, and into a store.

    ``tell`` hears of each; ``on_change`` is called once, before anything but unchanged documents is committed. With ``shard`` only the documents of
    that one are looked at; their numbers are those of the whole.
    """

    steps: Steps
    store: Store
    executor: Executor
    tell: Callable[[Outcome], None]
    on_change: Callable[[], None] = lambda: None
    shard: Shard | None = None
    counts: dict[str, int] = field(factory=dict, init=False)
    seconds: dict[str, float] = field(factory=dict, init=False)
    _pending: set[str] = field(factory=set, init=False)
    _changed: bool = field(default=False, init=False)

    def run(self) -> None:
        """Do what is to do.

        Raises:
            StepError: a loader failed as a whole, or a document did where the policy is ``fail``.
        """
        with self.store.batch(), closing(self._tasks()) as tasks, closing(self.executor):
            for done in self.executor.map(tasks):
                self._commit(done)

    def _tasks(self) -> Generator[Task, None, None]:
        """Decide for each source whether there is anything to do."""
        for number, (step, source) in enumerate(all_sources(self.steps)):
            key = calling.printable(source.id)
            if self.shard is not None and not self.shard.has(key):
                continue
            if key in self._pending or self.store.seen(key):
                self._refuse_duplicate(step, key, number)
                continue
            task = self._decide(step, source, key, number)
            if task is None:
                self.store.keep(key, number)
                self._told(Outcome(source.id, "unchanged"))
                continue
            self._pending.add(key)
            yield task

    def _decide(self, step: Step, source: Source, key: str, number: int) -> Task | None:
        """Return what is to do for a document; None when all that the store has of it still holds."""
        fingerprint = hashlib.sha256(f"{step.fingerprint}\0{source.fingerprint}".encode("utf-8", "replace")).hexdigest()
        ledger = self.store.ledger(key)
        stages = self.steps.of(*PER_DOCUMENT)
        status = self.store.status(key)
        if ledger.get(step.id) != fingerprint or status is None:
            return Task(
                id=key,
                number=number,
                load_step=step.id,
                source=source,
                fingerprint=fingerprint,
                todo=tuple(one.id for one in stages),
                fresh=not ledger and status is None,
            )
        held = _prefix(stages, ledger)
        gated = status == "other-language" and any(one.stage == "language" for one in held)
        if gated or (status == "done" and len(held) == len(stages)):
            return None
        kept = frozenset([step.id, *(one.id for one in held)])
        todo = tuple(one.id for one in stages[len(held) :])
        return Task(id=key, number=number, load_step=step.id, draft=self._stored(key, kept), todo=todo, kept=kept)

    def _stored(self, document: str, kept: frozenset[str]) -> Draft:
        found = self.store.document(document, kept)
        if found is None:
            raise StepError("the store has lost the document", document=document)
        return Draft(found, tuple(self.store.annotations(document=document, steps=kept)))

    def _refuse_duplicate(self, step: Step, document: str, number: int) -> None:
        error = calling.step_error(
            step,
            document,
            "another document has the same id; the first one was kept",
            hint="ids are paths or URLs relative to the loader's root: set another root, or load it once",
        )
        letter = calling.dead_letter(error, step.on_error)
        self.store.bury(letter, number)
        self._told(Outcome(document, "dead", letter))

    def _commit(self, done: Done) -> None:
        commit = done.commit
        if not self._changed:
            self._changed = True
            self.on_change()
        self.store.commit(commit, done.number)
        self._pending.discard(commit.id)
        telemetry.took(done.seconds)
        for step, seconds in done.seconds.items():
            self.seconds[step] = self.seconds.get(step, 0.0) + seconds
        self._told(Outcome(commit.id, cast("Status", commit.status), commit.dead_letter))

    def _told(self, outcome: Outcome) -> None:
        self.counts[outcome.status] = self.counts.get(outcome.status, 0) + 1
        telemetry.document(outcome.status)
        self.tell(outcome)
        letter = outcome.dead_letter
        if letter is not None and letter.policy == "fail":
            raise calling.error_of(letter)


def _prefix(steps: Iterable[Step], ledger: dict[str, str]) -> list[Step]:
    """Return the first steps, as far as the ledger has them with the same fingerprint."""
    held = []
    for step in steps:
        if ledger.get(step.id) != step.fingerprint:
            break
        held.append(step)
    return held
