"""Who is introduced before a colon without a verb of speech: "Dazu X: …", "Seine Antwort: …", "X trat vor: …"."""

from collections.abc import Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.clauses import FRAGMENT, MAIN, Segment
from presseschau_quotes.nouns import common_noun, kind_of_noun, voice_words
from presseschau_quotes.phrases import full_phrase_end, phrase_end
from presseschau_quotes.speakers import postposed_subject, subject
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.voices import kind_of_phrase
from presseschau_quotes.words import words

_NOBODY = words("nobody")
_POSSESSIVES = words("possessives")


def announcer(unit: Unit, parts: Sequence[Segment], at: int) -> tuple[Range | None, bool]:  # noqa: PLR0911 - one branch per construction
    """Return who segment ``at``, which ends in a colon, introduces, and whether it points back to who spoke before."""
    segment = parts[at]
    if segment.kind == FRAGMENT:
        return _verbless(unit, parts, at)
    main = next((k for k in range(at, max(-1, at - 3), -1) if parts[k].kind == MAIN), None)
    if main is None:
        return None, False
    found = subject(unit, parts, main, parts[main].finite)
    if found is None:
        return None, False
    if unit.lows[found[0]] in _NOBODY:
        return None, unit.lows[found[0]] not in {"es", "das", "dies"}
    if kind_of_phrase(unit, *found) or _bare_name(unit, found):
        return found, False
    behind = postposed_subject(unit, parts, main)
    if behind is not None and behind[0] > parts[main].finite > parts[main].head and kind_of_phrase(unit, *behind):
        return behind, False  # "Kritik übte der Verein: ..."
    return _owner(unit, found)


def _bare_name(unit: Unit, found: Range) -> bool:
    start, end = found
    word = unit.words[start]
    return end == start + 1 and bool(unit.flags[start] & lx.CAP) and not unit.flags[start] & lx.QUOTE and not common_noun(word)


def _verbless(unit: Unit, parts: Sequence[Segment], at: int) -> tuple[Range | None, bool]:
    """Read a fragment before a colon: an opener and a noun phrase, with its appositions."""
    first = at
    while first > 0 and parts[first].separator == "," and parts[first - 1].kind == FRAGMENT:
        first -= 1
    start, end = parts[first].head, parts[at].end
    openers = voice_words("openers")
    while start < end - 1 and unit.lows[start] in openers:
        start += 1
    stop = full_phrase_end(unit, start, end, loose=True)
    if stop == start:
        return None, False
    if unit.flags[start] & lx.PREP and not unit.flags[start] & lx.CAP:
        return None, False
    phrase = (start, end if stop >= end or unit.lows[stop] in {",", "(", "zu", "in", "im", "am", "über"} else stop)
    if kind_of_phrase(unit, start, stop):
        clipped = stop if unit.lows[min(stop, len(unit) - 1)] in {"zu", "in", "im", "am", "über"} else phrase[1]
        return (start, clipped), False
    if stop == end and end == start + 1 and unit.flags[start] & lx.CAP and not lx.noun_classes(unit.words[start]):
        return ((start, end), False) if _may_be_name(unit, start) else (None, False)
    return _owner(unit, (start, stop))


def _may_be_name(unit: Unit, i: int) -> bool:
    word = unit.words[i]
    return word not in {"Fazit", "Motto", "Aber", "Und"} and word.lower() not in voice_words("utterance") and word[:1].isupper()


def _owner(unit: Unit, phrase: Range) -> tuple[Range | None, bool]:
    """Return whose word it is: "das Fazit der Trainerin", "Lemkes Antwort"; "seine Antwort" is of who spoke before."""
    start, end = phrase
    bare = phrase_end(unit, start, end)
    if unit.lows[start] in _POSSESSIVES:
        return None, True
    if bare < end and unit.flags[bare] & lx.GEN and kind_of_phrase(unit, bare, end):
        return (bare, end), False
    if bare < end and unit.lows[bare] in {"von", "vom"} and kind_of_phrase(unit, bare + 1, end):
        return (bare + 1, end), False
    first = unit.words[start]
    if end > start + 1 and unit.flags[start] & lx.CAP and first.endswith("s") and not kind_of_noun(first):
        return (start, start + 1), False
    return None, False
