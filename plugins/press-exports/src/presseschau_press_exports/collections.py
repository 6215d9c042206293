"""Which database a text comes from, and its articles."""

import re
from collections.abc import Callable

from presseschau_press_exports import factiva, genios, nexis, records
from presseschau_press_exports.articles import Article

READERS: dict[str, Callable[[str], list[Article]]] = {
    "nexis": nexis.articles_of,
    "factiva": factiva.articles_of,
    "genios": genios.articles_of,
    "records": records.articles_of,
}
_COUNT_AND_DATE = re.compile(
    r"^[ \t]{0,20}(?:WC[ \t]{1,20})?[0-9.,]{1,9}[ \t]{1,3}(?:Wörter|words)[ \t\r]{0,20}\n\s{0,20}(?:PD[ \t]{1,20})?[0-9]{1,2}\.? [A-Za-zä]{3,9} [0-9]{4}",
    re.MULTILINE,
)
_FIELD = re.compile(
    r"^[ \t\u00a0]{0,40}(?:Body|Haupttext|(?:Section|Rubrik|Byline|Autor|Copyright|Load-Date|Ladedatum)\b.{0,200})$",
    re.MULTILINE | re.IGNORECASE,
)


def articles_of(text: str) -> tuple[str, list[Article]]:
    """Return the name of the database and its articles; ``("", [])`` for a text that is not a collection.

    Where two readers find articles (a database may number its documents as another does), the one that dates more of them is right.
    """
    found = {name: reader(text) for name, reader in READERS.items()}
    best = max(found, key=lambda name: (sum(map(_is_dated, found[name])), bool(found[name])))
    return (best, found[best]) if found[best] else ("", [])


def _is_dated(article: Article) -> bool:
    return any(name == "date" for name, _, _ in article.claims)


def begins_like_one(head: str) -> bool:
    """Tell by the beginning of a text whether it is an export of one of the databases."""
    if nexis.COUNTED.search(head) or (nexis.LENGTH.search(head) and _FIELD.search(head)):
        return True
    if _COUNT_AND_DATE.search(head) or (genios.SOURCE.search(head) and genios.MARK.search(head)):
        return True
    return bool(records.MARK.search(head) and records.articles_of(head))
