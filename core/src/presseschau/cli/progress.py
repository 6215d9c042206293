"""Progress: how many documents are through, how fast, and what is left, on stderr, where a terminal is."""

import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from presseschau.cli.console import err
from presseschau.cli.visible import on_one_line

if TYPE_CHECKING:
    from presseschau.engine.loop import Outcome


class Watcher:
    """Told of each document; shows a line that keeps changing, and counts."""

    def __init__(self, *, quiet: bool, expected: int = 0) -> None:
        self.counts: dict[str, int] = {}
        self._expected = expected
        self._begun = time.monotonic()
        self._quiet = quiet
        self._progress: Any = None
        self._task: Any = None

    @property
    def finished(self) -> int:
        """How many documents are through."""
        return sum(self.counts.values())

    def __enter__(self) -> Self:
        console = err()
        if not self._quiet and console.is_terminal:
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - only for a terminal

            columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
            self._progress = Progress(*columns, console=console, transient=True)
            self._task = self._progress.add_task("starting", total=None)
            self._progress.start()
        return self

    def __call__(self, outcome: "Outcome") -> None:
        """Count a document, and show it."""
        self.counts[outcome.status] = self.counts.get(outcome.status, 0) + 1
        if self._progress is not None:
            dead = self.counts.get("dead", 0)
            failed = f", {dead} failed" if dead else ""
            name = on_one_line(outcome.document)
            shown = name if len(name) <= 40 else f"…{name[-39:]}"  # noqa: PLR2004 - what fits beside the counts
            told = progress(self.finished, self._expected, time.monotonic() - self._begun)
            self._progress.update(self._task, description=f"{told}{failed}  {shown}")

    def stop(self) -> None:
        """Take the line away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def progress(finished: int, expected: int, seconds: float) -> str:
    """Say how many documents are through and how fast; how long the rest takes, where an earlier run had more than that."""
    rate = finished / seconds if seconds > 0 else 0.0
    total = f" of about {expected:,}" if expected > finished else ""
    speed = f", {rate:.0f} a second" if rate >= 1 else f", {rate * 60:.0f} a minute" if rate > 0 else ""
    left = (expected - finished) / rate if total and rate > 0 else 0
    remaining = f", {int(left) // 3600}:{int(left) // 60 % 60:02}:{int(left) % 60:02} left" if left else ""
    return f"{finished:,}{total} documents{speed}{remaining}"
