"""A second opinion: which blocks trafilatura takes for text. Asked only where the classifier is unsure."""

import logging
from collections.abc import Sequence

from lxml.html import HtmlElement

from presseschau_web_pages.blocks import Block, Mark
from presseschau_web_pages.evidence import squeeze

_MOST_BLOCKS = 5_000
"""Some of trafilatura's passes take time in the square of the number of paragraphs (100,000 took 14 s)."""
_NO_CLOCK = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
"""Dates are not asked for; without parameters of ours trafilatura would take today's as their limit, and so read the clock."""
_SHORT = 12
_MENU = (Mark.NAV | Mark.FOOTER).value


def second_opinion(tree: HtmlElement, blocks: Sequence[Block]) -> list[bool] | None:
    """Return for each block whether trafilatura keeps it; None where it has no answer."""
    if len(blocks) > _MOST_BLOCKS:
        return None
    # Imported here: it costs 0.4 s, and most pages do not need it.
    from trafilatura import bare_extraction  # noqa: PLC0415

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found_text = bare_extraction(tree, include_comments=False, with_metadata=False, date_extraction_params=_NO_CLOCK)
    text = getattr(found_text, "text", None)
    if not text:
        return None
    whole = squeeze(text)
    lines = set(map(squeeze, text.split("\n")))
    answers = []
    for block in blocks:
        words = squeeze(block.text)
        found = words in whole if len(words) >= _SHORT else bool(words) and words in lines
        # Where it finds no article it takes the whole page, menus and all.
        answers.append(found and block.linked <= len(block.text) / 2 and not block.marks & _MENU)
    return answers
