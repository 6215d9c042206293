"""The command line: what it prints, where, and its exit codes. In this process, with the lab's plugins."""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from presseschau.cli import root
from presseschau.cli.failures import report_failure
from presseschau.cli.progress import progress
from presseschau.cli.root import COMMANDS
from presseschau.cli.targets import read_target
from presseschau.cli.visible import visible
from presseschau.engine import documents
from presseschau.errors import ConfigError, PresseschauError, StepError

DETECTOR = {"use": "fixed"}
TEXTS = {
    "a.txt": "Anzeige: Kaufen!\nDie Ministerin sagte: „Ja.“\n",
    "b.txt": "Der Rat tagt am Montag.\n",
    "c.txt": "bonjour tout le monde\n",
}

Run = Callable[..., Result]


@pytest.fixture
def run(lab: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in an empty directory."""
    lab.CALLS.clear()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)

    def invoke(*args: str, code: int = 0, **extra: Any) -> Result:  # noqa: ANN401 - passed on to click
        result = CliRunner().invoke(root, args, **extra)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return invoke


def write(name: str = "c.yaml", **sections: Any) -> None:  # noqa: ANN401 - YAML
    config = {
        "language": {"detector": DETECTOR},
        "load": [{"use": "texts", "with": {"texts": TEXTS, "date": "2021-05"}}],
        "clean": [{"use": "cut-lines", "with": {"marker": "Anzeige", "claims": "title"}}],
        "extract": [{"use": "words", "with": {"pattern": "„[^“]*“"}}],
        "report": [{"use": "lines", "with": {"path": "index.html"}}, {"use": "lines", "id": "second"}],
        **sections,
    }
    Path(name).write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")


# --- root --------------------------------------------------------------------------------------------------------------------


def test_help_lists_the_commands(run: Run) -> None:
    text = run("--help").stdout
    for name, what in COMMANDS.items():
        assert name in text
        assert what in text
    assert "Exit codes" in text


def test_the_version_is_that_of_the_distribution(run: Run) -> None:
    assert run("--version").stdout == f"presseschau {version('presseschau-core')}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run: Run, name: str) -> None:
    assert run(name, "--help").stdout.startswith(f"Usage: root {name}")


def test_the_commands_are_all_there_is() -> None:
    import presseschau.cli.commands as package  # noqa: PLC0415 - the package itself is looked at

    modules = {path.stem for path in Path(package.__path__[0]).glob("[a-z]*.py")}
    assert modules == set(COMMANDS)


def test_a_command_that_is_not_there_is_told_with_the_nearest(run: Run) -> None:
    assert "there is no command 'exlpain'; did you mean 'explain'?" in run("exlpain", code=2).stderr


# --- run ---------------------------------------------------------------------------------------------------------------------


def test_a_run_ends_with_a_table_and_the_page_to_open(run: Run) -> None:
    write()
    result = run("run", "c.yaml")
    assert "2 documents" in result.stdout
    assert "a.txt" in result.stdout
    assert "2 (18%)" in result.stdout
    for stage in ("load", "clean", "language", "analysis", "extract", "report"):
        assert stage in result.stdout
    assert re.search(r"report +lines \d+\.\d\d s, second \d+\.\d\d s +\d+\.\d\d s", result.stdout)
    assert re.search(r"extract +words +\d+\.\d\d s", result.stdout)
    assert "2 done in this run, 1 in another language, reported only" in result.stdout
    assert "The page to open: runs/c/index.html" in result.stdout
    assert "Beside it: lines.txt" in result.stdout
    assert result.stderr == ""
    assert Path("runs/c/index.html").is_file()
    again = run("run", "c.yaml")
    assert "3 unchanged since the last" in again.stdout


def test_a_run_without_a_page_says_where_the_reports_are(run: Run) -> None:
    write(report=[])
    assert "The reports are in runs/c" in run("run", "c.yaml").stdout


def test_many_documents_have_no_lines_of_their_own(run: Run) -> None:
    write(load=[{"use": "many", "with": {"number": 25}}], extract=[])
    result = run("run", "c.yaml")
    assert "25 documents" in result.stdout
    assert "00001" not in result.stdout


def test_json_is_all_there_is_on_stdout(run: Run) -> None:
    write(load=[{"use": "bad-loader", "with": {"wrong": "unreadable"}}])
    result = run("run", "c.yaml", "--json", code=3)
    data = json.loads(result.stdout)
    assert data["documents"] == {"done": 2, "dead": 1, "removed": 0, "in_run": 2}
    assert data["exit_code"] == 3
    assert data["directory"] == "runs/c"
    assert [letter["step"] for letter in data["dead_letters"]] == ["bad-loader"]
    assert set(data["seconds"]) == {"bad-loader", "cut-lines", "language", "analysis", "words", "lines", "second"}
    assert "1 failed" in result.stderr


def test_quiet_prints_nothing_but_errors(run: Run) -> None:
    write()
    assert run("run", "c.yaml", "-q").output == ""


def test_quarantined_documents_are_told_on_stderr(run: Run) -> None:
    write(load=[{"use": "bad-loader", "with": {"wrong": "unreadable"}}])
    for _ in range(2):
        result = run("run", "c.yaml", "-q", code=3)
        assert re.match(r"1 failed:\n  \S+: bad-loader: .*no encoding fits \(presseschau_lab.py:\d+ in fail\)\n", result.stderr)


def test_on_error_overrides_the_config(run: Run) -> None:
    write(load=[{"use": "bad-loader", "with": {"wrong": "unreadable"}}], on_error="fail")
    assert re.match(
        r"error: document \S+, step bad-loader: .*no encoding fits \(presseschau_lab.py:\d+ in fail\)\n",
        run("run", "c.yaml", code=1).stderr,
    )
    run("run", "c.yaml", "--on-error", "skip")
    run("run", "c.yaml", "--on-error", "quarantine", code=3)
    run("run", "c.yaml", "--on-error", "panic", code=2)


def test_a_loader_that_fails_ends_the_run(run: Run) -> None:
    write(load=[{"use": "bad-loader", "with": {"wrong": "raises"}}])
    assert re.match(
        r"error: step bad-loader: .*the archive is torn \(presseschau_lab.py:\d+ in fail\)\n",
        run("run", "c.yaml", code=1).stderr,
    )


@pytest.mark.usefixtures("run")
def test_verbose_shows_the_traceback() -> None:
    write(load=[{"use": "bad-loader", "with": {"wrong": "raises"}}])
    result = CliRunner().invoke(root, ["run", "c.yaml", "-v"])
    assert result.exit_code == 1
    assert "Traceback" in result.stderr
    assert "RuntimeError" in result.stderr
    write(load=[{"use": "bad-loader", "with": {"wrong": "unreadable"}}])
    result = CliRunner().invoke(root, ["run", "c.yaml", "-v", "-o", "other"])
    assert result.exit_code == 3
    assert "Traceback" in result.stderr
    assert "UnicodeError: no encoding fits" in result.stderr


def test_fresh_forgets_what_was_done(run: Run, lab: ModuleType) -> None:
    write(load=[{"use": "files", "with": {"directory": "."}}])
    Path("x.txt").write_text("Der Rat tagt.", "utf-8")
    run("run", "c.yaml")
    run("run", "c.yaml")
    assert lab.CALLS.count(("read", "x.txt")) == 1
    run("run", "c.yaml", "--fresh")
    assert lab.CALLS.count(("read", "x.txt")) == 2


def test_an_interrupted_run_says_what_is_kept_and_goes_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(batch_size=1)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setitem(documents._WORK, "language", interrupt)
        result = run("run", "c.yaml", code=130)
    assert result.stderr == "0 documents done in this run are kept in runs/c; the same command goes on\ninterrupted\n"
    assert "2 done in this run" in run("run", "c.yaml").stdout


def test_the_output_may_be_named(run: Run) -> None:
    write()
    run("run", "c.yaml", "-o", "here/there")
    assert Path("here/there/index.html").is_file()


def test_an_output_that_is_not_ours_is_left_alone(run: Run) -> None:
    write()
    Path("full").mkdir()
    Path("full/precious.txt").write_text("x", "utf-8")
    result = run("run", "c.yaml", "-o", "full", code=1)
    assert "error: the output directory full exists and is not a run of presseschau" in result.stderr
    assert "hint: give an empty or new directory with --output" in result.stderr
    run("run", "c.yaml", "-o", "full", "--fresh", code=1)
    assert os.listdir("full") == ["precious.txt"]  # noqa: PTH208 - names are all that is asked
    assert "exists and is not a directory" in run("run", "c.yaml", "-o", "c.yaml", code=1).stderr


def test_an_output_that_cannot_be_written_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the refusal is made by hand."""
    write()

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    result = run("run", "c.yaml", "-o", "locked/x", code=1)
    assert "error: the output directory locked/x cannot be written: Permission denied" in result.stderr
    assert "hint: give another directory with --output" in result.stderr


def test_a_store_that_is_broken_is_an_error_with_a_hint(run: Run) -> None:
    write()
    run("run", "c.yaml")
    Path("runs/c/run.sqlite").write_bytes(b"not a database, but long enough to be taken for one" * 40)
    assert "hint:" in run("run", "c.yaml", code=1).stderr
    run("run", "c.yaml", "--fresh")
    with sqlite3.connect("runs/c/run.sqlite") as store:
        assert store.execute("SELECT count(*) FROM documents").fetchone() == (3,)
    store.close()


# --- what to run -------------------------------------------------------------------------------------------------------------


def test_a_config_stands_alone(run: Run) -> None:
    write()
    assert "c.yaml is a config, and stands alone" in run("run", "c.yaml", "x.txt", code=2).stderr


def test_missing_files_are_usage_errors(run: Run) -> None:
    write("seeds.yaml")
    assert "did you mean 'seeds.yaml'?" in run("run", "seed.yaml", code=2).stderr
    Path("article.txt").touch()
    assert (
        "there is no file or directory 'artikel.txt'; did you mean 'article.txt'?" in run("run", "artikel.txt", code=2).stderr
    )
    assert "cannot be read" in run("run", "a" * 5000, code=2).stderr
    assert "is an address, and only files are read" in run("run", "https://example.org/a.html", code=2).stderr
    assert "Missing argument" in run("run", code=2).stderr


@pytest.mark.usefixtures("run")
def test_files_are_read_by_what_they_are() -> None:
    for name in ("a.txt", "b.html", "c.warc.gz", "d.csv.gz"):
        Path(name).touch()
    Path("e").mkdir()
    config = read_target(["a.txt", "b.html", "-", "c.warc.gz", "e", "d.csv.gz", "*.nix"])
    assert [(step.use, step.options.plain()["paths"]) for step in config.load] == [
        ("text-files", ["a.txt", "-", "e", "d.csv.gz", "*.nix"]),
        ("web-pages", ["b.html", "c.warc.gz"]),
    ]


def test_a_config_without_a_load_step_runs_nothing(run: Run) -> None:
    write(load=[])
    for command in ("run", "plan", "explain"):
        assert "c.yaml:1:1: load: no step loads any documents (add `load:`" in run(command, "c.yaml", code=2).stderr
    assert "so it can only be extended" in run("check", "c.yaml").stdout


# --- check -------------------------------------------------------------------------------------------------------------------

WRONG = """\
load: [{use: texs}]
claen: []
extract: [{use: words, with: {patern: x}}]
"""


def test_check_tells_all_problems_of_config_plugins_and_options(run: Run) -> None:
    Path("w.yaml").write_text(WRONG, "utf-8")
    result = run("check", "w.yaml", code=2)
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "w.yaml:1:8: load[0].use: no plugin 'texs' is installed (did you mean 'texts'?)",
        "w.yaml:2:1: claen: there is no section or setting 'claen' (did you mean 'clean'?)",
        "w.yaml:3:31: extract[0].with.patern: there is no option 'patern' (did you mean 'pattern'?)",
        "error: w.yaml: 3 problems",
    ]
    assert run("run", "w.yaml", code=2).stderr == result.stderr


