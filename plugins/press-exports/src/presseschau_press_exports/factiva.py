"""Factiva: collections as text or HTML, with lines in a fixed order or with two-letter codes; each article ends with its number."""

import re
from collections.abc import Sequence

from presseschau_press_exports.articles import Article, Line, authors_of, date_of, is_name, lines_of, whole_block
from presseschau_press_exports.fields import Claims, claims_of
from presseschau_press_exports.labels import labels

NUMBER = re.compile(
    r"^[ \t\u00a0]{0,20}(?:AN[ \t]{1,20})?(?:Dokument|Document)[ \t]{1,5}([A-Z][A-Z0-9]{3,9}[0-9]{7,12}[a-z0-9]{5,14})[ \t\r]{0,20}$",
    re.MULTILINE,
)
"""The number of an article, which ends it: code of the paper, date of entry, a counter."""
COUNT = re.compile(
    r"^[ \t\u00a0]{0,20}(?:WC[ \t]{1,20})?[0-9]{1,3}(?:[.,]?[0-9]{3}){0,2}[ \t]{1,3}(?:Wörter|words|Worte)[ \t\r]{0,20}$",
    re.MULTILINE,
)
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_TIME = re.compile(r"[0-9]{1,2}[:.][0-9]{2}(?:\s?(?:Uhr|AM|PM|GMT))?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:copyright\b|\(c\)|©)", re.IGNORECASE)
_TAGGED = re.compile(r"([A-Z]{2,3})(?:[ \t\u00a0]{1,20}(.*))?$", re.DOTALL)
_COMPANY = re.compile(r"(?:\S{1,40}\s){1,6}(?:GmbH|AG|KG|SE|SA|mbH|Verlag|Verlags-AG|e\.\s?V\.|Co\.? KG|Ltd\.?|Inc\.?)")
_PAGE = re.compile(r"(?:Page|Seite)\s[0-9]{1,5}\s(?:of|von)\s[0-9]{1,5}(?:\s.{0,10}Factiva.{0,80})?", re.IGNORECASE)
_MOST_HEAD = 12


def articles_of(text: str) -> list[Article]:
    """Return the articles of a collection; none where it is not one of Factiva."""
    found = list(NUMBER.finditer(text))
    if not found or not COUNT.search(text):
        return []
    starts = [0, *(number.end() for number in found[:-1])]
    return [_article(text, start, number.end(), number[1]) for start, number in zip(starts, found, strict=True)]


def _article(text: str, start: int, end: int, number: str) -> Article:
    lines = [line for line in lines_of(text, start, end) if not _PAGE.fullmatch(line.text)]
    last = lines.pop()
    counted = next((at for at, line in enumerate(lines) if COUNT.fullmatch(line.text)), None)
    claims: Claims = [("id", number, last)]
    if counted is None:
        return Article(start=start, end=end, title=lines[:1], text=lines[1:], claims=claims)
    if lines[counted].text.startswith("WC"):
        return _tagged(lines, start, end, claims)
    title, above = _title(lines, counted)
    below, head = _below(lines, counted)
    body = lines[head:]
    holder = next((line.text for line in lines[counted:head] if _COPYRIGHT.search(line.text)), "")
    # The publisher's name stands again before the number.
    if len(body) > 1 and (body[-1].text.rstrip(".") in holder or _COMPANY.fullmatch(body[-1].text)):
        body.pop()
    return Article(start=start, end=end, title=title, text=body, claims=[*above, *below, *claims])


def _title(lines: Sequence[Line], counted: int) -> tuple[list[Line], Claims]:
    """Return the title, and what stands around it: the section before it, the author between it and the count of words."""
    above = list(lines[:counted])
    claims: Claims = []
    if (
        above
        and len(above) > 1
        and (above[-1].block == lines[counted].block or is_name(above[-1].text) or above[-1].text.lower().startswith("von "))
    ):
        line = above.pop()
        while len(above) > 1 and above[-1].block == line.block == lines[counted].block:
            line = above.pop()
            claims += [("author", author, line) for author in authors_of(line.text)]
        line = lines[counted - 1]
        claims += [("author", author, line) for author in authors_of(line.text)]
    # A section is a word or stands in capitals; a wrapped title breaks no line so early.
    single = len(above) > 1 and len(above[0].text.split()) == 1
    if single or (len(above) > 1 and above[0].text.isupper() and above[0].block != above[1].block):
        claims.append(("section", above[0].text, above[0]))
        del above[0]
    return (whole_block(above, len(above) - 1) if above else []), claims


def _below(lines: Sequence[Line], counted: int) -> tuple[Claims, int]:
    """Return what the lines below the count of words say, and the number of the first line of the text."""
    claims: Claims = []
    at = counted + 1
    dated = False
    while at < len(lines) and at <= counted + _MOST_HEAD:
        line = lines[at]
        at += 1
        if not dated:
            date = date_of(line.text)
            claims += [("date", date, line)] if date else []
            dated = bool(date)
        elif _TIME.fullmatch(line.text):
            continue
        elif not any(name == "publisher" for name, _, _ in claims):
            claims.append(("publisher", line.text, line))
        elif line.text.lower() in labels().languages:
            claims.append(("language", labels().languages[line.text.lower()], line))
            if at < len(lines) and not _COPYRIGHT.search(lines[at].text):
                return claims, at
        elif _COPYRIGHT.search(line.text):
            while at < len(lines) and lines[at].block == line.block:
                at += 1
            return claims, at
        elif len(line.text.split()) > 5 and not _CODE.fullmatch(line.text):  # noqa: PLR2004 - words of an edition
            return claims, at - 1
    return claims, at


def _tagged(lines: Sequence[Line], start: int, end: int, claims: Claims) -> Article:
    """Read an article with two-letter codes; what has none belongs to the code before."""
    title: list[Line] = []
    body: list[Line] = []
    name = ""
    for line in lines:
        found = _TAGGED.match(line.text)
        code = found[1] if found and found[1] in labels().factiva else ""
        if found and code:
            name = labels().factiva[code]
            value = found[2] or ""
            line = Line(line.end - len(value), line.end, value, line.block)  # noqa: PLW2901 - the same line without its code
            if not value:
                continue
        if name == "title":
            title.append(line)
        elif name == "text":
            body.append(line)
        elif name in {"author", "section", "date", "publisher", "language"}:
            claims += claims_of(name, line.text, line)
    return Article(start=start, end=end, title=title or body[:1], text=body if title else body[1:], claims=claims)
