"""The engine: text in, a judgement per line out. Knows nothing of documents and plugins."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from presseschau.forest import Forest
from presseschau_german_boilerplate import features, model, newsroom, repeats, threads
from presseschau_german_boilerplate.labels import label_cut, label_kept, title_of
from presseschau_german_boilerplate.lines import split_lines
from presseschau_german_boilerplate.phrases import phrase_book
from presseschau_german_boilerplate.profiles import Profile
from presseschau_german_boilerplate.rules import Facts, examine

RULE_CONFIDENCE = 0.98
MODEL_RULE = "model/lines"
MOST_PASSES = 5
PLAIN_SHARE = 0.8
"""What share of the threshold is enough for a sentence among lines in which no rule finds furniture."""
SPOKEN_SHARE = 0.2
"""What share of the threshold is enough for a sentence with a quotation and a verb of saying: furniture hardly ever quotes."""
AS_SURE = 0.8
"""What share of the best score in an enumeration all its items have at the least: it is text or furniture as a whole."""
NO_PAGE = 0.1
"""What share of the threshold is enough to stay where the rules find no line of page furniture.

A text without menus, credits and teasers was written or copied by hand: what is short in it is a statement, a list or a headline,
and the model has learnt from web pages. Of 78 development pages two have no such line.
"""
ENOUGH_PROSE, LEAST_PROSE = 200.0, 0.3
"""Words of running text from which on the threshold holds in full, and the least share of it that holds where there are fewer.

