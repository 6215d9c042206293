"""The stages over the whole run: link and report."""

import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO, Any

from attrs import define, evolve, field

from presseschau.engine import calling, collector, telemetry
from presseschau.engine.storable import refuse_unstorable_link
from presseschau.errors import DocumentError, OutputError, StepError
from presseschau.hookspecs import Analyse
from presseschau.model.groups import Group, InferredDate
from presseschau.model.provenance import called
from presseschau.results.dossier import Dossier, KeptViews
from presseschau.results.turns import Turns
from presseschau.steps.build import Step
from presseschau.store import Store
from presseschau.store.directory import STAGING, clear, is_own, parents
from presseschau.store.memo import Memo


def link(steps: Sequence[Step], store: Store, state: str, seconds: dict[str, float]) -> None:
    """Run the link steps whose fingerprint, or what they read, has changed.

    ``state`` is the digest of all documents. A link step sees the groups of those before it.

    Raises:
        StepError: a step failed, or returned what no linker may.
    """
    done = store.ledger("")
    for step in steps:
        fingerprint = _fingerprint(step, state)
        if done.get(step.id) == fingerprint:
            continue
        with telemetry.span(f"step {step.id}", step=step.id), tempfile.TemporaryFile() as spool:
            number, seconds[step.id] = calling.timed(step, "", partial(_links, step, store, spool))
            spool.seek(0)
            found = (pickle.load(spool) for _ in range(number))  # noqa: S301 - this process has written it
            store.put_links(step.record, found, fingerprint, seconds[step.id])
        telemetry.took({step.id: seconds[step.id]})


def _links(step: Step, store: Store, spool: IO[bytes]) -> int:
    """Write what a link step finds into a file, so that memory stays flat; return how many groups and dates those are.

    They cannot go into the store yet: the step still reads it, and may fail.
    """
    number = 0
    with Memo(store, step.record) as memo:
        for one in step.call(dossier=Dossier(store, memo)) or ():
            if not isinstance(one, Group | InferredDate):
                raise TypeError(f"link() returned a {type(one).__name__}, not a Group or InferredDate")
            refuse_unstorable_link(one)
            _refuse_strangers(one, store)
            pickle.dump(evolve(one, provenance=step.record.provenance), spool, pickle.HIGHEST_PROTOCOL)
            number += 1
    return number


def _refuse_strangers(found: Group | InferredDate, store: Store) -> None:
    """Refuse a group or date of what is not in the run."""
    names = found.members if isinstance(found, Group) else (found.document,)
    lost = [name for name in names if store.status(name) is None and store.document_of(name) is None]
    if lost:
        raise DocumentError(
            f"{called(found)} names {lost[0]!r}, which is the id of no annotation or document of the run",
            hint="members are ids of annotations, or of documents, as the dossier gives them",
        )


def report(
    steps: Sequence[Step],
    store: Store,
    directory: Path,
    state: str,
    seconds: dict[str, float],
    *,
    analyse_for: Callable[[Step], Analyse],
    again: bool = False,
) -> list[Path]:
    """Run the report steps whose fingerprint, or what they read, has changed, or all ``again``.

    ``analyse_for`` gives a step what makes the shared analysis again. Each writes into a directory of its own; its files are moved into the run directory when it has ended well, and files
    that it wrote in the run before and does not write any more are removed.

    Raises:
        StepError: a step failed, or gave files that are not in its directory.
        OutputError: two steps write the same file, one writes a file of the framework or of somebody else, or the run
            directory cannot be written.
    """
    done = store.ledger("")
    links = "".join(done.get(record.id, "") for record in store.steps() if record.stage == "link")
    fingerprints = {step.id: _fingerprint(step, state + links) for step in steps}
    before = {step.id: store.report_files(step.id) for step in steps}
    due = [
        step
        for step in steps
        if again
        or done.get(step.id) != fingerprints[step.id]
        or not all((directory / name).is_file() for name in before[step.id])
    ]
    owners = {name: step.id for step in steps if step not in due for name in before[step.id]}
    files = dict(before)
    kept = KeptViews()
    with ExitStack() as stack:
        writing = [_Writing(step, _staging(step, directory, stack)) for step in due]
        for one in writing:
            one.begin(Dossier(store, kept=kept), analyse_for(one.step))
            stack.callback(one.stop)
        _take_turns(writing)
        for one in writing:
            step = one.step
            try:
                with telemetry.span(f"step {step.id}", seconds=one.seconds, step=step.id):
                    names = one.names()
                    _refuse_collisions(step, names, owners)
                    clear(directory, set(before[step.id]) - set(names) - set(owners))
                    _move(step, names, one.staging, directory)
            except StepError:
                stale = [one.id for one in due if done.get(one.id) != fingerprints[one.id]]  # they show an earlier state
                clear(directory, {name for one in stale for name in before[one]} - set(owners))
                raise
            except OSError as error:
                raise _unwritable(step, directory, error) from error
            telemetry.took({step.id: one.seconds})
            seconds[step.id] = one.seconds
            store.put_report(step.id, fingerprints[step.id], one.seconds, names)
            owners |= dict.fromkeys(names, step.id)
            files[step.id] = names
    return [directory / name for step in steps for name in files[step.id]]


