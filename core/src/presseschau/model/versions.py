"""The version of the plugin interface, and the entry-point group whose name carries it."""

GROUP_PREFIX = "presseschau.plugins.v"
API_VERSION = 1
"""The API version of this core; plugins of another are listed, but not used."""
