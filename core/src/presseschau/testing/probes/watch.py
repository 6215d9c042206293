"""Seeing what a plugin reaches for: clock, locale, environment and network.

Clock, locale and environment are seen through a profile function, which Python tells of every call of a built-in, whatever name it was imported
by; the network through an audit hook, which cannot be removed again and therefore sleeps outside the checks.
"""

import dis
import locale
import os
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_stack
from types import FrameType
from typing import Any

CLOCK = frozenset(
    {
        "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime", "time.asctime", "time.strftime", "time.mktime",
        "time.clock_gettime", "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    }
)  # fmt: skip
LOCALE = frozenset(
    {
        "locale.setlocale", "locale.getlocale", "locale.getdefaultlocale", "locale.localeconv", "locale.strcoll", "locale.strxfrm",
        "locale.getpreferredencoding", "locale.getencoding", "locale.format_string", "locale.atof", "locale.currency",
        "_locale.setlocale", "_locale.localeconv", "_locale.strcoll", "_locale.strxfrm", "_locale.getencoding", "_locale.nl_langinfo",
    }
)  # fmt: skip
ENVIRONMENT = frozenset({"os.environ", "os.getcwd"})
_NETWORK = (
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.gethostname", "socket.bind",
    "socket.sendto", "socket.sendmsg", "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect",
)  # fmt: skip
# A time of day is not part of the result there: log records, locks, what imports do once, and Hypothesis drawing an example.
_INNOCENT = ("logging", "importlib", "threading", "warnings", "linecache", "tokenize", "hypothesis", "tempfile")
_KIT = "presseschau.testing."
_MANY = 1 << 16
_LOCALE_FILE = locale.__file__
_STANDARD = sysconfig.get_path("stdlib")
_ENVIRON = type(os.environ).__getitem__.__code__
_WORKING_DIRECTORY = frozenset({"posix.getcwd", "posix.getcwdb", "nt.getcwd", "nt.getcwdb"})
_NOW_UNLESS_GIVEN = {"time.gmtime": 1, "time.ctime": 1, "time.asctime": 1, "time.strftime": 2}
"""These read the clock only when they are called with fewer arguments than that."""


@contextmanager
def watch(forbidden: frozenset[str], seen: list[str]) -> Iterator[None]:
    """Note in ``seen`` every call of a forbidden function in this thread, with its caller."""

    def profile(frame: FrameType, event: str, argument: Any) -> None:  # noqa: ANN401 - what Python passes
        name = ""
        if event == "c_call":
            name = _name(argument)
            name = "os.getcwd" if name in _WORKING_DIRECTORY else name
        elif event == "call" and frame.f_code is _ENVIRON:
            name, frame = "os.environ", frame.f_back or frame
        elif event == "call" and frame.f_code.co_filename == _LOCALE_FILE:
            name, frame = f"locale.{frame.f_code.co_name}", frame.f_back or frame
        if name in forbidden and _arguments(frame) < _NOW_UNLESS_GIVEN.get(name, _MANY) and not is_innocent(frame):
            seen.append(f"{name} in {where(frame)}")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(before)


def _arguments(frame: FrameType) -> int:
    """Return how many arguments the call that a frame is making has; 0 where the byte code does not tell."""
    code = frame.f_code.co_code
    at = frame.f_lasti
    return code[at + 1] if 0 <= at < len(code) - 1 and dis.opname[code[at]] in {"CALL", "CALL_KW"} else 0


def _name(function: Any) -> str:  # noqa: ANN401 - any built-in
    owner = getattr(function, "__self__", None)
    # A subclass of datetime (pandas' Timestamp, say) has the same clock.
    if isinstance(owner, type):
        for parent in owner.__mro__:
            if parent.__module__ == "datetime":
                return f"{parent.__name__}.{function.__name__}"
    module = getattr(function, "__module__", "") or ""
    return f"{module}.{getattr(function, '__name__', '')}"


def is_innocent(frame: FrameType | None) -> bool:
    """Tell whether a call is none of the plugin's: walk up from it until the kit, which called the plugin."""
    if frame is not None and str(frame.f_globals.get("__name__", "")).startswith(_KIT):
        return True
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] in _INNOCENT or module.startswith("_frozen_importlib"):
            return True
        if module.startswith(_KIT):
            return False
        frame = frame.f_back
    return False


def where(frame: FrameType) -> str:
    """Return the file, line and function of a call: of the nearest caller outside the standard library, if there is one."""
    outside = next((one for one, _ in walk_stack(frame) if not _is_standard(one.f_code.co_filename)), frame)
    return _shown(outside)


def _is_standard(path: str) -> bool:
    return path.startswith("<frozen") or (path.startswith(_STANDARD) and "site-packages" not in path)


def _shown(frame: FrameType) -> str:
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} ({frame.f_code.co_name})"


class _Network:
    """The one audit hook of this process."""

    installed = False
    armed = threading.local()

    @classmethod
    def hear(cls, event: str, arguments: tuple[Any, ...]) -> None:
        seen: list[str] | None = getattr(cls.armed, "seen", None)
        if seen is None or event not in _NETWORK:
            return
        shown = [repr(one) for one in arguments if isinstance(one, str | bytes | int | tuple)]
        seen.append(f"{event}({', '.join(shown)})"[:120])
        raise PermissionError(f"the conformance kit allows no network: {event}")


@contextmanager
def watch_network(seen: list[str]) -> Iterator[None]:
    """Refuse, and note in ``seen``, whatever this thread tries with the network."""
    if not _Network.installed:
        sys.addaudithook(_Network.hear)
        _Network.installed = True
    _Network.armed.seen = seen
    try:
        yield
    finally:
        _Network.armed.seen = None
