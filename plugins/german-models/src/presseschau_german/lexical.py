"""The lexicon as a spaCy component, for the fast model: lemmas and the subjunctive of what tagger and morphologizer have found."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

from presseschau_german.lexicon import Lexicon, first_person, first_persons

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

FACTORY = "presseschau_german_lexicon"
_FILE = "lexicon.xz"
_AS_WRITTEN = frozenset({"PUNCT", "SPACE", "SYM", ""})


class GermanLexicon:
    """Sets ``Token.lemma_``, and ``Mood`` where the form of a finite verb tells it."""

    def __init__(self, vocab: "Vocab") -> None:
        self.vocab = vocab
        self._content = b""
        self._lexicon = Lexicon()
        self._changed: dict[tuple[int, str], int] = {}

    def take(self, content: bytes) -> None:
        """Take the content of a lexicon file."""
        self._content, self._lexicon = content, Lexicon.of(content)

    def __call__(self, doc: "Doc") -> "Doc":
        """Annotate a document that has parts of speech and features."""
        persons = None
        for token in doc:
            pos = token.pos_
            token.lemma_ = (
                token.text
                if pos in _AS_WRITTEN
                else self._lexicon.lemma(token.text, pos) or self._lexicon.guess(token.text, pos)
            )
            if (
                pos in {"VERB", "AUX"}
                and token.morph.get("VerbForm", []) == ["Fin"]
                and (mood := token.morph.get("Mood", []))
                and mood != ["Imp"]
            ):
                persons = first_persons(doc) if persons is None else persons
                told = self._lexicon.mood(token.text, first_person=first_person(doc, token.i, persons))
                if told and mood != [told]:
                    token.set_morph(str(token.morph).replace(f"Mood={mood[0]}", f"Mood={told}"))  # type: ignore[attr-defined]
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - as spaCy calls it
        """Write the lexicon into the directory ``path``."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / _FILE).write_bytes(self._content)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "GermanLexicon":  # noqa: ARG002 - as spaCy calls it
        """Read the lexicon of the directory ``path``."""
        self.take((Path(path) / _FILE).read_bytes())
        return self


@Language.factory(FACTORY, assigns=["token.lemma", "token.morph"], requires=["token.pos", "token.morph"])
def make(nlp: Language, name: str) -> GermanLexicon:  # noqa: ARG001 - as spaCy calls it
    """Make the component; the lexicon comes with ``from_disk``."""
    return GermanLexicon(nlp.vocab)