def test_check_as_json(run: Run) -> None:
    Path("w.yaml").write_text(WRONG, "utf-8")
    write()
    bad, good = json.loads(run("check", "w.yaml", "c.yaml", "--json", code=2).stdout)
    assert good == {"config": "c.yaml", "valid": True, "problems": []}
    assert bad["problems"][2] == {
        "file": "w.yaml",
        "line": 3,
        "column": 31,
        "path": "extract[0].with.patern",
        "message": "there is no option 'patern'",
        "hint": "did you mean 'pattern'?",
    }
    assert json.loads(run("check", "c.yaml", "--json").stdout)["valid"] is True


def test_check_says_what_is_valid(run: Run) -> None:
    write()
    assert run("check", "c.yaml").stdout == "c.yaml: valid (1 load, 1 clean, 1 extract, 2 report)\n"


def test_the_order_of_steps_is_proven(run: Run) -> None:
    write(extract=["followers", "words"])
    assert "followers requires 'annotation:lab:Mark', which nothing before it gives" in run("check", "c.yaml", code=2).stderr


def test_a_plugin_that_cannot_be_imported_is_a_located_problem(run: Run, install: Callable[..., Path]) -> None:
    install("broken", {"broken": "broken_plugin:Plugin"}, modules={"broken_plugin.py": "import nothing_of_that_name"})
    write(extract=["broken"])
    assert "extract[0].use: importing broken_plugin:Plugin failed: ModuleNotFoundError" in run("check", "c.yaml", code=2).stderr
    assert "broken" in run("plugins").stdout
    result = run("schema")
    assert "warning: the plugin broken is left out" in result.stderr
    assert "words" in json.dumps(json.loads(result.stdout))


