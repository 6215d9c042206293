"""What `presseschau` depends on: core and every bundled plugin, at this version.

In a checkout these are the directories beside this file, so that ``pip install .`` takes what lies there. For a release,
``PRESSESCHAU_RELEASE=1`` names them by version instead; see docs/how-to/release.md.
"""

import os
import tomllib
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

EXTRAS = "optional-dependencies"


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

        metadata["dependencies"] = [requirement(directory) for directory in projects]
        extras: dict[str, list[str]] = {}
        for directory, project in projects.items():
            for extra in project.get(EXTRAS, {}):
                extras.setdefault(extra, []).append(requirement(directory, extra))
        metadata[EXTRAS] = extras


def _files(root: Path) -> list[Path]:
    return [root / "core" / "pyproject.toml", *sorted(root.glob("plugins/*/pyproject.toml"))]


def _project(path: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["project"]
    return project
