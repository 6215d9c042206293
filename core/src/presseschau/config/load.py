"""Reading configs: files and what they extend, merged and checked; all problems at once."""

import os
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from attrs import field, frozen, validators

from presseschau.config.layers import Layer, RawStep, merge_layers, read_layer, read_step
from presseschau.config.model import STAGES, Config, EngineConfig, ErrorPolicy, LanguageConfig, StepConfig
from presseschau.config.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, node_of
from presseschau.config.options import build_options
from presseschau.config.parse import MAX_BYTES, decode, parse
from presseschau.config.problems import Location, Problem, Problems, config_error, did_you_mean, shorten
from presseschau.errors import ConfigError

SHIPPED = "presseschau:default"
"""What `extends` calls the config that is shipped with the program."""

MAX_FILES = 50
"""The most files that one config may bring together."""


@frozen(kw_only=True)
class _Settings:
    """The settings beside the stages."""

    on_error: ErrorPolicy = "quarantine"
    output: Path | None = None
    engine: EngineConfig = EngineConfig()
    batch_size: int = field(default=32, validator=[validators.ge(1), validators.le(10_000)])


@frozen(kw_only=True)
class _Language:
    """The plain settings of the language section."""

    expect: str | None = field(default="de")

    @expect.validator
    def _is_code(self, _: object, value: str | None) -> None:
        if value is not None and not re.fullmatch("[a-z]{2,3}", value):
            raise ValueError(f"{value!r} is not a language code such as 'de'")

    on_other: Literal["report", "process"] = "report"


class InvalidConfigError(ConfigError):
    """A config has problems; ``config`` is what could be read of it all the same, for those who look for more of them."""

    def __init__(self, what: str, problems: Sequence[Problem], config: Config) -> None:
        error = config_error(what, problems)
        super().__init__(error.message, problems=error.problems)
        self.config = config


@frozen
class _Reader:
    """Reads files into layers; ``chain`` are the files that led to the present one."""

    environ: Mapping[str, str]
    problems: Problems
    seen: list[str]

    def file(self, path: Path, chain: tuple[str, ...] = ()) -> Layer:
        return self.text(_read(path), file=str(path), base=Path(os.path.abspath(path)).parent, chain=(*chain, _key(path)))  # noqa: PTH100 - keeps symlinks

    def text(self, text: str, *, file: str, base: Path, chain: tuple[str, ...] = ()) -> Layer:
        return self.tree(parse(text, file=file, base=base, environ=self.environ), file=file, chain=chain)

    def tree(self, tree: Node, *, file: str, chain: tuple[str, ...]) -> Layer:
        self.seen.append(file)
        layer = read_layer(tree, self.problems)
        below = Layer()
        extends = tree.child("extends")
        if extends is not None:
            for index, node in enumerate(_names(extends, self.problems)):
                path = "extends" if isinstance(extends, ScalarNode) else f"extends[{index}]"
                below = merge_layers(below, self._base(node, file, path, chain))
        return merge_layers(below, layer)

    def _base(self, node: ScalarNode, file: str, where: str, chain: tuple[str, ...]) -> Layer:
        name = str(node.value)
        path = _shipped_path() if name == SHIPPED else Path(os.path.normpath(Path(file).parent / name))
        if name != SHIPPED and not Path(file).is_absolute():
            path = Path(os.path.relpath(node.base / name))
        if _key(path) in chain:
            names = " → ".join(Path(one).name for one in (*chain[chain.index(_key(path)) :], _key(path)))
            self.problems.add(node.location, where, f"the configs extend each other in a circle: {names}", "break the circle")
            return Layer()
        if len(self.seen) >= MAX_FILES:
            self.problems.add(node.location, where, f"more than {MAX_FILES} files are brought together here")
            return Layer()
        try:
            return self.file(path, chain)
        except ConfigError as error:
            unread = [one for one in error.problems if isinstance(one, Problem) and one.path == "" and one.location is None]
            for problem in unread:
                self.problems.add(node.location, where, problem.message, problem.hint)
            self.problems.found.extend(one for one in error.problems if isinstance(one, Problem) and one not in unread)
            return Layer()


