"""How a page is laid out: what kind of page it is, what stands beside a block, and where most of the paragraphs are."""

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from presseschau_web_pages.blocks import Block, Mark

LAYOUT = (
    "page_text", "page_blocks", "page_paragraphs", "page_linked", "page_article", "page_in_body", "place", "parent_linked",
    "above_linked", "siblings", "parent_size", "home", "home_share", "around", "level",
)  # fmt: skip
_MOST = 0.7
"""The share of the paragraphs that the home of a page holds at least."""
_AROUND = 8
_FARTHEST = 20


def layout_of(blocks: Sequence[Block], paragraphs: NDArray[np.bool_], in_body: float) -> NDArray[np.float64]:
    """Return one row per block, columns as in :data:`LAYOUT`.

    The first columns are the same for all blocks: a recipe, a shop and a news page differ in how much of them is paragraphs and
    links, and the forest may weigh the others by that. ``in_body`` is 1 where JSON-LD has the body of the article, -1 where not.
    """
    count = len(blocks)
    if not count:
        return np.zeros((0, len(LAYOUT)))
    sizes = np.array([len(block.text) for block in blocks], dtype=np.float64)
    links = np.array([block.linked for block in blocks], dtype=np.float64)
    mass = sizes * paragraphs
    whole = float(mass.sum())
    article = float(any(block.marks & Mark.ARTICLE.value for block in blocks))
    page = [math.log1p(whole), math.log1p(count), float(paragraphs.mean()), float(links.sum() / sizes.sum()), article, in_body]
    parents = [block.element.getparent() for block in blocks]
    above = [None if parent is None else parent.getparent() for parent in parents]
    below_parent, below_above = _sums(parents, sizes, links), _sums(above, sizes, links)
    home, share = _home(blocks, mass)
    known: dict[HtmlElement | None, bool] = {None: False}
    running = np.concatenate([[0.0], np.cumsum(mass)])
    index = np.arange(count)
    depths = np.array([block.depth for block in blocks], dtype=np.float64)
    level = float(np.average(depths, weights=mass)) if whole else float(depths.mean())
    columns = [
        index / count,
        [below_parent[parent][1] / below_parent[parent][0] for parent in parents],
        [below_above[parent][1] / below_above[parent][0] for parent in above],
        [math.log1p(below_parent[parent][2]) for parent in parents],
        [math.log1p(below_parent[parent][0]) for parent in parents],
        [_lies_in(block.element, home, known) for block in blocks],
        np.full(count, share),
        np.log1p(running[np.minimum(count, index + _AROUND + 1)] - running[np.maximum(0, index - _AROUND)]),
        np.clip(depths - level, -_FARTHEST, _FARTHEST),
    ]
    return np.hstack([np.tile(page, (count, 1)), np.column_stack(columns)])


def _sums(
    elements: Sequence[HtmlElement | None], sizes: NDArray[np.float64], links: NDArray[np.float64]
) -> dict[HtmlElement | None, tuple[float, float, int]]:
    """Return per element the characters of the blocks that it stands for, those of them in links, and the number of blocks."""
    sums: dict[HtmlElement | None, tuple[float, float, int]] = defaultdict(lambda: (0.0, 0.0, 0))
    for element, size, linked in zip(elements, sizes.tolist(), links.tolist(), strict=True):
        before = sums[element]
        sums[element] = (before[0] + size, before[1] + linked, before[2] + 1)
    return sums


def _home(blocks: Sequence[Block], mass: NDArray[np.float64]) -> tuple[HtmlElement | None, float]:
    """Return the innermost element that holds most of the paragraphs of a page, and the share of them that it holds."""
    whole = float(mass.sum())
    held: dict[HtmlElement, float] = defaultdict(float)
    depth: dict[HtmlElement, int] = {}
    for block, size in zip(blocks, mass.tolist(), strict=True):
        if not size:
            continue
        path = [block.element, *block.element.iterancestors()]
        for place, element in enumerate(path):
            held[element] += size
            depth[element] = len(path) - place
    enough = [element for element, size in held.items() if size >= _MOST * whole]
    if not enough:
        return None, 0.0
    home = max(enough, key=depth.__getitem__)
    return home, held[home] / whole


def _lies_in(element: HtmlElement | None, home: HtmlElement | None, known: dict[HtmlElement | None, bool]) -> float:
    """Tell whether an element is or lies in another; what that says of its ancestors is kept."""
    path = []
    while element not in known and element is not home:
        path.append(element)
        element = None if element is None else element.getparent()
    answer = element is not None and (element is home or known[element])
    known.update(dict.fromkeys(path, answer))
    return float(answer)
