"""The policy in ``docs/explanation/api-versions.md``: plugins for an older and a newer API are listed, not used, not imported."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from presseschau import ConfigError, Pipeline, PluginError
from presseschau.steps import registry

SOURCE = """
    raise RuntimeError("nobody may import this")
"""
CONFIG = """\
load:
  - use: {name}
"""


@pytest.mark.parametrize(
    ("version", "hint"), [(0, "upgrade presseschau-of-old"), (2, "upgrade presseschau"), (10, "upgrade presseschau")]
)
def test_a_plugin_for_another_version_is_refused_by_name(version: int, hint: str, install: Callable[..., Path]) -> None:
    install("presseschau-of-old", {"of-old": "of_old:OfOld"}, modules={"of_old.py": SOURCE}, api=version)
    (listed,) = [info for info in registry.installed() if info.name == "of-old"]
    assert listed.api_version == version
    with pytest.raises(PluginError, match=f"for plugin API {version}; this presseschau has API 1") as caught:
        registry.find("of-old")
    assert caught.value.hint == hint
    assert "of_old" not in sys.modules


@pytest.mark.parametrize("version", [0, 2])
def test_a_config_that_names_it_gets_a_located_error(version: int, install: Callable[..., Path], tmp_path: Path) -> None:
    install("presseschau-of-old", {"of-old": "of_old:OfOld"}, modules={"of_old.py": SOURCE}, api=version)
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG.format(name="of-old"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config\.yaml:2:\d+.*plugin API"):
        Pipeline.from_config(config)
    assert "of_old" not in sys.modules


def test_a_distribution_may_offer_a_plugin_for_several_versions(install: Callable[..., Path]) -> None:
    install("presseschau-of-old", {"both": "of_old:Old"}, api=0)
    install("presseschau-both", {"both": "of_new:New"}, api=1)
    assert registry.find("both").target == "of_new:New"


def test_groups_that_are_no_versions_are_left_alone(install: Callable[..., Path]) -> None:
    site = install("presseschau-odd", {"odd": "odd:Odd"})
    (points,) = site.glob("presseschau_odd*/entry_points.txt")
    points.write_text("[presseschau.plugins.vnext]\nodd = odd:Odd\n", encoding="utf-8")
    assert "odd" not in {info.name for info in registry.installed()}
