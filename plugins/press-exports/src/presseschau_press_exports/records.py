"""Databases whose articles have their fields in labelled lines: PMG Presse-Monitor, ProQuest, PressReader, house archives.

An article has one line that names paper and day (``Feldbote vom 12.03.2019, S. 11``, ``Feldbote | 12.03.2019 | Seite 11``,
``Publikationsinfo: Feldbote; 12 Mär 2019: 11``), or a labelled day, and lines with labels around it. Rules, numbers or the next such line
part one article from the next.
"""

import re
from collections.abc import Iterator, Sequence

from presseschau.dates import as_edtf, first_date
from presseschau_press_exports.articles import Article, Line, authors_of, is_name, lines_of, whole_block
from presseschau_press_exports.fields import Claims, claims_of
from presseschau_press_exports.labels import labels

MARK = re.compile(
    r"Presse-Monitor|PMG\b|Mediengattung|ProQuest|PressReader|Pressedatenbank|(?:Publikationsinfo|Publication info)\s{0,3}:"
    r"|^[^\n·]{2,80} · [0-9]{1,2}\.? ?[A-Za-zäÄ0-9.]{1,9} ?[0-9]{4} · ",
    re.IGNORECASE | re.MULTILINE,
)
_RULED = re.compile(r"[-_=*–—]{8,}")
_COUNTED = re.compile(
    r"(?:Dokument|Document|Artikel|Treffer)\s{1,3}[0-9]{1,6}\s{1,3}(?:von|of)\s{1,3}[0-9]{1,6}", re.IGNORECASE
)
_DAY = r"[0-9]{1,2}\.?\s?(?:[0-9]{1,2}\.|[A-Za-zäÄ]{3,9}\.?)\s?(?:[0-9]{4}|[0-9]{2}(?![0-9]))"
_PAPER = r"[A-ZÄÖÜ0-9](?:[^|·;\n]{1,78}?)"
_SOURCE = re.compile(
    rf"(?P<paper>{_PAPER})(?:\s{{1,2}}(?:vom|v\.)\s{{1,2}}|\s{{0,2}}[|·;]\s{{0,2}}|,\s{{1,2}}(?:den\s)?)(?:(?:Nr|Ausgabe)\.?\s[0-9/]{{1,9}}\s{{0,2}}[|·,]\s{{0,2}})?"
    rf"(?:[A-Za-z]{{2,10}}\.?,\s)?(?P<day>{_DAY})(?P<rest>.{{0,120}})",
)
_INFO = re.compile(rf"(?P<paper>{_PAPER})\s{{0,2}};.{{0,60}}?(?P<day>{_DAY})(?P<rest>.{{0,120}})")
_PAGE = re.compile(r"\b(?:S\.|Seite|page)\s{0,2}([0-9A-Z/.-]{1,12})", re.IGNORECASE)
_BY = re.compile(r"(?:Von|By)\s{1,2}(.{3,80})")
_FOOT = re.compile(
    r"(?:©|\(c\)|copyright\b|alle rechte vorbehalten|urheberinformation|urheberrecht|¹|²|\*\s?von PMG|newspaper in |pressreader|(?:https?://|www\.)\S+$)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?:PMG\b.{0,60}|Pressespiegel\b.{0,60}|Inhaltsverzeichnis|Auch in\s?:.{0,60})", re.IGNORECASE)
_BELOW = 3
"""Lines below a source line in which a label shows that it is one."""
_TITLE_WORDS = 25


def articles_of(text: str) -> list[Article]:
    """Return the articles of a collection; none where it is not of such a database."""
    if not MARK.search(text):
        return []
    lines = lines_of(text, 0, len(text))
    found = list(_parted(lines) or _headed(lines))
    articles = [article for block in found if (article := _article(block)) is not None]
    return articles if len(articles) == len(found) else []


