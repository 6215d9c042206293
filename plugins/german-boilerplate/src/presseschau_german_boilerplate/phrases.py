"""Phrase classes: what the furniture of German news pages says, word for word.

A phrase is anchored: it is the whole line, or the line's beginning and end around one gap, written ``…``
(``Newsletter …`` wants more words, ``Newsletter…`` allows them). A line is compared
by its normal form (:func:`normal_form`): without bullets and marks around it, case-folded, white space collapsed. Finding the
class of a line takes two look-ups, whatever the number of phrases.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from attrs import field, frozen

GAP = "…"
_EDGES = " \t\u00a0•·▪►▸▶◆■□☆○●–—-*#|>»›→↓↑<«‹[](){}:.!?…,;_=+\"'„“”\u200b\ufeff\u00ad"
_LONGEST = 200


def normal_form(line: str) -> str:
    """Return the form by which a line is compared to phrases; empty for lines too long to be one."""
    if len(line) > _LONGEST:
        return ""
    return " ".join(line.strip(_EDGES).casefold().split())


@frozen
class PhraseClass:
    """A class of phrases: its name, the part label of its lines, and how strong it is.

    A line of a ``strong`` class is cut whatever its neighbours are; the others are only told to the model. ``heading`` says
    that the phrase announces more lines of its kind (a list of other articles, a form).
    """

    name: str
    label: str
    strong: bool
    heading: bool
    max_words: int


@frozen
class PhraseBook:
    """All phrases, ready for look-up."""

    classes: tuple[PhraseClass, ...]
    _whole: dict[str, PhraseClass] = field(repr=False)
    _by_first: dict[str, list[tuple[str, str, PhraseClass]]] = field(repr=False)
    _by_last: dict[str, list[tuple[str, PhraseClass]]] = field(repr=False)

    @classmethod
    def from_records(cls, records: Iterable[dict[str, Any]]) -> "PhraseBook":
        """Build a book from the ``[[class]]`` tables of the data files; a class may stand in several files."""
        classes: dict[str, PhraseClass] = {}
        whole: dict[str, PhraseClass] = {}
        by_first: dict[str, list[tuple[str, str, PhraseClass]]] = {}
        by_last: dict[str, list[tuple[str, PhraseClass]]] = {}
        for record in records:
            one = classes.setdefault(
                record["name"],
                PhraseClass(
                    name=record["name"],
                    label=record.get("label", "furniture"),
                    strong=record.get("strong", True),
                    heading=record.get("heading", False),
                    max_words=record.get("max_words", 12),
                ),
            )
            for phrase in record["phrases"]:
                before, gap, after = phrase.partition(GAP)
                before, after = normal_form(before), normal_form(after)
                if not gap or _optional(phrase):
                    whole.setdefault(before, one)
                if not gap:
                    continue
                if before:
                    by_first.setdefault(before.split()[0], []).append((before, after, one))
                else:
                    by_last.setdefault(after.split()[-1], []).append((after, one))
        return cls(tuple(classes.values()), whole, by_first, by_last)

    def find(self, normal: str) -> PhraseClass | None:
        """Return the class of a line, given in its normal form."""
        if not normal:
            return None
        found = self._whole.get(normal)
        if found is not None:
            return found
        first, _, rest = normal.partition(" ")
        starting = self._by_first.get(first.rstrip(":,"))
        ending = self._by_last.get(rest.rpartition(" ")[2] if rest else first)
        if starting is None and ending is None:
            return None
        words = normal.count(" ") + 1
        for before, after, one in starting or ():
            if (
                words <= one.max_words
                and _starts(normal, before)
                and normal.endswith(after)
                and len(before) + bool(after) + len(after) < len(normal)
            ):
                return one
        for after, one in ending or ():
            if words <= one.max_words and normal.endswith(" " + after):
                return one
        return None


def _starts(normal: str, before: str) -> bool:
    """Tell whether ``normal`` begins with the words ``before``, not just with their letters."""
    return normal.startswith(before) and not normal[len(before) : len(before) + 1].isalnum()


def _optional(phrase: str) -> bool:
    """Tell whether the gap at the end of a phrase may be empty: it is written right after a word."""
    return phrase.endswith(GAP) and len(phrase) > 1 and not phrase[-2].isspace()


@cache
def phrase_book() -> PhraseBook:
    """Return the phrases shipped with the package: those of all countries, then of each."""
    folder = resources.files(__package__) / "data"
    records: list[dict[str, Any]] = []
    for name in ("phrases.toml", "phrases-de.toml", "phrases-at.toml", "phrases-ch.toml"):
        records += tomllib.loads((folder / name).read_text(encoding="utf-8"))["class"]
    return PhraseBook.from_records(records)
