"""The picture in the README shows what the page shows today."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_numbers_in_the_picture_are_those_of_a_run() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "picture.py", "--check"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_the_readme_shows_the_picture() -> None:
    assert "docs/images/report.png" in (ROOT / "README.md").read_text("utf-8")
    assert (ROOT / "docs" / "images" / "report.png").read_bytes().startswith(b"\x89PNG")
