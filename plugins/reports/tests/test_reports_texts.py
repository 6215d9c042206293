"""Clean texts as files: every document has one, under a name that any system takes."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from presseschau_reports import Text
from presseschau_reports.texts import file_name

from presseschau import Dossier


def test_each_document_is_a_file_with_its_clean_text(dossier: Dossier, tmp_path: Path) -> None:
    paths = list(Text().report(dossier, tmp_path))
    assert [path.read_text("utf-8") for path in paths] == [document.text for document in dossier.documents()]
    assert {path.parent for path in paths} == {tmp_path / "texts"}


def test_a_plain_id_is_the_name() -> None:
    assert file_name("000_7ca0.txt", set()) == "000_7ca0.txt"
    assert file_name("bericht", set()) == "bericht.txt"


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), unique=True, max_size=8) | st.just(["ä" * 300, "ä" * 301]))
def test_names_differ_even_where_case_does_not_count(identifiers: list[str]) -> None:
    taken: set[str] = set()
    for identifier in identifiers:
        name = file_name(identifier, taken)
        assert name.casefold() not in taken
        assert len(name.encode()) <= 255
        assert Path(name).name == name
        assert not name.startswith(".")
        taken.add(name.casefold())


def test_names_that_only_differ_in_case_are_told_apart() -> None:
    assert file_name("a.txt", {"a.txt"}) != "a.txt"
