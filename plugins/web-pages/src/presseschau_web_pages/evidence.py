"""What a page says of itself beside its text: JSON-LD, meta and link elements, headings."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from attrs import field, frozen
from lxml.html import HtmlElement

Json = dict[str, Any]

ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Reportage|Review|LiveBlogPosting|SocialMediaPosting)$", re.ASCII)
"""Ends of the names of schema.org types that stand for a news text (NewsArticle, OpinionNewsArticle, ReportageNewsArticle …)."""

_MAX_JSON = 2_000_000
_MAX_NODES = 5_000
_MAX_ARTICLES = 20
_MAX_VALUES = 20
_MAX_META = 5_000
_MAX_TEXT = 300_000
"""A page repeats itself no more than this; the bounds keep comparing every block with all of it linear."""
_NOT_WORD = re.compile(r"[\W_]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""What tells a browser where a word may be broken, or nothing at all. Joiners (U+200C, U+200D) shape letters and emoji: they stay."""
_TAG = re.compile(r"<[^<>]{0,500}>")


def squeeze(text: str) -> str:
    """Return the letters and digits of a text in lower case: equal for two typesettings of the same words."""
    return _NOT_WORD.sub("", text.lower())


def visible(text: str) -> str:
    """Return a text without soft hyphens and zero-width spaces: what a reader sees of it where no line breaks."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def plain(text: str) -> str:
    """Return the text of a JSON-LD or meta value without tags, white space collapsed."""
    return " ".join(visible(_TAG.sub(" ", text)).split())


def _words_of(element: HtmlElement) -> str:
    return " ".join(visible(element.text_content()[:_MAX_META]).split())


@frozen(kw_only=True)
class Evidence:
    """What the head of a page and its JSON-LD say.

    ``metas`` holds the contents of meta elements by lower-case name or property, in document order; ``articles`` the JSON-LD
    nodes of news texts, ``nodes`` all of them; ``links`` the addresses of link elements by relation; ``headings`` the texts of
    all ``h1``; ``headline`` what heads the article where there is no ``h1``.
    """

    metas: dict[str, list[str]] = field(factory=dict)
    articles: list[Json] = field(factory=list)
    nodes: list[Json] = field(factory=list)
    links: dict[str, list[str]] = field(factory=dict)
    headings: list[str] = field(factory=list)
    headline: str = ""
    title: str = ""
    language: str = ""
    broken: int = 0

    def meta(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield name and content of the meta elements of these names, in the order of the names."""
        for name in names:
            for content in self.metas.get(name, ()):
                yield name, content

    @property
    def descriptions(self) -> list[str]:
        """Return what the page gives as its summary, in its several places."""
        found = [text for _, text in self.meta("description", "og:description", "twitter:description")]
        found += [plain(article["description"]) for article in self.articles if isinstance(article.get("description"), str)]
        return found

    @property
    def titles(self) -> list[str]:
        """Return what the page gives as its title, in its several places."""
        found = [text for _, text in self.meta("og:title", "twitter:title")]
        for article in self.articles:
            found += [
                plain(article[key]) for key in ("headline", "name", "alternativeHeadline") if isinstance(article.get(key), str)
            ]
        return [*found, self.title, *self.headings[:1], *([self.headline] if self.headline else [])]

    @property
    def body(self) -> str:
        """Return the longest JSON-LD ``articleBody``."""
        bodies = [article["articleBody"] for article in self.articles if isinstance(article.get("articleBody"), str)]
        return plain(max(bodies, key=len, default="")[:_MAX_TEXT])


def _walk(value: object) -> Iterator[Json]:
    """Yield the objects in a JSON value, outermost first, at most a few thousand; without recursion."""
    waiting = [value]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(part for part in reversed(value.values()) if isinstance(part, dict | list))
        elif isinstance(value, list):
            waiting.extend(part for part in reversed(value) if isinstance(part, dict | list))


def types_of(node: Json) -> list[str]:
    """Return the schema.org type names of a JSON-LD node."""
    types = node.get("@type")
    return [name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)]


def _json(text: str) -> object:
    """Read JSON-LD as it is found: with raw line ends, in comments or CDATA, with a semicolon behind it."""
    text = text.strip().removeprefix("<!--").removeprefix("//<![CDATA[").removeprefix("<![CDATA[")
    text = text.strip().removesuffix("-->").removesuffix("//]]>").removesuffix("]]>").strip().rstrip(";")
    return json.loads(text, strict=False)


def _headline(tree: HtmlElement) -> str:
    """Return the text of the first ``h2`` in the header of an article; of several elements in it the last, behind the kickers."""
    for header in islice(tree.iter("header"), _MAX_VALUES):
        if header.getparent() is not None and header.getparent().tag in {"article", "main"}:
            for heading in header.iter("h2"):
                pieces = [heading] if (heading.text or "").strip() else [one for one in heading if _words_of(one)]
                if pieces:
                    return _words_of(pieces[-1])
    return ""


def gather(tree: HtmlElement) -> Evidence:
    """Read the evidence of a page. Broken JSON-LD is counted, not raised: many pages have some."""
    metas: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    nodes: list[Json] = []
    broken = 0
    for element in tree.iter("meta", "link", "script"):
        if element.tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            content = element.get("content")
            if name and content and content.strip():
                values = metas.setdefault(name.strip().lower(), [])
                if len(values) < _MAX_VALUES:
                    values.append(" ".join(visible(content[:_MAX_META]).split()))
        elif element.tag == "link":
            href = element.get("href")
            if href:
                for relation in (element.get("rel") or "").lower().split():
                    links.setdefault(relation, []).append(href.strip())
        elif "ld+json" in (element.get("type") or "") and element.text and len(element.text) <= _MAX_JSON:
            try:
                nodes.extend(_walk(_json(element.text)))
            except (ValueError, RecursionError):
                broken += 1
    title = next(map(_words_of, tree.iter("title")), "")
    headings = list(filter(None, map(_words_of, islice(tree.iter("h1"), _MAX_VALUES))))
    return Evidence(
        metas=metas,
        links=links,
        nodes=nodes,
        articles=[node for node in nodes if any(ARTICLE_TYPES.search(name) for name in types_of(node))][:_MAX_ARTICLES],
        headings=headings,
        headline="" if headings else _headline(tree),
        title=title,
        language=(tree.get("lang") or tree.get("xml:lang") or "").strip(),
        broken=broken,
    )
