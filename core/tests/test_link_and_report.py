"""The stages over the whole run: links between documents, and files made of what the store holds."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from presseschau import DocumentError, Dossier, OutputError, Pipeline, StepError, StoreError
from presseschau.dates import document_date
from presseschau.results.dossier import KeptViews

Make = Callable[..., Pipeline]
TEXTS = {"use": "texts", "with": {"texts": {"a": "Der Rat tagt.", "b": "Der Rat schweigt."}}}
WORDS = {"use": "words", "with": {"pattern": "[A-Z]\\w+"}}


def lines(identifier: str = "lines", **options: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML
    return {"use": "lines", "id": identifier, "with": options}


def files(directory: Path) -> set[str]:
    own = {"presseschau-run.json", "run.sqlite", ".presseschau.lock"}
    return {path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()} - own


def test_a_link_step_groups_annotations_of_all_documents(pipeline: Make) -> None:
    run = pipeline(load=[TEXTS], extract=[WORDS], link=[{"use": "same-word", "with": {"date": "2021-05"}}]).run()
    words = {record.id: record.word for record in run.dossier.annotations("lab:Mark")}  # type: ignore[attr-defined]
    groups = {group.label: group for group in run.dossier.groups("word")}
    assert list(groups) == ["Der", "Rat"]
    assert [[words[member] for member in group.members] for group in groups.values()] == [["Der"] * 2, ["Rat"] * 2]
    assert [run.dossier.document_of(member) for member in groups["Rat"].members] == ["a", "b"]
    assert {group.provenance.step for group in groups.values() if group.provenance} == {"same-word"}
    dates = list(run.dossier.inferred_dates())
    assert [(date.document, date.edtf, date.reasons) for date in dates] == [
        (name, "2021-05", ("the config says so",)) for name in "ab"
    ]
    assert [row["date"] for row in run.documents.rows()] == ["2021-05", "2021-05"]


def test_a_link_step_sees_the_groups_of_those_before_it(pipeline: Make, install: Callable[..., Path]) -> None:
    source = """
        from attrs import frozen
        from presseschau import Group, hookimpl

        @frozen(eq=False, kw_only=True)
        class Above:
            @hookimpl
            def link(self, dossier):
                members = [member for group in dossier.groups() for member in group.members]
                yield Group(type="all", label="all", members=members, rule="r", data={"n": len(members)})
    """
    install("acme-above", {"above": "acme_above:Above"}, modules={"acme_above.py": source})
    run = pipeline(load=[TEXTS], extract=[WORDS], link=[{"use": "same-word"}, {"use": "above"}]).run()
    (group,) = run.dossier.groups("all")
    assert group.data == {"n": 4}


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("raises", "ValueError: no link"),
        ("wrong type", "link() returned a str, not a Group or InferredDate"),
        ("no json", "a Group of rule 'x' cannot be stored"),
        ("no date", "is not EDTF"),
        ("no member", "names 'nobody', which is the id of no annotation or document of the run"),
        ("no document", "names 'nobody', which is the id of no annotation or document of the run"),
    ],
)
def test_a_link_step_that_misbehaves_ends_the_run_with_all_documents_kept(how: str, words: str, pipeline: Make) -> None:
    with pytest.raises(StepError) as caught:
        pipeline(load=[TEXTS], link=[{"use": "misbehaves", "with": {"how": how}}]).run()
    assert caught.value.step == "misbehaves"
    assert words in caught.value.message
    assert pipeline(load=[TEXTS]).run().counts == {"unchanged": 2}


def test_report_files_are_moved_into_the_run_directory(pipeline: Make, tmp_path: Path) -> None:
    run = pipeline(load=[TEXTS], report=[lines(path="deep/er/lines.txt"), {"use": "pages"}]).run()
    assert files(tmp_path / "run") == {"deep/er/lines.txt", "pages/a.txt", "pages/b.txt"}
    names = [path.relative_to(run.directory).as_posix() for path in run.files]
    assert names == ["deep/er/lines.txt", "pages/a.txt", "pages/b.txt"]
    again = pipeline(load=[TEXTS], report=[lines(path="deep/er/lines.txt"), {"use": "pages"}]).run()
    assert again.files == run.files
    assert again.seconds.get("lines") is None


def test_pages_of_documents_that_are_gone_go_too(pipeline: Make, tmp_path: Path) -> None:
    pipeline(load=[TEXTS], report=[{"use": "pages"}]).run()
    fewer = {"use": "texts", "with": {"texts": {"b": "Der Rat schweigt."}}}
    pipeline(load=[fewer], report=[{"use": "pages"}]).run()
    assert files(tmp_path / "run") == {"pages/b.txt"}


@pytest.mark.parametrize("other", ["lines.txt", "lines.txt/inner.txt"])
@pytest.mark.parametrize("swapped", [False, True])
def test_two_reports_that_collide(other: str, *, swapped: bool, pipeline: Make, tmp_path: Path) -> None:
    paths = ["lines.txt", other][:: -1 if swapped else 1]
    steps = [lines("one", path=paths[0]), lines("two", path=paths[1])]
    with pytest.raises(OutputError, match="two would overwrite") as caught:
        pipeline(load=[TEXTS], report=steps).run()
    assert "which one has written" in caught.value.message
    assert caught.value.hint == "give one of the report steps another path"
    assert files(tmp_path / "run") == {paths[0]}


def test_a_report_does_not_take_the_file_of_a_later_one_that_need_not_run(pipeline: Make, tmp_path: Path) -> None:
    pipeline(load=[TEXTS], report=[lines("one", path="one.txt"), lines("two", path="two.txt")]).run()
    before = (tmp_path / "run" / "two.txt").read_text("utf-8")
    with pytest.raises(OutputError, match=r"one would overwrite two\.txt, which two has written"):
        pipeline(load=[TEXTS], report=[lines("one", path="two.txt", how="different"), lines("two", path="two.txt")]).run()
    assert (tmp_path / "run" / "two.txt").read_text("utf-8") == before


@pytest.mark.parametrize("name", ["run.sqlite", "presseschau-run.json", ".presseschau.lock", "run.sqlite/x.txt"])
def test_a_report_cannot_take_the_frameworks_own_files(name: str, pipeline: Make) -> None:
    with pytest.raises(OutputError, match="the framework has written"):
        pipeline(load=[TEXTS], report=[lines(path=name)]).run()
    assert len(Dossier.open(pipeline(load=[TEXTS]).run().directory)) == 2


@pytest.mark.parametrize("place", ["lines.txt/kept.txt", "lines.txt"])
def test_a_report_does_not_overwrite_what_is_not_ours(place: str, pipeline: Make, tmp_path: Path) -> None:
    """A directory, or a file where a directory is wanted: somebody put it there, and it may be dear to them."""
    pipeline(load=[TEXTS]).run()
    kept = tmp_path / "run" / place
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("dear", "utf-8")
    path = "lines.txt" if "/" in place else "lines.txt/inner.txt"
    with pytest.raises(OutputError, match="in the way"):
        pipeline(load=[TEXTS], report=[lines(path=path)]).run()
    assert kept.read_text("utf-8") == "dear"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("raises", "ValueError: the disk is full, say"),
        ("elsewhere", "elsewhere.txt, which is not in the directory"),
        ("unwritten", "unwritten.txt, but has not written it"),
    ],
)
def test_a_report_that_fails_leaves_no_file_of_an_earlier_state(how: str, words: str, pipeline: Make, tmp_path: Path) -> None:
    pipeline(load=[TEXTS], report=[lines("before"), lines("after", path="after.txt")]).run()
    fewer = {"use": "texts", "with": {"texts": {"b": "Der Rat redet."}}}
    with pytest.raises(StepError) as caught:
        pipeline(load=[fewer], report=[lines("before", how=how), lines("after", path="after.txt")]).run()
    assert words in caught.value.message
    assert caught.value.step == "before"
    assert files(tmp_path / "run") == set()


def test_reports_can_be_written_again_without_the_earlier_stages(pipeline: Make, tmp_path: Path, lab: ModuleType) -> None:
    sections: dict[str, Any] = {"load": [TEXTS], "extract": [WORDS], "report": [lines()]}
    pipeline(**sections).run()
    written = (tmp_path / "run" / "lines.txt").read_bytes()
    (tmp_path / "run" / "lines.txt").write_text("edited", "utf-8")
    lab.CALLS.clear()
    run = pipeline(**sections).report()
    assert (tmp_path / "run" / "lines.txt").read_bytes() == written
    assert lab.CALLS == [("report lines.txt", "")]
    assert run.files == (tmp_path / "run" / "lines.txt",)
    with pytest.raises(StoreError, match="there is no run") as caught:
        pipeline("nowhere", **sections).report()
    assert "run the pipeline first" in caught.value.hint
    assert not (tmp_path / "nowhere").exists()


def test_reports_are_the_same_whatever_the_batch_size_and_the_directory(pipeline: Make, tmp_path: Path) -> None:
    for output, size in (("one", 1), ("two", 2), ("many", 100)):
        sections: dict[str, Any] = {"extract": [WORDS], "link": [{"use": "same-word"}], "report": [lines()]}
        pipeline(output, load=[TEXTS], batch_size=size, **sections).run()
    assert len({(tmp_path / output / "lines.txt").read_bytes() for output in ("one", "two", "many")}) == 1


def test_a_cut_date_line_still_dates_the_article(pipeline: Make) -> None:
    text = "Stand: 2021-05-24\nDer Rat tagt."
    cleaner = {"use": "cut-lines", "with": {"marker": "Stand:", "label": "date-line", "claims": "date"}}
    load = [{"use": "texts", "with": {"texts": {"a": text}}}]
    run = pipeline(load=load, clean=[cleaner, {"use": "cut-lines", "id": "more", "with": {"marker": "Nie"}}]).run()
    (document,) = run.documents
    assert document.text == "Der Rat tagt."
    (part,) = document.parts
    assert (part.label, part.kept) == ("date-line", False)
    assert document.source_text[part.span.start : part.span.end] == "Stand: 2021-05-24\n"
    claim = document.claimed("date")
    assert claim is not None
    assert (claim.value, claim.origin, claim.span) == ("2021-05-24", "date-line", part.span)
    assert claim.provenance is not None
    assert claim.provenance.step == "cut-lines"
    dated = document_date(document)
    assert (str(dated.edtf), dated.origin) == ("2021-05-24", "date-line")
    (row,) = run.documents.rows()
    assert (row["date"], row["date_origin"], row["words"], row["words_cut"]) == ("2021-05-24", "date-line", 3, 2)


def test_a_dossier_opens_without_config_or_plugins(pipeline: Make) -> None:
    run = pipeline(load=[TEXTS], extract=[WORDS]).run()
    dossier = Dossier.open(run.directory)
    assert dossier.complete
    assert [document.id for document in dossier.documents()] == ["a", "b"]
    assert dossier.kinds() == {"lab:Mark": 4}
    assert [step.id for step in dossier.steps()] == ["texts", "language", "analysis", "words"]
    with pytest.raises(KeyError):
        dossier.document("c")
    assert list(dossier.annotations("no:such")) == []
    with pytest.raises(StoreError):
        Dossier.open(run.directory / "nowhere")


def test_annotations_of_a_class_are_those_of_its_subclasses_too(pipeline: Make, lab: ModuleType) -> None:
    from presseschau import Annotation, Quote  # noqa: PLC0415

    run = pipeline(load=[TEXTS], extract=[WORDS]).run()
    assert len(list(run.dossier.annotations(Annotation))) == 4
    assert len(list(run.dossier.annotations(lab.Mark, document="a"))) == 2
    assert list(run.dossier.annotations(Quote)) == []


def test_errors_of_documents_keep_their_place() -> None:
    error = DocumentError("a rule is broken", document="a", hint="mend it")
    assert str(error) == "document a: a rule is broken\nhint: mend it"


def test_files_of_a_report_that_is_no_longer_asked_for_go(pipeline: Make) -> None:
    run = pipeline(load=[TEXTS], report=[lines(path="old.txt"), {"use": "pages"}]).run()
    assert "old.txt" in files(run.directory)
    run = pipeline(load=[TEXTS], report=[{"use": "pages"}]).run()
    assert "old.txt" not in files(run.directory)


TURNS = """
    from attrs import frozen
    from presseschau import hookimpl, in_turns

    SEEN = []

    @frozen(eq=False, kw_only=True)
    class InTurns:
        name: str
        fails_at: str = ""

        @hookimpl
        @in_turns
        def report(self, dossier, directory):
            target = directory / f"{self.name}.txt"
            with target.open("w") as file:
                for view in dossier.views():
                    SEEN.append((self.name, view))
                    if view.id == self.fails_at:
                        raise ValueError("no more")
                    file.write(view.id)
                    yield None
            yield target
