"""What all plugins of a process share, put back after each document: what one does to it must cost no other document, and change none."""

import locale
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


class Surroundings:
    """Puts back, when a ``with`` block ends, what was changed or taken away in it of the process's global state.

    What was added stays, since that is how libraries set themselves up when they are first needed: a variable, a place to import from, a filter of
    warnings (but none that turns them into errors), more recursion. Outside of the main thread nothing is done: there it may be another thread's.
    """

    __slots__ = ("_taken",)

    def __enter__(self) -> Self:
        is_main = threading.current_thread() is threading.main_thread()
        self._taken = [take() for take, _ in _KINDS] if is_main else []
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for before, (take, put) in zip(self._taken, _KINDS, strict=False):
            now = take()
            if now != before:
                with suppress(OSError, ValueError):
                    put(before, now)


def _directory() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - for its speed
    except OSError:
        return ""


def _put_environment(before: dict[Any, Any], now: dict[Any, Any]) -> None:
    environ: Any = os.environb if os.supports_bytes_environ else os.environ
    environ.update({name: value for name, value in before.items() if now.get(name) != value})


def _environment() -> dict[Any, Any]:
    """Return the environment as the bytes that it is made of: to decode it takes longer than all else here."""
    data: dict[Any, Any] = os.environ._data  # type: ignore[attr-defined]  # noqa: SLF001 - CPython's and PyPy's
    return data


def _put_path(before: list[str], now: list[str]) -> None:
    sys.path += [place for place in before if place not in now]


def _put_recursion(before: int, now: int) -> None:
    if now < before:
        sys.setrecursionlimit(before)


def _put_filters(before: list[Any], now: list[Any]) -> None:
    strict = [one for one in now if one[0] == "error" and one not in before]
    if strict:
        warnings.resetwarnings()  # also what is kept of earlier looks at them
        warnings.filters[:] = [one for one in now if one not in strict]  # type: ignore[index]


def _streams() -> tuple[tuple[Any, bool], ...]:
    return tuple((stream, getattr(stream, "closed", False)) for stream in (sys.stdin, sys.stdout, sys.stderr))


def _put_streams(before: tuple[tuple[Any, bool], ...], _now: object) -> None:
    for number, ((name, mode), (stream, closed)) in enumerate(zip(_STREAMS, before, strict=True)):
        if closed or not getattr(stream, "closed", False):
            setattr(sys, name, stream)
        else:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", errors="backslashreplace", closefd=False))


def _alarms() -> bool:
    return hasattr(signal, "getitimer") and signal.getitimer(signal.ITIMER_REAL)[0] > 0


def _put_alarms(before: bool, _now: object) -> None:  # noqa: FBT001 - as of all here
    if not before:
        signal.setitimer(signal.ITIMER_REAL, 0)


_KINDS: tuple[tuple[Callable[[], Any], Callable[[Any, Any], object]], ...] = (
    (_directory, lambda before, _: os.chdir(before)),
    (lambda: _environment().copy(), _put_environment),
    (lambda: [*sys.path], _put_path),
    (sys.getrecursionlimit, _put_recursion),
    (lambda: [*warnings.filters], _put_filters),
    (_streams, _put_streams),
    (lambda: locale.setlocale(locale.LC_ALL), lambda before, _: locale.setlocale(locale.LC_ALL, before)),
    (_alarms, _put_alarms),
)
