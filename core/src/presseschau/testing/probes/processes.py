"""Other processes: where results must be the same, with another hash seed, time zone and locale.

Two helpers are started when they are first needed and serve until this process ends. Each request is served in a fork of its own
where the platform can fork, so that no request sees what another has left behind.
"""

import atexit
import os
import pickle
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from attrs import frozen

from presseschau.model.document import Document
from presseschau.testing.archive import Entry
from presseschau.testing.outcome import CheckFailedError

LENGTH = struct.Struct("<Q")
ENVIRONMENTS: dict[str, dict[str, str]] = {
    "hash seed 1, on Kiritimati, in the C locale": {
        "PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0",
    },
    "hash seed 2, on Baker Island, in UTF-8": {"PYTHONHASHSEED": "2", "TZ": "Etc/GMT+12", "LC_ALL": "C.UTF-8"},
}  # fmt: skip
MORE_SEEDS = {**ENVIRONMENTS, **{f"hash seed {seed}": {"PYTHONHASHSEED": str(seed)} for seed in (3, 4)}}
"""With more hash seeds: two strings in a set come in the same order under two of them as often as not."""


class NestedRunError(BaseException):
    """A module that is imported in a helper wants to run checks there. What it has defined before is all that is needed."""


def refuse_in_helper() -> None:
    """End the import of a script that runs checks at its top level, as soon as it has defined the plugin.

    Raises:
        NestedRunError: this process is a helper.
    """
    if HELPER in os.environ:
        raise NestedRunError


@frozen
class Request:
    """What a helper needs: where to import from, and the pickled bench and documents."""

    path: tuple[str, ...]
    modules: tuple[tuple[str, str], ...]
    payload: bytes


@frozen
class Payload:
    """The parts of a bench that travel, and what it works on: documents, one at a time, or the entries of a run."""

    plugin: Any
    hooks: tuple[str, ...]
    upstream: tuple[Any, ...]
    pipeline: Any
    given: tuple[Document | Entry, ...]


HELPER = "PRESSESCHAU_TESTING_HELPER"
"""The environment variable that tells a helper that it is one."""

_helpers: dict[str, "subprocess.Popen[bytes]"] = {}


class Travels(Protocol):
    """The parts of a bench that a helper needs."""

    plugin: Any
    hooks: tuple[str, ...]
    upstream: tuple[Any, ...]
    pipeline: Any


def in_other_processes(
    bench: Travels,
    orders: Sequence[Sequence[Document]] | Sequence[Sequence[Entry]],
    environments: Mapping[str, Mapping[str, str]] = ENVIRONMENTS,
) -> Iterator[tuple[str, list[Any]]]:
    """Yield, for each environment, its name and the canonical results for its documents: ``orders`` gives one list for each.

    Entries are put together to a run, and the one result is what the plugin makes of that.

    Raises:
        CheckFailedError: the plugin cannot travel, or raises there.
    """
    parts = (bench.plugin, bench.hooks, bench.upstream, bench.pipeline)
    try:
        pickled = [pickle.dumps(Payload(*parts, tuple(given))) for given in orders]
    except Exception as error:
        raise CheckFailedError(f"it cannot be sent to another process (see the check pickles): {error}") from error
    plugins = [one for one in (bench.plugin, bench.pipeline, *bench.upstream) if one is not None]
    modules = tuple({type(one).__module__: _file_of(type(one).__module__) for one in plugins}.items())
    # Editable installs put import hooks, not paths, into sys.path; those the helper has of its own.
    path = tuple(str(Path(entry).resolve()) for entry in sys.path)
    for (name, environment), payload in zip(environments.items(), pickled, strict=True):
        answer = _ask(name, environment, pickle.dumps(Request(path, modules, payload)))
        if isinstance(answer, str):
            raise CheckFailedError(f"in a process with {name} it fails:\n{answer}")
        yield name, answer


def _file_of(module: str) -> str:
    return str(getattr(sys.modules.get(module), "__file__", "") or "")


def _ask(name: str, environment: Mapping[str, str], request: bytes) -> Any:  # noqa: ANN401 - results, or a traceback
    helper = _helpers.get(name)
    if helper is None or helper.poll() is not None:
        helper = subprocess.Popen(
            [sys.executable, "-m", "presseschau.testing.probes._helper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment, HELPER: "1"},
            cwd=tempfile.gettempdir(),
        )
        _helpers[name] = helper
        atexit.register(stop, name)
    if helper.stdin is None or helper.stdout is None:
        raise AssertionError("both are pipes")
    helper.stdin.write(LENGTH.pack(len(request)) + request)
    helper.stdin.flush()
    header = helper.stdout.read(LENGTH.size)
    if len(header) < LENGTH.size:
        stop(name)
        return "the process ended"
    return pickle.loads(helper.stdout.read(LENGTH.unpack(header)[0]))  # noqa: S301 - from our own helper


def stop(name: str) -> None:
    """End a helper, if it runs."""
    helper = _helpers.pop(name, None)
    if helper is None:
        return
    for pipe in (helper.stdin, helper.stdout):
        if pipe:
            pipe.close()
    try:
        helper.wait(timeout=5)
    except subprocess.TimeoutExpired:
        helper.kill()
        helper.wait()
