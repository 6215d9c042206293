"""Checks that results do not hang on what lies around: a final line break, files left open."""

import gc
import tempfile
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import attrs

from presseschau.model.document import Document
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import canonical
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.registry import PER_DOCUMENT, check
from presseschau.testing.wholes import whole_work

_DESCRIPTORS = Path("/proc/self/fd")
EXAMPLES = 12


@check(*PER_DOCUMENT)
def independent_of_a_final_newline(bench: Bench) -> None:
    """A text gives the same results with and without a line break at its end: editors add one, and databases cut it."""

    def demand(document: Document) -> None:
        text = document.source_text
        if not text.strip() or text != text.rstrip() or document.edits or document.parts:
            return
        longer = attrs.evolve(document, source_text=text + "\n")
        first, second = bench.work(document), bench.work(longer)
        left = document.with_cleaning(first.cleaning).text.rstrip() if first.cleaning else ""
        right = longer.with_cleaning(second.cleaning).text.rstrip() if second.cleaning else ""
        if left != right:
            raise CheckFailedError(f"a line break at the end changes what is cut:\n{left!r}\n{right!r}")
        if canonical(first.annotations) != canonical(second.annotations):
            raise CheckFailedError(
                f"a line break at the end changes what is found:\n{canonical(first.annotations)}\n{canonical(second.annotations)}"
            )

    bench.for_all(bench.examples, demand)


@check()
def leaves_nothing_open(bench: Bench) -> None:
    """No file, socket or pipe stays open after the work, no thread runs on, and no temporary file is left.

    A run over 100,000 documents has only so many descriptors, and so much space.
    """
    documents = bench.sample(EXAMPLES)
    _work(bench, documents)  # what is loaded lazily, and once, may stay open
    gc.collect()
    threads, descriptors = threading.active_count(), _open_descriptors()
    with (
        tempfile.TemporaryDirectory(prefix="presseschau-kit-") as name,
        patch.object(tempfile, "tempdir", name),
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always", ResourceWarning)
        for _ in range(3):
            _work(bench, documents)
        grown = _open_descriptors() - descriptors
        gc.collect()
        left = sorted(path.name for path in Path(name).iterdir())
    if left:
        raise CheckFailedError(f"it leaves {len(left)} temporary files or directories behind, such as {left[0]}")
    if threading.active_count() > threads + 2:  # one each time; a pool may have one more
        raise CheckFailedError(f"{threading.active_count() - threads} more threads run after working again on the same")
    unclosed = [str(one.message) for one in caught if issubclass(one.category, ResourceWarning)]
    if unclosed:
        raise CheckFailedError(f"it leaves something open: {unclosed[0]}")
    if grown > 2:  # noqa: PLR2004 - one each time; a cache may open one more
        raise CheckFailedError(
            f"{grown} more descriptors are open after working again on the same: close what you open, or use with"
        )


def _open_descriptors() -> int:
    """Return how many descriptors are open; 0 where the platform does not tell."""
    return len([*_DESCRIPTORS.iterdir()]) if _DESCRIPTORS.is_dir() else 0


def _work(bench: Bench, documents: Sequence[Document]) -> None:
    for document in documents:
        if "detect_language" in bench.hooks:
            bench.call("detect_language", text=document.text)
        if {"clean", "extract"} & set(bench.hooks):
            bench.work(document)
    if "spacy_pipeline" in bench.hooks:
        bench.call("spacy_pipeline", needs=frozenset({"analysis:tokens"}))
    for hook in ("load", "link", "report"):
        if hook in bench.hooks:
            whole_work(bench, hook)
