"""The title of a page: its several witnesses, without the site's name."""

import re

from presseschau_web_pages.evidence import Evidence, Json, plain, squeeze

_KICKER = re.compile(r"^[^:]{2,60}?(?:: | [-–|] )")
_CUT = re.compile(r"\s+[|–—·•»]\s+|\s+-\s+|\s*\|\s*")


_CODE, _SHORT, _WHOLE = 3, 8, 12
"""Characters up to which a site's name is a mere code, a title a mere word, and a rest no title of its own."""
_SURE = 0.8


def site_names(evidence: Evidence, host: str) -> list[str]:
    """Return the names of the site, squeezed: og:site_name, the JSON-LD publisher, the host and its first label."""
    names = [name for _, name in evidence.meta("og:site_name", "application-name", "publisher", "copyright", "dc.publisher")]
    for article in evidence.articles:
        publisher = article.get("publisher")
        for one in publisher if isinstance(publisher, list) else [publisher]:
            if isinstance(one, dict) and isinstance(one.get("name"), str):
                names.append(one["name"])  # noqa: PERF401 - a comprehension of three lines is no easier
    host = host.lower().removeprefix("www.")
    if host:
        names += [host, host.rsplit(".", 1)[0], host.rsplit(".", 1)[0].split(".")[-1]]
    return [name for name in dict.fromkeys(map(squeeze, names)) if name]


def without_site(title: str, sites: list[str], others: list[str]) -> str:
    """Cut a site's name (and what follows it, such as a date) from the end or the start of a title.

    A part is cut when it is a name of the site, or when another witness of the title has the rest alone.
    """
    title = " ".join(title.split())
    for found in _CUT.finditer(title):
        head, tail = title[: found.start()], title[found.end() :]
        first = squeeze(_CUT.split(tail)[0])
        if len(head) > _SHORT and any(first == site or (len(site) > _CODE and first.startswith(site)) for site in sites):
            return head
        if len(head) > _WHOLE and squeeze(head) in others:
            return head
        if len(tail) > _WHOLE and squeeze(head) in sites:
            return tail
    return title


def title_claims(evidence: Evidence, host: str, article: Json | None) -> list[tuple[str, str, float]]:
    """Return titles with origin and confidence, the best first; each wording once. ``article`` is the page's own JSON-LD node.

    ``og:title`` and the JSON-LD headline are made for readers, the title element for search engines: where the two differ, the
    one that the title element does not repeat is the editor's. Witnesses that differ only in their kickers give the rest.
    """
    sites = site_names(evidence, host)
    given_headline = (article or {}).get("headline")
    headline = plain(given_headline) if isinstance(given_headline, str) else ""
    given = [(text, f"meta {name}", 0.9) for name, text in evidence.meta("og:title")][:1]
    given += [(headline, "json-ld", 0.85)] if headline else []
    given += [(text, "h1", 0.8) for text in evidence.headings[:1]]
    given += [(evidence.headline, "article header", 0.75)] if evidence.headline else []
    given += [(text, f"meta {name}", 0.6) for name, text in evidence.meta("twitter:title", "dc.title", "title")]
    given += [(evidence.title, "title element", 0.5)] if evidence.title else []
    squeezed = [squeeze(text) for text, _, _ in given]
    cleaned = [(without_site(text, sites, squeezed), origin, confidence) for text, origin, confidence in given]
    searched = squeeze(evidence.title)
    found: dict[str, tuple[str, str, float]] = {}
    for text, origin, confidence in cleaned:
        name = squeeze(text)
        if name and name not in sites:
            own = origin == "json-ld" and bool(searched) and not searched.startswith(name)
            found.setdefault(name, (text, origin, confidence))
            if own and cleaned[0][1] != "json-ld" and searched.startswith(squeeze(cleaned[0][0])):
                found[name] = (text, origin, 0.92)
    ranked = sorted(found.values(), key=lambda claim: -claim[2])
    return _without_kickers(ranked)


def _without_kickers(ranked: list[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    """Where the two best witnesses are one title behind two different kickers, put that title first."""
    if len(ranked) > 1 and ranked[1][2] >= _SURE:
        rests = [_KICKER.sub("", text, count=1) for text, _, _ in ranked[:2]]
        cut = all(rest != claim[0] for rest, claim in zip(rests, ranked, strict=False))
        nested = squeeze(ranked[0][0]).endswith(squeeze(ranked[1][0])) or squeeze(ranked[1][0]).endswith(squeeze(ranked[0][0]))
        if cut and not nested and squeeze(rests[0]) == squeeze(rests[1]) and len(rests[0]) > _WHOLE:
            return [(rests[0], ranked[0][1], 0.95), *ranked]
    return ranked
