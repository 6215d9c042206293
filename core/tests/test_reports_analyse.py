"""A report may have texts analysed again, by the pipeline of the config; nothing is analysed for those that do not ask."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from presseschau import Pipeline, StepError

Make = Callable[..., Pipeline]
Install = Callable[..., Path]
TEXTS = {"use": "texts", "with": {"texts": {"a": "Der Rat tagt. Er schweigt.", "b": "Kalt.", "c": "Es war da."}}}
REPORT = """
    from attrs import frozen
    from presseschau import hookimpl

    @frozen(eq=False, kw_only=True)
    class Tokens:
        requires = ("analysis:sentences",)
        wants = ("analysis:tags",)

        @hookimpl
        def report(self, dossier, directory, analyse):
            path = directory / "tokens.txt"
            docs = analyse(view.document for view in dossier.views())
            path.write_text("".join(f"{len(list(doc.sents))} {len(doc)} {doc.has_annotation('TAG')}\\n" for doc in docs))
            return [path]
"""
MODEL = """
    import spacy
    from attrs import field, frozen
    from presseschau import hookimpl
    from presseschau.analysis import add_sentences
    from spacy.language import Language

    @Language.component("acme_tags")
    def tags(doc):
        for token in doc:
            token.tag_ = "X"
        if doc.text == "Kalt." and BROKEN:
            raise ValueError("no")
        return doc

    BROKEN = []

    @frozen(eq=False, kw_only=True)
    class Model:
        provides = ("analysis:tokens", "analysis:sentences", "analysis:tags")
        broken: bool = False

        @hookimpl
        def spacy_pipeline(self, needs):
            BROKEN[:] = [1] * self.broken
            print("MADE", sorted(needs))
            nlp = spacy.blank("de")
            if "analysis:sentences" in needs:
                add_sentences(nlp)
            if "analysis:tags" in needs:
                nlp.add_pipe("acme_tags")
            return nlp
"""


@pytest.fixture
def made(pipeline: Make, install: Install) -> Callable[..., Pipeline]:
    modules = {"acme_tokens.py": REPORT, "acme_model.py": MODEL}
    install("acme-tokens", {"tokens": "acme_tokens:Tokens", "model": "acme_model:Model"}, modules=modules)

    def make(name: str = "run", model: Any = "blank", **sections: Any) -> Pipeline:  # noqa: ANN401 - YAML
        return pipeline(name, **({"load": [TEXTS], "report": [{"use": "tokens"}], "language": {"model": model}} | sections))

    return make


def test_a_report_gets_the_analysis_of_each_document_in_order(made: Make) -> None:
    run = made(batch_size=2).run()
    assert (run.directory / "tokens.txt").read_text() == "2 7 False\n1 2 False\n1 4 False\n"


def test_it_has_what_the_report_wants_where_the_model_gives_it(made: Make, capsys: pytest.CaptureFixture[str]) -> None:
    run = made(model={"use": "model"}).run()
    assert (run.directory / "tokens.txt").read_text() == "2 7 True\n1 2 True\n1 4 True\n"
    assert capsys.readouterr().out == "MADE ['analysis:sentences', 'analysis:tags', 'analysis:tokens']\n"


def test_another_model_makes_the_report_stale_and_no_other(made: Make) -> None:
    reports = [{"use": "tokens"}, {"use": "lines"}]
    before = {step.id: step.fingerprint for step in made(report=reports).steps.all}
    after = {step.id: step.fingerprint for step in made(report=reports, model={"use": "model"}).steps.all}
    assert before["tokens"] != after["tokens"]
    assert before["lines"] == after["lines"]


def test_nothing_is_analysed_for_reports_that_do_not_ask(made: Make, capsys: pytest.CaptureFixture[str]) -> None:
    made(model={"use": "model"}, report=[{"use": "lines"}]).run()
    assert "MADE" not in capsys.readouterr().out


def test_a_text_that_cannot_be_analysed_is_named(made: Make) -> None:
    with pytest.raises(StepError, match="b cannot be analysed again: ValueError: no") as error:
        made(model={"use": "model", "with": {"broken": True}}).run()
    assert error.value.step == "tokens"
