"""Running the checks: ``check_plugin``, ``conformance_tests`` for pytest, and ``quick_check``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from presseschau.errors import PluginError, PresseschauError
from presseschau.model.document import Document
from presseschau.steps import registry as installed_plugins
from presseschau.testing import checks as _all  # noqa: F401 - importing them registers them
from presseschau.testing import registry
from presseschau.testing.analysis import gifts
from presseschau.testing.bench import DEFAULT_EXAMPLES, Bench, Prepare, default_examples, hooks_of, instance_of
from presseschau.testing.outcome import CheckFailedError, NotApplicableError, Outcome, Report, Status
from presseschau.testing.probes.processes import refuse_in_helper
from presseschau.testing.registry import Check

QUICK_EXAMPLES = 10
OTHER_STAGES = "checks-of-other-stages"
"""The name of the test that is skipped and names the checks of other stages."""


def checks() -> tuple[Check, ...]:
    """Return all checks, in the order in which they run."""
    return tuple(registry.registered.values())


def select(names: Iterable[str]) -> tuple[Check, ...]:
    """Return the checks of these names.

    Raises:
        ValueError: there is no such check.
    """
    known = {one.name: one for one in checks()}
    wanted = list(names)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(f"no check {', '.join(map(repr, unknown))}; there are: {', '.join(known)}")
    return tuple(known[name] for name in wanted)


def check_plugin(
    plugin: object,
    *,
    expected_failures: Mapping[str, str] | None = None,
    skip: Mapping[str, str] | None = None,
    only: Iterable[str] | None = None,
    examples: st.SearchStrategy[Document] | None = None,
    upstream: Sequence[object] | None = None,
    pipeline: object = None,
    prepare: Prepare | None = None,
    seed: int = 0,
    max_examples: int = DEFAULT_EXAMPLES,
) -> Report:
    """Run the checks over a plugin and return what they say.

    Args:
        plugin: the class, or an instance where it needs options.
        expected_failures: check -> reason. Such a check must fail; one that passes makes the report fail.
        skip: check -> reason. Such a check is not run; the report shows it and the reason.
        only: the names of the checks to run; default all.
        examples: the documents to try; default articles, odd texts and texts spliced with the plugin's ``markers``.
        upstream: plugins whose annotations it requires; default the installed ones that provide them.
        pipeline: a plugin that gives the shared analysis; default the blank German one.
        prepare: for loaders: writes documents into a directory and returns the loader that reads them.
        seed: of the examples; the same seed draws the same ones.
        max_examples: how many documents a check tries.

    Raises:
        ValueError: a name is not that of a check, or a reason is empty.
    """
    refuse_in_helper()
    return _run(
        plugin,
        select(only) if only is not None else checks(),
        dict(expected_failures or {}),
        dict(skip or {}),
        _bench(plugin, examples, upstream, pipeline, prepare, seed, max_examples),
    )


def quick_check(plugin: object, *, seed: int = 0) -> Report:
    """Run the quick part of the kit over a plugin, in a second or two: a smoke test of what is installed.

    A class that needs options is reported with all checks skipped, and so is one that needs more of the shared analysis than any
    installed model gives.
    """
    quick = tuple(check for check in checks() if check.quick)
    try:
        bench = _bench(plugin, None, None, _pipeline_for(plugin), None, seed, QUICK_EXAMPLES)
    except PluginError as error:
        skipped = [Outcome(check.name, Status.SKIPPED, error.message) for check in quick]
        return Report(_name(plugin), tuple(skipped))
    bench.quick = True
    return _run(plugin, quick, {}, {}, bench)


def conformance_tests(plugin: object, **options: Any) -> Callable[..., None]:  # noqa: ANN401 - those of check_plugin
    """Return a pytest test with one case for each check; the options are those of :func:`check_plugin`.

    Write ``test_conforms = conformance_tests(MyPlugin)`` into a test module. A check that cannot say anything of the plugin is
    shown as skipped, with its reason; an expected failure as such. The checks of other stages share one case, which is skipped
    and names them.
    """
    import pytest  # noqa: PLC0415 - the other entry points do without it

    _reasons(options.get("expected_failures") or {}, options.get("skip") or {})
    only = options.pop("only", None)
    hooks = set(hooks_of(_Shell(plugin) if isinstance(plugin, type) else plugin))
    selected = checks() if only is None else select(only)
    names = [check.name for check in selected if hooks & set(check.hooks)]
    others = [check.name for check in selected if check.name not in names]

    @pytest.mark.parametrize("check", [*names, *([OTHER_STAGES] if others else [])])
    def test_conforms(check: str) -> None:
        if check == OTHER_STAGES:
            pytest.skip(f"not for plugins that {', '.join(sorted(hooks))}: {', '.join(others)}")
        expected = {name: why for name, why in (options.get("expected_failures") or {}).items() if name == check}
        skip = {name: why for name, why in (options.get("skip") or {}).items() if name == check}
        rest = {name: value for name, value in options.items() if name not in {"expected_failures", "skip"}}
        (outcome,) = check_plugin(plugin, only=[check], expected_failures=expected, skip=skip, **rest)
        if outcome.status is Status.SKIPPED:
            pytest.skip(outcome.message)
        if outcome.status is Status.EXPECTED:
            pytest.xfail(outcome.message)
        if not outcome.status.good:
            pytest.fail(f"{check}: {outcome.status.value}\n{outcome.message}", pytrace=False)

    return test_conforms


class _Shell:
    """Stands for an instance of a class that may need options."""

    def __new__(cls, kind: type) -> Any:  # noqa: ANN401 - an instance of kind
        return object.__new__(kind)


def _bench(
    plugin: object,
    examples: st.SearchStrategy[Document] | None,
    upstream: Sequence[object] | None,
    pipeline: object,
    prepare: Prepare | None,
    seed: int,
    max_examples: int,
) -> Bench:
    instance = _prepared(plugin, prepare)
    hooks = hooks_of(instance)
    if not hooks:
        raise PluginError(
            f"{_name(plugin)} implements no hook",
            hint="mark the methods load, clean, extract, link or report with @presseschau.hookimpl",
        )
    return Bench(
        plugin=instance,
        hooks=hooks,
        examples=default_examples(instance) if examples is None else examples,
        seed=seed,
        max_examples=max_examples,
        upstream=tuple(map(instance_of, upstream)) if upstream is not None else providers_of(instance),
        pipeline=None if pipeline is None else instance_of(pipeline),
        prepare=prepare,
    )


def _prepared(plugin: object, prepare: Prepare | None) -> object:
    """Return an instance; of a loader that needs options, the one that ``prepare`` makes."""
    if prepare is None or not isinstance(plugin, type):
        return instance_of(plugin)
    import tempfile  # noqa: PLC0415 - only for loaders
    from pathlib import Path  # noqa: PLC0415

    try:
        return instance_of(plugin)
    except PluginError:
        with tempfile.TemporaryDirectory(prefix="presseschau-kit-") as directory:
            return prepare(Path(directory), [])


def providers_of(plugin: object) -> tuple[object, ...]:
    """Return installed plugins, with their default options, that provide the annotations a plugin requires or wants; in order of need."""
    found: dict[str, object] = {}

    def add(one: object) -> None:
        for need in (*getattr(one, "requires", ()), *getattr(one, "wants", ())):
            if not need.startswith("annotation:") or any(need in _gifts(other) for other in found.values()):
                continue
            for info in installed_plugins.installed():
                if info.api_version != installed_plugins.API_VERSION or info.name in found:
                    continue
                kind = _loaded(info)
                if kind is not None and need in _gifts(kind) and hasattr(kind, "extract") and kind is not type(plugin):
                    provider = kind()
                    add(provider)
                    found[info.name] = provider
                    break

    add(plugin)
    return tuple(found.values())


def _pipeline_for(plugin: object) -> object:
    """Return the installed plugin that gives what of the shared analysis a plugin requires; None for the blank one.

    Raises:
        PluginError: none gives it.
    """
    needs = {need for need in getattr(plugin, "requires", ()) if need.startswith("analysis:")}
    if needs <= gifts():
        return None
    for info in installed_plugins.installed():
        kind = _loaded(info) if info.api_version == installed_plugins.API_VERSION else None
        if kind is None or not hasattr(kind, "spacy_pipeline"):
            continue
        try:
            model = kind()
        except (TypeError, ValueError, PresseschauError):  # it needs options, or weights that are not installed
            continue
        if needs <= {*_gifts(model)}:
            return model
    raise PluginError(
        f"no installed model gives {', '.join(sorted(needs - gifts()))}", hint="install one, such as presseschau-de"
    )


def _gifts(plugin: object) -> tuple[str, ...]:
    return tuple(getattr(plugin, "provides", ()))


def _loaded(info: installed_plugins.PluginInfo) -> type | None:
    """Return a plugin's class, None when its package is broken: that is for its own tests to say."""
    try:
        return info.load()
    except PluginError:
        return None


