"""What the tests of core share: the lab's plugins, distributions made on the fly, and pipelines over them."""

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import pytest
import yaml

from presseschau import Pipeline
from presseschau.steps import fingerprints

LAB = Path(__file__).parent / "lab"
LAB_PLUGINS = {
    "bad-loader": "BadLoader",
    "bare-string": "BareString",
    "by-value": "ByValue",
    "cut-lines": "CutLines",
    "files": "Files",
    "first": "First",
    "fixed": "Fixed",
    "followers": "Followers",
    "last": "Last",
    "liar": "Liar",
    "lines": "Lines",
    "many": "Many",
    "misbehaves": "Misbehaves",
    "misspelt": "Misspelt",
    "needs-parse": "NeedsParse",
    "nothing": "Nothing",
    "pages": "Pages",
    "recurses": "Recurses",
    "same-word": "SameWord",
    "sentences": "Sentences",
    "takes-analysis": "TakesAnalysis",
    "texts": "Texts",
    "words": "Words",
    "wrapper": "Wrapper",
    "wrong-argument": "WrongArgument",
}


def write_distribution(
    site: Path,
    name: str,
    plugins: Mapping[str, str],
    *,
    modules: Mapping[str, str] | None = None,
    version: str = "1.0",
    api: int = 1,
) -> None:
    """Write what an installer leaves of a distribution: metadata, entry points, modules (file name -> source)."""
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
    points = "\n".join(f"{key} = {target}" for key, target in plugins.items())
    (info / "entry_points.txt").write_text(f"[presseschau.plugins.v{api}]\n{points}\n", "utf-8")
    (info / "RECORD").write_text("", "utf-8")
    for file, source in (modules or {}).items():
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_text(dedent(source), "utf-8")


@pytest.fixture(scope="session")
def lab_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the metadata of the lab's distribution; its module lies in ``LAB``."""
    site = tmp_path_factory.mktemp("site")
    write_distribution(site, "presseschau-lab", {name: f"presseschau_lab:{cls}" for name, cls in LAB_PLUGINS.items()})
    return site


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Install a distribution: ``install(name, plugins, modules=…)``; returns where its modules lie."""
    site = tmp_path / "site-packages"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    known = set(sys.modules)

    def installer(name: str, plugins: Mapping[str, str], **more: Any) -> Path:  # noqa: ANN401 - passed on
        write_distribution(site, name, plugins, **more)
        importlib.invalidate_caches()
        fingerprints.package_digest.cache_clear()
        return site

    yield installer
    for module in set(sys.modules) - known:
        if str(getattr(sys.modules[module], "__file__", "")).startswith(str(site)):
            del sys.modules[module]


@pytest.fixture
def lab(lab_site: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The lab's module, installed, with nothing called yet."""
    monkeypatch.syspath_prepend(LAB)
    monkeypatch.syspath_prepend(lab_site)
    importlib.invalidate_caches()
    module = importlib.import_module("presseschau_lab")
    module.CALLS.clear()
    return module


@pytest.fixture
def pipeline(lab: ModuleType, tmp_path: Path) -> Callable[..., Pipeline]:
    """Make a pipeline of a config's sections: ``pipeline(load=[…], clean=[…], output="run")``.

    Texts are German by word of the config unless the test brings a ``language`` section.
    """
    assert lab

    def make(output: str = "run", name: str = "config.yaml", **sections: Any) -> Pipeline:  # noqa: ANN401 - YAML
        config = {"language": {"expect": None}, **sections}
        (tmp_path / name).write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
        return Pipeline.from_config(tmp_path / name, output=tmp_path / output)

    return make
