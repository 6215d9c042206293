"""Words broken at the ends of lines, and words with invisible characters in them."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from attrs import frozen

_HYPHENS = "-\u00ac\u00ad\u2010"
_SIGNS = "=\u2013"
"""What scans have for a hyphen at the end of a line: the double stroke of black letter, a dash."""
INVISIBLE = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero-width space, word joiner, byte order mark: none of them is a part of what is read."""
_DIRECTIONS = "\u200c\u200d\u200e\u200f"
"""Joiners and marks of direction: parts of emojis and of other scripts, but of no German word."""
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿĀ-ſ"
HIDDEN = re.compile(rf"[^\s]{{0,60}}(?:[{INVISIBLE}]|(?<=[{_LETTER}])[{_DIRECTIONS}](?=[{_LETTER}\s.,;:!?]|$))[^\s]{{0,200}}")
_DROPPED = re.compile(rf"[{INVISIBLE}]|(?<=[{_LETTER}])[{_DIRECTIONS}](?=[{_LETTER}\s.,;:!?]|$)")
_LINE = "[ \\t\u00a0]{0,20}\\n[ \\t\u00a0]{0,200}"
_END = rf"(?:[{_HYPHENS}]{_LINE}(?:\n[ \t\u00a0]{{0,200}}(?=[a-zäöüß]))?|(?<=[a-zäöüß])[{_SIGNS}]{_LINE}(?=[a-zäöüß]))"
"""The end of a line within a word; a blank line may stand between where the word goes on with a small letter."""
BROKEN = re.compile(
    rf"(?<!\w)[\w'’.{INVISIBLE}-]{{0,60}}?\w{_END}\w[\w{INVISIBLE}]{{0,60}}(?:{_END}\w[\w{INVISIBLE}]{{0,60}}){{0,5}}"
)
"""A word with one to six breaks."""
_BREAK = re.compile(rf"([{_HYPHENS}{_SIGNS}]){_LINE}(?:\n[ \t\u00a0]{{0,200}})?")
_TORN = re.compile(rf"(?<![\w-])([{_LETTER}]{{2,40}})-[ \u00a0]{{1,2}}([a-zäöüß]{{2,40}})(?!\w)")
_MANY_TORN = 2
"""Words with a hyphen and a space in them that show that lines were joined; a single one may be a dash."""
_HYPHENATED = re.compile(rf"[{_LETTER}]{{1,40}}-[a-zäöüß]{{1,40}}")
_AFTER = re.compile(r"[ \t\u00a0\n]{1,20}([A-ZÄÖÜ0-9])")


LIGATURE = re.compile("[\ufb00-\ufb06\uff01-\uff5e]")
"""Letters that type or a scan has as one sign (ff, fi, fl, ffi, ffl, ſt, st), and signs in the width of Chinese characters (＂)."""
REFERENCE = re.compile(r"&(?:amp;)?(?:[A-Za-z]{2,8}|#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6});")
"""A character reference of HTML in plain text, perhaps escaped twice."""


@frozen
class Words:
    """Closed classes of words; see ``words.toml``."""

    suspended: frozenset[str]
    doubtful: frozenset[str]
    open: frozenset[str]
    colours: frozenset[str]


@cache
def words() -> Words:
    """Return the shipped words."""
    data = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    return Words(**{name: frozenset(value) for name, value in data.items()})


@frozen
class Change:
    """A span of the text that is to be read as something else."""

    start: int
    end: int
    replacement: str
    rule: str


def visible(word: str) -> str:
    """Return a word without invisible characters."""
    return _DROPPED.sub("", word)


def broken_words(text: str) -> Iterator[Change]:
    """Yield words that were broken at the ends of lines, as they are whole, in order; and the breaks behind suspended hyphens.

    A hyphen stays before a capital letter (``SP-Fraktion``), beside a digit (``20-jährige``), between two adjectives of nations or
    colours, and where the text has the word with a hyphen elsewhere; it goes in all other cases.
    """
    hyphenated = frozenset(_HYPHENATED.findall(text)) if _BREAK.search(text) else frozenset()
    for found in BROKEN.finditer(text):
        word = found.group()
        breaks = list(_BREAK.finditer(word))
        pieces = _BREAK.split(word)[::2]
        last = len(breaks)
        suspended = _is_suspended(pieces[-1], text, found.end()) and breaks[-1][1] not in "\u00ac\u00ad"
        if suspended:
            last -= 1
        start = found.start()
        end = found.start() + (breaks[last].start() if suspended else len(word))
        if last:
            yield Change(
                start,
                end,
                visible(
                    _joined(
                        pieces[: last + 1], [one[1] for one in breaks[:last]], hyphenated, in_capitals=_in_capitals(text, start)
                    )
                ),
                "normal/broken-word",
            )
        if suspended:
            at = found.start() + breaks[-1].start() + 1
            yield Change(at, found.start() + breaks[-1].end(), " ", "normal/suspended-hyphen")


def torn_words(text: str) -> Iterator[Change]:
    """Yield words that have a hyphen and a space in them (``Donners- tag``), where so many have that lines must have been joined."""
    found = [one for one in _TORN.finditer(text) if one[2] not in words().suspended | words().doubtful]
    if len(found) < _MANY_TORN:
        return
    hyphenated = frozenset(_HYPHENATED.findall(text))
    for one in found:
        yield Change(
            one.start(), one.end(), _joined([one[1], one[2]], ["-"], hyphenated, in_capitals=False), "normal/broken-word"
        )


def _is_suspended(word: str, text: str, end: int) -> bool:
    if word in words().suspended:
        return True
    return word in words().doubtful and bool(_AFTER.match(text, end))


def _in_capitals(text: str, at: int) -> bool:
    """Tell whether a word stands in a line of capitals, where a capital behind a hyphen begins no new word."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.isupper() and line.count(" ") > 1


def _joined(pieces: list[str], hyphens: list[str], hyphenated: frozenset[str], *, in_capitals: bool) -> str:
    whole = pieces[0]
    for hyphen, piece in zip(hyphens, pieces[1:], strict=True):
        shouted = in_capitals and piece.isupper() and whole.isupper()
        keeps = hyphen in "-\u2010" and not shouted and _keeps_hyphen(whole, piece, hyphenated)
        whole += ("-" if keeps else "") + piece
    return whole


def _keeps_hyphen(left: str, right: str, hyphenated: frozenset[str]) -> bool:
    if not right[:1].islower() or not left[-1:].isalpha():
        return True
    stem = left.rpartition("-")[2]
    if stem.lower() in words().colours and any(right.startswith(colour) for colour in words().colours):
        return True
    if (stem.endswith("isch") or stem in {"deutsch", "Deutsch"}) and re.match(r"[a-zäöüß]{3,20}isch", right):
        return True
    if len(stem) == 1 and stem.isupper():  # E-mail, U-förmig
        return True
    return f"{stem}-{right}" in hyphenated
