"""Checks of odd and of large input."""

from hypothesis import strategies as st

from presseschau.model.document import Document
from presseschau.model.spans import Span
from presseschau.testing.analysis import flat_analysis
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import labelled_spans
from presseschau.testing.generation.oddities import ODD_TEXTS, large_text
from presseschau.testing.generation.strategies import document_of, odd_texts, spliced_texts
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.probes.guard import time_limit
from presseschau.testing.registry import PER_DOCUMENT, check

LARGE_SECONDS = 60.0


@check(*PER_DOCUMENT, quick=True)
def survives_odd_unicode(bench: Bench) -> None:
    """Nothing raises, and no span leaves the text, on odd but legal documents.

    NUL, BOM, bidi controls, combining marks, ZWJ emoji, soft hyphens, U+2028, one line, one word, only marks, nothing at all; alone,
    mixed, and with the plugin's markers among them.
    """
    for name, text in ODD_TEXTS.items():
        try:
            _demand_in_range(bench, document_of(text))
        except CheckFailedError as error:
            raise CheckFailedError(f"{name}: {error}") from error
        except Exception as error:
            raise CheckFailedError(f"{name}: raised {type(error).__name__}: {error} on {text[:80]!r}") from error
    texts = st.one_of(odd_texts(), spliced_texts(bench.markers)) if bench.markers else odd_texts()
    bench.for_all(texts.map(document_of), lambda document: _demand_in_range(bench, document))


@check(*PER_DOCUMENT)
def survives_large_input(bench: Bench) -> None:
    """A document of one million code points of prose with markers in it, and a run of 30,000 of each marker, go through.

    Within a minute of CPU time each. Catches recursion, stacks of regular expressions, and limits nobody knew of.
    """
    texts = [large_text(bench.markers), *((marker + " ") * 30_000 for marker in bench.markers)]
    for text in texts:
        document = document_of(text)
        analysis = flat_analysis(text) if bench.takes_analysis() else None
        try:
            with time_limit(LARGE_SECONDS):
                found = bench.work(document, analysis=analysis, annotations=())
        except Exception as error:
            raise CheckFailedError(
                f"raised {type(error).__name__}: {error} on {len(text):,} code points beginning {text[:60]!r}"
            ) from error
        _demand_in(document, labelled_spans(found.annotations))


def _demand_in_range(bench: Bench, document: Document) -> None:
    found = bench.work(document)
    _demand_in(document, (labelled_spans(found.cleaning) if found.cleaning else []) + labelled_spans(found.annotations))


def _demand_in(document: Document, spans: list[tuple[str, str, Span]]) -> None:
    # These documents have no edits: both texts are the same.
    for what, rule, span in spans:
        if not 0 <= span.start < span.end <= len(document.source_text):
            raise CheckFailedError(f"{what} of rule {rule!r} has the span {tuple(span)} in {document.source_text[:80]!r}")
