"""WISO and GENIOS (GBI-Genios): articles with their source, section and number in fields below, or above, the text."""

import re
from collections.abc import Sequence

from presseschau_press_exports.articles import Article, Line, is_name, lines_of, whole_block
from presseschau_press_exports.fields import Claims, claims_of, source_claims
from presseschau_press_exports.labels import labels
from presseschau_press_exports.nexis import COUNTED

SOURCE = re.compile(
    r"^[ \t\u00a0]{0,40}Quelle[ \t]{0,5}:[ \t\u00a0]{0,40}(?:\r?\n[ \t\u00a0]{0,40})?.{2,120}?[ ,](?:vom |v\. )?[0-9]{1,2}\.[ ]?[0-9]{1,2}\.[ ]?[0-9]{4}",
    re.MULTILINE,
)
"""``Quelle: Tagesbote vom 12.03.2019, Nr. 60, S. 11``."""
MARK = re.compile(r"GBI-Genios|GENIOS|wiso-net\.de|genios\.de|^[ \t\u00a0]{0,40}Dokumentnummer[ \t]{0,5}:", re.MULTILINE)
_FOOT = frozenset(
    {
        "quelle",
        "issn",
        "dokumentnummer",
        "dauerhafte adresse des dokuments",
        "alle rechte vorbehalten",
        "ressort",
        "rubrik",
        "autor",
        "seite",
        "seiten",
        "nummer",
        "ausgabe",
    }
)
_LAST = re.compile(r"(?:©|\(c\)|alle rechte vorbehalten|https?://\S+$)", re.IGNORECASE)
_CLOSING = frozenset({"quelle", "dokumentnummer", "dauerhafte adresse des dokuments", "alle rechte vorbehalten"})
_HEADER = re.compile(r".{2,120} vom [0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}\b.{0,120}")
_LONGEST_LINE = 200


def articles_of(text: str) -> list[Article]:
    """Return the articles of a collection; none where it is not one of GENIOS."""
    if not SOURCE.search(text) or not MARK.search(text):
        return []
    lines = lines_of(text, 0, len(text))
    articles: list[Article] = []
    first = 0
    for start, end in _feet(lines):
        articles.append(_article(lines[first:start], lines[start:end]))
        first = end
    return articles


def _feet(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the runs of lines that end an article, each as numbers of lines, end exclusive."""
    feet: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        end = at
        closing = False
        while end < len(lines) and (size := _foot_lines(lines, end, inside=end > at)):
            field = labels().split(lines[end].text)
            closing |= bool(field and field[0] in _CLOSING)
            end += size
        if closing:
            feet.append((at, end))
        at = max(end, at + 1)
    return feet


def _foot_lines(lines: Sequence[Line], at: int, *, inside: bool) -> int:
    """Return how many lines a field of the foot takes from a line on: one, two where the value stands below its label, else none."""
    field = labels().split(lines[at].text)
    if field and field[0] in _FOOT and len(lines[at].text) <= _LONGEST_LINE:
        below = not field[1] and at + 1 < len(lines) and not labels().split(lines[at + 1].text)
        return 2 if below else 1
    return 1 if inside and len(lines[at].text) <= _LONGEST_LINE and _LAST.match(lines[at].text) else 0


def _claims(lines: Sequence[Line]) -> Claims:
    claims: Claims = []
    for number, line in enumerate(lines):
        field = labels().split(line.text)
        if field and field[0] in labels().claims:
            value = field[1] or (lines[number + 1].text if number + 1 < len(lines) else "")
            claims += claims_of(labels().claims[field[0]], value, line)
    return claims


def _article(above: Sequence[Line], foot: Sequence[Line]) -> Article:
    claims = _claims(foot)
    lines = [line for line in above if not COUNTED.fullmatch(line.text)]
    kept: list[Line] = []
    for line in lines:
        field = labels().split(line.text) if len(line.text) <= _LONGEST_LINE else None
        if field and not kept:
            claims += claims_of(labels().claims.get(field[0], ""), field[1], line) if field[0] in labels().claims else []
        elif not kept and _HEADER.fullmatch(line.text) and (found := source_claims(line.text, line)):
            claims += [claim for claim in found if claim[0] not in {name for name, _, _ in claims}]
        else:
            kept.append(line)
    named = [line for name, _, line in claims if name == "title"]
    title = named or (_first_block(kept) if kept else [])
    body = kept if named else kept[len(title) :]
    if len(body) > 1 and is_name(body[0].text) and not any(name == "author" for name, _, _ in claims):
        claims += claims_of("author", body[0].text, body[0])
        body = body[1:]
    if len(title) > 1 and not named and is_name(title[-1].text) and not any(name == "author" for name, _, _ in claims):
        claims += claims_of("author", title[-1].text, title[-1])
        title = title[:-1]
    start = (lines or list(foot))[0].start
    return Article(
        start=start, end=foot[-1].end, title=title, text=body, claims=[claim for claim in claims if claim[0] != "title"]
    )


def _first_block(lines: Sequence[Line]) -> list[Line]:
    last = 0
    while last + 1 < len(lines) and lines[last + 1].block == lines[0].block:
        last += 1
    # Without blank lines between paragraphs a block is everything; the title is its first line then.
    return whole_block(lines, last) if last <= 2 and last + 1 < len(lines) else list(lines[:1])  # noqa: PLR2004 - lines of a title
