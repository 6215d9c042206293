"""``presseschau open``: the command that this distribution brings along."""

import secrets
import shutil
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

import click

from presseschau import OutputError, PresseschauError
from presseschau_reports.html.strings import LANGUAGES

_LOOPBACK = "127.0.0.1"


@click.command("open")
@click.argument("run", metavar="RUN-DIRECTORY", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; 0, the default, takes a free one.")
@click.option("--browser/--no-browser", "show", default=None, help="Show it in the browser. [default: if this is a terminal]")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the interface."
)
@click.option("--title", default="Presseschau", show_default=True, help="The title of the pages.")
@click.option("--index-only", is_flag=True, help="Make or update the search index, search.sqlite, and end.")
def command(run: Path, port: int, *, show: bool | None, language: str, title: str, index_only: bool) -> int:
    """Show a run in the browser, with live search, however large it is.

    It is served on this machine alone, read-only, under an address that nobody can guess; what a run at work adds appears by itself.
    Needs an extra: pip install 'presseschau[serve]'. Ctrl-C ends it.
    """
    from presseschau.store.directory import is_run  # noqa: PLC0415 - `--help` needs no engine

    if not is_run(run):
        raise click.UsageError(f"{run} is not a run directory: give the directory that presseschau run wrote")
    with _index_place(run) as index:
        if index_only:
            from presseschau_reports.served.index import Index  # noqa: PLC0415 - `--help` needs no SQLite

            made = Index(run, index)
            made.prepare()
            made.refresh()
            click.echo(str(index))
            return 0
        _serve(run, index, port=port, show=sys.stdout.isatty() if show is None else show, language=language, title=title)
    return 0


@contextmanager
def _index_place(run: Path) -> Iterator[Path]:
    from presseschau_reports.served.index import INDEX, place_for  # noqa: PLC0415 - see above

    place = place_for(run)
    if place is not None:
        yield place
        return
    folder = tempfile.mkdtemp(prefix="presseschau-")
    try:
        yield Path(folder) / INDEX
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(run: Path, index: Path, *, port: int, show: bool, language: str, title: str) -> None:
    try:
        import uvicorn  # noqa: PLC0415 - an extra

        from presseschau_reports.served.app import served  # noqa: PLC0415 - needs starlette, of the extra
        from presseschau_reports.served.run import ServedRun  # noqa: PLC0415
    except ImportError as error:
        raise PresseschauError(
            f"serving pages needs the package {error.name}, which is not installed", hint="pip install 'presseschau[serve]'"
        ) from error
    with socket.socket() as listening:
        try:
            listening.bind((_LOOPBACK, port))
        except OSError as error:
            raise OutputError(
                f"port {port} cannot be used: {error.strerror}", hint="leave --port out: a free one is taken"
            ) from error
        bound = listening.getsockname()[1]
        token = secrets.token_urlsafe(24)
        address = f"http://{_LOOPBACK}:{bound}/{token}/"
        running = ServedRun(run, index)
        app = served(running, hosts=[f"{_LOOPBACK}:{bound}", f"localhost:{bound}"], token=token, title=title, language=language)
        # No access log: the token is in every address.
        settings = uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="off", server_header=False, ws="none", limit_concurrency=200
        )
        running.start()
        try:
            click.echo(f"{address}\nCtrl-C ends it.")
            with _pointing_to(address, show=show):
                uvicorn.Server(settings).run(sockets=[listening])
        finally:
            running.close()


@contextmanager
def _pointing_to(address: str, *, show: bool) -> Iterator[None]:
    """Show an address in the browser through a file that only its owner can read: arguments of programs can be read by all."""
    if not show:
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="presseschau-"))
    try:
        pointer = folder / "open.html"
        pointer.write_text(f'<meta http-equiv="refresh" content="0; url={escape(address)}">', encoding="utf-8")
        webbrowser.open(pointer.as_uri())
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
