"""Text to tokens: words, numbers by their shape, and punctuation, each with the word classes of a lexicon.

The classes of a token are folded into one character, its *symbol*, so that rules over classes are ordinary regular expressions
over a string with one character a token.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from presseschau_dates.lexicon import Lexicon

Values = Mapping[str, str]

_TOKEN = re.compile(
    r"""(?:[ ](?=\S))?(?:  # most tokens stand behind one blank
        (?P<word>[^\W\d_]{1,60}(?:(?:[\u0300-\u036f\u00ad\u200b\u2060]{1,4}|-\n[ \t]{0,8}(?=[a-zäöüß]))[^\W\d_]{0,60}){0,12})
       |(?P<break>\n[ \t\r]{0,20}\n\s{0,200})
       |(?P<space>\s{1,200})
       |(?P<iso>(?<![\w.-])\d{4}-\d\d-\d\d(?![\d-]))
       |(?P<dmy>(?<![\w.,])\d{1,2}\.[ ]{0,2}\d{1,2}\.[ ]{0,2}(?:\d{4}|\d\d)(?![\d.,]\d|\d|[ ]?[%€$:])(?!\.\w))
       |(?P<slashed>(?<![\w./-])\d{1,2}(?:/\d{1,2}/|-\d{1,2}-)\d{4}(?![\w/-]))
       |(?P<dm>(?<![\w.,])\d{1,2}\.[ ]{0,2}\d{1,2}\.(?![\d]))
       |(?P<clock>(?<![\w.,:])\d{1,2}[:.]\d\d(?![\d:]|[.,]\d))
       |(?P<decimal>\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,6})?|\d{1,12},\d{1,6})
       |(?P<ordinal>(?<![\w.,])\d{1,3}\.(?=[\s,;/)–-]))
       |(?P<number>\d{1,12})
       |(?P<other>\S))""",
    re.VERBOSE,
)
_WORD = _TOKEN.groupindex["word"]
_INSIDE = re.compile(r"[\u00ad\u200b\u2060]|-\n[ \t]{0,8}")
_SENTENCE_ENDS = frozenset(".!?:…")
_OPENERS = frozenset("„»‚›")
_ORDINALS = {"HALFORD": 2, "QUARTERORD": 4, "NTHORD": 5, "CENTURYORD": 30}
"""Classes of ordinals, and the highest that is in them."""
BREAK = "BREAK"
OTHER = "OTHER"


class Tokens(NamedTuple):
    """The tokens of a text, in parallel sequences of the same length; ``symbols`` is a string."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    symbols: str
    values: list[Values]

    def extent(self, first: int, end: int) -> str:
        """Return the text of the tokens ``first <= i < end``."""
        return self.text[self.starts[first] : self.ends[end - 1]]


