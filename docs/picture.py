"""Make the pictures in the README and the docs from a run on the seeds: ``python docs/picture.py [--check]``.

It needs Chromium (Debian's package ``chromium``; another place is told by ``CHROMIUM``). Beside the picture goes the sentence of numbers
that it shows, by which ``--check`` and ``tests/test_picture.py`` notice, without a browser, that it is out of date.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from presseschau import Pipeline

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "report.png"
SERVED = PICTURE.with_name("served.png")
NUMBERS = PICTURE.with_suffix(".txt")
SIZE = "1400,1500"


def main() -> int:
    """Write the picture and its numbers, or say whether they are up to date."""
    with tempfile.TemporaryDirectory() as folder:
        page = report(Path(folder))
        told = numbers(page.read_text("utf-8"))
        if "--check" in sys.argv:
            fresh = NUMBERS.read_text("utf-8").strip() == told
            told_so = "up to date" if fresh else f"out of date: the page says {told!r}; run python docs/picture.py"
            sys.stderr.write(f"{told_so}\n")
            return 0 if fresh else 1
        chromium = browser()
        if chromium is None:
            sys.stderr.write("there is no Chromium: install Debian's package chromium, or set CHROMIUM\n")
            return 1
        take(chromium, page.as_uri(), PICTURE)
        with served(page.parent) as address:
            take(chromium, f"{address}quotes/?words=normalisierung", SERVED, size="1400,1100")
    NUMBERS.write_text(f"{told}\n", encoding="utf-8")
    return 0


def report(directory: Path) -> Path:
    """Run the seeds and return the page."""
    Pipeline.from_config(ROOT / "configs" / "seeds.yaml", output=directory / "run").run()
    return directory / "run" / "report.html"


def numbers(page: str) -> str:
    """Return the sentence of numbers at the top of a page."""
    found = re.search(r'<p class="counts">(.{1,2000}?)</p>', page, re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]{1,200}>", "", found[1])).split()) if found else ""


def browser() -> str | None:
    """Return where Chromium is, if it is installed."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def served(run: Path) -> Iterator[str]:
    """Serve a run with ``presseschau open`` and return its address."""
    command = [sys.executable, "-m", "presseschau", "open", "--no-browser", str(run)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:  # noqa: S603 - our own command
        try:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def take(chromium: str, page: str, picture: Path, *, size: str = SIZE) -> None:
    """Write a picture of a page; no network is used."""
    with tempfile.TemporaryDirectory() as profile:
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"]
        places = [f"--user-data-dir={profile}", f"--window-size={size}", f"--screenshot={picture}", page]
        subprocess.run([chromium, *flags, *places], check=True, capture_output=True, timeout=120)  # noqa: S603 - the browser that was found


if __name__ == "__main__":
    sys.exit(main())