# --- plan --------------------------------------------------------------------------------------------------------------------


def test_plan_says_what_would_be_done_and_why(run: Run) -> None:
    write()
    first = run("plan", "c.yaml").stdout
    assert "holds no run yet" in first
    assert "everything" in first
    run("run", "c.yaml", "-q")
    assert "only what is new" in run("plan", "c.yaml").stdout
    write(extract=[{"use": "words", "with": {"pattern": "Rat"}}])
    steps = {step["id"]: step for step in json.loads(run("plan", "c.yaml", "--json").stdout)["steps"]}
    assert steps["cut-lines"]["reason"] == ""
    assert steps["words"]["reason"] == "its options have changed"
    assert steps["words"]["distribution"] == "presseschau-lab"
    assert "again: its options have changed" in run("plan", "c.yaml").stdout


def test_plan_fits_a_narrow_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, run("plan", "c.yaml").stdout.splitlines()[:-1])) <= 40


# --- report ------------------------------------------------------------------------------------------------------------------


def test_report_writes_again_from_the_store(run: Run, lab: ModuleType) -> None:
    write()
    run("run", "c.yaml", "-q")
    Path("runs/c/index.html").unlink()
    lab.CALLS.clear()
    assert run("report", "c.yaml").stdout.split() == ["runs/c/index.html", "runs/c/lines.txt"]
    assert {name for name, _ in lab.CALLS} == {"report index.html", "report lines.txt"}
    data = json.loads(run("report", "c.yaml", "--json").stdout)
    assert data == {"directory": "runs/c", "files": ["runs/c/index.html", "runs/c/lines.txt"]}


