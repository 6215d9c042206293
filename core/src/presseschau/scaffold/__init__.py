"""What is behind ``presseschau new plugin``: a complete distribution for a plugin, from templates."""

import keyword
import re
from collections.abc import Iterator
from importlib.metadata import distributions
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from presseschau.errors import OutputError, PluginError
from presseschau.hookspecs import SECTIONS
from presseschau.model.versions import owner_of

STAGES = (*SECTIONS, "model")
"""What a plugin can be made for: the stages of a config, and the shared analysis."""
_IN_CONFIG = {"model": "language: {{model: {name}}}"}
_NAME = re.compile(r"[a-z][a-z0-9]{0,40}(?:-[a-z0-9]{1,40}){0,8}")
_PREFIX = "presseschau-"


def scaffold(name: str, stage: str, directory: Path) -> tuple[Path, ...]:
    """Write a distribution ``presseschau-NAME`` into a new directory of that name in ``directory``; return its files.

    It installs, and its tests pass, as it is.

    Raises:
        PluginError: the name cannot be that of a distribution and a Python package or is that of an installed one, or there
            is no such stage.
        OutputError: the directory exists already, or cannot be written.
    """
    short = name.removeprefix(_PREFIX)
    package = f"{_PREFIX}{short}".replace("-", "_")
    if not _NAME.fullmatch(short) or keyword.iskeyword(short):
        raise PluginError(
            f"{name!r} cannot be the name of a plugin",
            hint="use small letters, digits and single hyphens, beginning with a letter: hedges, rss-files",
        )
    if stage not in STAGES:
        raise PluginError(f"there is no stage {stage!r}", hint=f"stages are {', '.join(STAGES)}")
    words = {
        "name": short,
        "distribution": f"{_PREFIX}{short}",
        "package": package,
        "class_name": "".join(part.capitalize() for part in short.split("-")),
        "stage": stage,
        "entry": _IN_CONFIG.get(stage, f"{stage}:\n      - use: {{name}}").format(name=short),
    }
    if any(_normal(owner_of(one)[0]) == words["distribution"] for one in distributions()):
        raise PluginError(
            f"a distribution {words['distribution']} is installed already, and this one would replace it",
            hint="choose another name, or uninstall that one first",
        )
    root = directory / words["distribution"]
    texts = dict(_texts(stage, words))
    try:
        root.mkdir(parents=True)
        return tuple(_write(root / path, text) for path, text in sorted(texts.items()))
    except FileExistsError as error:
        raise OutputError(f"{root} exists already", hint="choose another name or directory, or remove it first") from error
    except OSError as error:
        raise OutputError(f"{root} cannot be written: {error.strerror}", hint="choose another directory") from error


def _normal(name: str) -> str:
    return re.sub(r"[-_.]{1,9}", "-", name or "").lower()


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _texts(stage: str, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield relative path and text of every file: the stage's plugin and test, and what all have in common."""
    templates = files("presseschau.scaffold").joinpath("templates")
    common, own = templates.joinpath("common"), templates.joinpath(stage)
    package, test = f"src/{words['package']}", f"tests/test_{words['package'].removeprefix('presseschau_')}.py"
    for template, path in (
        (common.joinpath("pyproject.toml.template"), "pyproject.toml"),
        (common.joinpath("README.md.template"), "README.md"),
        (common.joinpath("init.py.template"), f"{package}/__init__.py"),
        (own.joinpath("plugin.py.template"), f"{package}/plugin.py"),
        (own.joinpath("test.py.template"), test),
    ):
        yield path, _fill(template, words)
    yield f"{package}/py.typed", ""


def _fill(template: Traversable, words: dict[str, str]) -> str:
    return Template(template.read_text("utf-8")).substitute(words)
