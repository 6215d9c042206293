"""Noun phrases and what their form tells: preposition, case, number."""

from collections.abc import Sequence
from typing import NamedTuple

from presseschau_events.clauses import Clause
from presseschau_events.words import Words

_NOUNS = frozenset({"NN", "NE"})
AMBIGUOUS = frozenset({"während", "seit", "bis", "trotz"})
"""Prepositions that are conjunctions too."""
_BEFORE = frozenset({"APPR", "KOKOM"})
_BEGINS = frozenset({"DET", "ADJA", "CARD", "NN", "NE", "PPER", "PRF", "PRO", "PRELS"})
_SECOND = ("beid", "viel", "ander", "wenig", "weiter", "einig", "solch")
"""Words that stand between article and noun although they are tagged as determiners ("die beiden Minister")."""
_GENITIVE = frozenset(
    {
        "des", "der", "eines", "einer", "seines", "seiner", "ihres", "ihrer", "dieses", "dieser", "aller", "mehrerer", "beider",
        "zweier", "dreier", "vieler", "einiger", "unseres", "unserer", "deren", "dessen",
    }
)  # fmt: skip
_EIN = ("ein", "kein", "mein", "dein", "sein", "ihr", "unser", "euer")
_NOMINATIVE_PRONOUNS = frozenset({"ich", "du", "er", "sie", "es", "wir", "ihr", "man", "diese", "dieser", "dieses", "dies", "das", "die", "der",
                                  "beide", "alle", "viele", "einige", "mehrere", "andere", "jeder", "niemand", "jemand", "keiner", "einer",
                                  "welche", "welcher", "welches", "derjenige", "diejenigen", "manche", "wenige", "letzterer"})  # fmt: skip
_PLURAL = frozenset(
    {"sind", "waren", "wurden", "haben", "hatten", "werden", "wären", "hätten", "würden", "seien", "sollen", "wollen", "können"}
)
_SINGULAR_DETERMINERS = frozenset({"das", "ein", "eine", "kein", "sein", "ihr", "dieses", "jeder", "jede", "jedes"})
_FEMININE = ("ung", "heit", "keit", "schaft", "tion", "tät", "ei", "erin", "ik", "ur", "sion")


class Phrase(NamedTuple):
    """A noun phrase: its first and last token, its head, the preposition before it ("" if none), and whether it may be a subject."""

    first: int
    last: int
    head: int
    preposition: str
    nominative: bool
    plural: bool | None
    joined: bool = False

    def __contains__(self, token: object) -> bool:
        """Tell whether a token is in the phrase."""
        return isinstance(token, int) and self.first <= token <= self.last


def phrases_of(words: Words, clause: Clause, times: frozenset[int], pronoun: int | None = None) -> list[Phrase]:
    """Return the noun phrases of a clause in order; tokens of ``times`` (time expressions) are in none; ``pronoun`` is a relative one."""
    found: list[Phrase] = []
    tokens, tags, small = clause.tokens, clause.tags, words.small
    counts = "CARD" in tags
    place = 0
    preposition = ""
    while place < len(tokens):
        token = tokens[place]
        skipped = _quantity(words, tokens, place) if counts else 0
        if not skipped and (tags[place] not in _BEGINS or token in times):
            if tags[place] in _BEFORE or small[token] in AMBIGUOUS:
                preposition = small[token]
            elif tags[place] != "ADV":
                preposition = ""
            place += 1
            continue
        if token == pronoun:
            end, head_first, joined = place + 1, token, False
        else:
            end, head = _core(words, tokens, place + skipped, times)
            end, head_first, joined = _longer(words, tokens, end, head, times)
        first, last = tokens[place], tokens[end - 1]
        nominative = not preposition and _nominative(words, first, head_first)
        plural = True if joined or skipped else _plural(words, first, head_first)
        found.append(Phrase(first, last, head_first, preposition, nominative, plural, joined))
        preposition = ""
        place = end
    return found