def test_report_needs_a_run(run: Run) -> None:
    write()
    assert "there is no run in" in run("report", "c.yaml", code=1).stderr
    assert "there is no file or directory 'nix'" in run("report", "nix", code=2).stderr


# --- plugins, schema ---------------------------------------------------------------------------------------------------------


def test_plugins_are_listed_without_importing_them(run: Run, install: Callable[..., Path]) -> None:
    install("torn", {"torn": "torn_plugin:Plugin"}, modules={"torn_plugin.py": "raise SystemExit('imported')"})
    install("future", {"future": "future_plugin:Plugin"}, api=2)
    assert "torn" in run("plugins").stdout
    listed = {one["name"]: one for one in json.loads(run("plugins", "--json").stdout)}
    assert listed["torn"]["usable"] is True
    assert listed["future"] == {
        "name": "future",
        "distribution": "future",
        "version": "1.0",
        "api_version": 2,
        "usable": False,
        "target": "future_plugin:Plugin",
    }
    assert "for plugin API 2: not usable here" in run("plugins").stdout
    assert "hint: upgrade presseschau" in run("plugins", "future", code=1).stderr


def test_a_plugin_is_described(run: Run) -> None:
    text = run("plugins", "cut-lines").stdout
    assert "Cuts lines that begin with a marker" in text
    assert "works in  clean" in text
    assert "marker  str  required" in text
    assert 'label  str  default: "furniture"' in text
    data = json.loads(run("plugins", "presseschau-lab:words", "--json").stdout)
    assert data["stages"] == ["extract"]
    assert data["provides"] == ["annotation:lab:Mark"]
    assert data["options"] == [{"name": "pattern", "type": "str", "required": False, "default": "\\w+", "help": ""}]
    assert "min_letters" in run("plugins", "langdetect").stdout
    assert "did you mean 'words'?" in run("plugins", "wrods", code=1).stderr
    assert "It has no options." in run("plugins", "sentences").stdout


