"""Metadata to claims: names, values and dates, exactly as far as they were given."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from presseschau import Claim, DocumentError
from presseschau_text_files.dates import as_edtf
from presseschau_text_files.decoding import SURROGATE

ALIASES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "titel"),
    "publisher": ("publisher", "source", "newspaper", "medium", "sitename"),
    "author": ("author", "authors", "byline", "autor"),
    "agency": ("agency",),
    "date": ("date", "published", "publication_date", "publish_date", "publishing_date", "date_published", "pubdate", "datum"),
    "modified": ("modified", "updated", "date_modified", "last_modified"),
    "language": ("language", "lang"),
    "place": ("place", "dateline"),
    "url": ("url", "link", "canonical_url"),
}
"""What each claim is called in files: the field names that common tools and data sets use, the first that is there wins."""

_CLAIM_OF = {alias: name for name, aliases in ALIASES.items() for alias in aliases}
_DATES = frozenset({"date", "modified"})
_ALIAS_ORDER = {alias: number for aliases in ALIASES.values() for number, alias in enumerate(aliases)}
_SPACE = re.compile(r"\s+")


def claims_of(metadata: Mapping[str, Any], origin: str) -> tuple[Claim, ...]:
    """Turn a mapping into claims: known names and their aliases first, other names as they are.

    A list gives a claim per item; null and empty values none. Anything nested becomes its JSON. The rule of a claim is
    ``origin/field``.

    Raises:
        DocumentError: a date is no date.
    """
    chosen: dict[str, str] = {}
    for key in sorted(metadata, key=lambda key: _ALIAS_ORDER.get(key.lower(), 0)):
        if not _is_empty(metadata[key]):
            chosen.setdefault(_CLAIM_OF.get(key.lower(), key), key)
    return tuple(
        claim
        for name in sorted(chosen, key=_reading_order)
        for claim in _claims(name, chosen[name], metadata[chosen[name]], origin)
    )


def selected_claims(row: Mapping[str, Any], fields: Mapping[str, str], origin: str) -> tuple[Claim, ...]:
    """Return the claims of a row: what ``fields`` maps (claim name to field), and the fields with well-known names.

    Raises:
        DocumentError: a date is no date.
    """
    known = {key: row[key] for key in row if key.lower() in _CLAIM_OF and _CLAIM_OF[key.lower()] not in fields}
    claims = [
        claim for name, key in fields.items() if not _is_empty(row.get(key)) for claim in _claims(name, key, row[key], origin)
    ]
    return (*claims, *claims_of(known, origin))


def _claims(name: str, key: str, value: Any, origin: str) -> Iterator[Claim]:  # noqa: ANN401 - JSON
    for text in _texts(value):
        if surrogate := SURROGATE.search(name + key + text):
            raise DocumentError(
                f"{key!a}: a lone surrogate U+{ord(surrogate.group()):04X}, which is no character",
                hint="half of a character was lost where the data were written; write the other half too, or remove it",
            )
        yield Claim(name=name, value=_date(text, name, key) if name in _DATES else text, origin=origin, rule=f"{origin}/{key}")


def _texts(value: Any) -> Iterable[str]:  # noqa: ANN401 - JSON
    """Return the strings that a value stands for."""
    items = value if isinstance(value, list | tuple) else [value]
    return [_SPACE.sub(" ", _text(item)).strip() for item in items if not _is_empty(item)]


def _text(item: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(item, str):
        return item
    return json.dumps(item, ensure_ascii=False, sort_keys=True, default=str)


def _date(text: str, name: str, key: str) -> str:
    edtf = as_edtf(text)
    if edtf is None:
        raise DocumentError(
            f"{key}: {text!r} is no date" if key == name else f"{key} (as {name}): {text!r} is no date",
            hint="write it as 2021-05-20, or only as far as it is known: 2021-05, 2021, or XXXX-05-24 without the year",
        )
    return edtf


def _is_empty(value: Any) -> bool:  # noqa: ANN401 - JSON
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], (), {})


def _reading_order(name: str) -> tuple[int, str]:
    order = list(ALIASES)
    return (order.index(name) if name in order else len(order), name)