def load_config(source: Path | str, *, environ: Mapping[str, str] | None = None) -> Config:
    """Read a config file and all that it extends.

    ``environ`` is where ``${VAR}`` is looked up, the process's own environment unless given.

    Raises:
        ConfigError: something is wrong; its ``problems`` say what and where.
    """
    path = Path(source)
    reader = _reader(environ)
    try:
        layer = reader.file(path)
    except ConfigError as error:
        unread = [one for one in error.problems if isinstance(one, Problem) and one.location is None]
        if unread:
            raise config_error(
                str(path), [Problem(Location(str(path)), "", one.message, one.hint) for one in unread]
            ) from error
        raise config_error(str(path), [*reader.problems.found, *_located(error)]) from error
    return _finish(layer, reader.problems, file=str(path), path=path)


def config_from_text(text: str, *, base: Path, file: str = "<text>", environ: Mapping[str, str] | None = None) -> Config:
    """Read a config from a text; paths in it are relative to ``base``.

    Raises:
        ConfigError: something is wrong; its ``problems`` say what and where.
    """
    reader = _reader(environ)
    try:
        layer = reader.text(text, file=file, base=Path(os.path.abspath(base)))  # noqa: PTH100 - keeps symlinks
    except ConfigError as error:
        raise config_error(file, [*reader.problems.found, *_located(error)]) from error
    return _finish(layer, reader.problems, file=file, path=None)


def config_from_data(
    data: Mapping[str, Any], *, base: Path, file: str = "<data>", environ: Mapping[str, str] | None = None
) -> Config:
    """Make a config of plain data (as YAML would give them); nothing in them is expanded.

    Raises:
        ConfigError: something is wrong; its ``problems`` say what and where.
    """
    reader = _reader(environ)
    tree = node_of(data, location=Location(file), base=Path(os.path.abspath(base)))  # noqa: PTH100 - keeps symlinks
    layer = reader.tree(tree, file=file, chain=())
    return _finish(layer, reader.problems, file=file, path=None)


def default_config(load: Sequence[Mapping[str, Any]], *, base: Path, environ: Mapping[str, str] | None = None) -> Config:
    """Return the shipped config with these steps in its load stage."""
    return config_from_data({"extends": SHIPPED, "load": list(load)}, base=base, file="<command line>", environ=environ)


def _reader(environ: Mapping[str, str] | None) -> _Reader:
    return _Reader(os.environ if environ is None else environ, Problems(), [])


def _located(error: ConfigError) -> list[Problem]:
    return [problem for problem in error.problems if isinstance(problem, Problem)]


def _shipped_path() -> Path:
    return Path(str(resources.files("presseschau.config") / "default.yaml"))


def _key(path: Path) -> str:
    return os.path.realpath(path)


def _read(path: Path) -> str:
    """Read a file; a problem without a location says why it cannot be."""
    try:
        if path.is_dir():
            raise _unread(path, f"{path} is a directory", "name the config file in it")
        if path.exists() and not path.is_file():  # nobody may write to a pipe, and a device never ends
            raise _unread(path, f"{path} is a pipe or device, not a file", "write the config into a file")
        with path.open("rb") as stream:
            return decode(stream.read(MAX_BYTES + 1), str(path))
    except FileNotFoundError as error:
        near = did_you_mean(path.name, _siblings(path))
        raise _unread(path, f"there is no file {path}", near if near.startswith("did") else "") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unread(path, f"{path} cannot be read: {reason}", "look at its name and permissions") from error


def _siblings(path: Path) -> list[str]:
    try:
        return [one.name for one in path.parent.iterdir() if one.suffix in {".yaml", ".yml"}][:1000]
    except OSError:
        return []


def _unread(path: Path, message: str, hint: str) -> ConfigError:
    return config_error(str(path), [Problem(None, "", message, hint)])


def _names(node: Node, problems: Problems) -> list[ScalarNode]:
    """Return the names under ``extends``."""
    nodes = node.items if isinstance(node, SequenceNode) else (node,)
    names = []
    for index, one in enumerate(nodes):
        if isinstance(one, ScalarNode) and isinstance(one.value, str) and one.value and "\0" not in one.value:
            names.append(one)
        else:
            path = f"extends[{index}]" if isinstance(node, SequenceNode) else "extends"
            problems.add(one.location, path, f"this is the path of a config file, not {one.describe()}")
    return names


