"""The pages as axe-core judges them: WCAG A and AA and its best practices, light and dark, wide and narrow, whatever is on a page.

Needs Chromium and the packages ``playwright`` and axe-core (``make editor-tools``, or its file named by ``AXE_CORE``); skipped without them.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from presseschau import Claim, Document, Group, Pipeline, Quote, Span
from presseschau.model.results import StepRecord, StepResult
from presseschau.store import Commit, Store

ROOT = Path(__file__).resolve().parent.parent
sync_api = pytest.importorskip("playwright.sync_api", reason="pip install playwright: pages are tried in a browser")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(os.environ.get("AXE_CORE") or ROOT / ".venv" / "npm" / "node_modules" / "axe-core" / "axe.min.js")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: apt-get install chromium, or set CHROMIUM"),
    pytest.mark.skipif(not AXE.is_file(), reason="there is no axe-core: make editor-tools, or set AXE_CORE to its axe.min.js"),
]
TOKEN = "t"  # noqa: S105 - not a secret
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (390, 1400)]
SHOW_ALL = ".chunk, .story, .source { content-visibility: visible !important }"
"""What is not painted yet is not judged, so that all of it has to be painted."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("seeds") / "run"
    Pipeline.from_config(ROOT / "configs" / "seeds.yaml", output=directory).run()
    return directory


