"""Saved web pages as documents: files, archives, WARC, JSONL and feeds."""

from presseschau_web_pages.limits import Limits, PageError
from presseschau_web_pages.metadata import Context
from presseschau_web_pages.page import Page, read_page
from presseschau_web_pages.plugin import WebPages

__all__ = ["Context", "Limits", "Page", "PageError", "WebPages", "read_page"]
