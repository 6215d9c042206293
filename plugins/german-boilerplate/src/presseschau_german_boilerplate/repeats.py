"""Rules over lines among themselves: what a page says twice is furniture.

An article says nothing twice; teasers, boxes and what is written for two sizes of a screen do, and a picture's description often stands
once as its caption and once for those who do not see it.
"""

from collections import Counter
from collections.abc import Sequence

from attrs import evolve

from presseschau_german_boilerplate.features import Sheet
from presseschau_german_boilerplate.rules import Facts

_SHORTEST_SENTENCE = 8  # words, like all lengths here but the next
_BEGINNING = 30  # code points
_SHORTEST_DESCRIPTION = 5
_LONGEST_DESCRIPTION = 100
_LONGEST_CREDIT = 20
_CLOSING = "“”«»\"'‘’›‹)"
_MOST_REPEATED = 0.5
_CAPTION_RULE = "shape/caption"


def apply(text: str, facts: Sequence[Facts], sheet: Sheet) -> tuple[Sequence[Facts], Sheet]:
    """Return the facts and the sheet of lines once more, with those cut that say what others, or they themselves, say again."""
    found = _repeats(text, facts, sheet.bodies)
    if not found:
        return facts, sheet
    return [found.get(at, one) for at, one in enumerate(facts)], sheet.cut(found)


def _repeats(text: str, facts: Sequence[Facts], bodies: Sequence[str]) -> dict[int, Facts]:
    captions = {text[one.start : one.pieces[-1].start].strip() for one in facts if one.rule == _CAPTION_RULE}
    sentences = _repeated_sentences(bodies)
    found: dict[int, Facts] = {}
    before = ""
    for at, body in enumerate(bodies):
        if body in captions:
            found[at] = _cut(facts[at], "repeat/caption", "caption")
        elif body in sentences:
            found[at] = _cut(facts[at], "repeat/sentence", "furniture")
        elif _says_twice(body):
            found[at] = _cut(facts[at], "repeat/within", "caption")
        if before:
            shorter, longer = (at - 1, at) if len(before) < len(body) else (at, at - 1)
            comparable = body != before and _is_description(bodies[shorter])
            place = bodies[longer].find(bodies[shorter]) if comparable else -1
            if place == 0 or (place > 0 and _is_sentence(bodies[shorter])):  # a subhead may say words of its paragraph
                found.setdefault(shorter, _cut(facts[shorter], "repeat/neighbour", "caption"))
                if place == 0 and len(bodies[longer][len(bodies[shorter]) :].split()) <= _LONGEST_CREDIT:
                    found.setdefault(longer, _cut(facts[longer], "repeat/neighbour", "caption"))
        before = body
    return {at: one for at, one in found.items() if not facts[at].rule}


def _cut(one: Facts, rule: str, label: str) -> Facts:
    return evolve(one, rule=rule, label=label)


def _is_description(body: str) -> bool:
    return _SHORTEST_DESCRIPTION <= body.count(" ") + 1 <= _LONGEST_DESCRIPTION


def _is_sentence(body: str) -> bool:
    """Tell whether a line ends in a full stop; titles, which stand twice on many pages, may end in other marks."""
    return body.count(" ") + 1 >= _SHORTEST_SENTENCE and body.rstrip(_CLOSING).endswith(".")


def _repeated_sentences(bodies: Sequence[str]) -> set[str]:
    """Return the sentences that stand there more than once; none where most does, as in a text that was saved twice over."""
    count = Counter(bodies)
    if len(count) == len(bodies):
        return set()
    repeated = {body for body, number in count.items() if number > 1 and _is_sentence(body)}
    if not repeated:
        return repeated
    size = sum(len(body) * count[body] for body in repeated)
    whole = sum(len(body) for body in bodies if _is_sentence(body))
    return repeated if size <= _MOST_REPEATED * whole else set()


def _says_twice(body: str) -> bool:
    """Tell whether a line says again what it begins with."""
    beginning = body[:_BEGINNING]
    again = body.find(beginning, _BEGINNING)
    return again > 0 and _is_description(body) and any(map(str.isalpha, beginning))
