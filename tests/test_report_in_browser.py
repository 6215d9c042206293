"""The HTML report in a real browser: it runs, stays quiet, asks nobody for anything, and shows hostile text as text."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from presseschau import Pipeline
from presseschau.config import config_from_data

BROWSER = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr",
]  # fmt: skip
HOSTILE = """Streit um <script>document.title = "owned"</script> im Rathaus

Am 3. Mai 2021 sagte Bürgermeisterin Ada Ärmel: „Das <img src="http://tracker.invalid/x.png" onerror="document.title='owned'"> bleibt so.“
Der Rat habe das &lt;b&gt;beschlossen&lt;/b&gt;, sagte sie. </p></article></main><style>body{display:none}</style>
"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium: apt-get install chromium, or Chrome on the PATH")
Visit = Callable[[Path], tuple[str, list[str], set[str]]]


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """Open a page; return its DOM afterwards, what it said on the console, and the addresses that it asked for."""

    def visit(page: Path) -> tuple[str, list[str], set[str]]:
        profile = tmp_path_factory.mktemp("profile")
        log = profile / "net.json"
        command = [str(BROWSER), *FLAGS, f"--user-data-dir={profile}", f"--log-net-log={log}", "--dump-dom", page.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=120, check=True, encoding="utf-8", errors="replace")
        console = [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
        return done.stdout, console, _requested_by_pages(log.read_text("utf-8"))

    return visit


def _requested_by_pages(log: str) -> set[str]:
    """Return the addresses in a net log that a page has asked for; the browser's own errands have no origin."""
    # A browser that is closed early leaves the log's last bracket out.
    events = json.loads(log if log.rstrip().endswith("}") else log.rstrip().rstrip(",") + "]}")["events"]
    starts = [event["params"] for event in events if "url" in event.get("params", {}) and "initiator" in event["params"]]
    return {params["url"] for params in starts if params["initiator"] != "not an origin"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a run over one ordinary and one hostile text."""
    heap = tmp_path_factory.mktemp("heap")
    (heap / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (heap / "calm.txt").write_text("Am 4. Mai 2021 sagte Ministerin Berta Busch: „Wir bauen.“\n" * 3, encoding="utf-8")
    load = [{"use": "text-files", "with": {"paths": [str(heap)]}}]
    config = config_from_data(
        {"language": {"on_other": "process"}, "load": load, "extract": ["quotes"], "report": ["html"]}, base=heap
    )
    Pipeline(config, output=heap / "run").run()
    return heap / "run" / "report.html"


def test_the_page_runs_without_a_word_on_the_console(visit: Visit, page: Path) -> None:
    dom, console, _ = visit(page)
    assert console == []
    assert "</html>" in dom


def test_the_page_asks_nobody_for_anything(visit: Visit, page: Path, tmp_path: Path) -> None:
    leaky = tmp_path / "leaky.html"
    leaky.write_text('<img src="http://127.0.0.1:9/x.png">', encoding="utf-8")
    assert visit(leaky)[2] == {"http://127.0.0.1:9/x.png"}, "the net log no longer shows what pages ask for"
    assert visit(page)[2] == set()


def test_hostile_text_is_shown_as_text(visit: Visit, page: Path) -> None:
    dom, _, _ = visit(page)
    assert "<title>Presseschau</title>" in dom
    shown = html.unescape(re.sub(r"<[^>]*>", "", dom))
    for line in HOSTILE.splitlines():
        assert line.strip() in shown
    assert dom.count("<script") == 1
    assert dom.count("<style") == 1
    assert "<img" not in dom


def test_the_policy_stops_any_other_script(visit: Visit, page: Path, tmp_path: Path) -> None:
    injected = tmp_path / "injected.html"
    script = '<script>document.title = "owned"</script>'
    injected.write_text(page.read_text("utf-8").replace("</body>", f"{script}</body>"), encoding="utf-8")
    dom, console, _ = visit(injected)
    assert "<title>Presseschau</title>" in dom
    assert any("Content Security Policy" in line for line in console)
