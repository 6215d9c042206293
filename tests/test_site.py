"""The documentation builds as a site, offline and without a warning, and describes every public name."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROMISED = (
    "presseschau",
    "presseschau.dates",
    "presseschau.inputs",
    "presseschau.config",
    "presseschau.testing",
    "presseschau.analysis",
)
"""The modules whose names are promised to programs and plugins, and documented; see docs/explanation/api-versions.md."""
ROOT = Path(__file__).resolve().parents[1]


def test_the_site_builds_without_warnings_and_asks_nothing_of_other_servers(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="the site needs MkDocs; requirements-dev.txt brings it")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        text = page.read_text("utf-8")
        assert '<script src="http' not in text
        assert '<link rel="stylesheet" href="http' not in text
    documented = {
        name.rpartition(".")[2]
        for page in ("api", "checks-and-strategies")
        for name in re.findall(r'id="([\w.]+)"', (tmp_path / "site" / "reference" / page / "index.html").read_text("utf-8"))
    }
    promised = {name for module in PROMISED for name in importlib.import_module(module).__all__ if not name.startswith("_")}
    # The anchors of a heading are in small letters; odd texts and fragments are described together.
    assert {name for name in promised if not {name, name.lower()} & documented} <= {"ODD_FRAGMENTS", "ODD_TEXTS"}
