"""``presseschau init``, ``completion`` and ``plugins --search``."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from presseschau import Pipeline
from presseschau.cli.root import root

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(root, arguments)
        assert result.exit_code == code, result.output
        return result

    return invoke


def test_init_writes_a_config_that_runs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Der Rat tagte am 3. Mai 2019. „Nein“, sagte Anna Muster.", encoding="utf-8")
    run("init", "texts", "-o", "mine.yaml")
    text = (tmp_path / "mine.yaml").read_text("utf-8")
    assert "1 .txt" in text
    assert "paths: [texts]" in text
    assert Pipeline.from_config(tmp_path / "mine.yaml").run().counts == {"done": 1}
    assert "exists already" in run("init", "texts", "-o", "mine.yaml", code=2).output


def test_what_init_comments_out_are_the_defaults(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Der Rat tagt.", encoding="utf-8")
    run("init")
    written = tmp_path / "presseschau.yaml"
    before = Pipeline.from_config(written).steps
    text = written.read_text("utf-8")
    spoken = re.sub(r"^( *)#(\w+: (?!…))", r"\1\2", text, flags=re.MULTILINE)
    assert spoken.count("\n      #") < text.count("\n      #")
    written.write_text(spoken, encoding="utf-8")
    after = Pipeline.from_config(written).steps
    assert [(step.id, repr(step.plugin)) for step in after.all] == [(step.id, repr(step.plugin)) for step in before.all]


def test_init_survives_odd_names(run: Run, tmp_path: Path) -> None:
    odd = tmp_path / "a: [b] #c \n\u202e"
    odd.mkdir()
    (odd / "x.txt").write_text("Der Rat tagt.", encoding="utf-8")
    (odd / "y.Ä: [").write_text("", encoding="utf-8")
    run("init", odd.name)
    assert Pipeline.from_config(tmp_path / "presseschau.yaml").run().counts == {"done": 1}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(run: Run, shell: str) -> None:
    script = run("completion", shell).stdout
    assert "_PRESSESCHAU_COMPLETE" in script
    assert "presseschau" in script


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_completion_completes_commands() -> None:
    environment = {"_PRESSESCHAU_COMPLETE": "bash_complete", "COMP_WORDS": "presseschau in", "COMP_CWORD": "1"}
    result = CliRunner(env=environment).invoke(root, prog_name="presseschau")
    assert result.output.split() == ["plain,init"]


def test_search_finds_plugins_by_what_their_distribution_says(run: Run) -> None:
    assert "langdetect" in run("plugins", "--search", "FRAMEWORK langd").stdout
    assert run("plugins", "--search", "framework nothing-has-this").stdout.startswith(
        "No installed plugin has all of these words"
    )
