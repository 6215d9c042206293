"""What one plugin does to its process costs no other document, and changes none."""

import io
import locale
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from presseschau import Pipeline
from presseschau.engine.surroundings import Surroundings


def state() -> dict[str, Any]:
    """Return what is global, as far as a plugin can tell."""
    return {
        "directory": os.getcwd(),  # noqa: PTH109
        "environment": dict(os.environ),
        "path": sorted(sys.path),
        "recursion": sys.getrecursionlimit(),
        "filters": [*warnings.filters],
        "streams": [getattr(stream, "closed", None) for stream in (sys.stdin, sys.stdout, sys.stderr)],
        "locale": locale.setlocale(locale.LC_ALL),
        "alarms": signal.getitimer(signal.ITIMER_REAL),
    }


SPOILS: dict[str, Callable[[], Any]] = {
    "changes the directory": lambda: os.chdir("/"),
    "clears the environment": os.environ.clear,
    "changes the environment": lambda: os.environ.update(PATH="/nowhere"),
    "clears the path": lambda: sys.path.clear(),  # noqa: PLW0108 - the path of then
    "replaces the path": lambda: setattr(sys, "path", []),
    "allows no recursion": lambda: sys.setrecursionlimit(150),
    "makes warnings errors": lambda: warnings.simplefilter("error", FutureWarning),
    "closes a stream": lambda: sys.stdout.close(),  # noqa: PLW0108 - the stream of then
    "takes the streams away": lambda: [setattr(sys, name, None) for name in ("stdin", "stdout", "stderr")],
    "changes the locale": lambda: locale.setlocale(locale.LC_ALL, "C.UTF-8"),
    "sets an alarm": lambda: signal.setitimer(signal.ITIMER_REAL, 1000),
}


@pytest.fixture
def plain_locale() -> Iterator[None]:
    """A locale other than the usual one, for this test alone: what Python reads and writes by default hangs on it."""
    before = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, "C")
    yield
    locale.setlocale(locale.LC_ALL, before)


@pytest.mark.usefixtures("plain_locale")
@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_what_is_changed_or_taken_away_is_put_back(spoil: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "path", [*sys.path])
    before = state()
    with Surroundings():
        spoil()
        changed = [name for name, value in state().items() if value != before[name]]
    assert len(changed) == 1
    assert state() == before


def test_what_is_added_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries set themselves up when they are first imported, and only then."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("ACME_HOME", "")
    os.environ.pop("ACME_HOME")
    limit = sys.getrecursionlimit()
    with warnings.catch_warnings():
        with Surroundings():
            sys.path.insert(0, "acme")
            os.environ["ACME_HOME"] = "here"
            sys.setrecursionlimit(limit + 100)
            warnings.filterwarnings("ignore", "acme")
        assert (sys.path[0], os.environ["ACME_HOME"], sys.getrecursionlimit()) == ("acme", "here", limit + 100)
        assert warnings.filters[0][0] == "ignore"
    sys.setrecursionlimit(limit)


def test_what_other_threads_do_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")

    def work() -> None:
        with Surroundings():
            os.chdir(tmp_path)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert Path.cwd() == tmp_path


def test_the_other_documents_are_as_if_nothing_had_been(pipeline: Callable[..., Pipeline]) -> None:
    texts = {name: "Der Rat tagte." + " Gift" * (name == "b") for name in "abcd"}
    bad = {"use": "misbehaves", "with": {"how": "spoils", "where": "Gift"}}
    sections: dict[str, Any] = {"load": [{"use": "texts", "with": {"texts": texts}}], "engine": {"executor": "serial"}}
    run = pipeline(**sections, extract=[bad, {"use": "recurses"}]).run()
    assert [(letter.document, letter.step) for letter in run.dead_letters] == [("b", "recurses")]
