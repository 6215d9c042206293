"""Fingerprints: what a step's results depend on, as digests. Two runs with the same fingerprint give the same."""

import hashlib
import importlib.util
import inspect
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from presseschau.errors import PluginError

_FOUNDATION = ("builtin", "config", "dates", "engine", "inputs", "model", "steps", "analysis.py", "errors.py", "hookspecs.py")
"""What of core every result depends on."""

_WHOLE_RUN = (*_FOUNDATION, "results", "store")
"""What of core links and reports depend on: also how results are read and shown."""


def digest(data: object) -> str:
    """Return the SHA-256 of JSON-able data."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


@cache
def package_digest(package: str) -> str:
    """Return the SHA-256 of all files of an importable package or module, without importing it.

    Byte code is left out. A package that cannot be found, or has no files of its own, has the digest ``""``.
    """
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return ""
    if spec is None:
        return ""
    roots = [Path(root) for root in spec.submodule_search_locations or ()]
    if not roots and spec.origin:
        return _files_digest([(Path(spec.origin).name, Path(spec.origin))])
    return _files_digest([(path.relative_to(root).as_posix(), path) for root in roots for path in _under(root)])


@cache
def core_digest(*, whole_run: bool) -> str:
    """Return the digest of the modules of core that results depend on, as they lie on disk; taken once per process.

    The command line, the conformance kit and the scaffold are left out, and so is what only links and reports see, unless
    ``whole_run``.
    """
    root = Path(__file__).parents[1]
    files = [path for part in (_WHOLE_RUN if whole_run else _FOUNDATION) for path in _under(root / part)]
    return _files_digest([(path.relative_to(root).as_posix(), path) for path in files])


def option_files_digest(plugin: object) -> list[str]:
    """Digest the files that options name: a changed word list is a changed option."""
    cls: type = type(plugin)
    if not attrs.has(cls):
        return []
    values = [getattr(plugin, attribute.name, None) for attribute in attrs.fields(cls)]
    named = [one for value in values for one in (value if isinstance(value, list | tuple | set | frozenset) else [value])]
    paths = sorted({one for one in named if isinstance(one, Path)})
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path]) if file.is_file()]
    return [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]


def content_digest(plugin: object) -> str:
    """Ask a plugin for the digest of the model or data it loads from elsewhere: its method or attribute ``content_digest``.

    Raises:
        PluginError: asking failed.
    """
    try:
        found: Any = getattr(plugin, "content_digest", "")
        return str(found() if inspect.ismethod(found) else found)
    except Exception as error:
        raise PluginError(
            f"{type(plugin).__name__}.content_digest failed: {type(error).__name__}: {error}",
            hint="does the model or file that the options name exist?",
        ) from error


def _under(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [one for one in path.rglob("*") if one.is_file() and one.suffix != ".pyc"]


def _files_digest(files: Sequence[tuple[str, Path]]) -> str:
    found = hashlib.sha256()
    for name, path in sorted(files):
        content = path.read_bytes()
        found.update(f"{name}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()
