"""How much memory there is, and how much a process uses; where the platform does not tell, nothing is limited."""

import os
from contextlib import suppress
from pathlib import Path

_MIB = 1 << 20
LEAST = 1024 * _MIB
"""The smallest default limit for a worker: spaCy and its plugins need a few hundred MiB before they see a document."""


def used_by(pid: int) -> int:
    """Return the resident memory of a process in bytes; 0 where it is not to be found out."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


def default_limit(workers: int) -> int:
    """Return how many bytes each of so many workers may use: an equal share, with one share for everything else."""
    return max(LEAST, available() // (workers + 1))


def available() -> int:
    """Return how much memory this machine has, or this container may use, in bytes."""
    limits = []
    with suppress(OSError, ValueError, AttributeError):
        limits.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            limits.append(int(Path(name).read_text("ascii")))
    return min(limits, default=8 * 1024 * _MIB)
