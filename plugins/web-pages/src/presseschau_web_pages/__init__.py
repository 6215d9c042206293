"""Saved web pages as documents: files, archives, WARC, JSONL and feeds."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presseschau_web_pages.limits import Limits, PageError
    from presseschau_web_pages.metadata import Context
    from presseschau_web_pages.page import Page, read_page
    from presseschau_web_pages.plugin import WebPages

__all__ = ["Context", "Limits", "Page", "PageError", "WebPages", "read_page"]
_HOMES = {
    "Context": "metadata",
    "Limits": "limits",
    "Page": "page",
    "PageError": "limits",
    "WebPages": "plugin",
    "read_page": "page",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute; what the loader takes can be read without lxml and numpy
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
