"""The blank German pipeline: spaCy's tokeniser and our sentence rules; no model, no download."""

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import frozen

from presseschau.builtin.lexemes import quickened
from presseschau.builtin.sentences import sentence_starts
from presseschau.builtin.tokenizer import LinearTokenizer, keeping_gender_colons, looking_past_words, text_of
from presseschau.hookspecs import hookimpl

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SENTENCES = "presseschau_sentences"
MAX_CHARACTERS = 100_000_000
"""spaCy's own limit guards the memory of trained components; there are none here."""


@frozen(eq=False, kw_only=True)
class BlankGerman:
    """Tokens and sentences, by rules."""

    provides: ClassVar[tuple[str, ...]] = ("analysis:tokens", "analysis:sentences")

    @hookimpl
    def spacy_pipeline(self, needs: frozenset[str]) -> "Language":
        """Return ``spacy.blank("de")``, with sentence boundaries where somebody needs them."""
        import spacy  # noqa: PLC0415 - takes two seconds, and not every command needs it

        nlp = spacy.blank("de", config={"nlp": {"batch_size": 64}})
        nlp.max_length = MAX_CHARACTERS
        vocabulary: Any = nlp.vocab  # spaCy's stubs lack the attribute
        vocabulary.lex_attr_getters = quickened(vocabulary.lex_attr_getters)
        nlp.tokenizer = LinearTokenizer(looking_past_words(keeping_gender_colons(nlp.tokenizer)))
        if "analysis:sentences" in needs:
            add_sentences(nlp)
        return nlp


def add_sentences(nlp: "Language", **place: Any) -> None:  # noqa: ANN401 - as in Language.add_pipe
    """Add :func:`mark_sentences` to a pipeline as the component :data:`SENTENCES`; ``place`` may be ``before="parser"``."""
    from spacy.language import Language as Factories  # noqa: PLC0415 - takes two seconds

    if not Factories.has_factory(SENTENCES):
        Factories.component(SENTENCES, func=mark_sentences)
    nlp.add_pipe(SENTENCES, **place)


def mark_sentences(doc: "Doc") -> "Doc":
    """Set ``Token.is_sent_start`` for every token, by :func:`presseschau.builtin.sentences.sentence_starts`."""
    import numpy as np  # noqa: PLC0415 - comes with spaCy, and only with it

    offsets = doc.to_array("IDX")
    begins = np.full(len(doc), -1, dtype="int64")
    if len(doc):
        begins[0] = 1
    first = np.searchsorted(offsets, np.fromiter(sentence_starts(text_of(doc)), dtype="int64"))
    begins[first[first < len(doc)]] = 1
    column: Any = begins.reshape(-1, 1).astype("uint64")
    return doc.from_array(["SENT_START"], column)