@contextmanager
def serving(directory: Path) -> Iterator[str]:
    """Serve a run; give its address."""
    uvicorn = pytest.importorskip("uvicorn", reason="pip install starlette uvicorn: the served pages need them")
    app = pytest.importorskip("presseschau_reports.served.app")
    import socket  # noqa: PLC0415

    from presseschau_reports.served.index import INDEX  # noqa: PLC0415 - a plugin
    from presseschau_reports.served.run import ServedRun  # noqa: PLC0415

    run = ServedRun(directory, directory / INDEX)
    run.index.prepare()
    run.index.refresh()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        settings = uvicorn.Config(app.served(run, hosts=[host], token=TOKEN), log_level="warning", lifespan="off", ws="none")
        server = uvicorn.Server(settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://{host}/{TOKEN}/"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def served(seeds: Path) -> Iterator[str]:
    """The address of the seeds, served."""
    with serving(seeds) as address:
        yield address


def complaints(browser: Any, address: str, scheme: str, width: int) -> list[str]:  # noqa: ANN401 - playwright's
    """Return what axe complains of on a page."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    tab = context.new_page()
    tab.goto(address)
    tab.add_style_tag(content=SHOW_ALL)
    tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    tab.evaluate(AXE.read_text("utf-8"))
    found = tab.evaluate("axe.run(document).then((result) => result.violations)")
    wide = tab.evaluate("document.documentElement.scrollWidth")
    context.close()
    told = [f"{one['id']} at {node['target']}: {node['failureSummary']}" for one in found for node in one["nodes"]]
    return told + ([f"{wide} pixels wide"] if wide > width else [])


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_page(browser: Any, seeds: Path, scheme: str, width: int) -> None:  # noqa: ANN401 - playwright's
    assert complaints(browser, (seeds / "report.html").as_uri(), scheme, width) == []


def test_axe_is_awake(browser: Any, tmp_path: Path) -> None:  # noqa: ANN401 - playwright's
    bad = tmp_path / "bad.html"
    bad.write_text("<!DOCTYPE html><title>t</title><img src='data:,'><p style='color:#eee'>pale</p>", encoding="utf-8")
    assert {one.partition(" ")[0] for one in complaints(browser, bad.as_uri(), "light", 1400)} >= {
        "image-alt",
        "color-contrast",
    }


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 390)])
def test_the_served_pages(browser: Any, served: str, scheme: str, width: int) -> None:  # noqa: ANN401 - playwright's
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(served)
    story = tab.get_attribute(".front", "href")
    tab.goto(f"{served}quotes/")
    quote = tab.get_attribute(".item .deep", "href")
    source = tab.get_attribute("a.ref", "href").partition("#")[0]
    speaker = tab.get_attribute(".who h3 a", "href")
    context.close()
    root = served.removesuffix(f"/{TOKEN}/")
    own = [
        f"{served}{path}" for path in ["", "quotes/?words=putin&type=direct", "speakers/", "dates/", "documents/", "nothing"]
    ]
    found = {
        address: told
        for address in [*own, *(root + path for path in [story, quote, source, speaker])]
        if (told := complaints(browser, address, scheme, width))
    }
    assert found == {}


def test_search_as_you_type(browser: Any, served: str) -> None:  # noqa: ANN401 - playwright's
    context = browser.new_context()
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith((served, "data:")) else None)
    tab.goto(served)
    tab.keyboard.press("/")
    tab.keyboard.type("Normalisierung")
    tab.wait_for_function("() => location.search === '?words=Normalisierung'")
    items = tab.locator("main .item")
    assert items.count() == tab.locator("main .item", has_text="ormalisierung").count() > 0
    assert tab.evaluate("document.activeElement.name") == "words"
    assert tab.url == f"{served}quotes/?words=Normalisierung"
    tab.keyboard.press("Escape")
    tab.keyboard.press("j")
    assert tab.locator(".here").count() == 1
    tab.click("main .item .deep")
    assert "/quotes/" in tab.url
    tab.click("main a.ref")
    tab.wait_for_function("() => location.hash && document.querySelector(':target').getBoundingClientRect().top < innerHeight")
    assert wrong == []
    context.close()


def test_search_without_a_script(browser: Any, served: str) -> None:  # noqa: ANN401 - playwright's
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(served)
    tab.fill("[name=words]", "Normalisierung")
    tab.click("button[type=submit]")
    assert tab.url == f"{served}quotes/?words=Normalisierung"
    assert tab.locator("main .item").count() > 0
    context.close()


def test_another_site_cannot_read_or_frame_it(browser: Any, served: str, tmp_path: Path) -> None:  # noqa: ANN401 - playwright's
    stranger = tmp_path / "stranger.html"
    stranger.write_text(f"<!DOCTYPE html><title>waiting</title><iframe src='{served}'></iframe>", encoding="utf-8")
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(stranger.as_uri())
    read = tab.evaluate("(address) => fetch(address).then((answer) => answer.text(), () => 'refused')", served)
    assert read == "refused"
    assert not any("Presseschau" in frame.content() for frame in tab.frames[1:])
    context.close()


EVIL = "<img src=x onerror=document.title='hacked'> </script><script>document.title='hacked'</script> \u202eabc"


def test_hostile_texts_are_only_texts(browser: Any, tmp_path: Path) -> None:  # noqa: ANN401 - playwright's
    step = StepRecord(
        id="find", stage="extract", plugin="p", distribution="d", version="1", options="", code="", fingerprint=""
    )
    store = Store(tmp_path / "run.sqlite")
    store.begin([step])
    for number, name in enumerate([EVIL, "n" * 100_000]):
        claims = [Claim(name=claimed, value=name, origin=name, rule=name) for claimed in ("title", "publisher", "author")]
        quote = Quote(id=f"{name}-q", rule=EVIL, type="Direct", spans=[Span(0, len(EVIL))], speaker_entity=name)
        done = StepResult(step="find", fingerprint="", seconds=0, annotations=(quote,))
        document = Document(id=name, source_text=EVIL, claims=claims)
        store.commit(Commit(id=name, load_step="find", status="done", document=document, results=(done,)), number)
    store.put_links(step, [Group(type="story", label=EVIL, members=(EVIL, "n" * 100_000), rule=EVIL)], "", 0)
    store.finish()
    store.close()
    context = browser.new_context(viewport={"width": 390, "height": 800})
    tab = context.new_page()
    with serving(tmp_path) as address:
        root = address.removesuffix(f"/{TOKEN}/")
        seen = set()
        for path in ["", "quotes/", "speakers/", "documents/", "quotes/?words=%3Cimg"]:
            tab.goto(f"{address}{path}")
            seen |= set(
                tab.eval_on_selector_all("main a[href]", "all => all.map((one) => one.getAttribute('href').split('#')[0])")
            )
        for path in sorted(filter(None, seen)):
            tab.goto(root + path)
            assert tab.locator("img").count() == 0
            assert tab.evaluate("document.title") != "hacked"
            assert tab.evaluate("document.documentElement.scrollWidth") <= 390, path[:200]
    assert len(seen) > 6
    context.close()
