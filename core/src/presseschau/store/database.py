"""Opening the run store, and the small things all of it needs."""

import json
import sqlite3
from importlib.resources import files
from pathlib import Path
from typing import Any

from presseschau.errors import StoreError

FORMAT = "2"
"""The version of the tables; another one cannot be read."""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the store at ``path``; make it, unless ``read_only``, where there is none.

    Raises:
        StoreError: it cannot be opened, is not a store, or is one of another format.
    """
    connection: sqlite3.Connection | None = None
    try:
        if read_only:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        else:
            connection = sqlite3.connect(path, isolation_level=None)
        _prepare(connection, path, read_only=read_only)
        if not read_only:  # last, since this writes: a database that is not ours stays as it is
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA wal_autocheckpoint = 8000")  # pages: a checkpoint every few hundred documents
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.Error):
            raise StoreError(
                f"the run store {path.name} cannot be opened: {error}",
                hint="use another output directory, or remove this one to start anew",
            ) from error
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables and not read_only:
        tables_of_all = _sql("schema") + _sql("additions")
        connection.executescript(f"BEGIN;{tables_of_all}INSERT INTO meta VALUES ('format', '{FORMAT}');COMMIT;")  # noqa: S608 - our own
        return
    found = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone() if "meta" in tables else None
    if found != (FORMAT,):
        raise StoreError(
            f"the run store {path.name} has format {found[0] if found else 'unknown'}, this presseschau reads {FORMAT}",
            hint="use another output directory, or remove this one to start anew",
        )
    if not read_only:
        connection.executescript(_sql("additions"))


def _sql(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def dump(data: object) -> str:
    """Return canonical JSON: sorted keys, no spaces, no escapes but the needed ones.

    Raises:
        TypeError: JSON has no word for something in it.
        ValueError: a number is not finite, or a structure contains itself.
    """
    return _ENCODER.encode(data)


def parse(text: str) -> Any:  # noqa: ANN401 - whatever the JSON holds
    """Return the data of JSON."""
    return json.loads(text)
