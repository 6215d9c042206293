"""The report ``html``: one self-contained page."""

from presseschau_reports.html.plugin import Html

__all__ = ["Html"]
