"""The run directory: marked as ours, locked while a run writes to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from presseschau.errors import OutputError

MARKER = "presseschau-run.json"
STORE = "run.sqlite"
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
        yield path
    finally:
        lock.release()


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
            f"the output directory {path} exists and is no run of presseschau ({MARKER} is missing)",
            hint="give an empty or new directory with --output; nothing has been touched",
        )
    if path.exists() or path.is_symlink():
        raise OutputError(f"the output {path} exists and is no directory", hint="give another place with --output")
