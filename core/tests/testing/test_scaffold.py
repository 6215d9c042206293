"""``presseschau new plugin``: what it writes installs, and its tests pass."""

import ast
import importlib
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from presseschau import OutputError, PluginError
from presseschau.config import build_options, node_of
from presseschau.config.problems import Location
from presseschau.scaffold import STAGES, scaffold
from presseschau.testing import quick_check


@pytest.mark.parametrize("stage", STAGES)
def test_writes_a_complete_distribution(stage: str, tmp_path: Path) -> None:
    files = scaffold("my-plugin", stage, tmp_path)
    root = tmp_path / "presseschau-my-plugin"
    assert [path.relative_to(root).as_posix() for path in files] == [
        "README.md",
        "pyproject.toml",
        "src/presseschau_my_plugin/__init__.py",
        "src/presseschau_my_plugin/plugin.py",
        "src/presseschau_my_plugin/py.typed",
        "tests/test_my_plugin.py",
    ]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "presseschau-my-plugin"
    assert project["entry-points"]["presseschau.plugins.v1"] == {"my-plugin": "presseschau_my_plugin:MyPlugin"}
    for path in files:
        assert "$" not in path.read_text("utf-8")
        if path.suffix == ".py":
            ast.parse(path.read_text("utf-8"))


@pytest.mark.parametrize("stage", STAGES)
def test_the_class_passes_the_quick_part(stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scaffold(f"quick-{stage}", stage, tmp_path)
    monkeypatch.syspath_prepend(tmp_path / f"presseschau-quick-{stage}" / "src")
    module = importlib.import_module(f"presseschau_quick_{stage}")
    try:
        plugin = getattr(module, f"Quick{stage.capitalize()}")
        options = {"directory": "texts"} if stage == "load" else {}
        made = build_options(plugin, node_of(options, location=Location("x", 1, 1), base=tmp_path))
        report = quick_check(made)
        assert report.ok, report
    finally:
        for name in [name for name in sys.modules if name.startswith("presseschau_quick_")]:
            del sys.modules[name]


@pytest.mark.parametrize("name", ["", "Hedges", "1st", "a--b", "a_b", "class", "presseschau-", "../x", "ä"])
def test_refuses_names_that_cannot_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="cannot be the name"):
        scaffold(name, "clean", tmp_path)
    assert not list(tmp_path.iterdir())


def test_takes_the_prefix_as_given(tmp_path: Path) -> None:
    scaffold("presseschau-hedges", "extract", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["presseschau-hedges"]


def test_replaces_no_installed_distribution(tmp_path: Path, install: Callable[..., Path]) -> None:
    install("presseschau_Of.Old", {})
    with pytest.raises(PluginError, match="installed already"):
        scaffold("of-old", "extract", tmp_path)
    assert not (tmp_path / "presseschau-of-old").exists()


def test_refuses_unknown_stages(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="no stage"):
        scaffold("hedges", "parse", tmp_path)


def test_overwrites_nothing(tmp_path: Path) -> None:
    scaffold("hedges", "extract", tmp_path)
    with pytest.raises(OutputError, match="exists already"):
        scaffold("hedges", "clean", tmp_path)


@pytest.mark.parametrize("stage", ["report", *(pytest.param(one, marks=pytest.mark.slow) for one in STAGES if one != "report")])
def test_installs_and_its_tests_pass(
    stage: str, tmp_path: Path, wheel_of: Callable[[Path], Path], environment: Callable[..., Any]
) -> None:
    name = f"fresh-{stage}"
    scaffold(name, stage, tmp_path / "here")
    root = tmp_path / "here" / f"presseschau-{name}"
    run = environment(wheel_of(root))
    tests = run("-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", str(root / "tests"))
    assert tests.returncode == 0, tests.stdout + tests.stderr
    listed = run("-c", f"from presseschau.steps import registry; print(registry.find({name!r}).load().__name__)")
    assert listed.stdout.strip() == f"Fresh{stage.capitalize()}", listed.stderr
