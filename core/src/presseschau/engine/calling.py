"""Calling steps: the one place where a call is timed and caught, and where a failure becomes something that can be kept."""

import errno
import traceback
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import TypeVar

from presseschau.errors import PresseschauError, StepError
from presseschau.model.results import DeadLetter
from presseschau.steps.build import Step

R = TypeVar("R")

LONG, LONG_TRACEBACK = 2_000, 20_000
"""The most characters of a message, and of a traceback, that are kept: some libraries put their whole input there."""


def call(step: Step, document: str, work: Callable[[], R]) -> R:
    """Do some work of a step; whatever it raises becomes a :class:`StepError` with all that a reader needs.

    A plugin that calls ``sys.exit``, or raises what is no ``Exception``, has failed like any other.

    Raises:
        StepError: the work failed.
        KeyboardInterrupt: the user wants the run to end.
    """
    try:
        return work()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise step_error(
            step,
            document,
            error.message
            if isinstance(error, PresseschauError)
            else f"{type(error).__name__}: {_said(error)}{_place(step, error)}",
            hint=error.hint if isinstance(error, PresseschauError) else _hint(error),
            cause=error,
        ) from error


def _hint(error: BaseException) -> str:
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    return "is there space left? Make some and run again: what is done is not done again" if full else ""


def _said(error: BaseException) -> str:
    """Return the message of an error, shortened; there are classes that fail to give one."""
    try:
        return _short(str(error), LONG)
    except Exception:  # noqa: BLE001 - whatever a stranger's class raises
        return "(it cannot say what happened)"


def _short(text: str, length: int) -> str:
    """Return a text that is too long to be read by its two ends."""
    return text if len(text) <= length else f"{text[: length // 2]} … {text[-length // 2 :]}"


def _place(step: Step, error: BaseException) -> str:
    """Return the file and line where an error was raised, last in the plugin's own code, else in what it calls; nothing where core raised it."""
    own = type(step.plugin).__module__.partition(".")[0]
    places = [
        (_package(frame), f" ({_file(Path(frame.f_code.co_filename))}:{line} in {frame.f_code.co_name})")
        for frame, line in reversed([*traceback.walk_tb(error.__traceback__)])
        if _package(frame) != "presseschau" and not frame.f_code.co_filename.startswith("<")  # code that attrs has made
    ]
    return next((place for package, place in places if package == own), places[0][1] if places else "")


def _package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def _file(path: Path) -> str:
    """Return a file's name, with its package where that is all that tells it apart."""
    return f"{path.parent.name}/{path.name}" if path.name == "__init__.py" else path.name


def timed(step: Step, document: str, work: Callable[[], R]) -> tuple[R, float]:
    """Do some work of a step as :func:`call` does; return its result, and how many seconds it took by the wall clock."""
    started = perf_counter()
    result = call(step, document, work)
    return result, perf_counter() - started


def step_error(step: Step, document: str, message: str, *, hint: str = "", cause: BaseException | None = None) -> StepError:
    """Make the error of a step, with its traceback as text, here where it happened."""
    return StepError(
        _short(message, LONG),
        hint=_short(hint, LONG),
        step=step.id,
        plugin=step.record.plugin,
        version=step.record.version,
        document=document,
        cause=type(cause).__name__ if cause is not None else "",
        traceback=_short("".join(traceback.format_exception(cause)), LONG_TRACEBACK) if cause is not None else "",
    )


def dead_letter(error: StepError, policy: str) -> DeadLetter:
    """Return what is kept of a failure."""
    return DeadLetter(
        document=printable(error.document),
        step=error.step,
        plugin=error.plugin,
        version=error.version,
        policy=policy,
        error=error.cause or type(error).__name__,
        message=printable(error.message),
        hint=printable(error.hint),
        traceback=printable(error.traceback),
    )


def error_of(letter: DeadLetter) -> StepError:
    """Return the error that a dead letter was made of."""
    return StepError(
        letter.message,
        hint=letter.hint,
        step=letter.step,
        plugin=letter.plugin,
        version=letter.version,
        document=letter.document,
        cause=letter.error,
        traceback=letter.traceback,
    )


def printable(text: str) -> str:
    """Return the text with lone surrogates escaped, so that it can be stored and printed."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
