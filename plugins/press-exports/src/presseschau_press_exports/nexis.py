"""Nexis: the collections of LexisNexis (``Dokument 1 von 3``) and those of Nexis Uni (each article ends with ``End of Document``)."""

import re
from collections.abc import Sequence

from presseschau_press_exports.articles import Article, Line, date_of, lines_of, whole_block
from presseschau_press_exports.fields import Claims, claims_of
from presseschau_press_exports.labels import labels

COUNTED = re.compile(
    r"^[ \t\f\u00a0]{0,200}(?:(?:Dokument|Document)[ \t]{1,5}[0-9]{1,6}[ \t]{1,5}(?:von|of)[ \t]{1,5}[0-9]{1,6}"
    r"|[0-9]{1,6}[ \t]{1,5}(?:of|von)[ \t]{1,5}[0-9]{1,6}[ \t]{1,5}(?:DOCUMENTS?|DOKUMENTEN?))[ \t\r]{0,200}$",
    re.MULTILINE | re.IGNORECASE,
)
"""The line before each article of an older collection."""
END = re.compile(
    r"^[ \t\f\u00a0]{0,200}(?:End of Document|Ende des Dokuments|Dokumentende)[ \t\r]{0,200}$", re.MULTILINE | re.IGNORECASE
)
"""The line after each article of Nexis Uni."""
LENGTH = re.compile(
    r"^[ \t\u00a0]{0,200}(?:Length|Länge|Umfang)[ \t]{0,5}:[ \t]{0,20}[0-9.,]{1,9}[ \t]{1,5}(?:words?|Wörter|Worte)",
    re.MULTILINE | re.IGNORECASE,
)
_BODY = frozenset({"body", "haupttext", "text", "volltext", "artikeltext", "textkörper", "hauptteil", "textteil", "inhalt"})
_AFTER = frozenset({"classification", "klassifikation", "klassifizierung", "graphic", "grafik", "notes"})
_COPYRIGHT = re.compile(r"(?:copyright\b|\(c\)|©|alle rechte vorbehalten|all rights reserved)", re.IGNORECASE)
_EDITION = re.compile(r"\b(?:Ausgabe|\w{0,30}ausgabe|Edition|Auflage|Print|Final|Frühausgabe)\b", re.IGNORECASE)
_PAGE = re.compile(r"(?:Page|Seite)\s[0-9]{1,5}\s(?:of|von)\s[0-9]{1,5}", re.IGNORECASE)
_TRAILING = frozenset({
    "update", "updated", "aktualisierungsdatum", "load-date", "ladedatum", "load date", "sprache", "language", "publication-type", "publikationstyp", "publication type", "pub-type",
    "zeitungs-code", "zeitschriftencode", "journal-code", "subject", "grafik", "graphic", "acc-no", "copyright", "company", "organization",
    "geographic", "industry", "person", "country", "state", "city", "ticker", "correction-date",
})  # fmt: skip
_EDITION_WORDS = 6


def articles_of(text: str) -> list[Article]:
    """Return the articles of a collection; none where it is not one of Nexis."""
    marks = [found.span() for found in COUNTED.finditer(text)]
    if marks and (LENGTH.search(text) or _COPYRIGHT.search(text)):
        ends = [start for start, _ in marks[1:]] + [len(text)]
        spans = [(end, following) for (_, end), following in zip(marks, ends, strict=True)]
    else:
        ends = [found.start() for found in END.finditer(text)]
        starts = [0, *(found.end() for found in END.finditer(text))]
        spans = list(zip(starts, ends, strict=False))
        if not any(LENGTH.search(text, start, end) or _has_body(text[start:end]) for start, end in spans):
            return []
    return [_article(text, start, end) for start, end in spans if text[start:end].strip()]


def _has_body(text: str) -> bool:
    return any(line.strip().lower() in _BODY for line in text.splitlines())


def _article(text: str, start: int, end: int) -> Article:
    lines = [line for line in lines_of(text, start, end) if not _PAGE.fullmatch(line.text)]
    lines = lines[: next((number for number, line in enumerate(lines) if END.fullmatch(line.text)), len(lines))]
    dated = _dated_line(lines)
    title, head, claims = _undated_head(lines) if dated is None else _head(lines, dated)
    body, more = _body(lines, head)
    claims += more
    named = [line for name, _, line in claims if name == "title"]
    return Article(
        start=start, end=end, title=named or title, text=body, claims=[claim for claim in claims if claim[0] != "title"]
    )


