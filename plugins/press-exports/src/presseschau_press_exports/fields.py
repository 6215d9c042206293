"""Claims of labelled fields: what a line such as ``RUBRIK: LOKALES; S. 11`` says."""

import re

from presseschau.dates import as_edtf, first_date
from presseschau_press_exports.articles import Line, authors_of, date_of
from presseschau_press_exports.labels import labels

_SOURCE = re.compile(
    r"(?P<paper>.{2,120}?)(?:\s+(?:Online|online))?,?\s+(?:vom|v\.)\s+(?P<date>[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4})"
)
_SOURCE_PLAIN = re.compile(r"(?P<paper>.{2,120}?),\s+(?P<date>[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4})")

Claims = list[tuple[str, str, Line]]


def claims_of(name: str, value: str, line: Line) -> Claims:
    """Return the claims that a field makes, by what its label means."""
    if not value:
        return []
    reader = _READERS.get(name)
    return reader(value, line) if reader else [(name, value, line)]


def _authors(value: str, line: Line) -> Claims:
    return [("author", author, line) for author in authors_of(value)]


def _section(value: str, line: Line) -> Claims:
    parts = zip(("section", "page"), value.partition(";")[::2], strict=True)
    return [(name, part.strip(" ,;"), line) for name, part in parts if part.strip(" ,;")]


def _date(value: str, line: Line) -> Claims:
    edtf = as_edtf(value) or date_of(value) or first_date(value)
    return [("date", edtf, line)] if edtf else [("refused:date", value, line)]


def _language(value: str, line: Line) -> Claims:
    code = labels().languages.get(value.lower().strip(" ."), "")
    return [("language", code, line)] if code else []


def _source(value: str, line: Line) -> Claims:
    return source_claims(value, line) or [("publisher", value, line)]


_READERS = {"author": _authors, "section": _section, "date": _date, "language": _language, "source": _source}


def source_claims(value: str, line: Line) -> Claims:
    """Return paper and date of a source such as ``Tagesbote vom 12.03.2019, Nr. 60, S. 11``; nothing where there is no date."""
    found = _SOURCE.match(value) or _SOURCE_PLAIN.match(value)
    date = first_date(found["date"]) if found else ""
    return [("publisher", found["paper"].strip(" ,"), line), ("date", date, line)] if found and date else []