Beside long paragraphs a short line is furniture more often than not; a text of short lines has nothing to measure them by.
"""
_OF_ANY_TEXT = frozenset({"byline", "date-line", "dateline", "signature", "agency", "press", "newsletter"})
_DRAWN = "shape/no-words"
_ENDS = frozenset('.!?…“”«»"')
_SENTENCE_ENDS = _ENDS | frozenset(":;)")
_LONG_ENOUGH = 20
"""Code points of a line that a sentence may run over; shorter ones are items of menus."""
_RULED = round(1 - RULE_CONFIDENCE, 6)


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
            return [(line.outer_start, line.outer_end, self.rule, round(1 - self.score, 4))]
        found = []
        if line.start < facts.start:
            found.append((line.start, facts.start, _rule_at(facts, line.start), RULE_CONFIDENCE))
        if facts.end < line.end:
            found.append((facts.end, line.end, _rule_at(facts, facts.end), RULE_CONFIDENCE))
        return found


def _rule_at(facts: Facts, at: int) -> str:
    return min((piece for piece in facts.pieces if piece.start >= at), key=lambda piece: piece.start).rule


@frozen
class Reading:
    """A text and the judgements of its lines, in order. ``passes`` counts how often the engine went over what it had left."""

    text: str = field(repr=False)
    judgements: tuple[Judgement, ...] = field(repr=False)
    passes: int

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


def facts_of(text: str, profile: Profile | None = None) -> list[Facts]:
    """Apply the rules to the lines of a text."""
    book = phrase_book()
    facts = threads.apply(text, newsroom.apply(text, [examine(text, line, book) for line in split_lines(text)]))
    return profile.apply(text, facts) if profile is not None else list(facts)


def strictness(facts: Sequence[Facts], sheet: features.Sheet) -> float:
    """Return what share of the threshold a line of a text has to reach, by its signs of a page and by its running text.

    What a text has that is not a page (date lines, bylines, rules, marks of agencies and press offices, a word to subscribers) is no sign.
    """
    prose = min(1.0, max(LEAST_PROSE, features.words_of_prose(sheet) / ENOUGH_PROSE))
    is_page = any(one.rule and one.label not in _OF_ANY_TEXT and one.rule != _DRAWN for one in facts)
    return prose if is_page else min(NO_PAGE, prose)


def read(
    text: str,
    *,
    threshold: float = 0.5,
    keep_title: bool = True,
    line_model: Forest | None = None,
    profile: Profile | None = None,
) -> Reading:
    """Judge the lines of a text.

    What the model leaves looks different to it once the rest is gone, so it looks again, until nothing more is cut; a text that
    comes out is therefore left as it is when it is read again. :data:`MOST_PASSES` bounds the work.
    """
    line_model = line_model or model.load()
    facts = facts_of(text, profile)
    sheet = features.line_features(text, facts) if facts else None
    judgements: dict[int, Judgement] = {}
    left = list(range(len(facts)))
    strict = strictness(facts, sheet) if sheet is not None else 1.0
    passes = 0
    while sheet is not None and left and passes < MOST_PASSES:
        passes += 1
        judged = _pass(
            text,
            [facts[at] for at in left],
            sheet.select(left),
            line_model,
            threshold,
            strict,
            keep_title=keep_title,
            final=passes == MOST_PASSES,
        )
        judgements.update((at, judgement) for at, judgement in zip(left, judged, strict=True) if judgement is not None)
        left = [at for at, judgement in zip(left, judged, strict=True) if judgement is None]
    return Reading(text, tuple(judgements[at] for at in range(len(facts))), passes)


def _pass(
    text: str,
    facts: Sequence[Facts],
    sheet: features.Sheet,
    line_model: Forest,
    threshold: float,
    strict: float,
    *,
    keep_title: bool,
    final: bool,
) -> list[Judgement | None]:
    """Judge the lines that are left; None is for those that stay but are to be judged again, as others go.

    It is the same whether these are the lines of a text or what an earlier pass has left of one: no feature looks at what is gone.
    """
    facts, sheet = repeats.apply(text, facts, sheet)
    table = model.table_of(sheet)
    open_lines = [number for number, one in enumerate(facts) if not one.rule]
    scores = dict(zip(open_lines, np.round(line_model.probability(table[open_lines]), 6).tolist(), strict=True))
    share = np.where(features.prose_of(table) & (len(open_lines) == len(facts)), PLAIN_SHARE, 1.0)
    share[features.spoken_of(table)] = SPOKEN_SHARE
    headed = np.array(_headed(text, facts), dtype=bool)
    lists = [*_lists(open_lines, features.bullets_of(table))]
    scores.update(_shared(scores, facts, table, lists))
    if strict <= NO_PAGE:
        scores.update(_whole_sentences(text, facts, scores))
    keep = _reaching(scores, threshold * share, headed, lists, strict)
    if not any(keep) and not any(one.rule for one in facts):  # as if it came alone, so that reading it again changes nothing
        keep = _reaching(scores, threshold * share, headed, lists, strictness(facts, sheet))
    title = title_of(text, facts, keep, table)
    if title is not None:
        keep[title] = keep_title
    if not any(keep):  # not a page: nothing in it looks like an article, and an empty text helps nobody
        keep = [not one.rule for one in facts]
    judgements: list[Judgement | None] = []
    final = final or all(keep)
    for number, one in enumerate(facts):
        score = scores.get(number, _RULED)
        if keep[number] and not final:
            judgements.append(None)
        elif one.rule:
            judgements.append(Judgement(one, keep[number], one.rule, one.label, score))
        elif number == title:
            judgements.append(Judgement(one, keep[number], "position/title", "title", score))
        elif keep[number]:
            judgements.append(Judgement(one, keep[number], MODEL_RULE, label_kept(text, facts, keep, number, title), score))
        else:
            judgements.append(Judgement(one, keep[number], MODEL_RULE, label_cut(text, facts, keep, number), score))
    return judgements


def _shared(
    scores: Mapping[int, float], facts: Sequence[Facts], table: features.Array, lists: Sequence[Sequence[int]]
) -> dict[int, float]:
    """Return the scores of lines that stand or fall together: the points of lists, and the items of enumerations without bullets."""
    shared: dict[int, float] = {}
    for points in lists:
        shared.update(dict.fromkeys(points, round(sum(scores[number] for number in points) / len(points), 6)))
    items = features.items_of(table) & ~features.bullets_of(table)
    for run in _enumerations(facts, items, features.prose_of(table)):
        best = max(scores[number] for number in run)
        shared.update((number, max(scores[number], round(AS_SURE * best, 6))) for number in run)
    return shared


def _whole_sentences(text: str, facts: Sequence[Facts], scores: Mapping[int, float]) -> dict[int, float]:
    """Return the scores of lines that a sentence runs over: it is kept or cut as a whole."""
    shared: dict[int, float] = {}
    for number, (one, other) in enumerate(pairwise(facts)):
        if not one.rule and not other.rule and text[other.start].islower() and _runs_on(text, one.start, one.end, other.start):
            best = max(shared.get(number, scores[number]), scores[number + 1])
            shared |= {number: best, number + 1: best}
    return shared


def _runs_on(text: str, start: int, end: int, following: int) -> bool:
    """Tell whether a line of some length ends in the middle of a sentence, and the next stands right below."""
    return end - start >= _LONG_ENOUGH and text[end - 1] not in _SENTENCE_ENDS and text.count("\n", end, following) == 1


def _reaching(
    scores: Mapping[int, float],
    least: npt.NDArray[np.float64],
    headed: npt.NDArray[np.bool_],
    lists: Sequence[Sequence[int]],
    strict: float,
) -> list[bool]:
    """Tell which lines reach what they have to; a list by the least that any of its points has to."""
    wanted = least * np.where(headed, 1.0, strict)
    for points in lists:
        wanted[points] = wanted[points].min()
    return [scores.get(number, -1.0) >= one for number, one in enumerate(wanted.tolist())]


def _headed(text: str, facts: Sequence[Facts]) -> list[bool]:
    """Tell which lines stand below a heading of furniture ("Mehr zum Thema") with no sentence between: titles of other texts."""
    headed = []
    below = False
    for one in facts:
        if one.rule:
            below = (below or bool(one.phrase and one.phrase.heading)) and one.label not in _OF_ANY_TEXT
        elif text[one.end - 1] in _ENDS:
            below = False
        headed.append(below)
    return headed


def _lists(open_lines: Sequence[int], bullets: npt.NDArray[np.bool_]) -> Iterator[list[int]]:
    """Yield the lists of a page: lines with a bullet one after the other. A list stands or falls as a whole."""
    points: list[int] = []
    for number in open_lines if bullets.any() else ():
        if points and (number != points[-1] + 1 or not bullets[number]):
            yield points
            points = []
        if bullets[number]:
            points.append(number)
    if points:
        yield points


def _enumerations(
    facts: Sequence[Facts], items: npt.NDArray[np.bool_], prose: npt.NDArray[np.bool_]
) -> Iterator[Sequence[int]]:
    """Yield the runs of two or more items between two sentences of running text; where a rule cuts a line there is no run."""
    start = None
    for number, one in enumerate(facts):
        if not one.rule and items[number]:
            continue
        ends = not one.rule and bool(prose[number])
        if start is not None and ends and number - start > 2:  # noqa: PLR2004 - two items
            yield range(start + 1, number)
        start = number if ends else None


def clean_text(text: str, *, threshold: float = 0.5, keep_title: bool = True) -> str:
    """Return a text without its page furniture."""
    return read(text, threshold=threshold, keep_title=keep_title).clean


def explain_lines(text: str, *, threshold: float = 0.5, reasons: int = 5) -> Iterator[dict[str, object]]:
    """Yield a record per line: its text, what becomes of it, the rule, the score, and the features that decided.

    ``reasons`` are pairs of a feature and its share in the score, in log-odds: positive speaks for content. They are those of the
    first pass; a line that a rule cuts has none.
    """
    line_model = model.load()
    reading = read(text, threshold=threshold)
    facts = [one.facts for one in reading.judgements]
    table = model.table_of(features.line_features(text, facts)) if facts else None
    number_of_line, counted = 1, 0
    for number, one in enumerate(reading.judgements):
        line = one.facts.line
        by_rule = table is None or not one.rule.startswith("model/")
        number_of_line += text.count("\n", counted, line.start)
        counted = line.start
        yield {
            "line": number_of_line,
            "start": line.start,
            "end": line.end,
            "text": text[line.start : line.end],
            "keep": one.keep,
            "label": one.label,
            "rule": one.rule,
            "score": one.score,
            "inline": [text[start:end] for start, end, _, _ in one.cuts()] if one.keep else [],
            "reasons": [] if by_rule or table is None else line_model.reasons(table[number], limit=reasons),
        }
