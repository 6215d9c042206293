"""Checks that a plugin is a function of its input: nothing changed, remembered, drawn by lot or swallowed."""

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import attrs
from hypothesis import strategies as st

from presseschau.model.document import Document
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import canonical
from presseschau.testing.generation.strategies import document_of
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.probes.lines import Place, guarded_lines, swallows_failure_at
from presseschau.testing.probes.processes import MORE_SEEDS, in_other_processes
from presseschau.testing.probes.tripwire import TripwireError, armed_document
from presseschau.testing.registry import PER_DOCUMENT, check


@check(*PER_DOCUMENT, quick=True)
def input_unchanged(bench: Bench) -> None:
    """The document, the shared analysis and the earlier annotations are the same after the plugin has worked."""

    def demand(document: Document) -> None:
        analysis = bench.analyse(document.text) if bench.takes_analysis() else None
        annotations = bench.annotations_before(document)

        def state() -> dict[str, Any]:
            return {
                "the document": canonical(document),
                "the document's text": document.text,
                "the shared analysis": analysis.to_bytes() if analysis is not None else None,
                "the earlier annotations": canonical(annotations),
                "the plugin's options": canonical(bench.plugin) if attrs.has(bench.kind) else None,
            }

        before = state()
        bench.work(document, analysis=analysis, annotations=annotations)
        for (what, old), new in zip(before.items(), state().values(), strict=True):
            if old != new:
                raise CheckFailedError(f"the plugin has changed {what}")

    bench.for_all(bench.examples, demand)


@check(*PER_DOCUMENT, quick=True)
def deterministic(bench: Bench) -> None:
    """The same document gives the same results again, in the same order; also from a new plugin with the same options."""

    def demand(document: Document) -> None:
        first = canonical(bench.work(document))
        for what, plugin in (("a second time", bench.plugin), ("from a new plugin with the same options", bench.fresh())):
            again = canonical(bench.work(document, plugin))
            if again != first:
                raise CheckFailedError(f"the same document gives other results {what}:\n{first}\n{again}")

    bench.for_all(bench.examples, demand)


@check(*PER_DOCUMENT)
def deterministic_across_processes(bench: Bench) -> None:
    """Other processes give the same results: with other hash seeds, in other time zones and locales.

    Catches results in the order of a set, and anything made with ``hash()`` or ``id()``.
    """
    documents = bench.sample(max(25, bench.max_examples))
    expected = [canonical(bench.work(document)) for document in documents]
    for where, found in in_other_processes(bench, [documents] * len(MORE_SEEDS), MORE_SEEDS):
        for document, mine, other in zip(documents, expected, found, strict=True):
            if mine != other:
                raise CheckFailedError(
                    f"a process with {where} gives other results for {document.source_text[:500]!r}:\n{mine}\n{other}"
                )


def _several(bench: Bench) -> st.SearchStrategy[list[Document]]:
    def number(documents: list[Document]) -> list[Document]:
        return [attrs.evolve(document, id=f"{place}-{document.id}") for place, document in enumerate(documents)]

    return st.lists(bench.examples, min_size=2, max_size=4).map(number)


def _demand_same(documents: list[Document], how: str, expected: dict[str, Any], found: dict[str, Any]) -> None:
    for document in documents:
        if expected[document.id] != found[document.id]:
            raise CheckFailedError(
                f"{document.source_text[:300]!r} gives other results {how}:\n{expected[document.id]}\n{found[document.id]}"
            )


