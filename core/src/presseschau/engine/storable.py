"""What may enter the store: text that has an encoding, and data that JSON can represent."""

from collections.abc import Callable, Iterable
from functools import partial

from presseschau.dates import Edtf
from presseschau.errors import DocumentError
from presseschau.model.document import Claim, Cleaning, Document, Edit, Part
from presseschau.model.groups import Group, InferredDate
from presseschau.model.provenance import called
from presseschau.model.results import StepResult
from presseschau.model.serialize import unstructure
from presseschau.store.database import dump
from presseschau.store.rows import stored_data

_TEXTS = {
    Edit.kind: ("rule", "replacement"),
    Part.kind: ("rule", "label", "locator"),
    Claim.kind: ("rule", "name", "value", "origin"),
}


def refuse_unstorable_document(document: Document) -> None:
    """Refuse a document with lone surrogates, or something other than a string where one belongs.

    Raises:
        DocumentError: saying what, and where.
    """
    origin = document.origin
    named = [(f"{name} of the origin", getattr(origin, name)) for name in ("location", "digest", "media_type", "encoding")]
    addresses = [("an address", address) for address in origin.addresses]
    for what, text in [("the id", document.id), ("the source text", document.source_text), *named, *addresses]:
        _refuse(what, text)


def refuse_unstorable_cleaning(cleaning: Cleaning) -> None:
    """Refuse edits, parts and claims with lone surrogates, or something other than a string where one belongs.

    Raises:
        DocumentError: saying what, and where.
    """
    findings: Iterable[Edit | Part | Claim] = (*cleaning.edits, *cleaning.parts, *cleaning.claims)
    for finding in findings:
        for name in _TEXTS[finding.kind]:
            value = getattr(finding, name)
            if type(value) is not str or not value.isascii():
                _refuse(f"{name} of {called(finding)}", value)


def refuse_unstorable_result(result: StepResult) -> None:
    """Refuse annotations with attributes that JSON cannot represent, or that could not be read back.

    Raises:
        DocumentError: saying what, and where.
    """
    for record in result.annotations:
        what = called(record)
        _refuse(f"rule of {what}", record.rule)
        _refuse_data(what, partial(unstructure, record))
        stored_data(record)


def refuse_unstorable_link(found: Group | InferredDate) -> None:
    """Refuse groups and dates with attributes that JSON cannot represent, and dates that are not EDTF.

    Raises:
        DocumentError: saying what, and where.
    """
    what = called(found)
    texts: tuple[object, ...]
    if isinstance(found, Group):
        texts = (found.rule, found.type, found.label, *found.members)
        _refuse_data(what, lambda: found.data)
    else:
        texts = (found.rule, found.document, found.edtf, *found.reasons)
        try:
            Edtf.parse(found.edtf)
        except ValueError as error:
            raise DocumentError(f"the date of {what} is not EDTF: {error}", document=found.document) from error
    for text in texts:
        _refuse(what, text)


def _refuse_data(what: str, data: Callable[[], object]) -> None:
    try:
        text = dump(data())
    except (TypeError, ValueError, RecursionError) as error:
        raise DocumentError(
            f"{what} cannot be stored: {error}",
            hint="attributes are text, numbers, true and false, and lists and mappings of these",
        ) from error
    _refuse(what, text)


def _refuse(what: str, value: object) -> None:
    if not isinstance(value, str):
        raise DocumentError(f"{what} is {value!r}, not a string")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"a lone surrogate (U+{ord(value[error.start]):04X}) stands at code point {error.start} of {what}",
            hint="the text was decoded or cut wrongly before it came here; decode it again from its bytes",
        ) from error
