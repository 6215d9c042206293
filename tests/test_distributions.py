"""Every distribution says what a package index and its users want to know, and they all say the same of what they share."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODELS = sorted(ROOT.glob("models/*/pyproject.toml"))
FILES = [ROOT / "pyproject.toml", ROOT / "core" / "pyproject.toml", *sorted(ROOT.glob("plugins/*/pyproject.toml"))]


def project(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["project"]
    return found


@pytest.mark.parametrize("path", [*FILES, *MODELS], ids=lambda path: path.parent.name)
def test_a_distribution_describes_itself(path: Path) -> None:
    about = project(path)
    named = {ROOT: "presseschau"}.get(path.parent, path.parent.name if path in MODELS else f"presseschau-{path.parent.name}")
    assert about["name"] == named
    for key in ("description", "authors", "keywords", "classifiers", "urls", "license", "requires-python"):
        assert about.get(key), key
    assert (path.parent / about["readme"]).is_file()


def test_the_umbrella_brings_the_command_itself() -> None:
    """``pipx install`` and ``uv tool install`` take no command that comes from a dependency."""
    umbrella, core = project(FILES[0]), project(FILES[1])
    assert umbrella["scripts"] == core["scripts"]


def test_versions_authors_and_addresses_agree() -> None:
    first, *others = map(project, [*FILES, *MODELS])
    for key in ("version", "authors", "urls", "requires-python"):
        assert all(other[key] == first[key] for other in others), key


@pytest.mark.parametrize("path", FILES[2:], ids=lambda path: path.parent.name)
def test_a_plugin_asks_for_the_framework_alone_and_with_bounds(path: Path) -> None:
    ours = [one for one in project(path)["dependencies"] if one.startswith("presseschau")]
    assert any(one.startswith("presseschau-core>=0.1,<0.2") for one in ours)
    assert not any(one.startswith("presseschau>") for one in ours)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.parent.name)
def test_weights_have_the_licence_that_their_data_ask_for_and_name_every_source(path: Path) -> None:
    assert project(path)["license"] == "CC-BY-SA-4.0"
    notice = (path.parent / "NOTICE.md").read_text("utf-8")
    assert all(source in notice for source in ("GSD", "PUD", "HDT", "GermEval", "SmartData", "MobIE", "multilingual-e5-small"))
    assert (path.parent / "LICENSE").is_file()
