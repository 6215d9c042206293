"""Where output goes: results to stdout, all else to stderr; colour only where somebody looks."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TextIO, TypeVar

import click

from presseschau.cli.failures import Verbosity
from presseschau.cli.visible import on_one_line, visible

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

P = ParamSpec("P")
R = TypeVar("R")

PIPE_WIDTH = 160
"""How wide tables may become where no terminal sets a limit, in columns."""

_INVISIBLE = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON need not escape, and a terminal may obey: C1 controls, bidi marks, line separators; and lone surrogates, which have no encoding."""


def _width(stream: TextIO) -> int | None:
    if os.environ.get("COLUMNS", "").isdigit():
        return max(20, int(os.environ["COLUMNS"]))
    return None if stream.isatty() else PIPE_WIDTH


def out() -> "Console":
    """Return a console on stdout."""
    return _console(sys.stdout, stderr=False)


def err() -> "Console":
    """Return a console on stderr."""
    return _console(sys.stderr, stderr=True)


def _console(stream: TextIO, *, stderr: bool) -> "Console":
    from rich.console import Console  # noqa: PLC0415 - `--help` needs no rich
    from rich.segment import Segment  # noqa: PLC0415

    class Plain(Console):
        """A console that lets no control character of a text through, and leaves a broken pipe to the root command; rich would exit with 1."""

        def render(self, renderable: "RenderableType", options: "ConsoleOptions | None" = None) -> "Iterable[Segment]":
            for text, style, control in super().render(renderable, options):
                yield Segment(text if control else visible(text), style, control)

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Plain(stderr=stderr, width=_width(stream), highlight=False, emoji=False, markup=False)


def print_json(data: object) -> None:
    """Print data as JSON on stdout; the only thing there with ``--json``."""
    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    text = json.dumps(data, ensure_ascii=not unicode, indent=2, allow_nan=False)
    click.echo(_INVISIBLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text))


@contextmanager
def printing_nothing() -> Iterator[None]:
    """Send to stderr what is printed to stdout inside, also by C code: results alone belong there, and no plugin knows that."""
    try:
        number = sys.stdout.fileno()
        other = sys.stderr.fileno()
    except (OSError, ValueError, AttributeError):  # a test runner has no real streams
        with redirect_stdout(sys.stderr):
            yield
        return
    sys.stdout.flush()
    kept = os.dup(number)
    os.dup2(other, number)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, number)
        os.close(kept)


def relative(path: Path) -> str:
    """Return a path as one would type it here."""
    try:
        return on_one_line(path.resolve().relative_to(Path.cwd().resolve()).as_posix() or ".")
    except (ValueError, OSError):
        return on_one_line(str(path))


def verbosity(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a command: add ``-v`` and set up logging and warnings."""

    @click.option("-v", "--verbose", is_flag=True, help="Tell more on stderr, and show tracebacks.")
    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        verbose = bool(kwargs.pop("verbose"))
        Verbosity.verbose = verbose
        Verbosity.json = bool(kwargs.get("as_json"))
        _set_up_logging(verbose=verbose)
        return function(*args, **kwargs)

    return wrapped


def json_option(what: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return the option ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print {what} as JSON on stdout, and nothing else there.")


def _set_up_logging(*, verbose: bool) -> None:
    import logging  # noqa: PLC0415 - `--help` needs none
    import warnings  # noqa: PLC0415

    class Handler(logging.Handler):
        """Writes to what is stderr now, which a test runner exchanges."""

        def emit(self, record: logging.LogRecord) -> None:
            try:
                text = self.format(record)
            except Exception:  # noqa: BLE001 - arguments that do not fit the message
                self.handleError(record)
            else:
                click.echo(visible(text), err=True)

    handler = Handler()
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s" if verbose else "%(levelname)s: %(message)s"))
    if not verbose:  # our own warnings concern the user; those of libraries mostly concern their authors
        handler.addFilter(lambda record: record.levelno >= logging.ERROR or record.name.startswith("presseschau"))
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler], force=True)
    if not verbose and not sys.warnoptions:
        warnings.simplefilter("ignore")
