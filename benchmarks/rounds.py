"""CPU time of the same work done again and again; the first round has cold caches."""

import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object], rounds: int) -> list[float]:
    """Return what each round took, in seconds of this process's CPU, user and system."""
    seconds = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return seconds
