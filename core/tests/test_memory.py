"""Memory stays flat, however many documents go through."""

import tracemalloc
from collections import deque
from collections.abc import Callable
from types import ModuleType

import pytest

from presseschau import Pipeline

Make = Callable[..., Pipeline]


@pytest.fixture(autouse=True)
def _forget_calls(lab: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lab's own record of calls grows with the documents."""
    monkeypatch.setattr(lab, "CALLS", deque(maxlen=0))


def peaks(pipeline: Make, numbers: list[int]) -> list[int]:
    """Return the peak of traced memory of a run over so many documents, each in a directory of its own."""
    found = []
    for number in numbers:
        made = pipeline(
            output=f"run-{number}",
            load=[{"use": "many", "with": {"number": number}}],
            clean=[{"use": "cut-lines", "with": {"marker": "Bild:"}}],
            extract=[{"use": "words", "with": {"pattern": "\\d+"}}],
            report=[{"use": "lines"}],
            language={"expect": None, "detector": {"use": "fixed"}},
            batch_size=16,
        )
        tracemalloc.start()
        try:
            assert made.run().counts == {"done": number}
            found.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    return found


@pytest.mark.memory
def test_a_long_run_takes_no_more_memory_than_a_short_one(pipeline: Make) -> None:
    _, short, long = peaks(pipeline, [10, 50, 200])  # the first one pays for imports
    assert long < short * 1.3 + 200_000


@pytest.mark.memory
@pytest.mark.slow
def test_three_thousand_documents(pipeline: Make) -> None:
    _, short, long = peaks(pipeline, [20, 300, 3_000])
    assert long < short * 1.3 + 200_000
