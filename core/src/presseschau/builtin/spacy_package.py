"""Any installed spaCy pipeline package (``de_core_news_lg`` …) as the shared analysis; nothing is downloaded."""

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from presseschau.builtin.blank import add_sentences
from presseschau.hookspecs import hookimpl

if TYPE_CHECKING:
    from spacy.language import Language

_GIFTS = {
    "tagger": ("analysis:tags",),
    "morphologizer": ("analysis:morphology", "analysis:tags"),
    "attribute_ruler": ("analysis:tags",),
    "lemmatizer": ("analysis:lemmas",),
    "trainable_lemmatizer": ("analysis:lemmas",),
    "parser": ("analysis:parse",),
    "ner": ("analysis:names",),
}
"""Component, by the name that spaCy's packages give it -> what it gives."""

_SHARED = frozenset({"tok2vec", "transformer"})
"""Components that others listen to."""

_HELPERS = {"analysis:lemmas": frozenset({"tagger", "morphologizer", "attribute_ruler"})}
"""What a gift needs besides the component that gives it."""


def is_spacy_package(name: str) -> bool:
    """Tell whether an installed package of that name is a spaCy pipeline; it is not imported."""
    return name.isidentifier() and _meta(name) is not None


@cache
def _meta(name: str) -> dict[str, Any] | None:
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / "meta.json"
        if path.is_file():
            found = json.loads(path.read_text("utf-8"))
            return found if isinstance(found, dict) and "pipeline" in found else None
    return None


def _check_installed(_instance: object, _attribute: object, value: str) -> None:
    if not is_spacy_package(value):
        raise ValueError(
            f"no spaCy pipeline package {value!r} is installed: python -m spacy download {value}, or pip install it"
        )


@frozen(eq=False, kw_only=True)
class SpacyPackage:
    """The pipeline of an installed spaCy package; of its components only those that somebody asked for.

    ``language: {model: de_core_news_lg}`` is short for this plugin with that package. Where the package marks no sentences, or
    nobody needs what would, they are marked by rules.
    """

    package: str = field(
        validator=_check_installed, metadata={"help": "The name of the installed package, as spacy.load() takes it."}
    )

    @property
    def _components(self) -> tuple[str, ...]:
        return tuple((_meta(self.package) or {}).get("pipeline", ()))

    @property
    def provides(self) -> tuple[str, ...]:
        """What the components of the package give, as its metadata lists them."""
        gifts = [gift for component in self._components for gift in _GIFTS.get(component, ())]
        return tuple(dict.fromkeys(["analysis:tokens", "analysis:sentences", *gifts]))

    def content_digest(self) -> str:
        """Return a digest of the package's files: another version is another model."""
        from presseschau.steps.fingerprints import package_digest  # noqa: PLC0415 - that module imports the plugins' builder

        return package_digest(self.package)

    @hookimpl
    def spacy_pipeline(self, needs: frozenset[str]) -> "Language":
        """Load the package without the components that nobody needs."""
        import spacy  # noqa: PLC0415 - takes two seconds, and not every command needs it

        kept = {one for one in self._components if needs & {*_GIFTS.get(one, ())}}
        for need in needs:
            kept |= _HELPERS.get(need, frozenset()) & {*self._components}
        kept |= _SHARED & {*self._components} if kept else frozenset()
        nlp = spacy.load(self.package, exclude=[one for one in self._components if one not in kept])
        if "analysis:sentences" in needs and "parser" not in kept:
            add_sentences(nlp, first=True)
        return nlp
