"""XML in which news and editions are exchanged: NITF and NewsML-G2 (IPTC), TEI; and flat OpenDocument."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from presseschau import DocumentError
from presseschau.dates import first_date

_SPACE = re.compile(r"\s+")
_FROM = re.compile(r"(?:Von|von|VON|By)\s+")
_PARAGRAPHS = frozenset({"p", "head", "h1", "h2", "h3", "h4", "l", "ab", "li", "item", "hl2"})
_APART = frozenset({"note", "teiHeader", "fw", "table", "media", "figDesc"})
Claims = tuple[tuple[str, str], ...]


def text_of_xml(root: Any) -> tuple[list[str], Claims]:  # noqa: ANN401 - an lxml element
    """Return the paragraphs of an article and what its head says.

    Raises:
        DocumentError: it holds several articles, or none.
    """
    name = _name(root)
    where, fields = _FORMS[name]
    bodies = list(root.iter(*(f"{{*}}{one}" for one in where)))
    if not bodies:
        raise DocumentError("the XML file has no article in it", hint="save what it holds as plain text")
    if len(bodies) > 1 and name == "TEI" and sum(1 for _ in root.iter("{*}TEI")) > 1:
        raise DocumentError("the XML file holds several texts", hint="split it: one TEI element a file")
    paragraphs = [text for body in bodies for element in body.iter() if _is_paragraph(element) and (text := _text(element))]
    claims = [(claim, value) for claim, path, read in fields if (value := read(root.iterfind(path)))]
    return paragraphs or [_text(body) for body in bodies], tuple(claims)


def _name(element: Any) -> str:  # noqa: ANN401 - an lxml element
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_paragraph(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    if _name(element) not in _PARAGRAPHS:
        return False
    return not any(_name(above) in _APART or _name(above) in _PARAGRAPHS for above in element.iterancestors())


def _text(element: Any) -> str:  # noqa: ANN401 - an lxml element
    return _SPACE.sub(" ", "".join(element.xpath(".//text()[not(ancestor::*[local-name()='note'])]"))).strip()


def _first(elements: Iterable[Any]) -> str:
    return next((text for element in elements if (text := _text(element))), "")


def _person(elements: Iterable[Any]) -> str:
    return _FROM.sub("", _first(elements), count=1)


def _day(elements: Iterable[Any]) -> str:
    for element in elements:
        for value in (element.get("when"), element.get("norm"), _text(element)):
            if value and (day := first_date(value)):
                return day
    return ""


_Field = tuple[str, str, Callable[[Iterable[Any]], str]]
_FORMS: dict[str, tuple[tuple[str, ...], tuple[_Field, ...]]] = {
    "TEI": (
        ("body",),
        (
            ("title", ".//{*}titleStmt/{*}title", _first),
            ("author", ".//{*}titleStmt/{*}author", _first),
            ("publisher", ".//{*}publicationStmt/{*}publisher", _first),
            ("date", ".//{*}fileDesc//{*}date", _day),
        ),
    ),
    "nitf": (
        ("body.content",),
        (
            ("title", ".//{*}hl1", _first),
            ("author", ".//{*}byline", _person),
            ("place", ".//{*}dateline/{*}location", _first),
            ("date", ".//{*}date.issue", _day),
        ),
    ),
    "newsItem": (
        ("inlineXML",),
        (
            ("title", ".//{*}headline", _first),
            ("author", ".//{*}by", _person),
            ("place", ".//{*}contentMeta/{*}located/{*}name", _first),
            ("date", ".//{*}contentCreated", _day),
            ("date", ".//{*}versionCreated", _day),
        ),
    ),
}
