"""Judging whether time grows in proportion to the length of a text."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

from presseschau.testing.probes.guard import TooSlowError, time_limit

P = TypeVar("P")

SIZES = tuple(4**power for power in range(4, 9))
"""Lengths in code points, from 256 to 65,536; each four times the one before."""
ENOUGH = 0.04
"""CPU seconds from which a measurement says more than noise, and from which a function is suspected."""
STEEP = 9.0
"""How much longer four times the text may take: linear is 4, n log n about 5, quadratic 16. Between lies what caches do."""
LASTING = 6.5
"""What the step after a steep one must exceed to confirm it; between n log n and a square."""
LIMIT = 3.0
"""CPU seconds after which one call counts as hanging."""


def assert_linear(function: Callable[[P], object], unit: str, *, prepare: Callable[[str], P] | None = None) -> None:
    """Assert that the CPU time of a function grows no faster than n log n in the length of its text.

    The function is called with ``unit`` repeated to 256 up to 65,536 code points, or with what ``prepare`` makes of that text,
    which is not measured. Four times the text may take at most nine times as long; a steeper step is measured again, best of
    several, and must be confirmed by the next one. Use it under ``pytest -p no:xdist``: other load distorts what it sees.

    Raises:
        AssertionError: time grows faster, or one call takes more than three CPU seconds.
    """

    def measure(text: str) -> float:
        given = prepare(text) if prepare is not None else text
        return cpu_seconds(lambda: function(given))  # type: ignore[arg-type]  # P is str where nothing prepares

    fault = growth_fault(measure, unit)
    if fault:
        raise AssertionError(fault)


def growth_fault(measure: Callable[[str], float], unit: str, suffix: str = "") -> str | None:
    """Return what is wrong with the growth of ``measure(text)``, in CPU seconds, over repetitions of ``unit``, or None.

    ``suffix`` stands behind them all: some regular expressions backtrack only when what they hope for does not come.
    """
    before = 0.0
    for size in SIZES:
        text = repeated(unit, size) + suffix
        try:
            now = measure(text)
            if now > ENOUGH and before and now / before > STEEP:
                smaller = repeated(unit, size // 4) + suffix
                now = min(now, *(measure(text) for _ in range(2)))
                before = min(before, *(measure(smaller) for _ in range(4)))
                ratio = now / max(before, 1e-6)
                if ratio > STEEP and now > ENOUGH and _goes_on(measure, unit, suffix, size, now):
                    return (
                        f"on {unit!r} repeated to {size:,} code points{_behind(suffix)} it takes {now:.3f} s, but {before:.3f} s on a quarter of "
                        f"that: {ratio:.0f} times as long for 4 times the text"
                    )
        except TooSlowError as error:
            return f"on {unit!r} repeated to {size:,} code points{_behind(suffix)} {error}"
        if now > ENOUGH * 6:  # slow, but so far linear: the next size would only cost time
            return None
        before = now
    return None


def repeated(unit: str, size: int) -> str:
    """Return a text of about ``size`` code points made of whole repetitions of ``unit``: one cut in two might hide what all show."""
    return unit * max(1, round(size / len(unit)))


def _behind(suffix: str) -> str:
    return f" with {suffix!r} behind" if suffix else ""


def cpu_seconds(call: Callable[[], object]) -> float:
    """Return the CPU seconds that a call takes, without the garbage collector.

    Raises:
        TooSlowError: it takes more than :data:`LIMIT`.
    """
    gc.collect(0)
    enabled = gc.isenabled()
    gc.disable()
    try:
        with time_limit(LIMIT):
            begin = time.process_time()
            call()
            return time.process_time() - begin
    finally:
        if enabled:
            gc.enable()


def _goes_on(measure: Callable[[str], float], unit: str, suffix: str, size: int, seconds: float) -> bool:
    """Tell whether time grows as steeply in the next step: a cache that overflows makes one steep step, a square all of them."""
    larger = repeated(unit, size * 4) + suffix
    return min(measure(larger) for _ in range(2)) / seconds > LASTING
