"""Our own plugins are the first customers of the conformance kit: each is held against it once, by the tests of its distribution."""

from pathlib import Path

import pytest

from presseschau.steps import registry

ROOT = Path(__file__).resolve().parents[1]
HOMES = {
    "presseschau-core": ROOT / "core" / "tests",
    **{f"presseschau-{path.parent.name}": path.parent / "tests" for path in ROOT.glob("plugins/*/pyproject.toml")},
}


@pytest.mark.parametrize("info", [one for one in registry.installed() if one.distribution in HOMES], ids=lambda one: one.name)
def test_each_bundled_plugin_is_held_against_the_kit_by_its_own_tests(info: registry.PluginInfo) -> None:
    cls = info.target.partition(":")[2]
    tests = [path.read_text("utf-8") for path in sorted(HOMES[info.distribution].rglob("test_*.py"))]
    assert any(
        f"conformance_tests({cls}" in text or f"check_plugin({cls}" in text or (cls in text and "prepare=" in text)
        for text in tests
    )
