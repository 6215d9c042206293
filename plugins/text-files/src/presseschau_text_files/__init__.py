"""Text files, JSONL and CSV as documents."""

from presseschau_text_files.plugin import TextFiles

__all__ = ["TextFiles"]
