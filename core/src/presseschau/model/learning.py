"""Kinds of stored annotations whose class nobody has imported yet: a run is often opened without its config."""

import logging
from functools import cache
from importlib.metadata import entry_points

from presseschau.model.annotations import Annotation, annotation_kinds
from presseschau.model.provenance import Provenance
from presseschau.model.versions import API_VERSION, GROUP_PREFIX, owner_of

_LOG = logging.getLogger("presseschau.store")


def class_of(kind: str, schema_version: int, maker: Provenance | None) -> type[Annotation] | None:
    """Return the class that reads a kind in a schema version; None where there is none, which is logged once, with what to do.

    Where the kind is not known, the plugin that made it is imported, if it is installed.
    """
    cls = annotation_kinds().get(kind)
    if cls is None and maker is not None and maker.plugin:
        problem = _learn(maker.plugin, maker.distribution)
        cls = annotation_kinds().get(kind)
        if cls is None:
            complain(kind, problem or f"{maker.distribution} {maker.version} made it, what is installed of it has no such kind")
    if cls is None or cls.schema_version == schema_version:
        return cls
    complain(kind, f"they are stored in schema version {schema_version}, and what is installed has {cls.schema_version}")
    return None


@cache
def _learn(plugin: str, distribution: str) -> str:
    """Import a plugin, so that it registers its kinds; return why that cannot be, or ``""``."""
    for point in entry_points(group=f"{GROUP_PREFIX}{API_VERSION}", name=plugin):
        if owner_of(point.dist)[0] in {"unknown", distribution}:
            try:
                point.load()
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a broken package must not keep anybody from the rest of a run
                return f"importing the plugin {plugin!r} of {distribution} failed: {type(error).__name__}: {error}"
            return ""
    return f"the plugin {plugin!r} is not installed: pip install {distribution}"


@cache
def complain(kind: str, problem: str) -> None:
    """Say once why the annotations of a kind do not get their class."""
    _LOG.warning("annotations of kind %s are shown as they are stored, without their class: %s", kind, problem)
