"""The text that a page gives as data (JSON-LD ``articleBody``), for where its markup holds none: pages built by scripts, or behind a paywall."""

import re

from presseschau import Part, Span
from presseschau_web_pages.evidence import Evidence, plain

_LEAST = 80
_LONGEST = 300_000
_MORE = 1.5
"""How much longer than what the markup holds it must be behind a paywall."""
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>|\r\n?|\n", re.IGNORECASE)
_RULE = "page/json-ld"
_CONFIDENCE = 0.8


def told_paragraphs(evidence: Evidence, shown: int, *, missing: bool, locked: bool) -> list[str]:
    """Return the paragraphs of the longest ``articleBody``, where the markup has no text, or is ``locked`` and has ``shown`` so few characters of it."""
    bodies = [article["articleBody"] for article in evidence.articles if isinstance(article.get("articleBody"), str)]
    longest = max(bodies, key=len, default="")[:_LONGEST]
    found = [paragraph for piece in _BREAK.split(longest) if (paragraph := plain(piece))]
    size = sum(map(len, found))
    if size < _LEAST or not (missing or (locked and size > _MORE * shown)):
        return []
    return found


def laid_out_as_told(paragraphs: list[str]) -> tuple[str, tuple[Part, ...]]:
    """Return the paragraphs as a text, and as parts of it."""
    parts = []
    at = 0
    for paragraph in paragraphs:
        span = Span(at, at + len(paragraph))
        parts.append(Part(label="paragraph", span=span, kept=True, rule=_RULE, confidence=_CONFIDENCE))
        at = span.end + 2
    return "\n\n".join(paragraphs), tuple(parts)
