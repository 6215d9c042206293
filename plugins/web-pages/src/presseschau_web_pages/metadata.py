"""Claims about a page, each with where it was read; contradictions are claims too."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from attrs import evolve, frozen

from presseschau import Claim
from presseschau_web_pages.addresses import absolute, addresses_of, key_of
from presseschau_web_pages.articles import main_article
from presseschau_web_pages.blocks import Block, Mark
from presseschau_web_pages.dates import compatible, date_in_address, is_after, read_date
from presseschau_web_pages.evidence import Evidence, Json, plain, squeeze, types_of
from presseschau_web_pages.titles import site_names, title_claims

_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "article:published", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "date", "pubdate", "publishdate",
    "publish-date", "publication_date", "published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "vr:published_time", "citation_publication_date", "article_date_original", "originalpublicationdate", "date.created", "last_published",
)  # fmt: skip
"""Names of meta elements with a publication date, the plainest first: Open Graph, schema.org, Dublin Core, and the names asked
for by common indexing services."""
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
    "article:updated_time", "modified", "date.modified",
)  # fmt: skip
_LAST_PART = re.compile(r"^.{5,300}[|–—-]\s{0,3}(?=\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\s{0,3}$)")
_STAND = re.compile(r"\b(?:stand|aktualisiert|zuletzt|update|updated|geändert|bearbeitet|modified)\b", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:,|;|/|&|\|| und | and | sowie )\s*")
_ACADEMIC = re.compile(r"\((?:[^()]{1,40})\)")
_PLACE = re.compile(r",? (?:aus|in) [A-ZÄÖÜ][\w-]{2,30}$")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:de|at|ch|com|org|net|tv|info)\b", re.IGNORECASE)
_DAY_APART = 1
_LINE, _LETTERS, _BEGINNING = 100, 24, 25
"""Characters of a date line at most; letters in one without a byline; characters in which the date of one with a byline stands."""
_SHORTEST_NAME, _LONGEST_NAME = 3, 60

Found = tuple[str, str, str, float]
"""Name, value, origin and confidence of a claim."""


@cache
def _names() -> dict[str, frozenset[str]]:
    text = files(__package__).joinpath("data/names.toml").read_text(encoding="utf-8")
    return {key: frozenset(values) for key, values in tomllib.loads(text).items()}


@frozen(kw_only=True)
class Context:
    """What is known of a page from outside: its address, and the latest day on which it can have been published.

    ``seen`` is EDTF: the day on which the page was fetched (``WARC-Date``, a ``Date`` header, a field of its JSONL row) or the
    option ``not_after``; ``""`` where nobody says, and then no date is too late. The clock is never asked.
    """

    address: str = ""
    seen: str = ""

    @property
    def host(self) -> str:
        """Return the host of the address, ``""`` if unknown."""
        try:
            return urlsplit(self.address).hostname or ""
        except ValueError:
            return ""


def claims_of(evidence: Evidence, blocks: list[Block], context: Context) -> tuple[Claim, ...]:
    """Return all claims that a page makes about itself, the surest of each name first."""
    addresses = addresses_of(evidence, context.address)
    keys = frozenset(filter(None, (key_of(address) for address in (context.address, *(one for one, _ in addresses)))))
    article = main_article(evidence, keys)
    host = context.host or next((urlsplit(address).hostname or "" for address, _ in addresses), "")
    found: list[Found] = [("title", *title) for title in title_claims(evidence, host, article)]
    found += _dates(evidence, blocks, context, addresses, article)
    found += _authors(evidence, blocks, site_names(evidence, host), article)
    found += _languages(evidence, article)
    found += _publishers(evidence, article)
    found += [("url", address, origin, round(0.95 - 0.05 * rank, 2)) for rank, (address, origin) in enumerate(addresses)]
    found += [("description", text, "meta", 0.8) for text in evidence.descriptions[:1]]
    claims = [
        Claim(name=name, value=value, origin=origin, rule=f"page/{name}", confidence=confidence)
        for name, value, origin, confidence in found
    ]
    return tuple(_flagged(_refused(_once(claims), context)))


def _once(claims: Iterable[Claim]) -> list[Claim]:
    """Keep the first claim of each name, value and origin."""
    return list({(claim.name, claim.value, claim.origin): claim for claim in reversed(list(claims))}.values())[::-1]


def _declared_dates(evidence: Evidence, article: Json | None) -> Iterator[Found]:
    """Yield the dates that a page declares for machines."""
    if article is not None:
        for key, name in (("datePublished", "date"), ("dateCreated", "created"), ("dateModified", "modified")):
            value = article.get(key)
            day = read_date(value) if isinstance(value, str) else ""
            if day:
                yield name, day, "json-ld", 0.95
    for names, name in ((_PUBLISHED, "date"), (_MODIFIED, "modified")):
        firsts = [(meta, evidence.metas[meta][0]) for meta in names if meta in evidence.metas]
        for rank, (meta, value) in enumerate(firsts):
            day = read_date(value)
            if day:
                yield name, day, f"meta {meta}", max(0.6, 0.9 - 0.05 * rank)


def _dates(
    evidence: Evidence, blocks: list[Block], context: Context, addresses: list[tuple[str, str]], article: Json | None
) -> Iterator[Found]:
    declared = list(_declared_dates(evidence, article))
    yield from declared
    # An unmarked line may date a picture or a film: it is asked only where nothing else dates the page.
    yield from _visible_dates(blocks, evidence, unmarked=not any(name == "date" for name, *_ in declared))
    day = read_date(_LAST_PART.sub("", evidence.title)) if _LAST_PART.match(evidence.title) else ""
    if day:
        yield "date", day, "title element", 0.6
    for address in dict.fromkeys([context.address, *(one for one, _ in addresses)]):
        day = date_in_address(address) if address else ""
        if day:
            yield "date", day, "url", 0.5 if len(day) == len("2024-05-01") else 0.35


def _head(blocks: list[Block], evidence: Evidence) -> int:
    """Return the place of the headline among the blocks: the first ``h1``, else the first block with the title's words."""
    titles = {squeeze(title) for title in evidence.titles if title}
    for block in blocks:
        if block.tag == "h1":
            return block.order
    for block in blocks:
        words = squeeze(block.text)
        if words in titles or (len(block.text) < 200 and any(len(title) > 20 and title in words for title in titles)):  # noqa: PLR2004
            return block.order
    return 0


