"""A clean environment: a virtual environment of its own, in which nothing but wheels is installed."""

import os
import shutil
import site
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

import presseschau

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def wheel_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Build a wheel of a distribution's directory, from a copy of it, without fetching anything."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheels: pip install hatchling")

    def build(directory: Path) -> Path:
        place = tmp_path_factory.mktemp("wheel")
        copy = shutil.copytree(directory, place / directory.name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(place), str(copy)]
        subprocess.run(command, check=True, timeout=300)
        (wheel,) = place.glob("*.whl")
        return wheel

    return build


@pytest.fixture
def environment(tmp_path: Path) -> Callable[..., Callable[..., "subprocess.CompletedProcess[str]"]]:
    """Make an environment with the given wheels; what comes back runs commands in it, outside the checkout.

    Third-party packages and presseschau itself are those of this environment; the plugins under test are not.
    """

    def make(*wheels: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
        home = tmp_path / "environment"
        venv.create(home, with_pip=False, symlinks=os.name != "nt")
        python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        found = subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
        )
        own = Path(found.stdout.strip())
        core = Path(presseschau.__file__).parents[1]
        # What is installed in a checkout is seen by its metadata there too, and must be importable: spaCy imports all entry points.
        lent = [*site.getsitepackages(), str(core), *map(str, sorted(core.parents[1].glob("plugins/*/src")))]
        (own / "lent.pth").write_text("\n".join(lent), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index"]
        subprocess.run([*command, *map(str, wheels)], check=True, timeout=300)

        def run(*arguments: str, cwd: Path = tmp_path) -> "subprocess.CompletedProcess[str]":
            return subprocess.run([str(python), *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=600)

        return run

    return make
