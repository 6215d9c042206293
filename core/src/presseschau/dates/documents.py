"""The date of a document: the best of what was claimed, read in its text or inferred, and what contradicts it."""

from collections.abc import Iterable

from attrs import frozen

from presseschau.dates.edtf import Edtf
from presseschau.dates.expression import DocumentDate
from presseschau.model.annotations import Annotation
from presseschau.model.document import Claim, Document
from presseschau.model.groups import InferredDate

_FEW = 4_000
"""Sets and stretches of up to so many days are compared day by day."""
_ORIGIN_ORDER = ("config", "sidecar")
"""Origins that somebody stated on purpose for this very document: they win over anything read from a page."""


@frozen(kw_only=True)
class DatedDocument:
    """When a document was written; ``edtf`` is None when nothing tells.

    ``origin`` is the origin of the claim taken (``"sidecar"``, ``"json-ld"`` …), or ``"text"``, ``"date-line"``, ``"calendar"`` (from a
    :class:`DocumentDate`), or ``"link"``.
    """

    edtf: Edtf | None = None
    origin: str = ""
    reasons: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()


def document_date(
    document: Document, annotations: Iterable[Annotation] = (), inferred: Iterable[InferredDate] = ()
) -> DatedDocument:
    """Return the document's date from its claims named ``date``, its :class:`DocumentDate` annotations, or the link stage, in this order.

    Of several claims the most confident wins, then the one made on purpose (config, sidecar), then the most exact, then the
    first. A claim that is no EDTF, and claims and text that exclude each other, are flagged; nothing is thrown away in silence.
    A date from the text refines a claim that is less exact and agrees with it, and a date from the link stage either. An annotation whose date is wholly open (``XXXX-XX-XX``)
    gives its reasons and contradictions, but no date.
    """
    flags: list[str] = []
    claims = _claims(document, flags)
    found = [(edtf, one) for one in annotations if isinstance(one, DocumentDate) and (edtf := _parse(one.edtf)) is not None]
    found.sort(key=lambda pair: (pair[1].origin == "calendar", -pair[1].confidence))
    for _, one in found:
        flags.extend(one.contradictions)
    kept = tuple(reason for edtf, one in found if _says_nothing(edtf) for reason in one.reasons)
    found = [pair for pair in found if not _says_nothing(pair[0])]
    dated = DatedDocument(reasons=_unique(kept), contradictions=_unique(flags))
    if claims:
        dated = _from_claims(claims, found, flags)
    elif found:
        edtf, best = found[0]
        for other, one in found[1:]:
            if not compatible(edtf, other):
                flags.append(f"the {one.origin} says {one.edtf}, but the {best.origin} says {best.edtf}")
        dated = DatedDocument(edtf=edtf, origin=best.origin, reasons=best.reasons, contradictions=_unique(flags))
    for record in inferred:
        inferred_date = _parse(record.edtf) if record.document == document.id else None
        if inferred_date is not None and (dated.edtf is None or _refines(inferred_date, dated.edtf)):
            reasons = _unique((*dated.reasons, *record.reasons)) if dated.edtf is not None else record.reasons
            return DatedDocument(edtf=inferred_date, origin="link", reasons=reasons, contradictions=dated.contradictions)
    return dated


def _refines(edtf: Edtf, other: Edtf) -> bool:
    """Tell whether a date is more exact than another and agrees with it."""
    return _days(edtf) < _days(other) and all(other.contains(day) for day in edtf.members(_FEW))


def _says_nothing(edtf: Edtf) -> bool:
    """Tell whether a date is wholly open: reasons without a date ("written on a Monday")."""
    return edtf.precision == "open" and edtf.text.startswith("XXXX-XX")


def _from_claims(claims: list[tuple[Edtf, Claim]], found: list[tuple[Edtf, DocumentDate]], flags: list[str]) -> DatedDocument:
    edtf, claim = claims[0]
    reasons: tuple[str, ...] = (f"{claim.origin} says {claim.value}",)
    origin = claim.origin
    for other, which in claims[1:]:
        if not compatible(edtf, other):
            flags.append(f"{which.origin} says {which.value}, but {claim.origin} says {claim.value}")
    for other, one in found:
        if not compatible(edtf, other):
            flags.append(f"{claim.origin} says {claim.value}, but the {one.origin} says {one.edtf}: {'; '.join(one.reasons)}")
        elif _refines(other, edtf):
            edtf, origin, reasons = other, one.origin, (*reasons, *one.reasons)
    return DatedDocument(edtf=edtf, origin=origin, reasons=reasons, contradictions=_unique(flags))


def compatible(one: Edtf, other: Edtf) -> bool:
    """Tell whether some day is meant by both; a date without bounds excludes nothing."""
    if None in (one.first, one.last, other.first, other.last):
        return True
    smaller, larger = sorted((one, other), key=_days)
    members = smaller.members(_FEW)
    if members:
        return any(larger.contains(day) for day in members)
    return one.first <= other.last and other.first <= one.last  # type: ignore[operator]


def _claims(document: Document, contradictions: list[str]) -> list[tuple[Edtf, Claim]]:
    claims = []
    for claim in document.claims:
        if claim.name == "date":
            edtf = _parse(claim.value)
            if edtf is None:
                contradictions.append(f"{claim.origin} says {claim.value!r}, which is no EDTF date; it was ignored")
            else:
                claims.append((edtf, claim))
    claims.sort(key=lambda pair: (-pair[1].confidence, pair[1].origin not in _ORIGIN_ORDER, _days(pair[0])))
    return claims


def _days(edtf: Edtf) -> int:
    """Return how many days a date may mean; many where it has no bounds."""
    if edtf.first is None or edtf.last is None:
        return 10**7
    if edtf.precision == "set":
        return edtf.count() or 10**6
    return (edtf.last - edtf.first).days + 1


def _parse(text: str) -> Edtf | None:
    try:
        return Edtf.parse(text)
    except ValueError:
        return None


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
