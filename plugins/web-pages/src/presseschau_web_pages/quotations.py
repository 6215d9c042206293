"""Block quotations: what they say and who said it, as far as the markup tells.

``<blockquote>`` with a ``<footer>`` or ``<cite>`` in it, or beside it in a ``<figure>`` with a ``<figcaption>`` (HTML Standard, 4.4.4), is
speech with its speaker. Browsers indent it; in plain text nothing would show that it is a quotation, so it is set in marks, as
``<q>`` is.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import field, frozen
from lxml.html import HtmlElement

from presseschau_web_pages.blocks import Block, Mark

_ATTRIBUTION = frozenset({"footer", "cite", "figcaption"})
_LONGEST_ATTRIBUTION = 120
_LINKED = 0.5
_WORD = re.compile(r"\w+")
_FEW, _REPEATED = 4, 0.6
"""Pairs of words up to which what is said again may be so by chance, and the share of them that a pull quote repeats."""
_APART = (
    Mark.NAV | Mark.ASIDE | Mark.RELATED | Mark.NEWSLETTER | Mark.COMMENTS | Mark.SHARE | Mark.AD | Mark.HIDDEN | Mark.TEASER | Mark.FORM
    | Mark.EMBED
).value  # fmt: skip
_OPENING, _CLOSING = tuple('„“"«»‚‘›‹'), tuple('“”"«»’‘›‹')


@frozen
class Quotation:
    """The blocks of a block quotation: its words, and who said them."""

    words: list[Block] = field(factory=list)
    attribution: list[Block] = field(factory=list)

    @property
    def attributed(self) -> bool:
        """Tell whether somebody is named in a few words, and not by a mere link."""
        size = sum(len(block.text) for block in self.attribution)
        return bool(self.words) and 0 < size <= _LONGEST_ATTRIBUTION


def quotations_of(blocks: Sequence[Block]) -> list[Quotation]:
    """Return the block quotations of a page in document order."""
    found: dict[HtmlElement, Quotation] = {}
    if not any(block.marks & Mark.QUOTE.value for block in blocks):
        return []
    for block in blocks:
        home, is_attribution = _home(block)
        if home is not None:
            quotation = found.setdefault(home, Quotation())
            (quotation.attribution if is_attribution else quotation.words).append(block)
    return list(found.values())


def _home(block: Block) -> tuple[HtmlElement | None, bool]:
    """Return the ``blockquote`` that a block belongs to, and whether the block says who speaks."""
    is_attribution = False
    if block.marks & Mark.QUOTE.value or block.marks & Mark.CAPTION.value:
        for element in (block.element, *block.element.iterancestors()):
            if element.tag == "blockquote":
                return element, is_attribution
            if element.tag == "figure":
                return (element.find(".//blockquote") if is_attribution else None), is_attribution
            is_attribution = is_attribution or element.tag in _ATTRIBUTION
    return None, False


def in_marks(blocks: list[Block]) -> list[Block]:
    """Set the attributed block quotations of a page in quotation marks, where they have none; the blocks are changed."""
    for quotation in quotations_of(blocks):
        words = quotation.words
        if quotation.attributed and not words[0].text.startswith(_OPENING) and not words[-1].text.endswith(_CLOSING):
            words[0].text = f"„{words[0].text}"
            words[-1].text = f"{words[-1].text}“"
    return blocks


def judged_quotations(blocks: Sequence[Block], kept: Sequence[bool]) -> Iterator[tuple[Block, bool]]:
    """Yield the blocks of quotations among the blocks of the text, and whether they belong to it.

    A pull quote, which repeats a sentence of the text, does not. A quotation with its speaker does if nothing else says the same: of
    those without one only the forest may say so, for many are pull quotes in other words, and posts.
    """
    places = [at for at, one in enumerate(kept) if one]
    found = [one for one in quotations_of(blocks) if one.words] if places else []
    if not found:
        return
    quoted = {block.order for quotation in found for block in quotation.words}
    told = _pairs(" ".join(block.text for block in blocks if kept[block.order] and block.order not in quoted))
    for quotation in found:
        words = quotation.words
        if not places[0] <= words[0].order <= places[-1] or any(block.marks & _APART for block in words):
            continue
        said = _pairs(" ".join(block.text for block in words))
        if len(said) >= _FEW and len(said & told) >= _REPEATED * len(said):
            yield from ((block, False) for block in (*words, *quotation.attribution))
        elif quotation.attributed and sum(block.linked for block in words) <= _LINKED * sum(len(block.text) for block in words):
            yield from ((block, True) for block in (*words, *quotation.attribution))


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(_WORD.findall(text.lower())))
