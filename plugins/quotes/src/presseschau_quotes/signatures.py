"""Who said a quotation, told behind it: „…“ – X, Funktion; „…“ (X); a line of its own; "Das sagte X"; "So X am Montag"."""

from collections.abc import Sequence

from attrs import frozen

from presseschau_quotes import lexicon as lx
from presseschau_quotes.addressees import addressee
from presseschau_quotes.clauses import FRAGMENT, MAIN, Segment
from presseschau_quotes.cues import verb_cues
from presseschau_quotes.nouns import PERSON, is_agent, kind_of_noun
from presseschau_quotes.phrases import full_phrase_end, phrase_end
from presseschau_quotes.speakers import nominative_at, subject
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.voices import kind_of_phrase
from presseschau_quotes.words import words

_DASHES = frozenset(["–", "—", "-", "―"])
_LONGEST = 16
"""Tokens of a signature: a name with office and place."""

_POINTING = words("pointing")
_NOBODY = words("nobody")
_COME = words("come") | {"ist", "sind", "war", "waren"}


@frozen
class Signature:
    """Who said what stands before, in tokens of the sentence that says so, with the roles of a frame."""

    speaker: Range
    cue: tuple[int, ...] = ()
    addressee: Range | None = None
    frame: tuple[Range, ...] = ()


def signed(unit: Unit, at: int) -> Signature | None:
    """Return the signature that begins at token ``at``, behind a quotation in the same sentence: "– X, Funktion" or "(X)"."""
    if at >= len(unit) or len(unit) - at > _LONGEST + 2:
        return None
    opening = unit.words[at]
    if opening in _DASHES:
        end = len(unit)
    elif opening in "([":
        end = next((k for k in range(at + 1, len(unit)) if unit.words[k] in ")]"), -1)
        if end < 0 or any(not unit.flags[k] & lx.PUNCT for k in range(end + 1, len(unit))):
            return None
    else:
        return None
    found = _named(unit, at + 1, end)
    return Signature(found, frame=((at, len(unit)),)) if found is not None else None


def signed_after(before: Unit, unit: Unit, parts: Sequence[Segment]) -> Signature | None:
    """Return the signature that a sentence of its own is: in brackets, behind a dash, or a line that is a name with office."""
    if unit.words[0] in _DASHES or unit.words[0] in "([":
        return signed(unit, 0)
    if unit.paragraph == before.paragraph or len(unit) > _LONGEST or unit.words[-1] in {".", "!", "?", ":"}:
        return None
    if any(part.kind != FRAGMENT for part in parts):
        return None
    found = _named(unit, 0, len(unit))
    if found is None or (found[1] != len(unit) and unit.lows[found[1]] != "über") or not _is_signature(unit):
        return None
    return Signature(found, frame=((0, len(unit)),))


def _is_signature(unit: Unit) -> bool:
    """Tell whether a line names a person with an office, and is not a heading: "Trainer Jan Muster", "Jan Muster, Trainer"."""
    nouns = [word for word, flags in zip(unit.words, unit.flags, strict=True) if flags & lx.CAP and not flags & lx.NUM]
    offices = [
        word for word in nouns if kind_of_noun(word) == PERSON or ("," in unit.words and word == nouns[-1] and is_agent(word))
    ]
    pairs = zip(range(len(unit) - 1), range(1, len(unit)), strict=True)
    named = any(all(unit.words[k] in nouns and unit.words[k] not in offices for k in pair) for pair in pairs)
    return bool(offices) and named


def _named(unit: Unit, start: int, end: int) -> Range | None:
    """Return the name, with what stands in apposition to it, that fills the tokens of a signature."""
    while end > start and unit.flags[end - 1] & lx.PUNCT and unit.words[end - 1] != ")":
        end -= 1
    if end <= start or any(unit.flags[k] & lx.FIN and not unit.flags[k] & (lx.CAP | lx.DET_N) for k in range(start, end)):
        return None
    first = full_phrase_end(unit, start, end, loose=True)
    if first == start or unit.flags[start] & (lx.DET_O | lx.PREP) or unit.lows[start] in _NOBODY:
        return None
    about = next((k for k in range(start + 1, end) if unit.lows[k] == "über"), end)
    first = min(first, about)
    if not kind_of_phrase(unit, start, first) or (first < about and unit.words[first] not in {",", "(", "/", "–"}):
        return None
    return start, about  # "Die Försterin Anna Muster über Dürre und Wald", beneath a headline


