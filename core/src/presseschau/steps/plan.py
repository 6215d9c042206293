"""What a run would do, and why."""

from pathlib import Path

from attrs import frozen

from presseschau.model.results import StepRecord
from presseschau.steps.build import Steps
from presseschau.store import StoreReader
from presseschau.store.directory import MARKER, STORE


@frozen
class PlannedStep:
    """A step, and why it would be done again for the documents of the last run; ``reason`` is empty when it would not."""

    record: StepRecord
    requires: tuple[str, ...]
    wants: tuple[str, ...]
    provides: tuple[str, ...]
    reason: str


@frozen
class Plan:
    """The steps of a run in order. ``documents`` is how many the run directory holds from before."""

    output: Path
    resumes: bool
    documents: int
    steps: tuple[PlannedStep, ...]


def make_plan(steps: Steps, output: Path) -> Plan:
    """Compare steps with those of the last run in a run directory."""
    before: dict[str, StepRecord] = {}
    documents = 0
    resumes = (output / MARKER).is_file() and (output / STORE).is_file()
    if resumes:
        with StoreReader.open(output / STORE) as store:
            before = {record.id: record for record in store.steps()}
            documents = store.count()
    now = {step.id for step in steps.all}
    gone = [record.id for record in before.values() if record.id not in now and record.stage != "report"]
    cause = ""
    late = f"the step {gone[0]!r} is gone" if gone else ""
    planned = []
    for step in steps.all:
        old = before.get(step.id)
        reason = _reason(step.record, old, resumes=resumes)
        if reason:
            if step.stage == "load" and old is None:  # its documents are new, those of the others stay as they are
                late = late or f"the new step {step.id!r} comes before it"
            elif step.stage != "report":
                cause = cause or f"the changed step {step.id!r} comes before it"
        elif step.stage != "load" and old is not None:
            after = step.stage in {"link", "report"}
            if cause or old.fingerprint != step.fingerprint or (after and late):
                reason = cause or late or "the steps before it have changed"
                late = late or reason
        planned.append(PlannedStep(step.record, step.requires, step.wants, step.provides, reason))
    return Plan(output, resumes, documents, tuple(planned))


def _reason(now: StepRecord, before: StepRecord | None, *, resumes: bool) -> str:
    """Say what has changed in a step itself."""
    if not resumes:
        return "nothing has been run here yet"
    if before is None:
        return "the step is new"
    changes = {
        f"the plugin was {before.distribution}:{before.plugin}": (now.plugin, now.distribution)
        != (before.plugin, before.distribution),
        f"version {before.version} became {now.version}": now.version != before.version,
        "its options have changed": now.options != before.options,
        "its code or data have changed": now.code != before.code,
        "core has changed": now.core != before.core,
    }
    return next((reason for reason, holds in changes.items() if holds), "")
