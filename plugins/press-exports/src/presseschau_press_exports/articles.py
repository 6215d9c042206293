"""An article of a collection, as lines of the file: which are its title and text, and what the others say."""

import re
from collections.abc import Iterable, Sequence

from attrs import field, frozen

from presseschau.dates import as_edtf, first_date, month_names

_DAY = r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_TOKEN = re.compile(
    rf"(?:[0-9]{{1,2}}\.?|[0-9]{{4}}|[0-9]{{1,2}}\.[0-9]{{1,2}}\.[0-9]{{2,4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}[:.][0-9]{{2}}(?:[:.][0-9]{{2}})?"
    rf"|(?:{_DAY})|mo|di|mi|do|fr|sa|so|am|pm|uhr|gmt(?:[+-][0-9]{{1,2}}(?::[0-9]{{2}})?)?|utc|me[sz]z|mez|cest|cet|est|edt|den|um|vom)\.?",
    re.IGNORECASE,
)
_LONGEST_DATE = 70
_LONGEST_NAME = 60
_MOST_WORDS = 5
_NAME = re.compile(r"(?:(?:von|by|aus)\s)?(?:[A-ZÄÖÜ][\w.'’-]{0,30}\s){1,3}[A-ZÄÖÜ][\w'’-]{1,30}", re.IGNORECASE)
_FROM = re.compile(r"(?:von|by)\s+", re.IGNORECASE)
_AUTHORS = re.compile(r"\s{0,3}(?:[;/&]|\bund\b|\band\b)\s{0,3}")
_NOBODY = frozenset({"redaktion", "die redaktion", "staff", "unbekannt", "o.a.", "n.n.", "-"})


@frozen
class Line:
    """A line of the file that is not blank: where it stands, its text without white space around, and the number of its block.

    Blocks are what blank lines part.
    """

    start: int
    end: int
    text: str
    block: int


@frozen(kw_only=True)
class Article:
    """An article between two offsets of the file: the lines of title and text, and claims with the lines that make them."""

    start: int
    end: int
    title: tuple[Line, ...] = field(default=(), converter=tuple[Line, ...])
    text: tuple[Line, ...] = field(default=(), converter=tuple[Line, ...])
    claims: tuple[tuple[str, str, Line], ...] = field(default=(), converter=tuple[tuple[str, str, Line], ...])


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """Return the lines between two offsets that are not blank."""
    lines: list[Line] = []
    block, blank, at = 0, False, start
    for raw in text[start:end].splitlines(keepends=True):
        stripped = raw.strip(" \t\r\n\f\u00a0\ufeff")
        if stripped:
            block += blank and bool(lines)
            blank = False
            offset = at + raw.find(stripped)
            lines.append(Line(offset, offset + len(stripped), stripped, block))
        else:
            blank = True
        at += len(raw)
    return lines


def date_of(line: str) -> str:
    """Return the date of a line that is a date and nothing else (with day of the week, time and zone), ``""`` for any other."""
    if len(line) > _LONGEST_DATE:
        return ""
    whole = as_edtf(line)
    if whole and len(whole) >= len("2019-03-12"):
        return whole
    words = [word for word in re.split(r"[\s,()]+", line) if word]
    months = month_names()
    if not all(_TOKEN.fullmatch(word) or word.lower().rstrip(".") in months for word in words):
        return ""
    found = first_date(line)
    return found if len(found) == len("2019-03-12") else ""


def authors_of(text: str) -> list[str]:
    """Return the names in an author's line: ``Von Ada Ärmel und Berta Busch`` has two, ``Ärmel, Ada`` one; an office none."""
    text = _FROM.sub("", text.strip(" .;:"), count=1) if _FROM.match(text.strip()) else text.strip(" .;:")
    if not text or text.lower() in _NOBODY:
        return []
    parts = [name for part in _AUTHORS.split(text) if part.strip() for name in _without_place(part.strip())]
    return parts if all(1 < len(part.split()) <= _MOST_WORDS for part in parts) else [text]


def _without_place(part: str) -> list[str]:
    """Return the names between commas; one word behind a whole name is a place or an agency, one before it the surname."""
    names = [name.strip() for name in part.split(",") if name.strip()]
    if len(names) < 2 or len(names[0].split()) < 2:  # noqa: PLR2004 - names; first name and surname
        return [part]
    return [name for name in names if len(name.split()) > 1]


def is_name(line: str) -> bool:
    """Tell whether a line can be the name of an author and nothing else."""
    text = _FROM.sub("", line, count=1) if _FROM.match(line) else line
    return (
        len(text) <= _LONGEST_NAME
        and bool(_NAME.fullmatch(text))
        and text[:1].isupper()
        and all(word[:1].isupper() or word in {"von", "van", "de", "zu"} for word in text.split())
    )


def whole_block(lines: Sequence[Line], last: int) -> list[Line]:
    """Return the lines of the block that ends with line number ``last``."""
    first = last
    while first > 0 and lines[first - 1].block == lines[last].block:
        first -= 1
    return list(lines[first : last + 1])


def words(lines: Iterable[Line]) -> str:
    """Return lines as one string."""
    return " ".join(line.text for line in lines)
