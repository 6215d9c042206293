"""What ``import presseschau`` offers and costs, and what its types promise."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import presseschau
from presseschau import hookspecs
from presseschau.hookspecs import HOOKS

CORE = Path(__file__).parents[1] / "src"


def test_all_names_exist_and_nothing_public_is_missing() -> None:
    for name in presseschau.__all__:
        assert getattr(presseschau, name) is not None
    assert len(set(presseschau.__all__)) == len(presseschau.__all__)
    assert sorted(presseschau.__all__) == dir(presseschau)
    modules = {"annotations", "config", "dates", "document", "errors", "groups", "hookspecs", "normal", "provenance"}
    public = {
        name
        for name, value in vars(presseschau).items()
        if not name.startswith("_") and name not in modules and not isinstance(value, type(os))
    }
    assert public - set(presseschau.__all__) <= {"TYPE_CHECKING", "Any"}


@pytest.mark.parametrize("name", ["Pipeline", "Run", "Dossier"])
def test_the_engine_is_imported_when_somebody_asks(name: str) -> None:
    assert getattr(presseschau, name).__name__ == name
    assert name in presseschau.__all__
    with pytest.raises(AttributeError, match="no attribute 'Pipelin'"):
        presseschau.Pipelin  # noqa: B018
    assert importlib.import_module("presseschau").Pipeline is presseschau.Pipeline


def test_import_is_light() -> None:
    heavy = ["spacy", "yaml", "cattrs", "numpy", "pandas", "sqlite3", "langdetect", "click", "rich", "hypothesis", "filelock"]
    program = f"import sys, presseschau; found = [m for m in {heavy!r} if m in sys.modules]; assert not found, found"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_building_a_pipeline_does_not_import_models() -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from presseschau import Pipeline; from presseschau.config import config_from_data\n"
        "Pipeline(config_from_data({'extract': []}, base=Path()))\n"
        "found = [m for m in ['spacy', 'langdetect', 'pandas', 'hypothesis'] if m in sys.modules]; assert not found, found"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_every_hook_has_a_stage_and_a_protocol() -> None:
    hooks = {name for name, value in vars(hookspecs).items() if hasattr(value, "presseschau_spec")}
    assert hooks == set(HOOKS.values())
    declared = {
        name
        for value in vars(hookspecs).values()
        if isinstance(value, type) and getattr(value, "_is_protocol", False)
        for name in vars(value)
        if not name.startswith("_")
    }
    assert declared == hooks


GOOD = """
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from attrs import field, frozen
from presseschau import (
    Annotation, Claim, Cleaning, Document, Dossier, Edit, Event, Group, InferredDate, LanguageGuess, Part, Pipeline, Quote,
    Source, Span, annotation, hookimpl, reference_field, spans_field,
)
from presseschau.hookspecs import Cleaner, Extractor, LanguageDetector, Linker, Loader, PipelineProvider, Reporter


@annotation
@frozen(kw_only=True)
class Hedge(Annotation):
    kind: ClassVar[str] = "acme:Hedge"
    word: str
    scope: tuple[Span, ...] = spans_field()
    about: str | None = reference_field()


@frozen(eq=False, kw_only=True)
class All:
    words: tuple[str, ...] = field(default=("wohl",), metadata={"help": "The words."})

    @hookimpl
    def load(self) -> Iterator[Source | Document]:
        document = Document(id="a", source_text="x", claims=[Claim(name="date", value="2021", origin="o", rule="r")])
        yield document
        yield Source.of(document, "1")

    @hookimpl
    def clean(self, document: Document) -> Cleaning | None:
        return Cleaning(
            edits=[*document.cut(Span(0, 1), "r"), Edit(span=Span(0, 1), rule="r")],
            parts=[Part(label="title", span=Span(0, 1), kept=True, rule="r")],
        )

    @hookimpl
    def extract(self, document: Document, analysis: Any, annotations: tuple[Annotation, ...]) -> Iterable[Annotation]:
        yield Quote(spans=[(0, 1), Span(1, 2)], type="Direct", rule="r", speaker=[(0, 1)])
        yield Event(spans=[Span(0, 1)], times=["t"], rule="r")
        yield Hedge(spans=[(0, 1)], word="wohl", scope=(Span(0, 1),), rule="r")

    @hookimpl
    def link(self, dossier: Dossier) -> Iterable[Group | InferredDate]:
        for quote in dossier.annotations(Quote):
            yield Group(type="speaker", label=quote.type, members=[quote.id], rule="r")

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> list[Path]:
        return []

    @hookimpl
    def detect_language(self, text: str) -> LanguageGuess | None:
        return None

    @hookimpl
    def spacy_pipeline(self, needs: frozenset[str]) -> Any: ...


loader: type[Loader] = All
cleaner: type[Cleaner] = All
extractor: type[Extractor] = All
linker: type[Linker] = All
reporter: type[Reporter] = All
detector: type[LanguageDetector] = All
provider: type[PipelineProvider] = All


def use(path: Path) -> list[str]:
    run = Pipeline.from_config(path).run()
    return [quote.type for quote in run.quotes] + [document.text for document in run.documents]
"""
BAD = """
from presseschau import Cleaning, Document, Quote
from presseschau.hookspecs import Cleaner, Extractor


class Wrong:
    def clean(self, document: str) -> list[int]:
        return []


cleaner: type[Cleaner] = Wrong
extractor: type[Extractor] = Wrong
Quote(spans=[(0, 1)], rule="r")
Document(id=5, source_text="x")
Cleaning(edits=["x"])
"""


@pytest.mark.slow
def test_mypy_strict_proves_plugins_and_callers(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(GOOD, "utf-8")
    (tmp_path / "bad.py").write_text(BAD, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "good.py", "bad.py"],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(CORE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    errors = [line for line in ran.stdout.splitlines() if ": error:" in line]
    assert [line for line in errors if not line.startswith("bad.py")] == []
    lines = {int(line.split(":")[1]) for line in errors}
    wrong = ["cleaner: ", "extractor: ", "Quote(", "Document(", "Cleaning("]
    expected = {number for number, line in enumerate(BAD.splitlines(), 1) if line.startswith(tuple(wrong))}
    assert lines == expected, ran.stdout
