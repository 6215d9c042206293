"""Layers: what one config file says before it is merged with those that it extends."""

import re
from collections.abc import Iterable

from attrs import evolve, field, frozen

from presseschau.config.model import STAGES
from presseschau.config.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from presseschau.config.problems import Location, Problems, did_you_mean, shorten

SETTINGS = ("language", "on_error", "output", "batch_size", "engine")
TOP_KEYS = ("extends", *SETTINGS, *STAGES)
STEP_KEYS = ("use", "id", "with", "on_error", "remove")

MAX_HINTS = 20
"""For so many unknown keys of a file there are hints what they may have been meant to be: finding those takes time."""

_USE = re.compile(r"(?:(?P<distribution>[A-Za-z0-9][\w.-]{0,99}):)?(?P<name>[A-Za-z0-9][\w.-]{0,99})")
_ID = re.compile(r"\w[\w.:-]{0,99}")


@frozen(kw_only=True)
class RawStep:
    """A step entry as it stands in one file. ``use`` is None where the entry only changes a step of a base."""

    id: str
    use: str | None
    distribution: str | None
    options: MappingNode
    on_error: Node | None
    remove: bool
    location: Location
    paths: dict[str, str]


@frozen(kw_only=True)
class Layer:
    """One file's, or several merged files', settings and steps."""

    settings: dict[str, Entry] = field(factory=dict)
    steps: dict[str, tuple[RawStep, ...]] = field(factory=dict)


def read_layer(tree: Node, problems: Problems) -> Layer:
    """Check the outer shape of a file's tree and take it apart."""
    if not isinstance(tree, MappingNode):
        problems.add(
            tree.location, "", f"a config is a mapping, not {tree.describe()}", f"it has the sections {', '.join(STAGES)}"
        )
        return Layer()
    unknown = 0
    settings = {}
    steps: dict[str, tuple[RawStep, ...]] = {}
    for entry in tree:
        if entry.key in STAGES:
            steps[entry.key] = tuple(_steps(entry, problems))
        elif entry.key in SETTINGS:
            settings[entry.key] = entry
        elif entry.key not in TOP_KEYS:
            unknown += 1
            hint = did_you_mean(entry.key, TOP_KEYS) if unknown <= MAX_HINTS else ""
            problems.add(entry.location, entry.key, f"there is no section or setting {shorten(entry.key)}", hint)
    _refuse_same_ids((step for stage in STAGES for step in steps.get(stage, ())), problems)
    return Layer(settings=settings, steps=steps)


def merge_layers(base: Layer, child: Layer) -> Layer:
    """Lay ``child`` over ``base``: steps by id, mappings key by key, all else replaced.

    A step that the base has keeps its place; one that it has not comes last in its stage; ``remove: true`` takes one out. Options
    are merged key by key, unless the step now uses another plugin; lists are replaced.
    """
    settings = dict(base.settings)
    for key, entry in child.settings.items():
        old = settings.get(key)
        settings[key] = entry if old is None else evolve(entry, value=_merge(old.value, entry.value))
    steps = {stage: _merge_steps(base.steps.get(stage, ()), child.steps.get(stage, ())) for stage in STAGES}
    return Layer(settings=settings, steps=steps)


def _merge_steps(base: tuple[RawStep, ...], child: tuple[RawStep, ...]) -> tuple[RawStep, ...]:
    merged = {step.id: step for step in base}
    for step in child:
        old = merged.get(step.id)
        if old is None:
            merged[step.id] = step
        elif step.remove:
            del merged[step.id]
        else:
            merged[step.id] = _merge_step(old, step)
    return tuple(merged.values())


def _merge_step(old: RawStep, new: RawStep) -> RawStep:
    paths = old.paths | new.paths
    on_error = new.on_error if new.on_error is not None else old.on_error
    if new.use is not None and (new.use, new.distribution or old.distribution) != (old.use, old.distribution):
        return evolve(new, paths=paths, on_error=on_error)
    options = _merge(old.options, new.options)
    if not isinstance(options, MappingNode):  # pragma: no cover - two mappings merge to one
        raise TypeError
    return evolve(old, options=options, on_error=on_error, paths=paths, location=new.location)


def _merge(old: Node, new: Node) -> Node:
    if not (isinstance(old, MappingNode) and isinstance(new, MappingNode)):
        return new
    entries = {entry.key: entry for entry in old}
    for entry in new:
        known = entries.get(entry.key)
        entries[entry.key] = entry if known is None else evolve(entry, value=_merge(known.value, entry.value))
    return evolve(new, entries=tuple(entries.values()))


