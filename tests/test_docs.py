"""The docs match the code: every Python, YAML and SQL snippet runs, commands are there with their options, generated pages are fresh, links lead somewhere."""

import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import dropwhile
from pathlib import Path

import click
import pytest

from presseschau import Pipeline
from presseschau.cli import root
from presseschau.config import config_from_text

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "plugins/*/README.md", "models/**/README.md") for path in ROOT.glob(pattern)
)
FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]{0,200}\]\((?P<target>[^)\s]{1,300})\)")


def snippets(language: str) -> list[object]:
    """Return the snippets in one language, a parameter a page; a fence marked ``no-run`` is left out."""
    made = []
    for page in PAGES:
        found = [m for m in FENCE.finditer(page.read_text("utf-8")) if m["info"].split()[:1] == [language]]
        runs = [match["body"] for match in found if "no-run" not in match["info"].split()]
        if runs:
            made.append(pytest.param(runs, id=str(page.relative_to(ROOT))))
    return made


@pytest.mark.parametrize("blocks", snippets("python"))
def test_every_python_snippet_runs(blocks: list[str], tmp_path: Path) -> None:
    """The snippets of a page run one after the other, in a directory with the seeds and the configs."""
    for name in ("seeds", "configs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    script = tmp_path / "snippets.py"
    script.write_text("\n\n".join(blocks), encoding="utf-8")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("blocks", snippets("yaml"))
def test_every_yaml_snippet_is_a_valid_config(blocks: list[str]) -> None:
    for block in blocks:
        config_from_text(block, base=ROOT / "configs", environ={})


def commands(page: Path) -> list[list[str]]:
    """Return the command lines of a page as words: those behind a prompt, those of scripts, and those that stand indented."""
    text = re.sub(r" \\\n\s+", " ", page.read_text("utf-8"))  # a line that goes on
    fences = [(match["info"].split()[:1], match["body"]) for match in FENCE.finditer(text)]
    lines = [line[2:] for info, body in fences if info == ["console"] for line in body.splitlines() if line.startswith("$ ")]
    lines += [line for info, body in fences if info in (["sh"], ["bash"]) for line in body.splitlines()]
    lines += [line.strip() for line in FENCE.sub("", text).splitlines() if line.startswith(("    python ", "       python "))]
    words = [shlex.split(line, comments=True) for line in lines if "<<" not in line]
    # An assignment before a command is not the command.
    return [list(dropwhile(lambda word: re.match(r"[A-Z_]+=", word), line)) for line in words if line]


def missing_in(words: list[str]) -> list[str]:
    """Return what a command line asks for that is not there: of programs of ours, and of the files that it runs."""
    program, *rest = words
    options = [word.partition("=")[0] for word in rest if re.fullmatch(r"-{1,2}[a-z][a-z-]*(=.*)?", word)]
    if program == "make":
        return [one for one in rest if not re.search(rf"^{one}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)]
    if program == "python" and rest[0].endswith(".py"):
        script = ROOT / rest[0]
        there = script.read_text("utf-8") if script.exists() else ""
        return [*([] if there else [rest[0]]), *(one for one in options if f'"{one}"' not in there)]
    if program.endswith("presseschau") and rest:
        command: click.Command = root
        context = click.Context(root)
        for word in rest:
            if not isinstance(command, click.Group):
                break
            found = command.get_command(context, word)
            if found is None:
                return [f"presseschau {word}"]
            command = found
        known = {name for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)}
        return [one for one in options if one not in known]
    return []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_their_options_are_there(page: Path) -> None:
    missing = [(" ".join(words), gap) for words in commands(page) if (gap := missing_in(words))]
    assert not missing


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the seeds once, and return the database that the docs ask."""
    directory = tmp_path_factory.mktemp("run")
    config = config_from_text("extends: seeds.yaml\nreport: [sql]\n", base=ROOT / "configs", environ={})
    Pipeline(config, output=directory / "seeds").run()
    return directory / "seeds" / "results.sqlite"


@pytest.mark.parametrize("statements", snippets("sql"))
def test_every_sql_snippet_runs(statements: list[str], results: Path) -> None:
    """Those that ask the search index too are run by the tests of the reports, which make one."""
    with closing(sqlite3.connect(f"{results.as_uri()}?mode=ro", uri=True)) as database:
        for statement in statements:
            if not re.search(r"\b(?:search|run)\.", statement):
                database.execute(statement).fetchall()


def test_the_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_to_files(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    targets = [match["target"].partition("#")[0] for match in LINK.finditer(text)]
    local = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    missing = [target for target in local if not (page.parent / target).exists()]
    assert not missing
