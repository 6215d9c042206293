"""Checks of what a plugin's class says of itself."""

import pickle
from pathlib import Path

import attrs
import pluggy

from presseschau import hookspecs
from presseschau.config import build_options
from presseschau.config.docstrings import option_help
from presseschau.config.schema import options_schema
from presseschau.testing.bench import Bench
from presseschau.testing.options import as_node, plain_options
from presseschau.testing.outcome import CheckFailedError, NotApplicableError
from presseschau.testing.registry import check


@check(quick=True)
def is_a_plugin(bench: Bench) -> None:
    """The class is ``@attrs.frozen(eq=False, kw_only=True)``, pluggy takes it, and its declarations are tuples of strings.

    No method is marked as an implementation of a hook that does not exist, and none as ``tryfirst``, ``trylast`` or a wrapper.
    """
    kind = bench.kind
    bench.calls += 1
    if not attrs.has(kind):
        raise CheckFailedError(f"{kind.__name__} is not an attrs class: write @attrs.frozen(eq=False, kw_only=True) above it")
    if kind.__eq__ is not object.__eq__:
        raise CheckFailedError(f"{kind.__name__} compares by value: add eq=False, pluggy takes equal plugins for the same")
    if kind.__setattr__ is object.__setattr__:
        raise CheckFailedError(f"{kind.__name__} can be changed: use @attrs.frozen")
    positional = [one.name for one in attrs.fields(kind) if one.init and not one.kw_only]
    if positional:
        raise CheckFailedError(f"the options {', '.join(positional)} of {kind.__name__} are not keyword-only: add kw_only=True")
    for name in ("requires", "wants", "provides", "markers"):
        value = getattr(bench.plugin, name, ())  # of the instance: it may depend on an option
        if not isinstance(value, tuple) or not all(isinstance(one, str) and one for one in value):
            raise CheckFailedError(f"{name} of {kind.__name__} is {value!r}, not a tuple of strings")
    _registers(bench)


def _registers(bench: Bench) -> None:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(bench.plugin)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise CheckFailedError(f"{bench.kind.__name__} does not fit the hooks: {error}") from error
    for caller in manager.get_hookcallers(bench.plugin) or ():
        for one in caller.get_hookimpls():
            if one.tryfirst or one.trylast or one.wrapper or one.hookwrapper:
                raise CheckFailedError(
                    f"{caller.name} is marked tryfirst, trylast or a wrapper; the config's order is what counts"
                )


@check(quick=True)
def pickles(bench: Bench) -> None:
    """A plugin can be pickled, before and after it has worked, and what comes back has the same options."""
    for moment in ("before", "after"):
        try:
            copy = pickle.loads(pickle.dumps(bench.plugin))  # noqa: S301 - our own bytes
        except Exception as error:
            raise CheckFailedError(
                f"{bench.kind.__name__} cannot be pickled {moment} it has worked: {type(error).__name__}: {error}\n"
                "keep what cannot be pickled out of the attributes: make it in a cached function of the module"
            ) from error
        if plain_options(copy) != plain_options(bench.plugin):
            raise CheckFailedError(f"options change on the way: {plain_options(bench.plugin)} -> {plain_options(copy)}")
        bench.calls += 1
        if moment == "before" and {"clean", "extract"} & set(bench.hooks):
            for document in bench.sample(5):
                bench.work(document)


@check(quick=True)
def config_round_trip(bench: Bench) -> None:
    """The options can be written into a config and read from it again, and give a plugin with the same options."""
    if not attrs.has(bench.kind):
        raise NotApplicableError("it is not an attrs class, see is-a-plugin")
    bench.calls += 1
    plain = plain_options(bench.plugin)
    try:
        again = build_options(bench.kind, as_node(plain), base=Path.cwd())
    except Exception as error:
        raise CheckFailedError(f"a config cannot say these options: {plain}\n{error}") from error
    if plain_options(again) != plain:
        raise CheckFailedError(f"options change on the way through a config: {plain} -> {plain_options(again)}")


@check(quick=True)
def schema_round_trip(bench: Bench) -> None:
    """The JSON Schema of the options is valid, describes every option, takes the plugin's own and refuses unknown ones."""
    from jsonschema import Draft7Validator  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415 - only here

    if not attrs.has(bench.kind):
        raise NotApplicableError("it is not an attrs class, see is-a-plugin")
    bench.calls += 1
    schema = options_schema(bench.kind)
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    plain = plain_options(bench.plugin)
    wrong = [f"{'.'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(plain)]
    if wrong:
        raise CheckFailedError(f"the schema refuses the plugin's own options {plain}: {'; '.join(wrong)}")
    if validator.is_valid({"no-such-option": 1}):
        raise CheckFailedError("the schema accepts an option that does not exist")
    helps = option_help(bench.kind)
    silent = [one.name for one in attrs.fields(bench.kind) if one.init and not helps.get(one.name)]
    if silent:
        raise CheckFailedError(
            f"the options {', '.join(silent)} have no description: write a docstring line under each, or metadata={{'help': …}}"
        )
    untyped = [name for name, one in schema["properties"].items() if not {"type", "anyOf", "enum"} & set(one)]
    if untyped:
        raise CheckFailedError(f"the options {', '.join(untyped)} have a type that a config cannot say")
