"""A disk that is full costs no result: the run says so, and goes on once there is room."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from presseschau import OutputError, Pipeline, StepError, StoreError

Make = Callable[..., Pipeline]
ENGINES = [{"executor": "serial"}, {"executor": "processes", "workers": 2}]
NUMBER = 120


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount a disk in memory, or give it another size: ``disk("1m")`` returns where it is."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = False

    def size(text: str) -> Path:
        nonlocal mounted
        options = f"{'remount,' if mounted else ''}size={text}"
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        made = subprocess.run(command, capture_output=True, check=False)
        if made.returncode:
            pytest.skip(f"needs the right to mount: {made.stderr.decode(errors='replace').strip()}")
        mounted = True
        return place

    yield size
    if mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S607 - wherever the system has it


def sections(**engine: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML
    texts = {f"{name:03}": f"Der Rat tagte am {name % 28 + 1}. Mai. " * 20 for name in range(NUMBER)}
    return {
        "load": [{"use": "texts", "with": {"texts": texts}}],
        "extract": [{"use": "words", "with": {"pattern": "[A-Z]\\w+"}}],
        "report": [{"use": "lines"}],
        "engine": engine,
    }


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the right to mount")
@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine["executor"])
@pytest.mark.parametrize("fills", ["store", "report"])
def test_a_run_goes_on_once_there_is_room(
    fills: str, engine: dict[str, Any], pipeline: Make, disk: Callable[[str], Path]
) -> None:
    expected = pipeline("whole", **sections(**engine))
    expected.run()
    made = pipeline("run", **sections(**engine))
    made.output = disk("512k" if fills == "store" else "256m") / "run"
    if fills == "report":
        made.run()
        used = os.statvfs(made.output)
        (made.output / "lines.txt").unlink()
        disk(str((used.f_blocks - used.f_bfree) * used.f_frsize + 4096))
        with pytest.raises((OutputError, StepError, StoreError)) as caught:
            made.report()
    else:
        with pytest.raises((OutputError, StoreError)) as caught:
            made.run()
    assert "space" in caught.value.hint
    disk("256m")
    run = made.run()
    assert list(run.dead_letters) == []
    assert sum(run.counts.values()) == NUMBER
    assert (made.output / "lines.txt").read_bytes() == (expected.output / "lines.txt").read_bytes()
