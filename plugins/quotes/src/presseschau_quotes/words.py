"""Word lists by name, from ``data/words.txt``."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files


def data_lines(name: str) -> Iterator[str]:
    """Yield the lines of a data file but blank ones and comments."""
    for line in files(__package__).joinpath("data", name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    rows = (line.split() for line in data_lines("words.txt"))
    return {name: frozenset([*found, *map(swiss, found)]) for name, *found in rows}


def swiss(word: str) -> str:
    """Return a word as Switzerland spells it, with ss for ß (*Leitfaden zur deutschen Rechtschreibung*, Federal Chancellery)."""
    return word.replace("ß", "ss")


def words(name: str) -> frozenset[str]:
    """Return the list of that name, in lower case, with its Swiss spellings.

    Raises:
        KeyError: there is no such list.
    """
    return _lists()[name]


class LastParts:
    """A list of words that compounds can end in: "Sprecher" for "Regierungssprecher"."""

    def __init__(self, found: Collection[str], *, shortest: int, longest: int = 16, before: int = 3) -> None:
        """Take words of ``shortest`` to ``longest`` letters, with at least ``before`` letters before them in the compound."""
        self._words = found
        self._shortest, self._longest, self._before = shortest, longest, before
        self._ends = {word[-shortest:] for word in found if len(word) >= shortest}

    def of(self, compound: str) -> str:
        """Return the longest of the words that a compound ends in, ``""`` if it ends in none."""
        if compound[-self._shortest :] not in self._ends:
            return ""
        lengths = range(min(len(compound) - self._before, self._longest), self._shortest - 1, -1)
        return next((compound[-length:] for length in lengths if compound[-length:] in self._words), "")
