"""Dates: annotation kinds for times, EDTF, and the late resolution of what the words say."""

from presseschau.dates.cycles import easter
from presseschau.dates.documents import DatedDocument, compatible, document_date
from presseschau.dates.edtf import Edtf
from presseschau.dates.events import event_time
from presseschau.dates.expression import DocumentDate, TimeExpression
from presseschau.dates.forms import FormError
from presseschau.dates.resolve import Resolution, resolve, resolve_all
from presseschau.dates.values import bounds as value_bounds
from presseschau.dates.values import edtf_of as value_edtf
from presseschau.dates.written import as_edtf, date_edtf, first_date, month_names

__all__ = [
    "DatedDocument",
    "DocumentDate",
    "Edtf",
    "FormError",
    "Resolution",
    "TimeExpression",
    "as_edtf",
    "compatible",
    "date_edtf",
    "document_date",
    "easter",
    "event_time",
    "first_date",
    "month_names",
    "resolve",
    "resolve_all",
    "value_bounds",
    "value_edtf",
]
