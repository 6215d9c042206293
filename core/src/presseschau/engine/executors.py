"""Where the work is done."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from attrs import frozen

from presseschau.engine.worker import Done, Task, Worker


class Executor(Protocol):
    """Does tasks somewhere."""

    def map(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, in any order. Tasks are taken as they are needed, in the caller's thread."""


@frozen
class Serial:
    """Does tasks in this process, one after the other."""

    worker: Worker

    def map(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, in order."""
        return self.worker.work(tasks)
