"""The words of the other data files: event nouns and light verbs."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from attrs import frozen

_MAX_FORMS = 50_000
_SHORTEST = 4
_SHORTEST_OTHER = 8
"""Letters of a noun that counts as the end of a compound too; a shorter one only alone or behind a hyphen ("Haltung", "Abschaltung")."""


@frozen
class Lexicon:
    """Event nouns by their small form, endings, exceptions; prepositions of objects by verb; what light verbs go with."""

    events: frozenset[str]
    tails: frozenset[str]
    others: frozenset[str]
    endings: tuple[str, ...]
    agentive: frozenset[str]
    objects: dict[str, frozenset[str]]
    fixed: dict[str, tuple[str, ...]]
    light: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with the plugin."""
    nouns, light, valency = (_read(name) for name in ("nouns.toml", "light.toml", "valency.toml"))
    return Lexicon(
        events=frozenset(nouns["events"].split()),
        tails=frozenset(nouns["events"].split()) - frozenset(nouns["alone"].split()),
        others=frozenset(nouns["others"].split()),
        endings=tuple(sorted(nouns["endings"].split(), key=len, reverse=True)),
        agentive=frozenset(nouns["agentive"].split()),
        objects={verb: frozenset(prepositions.split()) for verb, prepositions in valency["objects"].items()},
        fixed={verb: tuple(phrases) for verb, phrases in light["fixed"].items()},
        light={verb: frozenset(words) for verb, words in light["with"].items()},
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("presseschau_events") / "data" / name).read_text("utf-8"))


@lru_cache(maxsize=_MAX_FORMS)
def event_noun(small: str) -> str:
    """Return how a noun, in small letters, names a happening: "list:…" or "ending:…" with what told, "" if it does not."""
    known = lexicon()
    last = small.rpartition("-")[2]
    if _tail(last, known.others, known.others, _SHORTEST_OTHER) or len(last) < 2:  # noqa: PLR2004 - one letter is no word
        return ""
    if found := _tail(last, known.events, known.tails, _SHORTEST):
        return f"list:{found}"
    ending = next((ending for ending in known.endings if last.endswith(ending) and len(last) > len(ending) + 2), "")
    return f"ending:{ending}" if ending else ""


def _tail(word: str, nouns: frozenset[str], tails: frozenset[str], shortest: int) -> str:
    """Return the longest listed noun that a word is or ends in, with the endings of cases ("Besuchs", "Besuchen")."""
    for form in dict.fromkeys((word, *map(word.removesuffix, ("es", "s", "en", "n", "e")))):
        if form in nouns:
            return form
        for start in range(1, len(form) - shortest + 1):
            if form[start:] in tails:
                return form[start:]
    return ""
