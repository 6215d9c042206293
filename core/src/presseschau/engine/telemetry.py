"""Traces and metrics of a run, by OpenTelemetry where its API is installed; else nothing is asked and nothing kept.

Spans lie within one another: the run; its parts (documents, link, report); chunks of documents, or link and report steps; within a chunk the
steps. A chunk's steps take turns from document to document: its spans say for how long, one behind the other, not when; so do report steps.
All of it is recorded in the process that runs the pipeline, from what its workers report. Names and units follow the semantic conventions of OpenTelemetry.
"""

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any

from attrs import define, field, frozen

_SCOPE = "presseschau"
_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0, 600.0)
"""Boundaries of the histogram: most steps take milliseconds, some a minute."""


@frozen
class _Instruments:
    tracer: Any
    documents: Any
    steps: Any


@cache
def _instruments() -> _Instruments | None:
    try:
        metrics: Any = import_module("opentelemetry.metrics")  # optional: mypy need not find it
        trace: Any = import_module("opentelemetry.trace")
    except ImportError:
        return None
    ours = version("presseschau-core")
    meter = metrics.get_meter(_SCOPE, ours)
    return _Instruments(
        trace.get_tracer(_SCOPE, ours),
        meter.create_counter("presseschau.documents", unit="{document}", description="Documents, by what became of them"),
        meter.create_histogram(
            "presseschau.step.duration",
            unit="s",
            description="How long a step took for a document",
            explicit_bucket_boundaries_advisory=_SECONDS,
        ),
    )


def span(name: str, *, seconds: float = 0.0, **attributes: str | int) -> AbstractContextManager[object]:
    """Return a context that is a span, which began so long ago; the attributes get the prefix ``presseschau.``."""
    known = _instruments()
    if known is None:
        return nullcontext()
    made: AbstractContextManager[object] = known.tracer.start_as_current_span(
        name, attributes=_prefixed(attributes), start_time=time.time_ns() - _nanoseconds(seconds)
    )
    return made


def document(status: str) -> None:
    """Count a document by what became of it: ``done``, ``unchanged``, ``other-language`` or ``dead``."""
    known = _instruments()
    if known is not None:
        known.documents.add(1, {"presseschau.status": status})


def took(seconds: Mapping[str, float]) -> None:
    """Note how long steps took for a document, or for the whole run."""
    known = _instruments()
    if known is not None:
        for step, one in seconds.items():
            known.steps.record(one, {"presseschau.step": step})


@define
class Chunk:
    """A chunk of documents on its way to a span."""

    _began: float = field(factory=time.perf_counter, init=False)
    _documents: int = field(default=0, init=False)
    _steps: dict[str, float] = field(factory=dict, init=False)

    def note(self, seconds: Mapping[str, float]) -> int:
        """Take in how long the steps took for a document; return how many documents that makes."""
        self._documents += 1
        for step, one in seconds.items():
            self._steps[step] = self._steps.get(step, 0.0) + one
        return self._documents

    def end(self, seconds: float | None = None) -> None:
        """Add the span of the chunk, which has just ended and took so long (since it was made, if nobody says), and those of its steps."""
        known = _instruments()
        if known is None or not self._documents:
            return
        end = time.time_ns()
        start = end - _nanoseconds(time.perf_counter() - self._began if seconds is None else seconds)
        attributes = _prefixed({"documents": self._documents})
        with known.tracer.start_as_current_span("chunk", attributes=attributes, start_time=start, end_on_exit=False) as made:
            for step, one in self._steps.items():
                inner = known.tracer.start_span(f"step {step}", attributes=_prefixed({"step": step}), start_time=start)
                start = min(end, start + _nanoseconds(one))
                inner.end(end_time=start)
            made.end(end_time=end)


def _nanoseconds(seconds: float) -> int:
    return int(seconds * 1_000_000_000)


def _prefixed(attributes: Mapping[str, str | int]) -> dict[str, str | int]:
    return {f"presseschau.{name}": value for name, value in attributes.items()}