def test_plugins_can_be_checked_for_conformance(run: Run, install: Callable[..., Path]) -> None:
    pytest.importorskip("hypothesis")
    assert re.match(r"sentences presseschau-lab 1.0: conforms \(\d+ passed", run("plugins", "sentences", "--check").stdout)
    assert "pickles: passed" in run("plugins", "sentences", "--check", "-v").stdout
    assert "cut-lines presseschau-lab 1.0: not checked (" in run("plugins", "cut-lines", "--check").stdout
    assert "by-value presseschau-lab 1.0: DOES NOT CONFORM" in run("plugins", "by-value", "--check", code=1).stdout
    install("torn", {"torn": "torn_plugin:Plugin"}, modules={"torn_plugin.py": "1 / 0"})
    [result] = json.loads(run("plugins", "torn", "--check", "--json", code=1).stdout)
    assert (result["ok"], result["checks"]) == (False, [])
    assert "ZeroDivisionError" in result["message"]


def test_the_schema_can_be_written_to_a_file(run: Run) -> None:
    result = run("schema", "-o", "schema.json")
    assert result.stdout == ""
    assert json.loads(Path("schema.json").read_text("utf-8")) == json.loads(run("schema").stdout)
    assert "error: no/schema.json: No such file or directory" in run("schema", "-o", "no/schema.json", code=1).stderr


# --- explain -----------------------------------------------------------------------------------------------------------------


def test_explain_shows_what_was_cut_and_found_and_by_which_rule(run: Run) -> None:
    write()
    text = run("explain", "c.yaml", "a.txt").stdout
    assert "clean cut-lines" in text
    assert "2 of 6 words cut, 1 cuts" in text
    assert "[-Anzeige: Kaufen!-] ‹lab/line›" in text
    assert "furniture  Anzeige: Kaufen!  cut by lab/line" in text
    assert "title      : Kaufen!  from furniture, by lab/line, confidence 1.00" in text
    assert "de, confidence 0.90" in text
    assert "„Ja.“  by lab/word, confidence 1.00" in text


def test_explain_in_colour_strikes_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    text = run("explain", "c.yaml", "a.txt").stdout
    assert "\x1b[9;31mAnzeige: Kaufen!\x1b[0m" in text


def test_explain_as_json(run: Run) -> None:
    write()
    steps = {step["step"]: step for step in json.loads(run("explain", "c.yaml", "a.txt", "--json").stdout)}
    assert list(steps) == ["texts", "cut-lines", "language", "words"]
    [edit] = steps["cut-lines"]["edits"]
    assert (edit["span"], edit["text"], edit["rule"]) == ([0, 17], "Anzeige: Kaufen!\n", "lab/line")
    assert steps["texts"]["claims"][0]["value"] == "2021-05"
    assert steps["language"]["language"] == {"language": "de", "confidence": 0.9}
    assert [found["text"] for found in steps["words"]["annotations"]] == ["„Ja.“"]


def test_explain_lists_documents_and_finds_them_by_a_part_of_the_id(run: Run) -> None:
    write()
    assert run("explain", "c.yaml").stdout.split() == ["a.txt", "b.txt", "c.txt"]
    assert json.loads(run("explain", "c.yaml", "--json").stdout) == ["a.txt", "b.txt", "c.txt"]
    assert "b.txt: 5 words" in run("explain", "c.yaml", "b.").stdout
    assert "b.txt: 5 words" in run("explain", "c.yaml", "/somewhere/b.txt").stdout
    assert "'.txt' may be a.txt, b.txt, c.txt; say which" in run("explain", "c.yaml", ".txt", code=2).stderr
    assert "there is no document 'd'; known: a.txt, b.txt, c.txt" in run("explain", "c.yaml", "d", code=2).stderr


