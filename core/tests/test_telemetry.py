"""What a run tells OpenTelemetry: the same whoever does the work, and nothing where the API is not installed."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from presseschau import Pipeline
from presseschau.engine import telemetry

sdk_metrics = pytest.importorskip("opentelemetry.sdk.metrics", reason="opentelemetry-sdk is not installed")
sdk_trace = pytest.importorskip("opentelemetry.sdk.trace")
from opentelemetry import metrics, trace  # noqa: E402 - there only with the SDK
from opentelemetry.sdk.metrics.export import InMemoryMetricReader  # noqa: E402
from opentelemetry.sdk.trace.export import SimpleSpanProcessor  # noqa: E402
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter  # noqa: E402

Make = Callable[..., Pipeline]
TEXTS = {f"{number:02}": f"Der Rat tagte am {number + 1}. Mai." + " Gift" * (number == 4) for number in range(12)}


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[Any, Any]]:
    """An exporter of spans and a reader of metrics; OpenTelemetry takes providers once in a process."""
    spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
    provider = sdk_trace.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(provider)
    metrics.set_meter_provider(sdk_metrics.MeterProvider(metric_readers=[reader]))
    telemetry._instruments.cache_clear()
    yield spans, reader
    telemetry._instruments.cache_clear()


def points(reader: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - the SDK's
    """Return the data points of a metric by the value of their only attribute."""
    data = reader.get_metrics_data()
    found = [one for resource in data.resource_metrics for scope in resource.scope_metrics for one in scope.metrics]
    (metric,) = [one for one in found if one.name == name]
    return {next(iter(point.attributes.values())): point for point in metric.data.data_points}


@pytest.mark.parametrize("engine", [{"executor": "serial"}, {"executor": "processes", "workers": 2}])
def test_a_run_is_told(told: tuple[Any, Any], pipeline: Make, engine: dict[str, Any]) -> None:
    spans, reader = told
    spans.clear()
    before = {
        name: {key: getattr(point, field) for key, point in points(reader, name).items()}
        for name, field in (("presseschau.documents", "value"), ("presseschau.step.duration", "count"))
        if reader.get_metrics_data() is not None
    }
    made = pipeline(
        load=[{"use": "texts", "with": {"texts": TEXTS}}],
        clean=[{"use": "misbehaves", "with": {"how": "raises", "where": "Gift"}}],
        extract=[{"use": "words", "with": {"pattern": "[A-Z]\\w+"}}],
        link=[{"use": "same-word"}],
        report=[{"use": "lines"}],
        engine=engine,
        batch_size=4,
    )
    made.run()
    counted = points(reader, "presseschau.documents")
    gained = {key: point.value - before.get("presseschau.documents", {}).get(key, 0) for key, point in counted.items()}
    assert gained == {"done": 11, "dead": 1}
    steps = points(reader, "presseschau.step.duration")
    times = {key: point.count - before.get("presseschau.step.duration", {}).get(key, 0) for key, point in steps.items()}
    assert (times["words"], times["same-word"], times["lines"]) == (11, 1, 1)
    assert steps["words"].explicit_bounds[0] < 0.001  # a step takes milliseconds

    found = spans.get_finished_spans()
    by_id = {one.context.span_id: one for one in found}
    names = Counter(one.name for one in found)
    assert names["run"] == names["documents"] == names["link"] == names["report"] == 1
    assert names["step same-word"] == names["step lines"] == 1
    assert names["chunk"] == names["step words"] >= 2
    above = {one.name: by_id[one.parent.span_id].name for one in found if one.parent is not None}
    assert above == {
        **dict.fromkeys(("documents", "link", "report"), "run"),
        "chunk": "documents",
        **dict.fromkeys({name for name in names if name.startswith("step ")}, "chunk"),
        "step same-word": "link",
        "step lines": "report",
    }
    assert sum(one.attributes["presseschau.documents"] for one in found if one.name == "chunk") == len(TEXTS)
    for one in found:
        outer = by_id.get(one.parent.span_id) if one.parent else None
        assert one.start_time <= one.end_time
        assert one.name == "chunk" or outer is None or outer.start_time <= one.start_time <= one.end_time <= outer.end_time


def test_a_failure_is_in_the_span_of_its_step(told: tuple[Any, Any], pipeline: Make) -> None:
    spans, _ = told
    spans.clear()
    made = pipeline(
        load=[{"use": "texts", "with": {"texts": {"a": "Rat."}}}], report=[{"use": "lines", "with": {"how": "raises"}}]
    )
    with pytest.raises(Exception, match="the disk is full"):
        made.run()
    failed = {one.name for one in spans.get_finished_spans() if not one.status.is_ok}
    assert failed == {"step lines", "report", "run"}


def test_without_the_api_nothing_is_asked() -> None:
    code = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "opentelemetry":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Missing())
from presseschau.engine import telemetry
with telemetry.span("run", executor="serial"):
    telemetry.document("done")
    telemetry.took({"words": 0.1})
    chunk = telemetry.Chunk()
    chunk.note({"words": 0.1})
    chunk.end(0.1)
assert "opentelemetry" not in sys.modules
print(telemetry._instruments())
"""
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "None"
