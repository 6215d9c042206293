"""The models as the shared analysis of a run: ``language: {model: presseschau-de}``."""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from presseschau import hookimpl
from presseschau.analysis import LinearTokenizer, keeping_gender_colons

if TYPE_CHECKING:
    from spacy.language import Language

MAX_CHARACTERS = 100_000_000
"""spaCy's own limit guards the memory of pipelines that take a text whole; these cut it to windows or keep little."""

_GIFTS: dict[str, tuple[str, ...]] = {
    "analysis:tags": ("tagger", "morphologizer"),
    "analysis:morphology": ("morphologizer", "lexicon"),
    "analysis:lemmas": ("morphologizer", "lexicon"),
    "analysis:parse": ("parser",),
    "analysis:names": ("ner",),
    "analysis:sentences": ("parser",),
}
"""What somebody may ask for → the components of the fast model that it takes."""

PROVIDES = ("analysis:tokens", *_GIFTS)


def directory(package: str) -> Path | None:
    """Return where an installed package of weights lies, without importing it; None where it is not installed."""
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    place = next(iter(spec.submodule_search_locations or ()), None) if spec else None
    return Path(place) if place else None


def _installed(package: str, distribution: str) -> Path:
    found = directory(package)
    if found is None:
        raise ValueError(f"the language model {distribution} is not installed: pip install {distribution}")
    return found


@frozen(eq=False, kw_only=True)
class FastGerman:
    """Tags, morphology, lemmas, parse, sentences and names by ``presseschau-de``, a small convolutional model; only what somebody asked for is computed."""

    provides: ClassVar[tuple[str, ...]] = PROVIDES
    _place: Path = field(init=False, repr=False)

    @_place.default
    def _find(self) -> Path:
        return _installed("presseschau_de", "presseschau-de")

    def content_digest(self) -> str:
        """Return a digest of the weights: other weights are another model."""
        return (self._place / "digest.txt").read_text("utf-8").strip()

    @hookimpl
    def spacy_pipeline(self, needs: frozenset[str]) -> "Language":
        """Return the pipeline without the components that nobody needs."""
        import spacy  # noqa: PLC0415 - takes two seconds, and not every command needs it

        wanted = {component for need in needs for component in _GIFTS.get(need, ())}
        kept = {"tok2vec", *wanted} if wanted else wanted
        everything = spacy.util.load_config(self._place / "config.cfg")["nlp"]["pipeline"]
        nlp = spacy.util.load_model_from_path(self._place, exclude=[one for one in everything if one not in kept])
        return _ready(nlp, sentences="parser" in kept)


@frozen(eq=False, kw_only=True)
class AccurateGerman:
    """Tags, morphology, lemmas, parse, sentences and names by ``presseschau-de-accurate``, a transformer encoder in 8 bit."""

    provides: ClassVar[tuple[str, ...]] = PROVIDES
    _place: Path = field(init=False, repr=False)

    @_place.default
    def _find(self) -> Path:
        found = _installed("presseschau_de_accurate", "presseschau-de-accurate")
        for package, distribution in (("onnxruntime", "onnxruntime"), ("sentencepiece", "sentencepiece")):
            if importlib.util.find_spec(package) is None:
                raise ValueError(f"the language model presseschau-de-accurate needs {distribution}: pip install {distribution}")
        return found

    def content_digest(self) -> str:
        """Return a digest of the weights: other weights are another model."""
        return (self._place / "digest.txt").read_text("utf-8").strip()

    @hookimpl
    def spacy_pipeline(self, needs: frozenset[str]) -> "Language":
        """Return the pipeline; the encoder does all its work at once, what nobody needs is not decoded."""
        import spacy  # noqa: PLC0415 - takes two seconds, and not every command needs it

        parts = sorted(need.removeprefix("analysis:") for need in needs & {*_GIFTS})
        nlp = spacy.blank("de", config={"nlp": {"batch_size": 64}})
        if parts:
            from presseschau_german.encoder import FACTORY, GermanEncoder  # noqa: PLC0415 - needs the extra

            component: GermanEncoder = nlp.add_pipe(FACTORY, config={"parts": parts})  # type: ignore[assignment]
            component.from_disk(self._place / "encoder")
        return _ready(nlp, sentences=not {"parse", "sentences"}.isdisjoint(parts))


def _ready(nlp: "Language", *, sentences: bool) -> "Language":
    if sentences:
        from presseschau_german.boundaries import FACTORY  # noqa: PLC0415 - imports spaCy

        nlp.add_pipe(FACTORY, first=True)
    nlp.max_length = MAX_CHARACTERS
    nlp.tokenizer = LinearTokenizer(keeping_gender_colons(nlp.tokenizer))
    return nlp
