"""Collections exported from press databases (Nexis, Factiva, WISO/Genios): one document per article."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presseschau_press_exports.plugin import PressExports

__all__ = ["PressExports"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute; what the loader takes can be read without the plugin
    if name == "PressExports":
        from presseschau_press_exports.plugin import PressExports  # noqa: PLC0415

        return PressExports
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
