"""What all tests share: Hypothesis judges the programs, not the machine, and what judges time or memory is marked as such."""

import os

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("PRESSESCHAU_EXECUTOR", "serial")  # a process for each of a thousand small runs would say nothing more

settings.register_profile(
    "presseschau",
    deadline=None,  # wall clock says nothing on a busy machine
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get(
        "PRESSESCHAU_EXPLORE"
    ),  # a run judges the change, `make explore` looks for what nobody has seen yet
)
settings.load_profile("presseschau")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the kit's own checks of time: they are disturbed by what runs beside them, as all that measures is."""
    for item in items:
        if item.name.endswith("[linear-time]"):
            item.add_marker(pytest.mark.timing)
