"""What a run found, in the formats of its neighbours: of annotation tools, corpora, networks, calendars, tables."""

from presseschau_exports.annotating import Brat, WebAnnotation
from presseschau_exports.calendars import ICalendar, TimelineJs
from presseschau_exports.conllu import ConllU
from presseschau_exports.docbin import SpacyDocBin
from presseschau_exports.labelstudio import LabelStudio
from presseschau_exports.networks import GraphMl
from presseschau_exports.parquet import Parquet
from presseschau_exports.sheets import Excel
from presseschau_exports.tei import Tei
from presseschau_exports.timeml import TimeMl

__all__ = [
    "Brat",
    "ConllU",
    "Excel",
    "GraphMl",
    "ICalendar",
    "LabelStudio",
    "Parquet",
    "SpacyDocBin",
    "Tei",
    "TimeMl",
    "TimelineJs",
    "WebAnnotation",
]
