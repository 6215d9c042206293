"""The command line with the bundled plugins, as a user meets it: files of every kind, good and bad."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from presseschau.cli import root

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = (
    "Gemeinderat stimmt dem Neubau zu\n\n"
    "Der Gemeinderat hat am Donnerstag den Neubau der Schule beschlossen. "
    "„Das ist ein guter Tag für unsere Kinder“, sagte die Bürgermeisterin nach der Sitzung. "
    "Die Arbeiten sollen im Mai 2022 beginnen und zwei Jahre dauern.\n"
)

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in a directory with the seeds and the configs; a failure must not end in a traceback."""
    for name in ("seeds", "configs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)

    def invoke(*args: str, code: int = 0, **extra: Any) -> Result:  # noqa: ANN401 - passed on to click
        result = CliRunner().invoke(root, args, **extra)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return invoke


def test_the_seeds_end_with_their_table_and_a_page(run: Run) -> None:
    text = run("run", "configs/seeds.yaml").stdout
    for seed in Path("seeds").glob("*.txt"):
        assert seed.name in text
    assert "5 documents" in text
    assert "The page to open: runs/seeds/report.html" in text
    assert Path("runs/seeds/report.html").is_file()


def test_files_need_no_config(run: Run) -> None:
    data = json.loads(run("run", "seeds", "--json").stdout)
    assert data["documents"]["in_run"] == 5
    assert data["directory"] == "runs/default"
    assert data["annotations"]["Quote"] > 0
    assert data["annotations"]["TimeExpression"] > 0


def test_a_text_can_come_through_a_pipe(run: Run) -> None:
    data = json.loads(run("run", "-", "--json", input=ARTICLE.encode()).stdout)
    assert data["documents"]["in_run"] == 1
    assert data["annotations"]["Quote"] >= 1


def test_texts_and_pages_can_be_mixed(run: Run) -> None:
    Path("a.txt").write_text(ARTICLE, "utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in ARTICLE.splitlines() if line)
    Path("b.html").write_text(f"<!doctype html><html lang=de><title>Neubau</title><body><article>{paragraphs * 3}", "utf-8")
    assert json.loads(run("run", "a.txt", "b.html", "--json").stdout)["documents"]["in_run"] == 2


def test_bad_files_become_dead_letters_and_the_rest_goes_on(run: Run) -> None:
    bad = Path("bad")
    bad.mkdir()
    (bad / "good.txt").write_text(ARTICLE, "utf-8")
    (bad / "nul.txt").write_bytes(b"Ein \0 im Text der Meldung")
    (bad / "empty.txt").touch()
    (bad / "broken-utf-16.txt").write_bytes(b"\xff\xfe\x00\xd8")
    (bad / "latin.txt").write_bytes(ARTICLE.encode("cp1252", "replace"))
    result = run("run", "bad", code=3)
    assert "2 done in this run, 3 failed" in result.stdout
    for name, said in (("nul.txt", "NUL"), ("empty.txt", "empty"), ("broken-utf-16.txt", "utf-16")):
        assert any(name in line and said in line for line in result.stderr.splitlines()), result.stderr
    data = json.loads(run("run", "bad", "--json", code=3).stdout)
    assert data["documents"] == {"unchanged": 2, "dead": 3, "removed": 0, "in_run": 2}
    assert {letter["document"] for letter in data["dead_letters"]} == {"nul.txt", "empty.txt", "broken-utf-16.txt"}
    assert all(letter["hint"] for letter in data["dead_letters"])


def test_a_directory_without_texts_is_an_error_with_a_hint(run: Run) -> None:
    Path("none").mkdir()
    for target in ("none", "none/*.txt"):
        stderr = run("run", target, code=1).stderr
        assert stderr.startswith("error: step text-files: ")
        assert "hint: " in stderr


def test_a_long_file_comes_through(run: Run) -> None:
    """Five megabytes of prose; reports are left out, since nobody reads such a page."""
    Path("long.txt").write_text(ARTICLE * (5_000_000 // len(ARTICLE)), "utf-8")
    Path("c.yaml").write_text("load: [{use: text-files, with: {paths: [long.txt]}}]\nclean: [german-boilerplate]", "utf-8")
    assert json.loads(run("run", "c.yaml", "--json").stdout)["documents"]["done"] == 1


def test_explain_follows_a_seed_from_page_to_dates(run: Run) -> None:
    steps = {step["step"]: step for step in json.loads(run("explain", "configs/seeds.yaml", "000", "--json").stdout)}
    source = Path("seeds", "000_7ca0be873666fdf4.txt").read_text("utf-8")
    assert steps["german-boilerplate"]["edits"]
    for edit in steps["german-boilerplate"]["edits"]:
        assert source[slice(*edit["span"])] == edit["text"]
        assert edit["rule"]
    text = run("explain", "configs/seeds.yaml", "000").stdout
    assert "clean german-boilerplate" in text
    assert "extract events" in text


def test_plan_says_that_nothing_is_to_do_after_a_run(run: Run) -> None:
    run("run", "configs/seeds.yaml", "-q")
    steps = json.loads(run("plan", "configs/seeds.yaml", "--json").stdout)["steps"]
    assert {step["reason"] for step in steps} == {""}
    assert {step["id"] for step in steps} >= {"text-files", "german-boilerplate", "quotes", "dates", "events", "html"}


def test_reports_can_be_written_again_without_the_config(run: Run) -> None:
    run("run", "configs/seeds.yaml", "-q")
    before = Path("runs/seeds/results.jsonl").read_bytes()
    Path("runs/seeds/results.jsonl").unlink()
    assert "runs/seeds/results.jsonl" in run("report", "runs/seeds").stdout.split()
    assert Path("runs/seeds/results.jsonl").read_bytes() == before


def test_every_bundled_plugin_describes_its_options(run: Run) -> None:
    for plugin in json.loads(run("plugins", "--json").stdout):
        if plugin["distribution"].startswith("presseschau"):
            described = json.loads(run("plugins", f"{plugin['distribution']}:{plugin['name']}", "--json").stdout)
            assert described["summary"], plugin["name"]
            assert described["stages"], plugin["name"]
            assert all(option["help"] for option in described["options"]), plugin["name"]
