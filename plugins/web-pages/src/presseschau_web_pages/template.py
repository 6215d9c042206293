"""Templates: what one and the same markup wraps on a page is mostly of one kind."""

from collections import defaultdict
from collections.abc import Sequence

from presseschau_web_pages.blocks import Block, Mark

_SHARE = 0.6
"""How far a block follows its likes. Not a fine setting: from 0.3 to 0.7 it gains on publishers left out of training."""

_KEPT = 0.5
_LISTED = 0.6
_APART = (
    Mark.NAV | Mark.ASIDE | Mark.FOOTER | Mark.RELATED | Mark.NEWSLETTER | Mark.COMMENTS | Mark.SHARE | Mark.AUTHOR | Mark.AD
    | Mark.TAGS | Mark.HIDDEN | Mark.TEASER | Mark.CREDIT | Mark.FORM | Mark.EMBED
).value  # fmt: skip

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
        if block.tag == "li" and block.linked < 0.3 * len(block.text) and not block.marks & _APART:
            above = block.element.getparent()
            if above is not None and above.getparent() in homes:
                found[block.order] = max(found[block.order], _LISTED)
    return found
