"""Word lists by name, from ``data/words.txt``."""

from collections.abc import Iterator, Mapping
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
