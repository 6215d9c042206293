"""Decide, work, commit: the work is pure and travels, failures keep what they say, and the store gets what was read."""

import gc
import pickle
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from presseschau import ConfigError, Pipeline, StepError
from presseschau.engine import collector
from presseschau.engine.sources import all_sources
from presseschau.engine.worker import Task, Worker
from presseschau.hookspecs import PER_DOCUMENT
from presseschau.store import Store

Make = Callable[..., Pipeline]
TEXTS = {"use": "texts", "with": {"texts": {"a": "Der Rat tagt.", "b": "Der Rat schweigt."}}}


def tasks(made: Pipeline) -> list[Task]:
    todo = tuple(step.id for step in made.steps.of(*PER_DOCUMENT))
    return [
        Task(id=source.id, number=number, load_step=step.id, source=source, todo=todo, fresh=True)
        for number, (step, source) in enumerate(all_sources(made.steps))
    ]


def test_tasks_and_what_becomes_of_them_travel(pipeline: Make) -> None:
    made = pipeline(
        load=[TEXTS], extract=[{"use": "words"}, {"use": "misbehaves", "with": {"how": "raises", "where": "schweigt"}}]
    )
    here = list(Worker(made.config, made.steps).work(tasks(made)))
    config, steps, there = pickle.loads(pickle.dumps((made.config, made.steps, tasks(made))))  # noqa: S301 - our own bytes
    back = pickle.loads(pickle.dumps(list(Worker(config, steps).work(there))))  # noqa: S301 - our own bytes
    assert [done.commit.status for done in back] == ["done", "dead"]
    assert [done.commit.rows.annotations for done in back] == [done.commit.rows.annotations for done in here]  # type: ignore[union-attr]
    letter = back[1].commit.dead_letter
    assert letter is not None
    assert (letter.error, letter.step) == ("ValueError", "misbehaves")
    assert "presseschau_lab.py" in letter.traceback
    assert "ValueError: a grief" in letter.traceback


def test_the_work_is_told_before_each_call(pipeline: Make) -> None:
    made = pipeline(load=[TEXTS], clean=[{"use": "cut-lines", "with": {"marker": "A"}}], extract=[{"use": "sentences"}])
    seen: list[tuple[int, str]] = []
    list(Worker(made.config, made.steps).work(tasks(made), lambda number, step: seen.append((number, step))))
    before = [(number, step) for number in (0, 1) for step in ("texts", "cut-lines", "language")]
    assert seen == [*before, (-1, "analysis"), (0, "sentences"), (1, "sentences")]


def test_an_error_keeps_its_traceback_on_its_way() -> None:
    error = StepError("grief", step="s", cause="ValueError", traceback="Traceback …")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (copy.message, copy.step, copy.cause, copy.traceback) == ("grief", "s", "ValueError", "Traceback …")


UNREADABLE = """
from attrs import frozen
from presseschau import Span, hookimpl
from test_engine_kinds import Numbered

@frozen(eq=False, kw_only=True)
class Wrong:
    provides = ("annotation:engine:Counted",)
    @hookimpl
    def extract(self, document):
        if "schweigt" in document.text:
            yield Numbered(spans=[(0, 3)], number="many", rule="x")
"""
KINDS = """
from attrs import frozen
from presseschau import Annotation, annotation

@annotation
@frozen(kw_only=True)
class Numbered(Annotation):
    kind = "engine:Counted"
    number: int = 0
"""


def test_an_attribute_that_cannot_be_read_back_costs_its_document(pipeline: Make, install: Callable[..., Path]) -> None:
    modules = {"acme_numbers.py": UNREADABLE, "test_engine_kinds.py": KINDS}
    install("acme-numbers", {"numbers": "acme_numbers:Wrong"}, modules=modules)
    run = pipeline(load=[TEXTS], extract=[{"use": "words"}, {"use": "numbers"}, {"use": "words", "id": "after"}]).run()
    (letter,) = run.dead_letters
    assert (letter.document, letter.step) == ("b", "numbers")
    assert "can be stored, but not be read back" in letter.message
    assert [document.id for document in run.documents] == ["a"]
    assert len(list(run.dossier.annotations())) == 6


