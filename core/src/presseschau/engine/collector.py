"""Python's garbage collector, kept from looking again and again at what stays: lexicons, models and code are a million objects."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

_SELDOM = 20_000
_WHEN = frozenset({1, 8, 64})
"""After how many calls: most is loaded with the first document, the rest when one first needs it."""


@contextmanager
def settling() -> Iterator[Callable[[], None]]:
    """Give a function to be called after each document or chunk: what is there after the first ones is not looked at while the block lasts.

    What is new is looked at :func:`seldom`. Nothing is done where the program around has frozen something itself.
    """
    before = gc.get_freeze_count()
    calls = 0

    def settled() -> None:
        nonlocal calls
        calls += 1
        if calls in _WHEN and not before:
            gc.freeze()

    with nullcontext() if before else seldom():
        try:
            yield settled
        finally:
            if not before:
                gc.unfreeze()


@contextmanager
def seldom() -> Iterator[None]:
    """Let the collector look only after so many new objects that most are gone again: a run makes them by the million, and few in circles."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _SELDOM) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
