"""A lexicon: words, the classes they are in, and the value they have in each; read from TOML files.

A file holds tables ``[classes.NAME]`` of ``word = "value"`` (or ``words = [...]`` where the value does not matter). A word ending
in ``~`` stands for the word with all ``[endings]`` of the language, one ending in ``_`` for those that are not empty. ``[[compounds]]`` join classes:
``{name, parts = ["WEEKDAY", "DAYPART"], value = "{0} {1}"}`` makes ``Mittwochabend`` from ``Mittwoch`` and ``abend``.
"""

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from itertools import product
from typing import Any

_FIRST_SYMBOL = 0x4E00
"""Symbols are characters from here on: a block that is long enough and free of characters special to ``re``."""
Values = Mapping[str, str]
_NOTHING: Values = {}


_MOST_WORDS = 50_000
"""Words that are kept besides those of the lexicon, so that odd texts do not fill the memory."""


class _Words(dict[str, tuple[str, Values]]):
    """Symbol and values of words as they stand; those that the lexicon does not have are kept from when they were first looked up."""

    def __init__(self, found: Mapping[str, tuple[str, Values]], unknown: Mapping[str, tuple[str, Values]]) -> None:
        super().__init__(found)
        self._unknown = unknown
        self._most = len(found) + _MOST_WORDS

    def __missing__(self, word: str) -> tuple[str, Values]:
        found = self._unknown[_shape(word)]
        if len(self) < self._most:
            self[word] = found
        return found


class Lexicon:
    """Words with their classes and values, and one symbol for every set of classes."""

    def __init__(self, entries: Mapping[str, Mapping[str, str]], class_sets: Iterable[frozenset[str]]) -> None:
        self._entries = {word: dict(found) for word, found in entries.items()}
        self._merged: dict[str, tuple[str, Values]] = {}
        self._symbols: dict[frozenset[str], str] = {}
        self._closed = False
        fixed = (frozenset[str](), *(frozenset([name]) for name in ("BREAK", "OTHER", "CAP", "LOW")))
        for classes in sorted({*fixed, *class_sets}, key=sorted):
            self.symbol_of(classes)
        self._unknown = {name: (self.symbol_of(frozenset([name] if name else [])), _NOTHING) for name in ("CAP", "LOW", "")}
        self.as_it_stands = _Words(
            {word: (self.symbol_of(frozenset(found)), found) for word, found in self._entries.items()}, self._unknown
        )
        for word in list(self._entries):
            for variant in {word.capitalize(), word.upper(), word[:1].upper() + word[1:]}:
                self.lookup_initial(variant)
        self.break_symbol = self.symbol_of(frozenset(["BREAK"]))
        self._closed = True

    def symbol_of(self, classes: frozenset[str]) -> str:
        """Return the symbol of a set of classes."""
        symbol = self._symbols.get(classes)
        if symbol is None:
            symbol = self._symbols[classes] = chr(_FIRST_SYMBOL + len(self._symbols))
        return symbol

    def lookup_initial(self, word: str) -> tuple[str, Values]:
        """Return symbol and values of a word that may owe its capitals to its place: as it stands, capitalised and in lower case."""
        known = self._merged.get(word)
        if known is not None:
            return known
        forms = [word, word.lower()] if not word.isupper() or len(word) == 1 else [word, word.capitalize(), word.lower()]
        found: dict[str, str] = {}
        for form in reversed(forms):
            found.update(self._entries.get(form, {}))
        if not found:
            return self._unknown[_shape(word)]
        result = (self.symbol_of(frozenset(found)), found)
        if not self._closed or len(self._merged) < _MOST_WORDS:
            self._merged[word] = result
        return result

    def symbols_with(self, name: str) -> str:
        """Return all symbols whose set has the class ``name``."""
        return "".join(symbol for classes, symbol in self._symbols.items() if name in classes)

    def classes(self) -> frozenset[str]:
        """Return the names of all classes."""
        return frozenset(name for classes in self._symbols for name in classes)


def _shape(word: str) -> str:
    """Return the class of a word that the lexicon does not have: a capital or a small letter first, or no letter."""
    first = word[:1]
    return "CAP" if first.isupper() else "LOW" if first.isalpha() else ""


def read_entries(files: Iterable[Traversable]) -> dict[str, dict[str, str]]:
    """Read lexicon files into ``word -> class -> value``.

    Raises:
        ValueError: a file is not TOML or a compound names an unknown class.
    """
    tables: dict[str, dict[str, str]] = {}
    compounds: list[Mapping[str, Any]] = []
    endings = [""]
    for file in files:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        endings = data.get("endings", {}).get("adjective", endings)
        for name, table in data.get("classes", {}).items():
            target = tables.setdefault(name, {})
            for word, value in _words(table):
                for form in _forms(word, endings):
                    target[form] = value
        compounds.extend(data.get("compounds", ()))
    for compound in compounds:
        _add_compounds(tables, compound, endings)
    entries: dict[str, dict[str, str]] = {}
    for name, table in tables.items():
        for word, value in table.items():
            entries.setdefault(word, {})[name] = value
    return entries


def _forms(word: str, endings: list[str]) -> list[str]:
    """Return the forms of an entry: ``~`` stands for all endings, ``_`` for all but none."""
    if word.endswith("~"):
        return [word[:-1] + ending for ending in endings]
    if word.endswith("_"):
        return [word[:-1] + ending for ending in endings if ending]
    return [word]


def _words(table: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for word, value in table.items():
        if isinstance(value, list):
            # A list under a value: ["word", …], the key being the value; under "words" the value is the word itself.
            for one in value:
                yield one, (one if word == "words" else word)
        else:
            yield word, str(value)


def _add_compounds(tables: dict[str, dict[str, str]], compound: Mapping[str, Any], endings: list[str]) -> None:
    target = tables.setdefault(compound["name"], {})
    parts = []
    for part in compound["parts"]:
        if part in tables:
            parts.append(list(tables[part].items()))
        elif part.isupper():
            raise ValueError(f"the compound {compound['name']} names the class {part}, which no file before it defines")
        else:
            parts.append([(form, "") for form in _forms(part, endings)])
    lower = compound.get("lower", True)
    for combination in product(*parts):
        word = combination[0][0] + "".join(piece.lower() if lower else piece for piece, _ in combination[1:])
        values = [value for _, value in combination]
        if compound.get("sum"):
            target[word] = str(sum(int(value) for value in values if value))
        elif compound.get("product"):
            left = int(values[0])
            target[word] = str(left * int(values[1]) + sum(int(value) for value in values[2:] if value))
        else:
            target[word] = compound["value"].format(*values)
