"""From a config to steps that can be called: plugins found, options checked, order proven, fingerprints taken."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pluggy
from attrs import evolve, field, frozen

from presseschau import hookspecs
from presseschau.builtin.spacy_package import is_spacy_package
from presseschau.config import Config, ErrorPolicy, Problem, StepConfig, build_step_options, config_error, did_you_mean
from presseschau.errors import ConfigError, PluginError
from presseschau.hookspecs import HOOKS, RESERVED
from presseschau.model.results import StepRecord
from presseschau.steps import registry
from presseschau.steps.fingerprints import content_digest, core_digest, digest, option_files_digest


@frozen(eq=False)
class Step:
    """One entry of a config, ready to work; it can be pickled if its plugin can.

    ``argnames`` are the arguments of the hook that its ``implementation``, a bound method, takes. ``granted`` are those of its
    ``wants`` that the config gives.
    """

    stage: str
    config: StepConfig
    plugin: object
    record: StepRecord
    requires: tuple[str, ...]
    wants: tuple[str, ...]
    provides: tuple[str, ...]
    on_error: ErrorPolicy
    argnames: tuple[str, ...]
    implementation: Callable[..., Any] = field(repr=False)
    granted: tuple[str, ...] = ()

    def call(self, **arguments: Any) -> Any:  # noqa: ANN401 - whatever the hook takes and gives
        """Call the implementation with those of the hook's arguments that it takes, as pluggy itself does."""
        return self.implementation(*[arguments[name] for name in self.argnames])

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
        """Return what the extractors use of the shared analysis; empty when none uses any."""
        return frozenset(need for step in self.of("extract") for need in analysis_needs(step))

    def step(self, name: str) -> Step:
        """Return the step with this id.

        Raises:
            KeyError: there is none.
        """
        for step in self.all:
            if step.id == name:
                return step
        raise KeyError(name)


_SPACY_NAME = re.compile(r"[a-z]{2,3}_[a-z0-9]{1,20}_[a-z0-9_]{1,40}")


def build_steps(config: Config) -> Steps:
    """Build the steps of a config.

    Raises:
        ConfigError: with every problem found: unknown plugins or options, failing imports, wrong order.
    """
    problems: list[Problem] = []
    plugins = registry.installed()
    steps: list[Step] = []
    for stage, entry in entries(config):
        if entry.id in RESERVED and stage not in RESERVED:
            problems.append(entry.problem(f"the id {entry.id!r} is taken by the framework", "give the step another id"))
            continue
        try:
            info, plugin = make_plugin(stage, entry, plugins)
            steps.append(_step(_managed(stage, entry.id, plugin), stage, entry, info, plugin, config))
        except ConfigError as error:
            problems += [problem for problem in error.problems if isinstance(problem, Problem)]
        except PluginError as error:
            problems.append(entry.problem(error.message, error.hint))
    if not problems:
        problems += _order_problems(steps)
    if problems:
        raise config_error(str(config.path or "the config"), problems)
    return Steps(_chain(steps))


def make_plugin(stage: str, entry: StepConfig, installed: Sequence[registry.PluginInfo]) -> tuple[registry.PluginInfo, object]:
    """Find and make the plugin of an entry, among those installed; ``model: de_core_news_lg`` may name a spaCy package instead of a plugin.

    Raises:
        PluginError: there is none, or it cannot be imported.
        ConfigError: its options do not fit.
    """
    try:
        info = registry.find(entry.use, entry.distribution, installed)
    except PluginError as error:
        if stage != "analysis" or entry.distribution is not None:
            raise
        if not is_spacy_package(entry.use):
            if _SPACY_NAME.fullmatch(entry.use):
                hint = f"if it is a spaCy package: python -m spacy download {entry.use}, or pip install it"
                raise PluginError(error.message, plugin=entry.use, hint=hint) from error
            raise
        info = registry.find("spacy-package", "presseschau-core", installed)
        return info, info.load()(package=entry.use)
    return info, build_step_options(info.load(), entry)


def entries(config: Config) -> Iterable[tuple[str, StepConfig]]:
    """Yield the steps of a config, each with its stage, in the order of work."""
    for stage in HOOKS:
        if stage == "language":
            yield stage, config.language.detector
        elif stage == "analysis":
            yield stage, config.language.model
        else:
            for step in getattr(config, stage):
                yield stage, step


def _managed(stage: str, name: str, plugin: object) -> pluggy.PluginManager:
    """Register a plugin with a manager of its own, which holds it against the hook specifications."""
    if type(plugin).__eq__ is not object.__eq__:
        raise PluginError(
            f"{type(plugin).__name__} compares by value, so that two steps with the same options could not be told apart",
            hint="declare the class with @attrs.frozen(eq=False, kw_only=True)",
        )
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(plugin, f"{stage}:{name}")
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(
            f"{type(plugin).__name__} does not fit the hooks: {' '.join(str(error).split())}",
            hint=_hook_hint(str(error)),
        ) from error
    return manager


