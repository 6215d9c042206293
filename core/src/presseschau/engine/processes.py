"""The executor that works in other processes of this machine, and survives whatever happens to them.

Each worker is a process with pipes of its own, so that one that dies takes nothing with it that others need (a shared queue would be
locked for ever by a process that is killed while it holds it). It gets at most two chunks at a time and sends back each document as it is done.
It says in shared memory what it is at. So a document whose step hangs or brings the process down is known at once; it is tried again, alone,
since the process may have been killed from outside, and only what fails alone again and again becomes a dead letter.
"""

import logging
import mmap
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import define, field

from presseschau.engine import frames, memory, telemetry
from presseschau.engine.child import EXIT_MEMORY, Chunk, Start, arguments
from presseschau.engine.chunks import Coming, Pace, travels
from presseschau.engine.worker import Done, Task, Worker
from presseschau.errors import StepError

IN_FLIGHT = 2
"""How many chunks a worker has at a time: one at work and one waiting, so that it never waits itself."""
CHUNK_SECONDS = 0.5
"""How long a chunk should take: long enough that messages cost nothing, short enough that the last ones end together."""
FIRST_CHUNK, MAX_CHUNK = 4, 64
STRIKES = 3
"""How often a document may be at work when its process dies, before it is held to be the reason."""
STARTS = 5
"""How many workers in a row may die while they start, before the run gives up."""
TICK = 0.2
"""Seconds between two looks at the workers."""
ASLEEP = 1.0
"""A look that comes later than so many seconds after the one before tells of no more than this."""
RECYCLE = 0.6
"""The share of its memory limit at which a worker is replaced."""


