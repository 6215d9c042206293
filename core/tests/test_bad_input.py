"""Texts as nobody wants them come through unharmed, and at a bearable price."""

import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from presseschau import Document, Pipeline

Make = Callable[..., Pipeline]
STEPS: dict[str, Any] = {
    "clean": [{"use": "cut-lines", "with": {"marker": "Bild:"}}],
    "extract": [{"use": "words"}, {"use": "sentences"}, {"use": "followers"}],
    "link": [{"use": "same-word"}],
    "report": [{"use": "lines"}],
}
ODD = {
    "empty": "",
    "blank": " \n\t\u2028 ",
    "nul": "Der\0Rat\0tagt.\0",
    "only nul": "\0",
    "bom": "\ufeffDer Rat tagt.\ufeff",
    "bidi": "Der \u202eRat\u202c tagt.",
    "combining": "De\u0301r Ra\u0308\u0323t " + "\u0301" * 500,
    "emoji": "👩‍👩‍👧‍👦 tagt. 🇨🇭!",
    "astral": "𝕯𝖊𝖗 𝕽𝖆𝖙 tagt.",
    "soft hyphen": "Ge\u00admein\u00adde\u00adrat",
    "separators": "Eins.\u2028Zwei.\u2029Drei.\x0bVier.\x0cFünf.\x85Sechs.\r\nSieben.\rAcht.",
    "unassigned": "\u0378\ufffe\uffff Rat",
    "private": "\ue000\U0010fffd Rat",
    "sql": "'; DROP TABLE documents; --",
    "no breaks": "x" * 50_000,
    "marks": "„" * 3_000,
}


def test_odd_texts_are_kept_letter_for_letter(pipeline: Make) -> None:
    run = pipeline(load=[{"use": "texts", "with": {"texts": ODD}}], **STEPS).run()
    assert run.counts == {"done": len(ODD)}, run.dead_letters
    assert {document.id: document.source_text for document in run.documents} == ODD
    assert [document.id for document in run.documents] == list(ODD)
    for document in run.documents:
        for record in run.dossier.annotations("lab:Mark", document=document.id):
            if record.word:  # type: ignore[attr-defined]
                assert "".join(ODD[document.id][span.start : span.end] for span in record.spans) == record.word  # type: ignore[attr-defined]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(list(ODD.values())), max_size=4))
def test_what_is_stored_is_what_happens_in_memory(texts: list[str], pipeline: Make, tmp_path: Path) -> None:
    """``Pipeline.process`` and a run give the same documents and annotations."""
    import shutil  # noqa: PLC0415

    shutil.rmtree(tmp_path / "run", ignore_errors=True)
    documents = {str(number): text for number, text in enumerate(texts)}
    made = pipeline(load=[{"use": "texts", "with": {"texts": documents}}], **STEPS)
    processed = list(made.process(Document(id=name, source_text=text) for name, text in documents.items()))
    run = made.run()
    assert [one.document for one in processed] == list(run.documents)
    assert [record for one in processed for record in one.annotations] == list(run.dossier.annotations())
    for one in processed:
        traces = list(made.explain(one.document.id))
        assert traces[-1].after == one.document
        assert tuple(record for trace in traces for record in trace.result.annotations) == one.annotations


def test_explaining_a_document_that_is_not_there(pipeline: Make) -> None:
    with pytest.raises(KeyError):
        list(pipeline(load=[{"use": "texts", "with": {"texts": ODD}}], **STEPS).explain("nobody"))


def test_ids_of_every_kind(pipeline: Make, tmp_path: Path) -> None:
    names = ["a b.txt", "ü/ö.txt", "https://example.org/?a=1&b=2#c", "../up", "'", "\n", " ", "🙂", "x" * 5_000, "-", "\x01"]
    run = pipeline(
        load=[{"use": "texts", "with": {"texts": dict.fromkeys(names, "Der Rat.")}}], report=[{"use": "lines"}]
    ).run()
    assert [document.id for document in run.documents] == names
    assert (tmp_path / "run" / "lines.txt").exists()


def test_file_names_that_are_no_utf_8_are_dead_letters_with_a_printable_id(pipeline: Make, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    try:
        (texts / "bad\udcff.txt").write_text("Der Rat.", "utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such names")
    (texts / "good.txt").write_text("Der Rat.", "utf-8")
    for status in ("done", "unchanged"):
        run = pipeline(load=[{"use": "files", "with": {"directory": str(texts)}}], report=[{"use": "lines"}]).run()
        assert run.counts == {status: 1, "dead": 1}
        (letter,) = run.dead_letters
        assert letter.document == "bad\\udcff.txt"


def cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.timing
@pytest.mark.parametrize("text", ["Der Rat tagt heute. ", "x", "Zeile\n", "„"], ids=repr)
def test_five_megabytes_in_one_document(text: str, pipeline: Make, lab: ModuleType) -> None:
    """Core itself (decoding aside) takes well under a second of CPU; the bound leaves room for slow machines."""
    from presseschau_lab import Texts  # noqa: PLC0415

    assert lab.Texts is Texts
    whole = text * (5_000_000 // len(text))
    source = {"use": "texts", "with": {"texts": {}}}
    made = pipeline(load=[source], clean=STEPS["clean"])
    made.steps.of("load")[0].plugin.texts["big"] = whole  # type: ignore[attr-defined]  # no config that long
    assert cpu(made.run) < 5
    assert cpu(made.run) < 2
    (document,) = made.report().documents
    assert len(document.source_text) == len(whole)


def test_a_hundred_thousand_edits_and_annotations_in_one_document(pipeline: Make) -> None:
    text = "Bild: x\nRat\n" * 20_000
    made = pipeline(load=[{"use": "texts", "with": {"texts": {"a": text}}}], clean=STEPS["clean"], extract=[{"use": "words"}])
    run = made.run()
    (document,) = run.documents
    assert document.text == "Rat\n" * 20_000
    assert run.dossier.kinds() == {"lab:Mark": 20_000}
