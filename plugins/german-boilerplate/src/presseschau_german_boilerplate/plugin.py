"""The plugin: the engine's judgements as edits, parts and claims."""

from pathlib import Path

from attrs import field, frozen, validators

from presseschau import Claim, Cleaning, Document, Edit, Part, Span, hookimpl
from presseschau_german_boilerplate.engine import read
from presseschau_german_boilerplate.findings import claims_of, parts_of
from presseschau_german_boilerplate.profiles import load_profile

_THRESHOLD = "How likely a line must be content to be kept: higher cuts more, lower loses less."
_TITLE = "Keep the title in the clean text; it is a part and a claim either way."
_PROFILE = "A profile of lines that many pages share, made by `presseschau profile`."


_TOLD = 0.1
"""The threshold where the loader has told the text from the furniture: only what is beyond doubt is to go."""


@frozen(eq=False, kw_only=True)
class GermanBoilerplate:
    """Cuts the page furniture from the flattened text of German news pages; keeps what it says as parts and claims.

    Where a loader has told by markup or fields what the text is, and kept parts of it say so, the threshold is 0.1 at most.
    """

    threshold: float = field(default=0.5, validator=[validators.ge(0.0), validators.le(1.0)], metadata={"help": _THRESHOLD})
    keep_title: bool = field(default=True, metadata={"help": _TITLE})
    profile: Path | None = field(default=None, metadata={"help": _PROFILE})

    @hookimpl
    def clean(self, document: Document) -> Cleaning | None:
        """Cut the furniture of ``document.text``."""
        text = document.text
        if not text.strip():
            return None
        profile = load_profile(self.profile) if self.profile is not None else None
        threshold = min(self.threshold, _TOLD) if any(part.kept for part in document.parts) else self.threshold
        reading = read(text, threshold=threshold, keep_title=self.keep_title, profile=profile)
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
