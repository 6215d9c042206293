"""Checks that results survive JSON and the store."""

import json
from collections.abc import Iterable
from typing import Any

import attrs

from presseschau.errors import DocumentError
from presseschau.model.annotations import Annotation, annotation_kinds, finish, to_clean
from presseschau.model.document import Cleaning, Document
from presseschau.model.groups import Group, InferredDate
from presseschau.model.serialize import from_json, to_json
from presseschau.testing.archive import EXTRACT, archived
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import canonical
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.registry import check
from presseschau.testing.wholes import dossier_of


@check("clean", "extract", "link", quick=True)
def round_trips_json(bench: Bench) -> None:
    """Every result becomes JSON and comes back as it was, of the same class and with values of the same types."""

    def demand(document: Document) -> None:
        found = bench.work(document)
        for record in found.annotations:
            _demand_registered(record)
            text = _dumped(record, to_json)
            again = from_json(json.loads(text))
            if again != record or type(again) is not type(record) or repr(again) != repr(record):
                raise CheckFailedError(f"JSON gives back another annotation:\n{record!r}\n{again!r}")
        cleaning = found.cleaning or Cleaning()
        for finding in (*cleaning.edits, *cleaning.parts, *cleaning.claims):
            _dumped(finding, attrs.asdict)

    if {"clean", "extract"} & set(bench.hooks):
        bench.for_all(bench.examples, demand)
    if "link" in bench.hooks:
        with dossier_of(bench) as dossier:
            for found in bench.call("link", dossier=dossier):
                _dumped(found, attrs.asdict)


def _demand_registered(record: Annotation) -> None:
    known = annotation_kinds().get(record.kind)
    if known is not type(record):
        raise CheckFailedError(
            f"the kind {record.kind!r} of {type(record).__name__} is registered for {known.__name__ if known else 'no class'}: "
            "write @presseschau.annotation above @attrs.frozen, and give the class a kind of its own"
        )


def _dumped(record: Any, convert: Any) -> str:  # noqa: ANN401 - any record and its converter
    try:
        return json.dumps(convert(record), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise CheckFailedError(f"JSON cannot represent this: {error}: {record!r}") from error


@check("clean", "extract", "link")
def round_trips_store(bench: Bench) -> None:
    """Every result can be stored and is the same when it is read: edits, parts, claims, annotations, groups, dates."""

    def demand(document: Document) -> None:
        before = bench.annotations_before(document) if "extract" in bench.hooks else ()
        earlier = [record.id for record in before]
        found = bench.work(document, annotations=before)
        try:
            cleaned = document.with_cleaning(found.cleaning) if found.cleaning else document
            finished = tuple(finish(found.annotations, cleaned, EXTRACT.provenance, earlier)) if not found.cleaning else ()
        except DocumentError as error:
            raise CheckFailedError(str(error)) from error
        with archived([(cleaned, found.annotations if not found.cleaning else ())], earlier=earlier) as dossier:
            (stored,) = dossier.documents()
            _demand_same("document", _by_kind(cleaned), _by_kind(stored))
            read = tuple(dossier.annotations())
            _demand_same("annotations", canonical(finished), canonical(read))
            for record in read:
                to_clean(record, stored)

    if {"clean", "extract"} & set(bench.hooks):
        bench.for_all(bench.examples, demand, share=0.5)
    if "link" in bench.hooks:
        _links(bench)


def _by_kind(document: Document) -> Any:  # noqa: ANN401 - plain data
    """The canonical form of a document without provenance, which the store takes from the step."""
    stripped = attrs.evolve(
        document,
        edits=tuple(attrs.evolve(one, provenance=None) for one in document.edits),
        parts=tuple(attrs.evolve(one, provenance=None) for one in document.parts),
        claims=tuple(attrs.evolve(one, provenance=None) for one in document.claims),
    )
    return canonical(stripped)


def _demand_same(what: str, before: object, after: object) -> None:
    if before != after:
        raise CheckFailedError(f"the store gives back other {what}:\n{before}\n{after}")


def _links(bench: Bench) -> None:
    with dossier_of(bench) as dossier:
        found: Iterable[Group | InferredDate] = tuple(bench.call("link", dossier=dossier))
        known = {record.id for record in dossier.annotations()} | {document.id for document in dossier.documents()}
        for one in found:
            lost = [name for name in (one.members if isinstance(one, Group) else (one.document,)) if name not in known]
            if lost:
                raise CheckFailedError(f"{one.kind} of rule {one.rule!r} names {', '.join(lost)}, which the run does not have")
    with archived([], found) as stored:
        before = [(one.type, one.label, one.members, one.data, one.rule) for one in found if isinstance(one, Group)]
        after = [(one.type, one.label, one.members, one.data, one.rule) for one in stored.groups()]
        _demand_same("groups", canonical(before), canonical(after))
        dates = [(one.document, one.edtf, one.reasons, one.rule) for one in found if isinstance(one, InferredDate)]
        read = [(one.document, one.edtf, one.reasons, one.rule) for one in stored.inferred_dates()]
        _demand_same("dates", canonical(dates), canonical(read))
