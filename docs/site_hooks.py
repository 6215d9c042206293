"""What the site needs beside the pages: links that leave docs/ lead to the repository, where the files are."""

import re
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"(?P<text>\[[^\]\n]{0,200}\])\((?P<target>(?:\.\./){1,6}[^)\s]{1,300}|[^)\s:#]{1,300})\)")


def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> str:  # noqa: ANN401 - MkDocs' own types
    """Rewrite relative links to files that are not pages of the site."""
    directory = PurePosixPath("docs", page.file.src_uri).parent

    def rewrite(match: re.Match[str]) -> str:
        target, _, anchor = match["target"].partition("#")
        place = _normal(directory / target)
        outside = not place.is_relative_to("docs") or place.is_relative_to("docs/examples") or (ROOT / place).is_dir()
        if not target or not outside or not (ROOT / place).exists():
            return match[0]
        kind = "tree" if (ROOT / place).is_dir() else "blob"
        return f"{match['text']}({config.repo_url.rstrip('/')}/{kind}/main/{place}{'#' + anchor if anchor else ''})"

    return _LINK.sub(rewrite, markdown)


def _normal(path: PurePosixPath) -> PurePosixPath:
    """Return a path without ``..``, as text: links are followed by whoever reads them."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return PurePosixPath(*parts)
