"""Reports that take turns, so that all of them read a run together: each document is read once, and its words are looked up once."""

from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from attrs import frozen

P = ParamSpec("P")


@frozen
class Turns:
    """The paths that a report writes; whoever asks for its ``turns`` gets None too, wherever others may go on."""

    turns: Iterator[Path | None]

    def __iter__(self) -> Iterator[Path]:
        """Yield the paths."""
        return (path for path in self.turns if path is not None)


def in_turns(report: Callable[P, Iterator[Path | None]]) -> Callable[P, Turns]:
    """Function decorator, below ``@hookimpl``, for a ``report`` that is a generator and yields None after each document.

    The other reports of the run then go on until they have come as far, and the view of that document is still at hand for them. It makes
    a large run's reports cheaper, and changes nothing that they write.
    """

    @wraps(report)
    def taking_turns(*args: P.args, **kwargs: P.kwargs) -> Turns:
        return Turns(report(*args, **kwargs))

    return taking_turns
