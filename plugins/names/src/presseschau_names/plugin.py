"""The plugin: names of the shared analysis turned into annotations."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen, validators

from presseschau import Annotation, Span, annotation, hookimpl, syntax
from presseschau_names.canonical import Mention, Named, canonical

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Words

LABELS = {"PER": "person", "LOC": "place", "ORG": "organisation", "MISC": "other"}
_LONGEST_BRACKET = 12
_UNSURE_BY_VOTE = 0.1
_NO_NAMES = frozenset({"ADJ", "ADV", "AUX", "DET", "PRON", "VERB"})
_WHERE = frozenset({"in", "nach", "aus", "bei"})


@annotation
@frozen(kw_only=True)
class Name(Annotation):
    """A name: ``label`` is ``person``, ``organisation``, ``place`` or ``other``, ``name`` the one name of all its mentions in the document."""

    kind: ClassVar[str] = "names:Name"

    label: str = ""
    name: str = ""


@frozen(eq=False, kw_only=True)
class Names:
    """People, organisations, places and other names, as the language model marks them; under one name each within a document.

    The confidence is how often the model is right about a name of that class, as measured; see the documentation of the plugin. With another
    model than ``presseschau-de`` or ``presseschau-de-accurate``, give the precision of yours.
    """

    requires: ClassVar[tuple[str, ...]] = ("analysis:names",)
    wants: ClassVar[tuple[str, ...]] = ("analysis:morphology", "analysis:tags")
    provides: ClassVar[tuple[str, ...]] = ("annotation:names:Name",)

    labels: tuple[str, ...] = field(
        default=tuple(LABELS.values()),
        converter=tuple,
        validator=validators.deep_iterable(validators.in_(tuple(LABELS.values()))),
        metadata={"help": "The classes to return: person, organisation, place, other."},
    )
    person: float = field(
        default=0.74,
        validator=[validators.ge(0), validators.le(1)],
        metadata={"help": "How often a person of the model is right."},
    )
    organisation: float = field(
        default=0.55,
        validator=[validators.ge(0), validators.le(1)],
        metadata={"help": "How often an organisation of the model is right."},
    )
    place: float = field(
        default=0.66,
        validator=[validators.ge(0), validators.le(1)],
        metadata={"help": "How often a place of the model is right."},
    )
    other: float = field(
        default=0.54,
        validator=[validators.ge(0), validators.le(1)],
        metadata={"help": "How often another name of the model is right."},
    )

    @hookimpl
    def extract(self, analysis: "Doc") -> Iterator[Annotation]:
        """Yield the names of a document, in order."""
        found = [(span, label) for span, label in syntax.names(analysis) if _names_something(span)]
        mentions = [_mention(analysis, span, label) for span, label in found]
        votes = canonical(mentions)
        for (span, _), mention, named in zip(found, mentions, votes, strict=True):
            label = LABELS[named.label]
            if label in self.labels:
                yield Name(
                    spans=(Span(span.start_char, span.end_char),),
                    label=label,
                    name=named.name,
                    rule="names/" + "+".join(named.rules),
                    confidence=self._confidence(mention, named),
                )

    def _confidence(self, mention: Mention, named: Named) -> float:
        measured: float = getattr(self, LABELS[named.label])
        return round(max(0.0, measured - _UNSURE_BY_VOTE) if mention.label != named.label else measured, 3)


def _names_something(span: "Words") -> bool:
    """Adjectives that come from a name, *russische*, *Berliner*, are none, nor are other words that name nothing, nor addresses of the net."""
    if not span.text.strip() or any(word.like_url or word.like_email for word in span):
        return False
    return len(span) > 1 or not (span[0].pos_ in _NO_NAMES or (span.text[:1].islower() and not span[0].pos_))


def _mention(doc: "Doc", span: "Words", label: str) -> Mention:
    last = span[-1]
    genitive = last.tag_ == "NE" and last.morph.get("Case", []) == ["Gen"]  # "Rates" loses more than its -s
    bracketed = ""
    after = doc[span.end : span.end + 3]
    if len(after) == 3 and after[0].text == "(" and after[2].text == ")" and len(after[1].text) <= _LONGEST_BRACKET:  # noqa: PLR2004
        bracketed = after[1].text
    located = span.start > 0 and doc[span.start - 1].lower_ in _WHERE
    return Mention(" ".join(span.text.split()), label, genitive, bracketed, located)
