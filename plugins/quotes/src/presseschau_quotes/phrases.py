"""Noun phrases without a tagger: capital letters, articles and adjective endings mark them well enough in German."""

from presseschau_quotes import lexicon as lx
from presseschau_quotes.nouns import kind_of_noun
from presseschau_quotes.tokens import Unit
from presseschau_quotes.words import words

_NAME_PARTICLES = words("name_particles")
_ATTRIBUTE_PREPOSITIONS = words("attribute_prepositions")
_LOOSE_PREPOSITIONS = words("loose_prepositions")
_NAME_BLANKS = 5
_FIRST_NAMES = 3
_LONGEST = 30
_ATTRIBUTE = 12
_NAMING = tuple(sorted(words("naming")))
_TIME = words("time")
_FOCUS = words("focus")
_ADJECTIVE_BLOCK = lx.FUNCTION | lx.ADV | lx.PUNCT | lx.ZU_INF | lx.COORD


def phrase_end(unit: Unit, i: int, end: int) -> int:  # noqa: C901 - one branch per construction
    """Return where the bare noun phrase (article, adjectives, nouns, names) that starts at ``i`` ends; ``i`` where none does."""
    j = i
    end = min(end, i + _LONGEST)
    determined = False
    if j < end and unit.lows[j] in {"rund", "etwa", "knapp", "mindestens", "auch", "selbst", "sogar", "so"} and j + 1 < end:
        j += 1
    if j < end and unit.flags[j] & (lx.DET_N | lx.DET_O | lx.GEN):
        determined = True
        j += 1
        if j < end and unit.flags[j] & (lx.DET_N | lx.DET_O) and unit.lows[j] not in {"der", "die", "das", "dem", "den", "des"}:
            j += 1  # "die beiden Männer", "alle seine Freunde"
        j = _behind_attribute(unit, j, end)
    head = False
    while j < end:
        flags, word = unit.flags[j], unit.lows[j]
        if head and flags & lx.NUM and j + 1 < end and unit.flags[j + 1] & (lx.CAP | lx.ADJ):
            break  # "nach Angaben des Amtes 13 Prozent ...": the next phrase
        if flags & lx.QUOTE and head and _is_no_name(unit, j):
            break
        if head and flags & lx.CAP and determined and unit.lows[j - 1] in _TIME and word not in _TIME:
            break  # "vor einigen Wochen General Muster"
        if flags & lx.NUM and not head and j + 1 < end and unit.flags[j + 1] & (lx.CAP | lx.ADJ):
            j += 1
        elif flags & (lx.QUOTE | lx.NUM) or (flags & lx.CAP and (not flags & (lx.FUNCTION | lx.ADV) or j > i)):
            head = True
            j += 1
        elif (
            (head and word == "&" and j + 1 < end and unit.flags[j + 1] & lx.CAP)  # "Muster & Söhne"
            or (head and word in _NAME_PARTICLES and _inside_name(unit, i, j, end))
            or (not head and _is_adjective(unit, j, end, determined=determined))
            or (head and _goes_on(unit, i, j, end))
            or (
                not head
                and word in {"und", "oder", "bis", "sowie"}
                and j > i
                and _is_adjective(unit, j - 1, end, determined=True)
            )
        ):
            j += 1
        else:
            break
    return j if head else i


def _behind_attribute(unit: Unit, j: int, end: int) -> int:
    """Return the adjective that closes an attribute begun by a preposition: "der [für seinen Film] berühmte Mann"; else ``j``."""
    if j >= end or not unit.flags[j] & lx.PREP or unit.flags[j] & (lx.CAP | lx.FIN):
        return j
    for k in range(j + 2, min(end - 1, j + _ATTRIBUTE)):
        flags = unit.flags[k]
        if flags & (lx.PUNCT | lx.QUOTE | lx.PRON_N) and not flags & (lx.DET_N | lx.DET_O):
            return j
        if flags & lx.CAP or flags & lx.FUNCTION or not unit.lows[k].endswith(("e", "er", "en", "es", "em")):
            continue
        articled = bool(unit.flags[j - 1] & lx.DET_N) and unit.lows[k].endswith("te")
        if unit.flags[k - 1] & lx.CAP and unit.flags[k + 1] & lx.CAP and (not flags & lx.FIN or articled):
            return k
    return j