def _dated_line(lines: Sequence[Line]) -> int | None:
    """Return the number of the line with the date: the last before the first field, copyright or text."""
    found = None
    for number, line in enumerate(lines[:400]):
        if found is not None and (labels().split(line.text) or _COPYRIGHT.match(line.text) or line.text.lower() in _BODY):
            break
        if date_of(line.text):
            if found is not None and number > found + 3:
                break
            found = number
    return found


def _head(lines: Sequence[Line], dated: int) -> tuple[list[Line], int, Claims]:
    """Return the title, the number of the first line behind date, edition and copyright, and what the head says."""
    claims: Claims = [("date", date_of(lines[dated].text), lines[dated])]
    if dated:
        claims.append(("publisher", lines[dated - 1].text, lines[dated - 1]))
    at = dated + 1
    while at < len(lines) and (_is_edition(lines[at].text) or _COPYRIGHT.match(lines[at].text)):
        at += 1
    if dated > 1:  # Nexis Uni: the title stands before paper and date
        return whole_block(lines, dated - 2), at, claims
    first = at
    while at < len(lines) and lines[at].block == lines[first].block and not labels().split(lines[at].text):
        at += 1
    return list(lines[first:at]), at, claims


def _undated_head(lines: Sequence[Line]) -> tuple[list[Line], int, Claims]:
    """Return what :func:`_head` does where no line is a date that can be read: paper and date stand above the copyright then."""
    copyright_ = next((number for number, line in enumerate(lines) if _COPYRIGHT.match(line.text)), 0)
    at = copyright_ - 1
    while at > 0 and _is_edition(lines[at].text):
        at -= 1
    claims: Claims = []
    if at > 0 and re.search(r"[0-9]{4}", lines[at].text):
        claims.append(("refused:date", lines[at].text, lines[at]))
        at -= 1
    if at <= 0:
        return list(lines[:1]), 1, []
    return whole_block(lines, at - 1), copyright_ + 1, [*claims, ("publisher", lines[at].text, lines[at])]


def _is_edition(text: str) -> bool:
    return len(text.split()) <= _EDITION_WORDS and bool(_EDITION.search(text)) and not labels().split(text)


def _body(lines: Sequence[Line], head: int) -> tuple[list[Line], Claims]:
    """Return the lines of the text, and the claims of the fields before and after it."""
    claims: Claims = []
    teasers: list[Line] = []
    at = head
    while at < len(lines):
        line = lines[at]
        field = labels().split(line.text)
        if line.text.lower() in _BODY:
            at += 1
            break
        if field:
            claims += claims_of(labels().claims.get(field[0], ""), field[1], line) if field[0] in labels().claims else []
            if field[0] in labels().text:
                teasers.append(Line(line.end - len(field[1]), line.end, field[1], line.block))
            at += 1
            # A value goes on over the lines of its block.
            while (
                at < len(lines)
                and lines[at].block == line.block
                and not labels().split(lines[at].text)
                and field[0] not in labels().text
            ):
                at += 1
        elif _COPYRIGHT.match(line.text) or _is_edition(line.text):
            at += 1
        else:
            break
    end = next((number for number in range(at, len(lines)) if _ends(lines[number])), len(lines))
    for line in lines[end:]:
        field = labels().split(line.text)
        if field and field[0] in labels().claims:
            claims += claims_of(labels().claims[field[0]], field[1], line)
    return [*teasers, *lines[at:end]], claims


def _ends(line: Line) -> bool:
    """Tell whether the fields after the text begin at a line."""
    field = labels().split(line.text)
    if field and field[0] in _TRAILING:
        # Older collections write these labels in capitals, Nexis Uni writes Load-Date; a paragraph may begin with such a word, too.
        label = line.text.partition(":")[0]
        return label.isupper() or "-" in label or len(field[1]) < 60  # noqa: PLR2004 - no paragraph is so short
    return line.text.lower() in _AFTER or bool(re.match(r"copyright\b.{0,40}[0-9]{4}", line.text, re.IGNORECASE))