REWRITES = """
from attrs import frozen
from presseschau import Claim, Cleaning, hookimpl

@frozen(eq=False, kw_only=True)
class Rewrites:
    what: str = "source_text"
    @hookimpl
    def clean(self, document):
        if "schweigt" in document.source_text:
            object.__setattr__(document, self.what, "Der Rat jubelt.")
        return Cleaning()
    @hookimpl
    def extract(self, document):
        if "schweigt" in document.source_text:
            object.__setattr__(document, self.what, "Der Rat jubelt.")
        return []
"""


@pytest.mark.parametrize("stage", ["clean", "extract"])
@pytest.mark.parametrize("what", ["source_text", "id"])
def test_a_plugin_that_writes_to_a_document_is_refused(
    stage: str, what: str, pipeline: Make, install: Callable[..., Path]
) -> None:
    install("acme-rewrites", {"rewrites": "acme_rewrites:Rewrites"}, modules={"acme_rewrites.py": REWRITES})
    run = pipeline(load=[TEXTS], **{stage: [{"use": "rewrites", "with": {"what": what}}]}).run()
    (letter,) = run.dead_letters
    assert (letter.document, letter.step) == ("b", "rewrites")
    assert f"wrote to the document it was lent: {what}" in letter.message
    assert run.dossier.document("b").source_text == "Der Rat schweigt."


def test_a_run_without_a_load_step_is_refused_and_touches_nothing(pipeline: Make) -> None:
    assert pipeline(load=[TEXTS]).run().counts == {"done": 2}
    made = pipeline(extract=[{"use": "words"}])
    with pytest.raises(ConfigError) as caught:
        made.run()
    assert "no step loads any documents" in str(caught.value.problems[0])
    with Store(made.output / "run.sqlite") as store:
        assert store.count("done") == 2


def test_the_library_tells_all_problems_at_once_as_the_command_line_does(lab: ModuleType, tmp_path: Path) -> None:
    assert lab
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "on_eror: fail\nload: [{use: texts, with: {text: {}}}]\nextract: [{use: wrods}, {use: words, with: {pattern: 5}}]\n",
        "utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        Pipeline.from_config(path)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 4
    for word in ("on_eror", "'text'", "wrods", "pattern"):
        assert any(word in line for line in told)
    from click.testing import CliRunner  # noqa: PLC0415

    from presseschau.cli import root  # noqa: PLC0415

    shown = CliRunner().invoke(root, ["check", str(path)]).stderr
    assert all(line in shown for line in told)


def test_a_batch_keeps_what_is_whole(pipeline: Make, tmp_path: Path) -> None:
    made = pipeline(load=[TEXTS], extract=[{"use": "words"}])
    done = list(Worker(made.config, made.steps).work(tasks(made)))
    with Store(tmp_path / "run.sqlite") as store:
        store.begin(made.steps.records())
        with pytest.raises(KeyboardInterrupt), store.batch():  # noqa: PT012 - the first commit must stay, the second must not
            store.commit(done[0].commit, 0)
            with store.transaction() as db:
                db.execute("DELETE FROM documents")
                raise KeyboardInterrupt
    with Store(tmp_path / "run.sqlite") as store:
        assert store.status("a") == "done"


def test_the_garbage_collector_looks_seldom_while_a_run_lasts_and_then_as_before() -> None:
    before = gc.get_threshold()
    with collector.settling() as settled:
        settled()
        assert gc.get_threshold() == (20_000, *before[1:])
        assert gc.get_freeze_count()
        with collector.settling():
            pass
        assert gc.get_freeze_count()
    assert gc.get_threshold() == before
    assert not gc.get_freeze_count()
