"""The stages over the whole run: link and report."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from attrs import evolve

from presseschau import work
from presseschau.dossier import Dossier
from presseschau.errors import OutputError
from presseschau.groups import Group, InferredDate
from presseschau.rundir import is_own
from presseschau.steps import Step
from presseschau.store import Store


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
        started = time.perf_counter()
        found = work.call(step, "", partial(_links, step, store))
        seconds[step.id] = time.perf_counter() - started
        store.put_links(step.record, found, fingerprint, seconds[step.id])


def _links(step: Step, store: Store) -> list[Group | InferredDate]:
    found = list(step.call(dossier=Dossier(store)) or ())
    for one in found:
        if not isinstance(one, Group | InferredDate):
            raise TypeError(f"link() returned a {type(one).__name__}, not a Group or InferredDate")
    return [evolve(one, provenance=step.record.provenance) for one in found]


def report(
    steps: Sequence[Step],
    store: Store,
    directory: Path,
    state: str,
    seconds: dict[str, float],
    *,
    again: bool = False,
) -> list[Path]:
    """Run the report steps whose fingerprint, or what they read, has changed, or all ``again``.

    Each writes into a directory of its own; its files are moved into the run directory when it has ended well.

    Raises:
        StepError: a step failed.
        OutputError: two steps write the same file, or one writes a file of the framework.
    """
    done = store.ledger("")
    links = "".join(done.get(record.id, "") for record in store.steps() if record.stage == "link")
    owners: dict[str, str] = {}
    written: list[Path] = []
    for step in steps:
        fingerprint = _fingerprint(step, state + links)
        names = store.report_files(step.id)
        if again or done.get(step.id) != fingerprint or not all((directory / name).is_file() for name in names):
            started = time.perf_counter()
            names = _write(step, store, directory, owners)
            seconds[step.id] = time.perf_counter() - started
            store.put_report(step.id, fingerprint, seconds[step.id], names)
        owners |= dict.fromkeys(names, step.id)
        written += [directory / name for name in names]
    return written


def _write(step: Step, store: Store, directory: Path, owners: dict[str, str]) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory(prefix=".report-", dir=directory) as made:
        staging = Path(made)
        work.call(step, "", lambda: list(step.call(dossier=Dossier(store), directory=staging) or ()))
        files = sorted(path for path in staging.rglob("*") if path.is_file())
        names = tuple(path.relative_to(staging).as_posix() for path in files)
        for name in names:
            if name in owners or is_own(name):
                raise OutputError(
                    f"{step.id} would overwrite {name}, which {owners.get(name, 'the framework')} has written",
                    hint="give one of the report steps another path",
                    step=step.id,
                )
        for path, name in zip(files, names, strict=True):
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                shutil.rmtree(target)
            os.replace(path, target)  # noqa: PTH105 - atomic where the file system is
    return names


def _fingerprint(step: Step, state: str) -> str:
    return hashlib.sha256(f"{step.fingerprint}\0{state}".encode()).hexdigest()
