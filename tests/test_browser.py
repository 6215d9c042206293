"""The page in a real browser: nothing but itself, no error, search and filters that work, links that land, thousands of quotes at once.

Needs the package ``playwright`` and a Chromium (Debian's, or the one named by ``CHROMIUM``); without them these tests are skipped.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from presseschau import Document, Dossier, Pipeline, Quote, Span
from presseschau.model.results import StepRecord, StepResult
from presseschau.store import Commit, Store

sync_api = pytest.importorskip("playwright.sync_api", reason="pip install playwright: the page is tried in a browser")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: apt-get install chromium, or set CHROMIUM")
ROOT = Path(__file__).resolve().parent.parent
SCROLL = """() => new Promise((done) => {
  let frames = 0;
  const step = () => { scrollBy(0, 240); if (++frames < 100) requestAnimationFrame(step); else done(frames); };
  requestAnimationFrame(step);
})"""
EVIL = "<img src=x onerror=document.title='hacked'> </script><script>document.title='hacked'</script> \u202eabc"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Callable[..., Any]]:  # noqa: ANN401 - playwright's
    """Open a file; what it asks for and complains of is held against it at the end."""
    wrong: list[str] = []
    contexts = []

    def open_(path: Path | str, anchor: str = "", **options: Any) -> Any:  # noqa: ANN401 - playwright's
        context = browser.new_context(**options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
        tab.goto(path.as_uri() + anchor if isinstance(path, Path) else path)
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("seeds") / "run"
    Pipeline.from_config(ROOT / "configs" / "seeds.yaml", output=directory).run()
    return directory / "report.html"


def made(path: Path, texts: list[tuple[str, str]], quotes: int = 1) -> Dossier:
    """Store documents with so many quotes each, every quote the whole text."""
    store = Store(path)
    record = StepRecord(
        id="find", stage="extract", plugin="p", distribution="d", version="1", options="", code="", fingerprint=""
    )
    store.begin([record])
    for number, (name, text) in enumerate(texts):
        found = tuple(
            Quote(
                id=f"{number:05}-{n}", rule="r", type="Direct", spans=[Span(0, len(text))], speaker_entity=f"Müller {n} {name}"
            )
            for n in range(quotes)
        )
        result = StepResult(step="find", fingerprint="", seconds=0, annotations=found)
        document = Document(id=name, source_text=text)
        store.commit(Commit(id=name, load_step="find", status="done", document=document, results=(result,)), number)
    store.finish()
    store.close()
    return Dossier.open(path.parent)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_nothing_sticks_out_and_nothing_is_asked_for(seeds: Path, page: Callable[..., Any], width: int, scheme: str) -> None:
    tab = page(seeds, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    ids = tab.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_nothing_on_the_timeline_is_cut_into_stripes(seeds: Path, page: Callable[..., Any]) -> None:
    """The bars that show a confidence are masked; a class of theirs that events had too made their labels unreadable."""
    masked = "[...document.querySelectorAll('.timeline *')].filter((one) => getComputedStyle(one).maskImage != 'none').length"
    tab = page(seeds)
    assert tab.evaluate("document.querySelectorAll('.timeline .label').length") > 0
    assert tab.evaluate(masked) == 0


def test_search_takes_umlauts_in_every_spelling(tmp_path: Path, page: Callable[..., Any]) -> None:
    from presseschau_reports import Html  # noqa: PLC0415 - a plugin

    dossier = made(tmp_path / "run.sqlite", [("a", "Grün ist die Straße."), ("b", "Rot ist sie nicht.")])
    (path,) = Html().report(dossier, tmp_path)
    tab = page(path)
    for words in ["gruen", "grün", "grun", "strasse", "mueller grün"]:
        tab.fill("[name=words]", words)
        tab.wait_for_function("() => document.querySelectorAll('.item:not([hidden])').length === 1")
    assert tab.inner_text(".shown") == "1 of 2"
    tab.keyboard.press("Escape")
    tab.click("summary:has-text('Filter')")
    tab.click("button[type=reset]")
    tab.wait_for_function("() => document.querySelectorAll('.item:not([hidden])').length === 2")


def test_filters_by_confidence_type_and_speaker(seeds: Path, page: Callable[..., Any]) -> None:
    tab = page(seeds)
    count = "document.querySelectorAll('.item:not([hidden])').length"
    every = tab.evaluate(count)
    tab.click("summary:has-text('Filter')")
    tab.select_option("[name=type]", "direct")
    tab.wait_for_function(f"() => {count} < {every}")
    direct = tab.evaluate("[...document.querySelectorAll('.item:not([hidden])')].map((one) => one.dataset.type)")
    assert set(direct) == {"direct"}
    tab.evaluate("() => { const range = document.querySelector('[name=confidence]'); range.value = 0.9; "
                 "range.dispatchEvent(new Event('input', { bubbles: true })); }")  # fmt: skip
    tab.wait_for_function(f"() => {count} < {len(direct)}")
    assert all(tab.evaluate("[...document.querySelectorAll('.item:not([hidden])')].map((one) => one.dataset.c >= 0.9)"))


def test_deep_links_land_even_on_what_was_filtered_away(seeds: Path, page: Callable[..., Any]) -> None:
    anchor = page(seeds).evaluate("[...document.querySelectorAll('.item[id^=q-]')].at(-1).id")
    tab = page(seeds, f"#{anchor}")
    in_view = "(id) => { const box = document.getElementById(id).getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }"
    tab.wait_for_function(in_view, arg=anchor)
    tab.fill("[name=words]", "nothing has these words")
    tab.wait_for_function("() => !document.querySelector('.item:not([hidden])')")
    tab.evaluate("(id) => { location.hash = ''; location.hash = id; }", anchor)
    tab.wait_for_function(in_view, arg=anchor)


def test_keys_walk_through_the_items(seeds: Path, page: Callable[..., Any]) -> None:
    tab = page(seeds)
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.name") == "words"
    tab.keyboard.press("Escape")
    for key in "jjk":
        tab.keyboard.press(key)
    assert tab.evaluate("[...document.querySelectorAll('.item')].indexOf(document.querySelector('.here'))") == 0


def test_the_page_is_whole_without_a_script(seeds: Path, page: Callable[..., Any]) -> None:
    tab = page(seeds, java_script_enabled=False)
    assert not tab.is_visible("#filter")
    assert tab.locator("blockquote").count() > 20
    assert tab.is_visible("blockquote")


def test_hostile_texts_are_only_texts(tmp_path: Path, page: Callable[..., Any]) -> None:
    from presseschau_reports import Html  # noqa: PLC0415 - a plugin

    dossier = made(tmp_path / "run.sqlite", [(EVIL, f"{EVIL} {EVIL}"), ("n" * 100_000, "Sehr lang.")])
    (path,) = Html(title=EVIL).report(dossier, tmp_path)
    tab = page(path, viewport={"width": 390, "height": 800})
    assert "hacked" not in tab.title().replace(EVIL, "")
    assert tab.locator("img").count() == 0
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.timing
def test_ten_thousand_quotes_open_in_two_seconds(tmp_path: Path, page: Callable[..., Any]) -> None:
    from presseschau_reports import Html  # noqa: PLC0415 - a plugin

    words = "Das Wetter wird morgen besser als gestern, und das ist gut so für alle Beteiligten."
    dossier = made(tmp_path / "run.sqlite", [(f"{n:04}", f"{words} {n}") for n in range(1000)], quotes=10)
    (path,) = Html(max_quotes=10_000, max_sources=300).report(dossier, tmp_path)
    tab = page("about:blank")
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def cpu() -> float:
        """Seconds of the page's main thread, which other programs do not lengthen."""
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"])

    tab.goto(path.as_uri())
    opened = cpu()
    frames = tab.evaluate(SCROLL)
    frame = (cpu() - opened) / frames
    assert tab.locator(".item").count() == 10_000
    start = time.perf_counter()
    tab.fill("[name=words]", "gestern 999")
    tab.wait_for_function("() => document.querySelectorAll('.item:not([hidden])').length === 10", timeout=20_000)
    found = time.perf_counter() - start
    print(f"opened in {opened:.2f} s, found in {found:.2f} s, {1000 * frame:.1f} ms a frame")  # noqa: T201 - for whoever measures: pytest -s
    assert opened < 2
    assert frame < 0.016  # sixty frames a second
