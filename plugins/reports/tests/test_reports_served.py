"""A run that is served: who may ask, what the pages say, hostile texts, and a run that grows meanwhile."""

import re
import socket
import sqlite3
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from presseschau_reports.served.command import command
from presseschau_reports.served.folding import fold, key_of
from presseschau_reports.served.index import INDEX, Index
from presseschau_reports.served.run import ServedRun
from presseschau_reports.served.search import PAGE, Query, Search

from presseschau import Claim, Document, Dossier, Group, PresseschauError, Quote, Span

testclient = pytest.importorskip(
    "starlette.testclient", reason="pip install starlette uvicorn httpx: the served pages need them"
)
app = pytest.importorskip("presseschau_reports.served.app")
TOKEN = "a-token-for-tests"  # noqa: S105 - not a secret
HOST = "127.0.0.1:8765"
Client = testclient.TestClient


def client_of(directory: Path) -> Client:
    run = ServedRun(directory, directory / INDEX)
    run.index.prepare()
    run.index.refresh()
    made = app.served(run, hosts=[HOST], token=TOKEN)
    return Client(made, base_url=f"http://{HOST}", raise_server_exceptions=True)


@pytest.fixture
def run(dossier: Dossier, tmp_path: Path) -> Path:
    """The directory of a run with one of everything."""
    assert len(dossier) == 3
    return tmp_path


@pytest.fixture
def client(run: Path) -> Iterator[Client]:
    with client_of(run) as opened:
        yield opened


def get(client: Client, path: str = "", **options: object) -> str:
    answer = client.get(f"/{TOKEN}/{path}", **options)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": host}
        for host in ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8765.evil.example", ""]
    ],
)
def test_only_its_own_host_is_answered(client: Client, headers: dict[str, str]) -> None:
    answer = client.get(f"/{TOKEN}/", headers=headers)
    assert answer.status_code == 421
    assert "Park" not in answer.text


def test_other_origins_and_other_methods_are_refused(client: Client) -> None:
    assert client.get(f"/{TOKEN}/", headers={"origin": "https://evil.example"}).status_code == 403
    assert client.get(f"/{TOKEN}/", headers={"origin": f"http://{HOST}"}).status_code == 200
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]:
        assert client.request(method, f"/{TOKEN}/").status_code == 405


@pytest.mark.parametrize("path", ["", "/", "/quotes/", f"/{TOKEN[:-1]}/", f"/{TOKEN}x/", "//", f"//{TOKEN}/", "/%00/", "/ä/"])
def test_nothing_is_said_without_the_token(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Park" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        *(
            "../run.sqlite",
            "documents/../../run.sqlite",
            "documents/%2e%2e%2frun.sqlite",
            "..%2f..%2fetc/passwd",
            "documents/heap/park.txt",
        ),
        *(
            "documents/run.sqlite",
            "quotes/%00",
            "quotes/' OR 1=1 --",
            f"quotes/{'a' * 16}",
            "stories/x/quotes/y",
            "nothing",
            f"quotes/{'9' * 4000}",
        ),
    ],
)
def test_addresses_lead_nowhere_but_to_pages(client: Client, path: str) -> None:
    answer = client.get(f"/{TOKEN}/{path}")
    assert answer.status_code == 404
    assert b"SQLite format" not in answer.content
    assert "root:" not in answer.text


def test_every_answer_has_its_policy_and_no_cors(client: Client) -> None:
    for path in [f"/{TOKEN}/", f"/{TOKEN}/nothing", "/"]:
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert not [name for name in headers if name.startswith("access-control")]


def test_the_policy_names_the_style_and_script_of_the_page(client: Client) -> None:
    answer = client.get(f"/{TOKEN}/")
    for element in ("style", "script"):
        (content,) = re.findall(rf"<{element}>(.*?)</{element}>", answer.text, re.DOTALL)
        assert app.digest_of(content) in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["", "quotes/", "speakers/", "dates/", "documents/"])
