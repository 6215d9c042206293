"""Text of a page to a tree, within limits."""

import re
import time

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from presseschau_web_pages.limits import Limits, PageError, too_deep

_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^<>]{0,300}\?>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML tree can hold (XML 1.0, production 2)."""
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{2000,200000}")
_QUOTED = re.compile(r"\"[^\"]{0,200000}\"|'[^']{0,200000}'")
_MOST_ATTRIBUTES = 500


def check_size(size: int, limits: Limits) -> None:
    """Refuse a page of too many bytes."""
    if size > limits.bytes:
        raise PageError(
            "too-large",
            f"the page has more than {limits.bytes:,} bytes",
            hint="raise max_page_bytes if such pages are wanted",
        )


def parse(text: str, limits: Limits) -> HtmlElement:
    """Return the tree of a page, without comments and processing instructions.

    Raises:
        PageError: nothing to parse, too many elements, nested too deeply.
    """
    text = _DECLARATION.sub("", text, count=1)
    text = _CONTROL.sub(" ", text)
    if not text.strip():
        raise PageError("empty", "the page has no content at all", hint="fetch it again")
    if text.count("<") > 2 * limits.elements:
        raise PageError(
            "too-many-elements",
            f"the page has more than {limits.elements:,} elements",
            hint="raise max_elements if such pages are wanted; time and memory grow with it",
        )
    for tag in _LONG_TAG.finditer(text):
        if len(_QUOTED.sub("", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise PageError(
                "too-many-attributes",
                f"an element has more than {_MOST_ATTRIBUTES:,} attributes",
                hint="no page for readers is built so; libxml2 takes time in the square of their number",
            )
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise PageError("empty", f"no HTML in it ({error})", hint="is it a web page?") from error
    for entry in parser.error_log:
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            if "depth" in entry.message:
                raise too_deep(limits.depth)
            raise PageError("too-large", f"libxml2 gave up: {entry.message}", hint="no page for readers is built so")
    return tree


class Clock:
    """The CPU time that a page has used; :meth:`check` raises when it is too much."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.start = time.process_time()

    def check(self) -> None:
        """Raise when the time is used up."""
        if time.process_time() - self.start > self.limits.seconds:
            raise PageError(
                "too-slow",
                f"the page took more than {self.limits.seconds:g} s of CPU time",
                hint="raise max_page_seconds if such pages are wanted",
            )
