"""A run that is killed, interrupted, or meets another loses nothing; and an output that is not ours is left alone."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from presseschau import Dossier, OutputError, Pipeline, StoreError
from presseschau.store.directory import run_directory

Make = Callable[..., Pipeline]
NAMES = [f"{number:02}" for number in range(12)]
TEXTS = {"use": "texts", "with": {"texts": {name: f"Der Rat tagt {name}. Alle reden." for name in NAMES}}}


def sections(**trouble: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML
    return {
        "load": [TEXTS],
        "extract": [{"use": "words"}, {"use": "misbehaves", "with": {"where": " 07."} | trouble}, {"use": "followers"}],
        "link": [{"use": "same-word"}],
        "report": [{"use": "lines"}, {"use": "pages"}],
        "batch_size": 3,
        "language": {"expect": None},
    }


def reports(directory: Path) -> dict[str, bytes]:
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in sorted(directory.rglob("*.txt"))}


@pytest.mark.parametrize("batch_size", [1, 3])
def test_a_killed_run_resumes_and_gives_the_same_reports_byte_for_byte(
    batch_size: int, pipeline: Make, lab_site: Path, lab: ModuleType, tmp_path: Path
) -> None:
    flag = tmp_path / "mended"
    config = sections(how="kills", flag=str(flag)) | {"batch_size": batch_size}
    (tmp_path / "config.yaml").write_text(json.dumps(config), "utf-8")
    program = (
        "from presseschau import Pipeline; from presseschau.store import writer\n"
        "writer.BATCH_DOCUMENTS = 1  # what is done is lost for a second at most; here for none\n"
        f"Pipeline.from_config({str(tmp_path / 'config.yaml')!r}, output={str(tmp_path / 'killed')!r}).run()"
    )
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(lab_site), str(Path(__file__).parent / "lab")])}
    ended = subprocess.run([sys.executable, "-c", program], env=environ, check=False, capture_output=True, timeout=120)
    assert ended.returncode == -signal.SIGKILL
    assert not Dossier.open(tmp_path / "killed").complete
    flag.touch()
    lab.CALLS.clear()
    resumed = pipeline("killed", **config).run()
    assert resumed.counts == {"unchanged": 7, "done": 5}
    assert {document for what, document in lab.CALLS if what == "misbehaves"} == set(NAMES[7:])
    pipeline("whole", **config).run()
    assert reports(tmp_path / "killed") == reports(tmp_path / "whole")
    assert resumed.dossier.complete


def test_ctrl_c_leaves_a_store_that_the_next_run_goes_on_with(pipeline: Make, tmp_path: Path) -> None:
    flag = tmp_path / "mended"
    config = sections(how="interrupts", flag=str(flag))
    with pytest.raises(KeyboardInterrupt):
        pipeline("stopped", **config).run()
    with sqlite3.connect(tmp_path / "stopped" / "run.sqlite") as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()
    assert len(Dossier.open(tmp_path / "stopped")) == 7
    flag.touch()
    assert pipeline("stopped", **config).run().counts == {"unchanged": 7, "done": 5}
    pipeline("whole", **config).run()
    assert reports(tmp_path / "stopped") == reports(tmp_path / "whole")


def test_an_interrupted_report_is_written_by_the_next_run(
    pipeline: Make, lab: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    config = sections(how="false", where="nowhere")
    with monkeypatch.context() as patched:
        patched.setattr("presseschau.engine.whole_run._move", interrupt)
        with pytest.raises(KeyboardInterrupt):
            pipeline(**config).run()
    assert {path.name for path in (tmp_path / "run").iterdir()} == {"presseschau-run.json", "run.sqlite", ".presseschau.lock"}
    lab.CALLS.clear()
    assert pipeline(**config).run().counts == {"unchanged": 12}
    assert [what for what, _ in lab.CALLS] == ["report lines.txt"]
    assert len(reports(tmp_path / "run")) == 13


def test_two_runs_at_once_in_one_directory_are_refused(pipeline: Make, tmp_path: Path) -> None:
    made = pipeline(**sections(where="nowhere"))
    with run_directory(tmp_path / "run"), pytest.raises(OutputError, match="another run is writing") as caught:
        made.run()
    assert "--output" in caught.value.hint
    assert made.run().counts == {"done": 12}


def test_two_runs_that_begin_at_once_do_not_take_each_other_for_strangers(pipeline: Make, tmp_path: Path) -> None:
    """Between making the lock and the marker there is a moment, and a run can be killed in it."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".presseschau.lock").touch()
    assert pipeline(**sections(where="nowhere")).run().counts == {"done": 12}


