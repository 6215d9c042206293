"""What a language model knows of the words of a text, by offset: tags, mood, heads, names. Everything that reads spaCy's analysis is here.

The tree may have the relations of Universal Dependencies or those of TIGER (``presseschau.syntax``); the tags are those of STTS. Each of the
four may be missing: then every question about it is answered with None or "", and the rules decide by words, marks and commas alone.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from presseschau.syntax import NAME_LABELS, is_parsed, predicate

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Syntax:
    """The words of an analysed text as parallel lists; ``parse``, ``tags``, ``morphology``, ``names`` say what is known.

    ``heads[i]`` is the index of the head of word ``i``, its own for a root.
    """

    def __init__(self, analysis: "Doc") -> None:
        self.tags = len(analysis) > 0 and analysis.has_annotation("TAG")
        self.morphology = len(analysis) > 0 and analysis.has_annotation("MORPH")
        self.parse = is_parsed(analysis)
        self.names = len(analysis) > 0 and analysis.has_annotation("ENT_IOB")
        words = analysis if self else ()
        self.starts = [token.idx for token in words]
        self.ends = [token.idx + len(token) for token in words]
        self.tag = [token.tag_ for token in analysis] if self.tags else []
        self.heads = [token.head.i for token in analysis] if self.parse else []
        self.relations = [token.dep_ for token in analysis] if self.parse else []
        self.labels = [NAME_LABELS.get(token.ent_type_, "") for token in analysis] if self.names else []
        self._analysis = analysis
        self._children: dict[int, list[int]] | None = None

    def __bool__(self) -> bool:
        """Whether anything is known at all."""
        return self.tags or self.morphology or self.parse or self.names

    def at(self, offset: int) -> int:
        """Return the word that holds an offset, or begins next before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def name(self, offset: int) -> str:
        """Return the kind of name that stands at an offset, ``PER`` or ``ORG``; "" where none does."""
        return self.labels[self.at(offset)] if self.labels else ""

    def feature(self, word: int, name: str) -> str:
        """Return a feature of a word, ``Mood`` or ``Case``; "" where it has none."""
        found = self._analysis[word].morph.get(name, []) if self.morphology else ()
        return found[0] if found else ""

    def children(self, word: int) -> Sequence[int]:
        """Return the words that hang on a word, in order."""
        if self._children is None:
            self._children = {}
            for child, head in enumerate(self.heads):
                if child != head:
                    self._children.setdefault(head, []).append(child)
        return self._children.get(word, ())

    def predicate(self, verb: int) -> int:
        """Return the word that stands for the predicate of a verb in the tree: "gesagt" of "hat gesagt"."""
        found = predicate(self._analysis[verb])
        inside = found.words if found is not None else ()
        return next((word.i for word in inside if word.head == word or word.head not in inside), verb)

    def subject(self, verb: int) -> int | None:
        """Return the head of the noun phrase that is the subject of a verb, shared over "und"; None where there is none."""
        found = predicate(self._analysis[verb])
        subject = found.subject if found is not None else None
        return subject.i if subject is not None and not subject.dep_.startswith("csubj") else None