def _hook_hint(message: str) -> str:
    unknown = re.search(r"unknown hook '(\w{1,60})'", message)
    meant = f"{did_you_mean(unknown[1], list(HOOKS.values()))}; " if unknown else ""
    return f"{meant}hooks are {', '.join(HOOKS.values())}; their arguments are in presseschau.hookspecs"


def _step(
    manager: pluggy.PluginManager,
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
    record = StepRecord(
        id=stage if stage in RESERVED else entry.id,
        stage=stage,
        plugin=info.name,
        distribution=info.distribution,
        version=info.version,
        options=digest([entry.options.plain(redact=True), _option_files(stage, plugin), _gate(stage, config)]),
        code=digest([info.code_digest(), content_digest(plugin)]),
        core=core_digest(whole_run=stage in {"link", "report"}),
        fingerprint="",
    )
    return Step(
        stage=stage,
        config=entry,
        plugin=plugin,
        record=record,
        requires=_declared(plugin, "requires"),
        wants=_declared(plugin, "wants"),
        provides=_declared(plugin, "provides"),
        on_error=entry.on_error or config.on_error,
        argnames=tuple(implementation.argnames),
        implementation=implementation.function,
    )


def _option_files(stage: str, plugin: object) -> list[str]:
    """Return the digests of the files that options name; a loader's inputs are its sources instead."""
    return [] if stage == "load" else option_files_digest(plugin)


def _declared(plugin: object, name: str) -> tuple[str, ...]:
    declared = getattr(plugin, name, ())
    if isinstance(declared, str):
        raise PluginError(
            f"{type(plugin).__name__}.{name} is the string {declared!r}",
            hint=f"declare a tuple: {name} = ({declared!r},)",
        )
    return tuple(declared)


def _gate(stage: str, config: Config) -> list[str | None]:
    """What else decides on a document in another language, beside the detector."""
    return [config.language.expect, config.language.on_other] if stage == "language" else []


def analysis_needs(step: Step) -> frozenset[str]:
    """Return what a step requires or is granted of the shared analysis; taking it, or the means to make it, is requiring its tokens."""
    used = frozenset(need for need in (*step.requires, *step.granted) if need.startswith("analysis:"))
    return used | {"analysis:tokens"} if {"analysis", "analyse"} & {*step.argnames} else used


def _order_problems(steps: Sequence[Step]) -> list[Problem]:
    """Return what is required but not given before, and what is wanted but only given after."""
    problems = []
    given: set[str] = set()
    for position, step in enumerate(steps):
        for need in (need for need in step.requires if need not in given):
            if later := _later(steps, position, need):
                hint = f"move the step {later[0].id!r} before it"
            elif need.startswith("analysis:"):
                hint = "set language.model to a pipeline that gives it"
            else:
                hint = "add a step that gives it before this one"
            problems.append(step.config.problem(f"{step.id} requires {need!r}, which nothing before it gives", hint))
        for want in (want for want in step.wants if want not in given):
            others = [
                other for other in _later(steps, position, want) if not {*step.provides} & {*other.requires, *other.wants}
            ]
            if others:
                message = f"{step.id} wants {want!r}, which {others[0].id} gives only after it"
                problems.append(step.config.problem(message, f"move the step {others[0].id!r} before it"))
        given.update(step.provides)
    return problems


def _later(steps: Sequence[Step], position: int, need: str) -> list[Step]:
    """Return the steps of the same stage after a position that give something."""
    stage = steps[position].stage
    return [other for other in steps[position + 1 :] if need in other.provides and other.stage == stage]


def _chain(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Give each step its fingerprint: its own parts and, from clean to extract, those of the steps before it.

    A document comes from one loader, so loaders stand outside the chain: the ledger joins theirs with the source's. Link
    steps build on each other, reports do not; what both see of the documents is added when they run. A report that analyses texts
    again rests on the analysis as well.
    """
    chained: list[Step] = []
    before = analysis = ""
    given: set[str] = set()
    for step in steps:
        record = step.record
        in_chain = step.stage not in {"load", "report"}
        granted = tuple(want for want in step.wants if want in given)
        own = [record.plugin, record.distribution, record.version, record.options, record.code, record.core, granted]
        rests_on = before if in_chain else analysis if "analyse" in step.argnames else ""
        fingerprint = digest([step.stage, step.id, *own, rests_on])
        chained.append(evolve(step, granted=granted, record=evolve(record, fingerprint=fingerprint)))
        given.update(step.provides)
        if in_chain:
            before = fingerprint
        if step.stage == "analysis":
            analysis = fingerprint
    return tuple(chained)
