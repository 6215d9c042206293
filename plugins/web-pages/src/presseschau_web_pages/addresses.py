"""Addresses of pages: canonical forms, and the other URLs under which the same story stands."""

from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from presseschau_web_pages.evidence import Evidence

_TRACKING = ("utm_", "fbclid", "gclid", "wt_", "at_medium", "at_campaign", "xtor", "mc_", "ref", "cmp", "wtmc", "xing_share")
_SHOWS = frozenset({"amp", "print", "printview", "druck", "drucken", "outputtype", "view", "m", "mobile", "singlepage"})
_AMP_HOSTS = ("amp.", "m.", "mobil.", "mobile.", "www.")


def is_web(address: str) -> bool:
    """Tell whether a string is an absolute http or https URL with a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def absolute(address: str, base: str) -> str:
    """Resolve an address against the page's own, without fragment; ``""`` where no web address comes of it."""
    try:
        joined = urljoin(base, address.strip()) if base else address.strip()
        scheme, host, path, query, _ = urlsplit(joined)
    except ValueError:
        return ""
    found = urlunsplit((scheme, host, path, query, ""))
    return found if is_web(found) else ""


def key_of(address: str) -> str:
    """Return what two addresses of one story have in common: host and path without the ways of showing it.

    Scheme, ``www.``, ``amp.`` and ``m.``, tracking parameters, ``/amp`` at either end, ``?print=1``, a closing slash and
    ``index.html`` are dropped (RFC 3986, section 6.2, and the customs of AMP and of print views). ``""`` for a home page.
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    for prefix in _AMP_HOSTS:
        host = host.removeprefix(prefix)
    steps = [step for step in unquote(parts.path).split("/") if step and step.lower() not in _SHOWS]
    if steps and steps[-1].lower() in {"index.html", "index.php", "index.htm"}:
        steps.pop()
    if steps:
        for ending in (".amp.html", "~amp.html", "-amp.html", ".amp", ".print.html"):
            if steps[-1].lower().endswith(ending):
                steps[-1] = steps[-1][: -len(ending)] + (".html" if ending.endswith("html") else "")
    kept = [
        part
        for part in parts.query.split("&")
        if part and not part.lower().startswith(_TRACKING) and part.partition("=")[0].lower() not in _SHOWS
    ]
    if not host or not (steps or kept):
        return ""
    return "/".join([host, *steps]) + ("?" + "&".join(sorted(kept)) if kept else "")


def addresses_of(evidence: Evidence, base: str) -> list[tuple[str, str]]:
    """Return the addresses that a page gives itself, each with its origin, the most binding first (RFC 6596)."""
    found = [(address, "link rel=canonical") for address in evidence.links.get("canonical", [])[:1]]
    found += [(address, f"meta {name}") for name, address in evidence.meta("og:url")]
    for article in evidence.articles[:1]:
        page = article.get("mainEntityOfPage")
        for value in (article.get("url"), page.get("@id") if isinstance(page, dict) else page):
            if isinstance(value, str):
                found.append((value, "json-ld"))
    found += [(address, "link rel=amphtml") for address in evidence.links.get("amphtml", [])[:1]]
    found += [(address, "link rel=shortlink") for address in evidence.links.get("shortlink", [])[:1]]
    resolved = ((absolute(address, base), origin) for address, origin in found)
    return list({address: (address, origin) for address, origin in reversed(list(resolved)) if address}.values())[::-1]
