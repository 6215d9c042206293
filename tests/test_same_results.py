"""The command that holds a faster checkout against the one before: it sees that nothing has changed, and that something has."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def compared(before: Path, texts: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command on texts of a directory."""
    command = [sys.executable, ROOT / "benchmarks" / "same_results.py", before, "--texts", texts]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.mark.slow
def test_a_checkout_finds_the_same_as_itself_and_not_as_one_that_was_changed(tmp_path: Path) -> None:
    texts = tmp_path / "few"
    texts.mkdir()
    shutil.copy(min((ROOT / "seeds").glob("*.txt")), texts / "one.txt")
    same = compared(ROOT, texts)
    assert (same.returncode, same.stdout.rpartition(": ")[2].strip()) == (0, "all the same"), same.stdout + same.stderr
    changed = tmp_path / "changed"
    for source in (ROOT / "core" / "src", *sorted(ROOT.glob("plugins/*/src"))):
        shutil.copytree(source, changed / source.relative_to(ROOT), ignore=shutil.ignore_patterns("__pycache__"))
    verbs = changed / "plugins" / "events" / "src" / "presseschau_events" / "engine.py"
    verbs.write_text(
        verbs.read_text("utf-8").replace("round(choice.probability, 2)", "round(choice.probability / 2, 2)"), "utf-8"
    )
    other = compared(changed, texts)
    assert other.returncode == 1, other.stdout + other.stderr
    assert "annotations: 00000.txt" in other.stdout


def test_no_text_is_no_proof(tmp_path: Path) -> None:
    ran = compared(ROOT, tmp_path / "nowhere")
    assert ran.returncode == 1
    assert "0 texts" in ran.stdout
