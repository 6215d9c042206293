"""Pages that a loader keeps go through the store, by their hash, and leave it with their documents."""

from pathlib import Path

from presseschau import Pipeline

PAGE = """<!doctype html><html lang="de"><head><title>Der Rat tagt</title></head><body><article><h1>Der Rat tagt</h1>
<p>Der Rat der Stadt hat am Montag über den Haushalt beraten und ihn nach langer Debatte beschlossen.</p>
<p>„Wir haben uns geeinigt“, sagte die Bürgermeisterin nach der Sitzung vor der Presse im Rathaus.</p></article></body></html>"""
CONFIG = """
load:
  - use: web-pages
    with: {paths: [pages], keep_html: KEEP}
"""


def make(folder: Path, *, keep: str) -> Pipeline:
    (folder / "config.yaml").write_text(CONFIG.replace("KEEP", keep), encoding="utf-8")
    return Pipeline.from_config(folder / "config.yaml", output=folder / "run")


def test_kept_pages_come_back_and_go_with_their_documents(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("a", "b"):
        (pages / f"{name}.html").write_text(PAGE.replace("Rat", f"Rat {name}"), encoding="utf-8")
    run = make(tmp_path, keep="true").run()
    kept = {document.id: run.dossier.page(document) for document in run.documents}
    assert kept == {path.name: path.read_bytes() for path in pages.iterdir()}
    first = next(document for document in run.documents if document.id == "a.html")
    (pages / "a.html").unlink()
    again = make(tmp_path, keep="true").run()
    assert [document.id for document in again.documents] == ["b.html"]
    assert again.dossier.page(first) is None


def test_pages_are_not_kept_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text(PAGE, encoding="utf-8")
    run = make(tmp_path, keep="false").run()
    assert [run.dossier.page(document) for document in run.documents] == [None]