"""


def in_turns(name: str, fails_at: str = "") -> dict[str, Any]:
    return {"use": "in-turns", "id": name, "with": {"name": name, "fails_at": fails_at}}


def test_reports_that_take_turns_see_each_document_at_the_same_time(
    pipeline: Make, install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("presseschau.store.reader._TOGETHER", 1)
    monkeypatch.setattr(KeptViews.__init__, "__defaults__", (0,))
    install("acme-turns", {"in-turns": "acme_turns:InTurns"}, modules={"acme_turns.py": TURNS})
    made = pipeline(load=[TEXTS], report=[in_turns("one"), lines(), in_turns("two")])
    run = made.run()
    assert {path.name: path.read_text("utf-8") for path in run.files if path.name != "lines.txt"} == {
        "one.txt": "ab",
        "two.txt": "ab",
    }
    seen = sys.modules["acme_turns"].SEEN
    assert [(name, view.id) for name, view in seen] == [("one", "a"), ("two", "a"), ("one", "b"), ("two", "b")]
    assert seen[0][1] is seen[1][1]
    assert seen[2][1] is seen[3][1]
    plugin = made.steps.of("report")[0].plugin
    assert [path.name for path in plugin.report(run.dossier, run.directory)] == ["one.txt"]


def test_a_report_that_fails_at_its_turn_stops_those_after_it_alone(
    pipeline: Make, install: Callable[..., Path], tmp_path: Path
) -> None:
    install("acme-turns", {"in-turns": "acme_turns:InTurns"}, modules={"acme_turns.py": TURNS})
    with pytest.raises(StepError, match="no more") as caught:
        pipeline(load=[TEXTS], report=[in_turns("one"), in_turns("two", "a"), in_turns("three", "b")]).run()
    assert caught.value.step == "two"
    assert files(tmp_path / "run") == {"one.txt"}
    assert (tmp_path / "run" / "one.txt").read_text("utf-8") == "ab"
    assert [view.id for name, view in sys.modules["acme_turns"].SEEN if name == "three"] == []
