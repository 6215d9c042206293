"""The page of errors: what gold says beside what was found, in its context."""

from collections.abc import Sequence
from importlib.resources import files

import jinja2

from presseschau_evaluate.gold import GoldDocument, Mark
from presseschau_evaluate.scoring import Pair, Ratio, Scores, same_speaker

_CONTEXT = 120
LIMIT = 2_000
"""Errors of a kind that the page shows; more would only be scrolled past."""


def page(gold: Sequence[GoldDocument], scores: Sequence[Scores], clean: Ratio | None) -> str:
    """Return the page as HTML, self-contained and escaped."""
    texts = {one.id: one.text for one in gold}
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files(__package__) / "templates" / "errors.html").read_text("utf-8"))
    kinds = [
        {"scores": one, "errors": [_row(pair, texts) for pair in wrong[:LIMIT]], "more": max(0, len(wrong) - LIMIT)}
        for one in scores
        for wrong in [[pair for pair in one.pairs if verdict(pair) != "right"]]
    ]
    return template.render(kinds=kinds, clean=clean, documents=len(gold))


def verdict(pair: Pair) -> str:
    """Return ``missed``, ``spurious``, ``boundaries``, ``type``, ``value``, ``speaker`` or ``right``: the first that holds."""
    gold, found = pair.gold, pair.predicted
    if gold is None:
        return "spurious"
    if found is None:
        return "missed"
    if (gold.speaker or gold.speaker_name) and not same_speaker(gold, found):
        return "speaker"
    for name in ("value", "type"):
        if getattr(gold, name) and getattr(gold, name) != getattr(found, name):
            return name
    return "right" if gold.spans == found.spans else "boundaries"


def _row(pair: Pair, texts: dict[str, str]) -> dict[str, object]:
    text = texts[pair.document]
    return {
        "verdict": verdict(pair),
        "document": pair.document,
        "gold": _side(pair.gold, text),
        "found": _side(pair.predicted, text),
    }


def _side(mark: Mark | None, text: str) -> dict[str, object] | None:
    if mark is None:
        return None
    start, end = mark.spans[0].start, mark.spans[-1].end
    pieces: list[tuple[bool, str]] = [(False, text[max(0, start - _CONTEXT) : start])]
    at = start
    for span in mark.spans:
        pieces += [(False, text[at : span.start]), (True, text[span.start : span.end])]
        at = span.end
    pieces.append((False, text[end : end + _CONTEXT]))
    speaker = mark.speaker_name or " … ".join(text[one.start : one.end] for one in mark.speaker)
    return {
        "pieces": pieces,
        "type": mark.type,
        "value": mark.value,
        "speaker": speaker,
        "rule": mark.rule,
        "confidence": mark.confidence,
    }
