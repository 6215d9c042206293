"""From a config to steps that can be called: plugins found, options checked, order proven, fingerprints taken."""

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
import pluggy
from attrs import evolve, field, frozen

from presseschau import hookspecs
from presseschau.config import Config, Problem, StepConfig, build_step_options, config_error
from presseschau.errors import ConfigError, PluginError
from presseschau.model.results import StepRecord
from presseschau.steps import registry

HOOKS = {
    "load": "load",
    "clean": "clean",
    "language": "detect_language",
    "analysis": "spacy_pipeline",
    "extract": "extract",
    "link": "link",
    "report": "report",
}
"""Stage -> hook, in the order of work. ``language`` and ``analysis`` are filled from the config's ``language`` section."""

RESERVED = ("language", "analysis")
"""The ids of the two steps that every config has."""

PER_DOCUMENT = ("clean", "language", "extract")
"""The stages that work on one document at a time, after it is loaded."""


@frozen(eq=False)
class Step:
    """One entry of a config, ready to work. ``call`` takes the hook's arguments by name and returns its result."""

    stage: str
    config: StepConfig
    plugin: object
    record: StepRecord
    arguments: frozenset[str]
    requires: tuple[str, ...]
    provides: tuple[str, ...]
    on_error: str
    call: Callable[..., Any] = field(repr=False)

    @property
    def id(self) -> str:
        """The step's id, unique in its config."""
        return self.record.id

    @property
    def fingerprint(self) -> str:
        """Changes with the options, the code, and any step before."""
        return self.record.fingerprint


@frozen
class Steps:
    """All steps of a config, by stage and in order."""

    all: tuple[Step, ...]

    def of(self, *stages: str) -> tuple[Step, ...]:
        """Return the steps of some stages."""
        return tuple(step for step in self.all if step.stage in stages)

    def records(self) -> tuple[StepRecord, ...]:
        """Return the steps as the store keeps them."""
        return tuple(step.record for step in self.all)

    def needs(self) -> frozenset[str]:
        """Return what the extractors need of the shared analysis; empty when none needs any."""
        return frozenset(need for step in self.of("extract") for need in _needs(step) if need.startswith("analysis:"))


def build_steps(config: Config) -> Steps:
    """Build the steps of a config, with one plugin manager of their own.

    Raises:
        ConfigError: with every problem found: unknown plugins or options, failing imports, wrong order.
    """
    problems: list[Problem] = []
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    built: list[tuple[str, StepConfig, registry.PluginInfo, object]] = []
    for stage, entry in _entries(config):
        if entry.id in RESERVED and stage not in RESERVED:
            problems.append(entry.problem(f"the id {entry.id!r} is taken by the framework", "give the step another id"))
            continue
        try:
            info = registry.find(entry.use, entry.distribution)
            plugin: object = build_step_options(info.load(), entry)
            _register(manager, stage, entry.id, plugin)
        except ConfigError as error:
            problems += [problem for problem in error.problems if isinstance(problem, Problem)]
        except PluginError as error:
            problems.append(entry.problem(error.message, error.hint))
        else:
            built.append((stage, entry, info, plugin))
    plugins = [plugin for *_, plugin in built]
    steps = []
    for stage, entry, info, plugin in built:
        try:
            steps.append(_step(manager, plugins, stage, entry, info, plugin, config))
        except PluginError as error:
            problems.append(entry.problem(error.message, error.hint))
    if not problems:
        problems += _order_problems(steps)
    if problems:
        raise config_error(str(config.path or "the config"), problems)
    return Steps(_chain(steps))


def _entries(config: Config) -> Iterable[tuple[str, StepConfig]]:
    for stage in HOOKS:
        if stage == "language":
            yield stage, config.language.detector
        elif stage == "analysis":
            yield stage, config.language.model
        else:
            for step in getattr(config, stage):
                yield stage, step


def _register(manager: pluggy.PluginManager, stage: str, name: str, plugin: object) -> None:
    if type(plugin).__eq__ is not object.__eq__:
        raise PluginError(
            f"{type(plugin).__name__} compares by value, so that two steps with the same options could not be told apart",
            hint="declare the class with @attrs.frozen(eq=False, kw_only=True)",
        )
    try:
        manager.register(plugin, f"{stage}:{name}")
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        if manager.has_plugin(f"{stage}:{name}"):
            manager.unregister(plugin)
        raise PluginError(
            f"{type(plugin).__name__} does not fit the hooks: {' '.join(str(error).split())}",
            hint=f"hooks are {', '.join(HOOKS.values())}; their arguments are in presseschau.hookspecs",
        ) from error


