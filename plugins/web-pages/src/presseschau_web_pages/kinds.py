"""What kind of page it is: paywalled, a live ticker, a gallery; and why there is nothing to read on it."""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from presseschau_web_pages.blocks import Block, Mark
from presseschau_web_pages.evidence import Evidence, Json, types_of
from presseschau_web_pages.limits import PageError

_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d)")
_SCRIPTED = re.compile(r"java\s?script", re.IGNORECASE)
_LOCKED = frozenset({"locked", "metered", "paid", "premium", "false", "plus", "subscriber", "abo"})
_ENTRIES = 5
_PICTURES = 8
_LITTLE = 200


def kinds_of(
    tree: HtmlElement, evidence: Evidence, blocks: Sequence[Block], kept: Sequence[Block], paywall: str
) -> Iterator[tuple[str, str]]:
    """Yield kinds of a page with the origin of each: ``paywalled``, ``live-ticker``, ``gallery``; ``paywall`` is what :func:`paywall_of` returns."""
    types = {name for node in evidence.nodes for name in types_of(node)}
    if paywall:
        yield "paywalled", paywall
    if "LiveBlogPosting" in types:
        yield "live-ticker", "json-ld"
    elif _entries(blocks, kept) >= _ENTRIES:
        yield "live-ticker", "text"
    if types & {"ImageGallery", "MediaGallery"}:
        yield "gallery", "json-ld"
    elif sum(1 for _ in tree.iter("figure")) >= _PICTURES and sum(len(block.text) for block in kept) < 8 * _LITTLE:
        yield "gallery", "figures"


def _is_free(node: Json) -> bool | None:
    """Return what a node says with ``isAccessibleForFree``, written as a truth value or as a string."""
    value = node.get("isAccessibleForFree")
    if isinstance(value, bool):
        return value
    return None if not isinstance(value, str) else value.strip().lower() not in {"false", "no", "0", "http://schema.org/false"}


def paywall_of(evidence: Evidence, blocks: Sequence[Block]) -> str:
    """Return what says that the text is behind a paywall: Google's structured data for paywalled content, or the markup."""
    for article in evidence.articles:
        if _is_free(article) is False:
            return "json-ld"
    for _, value in evidence.meta(
        "article:content_tier", "og:article:content_tier", "isaccessibleforfree", "content_tier", "access"
    ):
        if value.strip().lower() in _LOCKED:
            return "meta"
    shown = [block for block in blocks if block.marks & Mark.PAYWALL.value and not block.marks & Mark.HIDDEN.value]
    return "markup" if sum(len(block.text) for block in shown) > _LITTLE else ""


def _entries(blocks: Sequence[Block], kept: Sequence[Block]) -> int:
    """Count the entries of a ticker: short lines that start with a time of day, or elements marked as entries."""
    first, last = (kept[0].order, kept[-1].order) if kept else (0, 0)
    return sum(
        1
        for block in blocks[first : last + 1]
        if len(block.text) < _LITTLE
        and _CLOCK.search(block.text[:12])
        and (block.tag[0] == "h" or block.marks & Mark.TICKER.value)
    )


def is_a_call_for_scripts(tree: HtmlElement, kept: Sequence[Block]) -> bool:
    """Tell whether all that a page shows is a request to switch JavaScript on."""
    return (
        sum(len(block.text) for block in kept) < _LITTLE
        and any(_SCRIPTED.search(block.text) for block in kept)
        and next(tree.iter("script"), None) is not None
    )


def nothing_to_read(tree: HtmlElement, blocks: Sequence[Block], paywall: str) -> PageError:
    """Return the error that says why a page has no text; ``paywall`` is what :func:`paywall_of` returns."""
    if paywall:
        return PageError("paywalled", f"all of the text is behind a paywall ({paywall})", hint="save the page while logged in")
    visible = sum(len(block.text) for block in blocks)
    scripts = sum(1 for _ in tree.iter("script"))
    notes = any(_SCRIPTED.search(element.text_content()) for element in tree.iter("noscript"))
    bare = any(element.get("id") in {"root", "app", "__next", "__nuxt", "react-root"} for element in tree.iter("div"))
    asked = any(_SCRIPTED.search(block.text) for block in blocks if len(block.text) < _LITTLE) and visible < 5 * _LITTLE
    if (visible < _LITTLE and scripts and (notes or bare or scripts > 2)) or (scripts and asked):  # noqa: PLR2004
        return PageError(
            "javascript-only",
            "the page is built by JavaScript and holds no text before that",
            hint="save it from a browser, or with a crawler that runs scripts",
        )
    if visible < _LITTLE:
        return PageError("empty", f"the page shows only {visible} characters", hint="fetch it again")
    return PageError(
        "no-text",
        f"none of its {len(blocks)} blocks reads like the text of an article",
        hint="overview and search pages have none; fetch the articles that they link to",
    )
