"""Packages and model cards: what a trained model is installed and read as."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import spacy
from presseschau_german.encoder import FACTORY, GermanEncoder
from spacy.language import Language
from thinc.api import Config

VERSION = "0.1.0"
_META = {
    "lang": "de",
    "name": "presseschau",
    "version": VERSION,
    "license": "CC BY-SA 4.0",
    "author": "The Presseschau authors",
    "url": "https://github.com/presseschau/presseschau",
    "email": "",
}
_ROWS = (
    ("UPOS", "UPOS, GSD test", "GSD test", "UPOS"),
    ("XPOS", "XPOS (STTS), GSD test", "GSD test", "XPOS"),
    ("morphology", "all features right, GSD test", "GSD test", "morphology"),
    ("UAS", "UAS, GSD test", "GSD test", "UAS"),
    ("LAS", "LAS, GSD test", "GSD test", "LAS"),
    ("LAS HDT", "LAS, HDT held out", "HDT", "LAS"),
    ("names GermEval", "names F, GermEval dev", "GermEval dev", "names F"),
    ("names PUD", "names F, UNER-PUD", "UNER-PUD", "names F"),
    ("subjunctive", "Mood=Sub F, GSD test", "GSD test", "Mood=Sub F"),
    ("lemmas", "lemmas without punctuation, GSD test", "GSD test", "lemmas"),
    ("sentences GSD", "sentences F, GSD test", "GSD test", "sentences F"),
    ("sentences HDT", "sentences F, HDT held out", "HDT", "sentences F"),
)
"""Rows of the table: key, what it says, the document set, the figure."""


def rows(figures: Mapping[str, Mapping[str, float]]) -> list[tuple[str, str]]:
    """Return the table of a model's figures: what, and per cent."""
    return [(said, f"{figures[source][name]:.1f}") for _, said, source, name in _ROWS if name in figures.get(source, {})]


def details(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return the figures by label and source as a table of Markdown."""
    names = sorted(
        {name for found in figures.values() for name in found if name.startswith(("feature", "relation", "names", "Mood"))}
    )
    sources = list(figures)
    lines = ["| | " + " | ".join(sources) + " |", "| --- |" + " --- |" * len(sources)]
    for name in names:
        cells = [f"{figures[source][name]:.1f}" if name in figures[source] else "" for source in sources]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _digest(directory: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.name not in {"digest.txt", "__init__.py"} and "__pycache__" not in path.parts:
            found.update(str(path.relative_to(directory)).encode() + path.read_bytes())
    return found.hexdigest()


def _write(nlp: Language, target: Path, performance: Mapping[str, Mapping[str, float]]) -> None:
    for path in target.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "__init__.py":
            path.unlink()
    nlp.meta.update(_META)
    nlp.to_disk(target)
    told = Config().from_disk(target / "config.cfg", interpolate=False)
    Config({name: told[name] for name in ("nlp", "components")}).to_disk(
        target / "config.cfg"
    )  # where it was trained is nobody's business
    meta = json.loads((target / "meta.json").read_text("utf-8"))
    meta["performance"] = performance
    (target / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (target / "digest.txt").write_text(_digest(target) + "\n", encoding="utf-8")


def package_fast(model: Path, target: Path, performance: Mapping[str, Mapping[str, float]]) -> None:
    """Fill the package of the fast model from a trained pipeline."""
    _write(spacy.load(model), target, performance)


def package_accurate(encoder: Path, target: Path, performance: Mapping[str, Mapping[str, float]]) -> None:
    """Fill the package of the accurate model from the directory of its component."""
    nlp = spacy.blank("de")
    component = nlp.add_pipe(FACTORY, name="encoder")
    assert isinstance(component, GermanEncoder)
    component.from_disk(encoder)
    _write(nlp, target, performance)