def said_after(unit: Unit, parts: Sequence[Segment]) -> Signature | None:  # noqa: C901, PLR0911 - one branch per construction
    """Return who said the sentence before by one like "Das sagte X", "So formulierte es X", "So X am Montag"."""
    segment = parts[0]
    low = unit.lows[segment.head]
    if low == "so" and segment.kind == FRAGMENT:
        end = nominative_at(unit, segment.head + 1, segment.end)
        found = (segment.head + 1, end)
        if end > found[0] and kind_of_phrase(unit, *found) and unit.lows[found[0]] not in _NOBODY:
            return Signature(found, (segment.head,), frame=((0, len(unit)),))
        return None
    if segment.kind != MAIN:
        return _with_words(unit, segment)
    front = " ".join(unit.lows[segment.head : segment.finite])
    if front in _named_words() and unit.lows[segment.finite] in _COME:
        return _come_from(unit, segment)
    if not _points(unit, segment):
        return None
    worded = front.startswith("mit ")
    cue = next((c for c in verb_cues(unit, parts, 0) if c.finite == segment.finite and not c.passive), None)
    if cue is None:
        cue = next((c for k in range(1, len(parts)) for c in verb_cues(unit, parts, k) if parts[k].link == 0), None)
    resumed = any(
        unit.lows[k] in {"es", "das", "dies"} for k in range(segment.finite + 1, min(segment.end, segment.finite + 3))
    )
    if cue is None and not worded and not (low == "so" and resumed):
        return None
    if low in {"so", "es"} and not resumed and cue is not None and cue.weak:
        return None
    found_subject = subject(unit, parts, 0, segment.finite)
    if found_subject is None or found_subject[0] < segment.finite or unit.lows[found_subject[0]] in {"es", "das", "dies"}:
        return None
    if unit.lows[found_subject[0]] in _NOBODY or not _can_say(unit, found_subject):
        return None
    addressed = None
    if cue is not None:
        addressed = addressee(
            unit, segment, found_subject, finite=cue.finite, classes=cue.classes, infinitive=cue.infinitive
        ) or _written_to(unit, segment, found_subject)
    tokens = cue.tokens if cue is not None else (segment.finite,)
    return Signature(found_subject, tokens, addressed, frame=((0, len(unit)),))


def _with_words(unit: Unit, segment: Segment) -> Signature | None:
    """Read "Mit diesen Worten eröffnete X das Fest", with any verb."""
    verb = segment.head + 3
    if verb + 1 >= segment.end or " ".join(unit.lows[segment.head : verb]) not in _phrases() or unit.flags[verb] & lx.CAP:
        return None
    end = nominative_at(unit, verb + 1, segment.end)
    if end == verb + 1 or not kind_of_phrase(unit, verb + 1, end):
        return None
    return Signature((verb + 1, end), (verb,), frame=((0, len(unit)),))


def _come_from(unit: Unit, segment: Segment) -> Signature | None:
    """Read "Diese Worte stammen von X"."""
    for k in range(segment.finite + 1, segment.end - 1):
        if unit.lows[k] in {"von", "vom"}:
            end = full_phrase_end(unit, k + 1, segment.end)
            if end > k + 1 and kind_of_phrase(unit, k + 1, end):
                return Signature((k + 1, end), (segment.finite,), frame=((0, len(unit)),))
    return None


def _named_words() -> frozenset[str]:
    return frozenset(phrase.replace("_", " ") for phrase in words("named_words"))


def _can_say(unit: Unit, found: Range) -> bool:
    return bool(kind_of_phrase(unit, *found)) or (found[1] == found[0] + 1 and bool(unit.flags[found[0]] & lx.CAP))


def _points(unit: Unit, segment: Segment) -> bool:
    """Tell whether the first position of a clause points back to what was said: das, dies, so, mit diesen Worten."""
    head = segment.head
    if segment.finite == head + 1:
        return unit.lows[head] in {"das", "dies", "so", "dieses"}
    front = " ".join(unit.lows[head : segment.finite])
    return front in _phrases()


def _phrases() -> frozenset[str]:
    return frozenset(" ".join(phrase.split("_")) for phrase in _POINTING)


def _written_to(unit: Unit, segment: Segment, found: Range) -> Range | None:
    """Return whom something was written to: "an seine Frau"."""
    for k in range(found[1], segment.end):
        if unit.lows[k] == "an":
            end = phrase_end(unit, k + 1, segment.end)
            if end > k + 1 and kind_of_phrase(unit, k + 1, end):
                return k + 1, end
    return None