def _step(
    manager: pluggy.PluginManager,
    plugins: Sequence[object],
    stage: str,
    entry: StepConfig,
    info: registry.PluginInfo,
    plugin: object,
    config: Config,
) -> Step:
    hook = HOOKS[stage]
    own = [one for one in getattr(manager.hook, hook).get_hookimpls() if one.plugin is plugin]
    if not own:
        has = [
            other
            for other, name in HOOKS.items()
            if any(one.plugin is plugin for one in getattr(manager.hook, name).get_hookimpls())
        ]
        raise PluginError(
            f"{info.name} does nothing in the stage {stage!r}",
            hint=f"it works in: {', '.join(has)}" if has else "it implements no hook; are its methods marked @hookimpl?",
        )
    implementation = own[0]
    if implementation.tryfirst or implementation.trylast or implementation.wrapper or implementation.hookwrapper:
        raise PluginError(
            f"{info.name} marks {hook} as tryfirst, trylast or a wrapper",
            hint="the order in the config is the order of work; use a plain @hookimpl",
        )
    others = [other for other in plugins if other is not plugin]
    record = StepRecord(
        id=stage if stage in RESERVED else entry.id,
        stage=stage,
        plugin=info.name,
        distribution=info.distribution,
        version=info.version,
        options=_digest([entry.options.plain(redact=True), _files_digest(stage, plugin), _gate(stage, config)]),
        code=_digest([info.code_digest(), _model_digest(plugin)]),
        fingerprint="",
    )
    return Step(
        stage,
        entry,
        plugin,
        record,
        frozenset(implementation.argnames),
        _declared(plugin, "requires"),
        _declared(plugin, "provides"),
        entry.on_error or config.on_error,
        _caller(manager.subset_hook_caller(hook, others)),
    )


def _caller(hook: pluggy.HookCaller) -> Callable[..., Any]:
    """Call one implementation; pluggy gives a list of what is not None, but for ``firstresult`` hooks."""
    if hook.spec is not None and hook.spec.opts.get("firstresult"):
        return hook

    def call(**arguments: Any) -> Any:  # noqa: ANN401 - whatever the hook takes and gives
        results = hook(**arguments)
        return results[0] if results else None

    return call


def _declared(plugin: object, name: str) -> tuple[str, ...]:
    declared = getattr(plugin, name, ())
    if isinstance(declared, str):
        raise PluginError(
            f"{type(plugin).__name__}.{name} is the text {declared!r}",
            hint=f"declare a tuple: {name} = ({declared!r},)",
        )
    return tuple(declared)


def _gate(stage: str, config: Config) -> list[str | None]:
    """What else decides on a document in another language, beside the detector."""
    return [config.language.expect, config.language.on_other] if stage == "language" else []


def _needs(step: Step) -> tuple[str, ...]:
    """What a step requires; taking the analysis is requiring its tokens."""
    return (*step.requires, "analysis:tokens") if "analysis" in step.arguments else step.requires


def _order_problems(steps: Sequence[Step]) -> list[Problem]:
    problems = []
    for position, step in enumerate(steps):
        given = {gift for other in steps[:position] for gift in other.provides}
        for need in step.requires:
            if need in given:
                continue
            later = [other.id for other in steps[position + 1 :] if need in other.provides and other.stage == step.stage]
            if later:
                hint = f"move the step {later[0]!r} before it"
            elif need.startswith("analysis:"):
                hint = "set language.model to a pipeline that gives it"
            else:
                hint = "add a step that gives it before this one"
            problems.append(step.config.problem(f"{step.id} requires {need!r}, which nothing before it gives", hint))
    return problems


def _chain(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Give each step its fingerprint: its own parts and, from clean to extract, those of the steps before it.

    A document comes from one loader, so loaders stand outside the chain: the ledger joins theirs with the source's. Link
    steps build on each other, reports do not; what both see of the documents is added when they run.
    """
    chained = []
    before = ""
    for step in steps:
        record = step.record
        in_chain = step.stage not in {"load", "report"}
        own = [record.plugin, record.distribution, record.version, record.options, record.code]
        fingerprint = _digest([step.stage, step.id, *own, before if in_chain else ""])
        chained.append(evolve(step, record=evolve(record, fingerprint=fingerprint)))
        if in_chain:
            before = fingerprint
    return tuple(chained)


def _files_digest(stage: str, plugin: object) -> list[str]:
    """Digest the files that options name: a changed word list is a changed option. A loader's inputs are its sources."""
    cls: type = type(plugin)
    if stage == "load" or not attrs.has(cls):
        return []
    values = [getattr(plugin, attribute.name, None) for attribute in attrs.fields(cls)]
    named = [one for value in values for one in (value if isinstance(value, list | tuple | set | frozenset) else [value])]
    paths = sorted({one for one in named if isinstance(one, Path)})
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path]) if file.is_file()]
    return [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]


def _model_digest(plugin: object) -> str:
    """Ask a plugin for the digest of the model or data it loads from elsewhere: its method or attribute ``content_digest``."""
    try:
        digest = getattr(plugin, "content_digest", "")
        return str(digest() if inspect.ismethod(digest) else digest)
    except Exception as error:
        raise PluginError(
            f"{type(plugin).__name__}.content_digest failed: {type(error).__name__}: {error}",
            hint="does the model or file that the options name exist?",
        ) from error


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
