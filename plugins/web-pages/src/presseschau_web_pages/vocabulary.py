"""The words of class, id and microdata attributes, and what they say of an element; the words stand in ``data/markup.toml``."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_PART = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß]+|[A-Z]+(?![a-z])|[0-9]+")


@cache
def _entries() -> dict[str, dict[tuple[str, ...], tuple[str, ...]]]:
    """Return, by the first part of an entry, the entries as tuples of parts with the names they stand for."""
    text = files(__package__).joinpath("data/markup.toml").read_text(encoding="utf-8")
    entries: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for name, section in tomllib.loads(text).items():
        for entry in section["words"]:
            parts = tuple(entry.split())
            of_first = entries.setdefault(parts[0], {})
            of_first[parts] = (*of_first.get(parts, ()), name)
    return entries


@lru_cache(maxsize=8192)
def names_of(attribute: str) -> frozenset[str]:
    """Return the names of the sections of ``data/markup.toml`` that one attribute value speaks of."""
    entries = _entries()
    names: set[str] = set()
    for word in attribute[:400].split():
        parts = [part.lower() for part in _PART.findall(word)]
        for index, part in enumerate(parts):
            for entry, found in entries.get(part, {}).items():
                if tuple(parts[index : index + len(entry)]) == entry:
                    names.update(found)
    return frozenset(names)
