"""A second run does what has changed, and nothing else; and what it leaves is what a run from nothing would leave."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from presseschau import Pipeline
from presseschau.steps.plan import Plan

Make = Callable[..., Pipeline]
WORDS = {"use": "words", "with": {"pattern": "[A-Z]\\w+"}}
TAIL: dict[str, list[Any]] = {"link": [{"use": "same-word"}], "report": [{"use": "lines"}]}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    directory = tmp_path / "texts"
    directory.mkdir()
    for name, text in {"a": "Mehr: Kultur\nDer Rat tagt.", "b": "Der Rat schweigt.", "c": "Ein Unglück."}.items():
        (directory / f"{name}.txt").write_text(text, "utf-8")
    return directory


@pytest.fixture
def run(pipeline: Make, lab: ModuleType, texts: Path) -> Callable[..., tuple[dict[str, int], list[tuple[str, str]]]]:
    """Run a config over the texts; return the counts of documents and what was called."""

    def runner(output: str = "run", **sections: Any) -> tuple[dict[str, int], list[tuple[str, str]]]:  # noqa: ANN401
        lab.CALLS.clear()
        files = {"load": [{"use": "files", "with": {"directory": str(texts)}}]}
        finished = pipeline(output, **(files | {"extract": [WORDS]} | TAIL | sections)).run()
        return dict(finished.counts), list(lab.CALLS)

    return runner


Runner = Callable[..., tuple[dict[str, int], list[tuple[str, str]]]]


def report(tmp_path: Path, output: str = "run") -> str:
    return (tmp_path / output / "lines.txt").read_text("utf-8")


def test_a_second_run_does_nothing(run: Runner, tmp_path: Path) -> None:
    assert run()[0] == {"done": 3}
    before = (tmp_path / "run" / "lines.txt").stat()
    assert run() == ({"unchanged": 3}, [])
    assert (tmp_path / "run" / "lines.txt").stat().st_mtime_ns == before.st_mtime_ns


def test_a_changed_extractor_redoes_itself_and_what_follows(run: Runner, tmp_path: Path) -> None:
    def steps(pattern: str) -> list[Any]:
        middle = {"use": "words", "id": "middle", "with": {"pattern": pattern}}
        last = {"use": "words", "id": "last", "with": {"pattern": "tagt"}}
        return [WORDS, middle, last]

    run(extract=steps("Rat"))
    counts, calls = run(extract=steps("Unglück"))
    assert counts == {"done": 3}
    expected = [(what, f"{name}.txt") for name in "abc" for what in ("words Unglück", "words tagt")]
    assert calls == [*expected, ("link", ""), ("report lines.txt", "")]
    run("fresh", extract=steps("Unglück"))
    assert report(tmp_path) == report(tmp_path, "fresh")


def test_an_extractor_more_is_all_that_is_done(run: Runner) -> None:
    run()
    _, calls = run(extract=[WORDS, {"use": "words", "id": "more", "with": {"pattern": "tagt"}}])
    assert calls[:3] == [("words tagt", f"{name}.txt") for name in "abc"]
    assert [what for what, _ in calls[3:]] == ["link", "report lines.txt"]


def test_an_extractor_less_leaves_nothing_behind(run: Runner, tmp_path: Path) -> None:
    run(extract=[WORDS, {"use": "words", "id": "more", "with": {"pattern": "tagt"}}])
    counts, calls = run()
    assert counts == {"unchanged": 3}
    assert [what for what, _ in calls] == ["link", "report lines.txt"]
    run("fresh")
    assert report(tmp_path) == report(tmp_path, "fresh")


def test_a_changed_cleaner_redoes_everything_but_reading(run: Runner, tmp_path: Path) -> None:
    run(clean=[{"use": "cut-lines", "with": {"marker": "Nie"}}])
    counts, calls = run(clean=[{"use": "cut-lines", "with": {"marker": "Mehr"}}])
    assert counts == {"done": 3}
    assert {what for what, _ in calls} == {"cut Mehr", "words [A-Z]\\w+", "link", "report lines.txt"}
    run("fresh", clean=[{"use": "cut-lines", "with": {"marker": "Mehr"}}])
    assert report(tmp_path) == report(tmp_path, "fresh")


def test_steps_in_another_order_are_done_again(run: Runner, tmp_path: Path) -> None:
    steps = [WORDS, {"use": "words", "id": "more", "with": {"pattern": "tagt"}}]
    run(extract=steps)
    assert run(extract=steps[::-1])[0] == {"done": 3}
    run("fresh", extract=steps[::-1])
    assert report(tmp_path) == report(tmp_path, "fresh")


def test_a_changed_source_redoes_that_document(run: Runner, texts: Path, tmp_path: Path) -> None:
    run()
    (texts / "b.txt").write_text("Der Rat redet.", "utf-8")
    counts, calls = run()
    assert counts == {"unchanged": 2, "done": 1}
    assert {document for _, document in calls} == {"b.txt", ""}
    run("fresh")
    assert report(tmp_path) == report(tmp_path, "fresh")


def test_a_new_source_is_all_that_is_done_and_stands_in_its_place(run: Runner, texts: Path, tmp_path: Path) -> None:
    run()
    (texts / "aa.txt").write_text("Neu.", "utf-8")
    counts, calls = run()
    assert counts == {"unchanged": 3, "done": 1}
    assert {document for _, document in calls} == {"aa.txt", ""}
    run("fresh")
    assert report(tmp_path) == report(tmp_path, "fresh")


def test_a_source_that_is_gone_disappears(run: Runner, texts: Path, tmp_path: Path) -> None:
    run()
    (texts / "a.txt").unlink()
    counts, calls = run()
    assert counts == {"unchanged": 2}
    assert [what for what, _ in calls] == ["link", "report lines.txt"]
    run("fresh")
    assert report(tmp_path) == report(tmp_path, "fresh")


def test_a_source_that_changes_and_dies_and_comes_back(run: Runner, texts: Path, tmp_path: Path) -> None:
    run()
    (texts / "b.txt").write_bytes(b"\xff\xfe nothing that UTF-8 knows")
    assert run()[0] == {"unchanged": 2, "dead": 1}
    assert "b.txt" not in report(tmp_path)
    (texts / "b.txt").write_text("Der Rat schweigt.", "utf-8")
    assert run()[0] == {"unchanged": 2, "done": 1}
    run("fresh")
    assert report(tmp_path) == report(tmp_path, "fresh")


def test_a_changed_report_is_all_that_is_done(run: Runner, tmp_path: Path) -> None:
    run()
    counts, calls = run(report=[{"use": "lines", "with": {"path": "other.txt"}}])
    assert counts == {"unchanged": 3}
    assert calls == [("report other.txt", "")]
    assert not (tmp_path / "run" / "lines.txt").exists()  # what nobody writes any more would only grow stale


def test_a_report_that_somebody_deleted_is_written_again(run: Runner, tmp_path: Path) -> None:
    run()
    (tmp_path / "run" / "lines.txt").unlink()
    assert run() == ({"unchanged": 3}, [("report lines.txt", "")])


def test_a_changed_link_step_redoes_links_and_reports(run: Runner) -> None:
    run()
    _, calls = run(link=[{"use": "same-word", "with": {"date": "2021-05-24"}}])
    assert [what for what, _ in calls] == ["link", "report lines.txt"]
    _, calls = run(link=[])
    assert [what for what, _ in calls] == ["report lines.txt"]


def test_a_cleaner_never_sees_the_language_of_the_run_before(
    run: Runner, texts: Path, install: Callable[..., Path], pipeline: Make
) -> None:
    assert run
    source = """
        from attrs import frozen
        from presseschau import hookimpl

        @frozen(eq=False, kw_only=True)
        class Curious:
            option: int = 0
            @hookimpl
            def clean(self, document):
                assert document.language is None, document.language
    """
    install("acme-curious", {"curious": "acme_curious:Curious"}, modules={"acme_curious.py": source})
    load = [{"use": "files", "with": {"directory": str(texts)}}]
    for option in (1, 2):
        made = pipeline(load=load, clean=[{"use": "curious", "with": {"option": option}}])
        assert made.run().counts == {"done": 3}


def test_a_second_run_does_not_import_spacy(texts: Path, lab_site: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        json.dumps({"load": [{"use": "files", "with": {"directory": str(texts)}}], "extract": [{"use": "sentences"}]} | TAIL)
    )
    program = (
        "import sys; from presseschau import Pipeline\n"
        f"run = Pipeline.from_config({str(config)!r}, output={str(tmp_path / 'run')!r}).run()\n"
        "print(dict(run.counts), 'spacy' in sys.modules, 'langdetect' in sys.modules)"
    )
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(lab_site), str(Path(__file__).parent / "lab")])}
    said = [
        subprocess.run(
            [sys.executable, "-c", program], env=environ, check=True, capture_output=True, text=True, timeout=120
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["{'done': 3} True False", "{'unchanged': 3} False False"]  # three texts too short for langdetect


def reasons(plan: Plan) -> dict[str, str]:
    return {step.record.id: step.reason for step in plan.steps}


def test_the_plan_says_what_a_run_would_do_and_why(pipeline: Make, texts: Path) -> None:
    def make(pattern: str = "Rat", directory: Path = texts, **more: Any) -> Pipeline:  # noqa: ANN401 - YAML
        load = [{"use": "files", "with": {"directory": str(directory)}}]
        middle = {"use": "words", "id": "middle", "with": {"pattern": pattern}}
        return pipeline(**({"load": load, "extract": [WORDS, middle]} | TAIL | more))

    before = make().plan()
    assert set(reasons(before).values()) == {"nothing has been run here yet"}
    assert (before.resumes, before.documents) == (False, 0)
    make().run()
    again = make().plan()
    assert set(reasons(again).values()) == {""}
    assert (again.resumes, again.documents) == (True, 3)
    changed = reasons(make("tagt").plan())
    assert changed["words"] == changed["files"] == ""
    assert changed["middle"] == "its options have changed"
    assert changed["same-word"] == changed["lines"] == "the changed step 'middle' comes before it"


def test_the_plan_knows_that_a_changed_loader_changes_all(pipeline: Make, texts: Path, tmp_path: Path) -> None:
    pipeline(load=[{"use": "files", "with": {"directory": str(texts)}}], extract=[WORDS], **TAIL).run()
    (tmp_path / "others").mkdir()
    other = pipeline(load=[{"use": "files", "with": {"directory": str(tmp_path / "others")}}], extract=[WORDS], **TAIL)
    found = reasons(other.plan())
    assert found["files"] == "its options have changed"
    assert found["words"] == found["lines"] == "the changed step 'files' comes before it"


def test_the_plan_knows_that_a_step_is_gone(pipeline: Make, texts: Path) -> None:
    load = [{"use": "files", "with": {"directory": str(texts)}}]
    more = {"use": "words", "id": "more"}
    pipeline(load=load, extract=[WORDS, more], report=TAIL["report"]).run()
    found = reasons(pipeline(load=load, extract=[WORDS], report=TAIL["report"]).plan())
    assert found == {"files": "", "language": "", "analysis": "", "words": "", "lines": "the step 'more' is gone"}