def test_every_link_of_a_list_leads_somewhere(client: Client, path: str) -> None:
    page = get(client, path)
    for link in set(re.findall(r'href="(/[^"#]*)', page)):
        assert client.get(link).status_code == 200, link


def test_all_there_is_has_a_page_of_its_own(client: Client) -> None:
    assert "Der Park bleibt" in get(client, f"quotes/{key_of('q1')}")
    assert "same-name" in get(client, f"quotes/{key_of('q1')}")
    assert "begann der Bau" in get(client, f"dates/{key_of('e1')}")
    page = get(client, f"documents/{key_of('heap/park.txt')}")
    assert f'href="/{TOKEN}/quotes/{key_of("q1")}"' in page
    assert 'class="cut"' in page
    assert "strong" in page  # a third party's kind


def test_searches_take_any_part_of_a_word_and_umlauts_in_every_spelling(client: Client) -> None:
    for words in ["Ärmel", "armel", "aermel", "ÄRM", "rmel bleibt", "Park"]:
        assert "Der Park bleibt" in get(client, "quotes/", params={"words": words}), words
    assert "Der Park bleibt" not in get(client, "quotes/", params={"words": "nirgendwo"})
    assert "Streit um den Park" in get(client, "documents/", params={"words": "protest"})
    assert "begann der Bau" in get(client, "dates/", params={"words": "bau"})


def test_filters_narrow_down(client: Client) -> None:
    def shown(**params: str) -> bool:
        return "Der Park bleibt" in get(client, "quotes/", params=params)

    assert shown(type="direct")
    assert not shown(type="indirect")
    assert shown(source="Tagesbote")
    assert not shown(source="Abendbote")
    assert shown(confidence="0.93")
    assert not shown(confidence="0.95")
    assert shown(**{"from": "2021-05-01", "until": "2021-05-01"})
    assert not shown(until="2020-01-01")
    assert shown(page="0", confidence="x", type="<", **{"from": "y"}), "what is odd in a request is left out"


ODD = [
    '"',
    "'",
    'a"b OR c*',
    "NEAR(",
    "park AND NOT",
    "-",
    "*",
    "^x",
    "{words}: x",
    "%",
    "_",
    "\\",
    "\x00\x01",
    "(((",
    "'; DROP TABLE quotes",
    "ä" * 1000,
    "a b " * 500,
    "🦊",
]


@pytest.mark.parametrize("path", ["quotes/", "dates/", "documents/", "speakers/", ""])
def test_no_words_break_a_search(client: Client, path: str) -> None:
    for words in ODD:
        get(client, path, params={"words": words})