def _is_date_line(text: str) -> bool:
    """Tell whether a short line holds hardly more than a date and a time, or begins with them (a byline may follow)."""
    if len(text) > _LINE or not any(map(str.isdigit, text)) or text.endswith("."):
        return False
    return sum(map(str.isalpha, text)) <= _LETTERS or len(read_date(text[:_BEGINNING])) == len("2024-05-20")


def _visible_dates(blocks: list[Block], evidence: Evidence, *, unmarked: bool) -> Iterator[Found]:
    """Yield dates that stand around the headline: time elements, and short lines marked as dates or made of little else."""
    head = _head(blocks, evidence)
    unwanted = (Mark.RELATED | Mark.TEASER | Mark.NAV | Mark.ASIDE | Mark.FOOTER | Mark.COMMENTS).value
    seen = 0
    for block in blocks[max(0, head - 8) : head + 25]:
        dated = (block.marks | block.inner) & Mark.DATE.value
        if block.marks & unwanted or len(block.text) > 160 or not (dated or (unmarked and _is_date_line(block.text))):  # noqa: PLR2004
            continue
        stated = "modified" if _STAND.search(block.text) else "date"
        times = list(block.element.iter("time"))[:2] if dated else []
        for element in times:
            day = read_date(element.get("datetime") or element.get("content") or element.text_content())
            if day:
                name = "modified" if element.get("itemprop") == "dateModified" else stated
                yield name, day, "time element", round(0.75 - 0.05 * min(seen, 5), 2)
                seen += 1
        day = "" if times else read_date(block.text)
        if day:
            yield stated, day, "text", round((0.55 if dated else 0.45) - 0.05 * min(seen, 5), 2)
            seen += 1
        if seen > 3:  # noqa: PLR2004 - what comes later are dates of other texts
            return


def _people(value: object) -> Iterator[tuple[str, bool]]:
    """Yield names of a JSON-LD author, and whether they are a person's."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield plain(one), True
        elif isinstance(one, dict):
            name = one.get("name")
            for text in name if isinstance(name, list) else [name]:
                if isinstance(text, str):
                    yield plain(text), not any(kind.endswith("Organization") for kind in types_of(one))


def _authors(evidence: Evidence, blocks: list[Block], sites: list[str], article: Json | None) -> Iterator[Found]:
    if article is not None:
        for name, is_person in _people(article.get("author")):
            yield from _author(name, "json-ld", 0.95, sites, is_person=is_person)
    for meta, value in evidence.meta(
        "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "cxenseparse:author"
    ):
        if not _ADDRESS.search(value):
            yield from _author(value, f"meta {meta}", 0.8, sites)
    head = _head(blocks, evidence)
    for block in blocks[head : head + 20]:
        if block.marks & Mark.AUTHOR.value and len(block.text) < 2 * _LONGEST_NAME and block.text[:4].lower() == "von ":
            yield from _author(block.text[4:], "text", 0.6, sites)


def _author(value: str, origin: str, confidence: float, sites: list[str], *, is_person: bool = True) -> Iterator[Found]:
    """Yield the people and agencies in a byline. The page's own publisher is not an author, nor is a newsroom."""
    for part in _SPLIT.split(_ACADEMIC.sub(" ", value)):
        name = " ".join(part.split())
        lower = name.lower()
        for introduction in sorted(_names()["introductions"], key=len, reverse=True):
            if lower.startswith((introduction + " ", introduction + ":")):
                name = name[len(introduction) :].strip(" :")
                lower = name.lower()
        name = _PLACE.sub("", name).strip()
        if lower in _names()["agencies"]:
            yield "agency", name, origin, confidence
        elif is_person and _is_name(name, sites) and (origin == "json-ld" or " " in name):
            yield "author", name, origin, confidence


