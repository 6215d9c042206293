"""German language models for Presseschau: a fast one and an accurate one, as plugins and as spaCy pipelines.

The weights are distributions of their own, ``presseschau-de`` and ``presseschau-de-accurate``; nothing is downloaded, and a model that is not
installed is an error.
"""

from presseschau_german.plugins import AccurateGerman, FastGerman

__all__ = ["AccurateGerman", "FastGerman"]
