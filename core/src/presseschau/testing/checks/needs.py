"""Checks that ``requires`` and ``provides`` are true."""

from collections.abc import Iterable

from hypothesis import strategies as st

from presseschau.model.annotations import Annotation, Quote
from presseschau.model.document import Document
from presseschau.model.spans import Span
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import canonical
from presseschau.testing.generation.strategies import spliced
from presseschau.testing.outcome import CheckFailedError, NotApplicableError
from presseschau.testing.registry import check


@check("extract")
def requires_are_true(bench: Bench) -> None:
    """With what it requires, and no more, the plugin works; with what it wants besides, it finds the same as with all there is.

    It is given an analysis of only the declared components, and earlier annotations of only the declared kinds. One that
    reads sentences declares ``"analysis:sentences"``; one that reads quotes ``"annotation:Quote"``: in ``requires`` where it
    cannot work without, in ``wants`` where it can. What it wants may let it find more.
    """
    required, wanted = _kinds(bench.requires), _kinds((*bench.requires, *bench.wants))
    needs = bench.needs()
    more = needs | bench.wanted_analysis()
    richest = more | {"analysis:tokens", "analysis:sentences"}
    declared = f"({', '.join((*bench.requires, *bench.wants)) or 'nothing'})"

    def demand(document: Document) -> None:
        before = bench.annotations_before(document)
        extra: tuple[Quote, ...] = ()
        if "Quote" not in wanted and document.text:
            extra = (Quote(id="kit", spans=(Span(0, len(document.text)),), rule="kit", type="Direct"),)
        lean = _found(bench, document, needs, tuple(one for one in before if one.kind in required), "it requires")
        if bench.wants:
            lean = _found(bench, document, more, tuple(one for one in before if one.kind in wanted), "it requires and wants")
        rich = bench.analyse(document.text, richest) if bench.takes_analysis() else None
        full = canonical(tuple(bench.extract(bench.plugin, document, analysis=rich, annotations=(*before, *extra))))
        if lean != full:
            raise CheckFailedError(
                f"it finds other things when given more than it requires or wants {declared}, so it "
                f"uses what it does not declare:\n{lean}\n{full}"
            )

    bench.for_all(bench.examples, demand)


def _kinds(declared: Iterable[str]) -> frozenset[str]:
    return frozenset(need.removeprefix("annotation:") for need in declared if need.startswith("annotation:"))


def _found(bench: Bench, document: Document, needs: frozenset[str], annotations: tuple[Annotation, ...], what: str) -> object:
    """Return what the plugin finds with so much and no more."""
    analysis = bench.analyse(document.text, needs) if bench.takes_analysis() else None
    try:
        return canonical(tuple(bench.extract(bench.plugin, document, analysis=analysis, annotations=annotations)))
    except Exception as error:
        raise CheckFailedError(
            f"with no more than {what} ({', '.join(bench.requires) or 'nothing'}) it raised {type(error).__name__}: "
            f"{str(error)[:200]}"
        ) from error


@check("extract")
def provides_are_true(bench: Bench) -> None:
    """Every kind of annotation that comes out is declared in ``provides``, and every declared kind comes out somewhere.

    The second half needs ``markers`` or examples in which there is something to be found.
    """
    provides = tuple(getattr(bench.plugin, "provides", ()))
    declared = {gift.removeprefix("annotation:") for gift in provides if gift.startswith("annotation:")}
    seen: set[str] = set()

    def demand(document: Document) -> None:
        for record in bench.work(document).annotations:
            seen.add(record.kind)
            if record.kind not in declared:
                raise CheckFailedError(
                    f'annotations of kind {record.kind} come out, but provides is {provides}: add "annotation:{record.kind}"'
                )

    bench.for_all(st.one_of(spliced(bench.markers), bench.examples) if bench.markers else bench.examples, demand)
    never = declared - seen
    if never and (seen or bench.markers):
        raise CheckFailedError(f"it declares to provide {', '.join(sorted(never))}, but no example gave one")
    if never:
        raise NotApplicableError(f"no example gave any {', '.join(sorted(never))}: declare markers, or give examples=")
