"""What the furniture says: parts of the page, and claims about the document."""

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from presseschau_german_boilerplate.engine import Judgement, Reading
from presseschau_german_boilerplate.rules import Piece
from presseschau_german_boilerplate.shapes import Dateline, FoundDate, find_domain

RULE_CONFIDENCE = 0.95
DOMAIN_CONFIDENCE = 0.5
FAR_CONFIDENCE = 0.3
_LINES_BEFORE = 15  # how far above the article its own date and authors stand, at most
_LINES_AFTER = 5
_CHANGED = ("aktualisiert", "update", "upd", "zuletzt", "letzte", "geändert", "modified")


@frozen
class FoundPart:
    """A labelled stretch of the text."""

    label: str
    start: int
    end: int
    kept: bool
    rule: str
    confidence: float


@frozen
class FoundClaim:
    """Something the text says about the document, and where."""

    name: str
    value: str
    origin: str
    start: int
    end: int
    rule: str
    confidence: float


def parts_of(reading: Reading) -> Iterator[FoundPart]:
    """Yield the parts of a text, in order: each line by its label, and the pieces inside lines."""
    for judgement in reading.judgements:
        facts = judgement.facts
        confidence = judgement.score if judgement.keep else 1 - judgement.score
        start, end = (facts.start, facts.end) if judgement.keep else (facts.line.start, facts.line.end)
        yield FoundPart(judgement.label, start, end, judgement.keep, judgement.rule, confidence)
        for piece in facts.pieces:
            inside = facts.start <= piece.start and piece.end <= facts.end
            if piece.label != "author" and not (inside and piece.label == judgement.label):
                end = _without_space(reading.text, piece.start, piece.end)
                yield FoundPart(piece.label, piece.start, end, kept=False, rule=piece.rule, confidence=RULE_CONFIDENCE)


def claims_of(reading: Reading) -> Iterator[FoundClaim]:
    """Yield the claims of a text, each once, the surest first: title, date, modified, author, agency, place, publisher."""
    found = sorted((*_title(reading), *_pieces(reading), *_domain(reading)), key=lambda claim: -claim.confidence)
    seen = set()
    for claim in found:
        if (claim.name, claim.value) not in seen:
            seen.add((claim.name, claim.value))
            yield claim


def _title(reading: Reading) -> Iterator[FoundClaim]:
    for judgement in reading.judgements:
        if judgement.label == "title":
            start, end = judgement.facts.start, judgement.facts.end
            value = " ".join(reading.text[start:end].split())
            yield FoundClaim("title", value, "title-line", start, end, judgement.rule, 0.8)
            return


def _pieces(reading: Reading) -> Iterator[FoundClaim]:
    """What stands near the article speaks of it; the dates and authors of teasers far from it most likely do not."""
    kept = [number for number, judgement in enumerate(reading.judgements) if judgement.keep]
    near = range(kept[0] - _LINES_BEFORE, kept[-1] + _LINES_AFTER + 1) if kept else range(0)
    for number, judgement in enumerate(reading.judgements):
        confidence = RULE_CONFIDENCE if number in near else FAR_CONFIDENCE
        for piece in judgement.facts.pieces:
            for name, value, origin in _said(piece, judgement, reading.text):
                yield FoundClaim(name, value, origin, piece.start, piece.end, piece.rule, confidence)


def _said(piece: Piece, judgement: Judgement, text: str) -> Iterator[tuple[str, str, str]]:
    said = piece.value
    if isinstance(said, FoundDate):
        changed = text[piece.start : piece.end].lower().startswith(_CHANGED)
        yield ("modified" if changed else "date"), said.value, "date-line"
    elif isinstance(said, Dateline):
        if said.date is not None:
            yield "date", said.date.value, "dateline"
        if said.place:
            yield "place", said.place, "dateline"
        if said.publisher:
            yield "publisher", said.publisher, "dateline"
        for agency in said.agencies:
            yield "agency", agency, "dateline"
    elif isinstance(said, str):
        yield piece.label, said, judgement.label
    elif isinstance(said, tuple):
        for agency in said:
            yield "agency", str(agency), "signature"


def _domain(reading: Reading) -> Iterator[FoundClaim]:
    """The domain that the furniture names most, if it does so on two lines or more, is taken for the publisher."""
    found: dict[str, tuple[int, int]] = {}
    count: Counter[str] = Counter()
    for judgement in reading.judgements:
        if judgement.keep:
            continue
        facts = judgement.facts
        domain = find_domain(reading.text[facts.line.start : facts.line.end])
        if domain:
            count[domain[0]] += 1
            found.setdefault(domain[0], (facts.line.start + domain[1], facts.line.start + domain[2]))
    best = max(count, key=lambda name: (count[name], name), default="")
    if best and count[best] > 1 and list(count.values()).count(count[best]) == 1:
        start, end = found[best]
        yield FoundClaim("publisher", best, "furniture", start, end, "furniture/domain", DOMAIN_CONFIDENCE)


def _without_space(text: str, start: int, end: int) -> int:
    return start + max(1, len(text[start:end].rstrip()))
