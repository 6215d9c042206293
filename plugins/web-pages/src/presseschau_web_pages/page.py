"""A page to a text with parts, claims and cuts: the extraction as a whole. Bytes in, data out."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from attrs import frozen
from lxml.html import HtmlElement
from numpy.typing import NDArray

from presseschau import Claim, Edit, Part, Span
from presseschau_web_pages.blocks import Block, Mark, blocks_of
from presseschau_web_pages.decode import Decoded, decode
from presseschau_web_pages.evidence import Evidence, gather, squeeze
from presseschau_web_pages.features import features_of
from presseschau_web_pages.kinds import is_a_call_for_scripts, kinds_of, nothing_to_read, paywall_of
from presseschau_web_pages.limits import Limits
from presseschau_web_pages.metadata import Context, claims_of
from presseschau_web_pages.model import shipped_forest
from presseschau_web_pages.opinion import second_opinion
from presseschau_web_pages.quotations import in_marks, judged_quotations
from presseschau_web_pages.template import harmonised, with_lead, with_lists, without_dialogs
from presseschau_web_pages.told import laid_out_as_told, told_paragraphs
from presseschau_web_pages.tree import Clock, check_size, parse

_KEEP = 0.5
_UNSURE = (0.1, 0.9)
_SHORT = 30
_QUOTED = 0.6


@frozen(kw_only=True)
class Page:
    """What was found in a page. All spans count code points of ``text``, which also holds what ``edits`` cut."""

    text: str
    parts: tuple[Part, ...]
    edits: tuple[Edit, ...]
    claims: tuple[Claim, ...]
    encoding: str
    encoding_guessed: bool
    digest: str


@frozen
class _Line:
    """A block that goes into the text, its label, whether it is kept and how sure that is."""

    block: Block
    label: str
    kept: bool
    confidence: float


def read_page(
    data: bytes, *, context: Context, limits: Limits, content_type: str = "", fallback: bool = True, fragment: bool = False
) -> Page:
    """Extract a page.

    Raises:
        PageError: the page breaks a limit, or there is nothing to read on it.
    """
    check_size(len(data), limits)
    clock = Clock(limits)
    decoded: Decoded = decode(data, content_type)
    tree = parse(decoded.text, limits)
    clock.check()
    evidence = gather(tree)
    blocks = in_marks(blocks_of(tree, limits.depth))
    clock.check()
    chances = _all_text(blocks) if fragment else judged(tree, blocks, evidence, fallback=fallback)
    clock.check()
    lines = _lines(blocks, chances, evidence)
    kept = [line.block for line in lines if line.kept]
    missing = not kept or is_a_call_for_scripts(tree, kept)
    shown = 0 if missing else sum(len(block.text) for block in kept if not block.marks & Mark.PAYWALL.value)
    paywall = paywall_of(evidence, blocks)
    told = told_paragraphs(evidence, shown, missing=missing, locked=bool(paywall))
    if missing and not told:
        raise nothing_to_read(tree, blocks, paywall)
    claims = list(claims_of(evidence, blocks, context))
    claims += [
        Claim(name="page-kind", value=kind, origin=origin, rule=f"kind/{kind}")
        for kind, origin in kinds_of(tree, evidence, blocks, kept, paywall)
    ]
    text, parts, edits = (*laid_out_as_told(told), ()) if told else _laid_out(tree, lines)
    return Page(
        text=text,
        parts=parts,
        edits=edits,
        claims=tuple(claims),
        encoding=decoded.encoding,
        encoding_guessed=decoded.guessed,
        digest=hashlib.sha256(data).hexdigest(),
    )


Judge = Callable[[NDArray[np.float32]], NDArray[np.float64]]


def judged(
    tree: HtmlElement, blocks: list[Block], evidence: Evidence, *, fallback: bool = True, judge: Judge | None = None
) -> list[float]:
    """Return for each block how likely it belongs to the text.

    The forest says so block by block, what one template wraps is drawn together, and trafilatura decides on what is then
    still open on a page where that is much. ``judge`` stands in for the shipped forest.
    """
    if not blocks:
        return []
    chances = harmonised(blocks, (judge or shipped_forest().probability)(features_of(blocks, evidence)).tolist())
    if fallback and _is_unsure(blocks, chances):
        seconded = second_opinion(tree, blocks)
        if seconded is not None:
            chances = _voted(blocks, chances, seconded)
    found = with_lists(blocks, with_lead(blocks, without_dialogs(blocks, chances)))
    for block, belongs in judged_quotations(blocks, [chance > _KEEP for chance in found]):
        found[block.order] = max(found[block.order], _QUOTED) if belongs else min(found[block.order], 1 - _QUOTED)
    return found


def _voted(blocks: Sequence[Block], chances: Sequence[float], seconded: Sequence[bool]) -> list[float]:
    """Let a second opinion decide on what is open, or on everything where nothing was found. Leads are what it often drops."""
    low, high = _UNSURE
    found = any(chance > high for chance in chances)
    return [
        chance if found and (not low < chance < high or block.own & Mark.LEAD.value) else 0.6 if agreed else 0.4
        for block, chance, agreed in zip(blocks, chances, seconded, strict=True)
    ]


def clean_text(tree: HtmlElement, blocks: list[Block], chances: Sequence[float], evidence: Evidence) -> str:
    """Return the text of a page whose blocks have been judged, without what is cut."""
    text, _, edits = _laid_out(tree, _lines(blocks, chances, evidence))
    for edit in reversed(edits):
        text = text[: edit.span.start] + text[edit.span.end :]
    return text


def _all_text(blocks: Sequence[Block]) -> list[float]:
    """Return chances for a fragment, which has been cut to its text already: all but lists of links."""
    return [0.2 if block.linked > 0.8 * len(block.text) else 0.8 for block in blocks]


def _is_unsure(blocks: Sequence[Block], chances: Sequence[float]) -> bool:
    """Tell whether much of the text hangs in the balance, or hardly any was found."""
    low, high = _UNSURE
    sure = sum(len(block.text) for block, chance in zip(blocks, chances, strict=True) if chance >= high)
    open_ = sum(len(block.text) for block, chance in zip(blocks, chances, strict=True) if low < chance < high)
    return sure < 400 or open_ > 0.25 * sure  # noqa: PLR2004 - a short paragraph; a quarter of the text


def _lines(blocks: list[Block], chances: Sequence[float], evidence: Evidence) -> list[_Line]:
    """Choose the blocks of the text, and those cut ones around and between them that are worth a label."""
    titles = {squeeze(title) for title in evidence.titles if title}
    described = {squeeze(text)[:60] for text in evidence.descriptions if len(text) > 40}  # noqa: PLR2004
    kept: dict[int, float] = {}
    seen: set[str] = set()
    for block, chance in zip(blocks, chances, strict=True):
        if (
            chance > _KEEP
            and any(map(str.isalnum, block.text))
            and (len(block.text) < _SHORT or block.text not in seen)
            and squeeze(block.text) not in titles
        ):
            kept[block.order] = chance
            seen.add(block.text)
    if not kept:
        return []
    first, last = min(kept), max(kept)
    heads = [b.order for b in blocks[:last] if squeeze(b.text) in titles and b.tag[0] == "h"]
    start = min(first, heads[-1] if heads and heads[-1] < first else first)
    start = max(0, start - 2) if heads else first
    lines = []
    for block in blocks[start : last + 8]:
        if block.order in kept:
            label = _kept_label(block, described, is_first=block.order == first)
            lines.append(_Line(block, label, kept=True, confidence=kept[block.order]))
        else:
            label = _cut_label(block, titles)
            if label and (block.order < last or label in {"caption", "credit", "byline"}) and block.text not in seen:
                seen.add(block.text)
                lines.append(_Line(block, label, kept=False, confidence=1.0 - chances[block.order]))
    return lines


def _kept_label(block: Block, described: set[str], *, is_first: bool) -> str:
    if block.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        return "subhead"
    if block.tag == "li":
        return "list"
    summary = squeeze(block.text)
    if is_first and (block.own & Mark.LEAD.value or any(len(d) > 30 and summary.startswith(d) for d in described)):  # noqa: PLR2004
        return "lead"
    return "paragraph"


_WORTHLESS = (Mark.NAV | Mark.FOOTER | Mark.SHARE | Mark.COMMENTS | Mark.TAGS | Mark.AD | Mark.HIDDEN).value
_CUT_LABELS = tuple(
    (mark.value, label, label in {"newsletter", "related", "caption"})
    for mark, label in (
        (Mark.NEWSLETTER, "newsletter"),
        (Mark.RELATED, "related"),
        (Mark.QUOTE, "pull-quote"),
        (Mark.CREDIT, "credit"),
        (Mark.CAPTION, "caption"),
        (Mark.AUTHOR, "byline"),
        (Mark.DATE, "date-line"),
        (Mark.KICKER, "kicker"),
    )
)
"""Marks with their labels, and whether the mark of any element around will do."""


def _cut_label(block: Block, titles: set[str]) -> str:
    """Return the label of a block that is cut, ``""`` for what is not worth keeping at all."""
    words = squeeze(block.text)
    if words in titles and block.tag[0] == "h":
        return "title"
    if block.marks & _WORTHLESS:
        return ""
    near = block.own | block.inner
    for mark, label, inherited in _CUT_LABELS:
        if (block.marks if inherited else near) & mark:
            return label
    return "caption" if block.marks & Mark.FIGURE.value else ""


def _laid_out(tree: HtmlElement, lines: Sequence[_Line]) -> tuple[str, tuple[Part, ...], tuple[Edit, ...]]:
    """Join the lines to a text and give each its span; a cut goes up to the next line."""
    root = tree.getroottree()
    texts: list[str] = []
    parts: list[Part] = []
    edits: list[Edit] = []
    place = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        listed = following is not None and line.label == following.label == "list"
        gap = "" if following is None else "\n" if listed else "\n\n"
        end = place + len(line.block.text)
        texts += [line.block.text, gap]
        parts.append(
            Part(
                label=line.label,
                span=Span(place, end),
                kept=line.kept,
                rule=f"page/{line.label}",
                confidence=round(line.confidence, 3),
                locator=root.getpath(line.block.element),
            )
        )
        if not line.kept:
            edits.append(
                Edit(span=Span(place, end + len(gap)), rule=f"page/{line.label}", confidence=round(line.confidence, 3))
            )
        place = end + len(gap)
    return "".join(texts), tuple(parts), tuple(edits)
