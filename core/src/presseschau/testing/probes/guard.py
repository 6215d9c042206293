"""A limit of CPU time, so that a check of a plugin that hangs ends all the same."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from presseschau.testing.outcome import CheckFailedError


class TooSlowError(CheckFailedError):
    """The plugin used up its CPU time."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise :class:`TooSlowError` when the block has used that much CPU time.

    Regular expressions are interrupted too. Without effect outside the main thread and on platforms without such timers.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"it had not finished after {seconds:g} seconds of CPU time")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
