"""Fingerprints cover what results depend on: options, plugins, what is granted, and core itself."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import presseschau
from presseschau import ConfigError, Pipeline, hookspecs

Make = Callable[..., Pipeline]
LAB = Path(__file__).parent / "lab"
CONFIG = """\
language: {expect: null, detector: fixed}
load: [{use: texts, with: {texts: {a: Der Rat tagt.}}}]
extract: [{use: words}]
link: [{use: same-word}]
report: [{use: lines}]
"""


@pytest.fixture
def copied_core(tmp_path: Path, lab_site: Path) -> Callable[..., dict[str, Any]]:
    """Run the command line of a copy of core: ``copied_core("run", edit="dates/resolve.py")`` edits that module first."""
    copy = tmp_path / "copy"
    shutil.copytree(Path(presseschau.__file__).parent, copy / "presseschau", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "c.yaml").write_text(CONFIG, "utf-8")

    def command(name: str, edit: str = "") -> dict[str, Any]:
        if edit:
            with (copy / "presseschau" / edit).open("a", encoding="utf-8") as module:
                module.write("\n# edited\n")
        path = os.pathsep.join(map(str, [copy, lab_site, LAB]))
        ran = subprocess.run(
            [sys.executable, "-m", "presseschau", name, "c.yaml", "-o", "run", "--json"],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        data: dict[str, Any] = json.loads(ran.stdout)
        return data

    return command


def reasons(plan: dict[str, Any]) -> dict[str, str]:
    return {step["id"]: step["reason"] for step in plan["steps"] if step["reason"]}


@pytest.mark.parametrize("module", ["dates/resolve.py", "model/alignment.py", "model/annotations.py"])
def test_an_edit_of_core_redoes_all_that_rests_on_it(copied_core: Callable[..., dict[str, Any]], module: str) -> None:
    copied_core("run")
    assert reasons(copied_core("plan")) == {}
    assert copied_core("run")["documents"]["unchanged"] == 1
    assert set(reasons(copied_core("plan", edit=module)).values()) == {"core has changed"}
    again = copied_core("run")
    assert again["documents"].get("unchanged") is None
    assert all(again["seconds"][step] > 0 for step in ("words", "same-word", "lines"))
    assert copied_core("run")["documents"]["unchanged"] == 1


def test_an_edit_of_how_results_are_read_redoes_only_links_and_reports(copied_core: Callable[..., dict[str, Any]]) -> None:
    copied_core("run")
    assert set(reasons(copied_core("plan", edit="results/rows.py"))) == {"same-word", "lines"}
    again = copied_core("run")
    assert again["documents"]["unchanged"] == 1
    assert again["seconds"]["lines"] > 0


def test_an_edit_of_the_command_line_changes_nothing(copied_core: Callable[..., dict[str, Any]]) -> None:
    copied_core("run")
    assert reasons(copied_core("plan", edit="cli/summary.py")) == {}


def test_asking_for_help_does_not_read_core() -> None:
    program = (
        "import sys; from presseschau.cli import root\n"
        "try: root.main(['--help'], prog_name='presseschau')\n"
        "except SystemExit: pass\n"
        "assert 'presseschau.steps.fingerprints' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, capture_output=True)


def test_steps_can_be_pickled(pipeline: Make) -> None:
    made = pipeline(
        load=[{"use": "texts", "with": {"texts": {"a": "x"}}}],
        clean=[{"use": "cut-lines", "with": {"marker": "A"}}],
        extract=[{"use": "words", "with": {"pattern": "x"}}],
        report=[{"use": "lines"}],
    )
    copy = pickle.loads(pickle.dumps(made.steps))  # noqa: S301 - our own bytes
    assert copy.records() == made.steps.records()
    assert [source.id for source in copy.of("load")[0].call()] == ["a"]


WANTS = """
from attrs import frozen
from presseschau import hookimpl

@frozen(eq=False, kw_only=True)
class Parser:
    provides = ("analysis:tokens", "analysis:parse")
    @hookimpl
    def spacy_pipeline(self, needs):
        raise NotImplementedError

@frozen(eq=False, kw_only=True)
class Wanting:
    wants = ("analysis:parse", "annotation:lab:Mark")
    provides = ("annotation:lab:Other",)
    @hookimpl
    def extract(self, analysis, annotations):
        return []
"""


def wanting(install: Callable[..., Path]) -> None:
    install("acme-wants", {"parser": "acme_wants:Parser", "wanting": "acme_wants:Wanting"}, modules={"acme_wants.py": WANTS})


def test_what_is_wanted_is_granted_where_the_config_gives_it(pipeline: Make, install: Callable[..., Path]) -> None:
    wanting(install)
    bare = pipeline(extract=[{"use": "wanting"}]).steps
    assert bare.step("wanting").granted == ()
    assert bare.needs() == {"analysis:tokens"}
    rich = pipeline(language={"expect": None, "model": "parser"}, extract=[{"use": "words"}, {"use": "wanting"}]).steps
    assert rich.step("wanting").granted == ("analysis:parse", "annotation:lab:Mark")
    assert rich.needs() == {"analysis:tokens", "analysis:parse"}
    assert rich.step("wanting").fingerprint != bare.step("wanting").fingerprint


def test_what_is_wanted_must_not_come_later(pipeline: Make, install: Callable[..., Path]) -> None:
    wanting(install)
    with pytest.raises(ConfigError) as caught:
        pipeline(extract=[{"use": "wanting"}, {"use": "words"}])
    (problem,) = caught.value.problems
    assert "wanting wants 'annotation:lab:Mark', which words gives only after it (move the step 'words' before it)" in str(
        problem
    )


def test_the_table_of_stages_is_the_only_one(lab: ModuleType) -> None:
    assert lab
    specs = {name for name, value in vars(hookspecs).items() if hasattr(value, "presseschau_spec")}
    assert {stage.hook for stage in hookspecs.STAGES} == specs
    from presseschau.cli.inspection import HOOK_STAGES  # noqa: PLC0415
    from presseschau.config import STAGES  # noqa: PLC0415
    from presseschau.testing.registry import ALL_HOOKS  # noqa: PLC0415

    assert STAGES == hookspecs.SECTIONS
    assert tuple(HOOK_STAGES) == ALL_HOOKS == tuple(hookspecs.HOOKS.values())
