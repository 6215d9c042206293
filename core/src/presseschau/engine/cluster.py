"""The executor that works on a cluster, through dask: on this machine, by SSH, SLURM (dask-jobqueue), Kubernetes.

A task of dask is a chunk of ours. Whoever works on it does so in a process of its own, as :mod:`presseschau.engine.processes` does: so a plugin that
hangs or crashes costs its document there too, instead of the cluster's worker. A worker that is lost has its chunks done by others.
"""

import logging
import queue
import threading
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from attrs import define, field

from presseschau.config import Config, EngineConfig
from presseschau.engine import memory, telemetry
from presseschau.engine.chunks import Coming, Pace, travels
from presseschau.engine.processes import IN_FLIGHT, Processes
from presseschau.engine.worker import Done, Task, Worker
from presseschau.errors import ConfigError, StepError
from presseschau.steps.build import build_steps

CHUNK_SECONDS = 2.0
"""How long a chunk should take: longer than among processes, since the scheduler has a share in each."""
LOSSES = 20
"""How often a chunk may be lost with its worker, on top of the times that dask itself tries again."""

TICK = 5.0
"""Seconds without a finished chunk, after which the workers are counted."""

_log = logging.getLogger(__name__)
_mine = threading.local()


@define(eq=False)
class Dask:
    """Does tasks on a cluster of dask; one of this machine, where there is no address."""

    worker: Worker
    engine: EngineConfig
    workers: int
    _pace: Pace = field(factory=lambda: Pace(CHUNK_SECONDS, 4, 500), init=False)
    _client: Any = field(default=None, init=False)
    _cluster: Any = field(default=None, init=False)

    def map(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, in the order in which they are done.

        Raises:
            StepError: the shared analysis cannot be made, or the cluster's workers have other plugins.
        """
        distributed: Any = import_module("distributed")  # optional, and without types
        coming = Coming(iter(tasks))
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        flying: dict[Any, tuple[tuple[Task, ...], int]] = {}
        while True:
            while not coming.is_over() and len(flying) < IN_FLIGHT * self._threads():
                chunk = coming.take(self._pace.size())
                sent = tuple(task for task in chunk if travels(task))
                for task in chunk:
                    if task not in sent:
                        yield from self.worker.work([task])
                if sent:
                    self._submit(sent, 0, flying, done)
            if not flying:
                return
            future = self._next(done)
            chunk, losses = flying.pop(future)
            try:
                found, seconds = future.result()
            except distributed.KilledWorker as error:
                if losses >= LOSSES:
                    raise StepError(f"the cluster lost the workers of a chunk again and again: {error}") from error
                self._submit(chunk, losses + 1, flying, done)
                continue
            finally:
                future.release()
            self._pace.note(len(chunk), seconds)
            told = telemetry.Chunk()
            for one in found:
                told.note(one.seconds)
            told.end(seconds)
            yield from found

    def close(self) -> None:
        """Leave the cluster, and end it if it is ours."""
        if self._client is not None:
            self._client.close()
            self._client = None
        if self._cluster is not None:
            self._cluster.close()
            self._cluster = None

    def _next(self, done: "queue.SimpleQueue[Any]") -> Any:  # noqa: ANN401 - dask is optional
        """Wait for a chunk; where the cluster has lost its workers meanwhile, see to it that it gets others."""
        missed = False
        while True:
            try:
                return done.get(timeout=TICK)
            except queue.Empty:
                there = len(self._connected().nthreads())
                if self._cluster is not None and there < self.workers:
                    self._cluster.scale(self.workers)  # a worker that is lost while it starts is not started again by dask
                elif not there and not missed:
                    missed = True
                    _log.warning("the cluster has no workers; waiting until it has some")

    def _submit(
        self,
        chunk: tuple[Task, ...],
        losses: int,
        flying: dict[Any, tuple[tuple[Task, ...], int]],
        done: "queue.SimpleQueue[Any]",
    ) -> None:
        fingerprints = tuple(step.fingerprint for step in self.worker.steps.all)
        future = self._connected().submit(work, self.worker.config, fingerprints, chunk, pure=False)
        flying[future] = (chunk, losses)
        future.add_done_callback(done.put)

    def _threads(self) -> int:
        return max(1, sum(map(int, self._connected().nthreads().values())))

    def _connected(self) -> Any:  # noqa: ANN401 - dask is optional
        if self._client is None:
            distributed: Any = import_module("distributed")  # optional, and without types

            if self.engine.address is None:
                self._cluster = distributed.LocalCluster(
                    n_workers=self.workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=40
                )
            try:
                self._client = distributed.Client(self._cluster or self.engine.address)
            except OSError as error:
                raise ConfigError(
                    f"no scheduler of dask answers at {self.engine.address}: {error}",
                    hint="is the address right, and does it run?",
                ) from error
        return self._client


def require_dask() -> None:
    """Say what to install.

    Raises:
        ConfigError: dask is not installed.
    """
    try:
        import_module("distributed")
    except ImportError as error:
        raise ConfigError("the executor dask needs dask.distributed", hint="pip install 'presseschau[dask]'") from error


def work(config: Config, fingerprints: tuple[str, ...], chunk: tuple[Task, ...]) -> tuple[list[Done], float]:
    """Do a chunk, in a worker of the cluster; return what became of it, and how many seconds it took.

    Raises:
        StepError: this worker has other plugins than the process that wants the work.
    """
    import time  # noqa: PLC0415 - little else is needed there

    crew = getattr(_mine, "crew", None)
    if crew is None or crew.worker.config != config:
        if crew is not None:
            crew.close()
        steps = build_steps(config)
        if tuple(step.fingerprint for step in steps.all) != fingerprints:
            raise StepError(
                "a worker of the cluster has other plugins than this process, so that its results would be wrong",
                hint="install the same distributions, in the same versions, wherever work is done",
            )
        engine = config.engine
        limit = engine.memory_limit << 20 if engine.memory_limit else memory.default_limit(1)
        crew = _mine.crew = Processes(Worker(config, steps), 1, engine.time_limit, limit)
    began = time.perf_counter()
    return list(crew.map(chunk)), time.perf_counter() - began