def _core(words: Words, tokens: Sequence[int], place: int, times: frozenset[int]) -> tuple[int, int]:
    """Return where a phrase without attributes behind it ends, and its head."""
    tag = words.tags[tokens[place]]
    if tag in {"PPER", "PRF", "PRELS"}:
        return place + 1, tokens[place]
    head = tokens[place]
    seen_noun = False
    end = place
    attribute = _attribute(words, tokens, place)
    if attribute is not None:
        end, head = attribute, tokens[attribute]
        place = end
    while end < len(tokens):
        token = tokens[end]
        tag = words.tags[token]
        if token in times or (end > place and token != tokens[end - 1] + 1 and not _bridged(words, tokens[end - 1], token)):
            break
        if tag in _NOUNS:
            if seen_noun and tag == "NN" and words.tags[tokens[end - 1]] == "NN" and not _measures(words, tokens[end - 1]):
                break
            if not seen_noun or tag == "NE" or words.tags[head] == "NN":
                head = token if not seen_noun or (tag == "NE" and words.tags[head] != "NN") else head
            seen_noun = True
        elif (
            seen_noun
            or (tag in {"DET", "PRO"} and end > place and not words.small[token].startswith(_SECOND))
            or tag not in {"DET", "PRO", "ADJA", "CARD", "ADV", "ADJD", "KON", "APPR", "VVPP"}
        ) or (tag in {"ADV", "ADJD", "KON", "APPR", "VVPP"} and not _inside(words, tokens, end)):
            break
        end += 1
    return max(end, place + 1), head


def _quantity(words: Words, tokens: Sequence[int], place: int) -> int:
    """Return how many words at a place belong to the number behind them ("mehr als 70", "rund 30")."""
    for length in (1, 2):
        if place + length < len(tokens) and words.tags[tokens[place + length]] == "CARD":
            before = " ".join([words.small[token] for token in tokens[place : place + length]])
            if before in _QUANTITIES:
                return length
    return 0


_QUANTITIES = frozenset({"mehr als", "weniger als", "bis zu", "rund", "etwa", "mindestens", "knapp", "fast", "gut", "über", "insgesamt", "nur",
                         "zirka", "ca.", "ungefähr", "höchstens", "allein", "circa"})  # fmt: skip
_WIDEST = 10
"""Words between an article and the participle of its noun."""


def _attribute(words: Words, tokens: Sequence[int], place: int) -> int | None:
    """Return where the adjective stands whose own complements follow an article: "die seit Tagen erwartete Offensive"."""
    if words.tags[tokens[place]] != "DET" or place + 3 >= len(tokens):
        return None
    if words.tags[tokens[place + 1]] not in {"APPR", "ADV", "NE", "DET", "PRF"} or words.small[tokens[place + 1]].startswith(
        _SECOND
    ):
        return None
    for at in range(place + 2, min(place + _WIDEST, len(tokens) - 1)):
        tag = words.tags[tokens[at]]
        if tag in {"VVFIN", "VAFIN", "VMFIN", "KON", "PTKVZ", "$"} or tokens[at] != tokens[at - 1] + 1:
            return None
        before = words.tags[tokens[at - 1]]
        if (
            tag == "ADJA"
            and before in {"NN", "NE", "ADV", "CARD", "PRF", "ADJD"}
            and words.tags[tokens[at + 1]] in {"NN", "ADJA", "NE"}
        ):
            return at
    return None


_MEASURES = ("tonnen", "prozent", "millionen", "milliarden", "euro", "dutzend", "liter", "kilogramm", "kilo", "meter", "paar", "million",
             "minister", "ministerin", "präsident", "präsidentin", "kanzler", "kanzlerin", "chef", "chefin", "sprecher", "sprecherin",
             "kommissar", "direktor", "professor", "trainer", "könig", "königin", "papst", "stadt", "firma", "konzern", "agentur", "zeitung",
             "gewerkschaft", "partei", "organisation", "flugzeug", "schiff", "typ", "art", "herr", "frau", "jahre", "anwalt", "bürgermeister", "richter")  # fmt: skip


def _measures(words: Words, token: int) -> bool:
    """Tell whether a noun stands before another one in the same phrase: a measure or a title."""
    return words.small[token].endswith(_MEASURES)