TWICE = {"a.txt": "Die Ministerin sagte: „Ja.“\n", "b.txt": "Der Rat ruft: „Ja.“ und „Nein.“\n"}


def test_explain_shows_the_groups_of_the_last_run_and_their_evidence(run: Run) -> None:
    write(load=[{"use": "texts", "with": {"texts": TWICE}}], link=[{"use": "same-word", "with": {"date": "2021-05-03"}}])
    assert "same-word" not in run("explain", "c.yaml", "a.txt").stdout  # nothing has been run
    run("run", "c.yaml")
    text = run("explain", "c.yaml", "a.txt").stdout
    assert "link same-word" in text
    assert "„Ja.“  2 members, by lab/same, confidence 1.00" in text
    assert "with  b.txt" in text
    assert "since  both say „Ja.“" in text
    assert "2021-05-03  by lab/date, confidence 1.00" in text
    *_, linked = json.loads(run("explain", "c.yaml", "a.txt", "--json").stdout)
    [group] = linked["groups"]
    assert (group["label"], group["words"], group["with_document"]) == ("„Ja.“", "„Ja.“", "b.txt")
    [same] = json.loads(run("explain", "c.yaml", group["with"], "--json").stdout)
    assert [one["with"] for one in same["groups"]] == [group["member"]]
    assert "„Nein.“" not in run("explain", "c.yaml", group["with"]).stdout


def test_explain_stops_where_a_document_is_in_another_language(run: Run) -> None:
    write()
    text = run("explain", "c.yaml", "c.txt").stdout
    assert "fr, confidence 0.90" in text
    assert "extract" not in text


def test_explain_tells_a_step_that_fails(run: Run) -> None:
    write(clean=[{"use": "misbehaves", "with": {"how": "raises"}}])
    assert "error: document a.txt, step misbehaves: " in run("explain", "c.yaml", "a.txt", code=1).stderr


def test_nothing_in_a_text_reaches_the_terminal(run: Run) -> None:
    evil = "Ein \x1b[31mroter\x1b[0m Text \u202e [bold]fett[/bold] :smile: \x07\n„Nein\x9b“\n"
    write(load=[{"use": "texts", "with": {"texts": {"evil\x1b.txt": evil}}}])
    text = run("explain", "c.yaml", "evil").stdout + run("run", "c.yaml").stdout
    assert not {"\x1b", "\u202e", "\x07", "\x9b"} & set(text)
    assert "[bold]fett[/bold] :smile:" in text


# --- new ---------------------------------------------------------------------------------------------------------------------


def test_a_new_plugin_is_made_with_all_it_needs(run: Run) -> None:
    result = run("new", "plugin", "hedges", "--stage", "extract", "-d", "work")
    made = result.stdout.split()
    assert {"work/presseschau-hedges/pyproject.toml", "work/presseschau-hedges/README.md"} <= set(made)
    assert all(Path(path).is_file() for path in made)
    assert result.stderr == "next: pip install -e work/presseschau-hedges && python -m pytest work/presseschau-hedges\n"
    assert "exists already" in run("new", "plugin", "hedges", "--stage", "clean", "-d", "work", code=1).stderr
    assert "cannot be the name of a plugin" in run("new", "plugin", "Über", "--stage", "clean", code=1).stderr
    run("new", "plugin", "hedges", "--stage", "guess", code=2)


# --- failures ----------------------------------------------------------------------------------------------------------------