def _reasons(*given: Mapping[str, str]) -> None:
    for reasons in given:
        select(reasons)
        empty = [name for name, reason in reasons.items() if not reason.strip()]
        if empty:
            raise ValueError(f"say why: the reason for {', '.join(empty)} is empty")


def _run(plugin: object, selected: Iterable[Check], expected: dict[str, str], skip: dict[str, str], bench: Bench) -> Report:
    _reasons(expected, skip)
    selected = tuple(selected)
    names = {check.name for check in selected}
    astray = [name for name in (*expected, *skip) if name not in names]
    if astray:
        raise ValueError(f"{', '.join(astray)} is expected to fail or to be skipped, but does not run")
    outcomes = []
    for check in selected:
        if check.name in skip:
            outcomes.append(Outcome(check.name, Status.SKIPPED, skip[check.name]))
        else:
            outcomes.append(_expect(_examine(check, bench), expected))
    return Report(_name(plugin), tuple(outcomes))


def _expect(outcome: Outcome, expected: Mapping[str, str]) -> Outcome:
    if outcome.check not in expected:
        return outcome
    reason = expected[outcome.check]
    if outcome.status is Status.FAILED:
        return Outcome(outcome.check, Status.EXPECTED, reason, outcome.calls)
    found = "it passed" if outcome.status is Status.PASSED else f"it was skipped: {outcome.message}"
    return Outcome(outcome.check, Status.UNEXPECTED, f"expected to fail ({reason}), but {found}; take it out", outcome.calls)


