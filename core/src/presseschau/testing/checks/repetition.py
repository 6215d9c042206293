"""Checks that nothing is lost in a long text: no duplicate, and nothing beyond a limit that nobody declared."""

from collections import Counter

from hypothesis import strategies as st

from presseschau.model.document import Document
from presseschau.testing.analysis import flat_analysis
from presseschau.testing.bench import Bench
from presseschau.testing.generation.strategies import document_of, spliced
from presseschau.testing.outcome import CheckFailedError, NotApplicableError
from presseschau.testing.registry import check

SOME, MANY = 60, 1_200
"""How often a text is repeated: often enough to find many things, and twenty times that."""
LEAST = 0.5
"""The share of the repetitions in which something is found for it to count as repeating at all."""
KEPT = 0.8
"""The share of what linear growth promises that must be found; what spans the seams may differ."""


@check("extract")
def finds_every_repetition(bench: Bench) -> None:
    """A text that says the same thing N times has N times the findings: no duplicate is dropped, and no limit cuts in silence.

    Kinds of which a document has one at most (its date, say) are left out: two different texts in one document give no more of
    them than either alone. Needs ``markers`` or examples in which there is something to be found.
    """
    if not bench.markers:
        raise NotApplicableError(
            "declare markers: ClassVar[tuple[str, ...]], the strings that it looks for, to have this tried"
        )
    documents = [one for one in _sample(bench) if one.text.strip()]
    counts = [(document, _counts(bench, document.text)) for document in documents]
    found = False
    for document, alone in counts[:4]:
        for kind in _repeating(bench, document, alone, counts):
            found = True
            _demand_growth(bench, document, kind)
    if not found:
        raise NotApplicableError("no example gave a kind of annotation of which a document may have several")


def _sample(bench: Bench) -> list[Document]:
    """Return short documents full of markers, those with most markers first."""
    found: list[Document] = []
    calls = bench.calls
    bench.for_all(st.one_of(spliced(bench.markers), bench.examples), found.append, share=0.5)
    bench.calls = calls
    short = [one for one in found if len(one.text) < 400 and not one.edits]  # noqa: PLR2004 - a paragraph or two
    return sorted(short, key=lambda one: (-sum(map(one.text.count, bench.markers)), one.text))[:12]


def _counts(bench: Bench, text: str) -> Counter[str]:
    document = document_of(text)
    analysis = flat_analysis(text) if bench.takes_analysis() else None
    return Counter(record.kind for record in bench.work(document, analysis=analysis, annotations=()).annotations)


def _repeating(bench: Bench, document: Document, alone: Counter[str], counts: list[tuple[Document, Counter[str]]]) -> list[str]:
    """Return the kinds of which there are more when another text, with some of its own, stands in the same document."""
    kinds = []
    for kind in sorted(alone):
        others = (other for other, there in counts if there[kind] and other.text != document.text)
        for other in others:
            both = _counts(bench, f"{document.text}\n\n{other.text}")[kind]
            if both > max(alone[kind], _counts(bench, other.text)[kind]):
                kinds.append(kind)
                break
    return kinds


def _demand_growth(bench: Bench, document: Document, kind: str) -> None:
    unit = document.text.strip() + "\n\n"
    some = _counts(bench, unit * SOME)[kind]
    single = max(1, _counts(bench, unit)[kind])
    if some < KEPT * LEAST * SOME * min(1, single):
        raise CheckFailedError(
            f"{unit[:200]!r} gives {single} {kind}, but {SOME} times the same gives {some}: are duplicates dropped, or is there a limit?"
        )
    many = _counts(bench, unit * MANY)[kind]
    if many < KEPT * some * (MANY // SOME):
        raise CheckFailedError(
            f"{unit[:200]!r} gives {some} {kind} when repeated {SOME} times, but {many} when repeated {MANY:,} times: "
            "a limit cuts off the rest in silence"
        )
