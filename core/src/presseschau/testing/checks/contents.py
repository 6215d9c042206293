"""Checks of what plugins say: that it stands in the text, names its rule, and leaves core's part to core."""

import re
from collections.abc import Iterable

import attrs

from presseschau.errors import DocumentError
from presseschau.model.annotations import Annotation, Quote
from presseschau.model.document import Claim, Cleaning, Document
from presseschau.model.normal import fold
from presseschau.model.provenance import Finding, called
from presseschau.testing.bench import Bench, Findings
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.registry import PER_DOCUMENT, check

_REFERENCE = "presseschau.reference"
_WORDS = re.compile(r"\w+")
_NUMBERS = re.compile(r"[0-9]+")


def records(found: Findings) -> list[Finding]:
    """Return every record among the findings."""
    cleaning = found.cleaning or Cleaning()
    return [*cleaning.edits, *cleaning.parts, *cleaning.claims, *found.annotations]


@check(*PER_DOCUMENT, quick=True)
def well_formed(bench: Bench) -> None:
    """The results have the types of the hook specs: a ``Cleaning`` (or None) of edits, parts and claims; annotations."""

    def demand(document: Document) -> None:
        if "clean" in bench.hooks:
            cleaning = bench.call("clean", document=document)
            if not isinstance(cleaning, Cleaning | None):
                raise CheckFailedError(f"clean returned a {type(cleaning).__name__}, not a Cleaning or None")
        if "extract" in bench.hooks:
            result = bench.extract(bench.plugin, document)
            if not isinstance(result, Iterable):
                raise CheckFailedError(f"extract returned a {type(result).__name__}, nothing that can be iterated")
            for record in result:
                if not isinstance(record, Annotation):
                    raise CheckFailedError(f"extract gave a {type(record).__name__}, not an annotation: {record!r}")

    bench.for_all(bench.examples, demand)


@check(*PER_DOCUMENT)
def finds_its_markers(bench: Bench) -> None:
    """A plugin that declares markers finds something in at least one of the documents that are full of them.

    Otherwise most other checks have nothing to hold against it. Without ``markers`` this is skipped, visibly.
    """
    from presseschau.testing.generation.strategies import spliced  # noqa: PLC0415 - likewise
    from presseschau.testing.outcome import NotApplicableError  # noqa: PLC0415 - only here

    found: list[bool] = []

    def note(document: Document) -> None:
        found.append(bool(bench.work(document)))

    bench.for_all(spliced(bench.markers) if bench.markers else bench.examples, note)
    if any(found):
        return
    if bench.markers:
        raise CheckFailedError(f"it found nothing in {len(found)} documents full of its own markers {bench.markers}")
    raise NotApplicableError(
        f"it found nothing in {len(found)} documents, so most checks prove little; declare markers: ClassVar[tuple[str, ...]], "
        "the strings that it looks for, or give examples="
    )


@check(*PER_DOCUMENT)
def nothing_invented(bench: Bench) -> None:
    """What is said stands in the text: replacements, names, titles, authors, and no date more exact than its words.

    An edit replaces by white space or a normal form only. The words of a title or author claim stand at its span, the speaker
    entity of a quote somewhere in the document. The numbers of a date claim stand at its span, except for the names of months.
    """

    def demand(document: Document) -> None:
        found = bench.work(document)
        if found.cleaning:
            try:
                document.with_cleaning(found.cleaning)
            except DocumentError as error:
                raise CheckFailedError(str(error)) from error
            for claim in found.cleaning.claims:
                _demand_said(claim, document)
        for record in found.annotations:
            if isinstance(record, Quote) and record.speaker_entity:
                known = " ".join([document.source_text, *(claim.value for claim in document.claims)])
                _demand_words(record.speaker_entity, known, f"the speaker {record.speaker_entity!r} of rule {record.rule!r}")

    bench.for_all(bench.examples, demand)


def _demand_said(claim: Claim, document: Document) -> None:
    if claim.span is None:
        return
    said = document.source_text[claim.span[0] : claim.span[1]]
    if claim.name in {"title", "author"}:
        _demand_words(claim.value, said, f"the {claim.name} {claim.value!r} of rule {claim.rule!r}")
    if claim.name in {"date", "modified"}:
        _demand_numbers(claim, said)


def _demand_words(value: str, text: str, what: str) -> None:
    known = {*_WORDS.findall(fold(text).casefold())}
    missing = [word for word in _WORDS.findall(fold(value).casefold()) if word not in known]
    if missing:
        raise CheckFailedError(f"{what} does not stand in the text: {', '.join(missing)} is nowhere in {text[:80]!r}")


def _demand_numbers(claim: Claim, said: str) -> None:
    year, *others = re.split(r"[-T:/]", claim.value)
    said_numbers = {int(number) for number in _NUMBERS.findall(said)}
    day = others[1:2]
    for what, written in (("year", year), *(("day", one) for one in day)):
        if written.isdigit() and not {int(written), int(written) % 100} & said_numbers:
            raise CheckFailedError(
                f"the {what} {written} of the date claim {claim.value!r} of rule {claim.rule!r} does not stand in {said!r}; "
                "a date is only as exact as its origin"
            )


@check(*PER_DOCUMENT, quick=True)
def leaves_provenance_to_core(bench: Bench) -> None:
    """Every record names its rule and leaves ``provenance`` empty: core stamps the step, distribution and version."""

    def demand(document: Document) -> None:
        for record in records(bench.work(document)):
            if record.provenance is not None:
                raise CheckFailedError(f"{called(record)} comes with {record.provenance}")
            if not str(record.rule).strip():
                raise CheckFailedError(f"a record of the kind {record.kind} names no rule: {record}")

    bench.for_all(bench.examples, demand)


@check("extract")
def references_resolve(bench: Bench) -> None:
    """The ids that a plugin gives are unique in the document, and its references lead to them or to earlier annotations."""

    def demand(document: Document) -> None:
        before = bench.annotations_before(document)
        found = tuple(bench.extract(bench.plugin, document, annotations=before))
        ids = [record.id for record in found if record.id]
        twice = {one for one in ids if ids.count(one) > 1}
        if twice:
            raise CheckFailedError(f"several annotations have the id {', '.join(sorted(twice))}")
        known = {*ids, *(record.id for record in before)}
        for record in found:
            for name, target in _references(record):
                if target not in known:
                    raise CheckFailedError(f"{name} of {called(record)} refers to {target!r}, which is nowhere")

    bench.for_all(bench.examples, demand)


def _references(record: Annotation) -> Iterable[tuple[str, str]]:
    for attribute in attrs.fields(type(record)):
        if attribute.metadata.get(_REFERENCE):
            value = getattr(record, attribute.name)
            for target in (value,) if isinstance(value, str) else value or ():
                yield attribute.name, target


@check("clean")
def idempotent(bench: Bench) -> None:
    """Cleaning what was cleaned cuts nothing more: neither in the same document, nor in a new one with the text that is left.

    Catches a deletion that makes its own marker anew (``An[Anzeige]zeige``) and rules that eat further with each pass.
    """

    def demand(document: Document) -> None:
        once = document.with_cleaning(bench.work(document).cleaning or Cleaning())
        for what, again in (
            ("the same document", once),
            (
                "a new document of the text that is left",
                Document(id=document.id, source_text=once.text, claims=document.claims),
            ),
        ):
            twice = again.with_cleaning(bench.work(again).cleaning or Cleaning())
            if twice.text != once.text:
                raise CheckFailedError(f"a second pass over {what} changes {once.text[:200]!r} to {twice.text[:200]!r}")

    bench.for_all(bench.examples, demand)