def _examine(check: Check, bench: Bench) -> Outcome:  # noqa: PLR0911 - one for each way to come out
    """Run one check. One that neither calls the plugin nor says why has been skipped in silence, and fails."""
    if not set(check.hooks) & set(bench.hooks):
        return Outcome(
            check.name, Status.SKIPPED, f"for plugins that {' or '.join(check.hooks)}; this one does {', '.join(bench.hooks)}"
        )
    bench.calls = 0
    try:
        check.run(bench)
    except NotApplicableError as reason:
        if not str(reason):
            return Outcome(check.name, Status.FAILED, "the check was skipped without a reason", bench.calls)
        return Outcome(check.name, Status.SKIPPED, str(reason), bench.calls)
    except CheckFailedError as error:
        return Outcome(check.name, Status.FAILED, str(error), bench.calls)
    except Exception as error:  # noqa: BLE001 - whatever the plugin raises is for the report
        return Outcome(check.name, Status.FAILED, f"raised {type(error).__name__}: {error}", bench.calls)
    if not bench.calls:
        return Outcome(check.name, Status.FAILED, "the check never called the plugin: it was skipped in silence")
    return Outcome(check.name, Status.PASSED, "", bench.calls)


def _name(plugin: object) -> str:
    kind = plugin if isinstance(plugin, type) else type(plugin)
    return f"{kind.__module__}.{kind.__qualname__}"
