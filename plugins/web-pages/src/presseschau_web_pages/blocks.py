"""A page as a sequence of blocks: the runs of text between block boundaries, each with what the markup says of it."""

import re
from enum import IntFlag
from functools import lru_cache

from attrs import define
from lxml.html import HtmlElement

from presseschau.inputs import BLOCK_ELEMENTS
from presseschau_web_pages.evidence import visible
from presseschau_web_pages.limits import too_deep
from presseschau_web_pages.vocabulary import names_of


class Mark(IntFlag):
    """What the elements around a text say of it, by their tags, ARIA roles, microdata and class words."""

    ARTICLE = 1 << 0
    BODY = 1 << 1
    ASIDE = 1 << 2
    NAV = 1 << 3
    HEADER = 1 << 4
    FOOTER = 1 << 5
    FIGURE = 1 << 6
    CAPTION = 1 << 7
    RELATED = 1 << 8
    NEWSLETTER = 1 << 9
    COMMENTS = 1 << 10
    SHARE = 1 << 11
    AUTHOR = 1 << 12
    DATE = 1 << 13
    LEAD = 1 << 14
    KICKER = 1 << 15
    HEADLINE = 1 << 16
    AD = 1 << 17
    PAYWALL = 1 << 18
    MEDIA = 1 << 19
    INFOBOX = 1 << 20
    TAGS = 1 << 21
    EMBED = 1 << 22
    HIDDEN = 1 << 23
    LIST = 1 << 24
    TABLE = 1 << 25
    QUOTE = 1 << 26
    FORM = 1 << 27
    CREDIT = 1 << 28
    TEASER = 1 << 29
    TICKER = 1 << 30


TAG_MARKS: dict[str, int] = {
    "article": Mark.ARTICLE, "main": Mark.ARTICLE, "aside": Mark.ASIDE, "nav": Mark.NAV, "header": Mark.HEADER,
    "footer": Mark.FOOTER, "figure": Mark.FIGURE, "figcaption": Mark.FIGURE | Mark.CAPTION, "ul": Mark.LIST, "ol": Mark.LIST,
    "dl": Mark.LIST, "table": Mark.TABLE, "blockquote": Mark.QUOTE, "form": Mark.FORM, "time": Mark.DATE, "menu": Mark.NAV,
    "dialog": Mark.HIDDEN, "address": Mark.AUTHOR, "video": Mark.MEDIA, "audio": Mark.MEDIA, "caption": Mark.CAPTION,
}  # fmt: skip
ROLE_MARKS: dict[str, int] = {
    "main": Mark.ARTICLE, "article": Mark.ARTICLE, "navigation": Mark.NAV, "complementary": Mark.ASIDE, "banner": Mark.HEADER,
    "contentinfo": Mark.FOOTER, "dialog": Mark.HIDDEN, "search": Mark.NAV, "menu": Mark.NAV, "menubar": Mark.NAV,
    "tablist": Mark.NAV, "toolbar": Mark.SHARE, "alertdialog": Mark.HIDDEN, "alert": Mark.EMBED,
}  # fmt: skip
TAG_MARKS = {tag: int(marks) for tag, marks in TAG_MARKS.items()}
ROLE_MARKS = {role: int(marks) for role, marks in ROLE_MARKS.items()}
"""As plain integers: the walk adds them up some thousand times a page."""

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "embed",
        "canvas",
        "map",
        "button",
        "select",
        "option",
        "textarea",
        "input",
        "label",
        "math",
        "head",
        "link",
        "meta",
        "base",
        "param",
        "source",
        "track",
        "datalist",
        "progress",
        "meter",
        "applet",
        "frame",
        "frameset",
        "noframes",
    ]
)
EMPHASIS = frozenset({"strong", "b", "em", "i"})
_LINK, _STRONG = 1, 2
_MARKS_OF_QUOTES = (("„", "“"), ("‚", "‘"))
"""What browsers set around ``<q>`` in German, by how deep it is nested (HTML Standard, 15.3.5)."""
_OPENING = tuple('„“"«»‚‘›‹')
_SPACE = re.compile(r"\s+")
_BARE = 200
"""Characters: a page that shows fewer is built by scripts, or empty."""


@define(eq=False)
class Block:
    """A run of text, white space collapsed, and the ``element`` that holds it, with the marks of all elements around it.

    ``linked`` and ``emphasised`` count the characters inside links and inside bold or italics; ``own`` holds the marks of the
    element itself, ``inner`` those of inline elements inside it.
    """

    text: str
    tag: str
    element: HtmlElement
    marks: int
    own: int
    inner: int
    linked: int
    emphasised: int
    links: int
    depth: int
    order: int


@lru_cache(maxsize=8192)
def _word_marks(words: str) -> int:
    marks = 0
    for name in names_of(words):
        marks |= Mark[name].value
    return marks


def marks_of(element: HtmlElement) -> int:
    """Return what the attributes of one element say of it."""
    marks = 0
    for name, value in element.attrib.items():
        if name in {"class", "id", "itemprop", "data-testid", "data-component", "rel"}:
            marks |= _word_marks(value)
        elif name == "role":
            marks |= ROLE_MARKS.get(value, 0)
        elif (
            name == "hidden"
            or (name == "aria-hidden" and value == "true")
            or (name == "style" and "none" in value and "display" in value)
        ):
            marks |= Mark.HIDDEN.value
    return marks


