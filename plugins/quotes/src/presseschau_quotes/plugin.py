"""The plugin: options, and records of the engine turned into annotations."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen, validators

from presseschau import Annotation, Document, Quote, Span, hookimpl
from presseschau.analysis import sentences as ruled_sentences
from presseschau_quotes.engine import find_quotes
from presseschau_quotes.found import TYPES, Found, Offsets
from presseschau_quotes.syntax import Syntax

if TYPE_CHECKING:
    from spacy.tokens import Doc


def _spans(offsets: Offsets) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in offsets)


@frozen(eq=False, kw_only=True)
class Quotes:
    """Direct and reported speech, by rules: who said what, with which word, to whom.

    ``min_confidence`` leaves out what is less sure (0 keeps everything); ``types`` are the types of quotation to return.
    """

    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences",)
    wants: ClassVar[tuple[str, ...]] = ("analysis:tags", "analysis:morphology", "analysis:parse", "analysis:names")
    provides: ClassVar[tuple[str, ...]] = ("annotation:Quote",)

    min_confidence: float = field(
        default=0.0,
        validator=[validators.ge(0.0), validators.le(1.0)],
        metadata={"help": "Leave out quotations whose confidence is below this, from 0 (keep all) to 1."},
    )
    types: tuple[str, ...] = field(
        default=TYPES,
        converter=tuple,
        validator=validators.deep_iterable(validators.in_(TYPES)),
        metadata={"help": "The types to return: Direct, Indirect, FreeIndirect, IndirectFreeIndirect, Reported."},
    )
    join_sentences: bool = field(
        default=True,
        metadata={
            "help": "Make one quotation of the sentences of free indirect speech that follow each other; else each is one."
        },
    )
    speakers: bool = field(
        default=True,
        metadata={"help": "Look for the full name behind a speaker's surname, title or pronoun in the same document."},
    )

    @hookimpl
    def extract(self, document: Document, analysis: "Doc") -> Iterator[Annotation]:
        """Yield the quotations of a document."""
        text = document.text
        syntax = Syntax(analysis)
        # a parser's sentences are not always a reader's: it cuts at colons and inside marks
        sentences = list(ruled_sentences(text)) if syntax else [(s.start_char, s.end_char) for s in analysis.sents]
        kept = {
            index: found
            for index, found in enumerate(find_quotes(text, sentences, join=self.join_sentences, syntax=syntax))
            if found.confidence >= self.min_confidence and found.type in self.types
        }
        for index, found in kept.items():
            yield self._annotation(index, found, parent=found.parent if found.parent in kept else None)

    def _annotation(self, index: int, found: Found, *, parent: int | None) -> Quote:
        return Quote(
            id=f"q{index}",
            type=found.type,
            spans=_spans(found.spans),
            speaker=_spans(found.speaker),
            cue=_spans(found.cue),
            addressee=_spans(found.addressee),
            frame=_spans(found.frame),
            speaker_entity=found.speaker_entity if self.speakers else None,
            speaker_given=found.person.given if self.speakers else None,
            speaker_family=found.person.family if self.speakers else None,
            speaker_role=found.person.role if self.speakers else None,
            speaker_affiliation=found.person.affiliation if self.speakers else None,
            parent=None if parent is None else f"q{parent}",
            rule=found.rule,
            confidence=found.confidence,
        )