def test_a_directory_that_is_not_ours_is_refused_and_left_alone(pipeline: Make, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.txt").write_text("dear", "utf-8")
    with pytest.raises(OutputError, match="exists and is not a run of presseschau") as caught:
        pipeline(**sections()).run()
    assert "nothing has been touched" in caught.value.hint
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("kind", ["file", "dangling link", "below a file", "marker is a directory"])
def test_an_output_that_cannot_be_a_run_directory_is_refused(kind: str, pipeline: Make, tmp_path: Path) -> None:
    output = tmp_path / "run"
    match kind:
        case "file":
            output.write_text("dear", "utf-8")
        case "dangling link":
            output.symlink_to(tmp_path / "nowhere")
        case "below a file":
            output.write_text("dear", "utf-8")
            output /= "deeper"
        case "marker is a directory":
            (output / "presseschau-run.json").mkdir(parents=True)
    made = pipeline(**sections())
    made.output = output
    with pytest.raises(OutputError) as caught:
        made.run()
    assert caught.value.hint


def test_a_directory_that_may_not_be_written_is_refused(pipeline: Make, tmp_path: Path) -> None:
    output = tmp_path / "run"
    output.mkdir(mode=0o500)
    if os.access(output, os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(OutputError, match="cannot be written"):
        pipeline(**sections()).run()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to become another user")
@pytest.mark.parametrize("what", ["directory", "run"])
def test_without_the_right_to_write_a_run_says_so_and_a_dossier_can_still_be_read(what: str, pipeline: Make) -> None:
    """The same for root, who may write everywhere: a child process drops its rights."""
    made = pipeline(**sections(where="nowhere"))
    if what == "run":
        made.run()
    else:
        made.output.mkdir()
    for place in (made.output, *made.output.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    child = os.fork()
    if child == 0:  # no assertion may leave this block: the child must not go on as a second pytest
        verdict = 1
        try:
            handle = os.open(made.output, os.O_RDONLY)
            os.setuid(65534)
            os.fchdir(handle)  # the directories above belong to root alone
            made.output = Path()
            try:
                made.run()
            except OutputError as error:
                verdict = 0 if "cannot be written" in error.message else 2
            if what == "run" and verdict == 0:
                verdict = 0 if len(Dossier.open(Path())) == 12 else 3
        finally:
            os._exit(verdict)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.parametrize("wrong", ["other format", "other database", "garbage", "empty tables"])
def test_a_store_that_cannot_be_read_is_refused_and_left_alone(wrong: str, pipeline: Make, tmp_path: Path) -> None:
    made = pipeline(**sections(where="nowhere"))
    made.run()
    path = tmp_path / "run" / "run.sqlite"
    if wrong == "garbage":
        path.write_bytes(b"no database at all " * 100)
    elif wrong == "other database":
        path.unlink()
    if wrong != "garbage":
        store = sqlite3.connect(path)
        match wrong:
            case "other format":
                store.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
            case "other database":
                store.execute("CREATE TABLE recipes (name TEXT)")
            case "empty tables":
                store.execute("DELETE FROM meta")
        store.commit()
        store.close()
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        made.run()
    assert "run.sqlite" in caught.value.message
    assert "another output directory" in caught.value.hint
    if wrong == "other format":
        assert "has format 99, this presseschau reads 2" in caught.value.message
    with pytest.raises(StoreError):
        Dossier.open(tmp_path / "run")
    assert path.read_bytes() == before


def test_a_store_that_breaks_while_it_is_used_is_a_store_error(pipeline: Make, tmp_path: Path) -> None:
    made = pipeline(**sections(where="nowhere"))
    made.run()
    store = sqlite3.connect(tmp_path / "run" / "run.sqlite")
    store.execute("DROP TABLE annotations")
    store.commit()
    store.close()
    with pytest.raises(StoreError, match="annotations"):
        made.run()


def test_a_run_directory_can_be_moved(pipeline: Make, tmp_path: Path) -> None:
    config = sections(where="nowhere")
    pipeline("here", **config).run()
    shutil.move(tmp_path / "here", tmp_path / "there")
    assert pipeline("there", **config).run().counts == {"unchanged": 12}


def test_the_run_of_another_config_is_not_taken_over_unasked(pipeline: Make, tmp_path: Path) -> None:
    first = {"load": [{"use": "texts", "with": {"texts": {"a": "Eins."}}}], "report": [{"use": "lines"}]}
    pipeline(**first).run()
    other = pipeline(name="other.yaml", **(first | {"report": [{"use": "lines", "with": {"path": "other.txt"}}]}))
    with pytest.raises(OutputError, match=r"holds the run of another config: ../config.yaml") as caught:
        other.run()
    assert "--fresh" in caught.value.hint
    assert (tmp_path / "run" / "lines.txt").is_file()
    assert other.run(fresh=True).counts == {"done": 1}
    assert sorted(path.name for path in (tmp_path / "run").glob("*.txt")) == ["other.txt"]


def test_reports_of_an_earlier_state_do_not_outlive_the_first_change(pipeline: Make, tmp_path: Path) -> None:
    def run(how: str, **texts: str) -> Pipeline:
        bad = [{"use": "misbehaves", "with": {"how": how, "where": "Drei"}}] if how else []
        load = [{"use": "texts", "with": {"texts": texts}}]
        return pipeline(load=load, extract=[{"use": "words"}, *bad], report=[{"use": "lines"}], batch_size=1)

    run("", a="Eins.").run()
    assert (tmp_path / "run" / "lines.txt").is_file()
    with pytest.raises(KeyboardInterrupt):
        run("interrupts", a="Eins.", b="Zwei.", c="Drei.").run()
    assert not (tmp_path / "run" / "lines.txt").exists()
    run("", a="Eins.", b="Zwei.").run()
    assert (tmp_path / "run" / "lines.txt").is_file()


def test_what_a_killed_run_left_while_it_wrote_reports_is_removed(pipeline: Make, tmp_path: Path) -> None:
    made = pipeline(load=[{"use": "texts", "with": {"texts": {"a": "Eins."}}}], report=[{"use": "lines"}])
    made.run()
    (tmp_path / "run" / ".report-abc").mkdir()
    (tmp_path / "run" / ".report-abc" / "half.txt").write_text("x", "utf-8")
    made.run()
    assert not (tmp_path / "run" / ".report-abc").exists()
