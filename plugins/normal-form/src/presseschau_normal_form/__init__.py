"""A normal form of texts with broken words and wrapped lines; the source text stays as it is."""

from presseschau_normal_form.plugin import NormalForm

__all__ = ["NormalForm"]
