"""Check that time grows in proportion to the text."""

import gc
import time
from collections.abc import Iterator

from presseschau.model.document import Document
from presseschau.testing.analysis import flat_analysis
from presseschau.testing.bench import Bench
from presseschau.testing.generation.strategies import document_of
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.probes.guard import TooSlowError, time_limit
from presseschau.testing.registry import PER_DOCUMENT, check

SIZES = tuple(4**power for power in range(4, 9))
"""Lengths in code points, from 256 to 65,536; each four times the one before."""
ENOUGH = 0.04
"""CPU seconds from which a measurement says more than noise, and from which a plugin is suspected."""
STEEP = 9.0
"""How much longer four times the text may take: linear is 4, n log n about 5, quadratic 16. Between lies what caches do."""
LASTING = 6.5
"""What the step after a steep one must exceed to confirm it; between n log n and a square."""
LIMIT = 3.0
"""CPU seconds after which one call counts as hanging."""


@check(*PER_DOCUMENT)
def linear_time(bench: Bench) -> None:
    """Time grows in proportion to the text, on texts made of the plugin's own markers.

    Prose is too easy: a quadratic ``„[^“]*“`` shows only on a run of opening marks. Each marker, its first character, pairs of
    markers, and markers with words, blanks and line breaks between are repeated up to 65,536 code points. CPU time is
    measured; four times the text may take at most nine times as long, confirmed by the best of three and by the next step. The
    analysis is made beforehand and not measured.
    """
    for unit in patterns(bench.markers):
        _demand_linear(bench, unit)


def patterns(markers: tuple[str, ...]) -> Iterator[str]:
    """Yield the units that are repeated; each only once."""
    units = ["a", " ", "\n", "1", "Wort ", "Wort\n", "„", "“", '"', "»", "(", ". ", "a.", "A. "]
    for marker in markers:
        units += [marker, marker + " ", marker + "\n", marker[0], marker[:-1], f"{marker} Wort ", f" \n{marker}"]
    units += [first + second for first in markers[:4] for second in markers[:4] if first != second]
    yield from dict.fromkeys(unit for unit in units if unit)


def _demand_linear(bench: Bench, unit: str) -> None:
    before = 0.0
    for size in SIZES:
        document = document_of((unit * (size // len(unit) + 1))[:size])
        now = _seconds(bench, document, unit)
        if now > ENOUGH and before and now / before > STEEP:
            smaller = document_of(document.source_text[: size // 4])
            now = min(now, *(_seconds(bench, document, unit) for _ in range(2)))
            before = min(before, *(_seconds(bench, smaller, unit) for _ in range(4)))
            if now / max(before, 1e-6) > STEEP and now > ENOUGH and _goes_on(bench, document, unit, now):
                raise CheckFailedError(
                    f"on {unit!r} repeated to {size:,} code points it takes {now:.3f} s, but {before:.3f} s on a quarter of that: "
                    f"{now / max(before, 1e-6):.0f} times as long for 4 times the text"
                )
        if now > ENOUGH * 6:  # a slow but so far linear plugin: the next size would only cost time
            return
        before = now


def _goes_on(bench: Bench, document: Document, unit: str, seconds: float) -> bool:
    """Tell whether time grows as steeply in the next step: a cache that overflows makes one steep step, a square all of them."""
    larger = document_of(document.source_text * 4)
    return min(_seconds(bench, larger, unit) for _ in range(2)) / seconds > LASTING


def _seconds(bench: Bench, document: Document, unit: str) -> float:
    """Return the CPU seconds that one call takes."""
    analysis = flat_analysis(document.text) if bench.takes_analysis() else None
    _ = document.text
    gc.collect(0)
    enabled = gc.isenabled()
    gc.disable()
    try:
        with time_limit(LIMIT):
            begin = time.process_time()
            bench.work(document, analysis=analysis, annotations=())
            return time.process_time() - begin
    except TooSlowError as error:
        raise CheckFailedError(f"on {unit!r} repeated to {len(document.text):,} code points {error}") from error
    finally:
        if enabled:
            gc.enable()
