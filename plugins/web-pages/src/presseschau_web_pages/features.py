"""The features of blocks: shape, position, markup and neighbours; never their wording, but for the commonest function words."""

import math
from collections import Counter, defaultdict
from importlib.resources import files

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from presseschau_web_pages.blocks import Block, Mark
from presseschau_web_pages.evidence import Evidence, squeeze
from presseschau_web_pages.layout import LAYOUT, layout_of

_PARAGRAPH, _SUMMARY, _LABEL, _WORD = 80, 40, 20, 8
"""Characters from which a text is long enough to be a paragraph, a summary, more than a label, more than a word."""
_CORE = 15
"""Words of a block that can belong to the core of the text, and letters of a title worth looking for."""
_LINKED = 0.3
_MAIN = 0.25
_ENDS = ".!?…"
_CLOSING = "\"'“”»«)›‹’"
_OPENING = '"„«»“‚›‹'
_TAGS = {"p": 1, "li": 2, "td": 4, "th": 4, "dd": 4, "dt": 4, "blockquote": 5, "figcaption": 6, "pre": 7}
_MARKS = list(Mark)
_FUNCTION_WORDS = frozenset(
    word
    for line in files(__package__).joinpath("data/function_words.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for word in line.split()
)

OWN = (
    "tag", "heading", "length", "words", "word_length", "linked", "links", "emphasised", "ends", "colon", "sentences", "commas",
    "digits", "capitals", "function_words", "quoted", "repeated", "in_body", "description", "is_title", "in_title", "parent",
    "grandparent", "inside", "depth",
)  # fmt: skip
NEIGHBOUR = ("length", "linked", "heading", "tag", "sentences", "parent", "grandparent", "ends", "in_body", "is_title", "words")
SHIFTS = (-2, -1, 1, 2)
NAMES: tuple[str, ...] = (
    *OWN,
    *(f"all:{mark.name}" for mark in _MARKS),
    *(f"own:{mark.name}" for mark in _MARKS),
    *(f"inner:{mark.name}" for mark in _MARKS),
    *(f"{name}{shift:+d}" for shift in SHIFTS for name in NEIGHBOUR),
    "from_first", "from_last", "from_title", "share_before", "near",
    *LAYOUT,
)  # fmt: skip


def _ends(text: str) -> tuple[bool, bool]:
    """Tell whether a text ends like a sentence, closing marks aside, and whether it ends in a colon."""
    end = text.rstrip(_CLOSING)[-1:]
    return end in _ENDS and end != "", end == ":"


def _shape(block: Block) -> list[float]:
    text = block.text
    size = len(text)
    words = text.split(" ")
    sentences = 0
    for mark in (". ", "! ", "? ", ".“", '."', ".«", ".»"):
        sentences += text.count(mark)
    ends, colon = _ends(text)
    tag = block.tag
    heading = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0
    functional = sum(word in _FUNCTION_WORDS for word in words) if size > _LABEL else 0
    return [
        3 if heading else _TAGS.get(tag, 0),
        heading,
        math.log1p(size),
        len(words),
        size / len(words),
        block.linked / size,
        block.links,
        block.emphasised / size,
        ends,
        colon,
        sentences + ends,
        text.count(","),
        sum(map(str.isdigit, text[:60])) / min(60, size),
        sum(map(str.isupper, text[:60])) / min(60, size),
        functional / len(words),
        text[0] in _OPENING,
    ]


def _is_paragraph(block: Block) -> bool:
    return len(block.text) > _PARAGRAPH and block.linked < _LINKED * len(block.text)


def _shares(blocks: list[Block]) -> tuple[dict[HtmlElement | None, float], dict[HtmlElement | None, float]]:
    """Return how much paragraph text lies directly under each parent and grandparent of a block."""
    parents: dict[HtmlElement | None, float] = defaultdict(float)
    grandparents: dict[HtmlElement | None, float] = defaultdict(float)
    for block in blocks:
        if _is_paragraph(block):
            parent = block.element.getparent()
            parents[parent] += len(block.text)
            if parent is not None:
                grandparents[parent.getparent()] += len(block.text)
    return parents, grandparents


def _witnessed(blocks: list[Block], evidence: Evidence) -> list[tuple[float, float, float, float, float]]:
    """Return per block: how often its text stands on the page, and whether articleBody, description and titles have it."""
    body = squeeze(evidence.body)
    descriptions = [squeeze(text)[:60] for text in evidence.descriptions if len(text) > _SUMMARY]
    titles = [title for title in map(squeeze, evidence.titles) if title]
    squeezed = [squeeze(block.text) for block in blocks]
    times = Counter(squeezed)
    found = []
    for text in squeezed:
        size = len(text)
        in_body = -1.0 if not body else float(bool(text) and text in body)
        described = size > _SUMMARY and any(text.startswith(start) for start in descriptions)
        is_title = text in titles
        in_title = size >= _WORD and any(text in title or (_CORE < len(title) > size / 2 and title in text) for title in titles)
        found.append((float(times[text]), in_body, float(described), float(is_title), float(in_title)))
    return found


def _bits(values: list[int]) -> NDArray[np.float64]:
    bits = np.arange(len(_MARKS))
    return ((np.array(values, dtype=np.int64)[:, None] >> bits) & 1).astype(np.float64)


def features_of(blocks: list[Block], evidence: Evidence) -> NDArray[np.float32]:
    """Return one row per block and one column per name of :data:`NAMES`."""
    parents, grandparents = _shares(blocks)
    most, most_grand = max(parents.values(), default=1.0), max(grandparents.values(), default=1.0)
    rows = []
    for block, witnessed in zip(blocks, _witnessed(blocks, evidence), strict=True):
        parent = block.element.getparent()
        above = None if parent is None else parent.getparent()
        rows.append(
            [
                *_shape(block),
                *witnessed,
                parents.get(parent, 0.0) / most,
                grandparents.get(above, 0.0) / most_grand,
                parents.get(block.element, 0.0) / most,
                block.depth,
            ]
        )
    own = np.array(rows, dtype=np.float64).reshape(len(rows), len(OWN))
    marks = [_bits([getattr(block, name) for block in blocks]) for name in ("marks", "own", "inner")]
    paragraphs = np.array([_is_paragraph(block) for block in blocks], dtype=np.bool_)
    in_body = float(own[:, OWN.index("in_body")].max(initial=-1.0))
    layout = layout_of(blocks, paragraphs, in_body)
    return np.hstack([own, *marks, _neighbours(own), _positions(own), layout]).astype(np.float32)


def _neighbours(own: NDArray[np.float64]) -> NDArray[np.float64]:
    columns = own[:, [OWN.index(name) for name in NEIGHBOUR]]
    shifted = []
    for shift in SHIFTS:
        moved = np.full_like(columns, -1.0)
        if shift > 0:
            moved[:-shift] = columns[shift:]
        else:
            moved[-shift:] = columns[:shift]
        shifted.append(moved)
    return np.hstack(shifted)


def _positions(own: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the places of the blocks relative to the main run of paragraphs and to the title."""
    count = len(own)
    index = np.arange(count)
    weight = own[:, OWN.index("grandparent")] * own[:, OWN.index("parent")]
    core = (own[:, OWN.index("words")] >= _CORE) & (own[:, OWN.index("linked")] < _LINKED) & (weight > _MAIN)
    places = index[core]
    first, last = (places[0], places[-1]) if len(places) else (0, count)
    heads = index[(own[:, OWN.index("is_title")] > 0) & (own[:, OWN.index("heading")] > 0)]
    title = heads[0] if len(heads) else 0
    running = np.concatenate([[0], np.cumsum(core)])
    before = running[:-1] / max(1, running[-1])
    near = running[np.minimum(count, index + 4)] - running[np.maximum(0, index - 3)]
    return np.column_stack(
        [np.clip(index - first, -20, 20), np.clip(index - last, -20, 20), np.clip(index - title, -20, 20), before, near]
    )
