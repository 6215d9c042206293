"""Templates: what one and the same markup wraps on a page is mostly of one kind."""

import re
from collections import defaultdict
from collections.abc import Sequence

from presseschau_web_pages.blocks import Block, Mark

_SHARE = 0.35
"""How far a block follows its likes. Not a fine setting: anything from 0.3 to 0.6 gains on publishers left out of training."""

_KEPT = 0.5
_LISTED = 0.6
_CUT = 0.1
_HEADED = (Mark.ARTICLE | Mark.HEADER).value
_PICTURE = (Mark.FIGURE | Mark.CAPTION | Mark.CREDIT | Mark.MEDIA).value
_LEADS = frozenset({"p", "div", "header"})
_ARTICLES = frozenset({"article", "main"})
_SENTENCE = 40
_LINKED = 0.3
_CLOSING = "\"'“”»«)›‹’"
_APART = (
    Mark.NAV | Mark.ASIDE | Mark.FOOTER | Mark.RELATED | Mark.NEWSLETTER | Mark.COMMENTS | Mark.SHARE | Mark.AUTHOR | Mark.AD
    | Mark.TAGS | Mark.HIDDEN | Mark.TEASER | Mark.CREDIT | Mark.FORM | Mark.EMBED
).value  # fmt: skip

_BOXED = (Mark.HIDDEN | Mark.EMBED).value
_DIALOGS = frozenset({"dialog", "alertdialog"})
_CONSENT = re.compile(r"(?:cookie|consent|gdpr|dsgvo|\bcmp)(?:s?\b|[-_A-Z])", re.IGNORECASE)

Signature = tuple[int, str, str, str, str]


def signature_of(block: Block) -> Signature:
    """Return what blocks of one template have in common: depth, tag and class, and tag and class of the parent."""
    element = block.element
    parent = element.getparent()
    above = ("", "") if parent is None else (str(parent.tag), parent.get("class") or "")
    return (block.depth, block.tag, element.get("class") or "", *above)


def harmonised(blocks: Sequence[Block], chances: Sequence[float]) -> list[float]:
    """Return the chances, each drawn towards the mean of the blocks with the same signature, long blocks counting more."""
    signatures = [signature_of(block) for block in blocks]
    weights: dict[Signature, float] = defaultdict(float)
    sums: dict[Signature, float] = defaultdict(float)
    for block, signature, chance in zip(blocks, signatures, chances, strict=True):
        weight = len(block.text) ** 0.5
        weights[signature] += weight
        sums[signature] += weight * chance
    return [
        (1 - _SHARE) * chance + _SHARE * sums[signature] / weights[signature]
        for signature, chance in zip(signatures, chances, strict=True)
    ]


def with_lists(blocks: Sequence[Block], chances: Sequence[float]) -> list[float]:
    """Keep the lists that are part of the text: without links, between its paragraphs, and in the same element as one of them.

    The forest has seen hardly any, since its gold drops most of them.
    """
    kept = [block.order for block, chance in zip(blocks, chances, strict=True) if chance > _KEPT and block.tag == "p"]
    if not kept:
        return list(chances)
    homes = {blocks[order].element.getparent() for order in kept}
    found = list(chances)
    for block in blocks[kept[0] : kept[-1] + 1]:
        if block.tag == "li" and block.linked < _LINKED * len(block.text) and not block.marks & _APART:
            above = block.element.getparent()
            if above is not None and above.getparent() in homes:
                found[block.order] = max(found[block.order], _LISTED)
    return found


def with_lead(blocks: Sequence[Block], chances: Sequence[float]) -> list[float]:
    """Keep the sentences in the header of an article whose text is kept: beside the title, what stands there in sentences is its lead."""
    kept = [block.order for block, chance in zip(blocks, chances, strict=True) if chance > _KEPT]
    found = list(chances)
    for block in blocks[: kept[0]] if kept else ():
        if (
            block.marks & (_HEADED | _PICTURE) == _HEADED
            and block.tag in _LEADS
            and _reads_as_text(block)
            and _in_header(block)
        ):
            found[block.order] = max(found[block.order], _LISTED)
    return found


def _in_header(block: Block) -> bool:
    """Tell whether a block lies in a ``header`` that belongs to an article."""
    for element in block.element.iterancestors("header"):
        parent = element.getparent()
        return parent is not None and parent.tag in _ARTICLES
    return False


def without_dialogs(blocks: Sequence[Block], chances: Sequence[float]) -> list[float]:
    """Cut dialogs where there is text outside of them; where there is text in ``<main>`` or ``<article>``, also other hidden boxes around.

    Where nothing of that text was found to be text, it is now: short text in the right place is worth more than long text in the wrong one.
    """
    inside = [block for block in blocks if block.marks & Mark.ARTICLE.value and _reads_as_text(block)]
    outside = inside or [block for block in blocks if _reads_as_text(block) and not block.marks & Mark.HIDDEN.value]
    if not outside:
        return list(chances)
    found = [
        min(chance, _CUT)
        if not block.marks & Mark.ARTICLE.value and ((inside and block.marks & Mark.HIDDEN.value) or _is_in_dialog(block))
        else chance
        for block, chance in zip(blocks, chances, strict=True)
    ]
    if max(found) <= _KEPT:
        for block in outside:
            found[block.order] = _LISTED
    return found


def _is_in_dialog(block: Block) -> bool:
    """Tell whether a block stands in a dialog, by tag, role or the words for consent to cookies."""
    if not block.marks & _BOXED:
        return False
    return any(
        element.tag == "dialog"
        or element.get("role") in _DIALOGS
        or _CONSENT.search(f"{element.get('class')} {element.get('id')}")
        for element in (block.element, *block.element.iterancestors())
    )


def _reads_as_text(block: Block) -> bool:
    """Tell whether a block is a paragraph of at least a sentence, with few links, and not in furniture by its markup."""
    return (
        len(block.text) > _SENTENCE
        and block.text.rstrip(_CLOSING).endswith((".", "!", "?", "…"))
        and block.linked < _LINKED * len(block.text)
        and not block.marks & _APART
    )
