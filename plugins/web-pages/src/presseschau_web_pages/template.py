"""Templates: what one and the same markup wraps on a page is mostly of one kind."""

from collections import defaultdict
from collections.abc import Sequence

from presseschau_web_pages.blocks import Block

_SHARE = 0.6
"""How far a block follows its likes. Measured on publishers left out of training: 0.3 to 0.7 all gain, see the docs."""

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