@check(*PER_DOCUMENT)
def independent_of_order(bench: Bench) -> None:
    """What a document gives does not depend on the documents before it: forwards, backwards, or each with a new plugin.

    Tried once more with one process that meets many documents in order, and one that meets them in reverse, once with the same
    id and twice with ids of their own: that shows what a plugin remembers in its class, its module, or by the document's id.
    """

    def demand(documents: list[Document]) -> None:
        alone = {one.id: canonical(bench.work(one, bench.fresh())) for one in documents}
        for how, order in (("in this order", documents), ("in reverse order", documents[::-1])):
            plugin = bench.fresh()
            together = {one.id: canonical(bench.work(one, plugin)) for one in order}
            _demand_same(documents, f"{how} than alone", alone, together)

    bench.for_all(_several(bench), demand, share=0.6)
    # The same word in several spellings: whoever remembers by a folded form gives back that of another document.
    forms = dict.fromkeys(form for one in bench.markers for form in (one, one.upper(), one.capitalize(), one.lower()))
    spelt = [document_of(f"Wort {form} Wort.") for form in forms]
    documents = [attrs.evolve(one, id="document") for one in (*bench.sample(bench.max_examples), *spelt)]
    # From the poorest to the richest: what is remembered of the first differs most between the two directions. Richest is what has
    # some of each marker, for a plugin may remember the places of one of them alone.
    documents.sort(key=lambda one: (*sorted(map(one.text.count, bench.markers)), len(one.text)))
    named = [attrs.evolve(one, id=f"document-{number}") for number, one in enumerate(documents)]
    forth = [*documents, *named, *named]
    back = [*named[::-1], *named[::-1], *documents[::-1]]
    (_, forwards), (_, backwards) = in_other_processes(bench, [forth, back])
    for document, first, second in zip(forth, forwards, reversed(backwards), strict=True):
        if first != second:
            raise CheckFailedError(
                f"{document.source_text[:300]!r} gives other results when the documents come in reverse:\n{first}\n{second}"
            )
    for document, first, second in zip(named, forwards[len(documents) :], forwards[2 * len(documents) :], strict=False):
        if first != second:
            raise CheckFailedError(
                f"{document.source_text[:300]!r} gives other results when it comes again in the same run:\n{first}\n{second}"
            )


@check(*PER_DOCUMENT)
def independent_of_batch_size(bench: Bench) -> None:
    """A batch gives what single documents give, also when all are handed over before the first result is taken.

    Catches buffers that fill up over several documents, and generators that read what the next document has overwritten.
    """

    def demand(documents: list[Document]) -> None:
        single = bench.fresh()
        alone = {one.id: canonical(bench.work(one, single)) for one in documents}
        batch = bench.fresh()
        if "clean" in bench.hooks:
            for one in documents:
                bench.call("clean", batch, document=one)
        late: list[tuple[str, Any]] = []
        if "extract" in bench.hooks:
            late = [(one.id, bench.extract(batch, one)) for one in documents]
            taken = {name: canonical(tuple(result)) for name, result in late}
            expected = {name: result[1]["annotations"] for name, result in alone.items()}
            _demand_same(documents, "when its batch is handed over first", expected, taken)
        together = {one.id: canonical(bench.work(one, batch)) for one in documents}
        _demand_same(documents, "in a batch of several", alone, together)

    bench.for_all(_several(bench), demand, share=0.6)


@check(*PER_DOCUMENT)
def lets_errors_out(bench: Bench) -> None:
    """An error while it works leaves the plugin: core keeps such a document as a dead letter, and loses nothing in silence.

    Reading the document is made to fail at the first, second, … access, and so is each line of the plugin's own
    code that stands in a ``try`` or ``with``; the plugin must not go on as if nothing had happened. An ``except Exception`` around the work
    is how one finds an empty result a year later.
    """

    def demand(drawn: tuple[Document, int]) -> None:
        document, nth = drawn
        trap, tripped = armed_document(document, nth)
        analysis = bench.analyse(document.text) if bench.takes_analysis() else None
        with suppress(TripwireError):
            bench.work(trap, analysis=analysis, annotations=bench.annotations_before(document))
            if tripped():
                raise CheckFailedError(f"reading its input failed at access {nth}, and the plugin swallowed the error")

    # Half of the failures come early, half in the middle of the work, when something has been found already.
    bench.for_all(st.tuples(bench.examples, st.one_of(st.integers(1, 3), st.integers(4, 60))), demand)
    _demand_loud_lines(bench)


def _demand_loud_lines(bench: Bench) -> None:
    module = bench.kind.__module__
    module = module if module.startswith("presseschau.") else module.partition(".")[0]
    tried: set[Place] = set()
    for document in bench.sample(12):
        work = partial(bench.work, document)
        for place in guarded_lines(module, work):
            if place in tried:
                continue
            tried.add(place)
            if swallows_failure_at(module, place, work):
                raise CheckFailedError(
                    f"an error at {Path(place[0]).name}:{place[1]} does not leave the plugin: it is swallowed"
                )
