"""Records of the lists as JSON and back."""

import json
from datetime import date
from typing import Any

import attrs

from presseschau.dates import Edtf
from presseschau_reports.digest import Moment, Said, SourceRef

_DAYS = frozenset({"begin", "end"})


def dumped(record: Said | Moment | SourceRef) -> str:
    """Return a record as JSON, without its source."""
    values = {one.name: getattr(record, one.name) for one in attrs.fields(type(record)) if one.name != "source"}
    return json.dumps(values, ensure_ascii=False, default=str)


def said(data: str, source: SourceRef) -> Said:
    """Return a quote of a list."""
    values = json.loads(data)
    return Said(**(values | {"within": tuple(values["within"]), "source": source}))


def moment(data: str, source: SourceRef) -> Moment:
    """Return a dated passage of a list."""
    values = json.loads(data)
    days = {name: date.fromisoformat(values[name]) if values[name] else None for name in _DAYS}
    return Moment(**(values | days | {"date": _edtf(values["date"]), "source": source}))


def source_ref(data: str, number: int) -> SourceRef:
    """Return a source as lists refer to it."""
    values: dict[str, Any] = json.loads(data)
    return SourceRef(**(values | {"edtf": _edtf(values["edtf"]), "number": number}))


def _edtf(text: str | None) -> Edtf | None:
    return Edtf.parse(text) if text else None
