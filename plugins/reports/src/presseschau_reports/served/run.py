"""A run while it is served: connections that read, one a request, and a thread that keeps the index up to date."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from presseschau import Dossier, PresseschauError
from presseschau.store import StoreReader
from presseschau.store.directory import STORE
from presseschau_reports.served.index import Index
from presseschau_reports.served.search import Search

_EVERY = 2.0
"""Seconds between two looks at whether the run has grown."""


class ServedRun:
    """The run in a directory: an index for lists and searches, the store for texts."""

    def __init__(self, directory: Path, index: Path) -> None:
        self.directory = directory
        self.index = Index(directory, index)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.problem = ""

    @contextmanager
    def search(self) -> Iterator[Search]:
        """Open the index read-only, for one request: whoever replaces a run while it is served is noticed at once."""
        with closing(Search.open(self.index.path)) as search:
            yield search

    @contextmanager
    def dossier(self) -> Iterator[Dossier]:
        """Open the store read-only, for one request."""
        with StoreReader.open(self.directory / STORE) as reader:
            yield Dossier(reader)

    def start(self) -> None:
        """Begin to index, and go on as the run grows."""
        self.index.prepare()
        self._thread = threading.Thread(target=self._keep_up, name="presseschau index", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop indexing; what has been indexed stays."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _keep_up(self) -> None:
        seen: tuple[int, ...] = ()
        while not self._stop.is_set():
            now = self._size()
            if now != seen:
                try:
                    self.index.refresh(self._stop.is_set)
                    self.problem, seen = "", now
                except (PresseschauError, sqlite3.Error, KeyError) as error:  # the run may be at work in what we read
                    self.problem = str(error)
            self._stop.wait(_EVERY)

    def _size(self) -> tuple[int, ...]:
        """Return what changes when somebody writes to the store."""
        found: list[int] = []
        for name in (STORE, f"{STORE}-wal"):
            try:
                status = (self.directory / name).stat()
            except OSError:
                continue
            found += [status.st_ino, status.st_size, status.st_mtime_ns]
        return tuple(found)
