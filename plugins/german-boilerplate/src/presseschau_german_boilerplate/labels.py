"""Labels for the lines that the model has judged: title, lead, subhead, list and paragraph, captions and other furniture."""

import re
from collections.abc import Sequence

from presseschau_german_boilerplate.features import BASE_NAMES, PROSE_WORDS, Array, is_point
from presseschau_german_boilerplate.rules import Facts

_ENDS = frozenset('.!?…“”«»"‘’›‹')
_LONGEST_TITLE = 25  # words, like all lengths here
_SHORTEST_TITLE = 3
_USUAL_TITLE = range(4, 17)
_LONGEST_SUBHEAD = 16
_LEAD = range(6, 81)
_SHORTEST_SENTENCE = 8
_SHORTEST_CAPTION = 3
_SHORTEST_PLAIN_CAPTION = 5
_REPEATS = BASE_NAMES.index("repeats")
_KNOWN = BASE_NAMES.index("known_share")
_KNOWN_NUMBER = BASE_NAMES.index("known")
_SENTENCE_WITHIN = re.compile(r"[a-zäöüß)“”\"]{2}[.!?]{1,3}[“”»«\"]? [„“»«\"]?[A-ZÄÖÜ]")
_WANTS_MORE = re.compile(r" (?:der|die|den|dem|des|eine[rnms]?|und|oder|vo[nm]|zu[mr]|im|beim)$")
_CRUMBS = (" > ", " › ", " » ")
_PICTURE = frozenset({"caption", "credit"})


def is_prose(text: str, one: Facts) -> bool:
    """Tell whether a line reads as running text: long, or a sentence of some length."""
    words = text.count(" ", one.start, one.end) + 1
    return words >= PROSE_WORDS or (words >= _SHORTEST_SENTENCE and text[one.end - 1] in _ENDS)


def title_of(text: str, facts: Sequence[Facts], keep: Sequence[bool], base: Array) -> int | None:
    """Return which line is the title; None if there is none.

    A title is a line of 3 to 25 words above the first kept paragraph that is not a full sentence. Of several, the one that stands
    there twice, whose content words the article takes up, and that is of a usual length; of equals the last, which is nearest.
    """
    first = next((at for at, one in enumerate(facts) if keep[at] and is_prose(text, one)), None)
    if first is None:
        return None
    best, best_points = None, 1.2
    for at in range(max(0, first - 40), first):
        one = facts[at]
        if one.rule or (one.phrase is not None and not keep[at]):
            continue
        words = text.count(" ", one.start, one.end) + 1
        if not _SHORTEST_TITLE <= words <= _LONGEST_TITLE or text[one.end - 1] in ".:,;" or is_point(text[one.start : one.end]):
            continue
        if _runs_on(text, one, facts[at + 1]):
            continue
        points = 1.0 * (base[at, _REPEATS] > 1) + 1.0 * (words in _USUAL_TITLE) + 1.5 * float(base[at, _KNOWN])
        points += 0.1 * min(float(base[at, _KNOWN_NUMBER]), 5) + 0.3 * keep[at]
        if points >= best_points:
            best, best_points = at, points
    return best


def _runs_on(text: str, one: Facts, following: Facts) -> bool:
    """Tell whether a line is part of a wrapped paragraph: a sentence ends within it, or goes on right below with a small letter
    or behind an article or preposition.
    """
    if text.count("\n", one.end, following.start) > 1:
        return False
    if _WANTS_MORE.search(text, max(one.start, one.end - 10), one.end):
        return True
    return text[following.start].islower() or _SENTENCE_WITHIN.search(text, one.start, one.end) is not None


def label_kept(text: str, facts: Sequence[Facts], keep: Sequence[bool], number: int, title: int | None) -> str:
    """Return the label of a kept line: lead, subhead, list or paragraph."""
    one = facts[number]
    if is_point(text[one.start : one.end]) and text[one.start + 1 : one.start + 2].isspace():
        return "list"
    words = text.count(" ", one.start, one.end) + 1
    if words <= _LONGEST_SUBHEAD and text[one.end - 1] not in ".,;…" and _prose_follows(text, facts, keep, number):
        ends_quoted = text[one.end - 1] in _ENDS and text[max(one.start, one.end - 2)] in ".!?,"
        if not ends_quoted and (text[one.end - 1] != ":" or text[one.start] == "#"):
            return "subhead"
    if title is not None and number > title and not any(keep[title + 1 : number]) and words in _LEAD:
        return "lead"
    return "paragraph"


def _prose_follows(text: str, facts: Sequence[Facts], keep: Sequence[bool], number: int) -> bool:
    following = next((at for at in range(number + 1, min(number + 12, len(facts))) if keep[at]), None)
    return following is not None and (
        is_prose(text, facts[following]) or is_point(text[facts[following].start : facts[following].end])
    )


def label_cut(text: str, facts: Sequence[Facts], keep: Sequence[bool], number: int) -> str:
    """Return the label of a line that the model cut: what the next line or the last heading says, else furniture.

    A heading ("Mehr zum Thema") speaks for the short lines below it and for a sentence right below, up to prose or another kind of
    furniture.
    """
    one = facts[number]
    following = facts[number + 1] if number + 1 < len(facts) else None
    words = text.count(" ", one.start, one.end) + 1
    if words >= _SHORTEST_CAPTION and following is not None and following.label in _PICTURE:
        return "caption"
    if one.phrase is not None:
        return one.phrase.label
    if any(step in text[one.start : one.end] for step in _CRUMBS):
        return "navigation"
    farthest = number - 2 if is_prose(text, one) else number - 13
    for at in range(number - 1, max(-1, farthest), -1):
        before = facts[at]
        if before.phrase is not None and before.phrase.heading:
            return before.phrase.label
        if keep[at] or before.phrase is not None or (at < number - 1 and is_prose(text, before)):
            break
    if words >= _SHORTEST_PLAIN_CAPTION and any(keep[max(0, number - 3) : number]) and any(keep[number + 1 : number + 4]):
        return "caption"
    return "furniture"
