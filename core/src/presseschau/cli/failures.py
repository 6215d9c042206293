"""Failures: a message, a hint, an exit code; the traceback only for those who ask."""

import json
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from presseschau.cli.visible import visible

if TYPE_CHECKING:
    from presseschau.errors import ConfigError, PresseschauError

EXIT_OK = 0
EXIT_FAILURE = 1
EXIT_CONFIG = 2
EXIT_QUARANTINED = 3
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143
"""What a shell says of a program that SIGTERM has ended (128 + SIGTERM)."""
EXIT_PIPE = 141
"""What a shell says of a program that a closed pipe has ended (128 + SIGPIPE)."""


class TerminatedError(KeyboardInterrupt):
    """SIGTERM has come: to be dealt with as Ctrl-C is."""


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end what is inside as cleanly as Ctrl-C does: what is done is kept, workers are ended."""

    def end(_signal: int, _frame: object) -> None:
        raise TerminatedError

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Verbosity:
    """How much the user wants to hear; set by the option of a command, read when it fails."""

    verbose = False
    json = False


def report_failure(error: Exception) -> int:
    """Tell the user of an error; return the exit code."""
    if Verbosity.verbose and not isinstance(error, click.ClickException):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, click.UsageError):
        _usage(error)
        return EXIT_CONFIG
    if isinstance(error, click.ClickException):
        _say(f"error: {error.format_message()}")
        return EXIT_CONFIG
    from presseschau.config.problems import one_line  # noqa: PLC0415 - only for failures
    from presseschau.errors import ConfigError, PresseschauError  # noqa: PLC0415 - only for failures

    if isinstance(error, ConfigError):
        _config(error)
        return EXIT_CONFIG
    if isinstance(error, PresseschauError):
        where = ", ".join(
            f"{name} {one_line(value)}"
            for name, value in (("document", error.document), ("step", error.step), ("plugin", _plugin(error)))
            if value
        )
        _say(f"error: {where}: {one_line(error.message)}" if where else f"error: {one_line(error.message)}")
        if error.hint:
            _say(f"hint: {one_line(error.hint)}")
        return EXIT_FAILURE
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        _say(f"error: {one_line(place + (error.strerror or str(error)))}")
        _say(f"hint: {_OS_HINTS.get(type(error), 'look at the path, its permissions and the space on the disk')}")
        return EXIT_FAILURE
    _say(f"error: {type(error).__name__}: {one_line(str(error))}")
    if not Verbosity.verbose:
        _say("hint: this should not have happened; run it again with -v and report the traceback")
    return EXIT_FAILURE


_OS_HINTS: dict[type[OSError], str] = {
    PermissionError: "the permissions of the file or directory forbid it",
    FileNotFoundError: "is the path spelt right?",
    IsADirectoryError: "name a file in the directory",
    NotADirectoryError: "a part of the path is a file",
}


def _plugin(error: "PresseschauError") -> str:
    return " ".join(part for part in (error.plugin, error.version) if part and error.plugin != error.step)


def _config(error: "ConfigError") -> None:
    if Verbosity.json:
        click.echo(json.dumps({"valid": False, "problems": problem_data(error)}, ensure_ascii=True, indent=2))
    for problem in error.problems:
        _say(str(problem))
    if not error.problems:
        _say(f"error: {error.message}")
    if error.hint:
        _say(f"hint: {error.hint}")
    if len(error.problems) > 1:
        _say(f"error: {error.message}")


def problem_data(error: "ConfigError") -> list[dict[str, object]]:
    """Return the problems of a config as plain data."""
    from presseschau.config.problems import Problem  # noqa: PLC0415 - only for failures

    return [
        {
            "file": problem.location.file if problem.location else None,
            "line": problem.location.line if problem.location else None,
            "column": problem.location.column if problem.location else None,
            "path": problem.path,
            "message": problem.message,
            "hint": problem.hint,
        }
        if isinstance(problem, Problem)
        else {"message": str(problem)}
        for problem in error.problems
    ]


def _usage(error: click.UsageError) -> None:
    _say(f"error: {error.format_message()}")
    if error.ctx is not None:
        _say(f"hint: {error.ctx.command_path} --help tells how it is used")


def _say(text: str) -> None:
    click.echo(visible(text), err=True)
