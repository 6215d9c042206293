"""The memo: what a step of the whole run has worked out, kept for its next run."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from presseschau.model.results import StepRecord
from presseschau.store.database import dump, parse

if TYPE_CHECKING:
    from presseschau.store.writer import Store

_BATCH, _BATCH_CHARACTERS = 20_000, 8_000_000
"""Entries, and characters of them, that are written together: their keys are random, so many at a time touch fewer pages each."""
_DIGEST = 16


class Memo:
    """JSON data by what they were made of, for one step in one version with one set of options.

    Nothing but time depends on it: it gives back what ``make`` would return. What a run did not ask for is dropped when it ends well.
    """

    def __init__(self, store: "Store", step: StepRecord) -> None:
        self._store = store
        self._step = step.id
        self._scope = (step.plugin, step.distribution, step.version, step.options, step.code, step.core)
        self._made: dict[bytes, str] = {}
        self._used: set[bytes] = set()
        self._characters = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, sqlite3.Error):
            return
        self._flush()
        if error is None:
            with self._store.transaction() as db:
                db.execute("DELETE FROM memos WHERE step = ? AND run <> ?", (self._step, self._store.run))

    def recall(self, of: Iterable[object], make: Callable[[], object]) -> Any:  # noqa: ANN401 - whatever the JSON holds
        """Return what ``make`` returns, as JSON gives it back: from an earlier time where it was made ``of`` the same.

        Raises:
            TypeError: JSON has no word for something that ``make`` returned.
            ValueError: likewise.
        """
        parts = "\0".join((*self._scope, *map(str, of)))
        key = hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()
        text = self._made.get(key)
        if text is None:
            row = self._store.memo(key)
            if row is None:
                text = self._made[key] = dump(make())
                self._characters += len(text)
            else:
                text, run = row
                if run != self._store.run:
                    self._used.add(key)
            if len(self._made) + len(self._used) >= _BATCH or self._characters >= _BATCH_CHARACTERS:
                self._flush()
        return parse(text)

    def _flush(self) -> None:
        run = self._store.run
        with self._store.transaction() as db:
            db.executemany("UPDATE memos SET run = ? WHERE key = ?", [(run, key) for key in self._used])
            db.executemany(
                "INSERT OR REPLACE INTO memos VALUES (?, ?, ?, ?)",
                [(key, self._step, run, text) for key, text in self._made.items()],
            )
        self._made.clear()
        self._used.clear()
        self._characters = 0
