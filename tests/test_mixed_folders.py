"""A directory of files of several kinds, given to all loaders that take some of them: each file is read once, by the right one."""

import json
from pathlib import Path

import pytest

from presseschau import Pipeline
from presseschau.cli.targets import read_target

SENTENCE = "Der Rat streitet seit Jahren über das alte Bad am Ufer, und der Kreis will kein Geld mehr geben. "
PAGE = f"<!DOCTYPE html><html><head><title>Bad</title></head><body><p>{SENTENCE * 5}</p></body></html>"
FILES = {
    "a.txt": PAGE,  # a page whatever its name says
    "b.jsonl": json.dumps({"id": 1, "text": SENTENCE}),
    "c.jsonl": json.dumps({"id": 1, "html": PAGE}),
    "d.txt": SENTENCE,
    "e.html": PAGE.replace("Jahren", "Monaten"),
    "f.eml": f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{SENTENCE}",
    "g.xml": f"<?xml version='1.0'?><nitf><body><body.content><p>{SENTENCE}</p></body.content></body></nitf>",
    "h.json": json.dumps([{"text": SENTENCE}]),
}


def test_each_file_is_read_once_by_the_loader_that_knows_it(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    folder = tmp_path / "mappe"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content)
    run = Pipeline(read_target([str(folder)]), output=tmp_path / "run").run()
    assert not list(run.dead_letters)
    documents = {document.id: document for document in run.dossier.documents()}
    assert sorted(documents) == ["a.txt", "b.jsonl#1", "c.jsonl#1", "d.txt", "e.html", "f.eml", "g.xml", "h.json:1"]
    assert all("<" not in document.text for document in documents.values())


@pytest.mark.parametrize("name", ["k.xml", "n.mbox", "o.doc"])
def test_a_file_that_nothing_reads_is_named(tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture) -> None:
    content = {
        "k.xml": f"<?xml version='1.0'?><artikel>{SENTENCE}</artikel>",
        "n.mbox": f"From a@b Thu May 14\nReceived: x\n\n{SENTENCE}\n\nFrom c@d Fri May 15\nFrom: c@d\n\n{SENTENCE}",
        "o.doc": "\xd0\xcf\x11\xe0",
    }[name]
    folder = tmp_path / "mappe"
    folder.mkdir()
    (folder / "d.txt").write_text(SENTENCE)
    (folder / name).write_text(content)
    run = Pipeline(read_target([str(folder)]), output=tmp_path / "run").run()
    assert [document.id for document in run.dossier.documents()] == ["d.txt"]
    assert name in caplog.text or name in {letter.document for letter in run.dead_letters}
