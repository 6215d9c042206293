"""The plugin: the engine's judgements as edits, parts and claims."""

from attrs import field, frozen, validators
from presseschau import Claim, Cleaning, Document, Edit, Part, Span, hookimpl

from presseschau_german_boilerplate.engine import read
from presseschau_german_boilerplate.findings import claims_of, parts_of


@frozen(eq=False, kw_only=True)
class GermanBoilerplate:
    """Cuts the page furniture from the flattened text of German news pages; keeps what it says as parts and claims."""

    threshold: float = field(
        default=0.5,
        validator=[validators.ge(0.0), validators.le(1.0)],
        metadata={"help": "How likely a line must be content to be kept: higher cuts more, lower loses less."},
    )
    """How likely a line must be content to be kept: higher cuts more, lower loses less."""

    @hookimpl
    def clean(self, document: Document) -> Cleaning | None:
        """Cut the furniture of ``document.text``."""
        text = document.text
        if not text.strip():
            return None
        reading = read(text, threshold=self.threshold)
        edits: list[Edit] = []
        for judgement in reading.judgements:
            for start, end, rule, confidence in judgement.cuts():
                edits += document.cut(Span(start, end), rule, confidence=confidence)
        parts = [
            Part(label=part.label, span=span, kept=part.kept, rule=part.rule, confidence=part.confidence)
            for part in parts_of(reading)
            for span in document.to_source(Span(part.start, part.end))
        ]
        claims = []
        for claim in claims_of(reading):
            evidence = document.to_source(Span(claim.start, claim.end))
            claims.append(
                Claim(
                    name=claim.name,
                    value=claim.value,
                    origin=claim.origin,
                    span=evidence[0],
                    rule=claim.rule,
                    confidence=claim.confidence,
                )
            )
        return Cleaning(edits=edits, parts=parts, claims=claims)
