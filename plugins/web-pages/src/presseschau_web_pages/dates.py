"""Dates of pages: those in addresses, and how two of them compare. Dates that pages write are read by :mod:`presseschau.dates`.

A value is EDTF (ISO 8601-2, level 0): ``2021-05-20``, ``2021-05`` or ``2021``.
"""

import re
from datetime import date

from presseschau.dates import Edtf, date_edtf
from presseschau.dates import first_date as read_date

__all__ = ["compatible", "date_in_address", "is_after", "read_date"]

_URL_DAY = re.compile(r"/(?:19|20)\d{2}/\d{1,2}/\d{1,2}/|[/_-](?:19|20)\d{2}-\d{2}-\d{2}(?=[/_.-]|$)")
_URL_COMPACT = re.compile(r"[/_-]((?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=[/_.-]|$)")
_URL_MONTH = re.compile(r"/((?:19|20)\d{2})/(0[1-9]|1[0-2])/")


def date_in_address(address: str) -> str:
    """Return the date in the path of a URL (``/2021/05/20/``, ``-2021-05-20.html``, ``/2021/05/``) as EDTF, or ``""``."""
    found = _URL_DAY.search(address)
    if found:
        year, month, day = (int(part) for part in re.split(r"[/-]", found[0].strip("/_-")))
        return date_edtf(year, month, day)
    found = _URL_COMPACT.search(address)
    if found:
        return date_edtf(int(found[1][:4]), int(found[1][4:6]), int(found[1][6:]))
    found = _URL_MONTH.search(address)
    return date_edtf(int(found[1]), int(found[2])) if found else ""


def _bounds(value: str) -> tuple[date, date]:
    edtf = Edtf.parse(value)
    return edtf.first or date.min, edtf.last or date.max


def compatible(one: str, other: str, *, tolerance: int = 0) -> bool:
    """Tell whether two dates can be the same day, give or take some days (a UTC day may differ from the local one)."""
    (first, last), (from_, until) = _bounds(one), _bounds(other)
    return first.toordinal() <= until.toordinal() + tolerance and from_.toordinal() <= last.toordinal() + tolerance


def is_after(value: str, limit: str) -> bool:
    """Tell whether a date lies wholly after another."""
    return _bounds(value)[0] > _bounds(limit)[1]