@given(st.text("äöüÄÖÜßabknorstu \u00ad\u0308", max_size=40).filter(lambda text: not text.startswith("\u0308")))
def test_folding_is_the_same_for_all_spellings(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert fold(text) == fold(unicodedata.normalize("NFD", text)) == fold(fold(text)) == fold(text.upper())
    assert fold(text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")) == fold(text)


def test_hostile_texts_are_only_texts(client: Client) -> None:
    pages = ["", "quotes/", "speakers/", "dates/", "documents/", f"quotes/{key_of('v1')}", f"dates/{key_of('v2')}"]
    for path in [
        *pages,
        *re.findall(rf'href="/{TOKEN}/((?:documents|speakers|stories)/[0-9a-f]+)"', get(client, "documents/") + get(client)),
    ]:
        page = get(client, path)
        assert page.count("<script") == 1
        assert page.count("<style") == 1
        assert "alert('x')" not in page
        assert "\x1b" not in page
        assert "/home/somebody" not in page
    page = get(client, "quotes/", params={"words": "\"><script>alert('x')</script>"})
    assert "<script>alert" not in page


def grow(path: Path, names: Sequence[str], *, story: bool = False, quotes: int = 1) -> None:
    """Run over documents again: those that are known stay as they are."""
    from presseschau.model.results import StepRecord, StepResult  # noqa: PLC0415 - as the engine does
    from presseschau.store import Commit, Store  # noqa: PLC0415

    step = StepRecord(
        id="find", stage="extract", plugin="p", distribution="d", version="1", options="", code="", fingerprint=""
    )
    store = Store(path)
    store.begin([step])
    for number, name in enumerate(names):
        text = f"Das sagt {name} im Namen aller."
        found = tuple(
            Quote(id=f"{name}-{n}", rule="r", type="Direct", spans=[Span(0, len(text))], speaker_entity=f"Frau {name}")
            for n in range(quotes)
        )
        document = Document(id=name, source_text=text, claims=[Claim(name="publisher", value="Bote", origin="o", rule="r")])
        store.commit(
            Commit(
                id=name, load_step="find", status="done", document=document,
                results=(StepResult(step="find", fingerprint="f", seconds=0, annotations=found),),
            ), number,
        )  # fmt: skip
    if story:
        store.put_links(step, [Group(type="story", label="Alle Namen", members=tuple(names), rule="r")], "", 0.1)
    store.finish()
    store.close()


def test_a_run_that_grows_is_found_without_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    grow(path, ["anton"])
    run = ServedRun(tmp_path, tmp_path / INDEX)
    run.index.prepare()
    assert run.index.refresh() == 1
    assert run.index.refresh() == 0
    with Client(app.served(run, hosts=[HOST], token=TOKEN), base_url=f"http://{HOST}") as client:
        assert "berta" not in get(client, "quotes/")
        grow(path, ["anton", "berta"], story=True)
        assert run.index.refresh() == 1
        assert "berta" in get(client, "quotes/")
        assert "Alle Namen" in get(client)
        grow(path, ["berta"])
        assert run.index.refresh() == 1
        assert "anton" not in get(client, "quotes/", params={"words": "sagt"})


def test_the_thread_keeps_up_with_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presseschau_reports.served.run._EVERY", 0.05)
    grow(tmp_path / "run.sqlite", ["anton"])
    run = ServedRun(tmp_path, tmp_path / INDEX)
    run.start()
    try:
        grow(tmp_path / "run.sqlite", ["anton", "berta"])
        for _ in range(200):
            with run.search() as search:
                if search.counts().documents == 2:
                    break
            run._stop.wait(0.05)
        with run.search() as search:
            assert search.counts().documents == 2
        assert run.problem == ""
    finally:
        run.close()


def test_many_may_ask_at_once_while_it_grows(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    names = [f"name{number:03}" for number in range(120)]
    grow(path, names[:60], story=True)
    run = ServedRun(tmp_path, tmp_path / INDEX)
    run.index.prepare()
    run.index.refresh()
    client = Client(app.served(run, hosts=[HOST], token=TOKEN), base_url=f"http://{HOST}")
    paths = [
        "",
        "quotes/?words=name",
        f"quotes/{key_of('name001-0')}",
        f"documents/{key_of('name002')}",
        "speakers/",
        "dates/",
    ] * 8
    with client, ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(client.get, f"/{TOKEN}/{path}") for path in paths]
        grow(path, names, story=True)
        run.index.refresh()
        assert {answer.result().status_code for answer in answers} == {200}
    with run.search() as search:
        assert search.counts().documents == 120


def test_pages_hold_everything_once(tmp_path: Path) -> None:
    grow(tmp_path / "run.sqlite", [f"n{number:03}" for number in range(2 * PAGE + 3)])
    with client_of(tmp_path) as client:
        found: list[str] = []
        path: str | None = f"/{TOKEN}/quotes/"
        while path:
            page = client.get(path).text
            found += re.findall(r'id="(q-[^"]+)"', page)
            more = re.search(r'rel="next" href="([^"]+)"', page)
            path = more[1].replace("&amp;", "&") if more else None
        assert len(found) == len(set(found)) == 2 * PAGE + 3
        assert client.get(f"/{TOKEN}/quotes/?page=99").status_code == 404


def test_reading_writes_nothing(run: Path) -> None:
    with client_of(run) as client:
        before = (run / "run.sqlite").read_bytes()
        for path in ["", "quotes/?words=park", f"documents/{key_of('heap/park.txt')}"]:
            get(client, path)
        assert (run / "run.sqlite").read_bytes() == before
        with closing(Search.open(run / INDEX)) as search, pytest.raises(sqlite3.OperationalError):
            search._db.execute("DELETE FROM quotes")


def test_a_broken_index_is_made_anew(run: Path) -> None:
    (run / INDEX).write_bytes(b"no database" * 1000)
    with client_of(run) as client:
        assert "Der Park bleibt" in get(client, "quotes/")


def test_names_of_any_length_are_shown(tmp_path: Path) -> None:
    grow(tmp_path / "run.sqlite", ["n" * 100_000, "kurz"])
    with client_of(tmp_path) as client:
        for path in ["", "quotes/", "speakers/", "documents/", f"documents/{key_of('n' * 100_000)}"]:
            get(client, path)


def test_the_index_can_be_asked_with_sql(run: Path) -> None:
    index = Index(run, run / INDEX)
    index.prepare()
    index.refresh()
    with sqlite3.connect(run / INDEX) as database:
        database.execute("ATTACH ? AS run", (f"{run / 'run.sqlite'}",))
        rows = database.execute(
            "SELECT q.speaker_entity, q.quote FROM quotes_fts f JOIN main.quotes i ON i.rowid = f.rowid "
            "JOIN run.quotes q ON q.id = i.id WHERE quotes_fts MATCH 'park bleibt'"
        ).fetchall()
    database.close()
    assert [speaker for speaker, _ in rows] == ["Ada Ärmel"]


def test_queries_leave_out_what_is_odd() -> None:
    assert Query.of({"page": "-1", "confidence": "nan", "from": "2021", "type": "x"}) == Query()


def test_the_command_makes_the_index(run: Path) -> None:
    (run / "presseschau-run.json").write_text("{}", encoding="utf-8")
    done = CliRunner().invoke(command, ["--index-only", str(run)], catch_exceptions=False)
    assert done.output.strip() == str(run / INDEX)
    with closing(Search.open(run / INDEX)) as search:
        assert search.counts().documents == 3


def test_the_command_wants_a_run(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(tmp_path)])
    assert done.exit_code == 2
    assert "is not a run directory" in done.output


def test_the_command_says_which_packages_it_needs(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (run / "presseschau-run.json").write_text("{}", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(PresseschauError, match="uvicorn") as caught:
        CliRunner().invoke(command, ["--no-browser", str(run)], catch_exceptions=False)
    assert "presseschau[serve]" in str(caught.value.hint)


def test_a_port_that_is_taken_is_named(run: Path) -> None:
    (run / "presseschau-run.json").write_text("{}", encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        with pytest.raises(PresseschauError, match=port):
            CliRunner().invoke(command, ["--no-browser", "--port", port, str(run)], catch_exceptions=False)


def test_the_recipes_in_the_docs_run(run: Path) -> None:
    (page,) = [up / "docs" / "how-to" / "ask-with-sql.md" for up in Path(__file__).parents if (up / "docs").is_dir()][:1]
    Index(run, run / INDEX).prepare()
    Index(run, run / INDEX).refresh()
    recipes = re.findall(r"```sql\n(.*?)```", page.read_text("utf-8").partition("## The store itself")[2], re.DOTALL)
    assert len(recipes) >= 3
    database = sqlite3.connect(":memory:")
    for name, path in (("run", "run.sqlite"), ("search", INDEX)):
        database.execute(f"ATTACH ? AS {name}", (str(run / path),))
    for recipe in recipes:
        for query in filter(str.strip, recipe.split(";")):
            database.execute(query).fetchall()
    database.close()
