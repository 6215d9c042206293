"""The checks. Importing this package registers them, in the order in which they run."""

from presseschau.testing.checks import (  # noqa: F401, I001 - the order is the order of the report
    declarations,
    spans,
    contents,
    purity,
    surroundings,
    repetition,
    robustness,
    roundtrips,
    needs,
    ambient,
    timing,
    loaders,
    dossiers,
    linguistics,
)