def _staging(step: Step, directory: Path, stack: ExitStack) -> Path:
    """Return a directory for a step to write into, which goes when the stack is left."""
    try:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=STAGING, dir=directory)))
    except OSError as error:
        raise _unwritable(step, directory, error) from error


def _unwritable(step: Step, directory: Path, error: OSError) -> OutputError:
    return OutputError(
        f"the reports of {step.id} cannot be written into {directory}: {error.strerror or error}",
        hint="is there space left, and may you write there?",
        step=step.id,
    )


@define(eq=False)
class _Writing:
    """A report step at work: how long it has been at it, and what it has written or how it has failed, once it has ended."""

    step: Step
    staging: Path
    seconds: float = field(default=0.0, init=False)
    _turns: Generator[None, None, None] = field(init=False)
    _written: tuple[str, ...] = field(default=(), init=False)
    _error: StepError | None = field(default=None, init=False)

    def begin(self, dossier: Dossier, analyse: Analyse) -> None:
        """Get ready; nothing is written yet."""
        self._turns = self._write(dossier, analyse)

    def go_on(self) -> bool:
        """Write until the others may go on; return whether there is more to come."""
        try:
            more, seconds = calling.timed(self.step, "", partial(next, self._turns, _ENDED))
        except StepError as error:
            self._error = error
            return False
        self.seconds += seconds
        return more is not _ENDED

    def stop(self) -> None:
        """Write no more, and close what is open."""
        self._turns.close()

    @property
    def failed(self) -> bool:
        """Whether it has failed."""
        return self._error is not None

    def names(self) -> tuple[str, ...]:
        """Return the names of its files, relative to its directory.

        Raises:
            StepError: it has failed.
        """
        if self._error is not None:
            raise self._error
        return self._written

    def _write(self, dossier: Dossier, analyse: Analyse) -> Generator[None, None, None]:
        given = self.step.call(dossier=dossier, directory=self.staging, analyse=analyse) or ()
        in_turns = isinstance(given, Turns)
        paths: Iterator[Any] = given.turns if isinstance(given, Turns) else iter(given)
        for path in paths:
            if path is None and in_turns:
                yield
                continue
            written = Path(os.path.abspath(path))  # noqa: PTH100 - links are followed by whoever reads them
            if not written.is_relative_to(os.path.abspath(self.staging)):  # noqa: PTH100
                raise ValueError(f"report() gave {written.name}, which is not in the directory it was told to write into")
            if not written.is_file():
                raise ValueError(f"report() gave {written.name}, but has not written it")
        files = sorted(path for path in self.staging.rglob("*") if path.is_file())
        self._written = tuple(path.relative_to(self.staging).as_posix() for path in files)


_ENDED = object()


def _take_turns(writing: Sequence[_Writing]) -> None:
    """Let steps write, one turn each, until all have ended; where one fails, those after it go no further."""
    with collector.settling() as settled:
        settled()
        at_work = list(writing)
        while at_work:
            going_on = []
            for one in at_work:
                if one.go_on():
                    going_on.append(one)
                elif one.failed:
                    break
            at_work = going_on


def _refuse_collisions(step: Step, names: Sequence[str], owners: Mapping[str, str]) -> None:
    """Refuse files that another has written, or whose directory is another's file, or the other way about."""
    directories = {parent: owner for name, owner in owners.items() for parent in parents(name)}
    for name in names:
        for place in (name, *parents(name)):
            owner = (
                "the framework" if is_own(place) else owners.get(place) or (directories.get(place) if place == name else None)
            )
            if owner:
                raise OutputError(
                    f"{step.id} would overwrite {place}, which {owner} has written",
                    hint="give one of the report steps another path",
                    step=step.id,
                )


def _move(step: Step, names: Sequence[str], staging: Path, directory: Path) -> None:
    for name in names:
        target = directory / name
        above = [directory / parent for parent in parents(name)]
        blocked = target if target.is_dir() else next((parent for parent in above if parent.is_file()), None)
        if blocked is not None:
            raise OutputError(
                f"{step.id} cannot write {name}: {blocked.name} is in the way and was not written by it",
                hint="move it elsewhere, or give the report step another path",
                step=step.id,
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(staging / name, target)  # noqa: PTH105 - atomic where the file system is


def _fingerprint(step: Step, state: str) -> str:
    return hashlib.sha256(f"{step.fingerprint}\0{state}".encode()).hexdigest()