def _is_name(name: str, sites: list[str]) -> bool:
    squeezed, words = squeeze(name), name.lower().split()
    return bool(
        _SHORTEST_NAME <= len(name) < _LONGEST_NAME
        and not _ADDRESS.search(name)
        and squeezed not in sites
        and not any(len(site) > 3 and (squeezed.startswith(site) or squeezed.endswith(site)) for site in sites)  # noqa: PLR2004
        and name.lower() not in _names()["newsroom"]
        and squeeze(words[0]) not in sites
        and not any(word in _names()["newsroom"] for word in words if len(word) > 3)  # noqa: PLR2004 - "red" may be a name
        and not any(word.startswith(role) for word in words for role in _names()["roles"])
        and not any(sign.isdigit() for sign in name)
    )


def _languages(evidence: Evidence, article: Json | None) -> Iterator[Found]:
    given = [(evidence.language, "html lang", 0.8)]
    if article is not None and isinstance(article.get("inLanguage"), str):
        given.append((article["inLanguage"], "json-ld", 0.85))
    given += [
        (value, f"meta {name}", 0.7)
        for name, value in evidence.meta("content-language", "language", "dc.language", "og:locale")
    ]
    for value, origin, confidence in given:
        code = re.match(r"[A-Za-z]{2,3}(?=$|[-_,; ])", value.strip())
        if code:
            yield "language", code[0].lower(), origin, confidence


def _publishers(evidence: Evidence, article: Json | None) -> Iterator[Found]:
    if article is not None:
        for name, _ in _people(article.get("publisher")):
            yield "publisher", name, "json-ld", 0.9
    for meta, value in evidence.meta("og:site_name", "publisher", "dc.publisher", "application-name"):
        yield "publisher", value, f"meta {meta}", 0.85 if meta == "og:site_name" else 0.7


def _refused(claims: list[Claim], context: Context) -> Iterator[Claim]:
    """Pass claims on; a date after the day on which the page was seen becomes a claim of another name, which dates nothing."""
    for claim in claims:
        late = claim.name in {"date", "modified"} and context.seen and is_after(claim.value, context.seen)
        if late and not compatible(claim.value, context.seen, tolerance=_DAY_APART):
            yield evolve(claim, name=f"refused:{claim.name}", rule="page/future", confidence=0.0)
        else:
            yield claim


def _flagged(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Pass claims on, those that contradict a surer one with less confidence, and add a claim per contradiction."""
    best: dict[str, Claim] = {}
    for claim in (claims := list(claims)):
        if claim.name in {"date", "modified", "language", "url"} and (
            claim.name not in best or claim.confidence > best[claim.name].confidence
        ):
            best[claim.name] = claim
    for claim in claims:
        surest = best.get(claim.name, claim)
        if claim is surest or _agree(claim, surest):
            yield claim
        else:
            yield evolve(claim, confidence=round(claim.confidence / 2, 3))
            yield Claim(
                name=f"conflict:{claim.name}",
                value=f"{surest.value} ({surest.origin}) / {claim.value} ({claim.origin})",
                origin=claim.origin,
                rule="page/contradiction",
                confidence=claim.confidence,
            )
    date, modified = best.get("date"), best.get("modified")
    if (
        date
        and modified
        and is_after(date.value, modified.value)
        and not compatible(date.value, modified.value, tolerance=_DAY_APART)
    ):
        value = f"{date.value} ({date.origin}) / modified {modified.value} ({modified.origin})"
        yield Claim(name="conflict:date", value=value, origin=modified.origin, rule="page/contradiction", confidence=0.5)


def _agree(one: Claim, other: Claim) -> bool:
    if one.name in {"date", "modified"}:
        return compatible(one.value, other.value, tolerance=_DAY_APART)
    if one.name == "url":
        return one.origin not in {"meta og:url", "link rel=canonical"} or key_of(one.value) in {"", key_of(other.value)}
    return one.value == other.value


def own_addresses(claims: Iterable[Claim], address: str) -> tuple[str, ...]:
    """Return the addresses of a page: where it was fetched, then those that it gives itself."""
    given = [absolute(address, "")] if address else []
    given += [claim.value for claim in claims if claim.name == "url"]
    return tuple(dict.fromkeys(filter(None, given)))