def _is_no_name(unit: Unit, j: int) -> bool:
    """Tell whether marks hold speech: many words, or a few that begin in lower case and stand behind no noun of naming."""
    if unit.words[j].count(" ") >= _NAME_BLANKS:
        return True
    return " " in unit.words[j] and unit.words[j][1:2].islower() and not names_things(unit.words[j - 1])


def names_things(word: str) -> bool:
    """Tell whether a noun, or the last part of a compound, stands before names of things ("Zeitung", "Wochenmagazin")."""
    return word.lower().endswith(_NAMING)


def _goes_on(unit: Unit, start: int, j: int, end: int) -> bool:
    """Tell whether an adjective goes on after a genitive ("Merkels neuer Sprecher") or a measure ("der 30 Jahre alte Mann")."""
    if not _is_adjective(unit, j, end, determined=False) or j + 1 >= end or not unit.flags[j + 1] & lx.CAP:
        return False
    genitive = j == start + 1 and unit.words[j - 1].endswith("s") and not unit.lows[j].endswith("en")
    measure = j >= start + 2 and bool(unit.flags[j - 2] & lx.NUM) and bool(unit.flags[start] & (lx.DET_N | lx.DET_O))
    return genitive or measure


def _inside_name(unit: Unit, start: int, j: int, end: int) -> bool:
    """Tell whether "von", "de" ... stands between two parts of a name ("Ursula von der Leyen")."""
    before = unit.words[j - 1]
    led = unit.flags[j - 1] & lx.PREP or before in {"Van", "Von"}  # "Van der Muster"
    if unit.lows[j] in {"und", "das", "zum", "zur", "zu", "den", "der"} and not led:
        return False
    if lx.is_role(before) or unit.flags[j - 1] & (lx.QUOTE | lx.NUM):
        return False
    k = j
    while k < end and k < j + 3 and unit.lows[k] in _NAME_PARTICLES:
        k += 1
    return (k < end and bool(unit.flags[k] & lx.CAP) and unit.lows[j] != "von") or (
        k < end
        and unit.lows[j] == "von"
        and bool(unit.flags[k] & lx.CAP)
        and j - start <= _FIRST_NAMES
        and not lx.noun_classes(before)
    )


def _is_adjective(unit: Unit, j: int, end: int, *, determined: bool) -> bool:
    flags, word = unit.flags[j], unit.lows[j]
    if flags & _ADJECTIVE_BLOCK and not (determined and flags & (lx.ADV | lx.DET_N | lx.DET_O)):
        return False
    if flags & (lx.CAP | lx.PUNCT):
        return False
    if not word.endswith(("e", "er", "en", "es", "em")):
        # "die sehr große Stadt", "der 34 Jahre alte Mann": one adverb before an adjective
        return (
            determined
            and j + 1 < end
            and not flags & (lx.FUNCTION | lx.FIN)
            and _looks_inflected(unit, j + 1)
            and _noun_near(unit, j + 1, end)
        )
    if flags & lx.FIN and not determined:
        return False
    return _noun_near(unit, j, end)


def _looks_inflected(unit: Unit, j: int) -> bool:
    return not unit.flags[j] & (lx.CAP | lx.FUNCTION | lx.PUNCT) and unit.lows[j].endswith(("e", "er", "en", "es", "em"))


def _noun_near(unit: Unit, j: int, end: int) -> bool:
    for k in range(j + 1, min(end, j + 5)):
        if unit.flags[k] & (lx.CAP | lx.QUOTE):
            return True
        if unit.flags[k] & (lx.PUNCT | lx.DET_O | lx.PRON_N | lx.PREP | lx.AUX | lx.MODAL) and unit.lows[k] not in {"und", ","}:
            return False
    return False


