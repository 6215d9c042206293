"""A file system that lists its directories backwards: nobody promises their order."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self


class _Backwards:
    """What ``os.scandir`` gives, from the end."""

    def __init__(self, entries: Any) -> None:  # noqa: ANN401 - the iterator of os.scandir
        with entries:
            self._entries = iter([*entries][::-1])

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:  # noqa: ANN401 - os.DirEntry
        return next(self._entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the listing."""
        self._entries = iter([])


@contextmanager
def backwards_listing() -> Iterator[None]:
    """Let ``os.listdir`` and ``os.scandir`` list backwards, and with them pathlib, glob and os.walk."""
    listdir, scandir = os.listdir, os.scandir
    os.listdir = lambda *given: sorted(listdir(*given), reverse=True)  # type: ignore[assignment]  # for the while
    os.scandir = lambda *given: _Backwards(scandir(*given))  # type: ignore[assignment]  # likewise
    try:
        yield
    finally:
        os.listdir, os.scandir = listdir, scandir
