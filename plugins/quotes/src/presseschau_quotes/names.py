"""Who a speaker mention is: the fuller name that the document gives for "Merkel", "die Kanzlerin" or "er".

Conservative: a surname counts only where the document names one bearer of it, an office only where it names one holder.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from presseschau_quotes import lexicon as lx
from presseschau_quotes.tokens import Unit
from presseschau_quotes.words import words

_NOT_NAMES = words("not_names")
_INSIDE = words("name_inside")
_TITLES = words("titles")
_ARTICLES = words("det_n") | words("det_o") | words("prep")
_OFFICE_ENDINGS = tuple(sorted(words("office_endings")))
_COMMON_ENDINGS = tuple(sorted(words("common_endings")))
_RUN = re.compile(
    r"(?:[A-ZÄÖÜÀ-ÖØ-Þ][\w'’-]{0,60}\.?)(?: (?:(?:von|van|von der|van der|von den|van den|de|de la|zu|bin|al) )?[A-ZÄÖÜÀ-ÖØ-Þ][\w'’-]{0,60}\.?){0,6}"
)
_MOST_WORDS = 4
_MAX_NAMES = 2_000
"""Names kept per text: an article has some dozens; a phone book must not take quadratic time."""


@frozen
class Named:
    """A full name in the text without titles, where it starts, and the office before it ("Kanzlerin") or ""."""

    text: str
    start: int
    office: str


class Names:
    """The full names of a text, by surname and by office."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_surname: dict[str, list[Named]] = {}
        self._by_office: dict[str, list[Named]] = {}
        self._starts: list[int] = []
        total = 0
        for unit in units:
            for named in _names_in(unit):
                self._starts.append(named.start)
                self._by_surname.setdefault(named.text.rpartition(" ")[2], []).append(named)
                if named.office:
                    self._by_office.setdefault(named.office.lower(), []).append(named)
                total += 1
            if total >= _MAX_NAMES:
                return

    def between(self, start: int, end: int) -> int:
        """Return how many full names start at ``start <= offset < end``."""
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def resolve(self, mention: str, at: int) -> str | None:
        """Return the full name behind a mention at offset ``at``; None where the text leaves it open."""
        for run in _runs(mention):
            name = _without_offices(run)
            plain = name[0][:1].isupper() and not any(lx.is_role(word) or word.isupper() for word in name)
            if len(name) < len(run) and 1 < len(name) < _MOST_WORDS and plain:
                return " ".join(name)
        capitals = _runs(mention)[0] if _runs(mention) else []
        if not capitals:
            return None
        last = capitals[-1]
        bearers = self._by_surname.get(last) or (self._by_surname.get(last[:-1]) if last.endswith("s") else None)
        if bearers:
            return _only(bearers)
        if len(capitals) == 1 and lx.is_role(last):
            return _only([named for named in self._by_office.get(last.lower(), ())[:_MOST_HOLDERS] if named.start < at])
        return None


_MOST_HOLDERS = 20


def _only(candidates: Sequence[Named]) -> str | None:
    distinct = {named.text for named in candidates[:_MOST_HOLDERS]}
    return candidates[0].text if len(distinct) == 1 else None


def _runs(mention: str) -> list[list[str]]:
    """Return the runs of capitalised words of a mention, commas and brackets between them, articles left out."""
    found: list[list[str]] = []
    for match in _RUN.finditer(mention):
        run = match.group().split()
        while run and run[0].lower() in _ARTICLES:
            run.pop(0)
        if run and not (match.start() and mention[match.start() - 1] == "("):
            found.append(run)
    return found


def _without_offices(run: Sequence[str]) -> list[str]:
    """Drop offices and titles before a name, and what looks like an office where two words of name remain."""
    rest = list(run)
    for k in range(len(rest) - 3, 0, -1):
        if lx.is_role(rest[k]):  # "Hessens Ministerpräsident Anna Muster"
            rest = rest[k + 1 :]
            break
    while len(rest) > 1 and (lx.is_role(rest[0]) or rest[0].lower().rstrip(".") in _TITLES or _looks_like_office(rest)):
        rest.pop(0)
    return rest


def _looks_like_office(rest: Sequence[str]) -> bool:
    return len(rest) > 2 and len(rest[0]) > 6 and rest[0].endswith(_OFFICE_ENDINGS)  # noqa: PLR2004 - "Peter" is none


def _names_in(unit: Unit) -> Iterator[Named]:
    i, count = 0, len(unit)
    while i < count:
        if not _nameable(unit, i):
            i += 1
            continue
        j = _run_end(unit, i)
        start = j - len(_without_offices(unit.words[i:j]))
        office = unit.words[start - 1] if start > i else ""
        inside = unit.words[start:j]
        determined = i > 0 and bool(unit.flags[i - 1] & (lx.DET_N | lx.DET_O | lx.PREP | lx.ADJ)) and not office
        if 1 < len(inside) <= _MOST_WORDS and inside[0][:1].isupper() and not determined and not _common(inside[-1]):
            yield Named(" ".join(inside), unit.starts[start], office)
        i = max(j, i + 1)


def _common(word: str) -> bool:
    return bool(lx.noun_classes(word)) or lx.is_role(word) or word.lower().endswith(_COMMON_ENDINGS)


def _run_end(unit: Unit, i: int) -> int:
    j, count = i, min(len(unit), i + 2 * _MOST_WORDS)
    while j < count:
        if _nameable(unit, j) or (
            unit.lows[j] in _INSIDE and j > i and j + 1 < count and (_nameable(unit, j + 1) or unit.lows[j + 1] in _INSIDE)
        ):
            j += 1
        else:
            break
    while j > i and unit.lows[j - 1] in _INSIDE:
        j -= 1
    return j


def _nameable(unit: Unit, i: int) -> bool:
    flags, word = unit.flags[i], unit.words[i]
    if not flags & lx.CAP or flags & (lx.QUOTE | lx.FUNCTION | lx.ADV) or len(word) < 2:  # noqa: PLR2004 - an initial
        return False
    return unit.lows[i] not in _NOT_NAMES and not word.isupper() and not lx.is_function(unit.lows[i])
