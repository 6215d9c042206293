"""Check that time grows in proportion to the text."""

from collections.abc import Iterator
from functools import partial

from presseschau.testing.analysis import flat_analysis
from presseschau.testing.bench import Bench
from presseschau.testing.generation.strategies import document_of
from presseschau.testing.linear import cpu_seconds, growth_fault
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.registry import PER_DOCUMENT, check

SUFFIXES = ("!", "\x00")
"""What stands behind a long repetition so that an expression which has come so far fails, and tries all other ways."""


@check(*PER_DOCUMENT)
def linear_time(bench: Bench) -> None:
    """Time grows in proportion to the text, on texts made of the plugin's own markers.

    Prose is too easy: a quadratic ``„[^“]*“`` shows only on a run of opening marks. Each marker, its first character, pairs of
    markers, and markers with words, blanks and line breaks between are repeated up to 65,536 code points, some of them with a
    character behind at which a match fails. CPU time is
    measured; four times the text may take at most nine times as long, confirmed by the best of three and by the next step. The
    analysis is made beforehand and not measured.
    """
    for unit in patterns(bench.markers):
        fault = growth_fault(partial(_seconds, bench), unit)
        if fault:
            raise CheckFailedError(fault)
    for unit in ("a", "a ", "1", *bench.markers[:4], *(f"{marker} " for marker in bench.markers[:4])):
        for suffix in SUFFIXES:
            fault = growth_fault(partial(_seconds, bench), unit, suffix)
            if fault:
                raise CheckFailedError(fault)


def patterns(markers: tuple[str, ...]) -> Iterator[str]:
    """Yield the units that are repeated; each only once."""
    units = ["a", " ", "\n", "1", "Wort ", "Wort\n", "„", "“", '"', "»", "(", ". ", "a.", "A. "]
    for marker in markers:
        units += [marker, marker + " ", marker + "\n", marker[0], marker[:-1], f"{marker} Wort ", f" \n{marker}"]
    units += [first + second for first in markers[:4] for second in markers[:4] if first != second]
    yield from dict.fromkeys(unit for unit in units if unit)


def _seconds(bench: Bench, text: str) -> float:
    """Return the CPU seconds that one call takes; the analysis is made beforehand."""
    document = document_of(text)
    analysis = flat_analysis(document.text) if bench.takes_analysis() else None
    return cpu_seconds(lambda: bench.work(document, analysis=analysis, annotations=()))
