"""Checks of offsets: in range, in the right coordinates, not adrift, not through the middle of a character or word."""

import unicodedata
from collections.abc import Iterable

from hypothesis import strategies as st

from presseschau.model.annotations import map_spans, to_clean, to_source
from presseschau.model.document import Cleaning, Document, Edit
from presseschau.model.spans import Span
from presseschau.testing.bench import Bench, Findings
from presseschau.testing.canonical import canonical, labelled_spans
from presseschau.testing.generation.oddities import ODD_FRAGMENTS
from presseschau.testing.generation.strategies import document_of, spliced_texts
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.registry import PER_DOCUMENT, check

Labelled = tuple[str, str, Span]


def _texts(bench: Bench) -> st.SearchStrategy[str]:
    """Texts of uncleaned documents, mostly with markers in them."""
    plain = bench.examples.map(lambda document: document.source_text)
    return st.one_of(spliced_texts(bench.markers), plain) if bench.markers else plain


def _both(findings: Findings) -> list[Labelled]:
    cleaning = labelled_spans(findings.cleaning) if findings.cleaning else []
    return cleaning + labelled_spans(findings.annotations)


@check(*PER_DOCUMENT, quick=True)
def spans_in_range(bench: Bench) -> None:
    """Every span is not empty and lies within its text: the source text for cleaners, the clean text for extractors."""

    def demand(document: Document) -> None:
        found = bench.work(document)
        cleaning = labelled_spans(found.cleaning) if found.cleaning else []
        for length, name, labelled in (
            (len(document.source_text), "source_text", cleaning),
            (len(document.text), "text", labelled_spans(found.annotations)),
        ):
            for what, rule, span in labelled:
                if not 0 <= span.start < span.end <= length:
                    raise CheckFailedError(
                        f"{what} of rule {rule!r} has the span {tuple(span)}, which is empty or outside document.{name} of {length} code points"
                    )

    bench.for_all(bench.examples, demand)


@check(*PER_DOCUMENT)
def aligned_to_source(bench: Bench) -> None:
    """Spans are in the right coordinates when something was cut before: source text for cleaners, clean text for extractors.

    A text must give the same annotations whether it stands alone or behind a line that an earlier cleaner has cut; a cleaner's
    spans move by the length of that line. Spans of annotations map to the source text and back without loss.
    """
    line = "Zum Inhalt springen\n\n"

    def demand(text: str) -> None:
        alone, behind = document_of(text), document_of(line + text)
        cut = Cleaning(edits=(Edit(span=Span(0, len(line)), rule="earlier/line"),))
        behind = behind.with_cleaning(cut)
        expected, found = bench.work(alone), bench.work(behind)
        if canonical(expected.annotations) != canonical(found.annotations):
            raise CheckFailedError(
                "annotations change when a line before the text was cut; give spans of document.text, not of source_text:\n"
                f"{_difference(labelled_spans(expected.annotations), labelled_spans(found.annotations))}"
            )
        for record in found.annotations:
            if canonical(to_clean(to_source(record, behind), behind)) != canonical(map_spans(record, lambda span: (span,))):
                raise CheckFailedError(f"the spans of {record} do not survive the way to the source text and back")
        if expected.cleaning and found.cleaning:
            _demand_moved(labelled_spans(expected.cleaning), labelled_spans(found.cleaning), len(line))

    bench.for_all(_texts(bench), demand)


def _demand_moved(alone: list[Labelled], behind: list[Labelled], by: int) -> None:
    """Refuse spans of a cleaner that did not move with its text: clean coordinates instead of source ones."""
    there = set(behind)
    for what, rule, span in alone:
        if (what, rule, span.shift(by)) not in there and (what, rule, span) in there:
            raise CheckFailedError(
                f"{what} of rule {rule!r} has the span {tuple(span)} also when {by} code points before it were cut; "
                "give spans of document.source_text: document.cut(span, rule) or document.to_source(span)"
            )


