"""The run directory: marked as ours, locked while a run writes to it."""

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from presseschau.errors import OutputError, PresseschauError
from presseschau.store.reader import StoreReader

MARKER = "presseschau-run.json"
STORE = "run.sqlite"
STAGING = ".report-"
"""How the names of the directories begin in which report steps write their files, until they are complete."""
_LOCK = ".presseschau.lock"
_OWN = frozenset({MARKER, STORE, f"{STORE}-wal", f"{STORE}-shm", _LOCK})


def is_own(name: str) -> bool:
    """Tell whether a file name in a run directory belongs to the framework rather than to a report."""
    return name in _OWN


def is_run(directory: Path) -> bool:
    """Tell whether a directory holds a run. Loaders that walk directories leave those out: a run must not read its own reports."""
    return (directory / MARKER).is_file()


@contextmanager
def run_directory(path: Path) -> Iterator[Path]:
    """Make or resume the run directory at ``path``, and hold its lock.

    Raises:
        OutputError: something else is there, it cannot be written, or another run holds it.
    """
    _refuse_strangers(path)
    lock = FileLock(path / _LOCK, timeout=0)
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        _mark(path / MARKER)
    except Timeout as error:
        raise OutputError(
            f"another run is writing to {path}", hint="wait for it to end, or give another directory with --output"
        ) from error
    except OSError as error:
        lock.release()
        raise OutputError(
            f"the output directory {path} cannot be written: {error.strerror or error}",
            hint="give another directory with --output",
        ) from error
    try:
        for left in path.glob(f"{STAGING}*"):  # of a run that was killed: nobody else holds the lock
            shutil.rmtree(left, ignore_errors=True)
        yield path
    finally:
        lock.release()


def forget(directory: Path) -> None:
    """Remove what a run directory, which is ours and locked, holds of the run before: its store, and what its reports wrote."""
    store = directory / STORE
    if store.is_file():
        with suppress(PresseschauError, sqlite3.Error), StoreReader.open(store) as reader:
            clear(directory, [name for record in reader.steps() for name in reader.report_files(record.id)])
    for name in (STORE, f"{STORE}-wal", f"{STORE}-shm"):
        (directory / name).unlink(missing_ok=True)


def clear(directory: Path, names: Iterable[str]) -> None:
    """Remove files that report steps wrote in an earlier run, and the directories that this leaves empty."""
    for name in names:
        (directory / name).unlink(missing_ok=True)
        for parent in parents(name):
            with suppress(OSError):
                (directory / parent).rmdir()


def parents(name: str) -> list[str]:
    """Return the directories that a file in the run directory lies in, the innermost first."""
    return [parent.as_posix() for parent in PurePosixPath(name).parents[:-1]]


def _mark(marker: Path) -> None:
    if marker.exists():
        with marker.open("a"):
            return
    marker.write_text(json.dumps({"format": 1, "what": "a presseschau run"}) + "\n", encoding="utf-8")


def _refuse_strangers(path: Path) -> None:
    if path.is_dir():
        # A lock alone is a run that has just begun, or was killed before it could set its mark.
        if (path / MARKER).is_file() or all(one.name == _LOCK for one in path.iterdir()):
            return
        raise OutputError(
            f"the output directory {path} exists and is not a run of presseschau ({MARKER} is missing)",
            hint="give an empty or new directory with --output; nothing has been touched",
        )
    if path.exists() or path.is_symlink():
        raise OutputError(f"the output {path} exists and is not a directory", hint="give another place with --output")
