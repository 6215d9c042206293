"""What tables are called: one name for the table that a finding stands in, in every format that has tables."""

import hashlib
import re
from functools import cache

from presseschau.model.annotations import Annotation, UnknownAnnotation
from presseschau.results.view import kind_of

_NAMES = {"Quote": "quotes", "TimeExpression": "dates", "Event": "events", "DocumentDate": "document-dates"}
_TAKEN = frozenset({"documents", "groups", *_NAMES.values()})
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


def table_name(record: Annotation) -> str:
    """Return the name of the table that a finding stands in; it is fit for a file.

    What cannot be read (its plugin is not installed, or has another schema version) stands apart from the readable ones of its kind.
    """
    kind = kind_of(record)
    if isinstance(record, UnknownAnnotation):
        return _file_name(f"{kind} (unreadable)")
    return _NAMES.get(kind) or _file_name(kind)


@cache
def _file_name(kind: str) -> str:
    """Return a file name for a kind; one that had to be changed gets four digits of its SHA-256, so that no two are the same."""
    safe = _NOT_IN_NAMES.sub("-", kind).strip("-")[:60]
    if safe == kind.replace(":", "-") and safe.lower() not in _TAKEN:
        return safe
    return f"{safe}-{hashlib.sha256(kind.encode()).hexdigest()[:4]}"
