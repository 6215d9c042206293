"""What goes wrong with one document stays with that document: it is kept as a dead letter, and the run goes on."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from presseschau import Pipeline, StepError
from presseschau.engine.loop import Outcome

Make = Callable[..., Pipeline]
TEXTS = {"use": "texts", "with": {"texts": {"a": "Der Rat tagt.", "b": "Ein Unglück geschah.", "c": "Der Rat schweigt."}}}


def misbehaves(how: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML
    return {"use": "misbehaves", "with": {"how": how, "where": "Unglück"}} | more


IN_CLEAN = {
    "raises": "ValueError: a grief: „nie“",
    "unsayable": "Unsayable: (it cannot say what happened)",
    "beyond": "Beyond: cancelled",
    "says too much": "x … x",
    "wrong type": "clean() returned list, not a Cleaning",
    "invents": "rule 'x' would replace 'E' by 'Unfug'",
    "out of range": "outside the source text of 20 code points",
    "mutates": "FrozenInstanceError",
    "surrogate": "a lone surrogate (U+D800)",
    "no text": "value of a Claim of rule 'x' is 2021, not a string",
    "no label": "label of a Part of rule 'x' is None, not a string",
    "wrong member": "str",
}
IN_EXTRACT = {
    "raises": "ValueError: a grief: „nie“",
    "unsayable": "Unsayable: (it cannot say what happened)",
    "beyond": "Beyond: cancelled",
    "says too much": "x … x",
    "raises late": "ValueError: too late",
    "wrong type": "extract() returned a str, not an Annotation",
    "not iterable": "int",
    "false": "bool",
    "out of range": "outside the clean text of 20 code points",
    "dangling": "'nobody'",
    "mutates": "FrozenInstanceError",
    "surrogate": "a lone surrogate (U+D800)",
    "no json": "set is not JSON serializable",
    "not a number": "not JSON compliant",
}
CASES = [("clean", how, words) for how, words in IN_CLEAN.items()] + [
    ("extract", how, words) for how, words in IN_EXTRACT.items()
]


@pytest.mark.parametrize(("stage", "how", "words"), CASES)
def test_a_plugin_that_misbehaves_costs_one_document(stage: str, how: str, words: str, pipeline: Make) -> None:
    seen: list[Outcome] = []
    sections = {"extract": [{"use": "words"}]} | {stage: [misbehaves(how)]}
    run = pipeline(load=[TEXTS], **sections).run(seen.append)
    assert [(outcome.document, outcome.status) for outcome in sorted(seen, key=lambda one: one.document)] == [
        ("a", "done"),
        ("b", "dead"),
        ("c", "done"),
    ]
    assert run.counts == {"done": 2, "dead": 1}
    assert [document.id for document in run.documents] == ["a", "c"]
    assert run.exit_code == 3
    (letter,) = run.dead_letters
    assert (letter.document, letter.step, letter.plugin, letter.version) == ("b", "misbehaves", "misbehaves", "1.0")
    assert letter.policy == "quarantine"
    assert words in letter.message
    assert "Traceback" in letter.traceback
    assert letter.traceback.rstrip().splitlines()[-1]
    assert len(letter.message) < 3_000
    assert len(letter.traceback) < 30_000


@pytest.mark.parametrize("how", ["raises", "wrong type"])
def test_a_language_detector_that_misbehaves_costs_the_document(how: str, pipeline: Make) -> None:
    detector = {"use": "misbehaves", "with": {"how": how}}
    run = pipeline(load=[TEXTS], language={"detector": detector}).run()
    assert run.counts == {"dead": 3}
    assert {letter.step for letter in run.dead_letters} == {"language"}
    assert ("speechless" if how == "raises" else "str, not a LanguageGuess") in run.dead_letters[0].message


@pytest.mark.parametrize("how", ["raises", "wrong type"])
def test_without_its_analysis_a_run_ends(how: str, pipeline: Make) -> None:
    """No document can do without the shared pipeline, so there is no use in burying them one by one."""
    step = {"use": "takes-analysis"}
    made = pipeline(load=[TEXTS], extract=[step], language={"model": {"use": "misbehaves", "with": {"how": how}}})
    with pytest.raises(StepError) as caught:
        made.run()
    assert caught.value.step == "analysis"


def test_a_text_that_the_analysis_cannot_take_costs_that_document(pipeline: Make, install: Callable[..., Path]) -> None:
    source = """
        from attrs import frozen
        from presseschau import hookimpl

        def fragile(doc):
            if "Unglück" in doc.text:
                raise RuntimeError("component down")
            return doc

        @frozen(eq=False, kw_only=True)
        class Fragile:
            provides = ("analysis:tokens", "analysis:sentences")
            @hookimpl
            def spacy_pipeline(self):
                import spacy
                from spacy.language import Language
                nlp = spacy.blank("de")
                nlp.add_pipe("sentencizer")
                if not Language.has_factory("acme_fragile"):
                    Language.component("acme_fragile", func=fragile)
                nlp.add_pipe("acme_fragile")
                return nlp
    """
    install("acme-fragile", {"fragile": "acme_fragile:Fragile"}, modules={"acme_fragile.py": source})
    run = pipeline(load=[TEXTS], extract=[{"use": "sentences"}], language={"model": "fragile"}).run()
    assert [document.id for document in run.documents] == ["a", "c"]
    (letter,) = run.dead_letters
    assert (letter.document, letter.step) == ("b", "analysis")
    assert letter.message == "RuntimeError: component down (acme_fragile.py:7 in fragile)"


@pytest.mark.parametrize("stage", ["clean", "extract"])
def test_the_next_run_retries_from_the_step_that_failed(stage: str, pipeline: Make, lab: ModuleType, tmp_path: Path) -> None:
    flag = tmp_path / "mended"
    failing = {"use": "misbehaves", "with": {"how": "raises", "where": "Unglück", "flag": str(flag)}}
    before: dict[str, list[Any]] = {"clean": [{"use": "cut-lines", "with": {"marker": "Ein"}}], "extract": [{"use": "words"}]}
    sections = before | {stage: [before[stage][0], failing, {"use": before[stage][0]["use"], "id": "after"}]}
    if stage == "clean":
        sections["clean"][2]["with"] = {"marker": "Der Rat s"}
    assert pipeline(load=[TEXTS], **sections).run().counts == {"done": 2, "dead": 1}
    for _ in range(2):  # nothing has been mended: it fails again, and nothing else is done
        lab.CALLS.clear()
        assert pipeline(load=[TEXTS], **sections).run().counts == {"unchanged": 2, "dead": 1}
        assert lab.CALLS == [("misbehaves", "b")]
    flag.touch()
    lab.CALLS.clear()
    mended = pipeline(load=[TEXTS], **sections).run()
    assert mended.counts == {"unchanged": 2, "done": 1}
    assert mended.exit_code == 0
    assert {document for _, document in lab.CALLS} == {"b"}
    later = {"clean": ["cut Der Rat s", "words \\w+"], "extract": ["words \\w+"]}
    assert [what for what, _ in lab.CALLS] == ["misbehaves", *later[stage]]
    fresh = pipeline(load=[TEXTS], **sections, output="fresh").run()
    assert list(fresh.documents) == list(mended.documents)
    assert list(fresh.dossier.annotations()) == list(mended.dossier.annotations())


def test_skip_is_no_failure_of_the_run(pipeline: Make) -> None:
    run = pipeline(load=[TEXTS], clean=[misbehaves("raises")], on_error="skip").run()
    assert run.counts == {"done": 2, "dead": 1}
    assert [letter.policy for letter in run.dead_letters] == ["skip"]
    assert run.exit_code == 0


def test_fail_ends_the_run_and_says_everything(pipeline: Make) -> None:
    made = pipeline(load=[TEXTS], clean=[misbehaves("raises")], on_error="fail")
    with pytest.raises(StepError) as caught:
        made.run()
    error = caught.value
    assert (error.step, error.plugin, error.version, error.document) == ("misbehaves", "misbehaves", "1.0", "b")
    assert error.cause == "ValueError"
    assert "a grief" in error.traceback
    said = "document b, step misbehaves, plugin misbehaves: ValueError: a grief: „nie“ (presseschau_lab.py:"
    assert str(error).startswith(said)


def test_a_steps_own_policy_goes_before_that_of_the_config(pipeline: Make) -> None:
    steps = [misbehaves("raises", on_error="skip"), {**misbehaves("raises"), "id": "again"}]
    run = pipeline(load=[TEXTS], clean=steps, on_error="fail").run()
    assert [(letter.step, letter.policy) for letter in run.dead_letters] == [("misbehaves", "skip")]
    steps = [{**misbehaves("raises", on_error="fail"), "id": "strict"}]
    with pytest.raises(StepError):
        pipeline(load=[TEXTS], extract=steps, output="other").run()


def test_reports_of_a_run_that_has_not_ended_say_so(pipeline: Make, caplog: pytest.LogCaptureFixture) -> None:
    made = pipeline(load=[TEXTS], clean=[misbehaves("raises")], on_error="fail", report=[{"use": "lines"}])
    with pytest.raises(StepError):
        made.run()
    made.report()
    assert "has not ended: these reports show only what it has done so far" in caplog.text
    caplog.clear()
    pipeline("whole", load=[TEXTS], report=[{"use": "lines"}]).run()
    pipeline("whole", load=[TEXTS], report=[{"use": "lines"}]).report()
    assert "has not ended" not in caplog.text


def test_after_a_failure_by_policy_the_next_run_goes_on(pipeline: Make) -> None:
    with pytest.raises(StepError):
        pipeline(load=[TEXTS], clean=[misbehaves("raises", on_error="fail")], batch_size=1).run()
    run = pipeline(load=[TEXTS], clean=[misbehaves("raises", on_error="skip")], batch_size=1).run()
    assert run.counts == {"unchanged": 1, "dead": 1, "done": 1}


def test_a_plugin_that_cuts_everything_leaves_an_empty_document(pipeline: Make) -> None:
    steps = [{"use": "words"}, {"use": "sentences"}]
    run = pipeline(load=[TEXTS], clean=[misbehaves("cuts all")], extract=steps).run()
    assert [document.text for document in run.documents] == ["Der Rat tagt.", "", "Der Rat schweigt."]
    assert run.exit_code == 0


LOADED = {
    "unreadable": "UnicodeError: no encoding fits",
    "other id": "gave a document with the id 'another'",
    "not a document": "read() returned str, not a Document",
    "no id": "a document needs an id",
    "nul in id": "without NUL",
    "surrogate in id": "U+DCFF",
    "surrogate in text": "(U+D83D) stands at code point 9",
    "surrogate in claim": "U+DFFF",
    "surrogate in origin": "U+DFFF",
    "claim out of range": "outside the source text",
    "duplicate": "another document has the same id",
}


@pytest.mark.parametrize("batch_size", [1, 32])
@pytest.mark.parametrize(("wrong", "words"), LOADED.items())
def test_a_bad_document_is_a_dead_letter_of_the_load_step(wrong: str, words: str, batch_size: int, pipeline: Make) -> None:
    made = {"load": [{"use": "bad-loader", "with": {"wrong": wrong}}], "extract": [{"use": "words"}], "batch_size": batch_size}
    run = pipeline(**made).run()
    assert run.counts == {"done": 2, "dead": 1}
    assert [(document.id, document.text) for document in run.documents] == [("first", "Erstens."), ("last", "Zuletzt.")]
    (letter,) = run.dead_letters
    assert letter.step == "bad-loader"
    assert words in letter.message
    letter.document.encode("utf-8")
    again = pipeline(**made).run()
    assert again.counts == {"unchanged": 2, "dead": 1}
    assert again.dead_letters == run.dead_letters


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("raises", "RuntimeError: the archive is torn"),
        ("text", "load() yielded a str, not a Source or Document"),
        ("none", "load() yielded a NoneType, not a Source or Document"),
        ("id of no type", "load() yielded a Source with the id 5, which is not a string"),
    ],
)
def test_a_loader_that_fails_as_a_whole_ends_the_run(wrong: str, words: str, pipeline: Make) -> None:
    """Otherwise all that it had not come to yet would look as if it were gone."""
    made = {"load": [{"use": "bad-loader", "with": {"wrong": wrong}}]}
    with pytest.raises(StepError) as caught:
        pipeline(**made).run()
    assert words in caught.value.message
    assert caught.value.step == "bad-loader"


def test_a_failing_loader_does_not_remove_what_an_earlier_run_found(pipeline: Make) -> None:
    broken = {"use": "bad-loader", "with": {"wrong": "raises"}}
    pipeline(load=[TEXTS]).run()
    with pytest.raises(StepError):
        pipeline(load=[broken, TEXTS], batch_size=1).run()
    run = pipeline(load=[TEXTS]).run()
    assert run.counts == {"unchanged": 3}
    assert run.removed == 1  # the one that the broken loader had given before it broke


def test_two_loaders_with_one_id(pipeline: Make) -> None:
    other = {"use": "texts", "id": "others", "with": {"texts": {"c": "Anders.", "d": "Der Rat tagt wieder."}}}
    run = pipeline(load=[TEXTS, other]).run()
    assert {document.id: document.text for document in run.documents}["c"] == "Der Rat schweigt."
    assert run.counts == {"done": 4, "dead": 1}
    assert [(letter.document, letter.step) for letter in run.dead_letters] == [("c", "others")]