def _parted(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """Return the runs of lines between rules or numbers, where every one has a day; none where they part something else."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if _RULED.fullmatch(line.text) or _COUNTED.fullmatch(line.text):
            runs.append([])
        else:
            runs[-1].append(line)
    whole = [run for run in runs if len(run) > 1]
    return [run for run in whole if _is_dated(run)] if len(whole) > 1 and sum(map(_is_dated, whole)) * 2 > len(whole) else []


def _is_dated(run: Sequence[Line]) -> bool:
    return any(name == "date" for number in range(len(run)) for name, _, _ in _said(run, number))


def _headed(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Yield the runs of lines from one line with paper and day to the next; a title right above it belongs to it."""
    starts = [number for number in range(len(lines)) if _is_source(lines, number)]
    firsts = []
    for number in starts:
        first = number
        while first > 0 and lines[first - 1].block == lines[number].block and not _FOOT.match(lines[first - 1].text):
            first -= 1
        firsts.append(first)
    if firsts and firsts[0] == starts[0] and firsts[0] > 0 and not _HEAD.match(lines[0].text):
        firsts[0] = 0  # a title above the first source, set apart
    for first, end in zip(firsts, [*firsts[1:], len(lines)], strict=True):
        yield lines[first:end]


def _is_source(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line names paper and day, and looks like a field: by its label, its signs, or the labels below it."""
    line = lines[number].text
    field = labels().split(line)
    if field and labels().claims.get(field[0]) == "source":
        return bool(_source_of(field[1]))
    found = _source_of(line) if len(line) <= 160 and not field else None  # noqa: PLR2004 - a line of fields
    if not found:
        return False
    marked = "|" in line or "·" in line or _FOOT.match(lines[number - 1].text if number else "") is not None
    return marked or any(labels().split(one.text) for one in lines[number + 1 : number + 1 + _BELOW])


def _source_of(text: str) -> "re.Match[str] | None":
    found = _SOURCE.fullmatch(text) or _INFO.fullmatch(text)
    return found if found and (as_edtf(found["day"]) or first_date(found["day"])) else None


def _said(run: Sequence[Line], number: int) -> Claims:
    """Return what a line says: a source, or a field whose value may stand in the line below."""
    line = run[number]
    field = labels().split(line.text)
    value = field[1] if field else line.text
    meant = labels().claims.get(field[0], "") if field else ""
    if (meant == "source" or (not field and _is_source(run, number))) and (found := _source_of(value)):
        rest = found["rest"]
        claims: Claims = [
            ("publisher", found["paper"].strip(" ,;"), line),
            ("date", as_edtf(found["day"]) or first_date(found["day"]), line),
        ]
        page, by = _PAGE.search(rest), _BY.search(rest)
        claims += [("page", page[1], line)] if page else []
        return claims + ([("author", author, line) for author in authors_of(by[1])] if by else [])
    if not meant:
        return []
    if not value and number + 1 < len(run) and not labels().split(run[number + 1].text):
        value = run[number + 1].text
    return claims_of(meant, value, line)


def _article(run: Sequence[Line]) -> Article | None:
    """Read an article: claims from its fields, the title, and the text between or behind its fields."""
    claims: Claims = []
    kept: list[Line] = []
    number, told = 0, False
    while number < len(run):
        line = run[number]
        field = labels().split(line.text)
        said = _said(run, number)
        claims += [claim for claim in said if claim[0] == "author" or claim[0] not in {name for name, _, _ in claims}]
        if field and field[0] in labels().text:
            told = told or bool(kept)
            if field[1]:
                kept.append(Line(line.end - len(field[1]), line.end, field[1], line.block))
        elif field:
            # The value may stand in the line below.
            number += not field[1] and number + 1 < len(run) and not labels().split(run[number + 1].text)
        elif not said and not _FOOT.match(line.text) and not (_HEAD.fullmatch(line.text) or _RULED.fullmatch(line.text)):
            kept.append(line)
        number += 1
    if not kept or not any(name == "date" for name, _, _ in claims):
        return None
    title, body = _title(kept, [line for name, _, line in claims if name == "title"])
    if body and is_name(body[0].text) and not any(name == "author" for name, _, _ in claims):
        claims += claims_of("author", body[0].text, body[0])
    if body and (_BY.fullmatch(body[0].text) or is_name(body[0].text)) and any(name == "author" for name, _, _ in claims):
        body = body[1:]
    elif body and (by := _BY.fullmatch(body[0].text)):
        claims += [("author", author, body[0]) for author in authors_of(by[1])]
        body = body[1:]
    return Article(
        start=run[0].start, end=run[-1].end, title=title, text=body, claims=[claim for claim in claims if claim[0] != "title"]
    )


def _title(kept: list[Line], named: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines of the title and those of the text: a title that is a field stands perhaps above the text, too."""
    if named:
        title = labels().split(named[0].text)
        said = title[1] if title else ""
        if kept and said and kept[0].text == said:
            return kept[:1], kept[1:]
        return (
            [Line(named[0].end - len(said), named[0].end, said, named[0].block)] if said else kept[:1]
        ), kept if said else kept[1:]
    block = [line for line in kept if line.block == kept[0].block]
    first = block if len(block) < len(kept) and all(len(line.text.split()) <= _TITLE_WORDS for line in block) else block[:1]
    return whole_block(first, 0), kept[1:]
