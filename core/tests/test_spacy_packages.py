"""Any installed spaCy package can give the analysis, by its name alone."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy

from presseschau import ConfigError, Pipeline
from presseschau.builtin.spacy_package import SpacyPackage
from presseschau.testing import check_plugin

NAME = "de_tiny_model"
Make = Callable[..., Pipeline]


def package(site: Path) -> None:
    """Write what `spacy package` makes of a small pipeline."""
    nlp = spacy.blank("de")
    tagger = nlp.add_pipe("tagger")
    tagger.add_label("NN")  # type: ignore[attr-defined]  # spaCy types pipes loosely
    names = nlp.add_pipe("ner")
    names.add_label("PER")  # type: ignore[attr-defined]  # likewise
    nlp.initialize()
    nlp.meta.update(name="tiny_model", version="1.0.0")
    data = site / NAME / f"{NAME}-1.0.0"
    data.mkdir(parents=True)
    nlp.to_disk(data)
    (site / NAME / "meta.json").write_text(json.dumps(nlp.meta), encoding="utf-8")
    code = (
        "from pathlib import Path\nfrom spacy.util import load_model_from_path\n"
        f"def load(**options):\n    return load_model_from_path(Path(__file__).parent / '{NAME}-1.0.0', **options)\n"
    )
    (site / NAME / "__init__.py").write_text(code, encoding="utf-8")


@pytest.fixture
def installed(install: Callable[..., Path]) -> Path:
    site = install("de-tiny-model", {})
    package(site)
    return site


def test_a_package_is_named_like_a_plugin(installed: Path, pipeline: Make) -> None:
    assert installed.is_dir()
    text = {"use": "texts", "with": {"texts": {"a": "Der Rat tagt. Alle reden."}}}
    made = pipeline(load=[text], extract=[{"use": "sentences"}], language={"model": NAME})
    assert made.run().counts == {"done": 1}
    assert made.steps.step("analysis").record.plugin == "spacy-package"
    assert made.run().counts == {"unchanged": 1}
    config = installed / NAME / f"{NAME}-1.0.0" / "meta.json"
    config.write_text(config.read_text("utf-8") + "\n", encoding="utf-8")


def test_only_what_is_needed_is_loaded(installed: Path) -> None:
    assert installed.is_dir()
    plugin = SpacyPackage(package=NAME)
    assert set(plugin.provides) == {"analysis:tokens", "analysis:sentences", "analysis:tags", "analysis:names"}
    assert plugin.spacy_pipeline(needs=frozenset({"analysis:tokens"})).pipe_names == []
    assert plugin.spacy_pipeline(needs=frozenset({"analysis:names", "analysis:sentences"})).pipe_names == [
        "presseschau_sentences",
        "ner",
    ]


def test_a_missing_package_is_an_error_that_says_how_to_install_it(pipeline: Make) -> None:
    with pytest.raises(ConfigError, match="python -m spacy download de_core_news_zz"):
        pipeline(language={"model": "de_core_news_zz"})
    with pytest.raises(ConfigError, match="python -m spacy download de_core_news_zz"):
        pipeline(language={"model": {"use": "spacy-package", "with": {"package": "de_core_news_zz"}}})


def test_it_conforms(installed: Path) -> None:
    assert installed.is_dir()
    check_plugin(SpacyPackage(package=NAME)).raise_for_failures()
