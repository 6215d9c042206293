"""Measure pages for big runs: ``python benchmarks/served.py [--documents 1000] [--quotes 10]``.

Makes a run of so many documents with so many quotes each, then tells how long the search index takes, how fast the served pages and searches
answer, and, where Chromium and the package ``playwright`` are there, how fast the page and the served pages open and scroll. Times are seconds of the
clock; the index is also told in CPU time.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from presseschau_reports import Html
from presseschau_reports.served.index import INDEX
from presseschau_reports.served.run import ServedRun

from presseschau import Claim, Document, Dossier, Group, Quote, Span
from presseschau.dates import TimeExpression
from presseschau.model.results import StepRecord, StepResult
from presseschau.store import Commit, Store

HOST = "127.0.0.1:8765"
TOKEN = "benchmark"  # noqa: S105 - nothing is served to anybody
_WORDS = [
    "Regierung",
    "Haushalt",
    "Ministerin",
    "Bahn",
    "Streik",
    "Stadtrat",
    "Schule",
    "Impfung",
    "Coronaimpfung",
    "Gemeinde",
    "Wasser",
    "Verkehr",
    "Wahl",
    "Partei",
    "Gericht",
    "Urteil",
    "Firma",
    "Umsatz",
    "Klinik",
    "Bundestag",
    "Straße",
    "Brücke",
    "Förderung",
    "Bürger",
    "Müll",
    "Grüne",
    "Sozialdemokraten",
    "heute",
    "gestern",
    "wieder",
    "trotzdem",
    "allerdings",
    "deutlich",
    "prüft",
    "fordert",
    "plant",
    "bedauert",
    "verlangt",
    "beschließt",
    "verschiebt",
    "lehnt",
    "begrüßt",
]


def main() -> int:
    """Make a run, measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--quotes", type=int, default=10, help="quotes in each document")
    parser.add_argument("--no-browser", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        make(directory, given.documents, given.quotes)
        tell("quotes", given.documents * given.quotes, "")
        tell("store", (directory / "run.sqlite").stat().st_size / 1e6, "MB")
        run = ServedRun(directory, directory / INDEX)
        clock, cpu = time.perf_counter(), time.process_time()
        run.index.prepare()
        run.index.refresh()
        tell("index made", time.perf_counter() - clock, "s")
        tell("index made, CPU time", time.process_time() - cpu, "s")
        tell("index", (directory / INDEX).stat().st_size / 1e6, "MB")
        tell("index looked through, nothing new", timed(run.index.refresh), "s")
        served(run)
        if not given.no_browser:
            browsed(directory, given.documents * given.quotes)
    return 0


def make(directory: Path, documents: int, quotes: int) -> None:
    """Write a run: texts of random words, a story for every twenty documents, a date in each."""
    draw = random.Random(1)  # noqa: S311 - a measurement, not a secret
    step = StepRecord(
        id="find", stage="extract", plugin="p", distribution="d", version="1", options="", code="", fingerprint=""
    )
    store = Store(directory / "run.sqlite")
    store.begin([step])
    for number in range(documents):
        pieces = ["Am 3. Mai 2021 begann es.", *(" ".join(draw.choices(_WORDS, k=18)) for _ in range(quotes * 2))]
        text, spans = "", []
        for piece in pieces:
            spans.append(Span(len(text), len(text) + len(piece)))
            text += f"{piece}\n"
        found: list[Any] = [
            Quote(
                id=f"{number:06}-{n:03}", rule="r", type="Direct" if n % 2 else "Indirect", spans=[spans[1 + 2 * n]], confidence=draw.random(),
                speaker_entity=f"Sprecherin {draw.randrange(max(20, documents // 2))}",
            )
            for n in range(quotes)
        ]  # fmt: skip
        found.append(TimeExpression(id=f"{number:06}-t", rule="r", type="DATE", form="2021-05-03", spans=[Span(3, 14)]))
        document = Document(
            id=f"{number:06}.txt",
            source_text=text,
            claims=[
                Claim(name="title", value=f"{pieces[1].capitalize()} {number}", origin="o", rule="r"),
                Claim(name="publisher", value=f"Blatt {number % 40}", origin="o", rule="r"),
                Claim(name="date", value=f"2021-05-{1 + number % 28:02}", origin="o", rule="r"),
            ],
        )
        result = StepResult(step="find", fingerprint="f", seconds=0, annotations=tuple(found))
        store.commit(Commit(id=document.id, load_step="find", status="done", document=document, results=(result,)), number)
    names = [f"{number:06}.txt" for number in range(documents)]
    stories = [
        Group(type="story", label=f"Thema {start}", members=tuple(names[start : start + 20]), rule="r")
        for start in range(0, documents, 20)
    ]
    store.put_links(step, stories, "", 0.1)
    store.finish()
    store.close()


def served(run: ServedRun) -> None:
    """Tell how long pages and searches take, each the median of five."""
    from presseschau_reports.served.app import served as application  # noqa: PLC0415
    from starlette.testclient import TestClient  # noqa: PLC0415 - an extra

    with TestClient(application(run, hosts=[HOST], token=TOKEN), base_url=f"http://{HOST}") as client, run.search() as search:
        story = search.stories(_query()).entries[0].key
        document = search.documents(_query()).entries[0].key
        asked = {
            "overview": "",
            "all quotes": "quotes/",
            "all quotes, filtered": "quotes/?type=direct&confidence=0.5&from=2021-05-10",
            "search, a rare word": "quotes/?words=blatt 17 impfung brücke streik",
            "search, part of a word": "quotes/?words=impfung",
            "search, two letters": "quotes/?words=zz",
            "search in dates": "dates/?words=mai",
            "search in texts": "documents/?words=haushalt",
            "a story": f"stories/{story}",
            "a source": f"documents/{document}",
        }
        for name, path in asked.items():
            tell(
                name,
                sorted(timed(lambda path=path: client.get(f"/{TOKEN}/{path}").raise_for_status()) for _ in range(5))[2],
                "s",
            )


def _query() -> Any:  # noqa: ANN401 - an import that waits
    from presseschau_reports.served.search import Query  # noqa: PLC0415

    return Query()


def browsed(directory: Path, quotes: int) -> None:
    """Tell how fast the page opens, searches and scrolls in Chromium."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a tool of the tests
    except ImportError:
        chromium = None
    if chromium is None:
        sys.stderr.write("no Chromium or no playwright: the page is not measured\n")
        return
    (path,) = Html(max_quotes=quotes).report(Dossier.open(directory), directory)
    tell("page", path.stat().st_size / 1e6, "MB")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, value in in_browser(browser, path.as_uri()):
            tell(name, value, "ms" if "frame" in name else "s")
        browser.close()


def in_browser(browser: Any, address: str) -> Iterator[tuple[str, float]]:  # noqa: ANN401 - playwright's
    """Yield the seconds until a page is loaded and painted, those of a search, and the times between frames while it scrolls."""
    tab = browser.new_page(viewport={"width": 1400, "height": 900})
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def cpu() -> float:
        """Return the CPU time that the page's main thread has taken, which other programs do not lengthen."""
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"])

    start = time.perf_counter()
    tab.goto(address)
    tab.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    yield "page loaded and painted", time.perf_counter() - start
    loaded = cpu()
    yield "page loaded and painted, CPU time", loaded
    frames = sorted(tab.evaluate(_SCROLL))
    yield "time of a frame, scrolling, median", frames[len(frames) // 2]
    yield "time of a frame, scrolling, CPU time", (cpu() - loaded) / len(frames) * 1000
    start = time.perf_counter()
    tab.fill("[name=words]", "coronaimpfung streik urteil")
    tab.wait_for_function("() => document.querySelector('.shown').textContent")
    yield "searched within the page", time.perf_counter() - start


_SCROLL = """() => new Promise((done) => {
  const times = [];
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    scrollBy(0, 240);
    if (times.length < 120) requestAnimationFrame(step); else done(times.slice(2));
  };
  requestAnimationFrame(step);
})"""


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def tell(name: str, value: float, unit: str) -> None:
    """Print a figure."""
    sys.stdout.write(f"{name:<45} {value:>10,.3f} {unit}\n" if unit else f"{name:<45} {value:>10,}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