def _is_attribution(cite: HtmlElement, marks: int) -> bool:
    """Tell whether a ``cite`` closes a block quotation, and so names who said it, rather than a work that a sentence speaks of."""
    return bool(marks & Mark.QUOTE.value) and cite.getnext() is None and not (cite.tail or "").strip()


def _is_shadow(element: HtmlElement) -> bool:
    """Tell whether a ``template`` is a declarative shadow root, which browsers show (HTML Standard, 4.12.3)."""
    return element.tag == "template" and ("shadowrootmode" in element.attrib or "shadowroot" in element.attrib)


class _Walker:
    """Collects the blocks of one page; ``opened`` names elements that are walked though they are skipped in general."""

    def __init__(self, max_depth: int, opened: frozenset[str] = frozenset()) -> None:
        self.max_depth = max_depth
        self.opened = opened
        self.blocks: list[Block] = []
        self.text: list[str] = []
        self.linked = self.emphasised = self.links = self.inner = self.quoted = 0

    def flush(self, holder: HtmlElement, tag: str, marks: int, own: int, depth: int) -> None:
        """End the run of text before or after a block element."""
        if not self.text:
            return
        text = _SPACE.sub(" ", visible("".join(self.text))).strip()
        if text:
            self.blocks.append(
                Block(
                    text, tag, holder, marks, own, self.inner, self.linked, self.emphasised, self.links, depth, len(self.blocks)
                )
            )
        self.text = []
        self.linked = self.emphasised = self.links = self.inner = 0

    def visit(self, element: HtmlElement, tag: str, marks: int, own: int, depth: int) -> None:
        """Walk a block element."""
        if depth > self.max_depth:
            raise too_deep(self.max_depth)
        text = element.text
        if text:
            self.text.append(text)
        self.inside(element, element, tag, marks, own, depth, 0)
        self.flush(element, tag, marks, own, depth)

    def inside(self, element: HtmlElement, holder: HtmlElement, tag: str, marks: int, own: int, depth: int, kind: int) -> None:
        """Walk the children of an element that is or lies inline in the block element ``holder``."""
        broken = False
        for child in element:
            name = child.tag
            if name == "br":
                if broken:
                    self.flush(holder, tag, marks, own, depth)
                else:
                    self.text.append("\n")
                    broken = True
            elif (
                name in BLOCK_ELEMENTS
                or (name == "cite" and _is_attribution(child, marks))
                or name in self.opened
                or _is_shadow(child)
            ):
                self.flush(holder, tag, marks, own, depth)
                found = TAG_MARKS.get(name, 0) | (marks_of(child) if child.attrib else 0)
                self.visit(child, name, marks | found, found, depth + 1)
                broken = False
            elif name not in SKIPPED and isinstance(name, str):
                broken = False
                self.inline(child, name, holder, tag, marks, own, depth, kind)
            tail = child.tail
            if tail:
                self.add(tail, kind)
                broken = broken and tail.isspace()

    def inline(
        self, child: HtmlElement, name: str, holder: HtmlElement, tag: str, marks: int, own: int, depth: int, kind: int
    ) -> None:
        """Walk an inline element."""
        if depth > self.max_depth:
            raise too_deep(self.max_depth)
        if child.attrib:
            found = TAG_MARKS.get(name, 0) | marks_of(child)
            if found & Mark.HIDDEN.value and not len(child):
                return
            self.inner |= found
        if name == "a":
            kind |= _LINK
            self.links += 1
        elif name in EMPHASIS:
            kind |= _STRONG
        before, after = "", ""
        if name == "q" and not (child.text or "").lstrip().startswith(_OPENING):
            before, after = _MARKS_OF_QUOTES[self.quoted % 2]
        self.quoted += name == "q"
        if before or child.text:
            self.add(before + (child.text or ""), kind)
        if len(child):
            self.inside(child, holder, tag, marks, own, depth + 1, kind)
        if after:
            self.add(after, kind)
        self.quoted -= name == "q"

    def add(self, text: str, kind: int) -> None:
        """Add a stretch of inline text."""
        self.text.append(text)
        if kind:
            size = len(text)
            if kind & _LINK:
                self.linked += size
            if kind & _STRONG:
                self.emphasised += size


def blocks_of(tree: HtmlElement, max_depth: int = 200) -> list[Block]:
    """Return the blocks of a page in document order.

    Raises:
        PageError: elements are nested deeper than ``max_depth`` below the body. The walk is recursive.
    """
    body = tree.find("body") if tree.tag == "html" else tree
    if body is None:
        return []
    walker = _Walker(max_depth)
    walker.visit(body, "body", 0, 0, 0)
    if sum(len(block.text) for block in walker.blocks) < _BARE and next(body.iter("noscript"), None) is not None:
        # Built by scripts: what is there for readers without them is all there is.
        walker = _Walker(max_depth, frozenset({"noscript"}))
        walker.visit(body, "body", 0, 0, 0)
    return walker.blocks
