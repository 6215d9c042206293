"""Find hedges: words by which a German text leaves open whether something is so.

Adverbs and adjectives ("offenbar", "mutmaßlich"), and "sollen" where it reports hearsay ("soll Geld genommen haben"), which it
does with an infinitive of the perfect or of "sein" (Duden, Die Grammatik, on the epistemic use of modal verbs).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from presseschau import Annotation, Span, annotation, hookimpl

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ADVERBS = (
    "offenbar", "offensichtlich", "angeblich", "vermutlich", "vermeintlich", "wahrscheinlich", "möglicherweise", "anscheinend",
    "wohl", "womöglich", "mutmaßlich", "mutmasslich", "scheinbar",
)  # fmt: skip
SOLLEN = frozenset({"soll", "sollen", "sollst", "sollt"})
INFINITIVES = frozenset({"haben", "sein", "worden"})


@annotation
@frozen(kw_only=True)
class Hedge(Annotation):
    """A hedge; ``lemma`` is its dictionary form."""

    kind: ClassVar[str] = "acme:Hedge"

    lemma: str


@frozen(eq=False, kw_only=True)
class Hedges:
    """Find words that leave open whether something is so."""

    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences",)
    provides: ClassVar[tuple[str, ...]] = ("annotation:acme:Hedge",)
    markers: ClassVar[tuple[str, ...]] = ("offenbar", "mutmaßlich", "mutmasslich", "soll", "haben")

    adverbs: tuple[str, ...] = field(
        default=ADVERBS, metadata={"help": "Adverbs and adjectives, in small letters, uninflected."}
    )
    reach: int = field(default=30, metadata={"help": "How many tokens after a form of sollen its infinitive may come."})

    @hookimpl
    def extract(self, analysis: "Doc") -> Iterator[Hedge]:
        """Yield hedges; tokens know their offsets in the text."""
        for sentence in analysis.sents:
            tokens = list(sentence)
            for place, token in enumerate(tokens):
                if lemma := self._adverb(token.lower_):
                    yield _hedge(token, lemma, "hedge/adverb")
                elif token.lower_ in SOLLEN and any(
                    later.lower_ in INFINITIVES for later in tokens[place + 1 : place + 1 + self.reach]
                ):
                    yield _hedge(token, "sollen", "hedge/sollen")

    def _adverb(self, word: str) -> str:
        """Return the listed word of which this is a form: itself, or itself with the ending of an adjective."""
        stems = (word, word.removesuffix("e"), *(word[:-2] for ending in ("er", "es", "en", "em") if word.endswith(ending)))
        return next((stem for stem in stems if stem in self.adverbs), "")


def _hedge(token: "Token", lemma: str, rule: str) -> Hedge:
    return Hedge(spans=(Span(token.idx, token.idx + len(token.text)),), lemma=lemma, rule=rule)