def tokenize(text: str, lexicon: Lexicon) -> Tokens:
    """Cut a text into tokens and look them up."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    symbols: list[str] = []
    values: list[Values] = []
    as_it_stands, initial, numbers = lexicon.as_it_stands, lexicon.lookup_initial, lexicon.symbol_of
    composed = is_normalized("NFC", text)
    at_start = True
    for match in _TOKEN.finditer(text):
        group = match.lastindex or 0
        start, end = match.span(group)
        word = text[start:end]
        if group == _WORD:
            # The letters of NFD ("a" and dots) are looked up as one; the offsets stay those of the text.
            word = word if composed else normalize("NFC", word)
            # Soft hyphens, zero-width characters and words broken over two lines are looked up whole.
            word = word if word.isalpha() else _INSIDE.sub("", word)
            symbol, found = initial(word) if at_start or word.isupper() else as_it_stands[word]
            at_start = False
            starts.append(start)
            ends.append(end)
            words.append(word)
            symbols.append(symbol)
            values.append(found)
            continue
        kind = match.lastgroup or ""
        if kind == "space":
            at_start = at_start or "\n" in word
            continue
        if kind == "other":
            symbol, found = as_it_stands[word]
            at_start = at_start or word in _SENTENCE_ENDS or word in _OPENERS
        elif kind == "break":
            symbol, found = lexicon.break_symbol, {}
            at_start = True
        elif kind == "ordinal" and _is_next_year(text, start, word):
            # "2019/20." ends a sentence; the full stop stays out of the year.
            word, end = word[:-1], end - 1
            found = _integer(word)
            symbol = numbers(frozenset(found))
            at_start = True
        else:
            found = _number(kind, word)
            symbol = numbers(frozenset(found))
            at_start = False
        starts.append(start)
        ends.append(end)
        words.append(word)
        symbols.append(symbol)
        values.append(found)
    return Tokens(text, starts, ends, words, "".join(symbols), values)


@lru_cache(maxsize=8192)
def _number(kind: str, word: str) -> Values:  # noqa: PLR0911 - one shape a line
    if kind == "number":
        return _integer(word)
    if kind == "ordinal":
        value = int(word[:-1])
        found = {"ORD": str(value)}
        found.update({name: str(value) for name, most in _ORDINALS.items() if 1 <= value <= most})
        if 1 <= value <= 31 and len(word) <= 3:  # noqa: PLR2004 - days of a month, one or two digits
            found["DAYORD"] = f"{value:02}"
        if 1 <= value <= 12 and len(word) <= 3:  # noqa: PLR2004 - months
            found["MONTHORD"] = f"{value:02}"
        return found
    parts = [int(part) for part in re.findall(r"\d{1,12}", word)]
    if kind == "iso":
        return {"ISODATE": word} if is_day(word) else {OTHER: ""}
    if kind in ("dmy", "slashed"):
        year = parts[2] if parts[2] > 99 else parts[2] + (2000 if parts[2] < 50 else 1900)  # noqa: PLR2004 - two-digit years
        day = f"{year:04}-{parts[1]:02}-{parts[0]:02}"
        return {"DMY": day} if is_day(day) else {OTHER: ""}
    if kind == "dm":
        day = f"{parts[1]:02}-{parts[0]:02}"
        return {"DM": day} if is_day(day) else {OTHER: ""}
    if kind == "clock":
        if parts[0] <= 24 and parts[1] <= 59:  # noqa: PLR2004 - the clock
            colon = {"COLONCLOCK": f"{parts[0]:02}:{parts[1]:02}"} if ":" in word else {}
            return {"CLOCK": f"{parts[0]:02}:{parts[1]:02}", **colon}
        return {OTHER: ""}
    return {"NUM": word.replace(".", "").replace(",", "."), "DECIMAL": word}


def _is_next_year(text: str, start: int, word: str) -> bool:
    """Tell whether "20." stands behind "2019/"."""
    before = text[max(start - 5, 0) : start]
    return before[-1:] in ("/", "–") and before[:4].isdecimal() and f"{(int(before[:4]) + 1) % 100:02}." == word


def is_day(text: str) -> bool:
    """Tell whether the calendar has a day, given as ``YYYY-MM-DD``, or as ``MM-DD`` of some year."""
    try:
        date.fromisoformat(text if len(text) > 5 else f"2000-{text}")  # noqa: PLR2004 - 2000 is a leap year
    except ValueError:
        return False
    return True


def _integer(word: str) -> Values:  # noqa: C901 - a class a line
    value = int(word)
    found = {"NUM": str(value)}
    if len(word) == 4 and 1000 <= value <= 2150:  # noqa: PLR2004 - years that news write about
        found["YEAR4"] = word
        if value % 50 and (1500 <= value <= 2050) or 1900 < value < 2000:  # noqa: PLR2004, RUF021 - numbers that hardly count things
            found["LIKELYYEAR"] = word
    if word.startswith("0") and len(word) > 2:  # noqa: PLR2004 - 0221, not 05
        found["AREACODE"] = word
    if len(word) == 1 and 1 <= value <= 4:  # noqa: PLR2004 - Q3
        found["QUARTERNUM"] = word
        if value <= 2:  # noqa: PLR2004 - H1
            found["HALFNUM"] = word
    if len(word) <= 2:  # noqa: PLR2004 - two digits
        found["NUM2"] = word
        if value <= 24:  # noqa: PLR2004 - hours
            found["HOUR"] = f"{value:02}"
        if 1 <= value <= 31:  # noqa: PLR2004 - days of a month
            found["DAYNUM"] = f"{value:02}"
        if value <= 59:  # noqa: PLR2004 - minutes
            found["MINUTE"] = f"{value:02}"
        if len(word) == 2:  # noqa: PLR2004 - the end of a year
            found["YEAR2"] = word
    if len(word) == 3 and value >= 100:  # noqa: PLR2004 - years of antiquity and the middle ages
        found["YEAR3"] = f"0{word}"
    return found


def number_classes() -> frozenset[frozenset[str]]:
    """Return every set of classes that a number can have; the lexicon needs them all to give out symbols."""
    samples = [("number", str(n)) for n in (*range(2200), 5000)]
    samples += [("number", f"{n:02}") for n in range(10)] + [
        ("number", "005"),
        ("number", "12345"),
        ("number", "0221"),
        ("number", "01234"),
        ("number", "099"),
    ]
    samples += [("ordinal", f"{n}.") for n in (*range(40), 100)] + [("ordinal", "03."), ("ordinal", "010.")]
    samples += [("iso", "2014-05-03"), ("iso", "2014-13-03"), ("dmy", "3.4.2024"), ("dmy", "3.14.2024")]
    samples += [("dm", "3.4."), ("dm", "3.14."), ("clock", "20.30"), ("clock", "20:30"), ("clock", "20.70"), ("decimal", "1,5")]
    return frozenset(frozenset(_number(kind, word)) for kind, word in samples)
