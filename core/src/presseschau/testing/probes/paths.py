"""Seeing relative paths: what lies behind them depends on the directory in which somebody has started the run."""

import builtins
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

from presseschau.testing.probes.watch import is_innocent, where

_FUNCTIONS = ("stat", "lstat", "access", "open", "listdir", "scandir", "mkdir")


@contextmanager
def watch_relative_paths(seen: list[str]) -> Iterator[None]:
    """Note in ``seen`` every relative path that is looked at or opened, with its caller; pathlib, glob and ``os.walk`` go this way too."""

    def noting(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(path: Any = ".", *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - what os takes and gives
            frame = sys._getframe(1)  # noqa: SLF001 - the caller
            relative = not isinstance(path, int) and not Path(os.fsdecode(path)).is_absolute()
            if relative and named.get("dir_fd") is None and not is_innocent(frame):
                seen.append(f"the relative path {os.fsdecode(path)!r} in {where(frame)}")
            return function(path, *arguments, **named)

        return call

    with ExitStack() as patches:
        for name in _FUNCTIONS:
            patches.enter_context(patch.object(os, name, noting(getattr(os, name))))
        for module in (builtins, io):
            patches.enter_context(patch.object(module, "open", noting(open)))
        yield