def phrase_around(unit: Unit, start: int, end: int, noun: int) -> tuple[int, int] | None:
    """Return the noun phrase, with its attributes, that token ``noun`` belongs to."""
    for i in range(max(start, noun - _LONGEST), noun + 1):
        if unit.flags[i] & (lx.DET_N | lx.DET_O | lx.CAP | lx.ADJ):
            j = full_phrase_end(unit, i, end)
            if i <= noun < j:
                return i, j
    return None


def full_phrase_end(unit: Unit, i: int, end: int, *, loose: bool = False) -> int:
    """Return where a noun phrase ends with its attributes: genitives, "von" phrases, brackets; with ``loose`` any preposition.

    ``i`` where no noun phrase starts.
    """
    j = phrase_end(unit, i, end)
    if j == i:
        return i
    for _ in range(6):
        grown = _attribute_end(unit, i, j, end, loose=loose)
        if grown == j:
            return j
        j = grown
    return j


def _attribute_end(unit: Unit, i: int, j: int, end: int, *, loose: bool) -> int:  # noqa: PLR0911 - one branch per construction
    if j >= end:
        return j
    word, flags = unit.lows[j], unit.flags[j]
    if word == "(":
        k = j
        while k < end and unit.lows[k] != ")":
            k += 1
        return k + 1 if k < end else j
    if flags & lx.GEN and _takes_genitive(unit, i, j):
        return _or(phrase_end(unit, j, end), j)
    if word.endswith("er") and not flags & (lx.CAP | lx.FUNCTION | lx.ADV | lx.FIN) and _takes_genitive(unit, i, j):
        return _or(phrase_end(unit, j, end), j)  # "Vertreter deutscher Banken"
    if word in _ATTRIBUTE_PREPOSITIONS or (loose and word in _LOOSE_PREPOSITIONS):
        k = phrase_end(unit, j + 1, end)
        if k > j + 1 and (loose or not _is_time(unit, j + 1, k)):
            return k
    if word in {"und", "sowie"} and j + 1 < end:
        k = phrase_end(unit, j + 1, end)
        begins = unit.flags[j + 1]
        if k > j + 1 and not begins & (lx.DET_O & ~lx.DET_N) and (k >= end or not unit.flags[k] & lx.FIN or loose):
            return k
    return j


def _or(found: int, otherwise: int) -> int:
    return max(found, otherwise)


def _takes_genitive(unit: Unit, i: int, j: int) -> bool:
    """Tell whether a noun phrase can have a genitive behind it: one with an article or a noun of office, not a bare name."""
    last = unit.words[j - 1]
    if unit.flags[j - 1] & lx.NUM:
        return False
    first = i + 1 if unit.lows[i] in _FOCUS and i + 1 < j else i
    determined = bool(unit.flags[first] & (lx.DET_N | lx.DET_O))
    if unit.lows[j] in {"des", "eines", "dieses", "seines", "ihres"}:
        return True
    return (
        determined
        or lx.is_role(last)
        or bool(lx.noun_classes(last))
        or kind_of_noun(last) != ""
        or last.endswith(("ung", "schaft", "heit"))
    )


def _is_time(unit: Unit, start: int, end: int) -> bool:
    return any(unit.lows[k] in _TIME for k in range(start, end))


def is_time_phrase(unit: Unit, start: int, end: int) -> bool:
    """Tell whether a noun phrase names a time ("diese Woche", "Montag")."""
    return any(
        unit.lows[k] in _TIME or unit.words[k].lower().endswith(("tag", "abend", "woche", "jahr"))
        for k in range(start, end)
        if k + 1 >= end or not unit.lows[k + 1].startswith("alt")  # "die 30 Jahre alte Frau"
    )
