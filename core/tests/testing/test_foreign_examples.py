"""The plugins under ``docs/examples`` are what a stranger writes: short, built as wheels, tested where nothing else is."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from presseschau.testing import quick_check

EXAMPLES = {"rss-files": "acme_rss", "hedges": "acme_hedges", "excel-report": "acme_excel"}
LINES = 80


@pytest.mark.parametrize(("name", "module"), EXAMPLES.items())
def test_is_short(name: str, module: str, root: Path) -> None:
    lines = (root / "docs" / "examples" / name / f"{module}.py").read_text("utf-8").splitlines()
    assert len(lines) < LINES


def test_no_example_is_left_out(root: Path) -> None:
    assert {path.parent.name for path in root.glob("docs/examples/*/pyproject.toml")} == set(EXAMPLES)


@pytest.mark.parametrize(
    ("name", "plugin"),
    [("rss-files", "acme_rss:RssFiles"), ("hedges", "acme_hedges:Hedges"), ("excel-report", "acme_excel:Excel")],
)
def test_passes_the_quick_part(name: str, plugin: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "excel-report":
        pytest.importorskip("openpyxl", reason="the example needs openpyxl")
    monkeypatch.syspath_prepend(root / "docs" / "examples" / name)
    module, _, cls = plugin.partition(":")
    report = quick_check(getattr(importlib.import_module(module), cls))
    assert report.ok, report


@pytest.mark.parametrize("form", ["short", pytest.param("long", marks=pytest.mark.slow)])
@pytest.mark.parametrize(("name", "module"), EXAMPLES.items())
def test_passes_its_own_tests_in_a_clean_environment(
    name: str,
    module: str,
    form: str,
    root: Path,
    tmp_path: Path,
    wheel_of: Callable[[Path], Path],
    environment: Callable[..., Any],
) -> None:
    if name == "excel-report":
        pytest.importorskip("openpyxl", reason="the example needs openpyxl")
    directory = root / "docs" / "examples" / name
    run = environment(wheel_of(directory))
    tests = tmp_path / f"test_{module}.py"
    tests.write_bytes((directory / "tests" / tests.name).read_bytes())
    # The short form leaves out what takes seconds.
    chosen = ["-k", "not linear-time and not survives-large-input"] if form == "short" else []
    done = run("-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen, str(tests))
    assert done.returncode == 0, done.stdout + done.stderr
    where = run("-c", f"import {module}; print({module}.__file__)")
    assert "environment" in where.stdout, "it must come from the wheel"
