"""The engine: text in, a judgement per line out. Knows nothing of documents and plugins."""

from collections.abc import Sequence

from attrs import frozen

from presseschau_german_boilerplate.lines import split_lines
from presseschau_german_boilerplate.phrases import phrase_book
from presseschau_german_boilerplate.rules import Facts, examine
from presseschau_german_boilerplate.scoring import score_lines

RULE_CONFIDENCE = 0.98


@frozen
class Judgement:
    """What becomes of a line: kept or cut, why, and how likely the line is content (``score``, 0 to 1)."""

    facts: Facts
    keep: bool
    rule: str
    label: str
    score: float

    def cuts(self) -> list[tuple[int, int, str, float]]:
        """Return what to cut of the line: start and end in the text, rule, confidence."""
        facts = self.facts
        line = facts.line
        if not self.keep:
            return [(line.outer_start, line.outer_end, self.rule, 1 - self.score)]
        found = []
        if line.start < facts.start:
            found.append((line.start, facts.start, _rule_at(facts, line.start), RULE_CONFIDENCE))
        if facts.end < line.end:
            found.append((facts.end, line.end, _rule_at(facts, facts.end), RULE_CONFIDENCE))
        return found


def _rule_at(facts: Facts, at: int) -> str:
    return next(piece.rule for piece in facts.pieces if piece.start == at)


@frozen
class Reading:
    """A text and the judgements of its lines, in order."""

    text: str
    judgements: tuple[Judgement, ...]

    @property
    def clean(self) -> str:
        """What remains of the text."""
        kept = []
        at = 0
        for judgement in self.judgements:
            for start, end, _, _ in judgement.cuts():
                kept.append(self.text[at:start])
                at = end
        return "".join([*kept, self.text[at:]])


def read(text: str, *, threshold: float = 0.5) -> Reading:
    """Judge the lines of a text."""
    book = phrase_book()
    facts = [examine(text, line, book) for line in split_lines(text)]
    facts = _repeated_captions(text, facts)
    scores = score_lines(text, [one for one in facts if not one.rule])
    judgements = []
    at = 0
    for one in facts:
        if one.rule:
            judgements.append(Judgement(one, False, one.rule, one.label, 1 - RULE_CONFIDENCE))
            continue
        score = scores[at]
        at += 1
        keep = score >= threshold
        judgements.append(Judgement(one, keep, "model/lines", "paragraph" if keep else "furniture", score))
    return Reading(text, tuple(judgements))


def _repeated_captions(text: str, facts: Sequence[Facts]) -> list[Facts]:
    """Also cut the lines that say what a caption with a credit says: picture descriptions come twice."""
    captions = set()
    for one in facts:
        if one.rule == "shape/caption":
            captions.add(text[one.start : one.pieces[-1].start].strip())
    if not captions:
        return list(facts)
    changed = []
    for one in facts:
        if not one.rule and text[one.start : one.end].strip() in captions:
            changed.append(Facts(one.line, one.start, one.end, "repeat/caption", "caption", one.phrase, one.pieces))
        else:
            changed.append(one)
    return changed


def clean_text(text: str, *, threshold: float = 0.5) -> str:
    """Return a text without its page furniture."""
    return read(text, threshold=threshold).clean


def explain_lines(text: str, *, threshold: float = 0.5) -> list[dict[str, object]]:
    """Return, for each line, its number, text, decision, rule and score."""
    reading = read(text, threshold=threshold)
    return [
        {
            "text": text[one.facts.line.start : one.facts.line.end],
            "keep": one.keep,
            "label": one.label,
            "rule": one.rule,
            "score": round(one.score, 4),
        }
        for one in reading.judgements
    ]
