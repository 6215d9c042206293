"""Parts of a run on machines of their own: dask, and shards that are merged. The reports are those of a run in one piece."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from presseschau import OutputError, Pipeline, StoreError
from presseschau.engine.loop import Shard

Make = Callable[..., Pipeline]
LAB = Path(__file__).parent / "lab"


def sections(number: int, *, how: str = "", **engine: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML
    texts = {f"{name:03}": f"Der Rat tagte am {name % 28 + 1}. Mai." + " Gift" * (name == 4) for name in range(number)}
    return {
        "load": [{"use": "texts", "with": {"texts": texts}}],
        "clean": [{"use": "misbehaves", "with": {"how": how, "where": "Gift"}}] if how else [],
        "extract": [{"use": "words", "with": {"pattern": "[A-Z]\\w+"}}],
        "link": [{"use": "same-word"}],
        "report": [{"use": "lines"}],
        "engine": engine,
    }


def report(directory: Path) -> str:
    return (directory / "lines.txt").read_text("utf-8")


def test_shards_merged_are_the_whole(pipeline: Make, tmp_path: Path) -> None:
    whole = pipeline("whole", **sections(30, how="raises"))
    whole.run()
    parts = []
    for index in (1, 2, 3):
        part = pipeline(f"part{index}", **sections(30, how="raises"))
        run = part.run(shard=Shard(index, 3))
        assert 0 < sum(run.counts.values()) < 30
        assert run.files == ()
        parts.append(part.output)
    made = pipeline("merged", **sections(30, how="raises"))
    merged = made.merge(parts)
    assert merged.counts == {"done": 29, "dead": 1}
    assert report(made.output) == report(whole.output)
    assert [letter.document for letter in merged.dead_letters] == ["004"]
    assert made.run().counts == {"unchanged": 29, "dead": 1}
    assert report(made.output) == report(whole.output)
    with pytest.raises(StoreError, match="another part has too"):
        pipeline("twice", **sections(30, how="raises")).merge([*parts, parts[0]])
    with pytest.raises(OutputError, match="1 of 3 shards are missing: 2/3"):
        pipeline("some", **sections(30, how="raises")).merge([parts[0], parts[2]])
    assert not (tmp_path / "some" / "lines.txt").exists()
    with pytest.raises(OutputError, match="both a part and the output"):
        pipeline("part1", **sections(30, how="raises")).merge(parts)
    assert pipeline("part1", **sections(30, how="raises")).run(shard=Shard(1, 3)).counts.get("done") is None
    with pytest.raises(OutputError, match="made by other steps"):
        pipeline("other", **sections(30)).merge(parts)
    with pytest.raises(OutputError, match="is not a run directory"):
        pipeline("none", **sections(30)).merge([tmp_path / "nowhere"])


def test_shards_on_the_command_line(pipeline: Make, lab_site: Path, tmp_path: Path) -> None:
    assert pipeline("whole", **sections(12)).run().counts == {"done": 12}
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(lab_site), str(LAB)])}

    def presseschau(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "presseschau", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False, timeout=120)

    for part in ("1/2", "2/2"):
        assert presseschau("run", "config.yaml", "--shard", part).returncode == 0
    ran = presseschau("merge", "config.yaml", "runs/config-1-of-2", "runs/config-2-of-2", "--json")
    assert json.loads(ran.stdout)["documents"]["done"] == 12, ran.stderr
    assert report(tmp_path / "runs" / "config") == report(tmp_path / "whole")
    assert presseschau("run", "config.yaml", "--shard", "3/2").returncode == 2


@pytest.fixture
def quiet_dask() -> None:
    pytest.importorskip("distributed", reason="dask is optional")


@pytest.mark.usefixtures("quiet_dask")
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_report_and_isolates_plugins(pipeline: Make) -> None:
    expected = pipeline("serial", **sections(30, how="dawdles", executor="serial"))
    expected.run()
    made = pipeline("dask", **sections(30, how="dawdles", executor="dask", workers=2))
    assert made.run().counts == {"done": 30}
    assert report(made.output) == report(expected.output)
    poisoned = pipeline("poison", **sections(12, how="leaves", executor="dask", workers=2))
    run = poisoned.run()
    assert run.counts == {"done": 11, "dead": 1}
    (letter,) = run.dead_letters
    assert (letter.document, letter.step) == ("004", "misbehaves")


@pytest.mark.usefixtures("quiet_dask")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("times", [1, pytest.param(50, marks=pytest.mark.slow)])
def test_workers_of_the_cluster_that_are_lost_change_nothing(times: int, pipeline: Make) -> None:
    from presseschau.engine.cluster import Dask  # noqa: PLC0415

    number = 300 * max(1, times // 2)
    slow = sections(number, executor="dask", workers=2)
    slow["clean"] = [{"use": "misbehaves", "with": {"how": "dawdles"}}]
    expected = pipeline("serial", **(slow | {"engine": {"executor": "serial"}}))
    expected.run()
    made = pipeline("dask", **slow)
    connected: list[Any] = []
    killed: list[int] = []
    over = threading.Event()
    chance = random.Random(0)
    before = Dask._connected

    def noted(self: Dask) -> Any:  # noqa: ANN401 - dask is optional
        client = before(self)
        connected.append(client)
        return client

    def kill() -> None:
        while not connected:
            time.sleep(0.1)
        for _ in range(times):
            if over.wait(3):
                return
            with suppress(Exception):  # the scheduler may be about to start another one
                os.kill(chance.choice([*connected[0].run(os.getpid).values()]), signal.SIGKILL)
                killed.append(1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dask, "_connected", noted)
        killer = threading.Thread(target=kill)
        killer.start()
        run = made.run()
        over.set()
        killer.join()
    assert killed
    assert run.counts == {"done": number}
    assert report(made.output) == report(expected.output)


@pytest.mark.usefixtures("quiet_dask")
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_without_workers_gets_others(pipeline: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask gives a worker up that is lost while it starts; so in the end there may be none."""
    from presseschau.engine import cluster  # noqa: PLC0415

    connect = cluster.Dask._connected
    left: list[bool] = []

    def leave(self: cluster.Dask) -> Any:  # noqa: ANN401 - dask is optional
        client = connect(self)
        if not left:
            left.append(True)
            self._cluster.scale(0)
            while client.nthreads():
                time.sleep(0.05)
        return client

    monkeypatch.setattr(cluster.Dask, "_connected", leave)
    monkeypatch.setattr(cluster, "TICK", 0.3)
    assert pipeline("dask", **sections(12, executor="dask", workers=2)).run().counts == {"done": 12}
    assert left
