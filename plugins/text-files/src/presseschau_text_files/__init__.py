"""Text files, JSONL and CSV as documents."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presseschau_text_files.plugin import TextFiles

__all__ = ["TextFiles"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute; what the loader takes can be read without the plugin
    if name == "TextFiles":
        from presseschau_text_files.plugin import TextFiles  # noqa: PLC0415

        return TextFiles
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