@define(eq=False)
class _Process:
    """A worker's process, as its parent sees it."""

    limit: int
    popen: "subprocess.Popen[bytes]"
    position: mmap.mmap
    path: Path
    outbox: "queue.SimpleQueue[bytes | None]" = field(factory=queue.SimpleQueue)
    chunks: "deque[_Flight]" = field(factory=deque)
    ready: bool = False
    retiring: bool = False
    ended: bool = False
    seen: tuple[int, int, int] = (0, frames.STARTING, -1)
    waited: float = 0.0
    looked: float = field(factory=time.monotonic)
    blame: str = ""

    def send(self, message: bytes | None) -> None:
        self.outbox.put(message)

    def look(self) -> float:
        """Return for how many seconds the worker has been at the same call; time in which nobody looked is counted as little.

        A machine or container that was asleep, or a process that was stopped, is no reason to give up a document.
        """
        found, now = frames.POSITION.unpack_from(self.position), time.monotonic()
        self.waited = self.waited + min(now - self.looked, ASLEEP) if found == self.seen else 0.0
        self.seen, self.looked = found, now
        return self.waited

    def kill(self) -> None:
        """Kill the process, and whatever its plugins have started in its group."""
        with suppress(OSError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        with suppress(OSError):
            self.popen.kill()

    def close(self) -> None:
        """Forget the process, which has ended or is about to be ended."""
        self.kill()
        self.send(None)
        self.popen.wait()
        self.position.close()
        with suppress(OSError):
            self.path.unlink()


@define(eq=False)
class _Flight:
    """A chunk under way: what is still to come of it."""

    number: int
    open: dict[int, Task]
    alone: bool
    count: int
    told: telemetry.Chunk = field(factory=telemetry.Chunk)


@define(eq=False)
class Processes:
    """Does tasks in processes of this machine. ``close`` ends them."""

    worker: Worker
    workers: int
    time_limit: float
    memory_limit: int
    _processes: list[_Process] = field(factory=list, init=False)
    _inbox: "queue.SimpleQueue[tuple[_Process, bytes | None]]" = field(factory=queue.SimpleQueue, init=False)
    _again: deque[tuple[tuple[Task, ...], bool]] = field(factory=deque, init=False)
    _strikes: dict[str, int] = field(factory=dict, init=False)
    _pace: Pace = field(factory=lambda: Pace(CHUNK_SECONDS, FIRST_CHUNK, MAX_CHUNK), init=False)
    _number: int = field(default=0, init=False)
    _dead_starts: int = field(default=0, init=False)
    _next_look: float = field(default=0.0, init=False)

    def map(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield what becomes of each task, in the order in which they are done. Workers stay for further tasks.

        Raises:
            StepError: the shared analysis cannot be made, or workers cannot be kept alive.
        """
        coming = Coming(iter(tasks))
        try:
            while True:
                yield from self._feed(coming)
                if not any(process.chunks for process in self._processes):
                    return
                try:
                    process, data = self._inbox.get(timeout=TICK)
                except queue.Empty:
                    pass
                else:
                    yield from self._hear(process, data)
                if self._inbox.empty() and time.monotonic() >= self._next_look:
                    self._watch()
                    self._next_look = time.monotonic() + TICK
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End all workers, whatever they are at."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.close()
        self._processes.clear()

    def _feed(self, coming: "Coming") -> Iterator[Done]:
        """Give each worker as much as it may have; start another where all have enough and there is more to do."""
        while True:
            if not self._again and coming.is_over():
                return
            free = [one for one in self._processes if not one.retiring and len(one.chunks) < IN_FLIGHT]
            if free:
                process = min(free, key=lambda one: len(one.chunks))
            elif len([one for one in self._processes if not one.retiring]) < self.workers:
                process = self._start()
            else:
                return
            tasks, alone = self._again.popleft() if self._again else (coming.take(self._pace.size()), False)
            yield from self._send(process, tasks, alone=alone)

    def _send(self, process: _Process, tasks: tuple[Task, ...], *, alone: bool) -> Iterator[Done]:
        """Send a chunk; a task that cannot be pickled is done here."""
        self._number += 1
        try:
            message = frames.encode(Chunk(number=self._number, tasks=tasks, alone=alone))
        except Exception:  # noqa: BLE001 - whatever pickling raises
            sendable = []
            for task in tasks:
                if travels(task):
                    sendable.append(task)
                else:
                    yield from self.worker.work([task])
            if not sendable:
                return
            tasks = tuple(sendable)
            message = frames.encode(Chunk(number=self._number, tasks=tasks, alone=alone))
        process.chunks.append(_Flight(self._number, {task.number: task for task in tasks}, alone, len(tasks)))
        process.send(message)

    def _hear(self, process: _Process, data: bytes | None) -> Iterator[Done]:
        """Take in a message of a worker; None says that its process has ended."""
        if process not in self._processes:
            return
        if data is None:
            yield from self._bury(process)
            return
        match frames.decode(data):
            case ("done", number, done):
                flight = next((one for one in process.chunks if one.number == number), None)
                if flight is not None and flight.open.pop(done.number, None) is not None:
                    flight.told.note(done.seconds)
                    yield done
            case ("end", number, seconds):
                self._ended(process, number, seconds)
            case ("ready", fingerprints):
                process.ready = True
                if fingerprints != tuple(step.fingerprint for step in self.worker.steps.all):
                    raise StepError(
                        "a worker has other plugins than this process, so that its results would be wrong",
                        hint="install the same distributions, in the same versions, wherever work is done",
                    )
            case ("log", name, level, message):
                logging.getLogger(name).log(level, "%s", message)
            case ("failed", error):
                raise error

    def _ended(self, process: _Process, number: int, seconds: float) -> None:
        """Take a chunk off a worker; replace the worker when it has grown too large."""
        flight = process.chunks.popleft()
        assert flight.number == number  # noqa: S101 - chunks are worked on in order
        self._dead_starts = 0
        flight.told.end(seconds)
        if not flight.alone:
            self._pace.note(flight.count, seconds)
        if memory.used_by(process.popen.pid) > RECYCLE * process.limit:
            process.retiring = True
        if process.retiring and not process.chunks:
            self._processes.remove(process)
            process.close()

    def _watch(self) -> None:
        """Kill workers that have been at one call for too long, or have taken too much memory; notice those that have ended.

        A worker that has ended need not have closed its pipe: what a plugin has forked holds it open.
        """
        for process in self._processes:
            if process.popen.poll() is not None:
                process.kill()
                if process.ended:
                    self._inbox.put((process, None))
                process.ended = True
                continue
            waited = process.look()
            _, number, _ = process.seen
            if number == frames.IDLE or not process.chunks:
                continue
            limit = self.time_limit * (len(process.chunks[0].open) or 1 if number == frames.BATCH else 1)
            if waited > (max(limit, 300.0) if number == frames.STARTING else limit):
                process.blame = f"it took longer than {self.time_limit:g} seconds and was stopped"
                process.kill()
            elif memory.used_by(process.popen.pid) > process.limit:
                process.blame = f"it used more than {process.limit >> 20} MiB of memory and was stopped"
                process.kill()

    def _bury(self, process: _Process) -> Iterator[Done]:
        """Find out which document a dead worker was at, and have everything else that it had done by others."""
        process.look()
        self._processes.remove(process)
        with suppress(subprocess.TimeoutExpired):
            process.popen.wait(TICK)  # its pipe is closed before the system says how it ended
        closed = process.popen.poll() is None
        process.kill()
        code = process.popen.wait()
        _, number, place = process.seen
        flights = list(process.chunks)
        blame = process.blame
        how = "it closed the pipe that its process reports through" if closed and not blame else _how(code)
        process.close()
        if number == frames.STARTING:
            self._dead_starts += 1
            if self._dead_starts >= STARTS:
                raise StepError(f"the workers cannot start: {blame or how}", step="analysis")
        first = True
        for flight in flights:
            tasks = tuple(flight.open.values())
            if first and number == frames.BATCH:
                self._again.extend(((task,), True) for task in tasks)
            elif first and number in flight.open:
                yield from self._suspect(flight.open[number], place, blame or how, sure=bool(blame))
                rest = tuple(task for task in tasks if task.number != number)
                if rest:
                    self._again.append((rest, flight.alone))
            elif tasks:
                self._again.append((tasks, flight.alone))
            first = False

    def _suspect(self, task: Task, place: int, blame: str, *, sure: bool) -> Iterator[Done]:
        """Try a document again that a worker died at, alone; give it up after some times, or at once where it took too long."""
        self._strikes[task.id] = self._strikes.get(task.id, 0) + 1
        if not sure and self._strikes[task.id] < STRIKES:
            self._again.append(((task,), True))
            return
        del self._strikes[task.id]
        step = self.worker.steps.all[place]
        hint = "the step is to blame, or the document too large for it; the limits are `time_limit` and `memory_limit` under `engine`"
        yield self.worker.lost(task, step, blame, hint)

    def _start(self) -> _Process:
        handle, name = tempfile.mkstemp(prefix="presseschau-worker-")
        path = Path(name)
        with os.fdopen(handle, "r+b") as file:
            file.write(frames.POSITION.pack(0, frames.STARTING, -1))
            file.flush()
            position = mmap.mmap(file.fileno(), frames.POSITION.size)
        sys.stderr.flush()
        popen = subprocess.Popen(  # noqa: S603 - this interpreter
            arguments(sys.path),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=-1,
            process_group=0,  # its own: what its plugins have started ends with it
        )
        process = _Process(self.memory_limit, popen, position, path)
        threading.Thread(target=_write, args=(process,), daemon=True).start()
        threading.Thread(target=_read, args=(process, self._inbox), daemon=True).start()
        level = logging.getLogger().getEffectiveLevel()
        start = Start(
            config=self.worker.config, position=name, memory=self.memory_limit, level=level, quiet=level > logging.INFO
        )
        process.send(frames.encode(start))
        self._processes.append(process)
        return process


def _how(code: int) -> str:
    """Say how a process ended."""
    if code == EXIT_MEMORY:
        return "it ran out of memory"
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"it brought its process down: {name}"
    return f"it ended its process, with exit code {code}"


def _write(process: _Process) -> None:
    """Write what is sent to a worker; in a thread of its own, since a worker that hangs does not read."""
    stream = process.popen.stdin
    assert stream is not None  # noqa: S101 - a pipe
    with suppress(OSError, ValueError):
        while (message := process.outbox.get()) is not None:
            stream.write(message)
            stream.flush()
    with suppress(OSError, ValueError):
        stream.close()


def _read(process: _Process, inbox: "queue.SimpleQueue[tuple[_Process, bytes | None]]") -> None:
    """Read what a worker says; in a thread of its own, since one that is stopped in the middle of a message does not end it."""
    stream = process.popen.stdout
    assert stream is not None  # noqa: S101 - a pipe
    data: Any = b""
    while data is not None:
        try:
            data = frames.read(stream)
        except (OSError, ValueError):
            data = None
        inbox.put((process, data))
    with suppress(OSError):
        stream.close()
