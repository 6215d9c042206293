"""A large document costs what as many small ones of the same text do."""

import time
from pathlib import Path

import pytest
import yaml

from presseschau import Pipeline

ROOT = Path(__file__).resolve().parents[1]
SIZE, NUMBER = 5_000, 60


@pytest.mark.timing
def test_a_character_costs_no_more_in_a_large_document(tmp_path: Path) -> None:
    text = "\n\n".join(path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))
    small = (text * 2)[:SIZE]

    def seconds(name: str, number: int, content: str) -> float:
        directory = tmp_path / name
        directory.mkdir()
        for index in range(number):
            (directory / f"{index:03}.txt").write_text(content, "utf-8")
        data = {
            "engine": {"executor": "serial"},
            "language": {"on_other": "process"},
            "load": [{"use": "text-files", "with": {"paths": [f"{name}/*.txt"]}}],
            "clean": [{"use": "german-boilerplate"}],
            "extract": [{"use": "quotes"}, {"use": "dates"}, {"use": "events"}],
        }
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(data), "utf-8")
        made = Pipeline.from_config(tmp_path / f"{name}.yaml", output=tmp_path / f"run-{name}")
        began = time.process_time()
        assert made.run().counts == {"done": number}
        return time.process_time() - began

    seconds("warm", 1, small)  # data files are read once
    apart = min(seconds(f"apart{turn}", NUMBER, small) for turn in range(2))
    whole = min(seconds(f"whole{turn}", 1, small * NUMBER) for turn in range(2))
    assert whole < 1.3 * apart
