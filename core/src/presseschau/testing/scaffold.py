"""The scaffold of new plugins; it lives in :mod:`presseschau.scaffold`, which does not need Hypothesis."""

from presseschau.scaffold import STAGES, scaffold

__all__ = ["STAGES", "scaffold"]
