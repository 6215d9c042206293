"""Tables: readable by csv, pandas and spreadsheets, and harmless in these."""

import csv
import io
import re
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


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-5 Grad", "@x", " =HYPERLINK()", "＝1", '"=1', '" "@x', '"-1+cmd'])
def test_what_a_spreadsheet_takes_for_a_formula_is_a_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "delimiter", "safe"),
    [
        ("\t=x", ",", "'\t'=x"),
        ("a;=1+1", ",", "a;'=1+1"),
        ('a; "=1+1', ",", "a; \"'=1+1"),
        ("a;-1+cmd|x", ",", "a;'-1+cmd|x"),
        ("a\n=1", ",", "a\n'=1"),
        ("a,=1", ";", "a,'=1"),
        ("a,=1", ",", "a,=1"),  # quoted, and whoever reads commas reads quotation marks
        ("für 5,- Euro\n- ein Punkt; +++ Eil +++", ";", "für 5,- Euro\n- ein Punkt; +++ Eil +++"),
    ],
)
def test_no_formula_begins_inside_a_text_that_is_read_by_another_separator(text: str, delimiter: str, safe: str) -> None:
    assert guarded(text, delimiter) == safe


@given(st.text(), st.sampled_from(",;\t|"))
def test_the_guard_only_ever_adds_its_mark(text: str, delimiter: str) -> None:
    made = guarded(text, delimiter)
    assert made.replace("'", "") == text.replace("'", "")
    assert guarded(made, delimiter) == made


HOSTILE = st.lists(
    st.sampled_from(["=", "+", "-", "@", ",", ";", "\t", "|", "\n", "\r", '"', "'", " ", "\0", "a", "1", "(", "ä"]), max_size=12
).map("".join)


@given(HOSTILE, st.sampled_from(",;\t|"), st.sampled_from(",;\t|"))
def test_no_cell_is_a_formula_by_whatever_separator_it_is_read(text: str, delimiter: str, reader: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerow(["x", guarded(text, delimiter), "y"])
    lines = csv.reader(io.StringIO(stream.getvalue(), newline=""), delimiter=reader)
    formula = re.compile(r"[ \0\"]*(?:[=@]|[-+][\w(@=])")
    assert not [cell for line in lines for cell in line if formula.match(cell)]


@pytest.mark.parametrize("options", [{"delimiter": "x"}, {"delimiter": ""}, {"prefix": "../"}, {"prefix": "/"}])
def test_options_that_cannot_be_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Csv(**options)
