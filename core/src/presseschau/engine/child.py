"""The process of a worker: takes chunks of tasks from its standard input, and gives back what becomes of each.

Whatever a plugin prints goes to standard error. Before each call of a plugin the process notes in shared memory which task and step
that is, so that its parent knows what it was at when it hangs or dies.
"""

import logging
import mmap
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from presseschau.config import Config
from presseschau.engine import collector, frames
from presseschau.engine.worker import Mark, Task, Worker
from presseschau.errors import StepError
from presseschau.steps.build import build_steps


@frozen(kw_only=True)
class Start:
    """The first message to a worker: what it works with. ``position`` is the file to share, ``memory`` a limit in bytes."""

    config: Config
    position: str
    memory: int
    level: int
    quiet: bool


@frozen(kw_only=True)
class Chunk:
    """Tasks to be done together. ``alone`` says that the one task in it may have brought down a worker before."""

    number: int
    tasks: tuple[Task, ...]
    alone: bool = False


def main() -> None:
    """Work until standard input ends, or nobody reads what is found."""
    with suppress(BrokenPipeError):
        _serve()


def _serve() -> None:
    inward, outward = _take_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    parent = os.getppid()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    first = frames.read(inward)
    if first is None:
        return
    start: Start = frames.decode(first)
    sender = _Sender(outward)
    _set_up_logging(sender, start)
    _limit_memory(start.memory)
    with Path(start.position).open("r+b") as file:
        position = mmap.mmap(file.fileno(), frames.POSITION.size)
    try:
        steps = build_steps(start.config)
    except Exception as error:  # noqa: BLE001 - told to the parent, which built the same steps
        sender.send(("failed", StepError(f"a worker cannot build the steps: {type(error).__name__}: {error}")))
        return
    worker = Worker(start.config, steps)
    places = {step.id: place for place, step in enumerate(steps.all)}
    counter = 0

    def mark(number: int, step: str) -> None:
        nonlocal counter
        sender.leave_to_parent()
        counter += 1
        frames.POSITION.pack_into(position, 0, counter, number, places.get(step, -1))

    mark(frames.STARTING, "analysis")
    sender.send(("ready", tuple(step.fingerprint for step in steps.all)))
    try:
        worker.prepare()
        mark(frames.IDLE, "")
        with collector.settling() as settled:
            while (data := frames.read(inward)) is not None:
                _work(worker, frames.decode(data), sender, mark)
                settled()
                mark(frames.IDLE, "")
    except StepError as error:
        sender.send(("failed", error))


def _work(worker: Worker, chunk: Chunk, sender: "_Sender", mark: Mark) -> None:
    began = time.perf_counter()
    for done in worker.work(chunk.tasks, mark):
        letter = done.commit.dead_letter
        if letter is not None and letter.error == "MemoryError" and not chunk.alone:
            os._exit(EXIT_MEMORY)  # perhaps others have used it up: the document is tried again in a fresh process
        sender.send(("done", chunk.number, done))
    sender.send(("end", chunk.number, time.perf_counter() - began))


EXIT_MEMORY = 86
"""The exit code of a worker that has run out of memory."""


class _Sender:
    """Writes messages to the parent, one at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._process = os.getpid()

    def leave_to_parent(self) -> None:
        """End the copy of this process that a plugin has forked and let come back: the work is done by the original."""
        if os.getpid() != self._process:
            os._exit(0)

    def send(self, message: object) -> None:
        self.leave_to_parent()
        data = frames.encode(message)
        with self._lock:
            self._stream.write(data)
            self._stream.flush()


class _Forward(logging.Handler):
    """Sends log records to the parent, which knows where they go; not those that a library has printed by a handler of its own, as spaCy does."""

    def __init__(self, sender: _Sender) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(message)s"))  # with a traceback; level and name are added by the parent
        self._sender = sender

    def emit(self, record: logging.LogRecord) -> None:
        if _has_printed(record):
            return
        try:
            text = self.format(record)
        except Exception:  # noqa: BLE001 - arguments that do not fit the message
            self.handleError(record)
            return
        with suppress(OSError):
            self._sender.send(("log", record.name, record.levelno, text))


def _has_printed(record: logging.LogRecord) -> bool:
    """Tell whether a handler below the root has written a record to the standard streams."""
    logger: logging.Logger | None = logging.getLogger(record.name)
    while logger is not None and logger is not logging.root:
        for one in logger.handlers:
            is_shown = isinstance(one, logging.StreamHandler) and one.stream in {sys.stdout, sys.stderr}
            if is_shown and record.levelno >= one.level:
                return True
        logger = logger.parent
    return False


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for messages; what plugins print goes to standard error, and they read nothing."""
    inward, outward = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return os.fdopen(inward, "rb"), os.fdopen(outward, "wb")


def _end_with(parent: int) -> None:
    """End when the parent is gone, whatever a plugin is at, and what plugins have started with it."""
    sleep = time.sleep  # a plugin may put something else there
    while os.getppid() == parent:
        sleep(1.0)
    if os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _set_up_logging(sender: _Sender, start: Start) -> None:
    logging.basicConfig(level=start.level, handlers=[_Forward(sender)], force=True)
    if start.quiet and not sys.warnoptions:
        warnings.simplefilter("ignore")


def _limit_memory(limit: int) -> None:
    """Let allocations beyond the limit fail, where the platform can: a MemoryError names its document better than the kernel does."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    with suppress(ValueError, OSError, OverflowError):
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (limit if hard < 0 else min(limit, hard), hard))


def arguments(path: Sequence[str]) -> list[str]:
    """Return the command line of a worker that imports from ``path``."""
    program = "import sys; sys.path[:] = sys.argv[1:]; from presseschau.engine.child import main; main()"
    return [sys.executable, "-c", program, *path]
