"""(X)HTML to plain text as it stands: every block a paragraph, nothing judged, nothing left out but scripts and styles."""

import re
from typing import Any

from lxml import etree, html

from presseschau.inputs import BLOCK_ELEMENTS

_BLOCKS = BLOCK_ELEMENTS - {"td", "th"}
"""The cells of a row stand in one line."""
_WITHOUT = frozenset(["script", "style", "head", "template", "noscript", "title"])
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK, _PARAGRAPH = "\ue000", "\ue001"
"""Private-use characters that stand for line and paragraph breaks until white space is collapsed."""


def text_of_markup(data: bytes | str) -> str:
    """Return the text of a page: blocks with a blank line between two, ``<br>`` as a line break, the cells of a row with a tab."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding=None if isinstance(data, str) else _encoding(data))
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    parts: list[str] = []
    # Depth first without recursion: pages may be nested deeply.
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            _open(element, name, parts)
        else:
            _close(element, name, parts)
    text = _SPACE.sub(" ", "".join(parts)).replace(_BREAK, "\n")
    paragraphs = ("\n".join(line.strip(" ") for line in part.split("\n")).strip() for part in text.split(_PARAGRAPH))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _open(element: Any, name: str, parts: list[str]) -> None:  # noqa: ANN401 - an lxml element
    if name in _BLOCKS:
        parts.append(_PARAGRAPH)
    elif name == "br":
        parts.append(_BREAK)
    elif name in {"td", "th"} and element.getprevious() is not None:
        parts.append(" ")
    if name and not _is_without(element):
        parts.append(_plain(element.text))


def _close(element: Any, name: str, parts: list[str]) -> None:  # noqa: ANN401 - an lxml element
    if name in _BLOCKS:
        parts.append(_PARAGRAPH)
    above = element.getparent()
    if above is not None and not _is_without(above):
        parts.append(_plain(element.tail))


def _is_without(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    return element.tag in _WITHOUT or (element.getparent() is not None and element.getparent().tag in _WITHOUT)


def _plain(text: str | None) -> str:
    return (text or "").replace(_BREAK, " ").replace(_PARAGRAPH, " ")


def _encoding(data: bytes) -> str:
    head = data[:2000].lower()
    found = re.search(rb"(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?([a-z0-9_-]{2,40})", head)
    declared = found[1].decode("ascii") if found else "utf-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return declared if declared not in {"utf-8", "utf8"} else "windows-1252"
    return "utf-8"
