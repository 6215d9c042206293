"""The docs match the code: every Python and YAML snippet runs, the generated pages are fresh, the links lead somewhere."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from presseschau.config import config_from_text

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("plugins/*/README.md")])
FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]{0,200}\]\((?P<target>[^)\s]{1,300})\)")


def snippets(language: str) -> list[object]:
    """Return the snippets in one language, a parameter a page; a fence marked ``no-run`` is left out."""
    made = []
    for page in PAGES:
        found = [m for m in FENCE.finditer(page.read_text("utf-8")) if m["info"].split()[:1] == [language]]
        runs = [match["body"] for match in found if "no-run" not in match["info"].split()]
        if runs:
            made.append(pytest.param(runs, id=str(page.relative_to(ROOT))))
    return made


@pytest.mark.parametrize("blocks", snippets("python"))
def test_every_python_snippet_runs(blocks: list[str], tmp_path: Path) -> None:
    """The snippets of a page run one after the other, in a directory with the seeds and the configs."""
    for name in ("seeds", "configs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    script = tmp_path / "snippets.py"
    script.write_text("\n\n".join(blocks), encoding="utf-8")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("blocks", snippets("yaml"))
def test_every_yaml_snippet_is_a_valid_config(blocks: list[str]) -> None:
    for block in blocks:
        config_from_text(block, base=ROOT / "configs", environ={})


def test_the_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_to_files(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    targets = [match["target"].partition("#")[0] for match in LINK.finditer(text)]
    local = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    missing = [target for target in local if not (page.parent / target).exists()]
    assert not missing