@check(*PER_DOCUMENT)
def counts_code_points(bench: Bench) -> None:
    """What stands before a find does not push its spans off: offsets count code points of the text as it is.

    Replaces a line before the text by a plain one of the same length. Catches offsets into a text that was lowered, normalised,
    stripped, decoded or split into lines first, and offsets in bytes or UTF-16 units.
    """
    # One line with everything finds most; what it finds is then told of the first oddity that alone suffices.
    single = [*ODD_FRAGMENTS, " ", "\n", "a\u0308o\u0308", "ﬃ ß"]
    everything = " \n" + " ".join(ODD_FRAGMENTS)

    def demand(drawn: tuple[str, str]) -> None:
        odd, text = drawn
        adrift = _drift(bench, odd or everything, text)
        if adrift:
            raise CheckFailedError(
                next(filter(None, (_drift(bench, one, text) for one in single)), adrift) if not odd else adrift
            )

    odd_lines = st.one_of(st.sampled_from(single), st.just(""), st.just(""))
    own_line = st.sampled_from(bench.markers or ("",)).map(lambda marker: f"{marker}\n\nDer Rat tagte.")
    texts = st.one_of(own_line, spliced_texts(bench.markers)) if bench.markers else _texts(bench)
    bench.for_all(st.tuples(odd_lines, texts), demand)


def _drift(bench: Bench, odd: str, text: str) -> str:
    """Say which span lies elsewhere behind an odd line than behind a plain one of the same length; ``""`` if none does."""
    line = (odd + " ") * 2
    plain = "x" * len(line)
    adrift, right = ({*_both(bench.work(document_of(f"{before}\n\n{text}")))} for before in (line, plain))
    for what, rule, span in sorted(adrift - right):
        for other, other_rule, other_span in sorted(right - adrift):
            by = span.start - other_span.start
            if (what, rule) == (other, other_rule) and by and other_span.start > len(line) and span.end - other_span.end == by:
                return (
                    f"{what} of rule {rule!r} has the span {tuple(span)} behind {line!r}, but {tuple(other_span)} behind as many "
                    f"plain letters: its offsets are off by {by}; do not take them from a changed copy of the text"
                )
    return ""


@check(*PER_DOCUMENT)
def whole_characters(bench: Bench) -> None:
    """No span begins or ends within a character: between a letter and its combining mark, or within a joined emoji.

    Half of the documents are in decomposed form (NFD), as some systems write them: ``ä`` is two code points there.
    """

    def demand(document: Document) -> None:
        for text, (what, rule, span) in _with_texts(document, bench.work(document)):
            for at in span:
                if (
                    0 < at < len(text)
                    and (unicodedata.combining(text[at]) or "\u200d" in {text[at], text[at - 1]})
                    and (not text[at - 1].isspace())
                ):
                    raise CheckFailedError(
                        f"{what} of rule {rule!r} cuts {text[max(0, at - 3) : at + 3]!r} in two at {at}, span {tuple(span)}"
                    )

    decomposed = bench.examples.map(lambda document: document_of(unicodedata.normalize("NFD", document.source_text)))
    bench.for_all(st.one_of(decomposed, bench.examples), demand)
    for marker in bench.markers:
        for text in (f"{marker}a\u0308rzte", f"U\u0308{marker}"):
            demand(document_of(f"Der {text} Rat"))


@check("extract")
def whole_words(bench: Bench) -> None:
    """No annotation begins or ends in the middle of a word: between two letters, or two digits.

    A plugin that looks into words (compounds, say) expects this failure, and says so.
    """

    def demand(document: Document) -> None:
        text = document.text
        for what, rule, span in labelled_spans(bench.work(document).annotations):
            for at in span:
                if 0 < at < len(text) and (
                    (text[at - 1].isalpha() and text[at].isalpha()) or (text[at - 1].isdigit() and text[at].isdigit())
                ):
                    raise CheckFailedError(
                        f"{what} of rule {rule!r} cuts the word in {text[max(0, at - 12) : at + 12]!r} in two at {at}, span {tuple(span)}"
                    )

    bench.for_all(bench.examples, demand)


def _with_texts(document: Document, found: Findings) -> Iterable[tuple[str, Labelled]]:
    for one in labelled_spans(found.cleaning) if found.cleaning else ():
        yield document.source_text, one
    for one in labelled_spans(found.annotations):
        yield document.text, one


def _difference(expected: list[Labelled], found: list[Labelled]) -> str:
    only = [one for one in expected if one not in found]
    instead = [one for one in found if one not in expected]
    return f"only alone: {only[:3]}\nonly behind: {instead[:3]}"