def test_visible_text_stays_as_it_is() -> None:
    assert (
        visible("„Ja“, sagte sie – ’ne\tZeile\n\u00a0é👩‍👩‍👧".replace("\u200d", ""))
        == "„Ja“, sagte sie – ’ne\tZeile\n\u00a0é👩👩👧"
    )
    assert visible("a\x00\x1b\u202e\udcff\r") == "a\\x00\\x1b\\u202e\\udcff\\r"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (RuntimeError("oh\nno"), 1, "error: RuntimeError: oh\\nno\nhint: this should not have happened; run it again with -v"),
        (PermissionError(13, "Permission denied", "/x"), 1, "error: /x: Permission denied\nhint: the permissions of the file"),
        (OSError(28, "No space left on device"), 1, "error: No space left on device\nhint: look at the path, its permissions"),
        (StepError("m", hint="h", step="s", plugin="p", version="1", document="d"), 1, "error: document d, step s, plugin p 1: m\nhint: h"),
        (PresseschauError("m"), 1, "error: m\n"),
        (ConfigError("m", hint="h"), 2, "error: m\nhint: h\n"),
        (click.UsageError("m"), 2, "error: m\n"),
        (click.FileError("f", "gone"), 2, "error: Could not open file 'f': gone\n"),
        (RecursionError("deep"), 1, "error: RecursionError: deep\n"),
    ],
)  # fmt: skip
def test_every_failure_is_a_message_a_hint_and_a_code(
    error: Exception, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_failure(error) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(said)


def test_the_dead_are_listed_shown_and_tried_again(run: Run, tmp_path: Path) -> None:
    flag = tmp_path / "mended"
    write(extract=[{"use": "misbehaves", "with": {"how": "raises", "flag": str(flag)}}])
    run("run", "c.yaml", code=3)
    listed = run("dead", "runs/c").stdout
    assert "ValueError: a grief" in listed
    letters = json.loads(CliRunner().invoke(root, ["dead", "runs/c", "--json"]).stdout)
    shown = CliRunner().invoke(root, ["dead", "runs/c", letters[0]["document"]]).stdout
    assert "plugin   misbehaves 1.0" in shown
    assert "Traceback" in shown
    assert {letter["error"] for letter in letters} == {"ValueError"}
    assert "no document 'nobody' has failed" in run("dead", "runs/c", "nobody", code=2).stderr
    assert "is not a run directory" in run("dead", "elsewhere", code=2).stderr
    flag.touch()
    run("dead", "runs/c", "--retry")
    assert "No document has failed." in run("dead", "runs/c").stdout


def test_progress_tells_rate_and_what_is_left() -> None:
    assert progress(120, 0, 2.0) == "120 documents, 60 a second"
    assert progress(120, 4000, 2.0) == "120 of about 4,000 documents, 60 a second, 0:01:04 left"
    assert progress(1, 0, 4.0) == "1 documents, 15 a minute"


@pytest.mark.usefixtures("run")
def test_ids_with_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    """Colour is allowed, as on a terminal: elsewhere click drops what looks like one, and hides what got through."""
    names = ["a\x1b]0;x\x07\u202e\x9bb", "a\x1b[8mc", "a\n2 failed:"]
    texts = dict.fromkeys(names, "Eins.") | {names[2]: "Zwei, ein Unglück."}
    bad = {"use": "misbehaves", "with": {"how": "raises", "where": "Unglück"}}

    def harmless(*args: str, code: int = 0) -> str:
        result = CliRunner().invoke(root, args, color=True)
        assert result.exit_code == code, result.output
        said = re.sub(r"\x1b\[[0-9;]*m", "", result.output) if args[-1] != "--json" else result.output
        assert not {*"\x1b\x07\u202e\x9b"} & {*said}, said
        assert "\n2 failed:" not in said
        assert "\x1b[8m" not in result.output
        return result.stdout

    write(
        load=[{"use": "texts", "with": {"texts": texts}}],
        extract=[bad],
        report=[{"use": "lines", "with": {"path": "x\x1b[8m"}}],
    )
    for words in (["run", "c.yaml"], ["run", "c.yaml", "--json"]):
        harmless(*words, code=3)
    for words in (
        ["dead", "runs/c"],
        ["dead", "runs/c", "a"],
        ["dead", "runs/c", "--json"],
        ["report", "c.yaml"],
        ["plan", "c.yaml"],
    ):
        harmless(*words)
    assert len(harmless("explain", "c.yaml").splitlines()) == len(names)
    assert json.loads(harmless("explain", "c.yaml", "--json")) == names
    harmless("explain", "c.yaml", "a", code=2)
    harmless("explain", "c.yaml", names[0])
    for words in (["run", "x\x1b8"], ["check", "x\x1b[8m.yaml"], ["dead", "x\x1b[8m"], ["x\x1b[8m"]):
        harmless(*words, code=2)
    write(load=[{"use": "texts", "with": {"texts": texts}}], extract=[bad], on_error="fail")
    harmless("run", "c.yaml", "-o", str(tmp_path / "y\x1b[8m"), code=1)
