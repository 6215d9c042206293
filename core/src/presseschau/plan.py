"""What a run would do, and why."""

from pathlib import Path

from attrs import frozen

from presseschau.rundir import MARKER, STORE
from presseschau.steps import Steps
from presseschau.store import StepRecord, StoreReader


@frozen
class PlannedStep:
    """A step, and why it would be done again for the documents of the last run; ``reason`` is empty when it would not."""

    record: StepRecord
    requires: tuple[str, ...]
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
    planned = []
    changed = ""
    for step in steps.all:
        reason = _reason(step.record, before.get(step.id), resumes=resumes)
        chained = step.stage != "load"
        if not reason and chained and changed:
            reason = f"{changed} comes before it"
        if reason and not changed and chained:
            changed = f"the changed step {step.id!r}"
        planned.append(PlannedStep(step.record, step.requires, step.provides, reason))
    return Plan(output, resumes, documents, tuple(planned))


def _reason(now: StepRecord, before: StepRecord | None, *, resumes: bool) -> str:
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
        "the steps before it have changed": now.fingerprint != before.fingerprint,
    }
    return next((reason for reason, holds in changes.items() if holds), "")