def _bridged(words: Words, left: int, right: int) -> bool:
    """Tell whether only quotation marks lie between two tokens."""
    return right - left <= 3 and all(words.words[token] in "\"„“”«»‚‘’'‹›" for token in range(left + 1, right))  # noqa: PLR2004 - a mark each


def _inside(words: Words, tokens: Sequence[int], place: int) -> bool:
    """Tell whether an adverb stands within a phrase: what follows it declines ("ein besonders schwerer Unfall")."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following is not None and words.tags[following] in {"ADJA", "CARD"}


def _longer(words: Words, tokens: Sequence[int], end: int, head: int, times: frozenset[int]) -> tuple[int, int, bool]:
    """Take what belongs to a phrase from behind it: genitives, names joined by "und"."""
    joined = False
    while end < len(tokens) and tokens[end] not in times and words.tags[tokens[end - 1]] in _NOUNS:
        token = tokens[end]
        if token != tokens[end - 1] + 1 and not _bridged(words, tokens[end - 1], token):
            break
        tag = words.tags[token]
        following = tokens[end + 1] if end + 1 < len(tokens) else None
        name = _surname(words, tokens, end)
        if name:
            end += name
        elif tag in {"DET", "PRO"} and words.small[token] in _GENITIVE:
            new, _ = _core(words, tokens, end, times)
            if words.tags[tokens[new - 1]] not in _NOUNS:
                break
            end = new
        elif (
            tag == "KON" and words.small[token] in {"und", "sowie", "oder"} and following is not None and following not in times
        ):
            if words.tags[following] not in {"NN", "NE", "DET", "ADJA", "CARD"}:
                break
            new, _ = _core(words, tokens, end + 1, times)
            if words.tags[tokens[new - 1]] not in _NOUNS:
                break
            end, joined = new, True
        else:
            break
    return end, head, joined


def _surname(words: Words, tokens: Sequence[int], end: int) -> int:
    """Return how many words of a surname with "von" follow a first name ("Ursula von der Leyen")."""
    if words.tags[tokens[end - 1]] != "NE" or words.small[tokens[end]] not in {"von", "van", "de", "zu"}:
        return 0
    for length in (2, 3):
        if end + length <= len(tokens) and words.tags[tokens[end + length - 1]] == "NE":
            between = [words.small[token] for token in tokens[end + 1 : end + length - 1]]
            return length if all(word in {"der", "den", "dem", "la"} for word in between) and (between or length == 2) else 0  # noqa: PLR2004 - "von Leyen"
    return 0


def _nominative(words: Words, first: int, head: int) -> bool:
    """Tell whether the form of a phrase allows that it is a subject."""
    tag, small = words.tags[first], words.small[first]
    if tag in {"PPER", "PRELS", "PRF"} or (tag == "PRO" and first == head):
        return tag != "PRF" and small in _NOMINATIVE_PRONOUNS
    if tag == "ADJA":
        return not small.endswith(("en", "em"))
    return tag not in {"DET", "PRO"} or _nominative_article(small, words.small[head])


def _nominative_article(small: str, noun: str) -> bool:
    if small == "der":
        return not noun.endswith(_FEMININE)
    if small.startswith(_EIN):
        return small in _EIN or small.endswith("e")
    return not small.endswith(("en", "em", "es")) or small in {"dieses", "jedes", "welches"}


def _plural(words: Words, first: int, head: int) -> bool | None:
    """Return whether a phrase is in the plural, None where its form does not tell."""
    small, tag = words.small[first], words.tags[first]
    if tag == "CARD":
        return small not in {"ein", "eins", "1"}
    if small in _SINGULAR_DETERMINERS or (small == "der" and tag == "DET"):
        return False
    if small in {"mehrere", "viele", "einige", "zahlreiche", "beide", "alle", "hunderte", "tausende", "wir"}:
        return True
    if words.tags[head] == "NE" or small in {"er", "es", "ich"}:
        return False
    return None


def agrees(words: Words, phrase: Phrase, finite: int) -> bool:
    """Tell whether a phrase may be the subject of a finite verb by its number."""
    if phrase.plural is None:
        return True
    small = words.small[finite]
    plural = small in _PLURAL or small.endswith(("en", "ern", "eln"))
    return phrase.plural == plural or (phrase.plural is False and phrase.joined)
