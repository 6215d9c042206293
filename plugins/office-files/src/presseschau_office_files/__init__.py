"""Office files (RTF, DOCX, ODT, PDF, EPUB) as documents."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presseschau_office_files.converting import Converted, convert
    from presseschau_office_files.plugin import OfficeFiles

__all__ = ["Converted", "OfficeFiles", "convert"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute; what the loader takes can be read without the plugin
    from importlib import import_module  # noqa: PLC0415

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "plugin" if name == "OfficeFiles" else "converting"
    return getattr(import_module(f"{__name__}.{home}"), name)
