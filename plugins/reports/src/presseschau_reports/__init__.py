"""Reports: JSONL, CSV, Markdown and one self-contained HTML page."""

from presseschau_reports.html import Html
from presseschau_reports.jsonl import Jsonl
from presseschau_reports.markdown import Markdown
from presseschau_reports.tables import Csv

__all__ = ["Csv", "Html", "Jsonl", "Markdown"]
