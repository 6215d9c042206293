"""The picture in docs/explanation/architecture.md is true: each part of core imports only what stands below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import presseschau

CORE = Path(presseschau.__file__).parent
LAYERS = (
    {"__main__", "_hypothesis"},
    {"cli", "testing"},
    {"pipeline", "__init__"},
    {"engine"},
    {"steps", "analysis", "scaffold"},
    {"config", "builtin", "results", "inputs"},
    {"dates", "store", "hookspecs", "forest"},
    {"model"},
    {"errors", "syntax"},
)
"""Top to bottom. A part may import parts of lower layers; ``presseschau`` itself stands for its public face."""


def imports(path: Path) -> Iterator[str]:
    """Yield the parts of core that a module imports when it is imported itself; not what it imports later or for type checkers."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module == "presseschau":
            for name in node.names:
                yield name.name if (CORE / name.name).exists() or (CORE / f"{name.name}.py").exists() else "__init__"
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("presseschau."):
            yield (node.module or "").split(".")[1]


def part_of(path: Path) -> str:
    relative = path.relative_to(CORE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def test_every_part_has_its_layer() -> None:
    assert {part_of(path) for path in CORE.rglob("*.py")} == set().union(*LAYERS)


def test_imports_go_down() -> None:
    depth = {part: number for number, layer in enumerate(LAYERS) for part in layer}
    wrong = [
        f"{path.relative_to(CORE)} imports {other}"
        for path in sorted(CORE.rglob("*.py"))
        for other in imports(path)
        if other != part_of(path) and depth[other] <= depth[part_of(path)]
    ]
    assert wrong == []


def test_the_picture_names_every_part() -> None:
    page = (CORE.parents[2] / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    picture = page.partition("```text\ncli")[2].partition("```")[0]
    assert {part for layer in LAYERS for part in layer if not part.startswith("_")} <= set(f"cli {picture}".split())
