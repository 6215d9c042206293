"""Work in other processes: the same results, whatever a plugin does to them and whoever kills them."""

import json
import mmap
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from presseschau import Pipeline, StepError
from presseschau.engine import frames, processes
from presseschau.engine.processes import Processes

Make = Callable[..., Pipeline]
LAB = Path(__file__).parent / "lab"
POISON = {
    "leaves": "it ended its process, with exit code 0",
    "segfaults": "it brought its process down: SIGSEGV",
    "hangs": "it took longer than 4 seconds and was stopped",
    "hangs in C": "it took longer than 4 seconds and was stopped",
    "eats": "MemoryError",
    "exits": "SystemExit: 7",
    "raises": "ValueError: a grief",
}
ENGINE = {"executor": "processes", "workers": 2, "time_limit": 4.0, "memory_limit": 600}


def texts(number: int, poison: str = "") -> dict[str, Any]:
    said = {f"{name:03}": f"Der Rat tagte am {name % 28 + 1}. Mai. Niemand sprach." for name in range(number)}
    if poison:
        said["004"] += f" {poison}"
    return {"use": "texts", "with": {"texts": said}}


def config(number: int, *, how: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML
    bad = [{"use": "misbehaves", "with": {"how": how, "where": "Gift"}}] if how else []
    return {
        "load": [texts(number, "Gift" if how else "")],
        "extract": [{"use": "words", "with": {"pattern": "[A-Z]\\w+"}}, *bad],
        "link": [{"use": "same-word"}],
        "report": [{"use": "lines"}],
        "engine": ENGINE,
    } | more


def report(made: Pipeline) -> str:
    return (made.output / "lines.txt").read_text("utf-8")


@pytest.fixture
def serial(pipeline: Make) -> Callable[..., str]:
    """The report of the same config, made in this process."""

    def run(**sections: Any) -> str:  # noqa: ANN401 - YAML
        made = pipeline("serial", name="serial.yaml", **(sections | {"engine": {"executor": "serial"}}))
        made.run()
        return report(made)

    return run


def test_the_report_is_the_same_whoever_works(pipeline: Make, serial: Callable[..., str]) -> None:
    sections = config(60)
    sections["extract"].append({"use": "sentences"})
    expected = serial(**sections)
    for workers in (1, 3):
        made = pipeline(f"run{workers}", **(sections | {"engine": ENGINE | {"workers": workers}}))
        run = made.run()
        assert run.counts == {"done": 60}
        assert run.seconds["words"] > 0
        assert report(made) == expected


def test_a_second_run_starts_no_worker(pipeline: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pipeline(**config(8)).run().counts == {"done": 8}
    monkeypatch.setattr(Processes, "_start", lambda _: pytest.fail("there is nothing to do"))
    assert pipeline(**config(8)).run().counts == {"unchanged": 8}


@pytest.mark.parametrize("stage", ["extract", "clean"])
@pytest.mark.parametrize("how", POISON)
def test_a_plugin_that_misbehaves_costs_exactly_its_document(how: str, stage: str, pipeline: Make) -> None:
    sections = config(12)
    sections[stage] = [*sections.get(stage, ()), {"use": "misbehaves", "with": {"how": how, "where": "Gift"}}]
    sections["load"] = [texts(12, "Gift")]
    run = pipeline(**sections).run()
    assert run.counts == {"done": 11, "dead": 1}
    (letter,) = run.dead_letters
    assert (letter.document, letter.step, letter.policy) == ("004", "misbehaves", "quarantine")
    assert POISON[how] in letter.message
    assert run.exit_code == 3


def test_a_process_that_outlives_a_worker_does_not_keep_it_waiting(pipeline: Make) -> None:
    run = pipeline(**config(6, how="forks and leaves")).run()
    assert [letter.message for letter in run.dead_letters] == ["it ended its process, with exit code 3"]


def test_the_copy_of_a_worker_that_a_plugin_forks_does_no_work(pipeline: Make, serial: Callable[..., str]) -> None:
    expected = serial(**config(60))
    made = pipeline(**(config(60) | {"clean": [{"use": "misbehaves", "with": {"how": "forks", "where": "am 4."}}]}))
    assert made.run().counts == {"done": 60}
    assert report(made) == expected


def test_time_in_which_nobody_looked_is_not_held_against_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine was asleep, or the whole run was stopped."""
    position = mmap.mmap(-1, frames.POSITION.size)
    now = 100.0
    monkeypatch.setattr(processes.time, "monotonic", lambda: now)  # type: ignore[attr-defined]
    process = processes._Process(0, None, position, Path())  # type: ignore[arg-type]
    waits = []
    for step, place in ((0.2, 1), (0.2, 1), (3600, 1), (0.2, 1), (3600, 2), (0.2, 2)):
        now += step
        frames.POSITION.pack_into(position, 0, place, place, 0)
        waits.append(process.look())
    assert waits == pytest.approx([0, 0.2, 1.2, 1.4, 0, 0.2])


def test_what_a_plugin_prints_does_not_reach_standard_output(lab_site: Path, tmp_path: Path, lab: ModuleType) -> None:
    assert lab
    path = tmp_path / "c.yaml"
    path.write_text(yaml.safe_dump({"language": {"expect": None}} | config(6, how="prints")), "utf-8")
    for executor in ("serial", "processes"):
        environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(lab_site), str(LAB)])}
        command = [
            sys.executable,
            "-m",
            "presseschau",
            "run",
            str(path),
            "-o",
            str(tmp_path / executor),
            "--json",
            "--executor",
            executor,
        ]
        ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
        assert json.loads(ran.stdout)["documents"]["done"] == 6, ran.stderr
        assert "not JSON" in ran.stderr
        assert "nor this" in ran.stderr


def test_a_serial_run_ends_once_and_soon(lab_site: Path, tmp_path: Path, lab: ModuleType) -> None:
    """Whatever a plugin has forked, and whichever threads it has left."""
    assert lab
    sections = config(6, how="leaves a thread")
    sections["clean"] = [{"use": "misbehaves", "id": "forks", "with": {"how": "forks", "where": "am 3."}}]
    path = tmp_path / "c.yaml"
    path.write_text(yaml.safe_dump({"language": {"expect": None}} | sections | {"engine": {"executor": "serial"}}), "utf-8")
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(lab_site), str(LAB)])}
    command = [sys.executable, "-m", "presseschau", "run", str(path), "-o", str(tmp_path / "out"), "--json"]
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=50)
    assert json.loads(ran.stdout)["documents"]["done"] == 6, ran.stderr
    assert ran.returncode == 0


def test_what_a_worker_logs_is_shown_once(lab_site: Path, tmp_path: Path, lab: ModuleType) -> None:
    assert lab
    path = tmp_path / "c.yaml"
    path.write_text(yaml.safe_dump({"language": {"expect": None}} | config(5, how="logs")), "utf-8")
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(lab_site), str(LAB)])}
    command = [sys.executable, "-m", "presseschau", "run", str(path), "-o", str(tmp_path / "out"), "-v"]
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert ran.stderr.count("plain warning on 004") == 1, ran.stderr
    assert ran.stderr.count("own warning on 004") == 1, ran.stderr
    assert "WARNING acme.plain: plain warning on 004\n" in ran.stderr
    assert "Logging error" in ran.stderr, "a warning whose arguments do not fit is told as Python tells it"
    assert ran.returncode == 0, "and costs no document"


def test_a_pipeline_that_cannot_be_made_ends_the_run(pipeline: Make) -> None:
    sections = config(6, language={"expect": None, "model": {"use": "misbehaves", "with": {"how": "raises"}}})
    sections["extract"] = [{"use": "takes-analysis"}]
    with pytest.raises(StepError, match="no model"):
        pipeline(**sections).run()


def test_sources_that_do_not_travel_are_read_here(pipeline: Make, install: Callable[..., Path]) -> None:
    source = """
        from attrs import frozen
        from presseschau import Document, Source, hookimpl

        @frozen(eq=False, kw_only=True)
        class Closures:
            @hookimpl
            def load(self):
                for name in "abc":
                    yield Source(name, "1", lambda name=name: Document(id=name, source_text="Der Rat tagt."))
    """
    install("acme-closures", {"closures": "acme_closures:Closures"}, modules={"acme_closures.py": source})
    run = pipeline(**(config(0) | {"load": [{"use": "closures"}, texts(3)]})).run()
    assert run.counts == {"done": 6}


@pytest.fixture
def killer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float, int], None]]:
    """Kill random workers of this process: ``killer(every, times)``."""
    alive: list[subprocess.Popen[bytes]] = []
    start = Processes._start
    over = threading.Event()

    def noted(self: Processes) -> Any:  # noqa: ANN401 - private
        made = start(self)
        alive.append(made.popen)
        return made

    monkeypatch.setattr(Processes, "_start", noted)
    threads = []

    def begin(every: float, times: int) -> None:
        chance = random.Random(0)

        def kill() -> None:
            for _ in range(times):
                if over.wait(every * chance.uniform(0.2, 1.8)):
                    return
                running = [one for one in alive if one.poll() is None]
                if running:
                    chance.choice(running).send_signal(signal.SIGKILL)

        threads.append(threading.Thread(target=kill))
        threads[0].start()

    yield begin
    over.set()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("times", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_workers_change_nothing(
    times: int,
    pipeline: Make,
    serial: Callable[..., str],
    killer: Callable[[float, int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "STARTS", 1000)  # some are killed while they start
    slow = {"use": "misbehaves", "with": {"how": "dawdles"}}
    sections = config(60 * max(1, times // 4))
    sections["clean"] = [slow]
    expected = serial(**sections)
    made = pipeline(**sections)
    killer(1.0, times)
    run = made.run()
    assert list(run.dead_letters) == []
    assert report(made) == expected


@pytest.mark.filterwarnings("ignore")  # of dask
@pytest.mark.parametrize(
    ("executor", "times"),
    [
        ("serial", 2),
        ("processes", 3),
        ("dask", 2),
        *(pytest.param(executor, 50, marks=pytest.mark.slow) for executor in ("serial", "processes", "dask")),
    ],
)
def test_a_run_that_is_killed_again_and_again_ends_with_the_same_report(
    executor: str, times: int, pipeline: Make, serial: Callable[..., str], lab_site: Path, tmp_path: Path
) -> None:
    if executor == "dask":
        pytest.importorskip("distributed", reason="dask is optional")
    sections = config(40 * times, clean=[{"use": "misbehaves", "with": {"how": "dawdles"}}])
    sections["engine"] = ENGINE | {"executor": executor}
    expected = serial(**sections)
    made = pipeline("run", **sections)
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(lab_site), str(LAB)])}
    command = [sys.executable, "-m", "presseschau", "run", str(tmp_path / "config.yaml"), "-o", str(made.output), "-q"]
    chance = random.Random(0)
    for _ in range(times):
        running = subprocess.Popen(command, env=environ, start_new_session=True)
        time.sleep(chance.uniform(1.5, 4.0) * (2 if executor == "dask" else 1))  # a cluster takes some seconds to start
        running.kill()
        running.wait()
    run = made.run()
    assert set(run.counts) <= {"done", "unchanged"}
    assert report(made) == expected


def test_workers_end_when_their_parent_is_killed(pipeline: Make, lab_site: Path, tmp_path: Path) -> None:
    made = pipeline("run", **config(30, how="hangs"))
    assert made
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(lab_site), str(LAB)])}
    command = [sys.executable, "-m", "presseschau", "run", str(tmp_path / "config.yaml"), "-o", str(tmp_path / "run"), "-q"]
    running = subprocess.Popen(command, env=environ)
    children: list[int] = []
    for _ in range(100):
        children = [int(one) for one in Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text("ascii").split()]
        if children:
            break
        time.sleep(0.1)
    time.sleep(1)
    running.kill()
    running.wait()
    for _ in range(100):
        if not any(
            Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes() for child in children
        ):
            return
        time.sleep(0.1)
    pytest.fail(f"still there: {children}")
