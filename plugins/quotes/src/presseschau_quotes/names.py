"""Who a speaker mention is: the fuller name that the document gives for "Merkel", "die Kanzlerin" or "er"."""

from collections.abc import Iterable

from attrs import frozen

from presseschau_quotes import lexicon as lx
from presseschau_quotes.tokens import Unit
from presseschau_quotes.words import words

_NOT_NAMES = words("not_names")
_MAX_NAMES = 2_000


@frozen
class Named:
    """A full name in the text: its words and where it starts, and the office before it ("Kanzlerin"), if any."""

    words: tuple[str, ...]
    start: int
    office: str

    @property
    def text(self) -> str:
        """The name without office and titles."""
        return " ".join(self.words)


def collect(units: Iterable[Unit]) -> dict[str, list[Named]]:
    """Return the names of two to four words by their last word, in the order of the text."""
    found: dict[str, list[Named]] = {}
    total = 0
    for unit in units:
        for named in _names_in(unit):
            found.setdefault(named.words[-1], []).append(named)
            total += 1
            if total >= _MAX_NAMES:
                return found
    return found


def _names_in(unit: Unit) -> Iterable[Named]:
    i, count = 0, len(unit)
    while i < count:
        if not _nameable(unit, i):
            i += 1
            continue
        j = i
        while j < count and (
            _nameable(unit, j)
            or (
                unit.lows[j] in {"von", "van", "de", "der", "bin", "al", "zu"}
                and j > i
                and j + 1 < count
                and (_nameable(unit, j + 1) or unit.lows[j + 1] in {"der", "den"})
            )
        ):
            j += 1
        office = ""
        start = i
        while start < j and (
            lx.is_role(unit.words[start])
            or unit.lows[start] in {"dr", "prof"}
            or (
                unit.lows[start].endswith(("er", "isch"))
                and start == i
                and j - i > 2
                and unit.flags[start - 1] & (lx.DET_N | lx.DET_O)
                and start > 0
            )
        ):
            office = unit.words[start]
            start += 1
        words = tuple(unit.words[start:j])
        behind_article = i > 0 and bool(unit.flags[i - 1] & (lx.DET_N | lx.DET_O | lx.PREP)) and not office
        if 2 <= len(words) <= 4 and not behind_article and unit.lows[start] not in {"von", "der"}:
            yield Named(words, unit.starts[start], office)
        i = max(j, i + 1)


def _nameable(unit: Unit, i: int) -> bool:
    flags, word = unit.flags[i], unit.words[i]
    if not flags & lx.CAP or flags & (lx.QUOTE | lx.FUNCTION | lx.ADV) or len(word) < 2:
        return False
    return unit.lows[i] not in _NOT_NAMES and not word.isupper()


def resolve(words: tuple[str, ...], at: int, names: dict[str, list[Named]]) -> str | None:
    """Return the full name behind a mention at offset ``at``: the same surname, or the same office, named nearest before it."""
    capitals = [word for word in words if word[:1].isupper()]
    if not capitals:
        return None
    last = capitals[-1]
    own = _own_name(capitals)
    if own is not None:
        return own
    candidates = names.get(last) or (names.get(last[:-1]) if last.endswith("s") else None)
    if candidates:
        distinct = {named.text for named in candidates}
        return candidates[0].text if len(distinct) == 1 else None
    if len(capitals) == 1 and lx.is_role(last):
        held = {
            named.text
            for group in names.values()
            for named in group
            if named.office.lower() == last.lower() and named.start < at
        }
        return held.pop() if len(held) == 1 else None
    return None


def _own_name(capitals: list[str]) -> str | None:
    rest = list(capitals)
    while rest and (lx.is_role(rest[0]) or rest[0] in {"Dr", "Prof"}):
        rest.pop(0)
    if len(rest) == len(capitals) or not 2 <= len(rest) <= 3:
        return None
    return " ".join(rest)
