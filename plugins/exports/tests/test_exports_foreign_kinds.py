"""A third party's kind of finding is in every format that holds findings, with its words, its part and its facts; its author has done nothing."""

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from presseschau_exports import Brat, ConllU, Excel, LabelStudio, Parquet, SpacyDocBin, Tei, WebAnnotation
from spacy.tokens import Doc, DocBin

from presseschau import Document, Dossier
from presseschau.builtin.blank import BlankGerman


def analyse(documents: Iterable[Document]) -> Iterator[Doc]:
    nlp = BlankGerman().spacy_pipeline(needs=frozenset({"analysis:tokens", "analysis:sentences"}))
    yield from nlp.pipe(document.text for document in documents)


def written(plugin: Any, dossier: Dossier, folder: Path, **more: object) -> Path:  # noqa: ANN401 - a plugin
    paths = list(plugin.report(dossier, folder, **more))
    return next((path for path in paths if "Money" in path.name or path.suffix == ".ann"), paths[0])


def test_web_annotation(dossier: Dossier, tmp_path: Path) -> None:
    items = json.loads(written(WebAnnotation(), dossier, tmp_path).read_text("utf-8"))["items"]
    (money,) = [one for one in items if one["body"][0]["value"] == "acme:Money"]
    assert {"payer: Otto Kurz", "amount: 5.0", "currency: EUR"} <= {body["value"] for body in money["body"]}
    assert money["target"][0]["selector"][1]["exact"] == "5 €"


def test_brat(dossier: Dossier, tmp_path: Path) -> None:
    lines = written(Brat(), dossier, tmp_path).read_text("utf-8").splitlines()
    assert any(line.startswith("T") and "\tacme_Money " in line and line.endswith("\t5 €") for line in lines)
    assert any(line.startswith("T") and "\tPayer " in line and line.endswith("\tOtto Kurz") for line in lines)
    assert any("amount=5.0; currency=EUR" in line for line in lines)


def test_label_studio(dossier: Dossier, tmp_path: Path) -> None:
    (task,) = json.loads(written(LabelStudio(), dossier, tmp_path).read_text("utf-8"))
    results = task["predictions"][0]["result"]
    (money,) = [one for one in results if one.get("value", {}).get("labels") == ["acme_Money"]]
    assert money["value"]["text"] == "5 €"
    assert "amount: 5.0" in money["meta"]["text"]
    (tie,) = [one for one in results if one["type"] == "relation" and one["from_id"] == money["id"]]
    assert tie["labels"] == ["payer"]


def test_tei(dossier: Dossier, tmp_path: Path) -> None:
    made = written(Tei(), dossier, tmp_path).read_text("utf-8")
    assert 'type="acme:Money">5 €</seg>' in made
    assert ">Otto Kurz</rs>" in made
    assert '<note type="amount">5.0</note>' in made


def test_conllu(dossier: Dossier, tmp_path: Path) -> None:
    lines = written(ConllU(), dossier, tmp_path, analyse=analyse).read_text("utf-8").splitlines()
    (told,) = [json.loads(line.partition(" = ")[2]) for line in lines if '"acme:Money"' in line]
    assert told["facts"] == {"amount": 5.0, "currency": "EUR", "years": ["1999", "=2000"], "sure": True}
    marked = [line.split("\t") for line in lines if "acme_Money=" in line]
    assert [fields[1] for fields in marked] == ["5", "€"]
    assert [fields[1] for fields in (line.split("\t") for line in lines if "acme_Money.payer=" in line)] == ["Otto", "Kurz"]


def test_docbin(dossier: Dossier, tmp_path: Path) -> None:
    made = DocBin().from_disk(written(SpacyDocBin(), dossier, tmp_path, analyse=analyse))
    (doc,) = made.get_docs(spacy.blank("de").vocab)
    assert [span.text for span in doc.spans["acme:Money"]] == ["5 €"]
    assert [span.text for span in doc.spans["acme:Money.payer"]] == ["Otto Kurz"]
    (facts,) = [one["facts"] for one in doc.user_data["presseschau"]["annotations"] if one["kind"] == "acme:Money"]
    assert facts["amount"] == 5.0


def check_row(row: dict[str, Any]) -> None:
    assert (row["words"], row["payer"], float(row["amount"]), row["currency"]) == ("5 €", "Otto Kurz", 5.0, "EUR")


def test_parquet(dossier: Dossier, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="pip install polars pyarrow")
    (row,) = polars.read_parquet(written(Parquet(), dossier, tmp_path)).to_dicts()
    check_row(row)


def test_excel(dossier: Dossier, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    names, values = openpyxl.load_workbook(written(Excel(), dossier, tmp_path))["acme-Money"].iter_rows(values_only=True)
    check_row(dict(zip(names, values, strict=True)))


def test_csv(dossier: Dossier, tmp_path: Path) -> None:
    reports = pytest.importorskip("presseschau_reports")
    path = written(reports.Csv(bom=True, delimiter=";"), dossier, tmp_path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter=";")
    check_row(row)


def test_jsonl(dossier: Dossier, tmp_path: Path) -> None:
    reports = pytest.importorskip("presseschau_reports")
    records = map(json.loads, written(reports.Jsonl(), dossier, tmp_path).read_text("utf-8").splitlines())
    (record,) = [one for one in records if one.get("kind") == "acme:Money"]
    assert (record["text"], record["roles"]["payer"]["text"], record["data"]["amount"]) == ("5 €", "Otto Kurz", 5.0)


def test_sql(dossier: Dossier, tmp_path: Path) -> None:
    reports = pytest.importorskip("presseschau_reports")
    with sqlite3.connect(written(reports.Sql(), dossier, tmp_path)) as connection:
        connection.row_factory = sqlite3.Row
        (row,) = connection.execute("SELECT * FROM acme_Money")
    connection.close()
    check_row(dict(row))


def test_page(dossier: Dossier, tmp_path: Path) -> None:
    reports = pytest.importorskip("presseschau_reports")
    page = written(reports.Html(), dossier, tmp_path).read_text("utf-8")
    assert "acme:Money" in page
    assert "5 €" in page
