"""Tables: readable by csv, pandas and spreadsheets, and harmless in these."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_reports import Csv
from presseschau_reports.tables import guarded

from presseschau import Dossier, Quote
from presseschau.dates import TimeExpression
from presseschau.results.projection import DOCUMENT_COLUMNS, columns


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_table_for_documents_and_one_for_each_kind(dossier: Dossier, tmp_path: Path) -> None:
    paths = {path.name: path for path in Csv().report(dossier, tmp_path)}
    documents, quotes, dates = (rows(paths[f"{name}.csv"]) for name in ("documents", "quotes", "dates"))
    assert (tuple(documents[0]), tuple(quotes[0]), tuple(dates[0])) == (
        DOCUMENT_COLUMNS,
        columns(Quote),
        columns(TimeExpression),
    )
    assert [row["document"] for row in documents][::2] == ["heap/park.txt", "bare.txt"]
    assert documents[0]["title"] == "Streit um den Park"
    assert documents[0]["date"] == "2021-05"
    assert (quotes[0]["speaker"], quotes[0]["speaker_entity"], quotes[0]["cue"]) == (
        "Bürgermeisterin Ada Ärmel",
        "Ada Ärmel",
        "sagte",
    )
    assert quotes[1]["parent"] == quotes[0]["id"]
    assert [row["edtf"] for row in dates] == ["XXXX-05-24", "2021-05", "", "2020-05-03"]
    assert set(paths) == {
        f"{name}.csv" for name in ("documents", "quotes", "dates", "events", "document-dates", "test-Hedge", "groups")
    }
    (hedge,) = [row for row in rows(paths["test-Hedge.csv"]) if row["document"] == "heap/park.txt"]
    assert (hedge["words"], hedge["strength"], hedge["publisher"]) == ("offenbar", "strong", "Tagesbote")
    assert [row["member"] for row in rows(paths["groups.csv"])] == ["q1", "q3", "heap/park.txt", "bare.txt"]
    assert (dates[1]["begin"], dates[1]["end"]) == ("2021-05-01", "2021-05-31")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_for_excel(dossier: Dossier, tmp_path: Path, delimiter: str) -> None:
    for path in Csv(bom=True, delimiter=delimiter).report(dossier, tmp_path):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert all(None not in row for row in rows(path, delimiter))


def test_pandas_reads_it(dossier: Dossier, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    list(Csv().report(dossier, tmp_path))
    frame = pandas.read_csv(tmp_path / "quotes.csv")
    assert frame["source_start"].dtype.kind == "i"
    assert frame.groupby("document")["id"].count()["heap/park.txt"] == 3


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-5 Grad", "@x", "\t=x", "\r=x", " =HYPERLINK()", "＝1", "\n=1"])
def test_what_a_spreadsheet_takes_for_a_formula_is_a_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@given(st.text())
def test_the_guard_only_ever_adds_its_mark(text: str) -> None:
    assert guarded(text) in {text, f"'{text}"}
    assert guarded(guarded(text)) == guarded(text)


@pytest.mark.parametrize("options", [{"delimiter": "x"}, {"delimiter": ""}, {"prefix": "../"}, {"prefix": "/"}])
def test_options_that_cannot_be_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Csv(**options)
