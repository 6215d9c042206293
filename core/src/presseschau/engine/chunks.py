"""Tasks, chunk by chunk: how many go into one, and which can be sent at all."""

from collections.abc import Iterator

from attrs import define, field

from presseschau.engine import frames
from presseschau.engine.worker import Task


@define
class Pace:
    """How large chunks should be, by how long tasks have taken; ``first`` to begin with and ``most`` at most."""

    seconds: float
    first: int
    most: int
    _per_task: float = field(init=False)

    @_per_task.default
    def _begin(self) -> float:
        return self.seconds / self.first

    def size(self) -> int:
        """Return how many tasks the next chunk should have."""
        return max(1, min(self.most, int(self.seconds / self._per_task)))

    def note(self, tasks: int, seconds: float) -> None:
        """Learn from a chunk."""
        self._per_task = 0.7 * self._per_task + 0.3 * max(seconds / tasks, 1e-4)


@define
class Coming:
    """Tasks to come, of which one can tell whether there are any."""

    tasks: Iterator[Task]
    next: list[Task] = field(factory=list)

    def is_over(self) -> bool:
        """Tell whether there are no more."""
        if not self.next:
            self.next = [task for task in [next(self.tasks, None)] if task is not None]
        return not self.next

    def take(self, count: int) -> tuple[Task, ...]:
        """Return up to so many."""
        taken = self.next
        self.next = []
        while len(taken) < count and (task := next(self.tasks, None)) is not None:
            taken.append(task)
        return tuple(taken)


def travels(task: Task) -> bool:
    """Tell whether a task can be sent to another process: the sources of some loaders cannot."""
    try:
        frames.encode(task)
    except Exception:  # noqa: BLE001 - whatever pickling raises
        return False
    return True
