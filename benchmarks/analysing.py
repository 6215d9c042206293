"""The shared analysis by the name that ``language: {model: …}`` takes, whole or in part, for the benchmarks."""

from importlib.metadata import entry_points
from typing import Any

from presseschau.builtin.blank import BlankGerman

PARTS = ("tags", "morphology", "parse", "names")


def language(model: str = "blank", parts: tuple[str, ...] = PARTS) -> Any:  # noqa: ANN401 - spaCy comes with it
    """Return the spaCy pipeline of a model that gives sentences and, of the rest, only ``parts``.

    Raises:
        SystemExit: no installed plugin has that name.
    """
    if model == "blank":
        return BlankGerman().spacy_pipeline(frozenset({"analysis:sentences"}))
    found = [one for one in entry_points(group="presseschau.plugins.v1") if one.name == model]
    if not found:
        raise SystemExit(f"no language model {model!r} is installed")
    return found[0].load()().spacy_pipeline(frozenset({"analysis:sentences", *(f"analysis:{part}" for part in parts)}))
