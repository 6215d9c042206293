"""Reports: JSONL, CSV, SQLite, Markdown, plain texts and one self-contained HTML page."""

from presseschau_reports.html import Html
from presseschau_reports.jsonl import Jsonl
from presseschau_reports.markdown import Markdown
from presseschau_reports.sql import Sql
from presseschau_reports.tables import Csv
from presseschau_reports.texts import Text

__all__ = ["Csv", "Html", "Jsonl", "Markdown", "Sql", "Text"]
