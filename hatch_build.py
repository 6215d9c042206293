"""What `presseschau` depends on: core, every bundled plugin and the fast language model, at this version; the accurate one is an extra.

In a checkout these are the directories beside this file, so that ``pip install .`` takes what lies there. For a release,
``PRESSESCHAU_RELEASE=1`` names them by version instead; see docs/how-to/release.md.
"""

import os
import tomllib
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

EXTRAS = "optional-dependencies"
ON_REQUEST = {"presseschau-de-accurate": "accurate"}
"""Distributions that only an extra of the umbrella asks for → that extra."""


class Distributions(MetadataHookInterface):
    """Fills in the dependencies of the umbrella from the distributions of this repository."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set ``dependencies`` and the extras; every extra of a distribution is one of the umbrella."""
        root = Path(self.root)
        projects = {path.parent: _project(path) for path in _files(root)}
        release = os.environ.get("PRESSESCHAU_RELEASE") == "1"

        def requirement(directory: Path, extra: str = "") -> str:
            project = projects[directory]
            name = f"{project['name']}[{extra}]" if extra else project["name"]
            return f"{name}=={project['version']}" if release else f"{name} @ {directory.as_uri()}"

        metadata["dependencies"] = [requirement(one) for one, project in projects.items() if project["name"] not in ON_REQUEST]
        extras: dict[str, list[str]] = {}
        for directory, project in projects.items():
            if project["name"] in ON_REQUEST:
                extras.setdefault(ON_REQUEST[project["name"]], []).append(requirement(directory))
            for extra in project.get(EXTRAS, {}):
                extras.setdefault(extra, []).append(requirement(directory, extra))
        metadata[EXTRAS] = extras


def _files(root: Path) -> list[Path]:
    return [
        root / "core" / "pyproject.toml",
        *sorted(root.glob("plugins/*/pyproject.toml")),
        *sorted(root.glob("models/*/pyproject.toml")),
    ]


def _project(path: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["project"]
    return project
