"""The plugin: broken words, invisible characters and wrapped lines, as edits."""

from collections.abc import Iterator
from html import unescape
from typing import ClassVar
from unicodedata import normalize

from attrs import field, frozen

from presseschau import Cleaning, Document, Edit, Span, hookimpl
from presseschau_normal_form.lines import quote_marks, wrapped_lines
from presseschau_normal_form.words import HIDDEN, LIGATURE, REFERENCE, Change, broken_words, torn_words, visible

_CONFIDENCE = {
    "normal/invisible": 1.0,
    "normal/ligature": 1.0,
    "normal/reference": 0.95,
    "normal/quote-mark": 0.9,
    "normal/broken-word": 0.95,
    "normal/suspended-hyphen": 0.9,
    "normal/wrapped-line": 0.85,
}


@frozen(eq=False, kw_only=True)
class NormalForm:
    """Read text as if it were whole: without soft hyphens and zero-width characters, words joined that a line end broke, and lines
    joined that a column wrapped. The source text stays as it is; each change is an edit.
    """

    requires: ClassVar[tuple[str, ...]] = ()
    provides: ClassVar[tuple[str, ...]] = ()

    invisible: bool = field(default=True, metadata={"help": "leave out soft hyphens, zero-width spaces and the like"})
    ligatures: bool = field(
        default=True, metadata={"help": "read the ligatures of type and scans (\ufb01 in O\ufb03zier) as their letters"}
    )
    references: bool = field(
        default=True, metadata={"help": "read character references of HTML (`&uuml;`, `&#8222;`) as their characters"}
    )
    quote_marks: bool = field(default=True, metadata={"help": "leave out the marks (`> `) of text quoted in an e-mail"})
    hyphens: bool = field(default=True, metadata={"help": "join words that were broken at the end of a line"})
    lines: bool = field(default=True, metadata={"help": "join the lines of paragraphs that were wrapped to a width"})

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        """Return the edits that make the text whole."""
        return Cleaning(edits=tuple(self._edits(document)))

    def _edits(self, document: Document) -> Iterator[Edit]:
        text = document.text
        for change in self._changes(text):
            spans = document.to_source(Span(change.start, change.end))
            # What another cleaner has changed or cut within is left alone.
            if len(spans) == 1 and document.source_text[spans[0].start : spans[0].end] == text[change.start : change.end]:
                yield Edit(span=spans[0], replacement=change.replacement, rule=change.rule, confidence=_CONFIDENCE[change.rule])

    def _changes(self, text: str) -> Iterator[Change]:
        """Yield changes that do not touch one another."""
        taken: list[Change] = []
        if self.hyphens:
            taken += broken_words(text)
            taken += torn_words(text)
        if self.references:
            taken += _references(text)
        if self.quote_marks:
            taken += quote_marks(text)
        if self.invisible:
            taken += _hidden(text)
        if self.ligatures:
            taken += _ligatures(text)
        if self.lines:
            taken += wrapped_lines(text)
        end = -1
        for change in sorted(taken, key=lambda change: (change.start, -change.end)):
            if change.start >= end:
                yield change
                end = change.end


def _ligatures(text: str) -> Iterator[Change]:
    for found in LIGATURE.finditer(text):
        yield Change(found.start(), found.end(), normalize("NFKC", found.group()), "normal/ligature")


def _references(text: str) -> Iterator[Change]:
    """Yield the references that have a character; one that would be markup's own (``&lt;``) stays where it was escaped twice."""
    for found in REFERENCE.finditer(text) if "&" in text else ():
        meant = unescape(unescape(found.group()))
        if len(meant) == 1 and meant.isprintable():
            yield Change(found.start(), found.end(), meant, "normal/reference")
        elif meant in {"\u00a0", "\u202f", "\u2009"}:
            yield Change(found.start(), found.end(), " ", "normal/reference")
        elif meant == "\u00ad":
            yield Change(found.start(), found.end(), "", "normal/reference")


def _hidden(text: str) -> Iterator[Change]:
    for found in HIDDEN.finditer(text):
        word = found.group()
        if visible(word) != word:
            yield Change(found.start(), found.end(), visible(word), "normal/invisible")
