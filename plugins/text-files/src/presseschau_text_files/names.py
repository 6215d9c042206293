"""What fields and columns are called: the names that common tools, data sets and German tables use."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_SIGNS = re.compile(r"[\W_]+")

TEXT_FIELDS = (
    "text", "content", "body", "fulltext", "full_text", "maintext", "main_text", "article_body", "article_text", "volltext", "artikeltext",
    "haupttext", "fließtext", "fliesstext", "inhalt", "langtext", "wortlaut", "meldungstext", "beitrag", "meldung", "artikel",
)  # fmt: skip
ID_FIELDS = ("id", "doc_id", "uuid")
_PARTS_OF_TEXT = ("volltext", "fulltext", "artikeltext", "articletext", "articlebody", "text", "inhalt", "body", "content")
"""Words within longer names (``Inhalt des Artikels``), the surest first."""


def folded(name: str) -> str:
    """Return a name as it is compared: small letters and digits alone (``Erschienen am``, ``erschienen_am``)."""
    return _SIGNS.sub("", name.casefold())


def first_field(row: Mapping[str, Any], wanted: Iterable[str]) -> str | None:
    """Return the first of the wanted names that a row has, as the row spells it; what is None there does not count."""
    spelt = {folded(key): key for key in reversed(list(row)) if row[key] is not None}
    spelt |= {key: key for key in row if row[key] is not None}
    return next((spelt[name] for name in wanted for name in (name, folded(name)) if name in spelt), None)


def text_field(row: Mapping[str, Any]) -> str | None:
    """Return the name of the field with the text: one of :data:`TEXT_FIELDS`, else the one whose name has such a word in it."""
    key = first_field(row, TEXT_FIELDS)
    if key is not None:
        return key
    for part in _PARTS_OF_TEXT:
        named = [key for key, value in row.items() if part in folded(key) and isinstance(value, str) and value.strip()]
        if named:
            return max(named, key=lambda key: len(row[key]))
    return None
