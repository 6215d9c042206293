"""Tables: read back by Excel's readers, pandas, polars and DuckDB; no cell is ever a formula."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_exports import Excel, Parquet

from presseschau import Annotation, Claim, Document, Dossier, Quote, Span, annotation
from presseschau.testing.archive import archived


@annotation
@frozen(kw_only=True)
class Amount(Annotation):
    """A third party's number."""

    kind: ClassVar[str] = "acme:Amount"

    much: float


FORMULAS = st.builds(
    str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "'=", "{=", "|"]), st.text(max_size=40)
)


def test_excel_opens_the_workbook_and_finds_no_formula(dossier: Dossier, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    (path,) = Excel().report(dossier, tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["documents", "quotes", "dates", "events", "acme-Money", "groups"]
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "inlineStr", "n", "b", "d"}
    names = [cell.value for cell in book["documents"][1]]
    assert book["documents"][2][names.index("title")].value == "=1+1"
    quote = dict(zip([cell.value for cell in book["quotes"][1]], [cell.value for cell in book["quotes"][2]], strict=True))
    assert (quote["quote"], quote["speaker"], quote["confidence"]) == (
        "„Das\nbleibt <b>so</b>, ja; nein. Otto Kurz zahlt 5 €.“",
        "Ada A\u0308rmel",
        1,
    )
    begin = dict(zip([cell.value for cell in book["dates"][1]], [cell.value for cell in book["dates"][2]], strict=True))[
        "begin"
    ]
    assert begin.date().isoformat() == "2021-05-03"


def test_a_workbook_does_not_tell_when_it_was_written(dossier: Dossier, tmp_path: Path) -> None:
    made = []
    for name in ["one", "two"]:
        (path,) = Excel(path=f"{name}/x.xlsx").report(dossier, tmp_path)
        made.append(path.read_bytes())
        time.sleep(1.1)
    assert made[0] == made[1]


def test_a_full_sheet_goes_on_in_another(dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr("presseschau_exports.sheets.MOST_ROWS", 2)
    (path,) = Excel().report(dossier, tmp_path)
    book = openpyxl.load_workbook(path)
    assert [name for name in book.sheetnames if name.startswith("quotes")] == ["quotes", "quotes 2"]
    first, second = (book[name] for name in ("quotes", "quotes 2"))
    assert [one.value for one in first[1]] == [one.value for one in second[1]]
    assert [(sheet.max_row, sheet.freeze_panes) for sheet in (first, second)] == [(2, "A2")] * 2


@pytest.mark.parametrize("number", [10.0**20, -1e300])
def test_a_number_that_excel_has_not_is_a_text(number: float) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    document = Document(id="a", source_text="viel")
    with archived([(document, [Amount(rule="r", spans=[Span(0, 4)], much=number)])]) as dossier, TemporaryDirectory() as name:
        (path,) = Excel().report(dossier, Path(name))
        names, values = openpyxl.load_workbook(path)["acme-Amount"].iter_rows(values_only=True)
        assert dict(zip(names, values, strict=True))["much"] == str(number)


@settings(max_examples=20)
@given(FORMULAS)
def test_no_text_becomes_a_formula(said: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    text = f"{said}„ja“"
    document = Document(id=said, source_text=text, claims=[Claim(name="title", value=said, origin="x", rule="r")])
    quote = Quote(id="q", rule=said, type="Direct", spans=[Span(0, len(text))], speaker_entity=said)
    with archived([(document, [quote])]) as dossier, TemporaryDirectory() as name:
        (path,) = Excel().report(dossier, Path(name))
        book = openpyxl.load_workbook(path)
        cells = [one for sheet in book for row in sheet for one in row]
        assert not any(one.data_type == "f" for one in cells)
        assert all(one.hyperlink is None for one in cells)
        assert not book.defined_names


def table(folder: Path, name: str) -> Path:
    return folder / "parquet" / f"{name}.parquet"


def test_pandas_polars_and_duckdb_read_the_same_typed_tables(dossier: Dossier, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    names = [path.stem for path in Parquet().report(dossier, tmp_path)]
    assert names == ["documents", "quotes", "dates", "events", "groups", "acme-Money"]
    for name in names:
        check_readers(table(tmp_path, name))


def check_readers(path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars", reason="pip install polars: Parquet is read back with it")
    duckdb = pytest.importorskip("duckdb", reason="pip install duckdb: Parquet is read back with it")
    frame = polars.read_parquet(path)
    rows = frame.to_dicts()
    found = duckdb.read_parquet(str(path))
    assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == rows
    other = pandas.read_parquet(path)
    assert list(other.columns) == frame.columns
    assert len(other) == len(rows)


def test_parquet_has_types(dossier: Dossier, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    polars = pytest.importorskip("polars")
    tuple(Parquet().report(dossier, tmp_path))
    money = polars.read_parquet(table(tmp_path, "acme-Money"))
    types = dict(zip(money.columns, map(str, money.dtypes), strict=True))
    assert [types[name] for name in ("amount", "currency", "years", "sure", "payer", "clean_start", "confidence")] == [
        "Float64",
        "String",
        "List(String)",
        "Boolean",
        "String",
        "Int64",
        "Float64",
    ]
    (row,) = money.to_dicts()
    assert (row["words"], row["amount"], row["years"], row["sure"], row["payer"]) == (
        "5 €",
        5.0,
        ["1999", "=2000"],
        True,
        "Otto Kurz",
    )
    dates = polars.read_parquet(table(tmp_path, "dates")).to_dicts()
    assert [(one["words"], str(one["begin"]), one["open"]) for one in dates] == [
        ("3. Mai 2021", "2021-05-03", False),
        ("2021", "2021-01-01", False),
    ]


def test_parquet_offsets_cut_out_the_words(dossier: Dossier, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb", reason="pip install duckdb: it counts code points, as the offsets do")
    tuple(Parquet().report(dossier, tmp_path))
    documents, quotes = table(tmp_path, "documents"), table(tmp_path, "quotes")
    joined = duckdb.read_parquet(str(quotes)).join(duckdb.read_parquet(str(documents)).select("document, text"), "document")
    cut = joined.select("quote, substring(text, clean_start + 1, clean_end - clean_start)").fetchall()
    assert len(cut) == 2
    assert all(quote == words for quote, words in cut)


def test_parquet_leaves_texts_out_when_asked(dossier: Dossier, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    polars = pytest.importorskip("polars")
    tuple(Parquet(texts=False).report(dossier, tmp_path))
    assert "text" not in polars.read_parquet(table(tmp_path, "documents")).columns
