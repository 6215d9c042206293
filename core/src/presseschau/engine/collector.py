"""Python's garbage collector, kept from looking again and again at what stays: lexicons, models and code are a million objects."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_WHEN = frozenset({1, 8, 64})
"""After how many calls: most is loaded with the first document, the rest when one first needs it."""


@contextmanager
def settling() -> Iterator[Callable[[], None]]:
    """Give a function to be called after each document or chunk: what is there after the first ones is not looked at while the block lasts.

    Nothing is done where the program around has frozen something itself.
    """
    before = gc.get_freeze_count()
    calls = 0

    def settled() -> None:
        nonlocal calls
        calls += 1
        if calls in _WHEN and not before:
            gc.freeze()

    try:
        yield settled
    finally:
        if not before:
            gc.unfreeze()
