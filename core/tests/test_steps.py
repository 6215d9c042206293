"""From a config to steps: what is accepted, what is refused and how, and in which order the work is done."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from presseschau import ConfigError, Pipeline

Make = Callable[..., Pipeline]
A = {"use": "texts", "with": {"texts": {"a": "Bild: Archiv\nMehr: Kultur\nDer Rat tagt."}}}


def problems(make: Make, **sections: Any) -> list[Any]:  # noqa: ANN401 - YAML
    with pytest.raises(ConfigError) as caught:
        make(**sections)
    return list(caught.value.problems)


def test_the_order_in_the_yaml_is_the_order_of_work(pipeline: Make, lab: ModuleType) -> None:
    steps = [{"use": "cut-lines", "id": marker, "with": {"marker": marker}} for marker in ("C", "A", "B")]
    made = pipeline(load=[A], clean=steps)
    assert [step.id for step in made.steps.of("clean")] == ["C", "A", "B"]
    made.run()
    assert [what for what, _ in lab.CALLS] == ["cut C", "cut A", "cut B"]


def test_two_steps_of_one_plugin_with_different_options(pipeline: Make) -> None:
    steps = [{"use": "words", "id": "caps", "with": {"pattern": "[A-Z]\\w+"}}, {"use": "words", "with": {"pattern": "tagt"}}]
    run = pipeline(load=[A], extract=steps).run()
    found = [(record.provenance.step, record.word) for record in run.dossier.annotations()]  # type: ignore[attr-defined, union-attr]
    assert found == [(("caps"), word) for word in ("Bild", "Archiv", "Mehr", "Kultur", "Der", "Rat")] + [("words", "tagt")]


def test_a_foreign_plugin_replaces_one_of_ours(pipeline: Make, install: Callable[..., Path]) -> None:
    source = """
        from attrs import frozen
        from presseschau import LanguageGuess, hookimpl

        @frozen(eq=False, kw_only=True)
        class Guess:
            language: str = "de"
            @hookimpl
            def detect_language(self):
                return LanguageGuess(self.language)

        @frozen(eq=False, kw_only=True)
        class Lines:
            provides = ("analysis:tokens", "analysis:sentences")
            @hookimpl
            def spacy_pipeline(self):
                import spacy
                nlp = spacy.blank("de")
                nlp.add_pipe("sentencizer", config={"punct_chars": ["\\n"]})
                return nlp
    """
    install("acme-tools", {"langdetect": "acme_tools:Guess", "by-lines": "acme_tools:Lines"}, modules={"acme_tools.py": source})
    language = {"detector": {"use": "acme-tools:langdetect"}, "model": "by-lines"}
    run = pipeline(load=[A], extract=[{"use": "sentences"}], language=language).run()
    assert [record.word for record in run.dossier.annotations("lab:Mark")] == ["Bild: Archiv", "Mehr: Kultur", "Der Rat tagt."]  # type: ignore[attr-defined]
    assert {step.id: step.distribution for step in run.dossier.steps()} == {
        "texts": "presseschau-lab",
        "language": "acme-tools",
        "analysis": "acme-tools",
        "sentences": "presseschau-lab",
    }


@pytest.mark.parametrize("name", ["first", "last", "wrapper"])
def test_an_order_of_its_own_is_refused(name: str, pipeline: Make) -> None:
    (problem,) = problems(pipeline, clean=[{"use": name}])
    assert "tryfirst, trylast or a wrapper" in problem.message
    assert "order in the config" in problem.hint
    assert problem.path == "clean[0].use"


@pytest.mark.parametrize(
    ("stage", "name", "message", "hint"),
    [
        ("extract", "misspelt", "extrct", "hooks are load, clean"),
        ("extract", "wrong-argument", "dokument", "presseschau.hookspecs"),
        ("clean", "by-value", "compares by value", "eq=False"),
        ("clean", "nothing", "does nothing in the stage 'clean'", "@hookimpl"),
        ("clean", "words", "does nothing in the stage 'clean'", "it works in: extract"),
        ("extract", "bare-string", "requires", "tuple"),
        ("extract", "wrods", "no plugin 'wrods'", "did you mean 'words'"),
    ],
)
def test_plugins_that_do_not_fit_are_refused(stage: str, name: str, message: str, hint: str, pipeline: Make) -> None:
    (problem,) = problems(pipeline, **{stage: [{"use": name}]})
    assert message in problem.message
    assert hint in problem.hint
    assert problem.path == f"{stage}[0].use"
    assert problem.location.line > 1


def test_one_bad_plugin_does_not_spoil_the_steps_around_it(pipeline: Make) -> None:
    """All problems are reported at once, and only the real ones."""
    steps = [{"use": "misspelt"}, {"use": "words", "with": {"patern": "x"}}, {"use": "words", "id": "good"}, {"use": "nowhere"}]
    found = problems(pipeline, extract=steps)
    assert [problem.path for problem in found] == ["extract[0].use", "extract[1].with.patern", "extract[3].use"]


def test_a_requirement_that_comes_later_is_a_problem_with_its_place(pipeline: Make) -> None:
    (problem,) = problems(pipeline, extract=[{"use": "followers"}, {"use": "words"}])
    assert problem.message == "followers requires 'annotation:lab:Mark', which nothing before it gives"
    assert problem.hint == "move the step 'words' before it"
    assert problem.path == "extract[0].use"


def test_requirements_that_nothing_meets(pipeline: Make) -> None:
    (problem,) = problems(pipeline, extract=[{"use": "followers"}])
    assert problem.hint == "add a step that gives it before this one"
    (problem,) = problems(pipeline, extract=[{"use": "needs-parse"}])
    assert problem.hint == "set language.model to a pipeline that gives it"


@pytest.mark.parametrize("name", ["language", "analysis"])
def test_the_ids_of_the_frameworks_own_steps_are_taken(name: str, pipeline: Make) -> None:
    (problem,) = problems(pipeline, extract=[{"use": "words", "id": name}])
    assert f"'{name}' is taken" in problem.message


def test_an_entry_runs_only_its_sections_hook(pipeline: Make, lab: ModuleType) -> None:
    """The plugin misbehaves in every stage; as an extractor it is only asked to extract."""
    run = pipeline(load=[A], extract=[{"use": "misbehaves", "with": {"how": "false", "where": "nowhere"}}]).run()
    assert run.counts == {"done": 1}
    assert [what for what, _ in lab.CALLS] == ["misbehaves"]


def test_problems_in_options_are_located_in_the_file_they_stand_in(tmp_path: Path, lab: ModuleType) -> None:
    assert lab
    (tmp_path / "base.yaml").write_text("extract:\n  - {use: words, with: {pattern: 5}}\n", "utf-8")
    (tmp_path / "top.yaml").write_text("extends: base.yaml\nextract:\n  - {use: sentences}\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        Pipeline.from_config(tmp_path / "top.yaml")
    assert "base.yaml:2:" in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"with": {"pattern": "b"}},
        {"id": "other"},
    ],
)
def test_a_fingerprint_changes_with_options_and_with_the_steps_before(change: dict[str, Any], pipeline: Make) -> None:
    def prints(**first: Any) -> list[str]:  # noqa: ANN401 - YAML
        steps = [{"use": "words", "with": {"pattern": "a"}} | first, {"use": "words", "id": "last"}]
        return [step.fingerprint for step in pipeline(extract=steps).steps.all if step.stage in {"language", "extract"}]

    before, after = prints(), prints(**change)
    assert before == prints()
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, False]


def test_a_changed_file_that_an_option_names_is_a_changed_option(
    pipeline: Make, install: Callable[..., Path], tmp_path: Path
) -> None:
    source = """
        from pathlib import Path
        from attrs import frozen
        from presseschau import hookimpl

        @frozen(eq=False, kw_only=True)
        class Listed:
            words: Path | None = None
            more: tuple[Path, ...] = ()
            @hookimpl
            def clean(self): ...
    """
    install("acme-listed", {"listed": "acme_listed:Listed"}, modules={"acme_listed.py": source})
    (tmp_path / "words.txt").write_text("ja", "utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text("ja", "utf-8")

    def options() -> str:
        listed = {"words": "words.txt", "more": ["words.txt", "more"]}
        return pipeline(clean=[{"use": "listed", "with": listed}]).steps.of("clean")[0].record.options

    seen = [options(), options()]
    (tmp_path / "words.txt").write_text("nein", "utf-8")
    seen.append(options())
    (tmp_path / "more" / "a.txt").write_text("nein", "utf-8")
    seen.append(options())
    assert [one == other for one, other in pairwise(seen)] == [True, False, False]


@pytest.mark.parametrize("how", ["method", "attribute", "raises"])
def test_the_digest_of_a_model_from_elsewhere_counts_as_code(how: str, pipeline: Make, install: Callable[..., Path]) -> None:
    source = f"""
        from pathlib import Path
        from attrs import frozen
        from presseschau import hookimpl

        HOW = {how!r}

        @frozen(eq=False, kw_only=True)
        class Model:
            digest: str = "1"
            if HOW == "attribute":
                @property
                def content_digest(self):
                    return self.digest
            else:
                def content_digest(self):
                    if HOW == "raises":
                        raise OSError("no model there")
                    return self.digest
            @hookimpl
            def clean(self): ...
    """
    install("acme-model", {"model": "acme_model:Model"}, modules={"acme_model.py": source})

    def code(digest: str) -> str:
        return pipeline(clean=[{"use": "model", "with": {"digest": digest}}]).steps.of("clean")[0].record.code

    if how == "raises":
        (problem,) = problems(pipeline, clean=[{"use": "model"}])
        assert "no model there" in problem.message
    else:
        assert code("1") == code("1") != code("2")


def test_a_config_of_thousands_of_steps_is_checked_in_linear_time(pipeline: Make) -> None:
    # Counted instead of timed: what was slow asked the metadata of all distributions, and a common manager, for each step.
    from presseschau.steps import registry  # noqa: PLC0415

    asked = 0
    before = registry.installed

    def counted() -> Any:  # noqa: ANN401 - passed on
        nonlocal asked
        asked += 1
        return before()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "installed", counted)
        made = pipeline(extract=[{"use": "words", "id": f"w{number}"} for number in range(300)])
    assert len(made.steps.of("extract")) == 300
    assert asked == 1
