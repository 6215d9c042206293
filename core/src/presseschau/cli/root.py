"""The root command: finds the others by name, and turns every failure into a message and an exit code."""

import atexit
import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from presseschau.cli.failures import (
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_PIPE,
    EXIT_TERMINATED,
    TerminatedError,
    report_failure,
)

COMMANDS = {
    "init": "Write a commented config for what lies in a directory.",
    "run": "Read documents and report: with a config, or with just files.",
    "report": "Write the reports of a run again, from its store.",
    "merge": "Put the parts of a run together, and report.",
    "check": "Say whether configs are valid, and where they are not.",
    "plan": "Say what a run would do, in which order, and why again.",
    "dead": "List, show or retry the documents of a run that failed.",
    "explain": "Take one document through the steps, and show what each one did.",
    "plugins": "List the installed plugins, or describe one.",
    "schema": "Print the JSON Schema of configs, for editors.",
    "new": "Start something new: a plugin.",
    "completion": "Print the script that completes commands in your shell.",
}
"""Name -> what it is for, as `--help` tells it. The command stands in the module of the same name."""

PLUGIN_COMMANDS = "presseschau.commands.v1"
"""The entry-point group of commands that plugins bring along; each is a ``click.Command``. Core's own names come first."""

_THREADS_END = 2.0
"""For how many seconds threads that plugins have left are waited for at the end."""

_EPILOG = """\
Exit codes: 0 done; 1 failure; 2 wrong config or usage; 3 done, but some documents failed and are quarantined;
130 interrupted; 143 terminated.
"""


class ClosedPipeError(Exception):
    """Nobody reads the output any more, as in ``presseschau … | head``."""


class InterruptedRunError(Exception):
    """The user pressed Ctrl-C."""


@contextlib.contextmanager
def _past_click() -> Iterator[None]:
    """Carry past click what it would deal with itself: exit with 1, or print an empty line."""
    try:
        yield
    except BrokenPipeError as error:
        raise ClosedPipeError from error
    except KeyboardInterrupt as error:
        raise InterruptedRunError from error


class Root(click.Group):
    """A group whose commands are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return _brought_along(cmd_name)
        command: click.Command = import_module(f"presseschau.cli.commands.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name.

        Raises:
            click.UsageError: there is none.
        """
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and args[0] not in _brought():
            from presseschau.config.problems import did_you_mean  # noqa: PLC0415 - only for the hint

            known = [*COMMANDS, *_brought()]
            raise click.UsageError(f"there is no command {args[0]!r}; {did_you_mean(args[0], known)}", ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
        if brought := _brought():
            with formatter.section("Commands of plugins"):
                formatter.write_dl([(name, f"from {owner}") for name, owner in brought.items()])

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's signature
    ) -> click.Context:
        """Read the arguments; ``--help`` and ``--version`` print here."""
        with _past_click():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a command."""
        with _past_click():
            return super().invoke(ctx)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's signature
        **extra: Any,  # noqa: ANN401 - click's signature
    ) -> Any:  # noqa: ANN401 - click's signature
        """Run a command and exit with its code; no failure gets through as a traceback."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        sys.exit(self._guarded(args, prog_name, complete_var, extra))

    def _guarded(
        self, args: Sequence[str] | None, prog_name: str | None, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
        except (ClosedPipeError, BrokenPipeError):
            _close_quietly()
            return EXIT_PIPE
        except (InterruptedRunError, KeyboardInterrupt, click.Abort) as error:
            terminated = isinstance(error.__cause__, TerminatedError)
            click.echo("terminated" if terminated else "interrupted", err=True)
            return EXIT_TERMINATED if terminated else EXIT_INTERRUPTED
        except click.exceptions.Exit as exit_:
            return exit_.exit_code
        except Exception as error:  # noqa: BLE001 - every failure ends in a message and an exit code
            return report_failure(error)
        return code if isinstance(code, int) else EXIT_OK


def _brought() -> dict[str, str]:
    """Return name -> distribution of the commands that plugins bring along, without importing them."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - only where a command is looked up or listed

    from presseschau.model.versions import owner_of  # noqa: PLC0415 - likewise

    points = sorted(entry_points(group=PLUGIN_COMMANDS), key=lambda point: point.name)
    return {point.name: owner_of(point.dist)[0] for point in points if point.name not in COMMANDS}


def _brought_along(name: str) -> click.Command | None:
    from importlib.metadata import entry_points  # noqa: PLC0415 - only where a command is looked up

    for point in entry_points(group=PLUGIN_COMMANDS, name=name):
        command = point.load()
        if isinstance(command, click.Command):
            return command
    return None


def _close_quietly() -> None:
    """Let nobody write to the broken pipe again, not even the interpreter at its end."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):  # a test runner has no real stdout
        os.dup2(devnull, sys.stdout.fileno())


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value and not ctx.resilient_parsing:
        from presseschau import __version__  # noqa: PLC0415 - keeps the module free of the package's face

        click.echo(f"presseschau {__version__}")
        ctx.exit()


@click.group(
    cls=Root,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
    subcommand_metavar="COMMAND …",
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Print the version and exit."
)
def root() -> None:
    """Who said what, and what happened when, in large collections of German news.

    \b
    presseschau run articles/*.txt        with the shipped config
    presseschau run configs/seeds.yaml    with one of your own
    """  # noqa: D301 - a backspace is how click is told to leave the lines alone


def _open_closed_streams() -> None:
    """Put the null device where a shell has closed a stream (``>&-``): Python has None there, and nobody expects that."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for the life of the process


def main() -> None:
    """Run the program on the process's own arguments."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A terminal that cannot show a character gets its escape; a file name that is no UTF-8 must not end the program.
            reconfigure(errors="backslashreplace")
    try:
        root.main(prog_name="presseschau")
    except KeyboardInterrupt:  # pragma: no cover - between two handlers
        sys.exit(EXIT_INTERRUPTED)
    except SystemExit as ended:
        _end_threads(ended.code)
        raise


def _end_threads(code: object) -> None:
    """End the process where a plugin's thread would keep it from ending: the work is done, and nobody waits for the thread."""
    until = time.monotonic() + _THREADS_END
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                atexit._run_exitfuncs()  # noqa: SLF001 - what the interpreter would do
                with contextlib.suppress(OSError, ValueError):
                    sys.stdout.flush()
                    sys.stderr.flush()
                os._exit(code if isinstance(code, int) else 0)
