"""What the loaders have to read."""

import hashlib
from collections.abc import Iterator

from presseschau.engine import calling
from presseschau.model.document import Document
from presseschau.model.source import Source
from presseschau.steps.build import Step, Steps

_END = object()


def all_sources(steps: Steps) -> Iterator[tuple[Step, Source]]:
    """Yield the sources of all load steps, each with its step.

    Raises:
        StepError: a loader failed, or yielded something else.
    """
    for step in steps.of("load"):
        for source in sources_of(step):
            yield step, source


def sources_of(step: Step) -> Iterator[Source]:
    """Yield the sources of a load step.

    Raises:
        StepError: the loader failed, or yielded something else.
    """
    yielded = iter(calling.call(step, "", lambda: iter(step.call() or ())))
    while (found := calling.call(step, "", lambda: next(yielded, _END))) is not _END:
        if isinstance(found, Document) and isinstance(found.id, str):
            content = (found.source_text, found.origin, found.claims, found.edits, found.parts)
            yield Source.of(found, hashlib.sha256(repr(content).encode("utf-8", "replace")).hexdigest())
        elif isinstance(found, Source) and isinstance(found.id, str):
            yield found
        else:
            name = type(found).__name__
            wrong = f"with the id {found.id!r}, which is not a string" if isinstance(found, Source | Document) else ""
            raise calling.step_error(
                step, "", f"load() yielded a {name} {wrong}" if wrong else f"load() yielded a {name}, not a Source or Document"
            )
