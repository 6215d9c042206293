"""The version of the plugin interface, and the entry-point group whose name carries it; who brings a plugin."""

from importlib.metadata import Distribution

GROUP_PREFIX = "presseschau.plugins.v"
API_VERSION = 1
"""The API version of this core; plugins of another are listed, but not used."""


def owner_of(distribution: Distribution | None) -> tuple[str, str]:
    """Return name and version of an installed distribution; ``("unknown", "0")`` for none, and for one whose metadata are torn.

    For those the standard library gives None, whatever its types say, and an error where the package importlib_metadata stands in for it.
    """
    try:
        return (distribution.name or "unknown", distribution.version or "0") if distribution else ("unknown", "0")
    except (OSError, KeyError):
        return "unknown", "0"
