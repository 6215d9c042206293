"""The words of the other data files: event nouns and light verbs."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from attrs import field, frozen

_MAX_FORMS = 50_000
_CASES = ("", "es", "s", "en", "n", "e")
_SHORTEST = 4
_SHORTEST_OTHER = 8
"""Letters of a noun that counts as the end of a compound too; a shorter one only alone or behind a hyphen ("Haltung", "Abschaltung")."""


@frozen
class Nouns:
    """Nouns: ``alone`` those that may be a word, ``tails`` those that may end one, of which ``last`` are the last ``shortest`` letters."""

    alone: frozenset[str]
    tails: frozenset[str]
    shortest: int
    last: frozenset[str] = field(init=False)

    @last.default
    def _last_letters(self) -> frozenset[str]:
        return frozenset(noun[-self.shortest :] for noun in self.tails)

    def tail(self, word: str) -> str:
        """Return the longest noun that a word is or ends in, with the endings of cases ("Besuchs", "Besuchen"); "" if there is none."""
        for ending in _CASES:
            if not word.endswith(ending):
                continue
            form = word.removesuffix(ending)
            if form in self.alone:
                return form
            if form[-self.shortest :] in self.last:
                for start in range(1, len(form) - self.shortest + 1):
                    if form[start:] in self.tails:
                        return form[start:]
        return ""


@frozen
class Lexicon:
    """Event nouns by their small form, exceptions, endings; prepositions of objects by verb; what light verbs go with."""

    events: Nouns
    others: Nouns
    endings: tuple[str, ...]
    agentive: frozenset[str]
    objects: dict[str, frozenset[str]]
    fixed: dict[str, tuple[str, ...]]
    light: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with the plugin."""
    nouns, light, valency = (_read(name) for name in ("nouns.toml", "light.toml", "valency.toml"))
    events, alone, others = (frozenset(nouns[name].split()) for name in ("events", "alone", "others"))
    return Lexicon(
        events=Nouns(events, events - alone, _SHORTEST),
        others=Nouns(others, others, _SHORTEST_OTHER),
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
    if known.others.tail(last) or len(last) < 2:  # noqa: PLR2004 - one letter is no word
        return ""
    if found := known.events.tail(last):
        return f"list:{found}"
    if last.endswith(known.endings):
        for ending in known.endings:
            if last.endswith(ending) and len(last) > len(ending) + 2:
                return f"ending:{ending}"
    return ""