def _finish(layer: Layer, problems: Problems, *, file: str, path: Path | None) -> Config:
    # Where a part could not be read, a step that seems to lack something may have it there.
    late = Problems() if problems.found else problems
    language = _language(layer.settings.get("language"), file, problems)
    stages = {stage: tuple(_step(stage, raw, problems, late) for raw in layer.steps.get(stage, ())) for stage in STAGES}
    first: dict[str, StepConfig] = {}
    for step in (step for steps in stages.values() for step in steps if step is not None):
        known = first.setdefault(step.id, step)
        if known is not step:
            message = f"another step has the id {step.id!r} ({known.location})"
            late.add(step.location, step.path, message, "give one an `id` of its own")
    entries = [entry for key, entry in layer.settings.items() if key != "language"]
    place = entries[0].location if entries else Location(file)
    node = MappingNode(location=place, base=Path(), entries=tuple(entries))
    settings = _collect(problems, _Settings, node, "") or _Settings()
    config = Config(
        path=path,
        language=language,
        on_error=settings.on_error,
        output=settings.output,
        engine=settings.engine,
        batch_size=settings.batch_size,
        **{stage: tuple(step for step in found if step) for stage, found in stages.items()},
    )
    if problems.found:
        raise InvalidConfigError(file, problems.found, config)
    return config


def _collect(problems: Problems, cls: type, node: MappingNode, path: str) -> Any:  # noqa: ANN401 - an instance of cls
    """Structure settings; note what is wrong and return None."""
    try:
        return build_options(cls, node, path=path)
    except ConfigError as error:
        problems.found.extend(_located(error))
        return None


def _step(stage: str, raw: RawStep, problems: Problems, late: Problems) -> StepConfig | None:
    path = raw.paths.get(raw.location.file, stage)
    if raw.remove:
        late.add(
            raw.location, path, f"there is no step {raw.id!r} to remove", "only a step of a config that is extended can be"
        )
        return None
    if raw.use is None:
        hint = (
            f"add `use: name-of-plugin`; no config that is extended has a step {raw.id!r} in {stage!r} whose plugin could stand"
        )
        late.add(raw.location, path, "the step names no plugin", hint)
        return None
    return StepConfig(
        stage=stage,
        id=raw.id,
        use=raw.use,
        distribution=raw.distribution,
        options=raw.options,
        location=raw.location,
        on_error=_policy(raw.on_error, f"{path}.on_error", problems),
        paths=raw.paths,
    )


def _policy(node: Node | None, path: str, problems: Problems) -> ErrorPolicy | None:
    value = node.value if isinstance(node, ScalarNode) else None
    match value:
        case "quarantine" | "skip" | "fail":
            return value
    if node is not None and not (isinstance(node, ScalarNode) and node.value is None):
        what = shorten(value) if isinstance(node, ScalarNode) else node.describe()
        problems.add(node.location, path, f"{what} is not an error policy", "write quarantine, skip or fail")
    return None


def _language(entry: Entry | None, file: str, problems: Problems) -> LanguageConfig:
    location = entry.location if entry else Location(file)
    node = entry.value if entry else MappingNode(location=location, base=Path())
    if isinstance(node, ScalarNode) and (node.value is None or isinstance(node.value, str)):
        problems.add(node.location, "language", "this is a mapping", f"write `language: {{expect: {node.value or 'de'}}}`")
        node = MappingNode(location=location, base=node.base)
    if not isinstance(node, MappingNode):
        problems.add(node.location, "language", f"this is a mapping, not {node.describe()}")
        node = MappingNode(location=location, base=node.base)
    rest = [one for one in node if one.key not in {"detector", "model"}]
    known = (*(attribute for attribute in ("expect", "on_other")), "detector", "model")
    for one in [one for one in rest if one.key not in known]:
        hint = did_you_mean(one.key, known)
        problems.add(one.location, f"language.{one.key}", f"there is no language setting {shorten(one.key)}", hint)
    plain = MappingNode(location=node.location, base=node.base, entries=tuple(one for one in rest if one.key in known))
    settings = _collect(problems, _Language, plain, "language") or _Language()
    return LanguageConfig(
        expect=settings.expect,
        on_other=settings.on_other,
        detector=_language_plugin(node, "detector", "langdetect", problems),
        model=_language_plugin(node, "model", "blank", problems),
    )


def _language_plugin(node: MappingNode, stage: str, default: str, problems: Problems) -> StepConfig:
    path = f"language.{stage}"
    item = node.child(stage)
    nothing = MappingNode(location=node.location, base=node.base)
    fallback = StepConfig(
        stage=stage, id=default, use=default, location=node.location, options=nothing, paths={node.location.file: path}
    )
    if item is None:
        return fallback
    raw = read_step(item, path, problems)
    return (_step(stage, raw, problems, problems) if raw is not None else None) or fallback