def _steps(section: Entry, problems: Problems) -> Iterable[RawStep]:
    value = section.value
    if isinstance(value, ScalarNode) and value.value is None:
        return
    if not isinstance(value, SequenceNode):
        problems.add(
            value.location, section.key, f"this is a list of steps, not {value.describe()}", "start each step with `- use:`"
        )
        return
    for index, item in enumerate(value.items):
        step = read_step(item, f"{section.key}[{index}]", problems)
        if step is not None:
            yield step


def read_step(item: Node, path: str, problems: Problems) -> RawStep | None:
    """Read one step entry, a mapping or the bare name of a plugin; None when there is nothing usable in it."""
    location = item.location
    nothing = MappingNode(location=location, base=item.base)
    paths = {location.file: path}
    if isinstance(item, ScalarNode) and isinstance(item.value, str):
        name = _use(item, path, problems)
        return name and RawStep(
            id=name[1], use=name[1], distribution=name[0], options=nothing, on_error=None, remove=False,
            location=location, paths=paths,
        )  # fmt: skip
    if not isinstance(item, MappingNode):
        problems.add(
            location, path, f"a step is a mapping or the name of a plugin, not {item.describe()}", "write `use: name-of-plugin`"
        )
        return None
    for entry in item:
        if entry.key not in STEP_KEYS:
            known = did_you_mean(entry.key, STEP_KEYS)
            hint = known if known.startswith("did") else f"{known}; the options of the plugin stand under `with`"
            problems.add(entry.location, f"{path}.{entry.key}", f"a step has no key {shorten(entry.key)}", hint)
    use = item.child("use")
    name = _use(use, f"{path}.use", problems) if use is not None else None
    identity = _id(item.child("id"), f"{path}.id", problems)
    if use is not None and name is None:
        return None
    if identity is None and name is None:
        if item.child("id") is None:
            problems.add(location, path, "the step names no plugin", "add `use: name-of-plugin`")
        return None
    return RawStep(
        id=identity or (name[1] if name else ""),
        use=name[1] if name else None,
        distribution=name[0] if name else None,
        options=_options(item.child("with"), f"{path}.with", nothing, problems),
        on_error=item.child("on_error"),
        remove=_flag(item.child("remove"), f"{path}.remove", problems),
        location=location,
        paths=paths,
    )


def _use(node: Node, path: str, problems: Problems) -> tuple[str | None, str] | None:
    text = node.value if isinstance(node, ScalarNode) else None
    match = _USE.fullmatch(text) if isinstance(text, str) else None
    if match:
        return match["distribution"], match["name"]
    what = shorten(text) if isinstance(text, str) else node.describe()
    problems.add(node.location, path, f"{what} is not the name of a plugin", "write `name` or `distribution:name`")
    return None


def _id(node: Node | None, path: str, problems: Problems) -> str | None:
    if node is None:
        return None
    text = node.value if isinstance(node, ScalarNode) else None
    if isinstance(text, str) and _ID.fullmatch(text):
        return text
    what = shorten(text) if isinstance(text, str) else node.describe()
    hint = "letters, digits, '-', '_', '.' and ':' make an id; quote one that looks like a number"
    problems.add(node.location, path, f"{what} is not an id", hint)
    return None


def _options(node: Node | None, path: str, nothing: MappingNode, problems: Problems) -> MappingNode:
    if node is None or (isinstance(node, ScalarNode) and node.value is None):
        return nothing
    if isinstance(node, MappingNode):
        return node
    problems.add(node.location, path, f"the options are a mapping, not {node.describe()}", "write `option: value`")
    return nothing


def _flag(node: Node | None, path: str, problems: Problems) -> bool:
    if node is None:
        return False
    if isinstance(node, ScalarNode) and isinstance(node.value, bool):
        return node.value
    problems.add(node.location, path, f"this is true or false, not {node.describe()}")
    return False


def _refuse_same_ids(steps: Iterable[RawStep], problems: Problems) -> None:
    first: dict[str, RawStep] = {}
    for step in steps:
        known = first.setdefault(step.id, step)
        if known is not step:
            path = next(iter(step.paths.values()))
            problems.add(
                step.location,
                path,
                f"another step has the id {step.id!r} (line {known.location.line})",
                "give one an `id` of its own",
            )
