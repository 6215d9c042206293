"""The block classifier: a forest over :mod:`features`, read from ``data/blocks.json``."""

from functools import cache
from importlib.resources import as_file, files

from presseschau.forest import Forest, load_forest
from presseschau_web_pages.features import NAMES


@cache
def shipped_forest() -> Forest:
    """Return the forest that comes with the plugin."""
    with as_file(files(__package__).joinpath("data/blocks.json")) as path:
        return load_forest(path, NAMES)
