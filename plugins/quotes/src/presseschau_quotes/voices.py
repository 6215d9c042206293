"""What can speak: noun phrases that name persons, bodies, papers or groups.

A quotation without a frame is somebody's only where the text names somebody near it.
"""

from presseschau_quotes import lexicon as lx
from presseschau_quotes.nouns import BODY, PERSON, common_noun, is_agent, kind_of_noun, voice_words
from presseschau_quotes.phrases import phrase_end
from presseschau_quotes.tokens import Unit
from presseschau_quotes.words import words

_ARTICLED = lx.DET_N | lx.DET_O
_PERSONAL = words("personal")
_NAMED = {"PER": PERSON, "ORG": BODY}
"""What names of a language model's kinds name; a place speaks only where the rules say so."""
_PAIR = 2
_ADJECTIVE_ENDINGS = ("e", "er", "es", "en")


def kind_of_phrase(unit: Unit, start: int, end: int) -> str:  # noqa: C901, PLR0911 - one branch per construction
    """Return what a noun phrase names: ``person``, ``body``, ``paper``, or "" for what cannot speak or is not known to."""
    flags = unit.flags[start]
    if end == start + 1 and unit.lows[start] in _PERSONAL:
        return PERSON
    bare = min(phrase_end(unit, start, end), end)
    if bare <= start:
        return ""
    articled = bool(flags & _ARTICLED)
    run = [k for k in range(start, bare) if unit.flags[k] & lx.CAP and not unit.flags[k] & (lx.QUOTE | lx.NUM)]
    if not run:
        return (
            PERSON if unit.lows[start] in {"einer", "eine", "beide", "viele", "einige", "manche", "niemand", "jemand"} else ""
        )
    if articled:
        run = [k for k in run if k > start]
    for k in run:
        found = kind_of_noun(unit.words[k])
        if found and (k == run[-1] or found == PERSON or not _is_name(unit, run[run.index(k) + 1 :])):
            return found
    named = _NAMED.get(unit.syntax.name(unit.starts[run[-1]]), "") if unit.syntax is not None and run else ""
    if named:
        return named
    if articled and run and unit.lows[start] in {"der", "ein", "jeder", "dieser"} and is_agent(unit.words[run[-1]]):
        return PERSON
    if run and run[0] > start and unit.lows[run[0] - 1].endswith(("jährige", "jähriger", "jährigen")):
        return PERSON
    if not articled and not flags & lx.NUM and _is_name(unit, run):
        return PERSON
    return ""


def _is_name(unit: Unit, run: list[int]) -> bool:
    """Tell whether capitalised words read as first name and surname: two or more, none a common noun by its ending.

    At the head of a sentence "Rote Rosen" looks like one: a first word with the ending of an adjective must be a first name.
    """
    if len(run) < _PAIR or any(common_noun(unit.words[k]) for k in run):
        return False
    first = unit.lows[run[0]]
    adjective = run[0] == 0 and len(run) == _PAIR and first.endswith(_ADJECTIVE_ENDINGS) and "-" not in first
    return not adjective or first in voice_words("given_like_adjectives")
