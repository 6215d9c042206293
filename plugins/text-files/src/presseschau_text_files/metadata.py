"""Metadata to claims: names, values and dates, exactly as far as they were given."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from presseschau import Claim, DocumentError
from presseschau.dates import as_edtf
from presseschau.inputs.decoding import SURROGATE
from presseschau_text_files.names import folded

ALIASES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "titel", "überschrift", "ueberschrift", "schlagzeile", "artikeltitel"),
    "publisher": ("publisher", "source", "newspaper", "medium", "sitename", "zeitung", "quelle", "publikation", "medientitel", "zeitschrift"),
    "author": ("author", "authors", "byline", "autor", "autoren", "autorin", "verfasser", "autor/in", "autor*in", "autor:in", "autor(en)"),
    "agency": ("agency", "agentur"),
    "date": (
        "date", "published", "publication_date", "publish_date", "publishing_date", "date_published", "pubdate", "datum",
        "erscheinungsdatum", "veröffentlicht", "veröffentlicht_am", "veröffentlichungsdatum", "publikationsdatum", "erscheinungstag", "erschienen",
        "erschienen_am", "published_at", "published_on", "published_date", "date_publish",
    ),
    "modified": ("modified", "updated", "date_modified", "last_modified", "aktualisiert"),
    "language": ("language", "lang", "in_language", "sprache"),
    "place": ("place", "dateline", "ort"),
    "section": ("section", "article_section", "ressort", "rubrik"),
    "url": ("url", "link", "canonical_url"),
}  # fmt: skip
"""What each claim is called in files: the names that common tools, data sets and German tables use, the first that is there wins."""

_CLAIM_OF = {folded(alias): name for name, aliases in ALIASES.items() for alias in aliases}
_DATES = frozenset({"date", "modified"})
_ALIAS_ORDER = {folded(alias): number for aliases in ALIASES.values() for number, alias in enumerate(aliases)}
_SPACE = re.compile(r"\s+")
_SERIAL = re.compile(r"([23456][0-9]{4})(?:[.,][0-9]{1,15})?")
"""The day that a spreadsheet counts from 30 December 1899, with a fraction for the time: from 1954 to 2091."""
_DAY_ZERO = date(1899, 12, 30).toordinal()


def claims_of(metadata: Mapping[str, Any], origin: str) -> tuple[Claim, ...]:
    """Turn a mapping into claims: known names and their aliases first, other names as they are.

    A list gives a claim per item; null and empty values none. Anything nested becomes its JSON. The rule of a claim is
    ``origin/field``.

    Raises:
        DocumentError: a date is not a date.
    """
    return tuple(claim for name, key, value in _chosen(metadata) for claim in _claims(name, key, value, origin))


def _chosen(metadata: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    """Return the names of claims with the keys and values to take for them, in reading order."""
    chosen: dict[str, str] = {}
    for key in sorted(metadata, key=lambda key: _ALIAS_ORDER.get(folded(key), 0)):
        if not _is_empty(metadata[key]):
            chosen.setdefault(_CLAIM_OF.get(folded(key), key), key)
    return [(name, chosen[name], metadata[chosen[name]]) for name in sorted(chosen, key=_reading_order)]


def selected_claims(row: Mapping[str, Any], fields: Mapping[str, str], origin: str) -> tuple[Claim, ...]:
    """Return the claims of a row: what ``fields`` maps (claim name to field), and the fields with well-known names.

    A date that is not one costs only itself: it becomes the claim ``refused:date``, which dates nothing.
    """
    known = {key: row[key] for key in row if _CLAIM_OF.get(folded(key), "") not in {"", *fields}}
    named = [(name, key, row[key]) for name, key in fields.items() if not _is_empty(row.get(key))]
    return tuple(
        claim for name, key, value in (*named, *_chosen(known)) for claim in _claims(name, key, value, origin, lenient=True)
    )


def _claims(name: str, key: str, value: Any, origin: str, *, lenient: bool = False) -> Iterator[Claim]:  # noqa: ANN401 - JSON
    for text in _texts(value):
        if surrogate := SURROGATE.search(name + key + text):
            raise DocumentError(
                f"{key!a}: a lone surrogate U+{ord(surrogate.group()):04X}, which is not a character",
                hint="half of a character was lost where the data were written; write the other half too, or remove it",
            )
        edtf = (as_edtf(text) or (_of_serial(text) if lenient else None)) if name in _DATES else text
        if edtf is None and not lenient:
            raise _not_a_date(text, name, key)
        yield Claim(name=name if edtf else f"refused:{name}", value=edtf or text, origin=origin, rule=f"{origin}/{key}")


def _of_serial(text: str) -> str | None:
    """Read the number by which Excel stores a day, as it comes into tables whose column was formatted as a number."""
    found = _SERIAL.fullmatch(text)
    return date.fromordinal(_DAY_ZERO + int(found[1])).isoformat() if found else None


def _texts(value: Any) -> Iterable[str]:  # noqa: ANN401 - JSON
    """Return the strings that a value stands for."""
    items = value if isinstance(value, list | tuple) else [value]
    return [_SPACE.sub(" ", _text(item)).strip() for item in items if not _is_empty(item)]


def _text(item: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(item, Mapping):  # a person or paper of schema.org, a date of MongoDB
        item = next((item[key] for key in ("name", "$date", "@value") if isinstance(item.get(key), str)), item)
    if isinstance(item, str):
        return item
    return json.dumps(item, ensure_ascii=False, sort_keys=True, default=str)


def _not_a_date(text: str, name: str, key: str) -> DocumentError:
    where = key if key == name else f"{key} (as {name})"
    return DocumentError(
        f"{where}: {text!r} is not a date",
        hint="write it as 2021-05-20, or only as far as it is known: 2021-05, 2021, or XXXX-05-24 without the year",
    )


def _is_empty(value: Any) -> bool:  # noqa: ANN401 - JSON
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], (), {})


def _reading_order(name: str) -> tuple[int, str]:
    order = list(ALIASES)
    return (order.index(name) if name in order else len(order), name)
