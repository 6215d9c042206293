"""Which of the JSON-LD nodes of a page is that of its own text: many pages describe the texts that they link to as well."""

from presseschau_web_pages.addresses import key_of
from presseschau_web_pages.evidence import Evidence, Json, plain, squeeze


def main_article(evidence: Evidence, keys: frozenset[str]) -> Json | None:
    """Return the JSON-LD node of the page's own text: the one with its address or title, else the first."""
    titles = {squeeze(text) for text in (*evidence.headings[:1], *(text for _, text in evidence.meta("og:title")))}
    for article in evidence.articles:
        page = article.get("mainEntityOfPage")
        for value in (article.get("url"), article.get("@id"), page.get("@id") if isinstance(page, dict) else page):
            if isinstance(value, str) and key_of(value) and key_of(value) in keys and "headline" in article:
                return article
        if isinstance(article.get("headline"), str) and squeeze(plain(article["headline"])) in titles:
            return article
    return evidence.articles[0] if evidence.articles else None
