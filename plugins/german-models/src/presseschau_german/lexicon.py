"""Full forms looked up beside the model: lemmas of words it may not have met, and the subjunctive, which their form alone often tells.

The file is made from german-morph-dictionaries (data of the package gmrde, CC BY-SA 4.0); see ``models/`` for how.
"""

import lzma
from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SHORTEST_HEAD, _SHORTEST_FIRST_PART = 4, 3
_LONGEST_ENDING = 6
_NEAR = 12
"""Words within which *ich* may be a verb's subject."""
_CAPITAL = frozenset({"NOUN", "PROPN", "X"})
_KIND = {"NOUN": "n", "VERB": "v", "AUX": "v", "ADJ": "a"}


@frozen(eq=False)
class Lexicon:
    """Lemmas by part of speech (``n``, ``v``, ``a``), and finite forms by mood."""

    lemmas: dict[str, dict[str, str]] = field(factory=lambda: {"n": {}, "v": {}, "a": {}})
    subjunctive: frozenset[str] = frozenset()
    """Forms that are subjunctive and nothing else: *gäbe*, *seien*."""
    present_or_subjunctive: frozenset[str] = frozenset()
    """Forms in *-e* that are subjunctive with any subject but *ich*: *habe*, *komme*."""
    indicative: frozenset[str] = frozenset()
    """Finite forms that are never subjunctive."""
    words: dict[str, str] = field(factory=dict)
    """UPOS and form of words of closed classes → lemma."""
    endings: dict[str, tuple[int, str]] = field(factory=dict)
    """UPOS and ending → how much of the end is cut, and what is put there."""

    @classmethod
    def of(cls, content: bytes) -> "Lexicon":
        """Read lines ``kind<TAB>form<TAB>lemma``, compressed by xz."""
        lemmas: dict[str, dict[str, str]] = {"n": {}, "v": {}, "a": {}}
        moods: dict[str, list[str]] = {"s": [], "e": [], "i": []}
        words: dict[str, str] = {}
        endings: dict[str, tuple[int, str]] = {}
        for line in lzma.decompress(content).decode().split("\n"):
            kind, form, lemma = line.split("\t")
            if kind in moods:
                moods[kind].append(form)
            elif kind == "w":
                words[form] = lemma
            elif kind == "r":
                cut, put = lemma.split("|")
                endings[form] = int(cut), put
            else:
                lemmas[kind][form] = lemma
        return cls(lemmas, frozenset(moods["s"]), frozenset(moods["e"]), frozenset(moods["i"]), words, endings)

    def lemma(self, form: str, upos: str) -> str | None:
        """Return the lemma of a form as ``upos`` (``NOUN``, ``VERB``, ``AUX``, ``ADJ``), None where the file does not tell.

        A compound is told by its last part: *Vertragsentwürfe* like *Entwürfe*.
        """
        kind = _KIND.get(upos)
        if kind is None:
            return None
        known = self.lemmas[kind]
        if form.isupper() and len(form) > _SHORTEST_HEAD:
            form = form.capitalize()
        found = known.get(form if kind == "n" else form.lower())
        if found is None and kind == "n":
            for cut in range(_SHORTEST_FIRST_PART, min(len(form) - _SHORTEST_HEAD, 30) + 1):
                if (head := known.get(form[cut:].capitalize())) is not None:
                    return form[:cut] + (head if form[cut - 1] == "-" else head.lower())
        return found

    @staticmethod
    def cased(lemma: str, upos: str) -> str:
        """Return a lemma as German writes it: with a capital in nouns and names only."""
        return lemma if upos in _CAPITAL or not lemma[:1].isupper() else lemma.lower()

    def guess(self, form: str, upos: str) -> str:
        """Return the lemma of a form that the lexicon does not have: by the word itself in closed classes, otherwise by its ending."""
        start = form if upos in _CAPITAL else form.lower()
        if (word := self.words.get(f"{upos} {start}")) is not None:
            return word
        for size in range(min(_LONGEST_ENDING, len(start) - 1), -1, -1):
            if (edit := self.endings.get(f"{upos} {start[len(start) - size :]}")) is not None:
                return start[: len(start) - edit[0]] + edit[1]
        return start

    def mood(self, form: str, *, first_person: bool) -> str | None:
        """Return ``Sub`` or ``Ind`` for a finite verb where its form tells; ``first_person``: *ich* may be its subject."""
        lower = form.lower()
        if lower in self.subjunctive or (lower in self.present_or_subjunctive and not first_person):
            return "Sub"
        if lower in self.indicative:
            return "Ind"
        return None


def first_persons(doc: "Doc") -> Sequence[int]:
    """Return where *ich* stands, as :func:`first_person` takes it."""
    return [token.i for token in doc if token.lower_ == "ich"]


def first_person(doc: "Doc", at: int, persons: Sequence[int]) -> bool:
    """Tell whether *ich* may be the subject of the verb at ``at``: it is near, or left out before a verb that begins a sentence (*Habe gut gegessen.*)."""
    if any(abs(one - at) <= _NEAR for one in persons):
        return True
    while at and doc[at - 1].is_space:
        at -= 1
    return not at or doc[at - 1].text in {".", "!", "?", "…", ":"}
