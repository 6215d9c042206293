"""Checks that a plugin looks at nothing but its input: no clock, no locale, no environment, no network."""

import itertools
from collections.abc import Iterator
from contextlib import suppress

from presseschau.errors import PluginError
from presseschau.hookspecs import STAGES
from presseschau.testing.bench import Bench, instance_of
from presseschau.testing.outcome import CheckFailedError, NotApplicableError
from presseschau.testing.probes.paths import watch_relative_paths
from presseschau.testing.probes.watch import CLOCK, ENVIRONMENT, LOCALE, watch, watch_network
from presseschau.testing.registry import check
from presseschau.testing.wholes import whole_work

HOOKS = tuple(stage.hook for stage in STAGES if stage.per != "process")
EXAMPLES = 12


def _works(bench: Bench) -> Iterator[None]:
    """Make a plugin anew and let it work, on a few examples or on a whole run; the caller watches between the steps."""
    done = False
    with suppress(PluginError):  # it cannot be made without options
        instance_of(bench.kind)
    plugin = bench.fresh()
    if {"clean", "extract", "detect_language"} & set(bench.hooks):
        for document in bench.sample(EXAMPLES):
            yield
            if "detect_language" in bench.hooks:
                bench.call("detect_language", plugin, text=document.text)
            if {"clean", "extract"} & set(bench.hooks):
                bench.work(document, plugin)
            done = True
    for hook in ("load", "link", "report"):
        if hook in bench.hooks:
            yield
            whole_work(bench, hook, plugin)
            done = True
    if not done:
        raise NotApplicableError("it has no hook that could be called")


def _drive(bench: Bench, forbidden: frozenset[str], what: str) -> None:
    # The first round loads what is loaded lazily (spaCy, word lists): imports may look at the clock, the work may not.
    for _ in itertools.islice(_works(bench), 2):
        pass
    seen: list[str] = []
    with watch(forbidden, seen):
        for _ in _works(bench):
            pass
    if seen:
        raise CheckFailedError(f"it reads the {what}: {'; '.join(dict.fromkeys(seen))}")


@check(*HOOKS)
def reads_no_clock(bench: Bench) -> None:
    """The plugin never asks for the time of day or the time zone: the same input must give the same output tomorrow.

    Calls of ``time.time``, ``localtime``, ``strftime`` without a time, ``datetime.now``, ``date.today`` and their like are seen however
    they were imported, also in libraries. The monotonic clocks are allowed.
    """
    _drive(bench, CLOCK, "clock")


@check(*HOOKS)
def reads_no_locale(bench: Bench) -> None:
    """The plugin neither asks for nor sets the locale, nor sorts or converts by it."""
    _drive(bench, LOCALE, "locale")


@check(*HOOKS)
def reads_no_environment(bench: Bench) -> None:
    """The plugin reads no environment variable, opens no relative path and, while it works on documents, does not ask for the working directory.

    What a run depends on stands in its config, where the fingerprint sees it; ``${VAR}`` brings the environment in there, and
    paths in a config are relative to its file. Making the plugin counts as well.
    """
    per_document = {"clean", "extract", "detect_language"} & set(bench.hooks)
    _drive(bench, ENVIRONMENT if per_document else ENVIRONMENT - {"os.getcwd"}, "environment")
    seen: list[str] = []
    with watch_relative_paths(seen):
        for _ in _works(bench):
            pass
    if seen:
        raise CheckFailedError(f"it depends on the working directory: {'; '.join(dict.fromkeys(seen))}")


@check(*HOOKS)
def reads_no_network(bench: Bench) -> None:
    """The plugin opens no connection, resolves no name and does not ask for the host's name; also not in vain.

    Every attempt is refused and noted, so that a plugin which swallows the refusal is caught too.
    """
    seen: list[str] = []
    with watch_network(seen):
        try:
            for _ in _works(bench):
                pass
        except PermissionError as error:
            if not seen:
                raise
            raise CheckFailedError(f"it goes to the network: {'; '.join(dict.fromkeys(seen))}") from error
    if seen:
        raise CheckFailedError(f"it goes to the network: {'; '.join(dict.fromkeys(seen))}")
