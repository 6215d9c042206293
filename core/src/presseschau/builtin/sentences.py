"""Sentence boundaries in German text without a model: rules over characters and a list of abbreviations.

A boundary is a full stop, question or exclamation mark, or ellipsis (with any closing marks behind it), white space, and
something that can begin a sentence. A full stop is none after an abbreviation, an initial or an ordinal number. Line breaks
end sentences too (headlines and captions have no full stop) unless the next line goes on in lower case.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from presseschau.spans import Span

_CANDIDATE = re.compile(
    r"""(?P<stop>[.!?…]{1,8})(?P<closers>["'“”»«›‹‘’)\]]{0,4})(?P<space>[ \t\u00a0\u202f]{1,8})(?=\S)|(?P<line>[\n\r\u2028\u2029]+)"""
)
_WORD_BEFORE = re.compile(r"[^\s„“\"»«(\[/–—]{1,40}\Z")
_LAST_WORD = re.compile(r"(\w{1,40})\W{1,3}\Z")
_DOTTED = re.compile(r"(?:\w\.){1,6}\w\Z")
_ROMAN = re.compile(r"[IVX]{1,6}")
_NEXT_WORD = re.compile(r"\w{1,40}")
_OPENERS = frozenset("„“”\"»«›‹‚‘'([•*‣▪")
_ORDINAL_NOUNS = frozenset(
    [
        "Januar",
        "Jänner",
        "Februar",
        "Feber",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
        "Jan",
        "Feb",
        "Mär",
        "Apr",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Sept",
        "Okt",
        "Nov",
        "Dez",
        "Jahrhundert",
        "Jahrhunderts",
        "Jahrtausend",
        "Jahrtausends",
        "Weltkrieg",
        "Weltkriegs",
        "Weltkrieges",
        "Bundesliga",
        "Liga",
        "Platz",
        "Tag",
        "Tages",
        "Woche",
        "Mal",
        "Minute",
        "Stock",
        "Klasse",
        "Runde",
        "Spieltag",
        "Etage",
        "Geburtstag",
        "Jahrestag",
        "Legislaturperiode",
        "Armee",
        "Division",
        "Bezirk",
        "Wahlgang",
        "Etappe",
        "Lesung",
        "Juli",
        "Kapitel",
        "Auflage",
        "Internationale",
    ]
)
_BEFORE_ORDINAL = frozenset(
    [
        "am",
        "im",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "vom",
        "zum",
        "zur",
        "bis",
        "ab",
        "seit",
        "und",
        "oder",
        "beim",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "eines",
        "zwischen",
        "sein",
        "seine",
        "seinen",
        "seinem",
        "seiner",
        "seines",
        "ihr",
        "ihre",
        "ihren",
        "ihrem",
        "ihrer",
        "ihres",
        "dieser",
        "diesen",
        "diesem",
        "dieses",
        "jeden",
        "jeder",
        "jedes",
    ]
)
_BEGINNERS = frozenset(
    [
        "Der",
        "Die",
        "Das",
        "Den",
        "Dem",
        "Des",
        "Ein",
        "Eine",
        "Einen",
        "Einem",
        "Einer",
        "Er",
        "Sie",
        "Es",
        "Wir",
        "Ich",
        "Ihr",
        "Man",
        "Dies",
        "Diese",
        "Dieser",
        "Dieses",
        "Diesen",
        "Diesem",
        "Doch",
        "Aber",
        "Und",
        "Auch",
        "Nach",
        "Vor",
        "Bei",
        "Mit",
        "In",
        "Im",
        "Am",
        "An",
        "Auf",
        "Für",
        "Zu",
        "Zum",
        "Zur",
        "Seit",
        "Von",
        "Vom",
        "Als",
        "Wenn",
        "Dass",
        "Damit",
        "Dabei",
        "Dafür",
        "Danach",
        "Denn",
        "So",
        "Nun",
        "Jetzt",
        "Hier",
        "Dort",
        "Dann",
        "Wie",
        "Was",
        "Wer",
        "Wo",
        "Laut",
        "Trotz",
        "Während",
        "Beide",
        "Alle",
        "Viele",
        "Mehr",
        "Noch",
        "Schon",
        "Nur",
        "Unter",
        "Über",
        "Um",
        "Bis",
        "Seine",
        "Seinen",
        "Sein",
        "Ihre",
        "Ihren",
        "Zuvor",
        "Zudem",
        "Allerdings",
        "Jedoch",
        "Gegen",
        "Durch",
        "Ohne",
        "Heute",
        "Gestern",
    ]
)


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    lines = files(__package__).joinpath("abbreviations.txt").read_text("utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return frozenset(w for w in words if w[0] != "+"), frozenset(w[1:] for w in words if w[0] == "+")


def sentence_starts(text: str) -> Iterator[int]:
    """Yield the offsets at which a sentence begins after another, ascending; the first sentence's is left out."""
    for match in _CANDIDATE.finditer(text):
        after = match.end()
        if after >= len(text):
            return
        if match["line"] is not None:
            if len(match["line"].replace("\r\n", "\n")) > 1 or not _goes_on(text, match.start(), after):
                yield after
        elif _can_begin(text, after) and not _belongs_to_word(text, match, after):
            yield after


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text without the white space around them."""
    starts = [0, *sentence_starts(text), len(text)]
    found = []
    for start, end in pairwise(starts):
        sentence = text[start:end]
        lead = len(sentence) - len(sentence.lstrip())
        body = sentence.strip()
        if body:
            found.append(Span(start + lead, start + lead + len(body)))
    return found


def _can_begin(text: str, at: int) -> bool:
    char = text[at]
    return char.isupper() or char.isdigit() or char in _OPENERS or (char in "–—-" and text[at + 1 : at + 2].isspace())


def _goes_on(text: str, end: int, after: int) -> bool:
    """Tell whether a single line break stands inside a sentence: hard-wrapped text."""
    rest = text[after : after + 40].lstrip(" \t\u00a0")
    return bool(rest) and rest[0].islower() and text[end - 1 : end] not in {".", "!", "?", ":", "…"}


def _belongs_to_word(text: str, match: re.Match[str], after: int) -> bool:
    """Tell whether the full stop is part of an abbreviation, an initial or an ordinal."""
    if match["stop"] != "." or match["closers"]:
        return False
    before = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
    if before is None:
        return False
    word = before.group()
    following = _NEXT_WORD.match(text, after)
    next_word = following.group() if following else ""
    if word.isdecimal():
        return len(word) <= 2 and (  # noqa: PLR2004 - day, century and rank numbers
            next_word in _ORDINAL_NOUNS
            or next_word.isdecimal()
            or _word_before(text, before.start()).lower() in _BEFORE_ORDINAL
        )
    return _is_abbreviation(word, next_word)


def _is_abbreviation(word: str, next_word: str) -> bool:
    never, sometimes = _abbreviations()
    lowered = word.lower()
    if lowered in never or (len(word) == 1 and word.isalpha()):
        return True
    if lowered in sometimes:
        return next_word[:1].isdigit()
    return bool(_DOTTED.fullmatch(word) or _ROMAN.fullmatch(word)) and next_word not in _BEGINNERS


def _word_before(text: str, at: int) -> str:
    found = _LAST_WORD.search(text, max(0, at - 44), at)
    return found.group(1) if found else ""
