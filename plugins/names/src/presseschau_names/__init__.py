"""People, organisations and places of a collection: names that the language model marks, under one name each within a document."""

from presseschau_names.plugin import Name, Names

__all__ = ["Name", "Names"]
