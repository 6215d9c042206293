"""Where the work is done."""

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

from attrs import frozen

from presseschau.config import EngineConfig
from presseschau.engine import collector, telemetry
from presseschau.engine.worker import Done, Task, Worker
from presseschau.errors import ConfigError


class Executor(Protocol):
    """Does tasks somewhere."""

    def map(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, in any order. Tasks are taken as they are needed, in the caller's thread."""

    def close(self) -> None:
        """Give back what it holds: processes, connections."""


@frozen
class Serial:
    """Does tasks in this process, one after the other."""

    worker: Worker

    def map(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, in order."""
        chunk, process = telemetry.Chunk(), os.getpid()
        with collector.settling() as settled:
            for done in self.worker.work(tasks):
                if os.getpid() != process:
                    os._exit(0)  # a plugin has forked, and this is the copy: the run goes on in the original
                if chunk.note(done.seconds) == self.worker.config.batch_size:
                    chunk.end()
                    chunk = telemetry.Chunk()
                yield done
                settled()
        chunk.end()

    def close(self) -> None:
        """Do nothing."""


ENVIRONMENT = "PRESSESCHAU_EXECUTOR"
"""The environment variable that says which executor ``auto`` is."""


def make_executor(engine: EngineConfig, worker: Worker) -> Executor:
    """Return the executor that a config asks for. It starts nothing before there is something to do.

    Raises:
        ConfigError: there is no such executor, or it is not installed.
    """
    name = os.environ.get(ENVIRONMENT) or "processes" if engine.executor == "auto" else engine.executor
    match name:
        case "serial":
            return Serial(worker)
        case "processes":
            from presseschau.engine import memory  # noqa: PLC0415 - not needed for one's own process
            from presseschau.engine.processes import Processes  # noqa: PLC0415

            workers = engine.workers or cores()
            limit = engine.memory_limit * 1024 * 1024 if engine.memory_limit else memory.default_limit(workers)
            return Processes(worker, workers, engine.time_limit, limit)
        case "dask":
            from presseschau.engine.cluster import Dask, require_dask  # noqa: PLC0415 - optional

            require_dask()
            return Dask(worker, engine, engine.workers or cores())
        case _:
            raise ConfigError(f"there is no executor {name!r}", hint="there are auto, serial, processes and dask")


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
