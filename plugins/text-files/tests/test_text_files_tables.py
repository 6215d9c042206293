"""Tables and objects as people have them: whatever the columns are called, however days are written, wherever the list stands."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_text_files import TextFiles
from presseschau_text_files.names import TEXT_FIELDS, folded, text_field

from presseschau import Document
from presseschau.dates import as_edtf

POOL, FIRE = "Der Rat streitet über das Bad.", "Die Kirche brannte; verletzt wurde niemand."
ROWS = [{"titel": "Bad", "datum": "2019-03-12", "text": POOL}, {"titel": "Feuer", "datum": "2019-06-04", "text": FIRE}]


def read(path: Path, content: str | bytes, **options: Any) -> list[Document]:  # noqa: ANN401 - options
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [source.read() for source in TextFiles(paths=[path], **options).load()]


def claims(document: Document) -> dict[str, str]:
    return {claim.name: claim.value for claim in document.claims}


def demand(documents: list[Document]) -> None:
    assert [document.source_text for document in documents] == [POOL, FIRE]
    assert [claims(document)["title"] for document in documents] == ["Bad", "Feuer"]
    assert [claims(document)["date"] for document in documents] == ["2019-03-12", "2019-06-04"]


days = st.dates(date(1961, 1, 1), date(2029, 12, 31))


@given(days)
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    month = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")[day.month - 1]
    roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")[day.month - 1]
    forms = [
        f"{day:%Y%m%d}", f"{day.year}-{day.month}-{day.day}", f"{day:%Y/%m/%d}", f"{day.day}-{month.title()}-{day.year}", f"vom {day:%d.%m.%Y}",
        f"{day.day}.{roman}.{day.year}", f"{day:%d . %m . %Y}", f"am {day.day}. {month.title()}. {day.year}",
    ]  # fmt: skip
    assert {as_edtf(form) for form in forms} == {day.isoformat()}
    american = as_edtf(f"{day.month}/{day.day}/{day.year}")
    assert american == (day.isoformat() if day.day > 12 else None)
    assert as_edtf(f"{day:%d.%m.%Y} - 7:05 Uhr") == f"{day.isoformat()}T07:05"


@given(day=days)
def test_a_day_that_a_spreadsheet_counts_is_a_date_in_a_table(tmp_path_factory: pytest.TempPathFactory, day: date) -> None:
    serial = day.toordinal() - date(1899, 12, 30).toordinal()
    path = tmp_path_factory.mktemp("tables") / "a.csv"
    found = read(path, f"Datum;Text\n{serial};{POOL}\n{serial},25;{POOL}\n")
    assert [claims(document)["date"] for document in found] == [day.isoformat()] * 2


@given(st.sampled_from(TEXT_FIELDS), st.sampled_from([str.upper, str.title, str.lower]), st.sampled_from(["", " ", ":"]))
def test_names_are_the_same_in_any_spelling(name: str, spelt: Any, end: str) -> None:  # noqa: ANN401 - a method
    key = spelt(name) + end
    assert folded(key) == folded(name)
    assert text_field({"Nr": "1", key: POOL}) == key


@pytest.mark.parametrize("name", ["Inhalt des Artikels", "Artikel (Volltext)", "TEXT_RAW", "articleBody", "Text der Meldung"])
def test_the_column_with_the_text_may_have_a_longer_name(tmp_path: Path, name: str) -> None:
    head = f"Nr;Erschienen am;Titel;{name}\n"
    demand(read(tmp_path / "a.csv", f'{head}1;12.3.19;Bad;{POOL}\n2;4. Juni 2019;Feuer;"{FIRE}"\n'))


def test_a_table_without_a_header_loses_no_row(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", f'12.3.19;Feldbote;{POOL}\n4.6.19;Bergblatt;"{FIRE}"\n')
    assert [document.source_text for document in found] == [POOL, FIRE]
    assert [claims(document)["date"] for document in found] == ["2019-03-12", "2019-06-04"]


def workbook(*sheets: list[list[object]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    head: list[object] = ["Datum", "Titel", "Text"]
    first = [["Pressespiegel", None, None], [None, None, None], head, [date(2019, 3, 12), "Bad", POOL]]
    found = read(tmp_path / "a.xlsx", workbook(first, [head, ["4.6.19", "Feuer", FIRE]]))
    demand(found)
    assert [document.id for document in found] == ["a.xlsx:4", "a.xlsx/Sheet1:2"]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "\n".join(map(json.dumps, ROWS)),
        json.dumps({"status": "ok", "articles": ROWS}),
        json.dumps({"hits": {"total": 2, "hits": [{"_id": "a", "_source": ROWS[0]}, {"_id": "b", "_source": ROWS[1]}]}}),
        "\n".join(json.dumps({"doc": row, "score": 1.5}) for row in ROWS),
        json.dumps([{"headline": r["titel"], "datePublished": r["datum"], "articleBody": r["text"]} for r in ROWS]),
        json.dumps([{"title": r["titel"], "date": {"$date": r["datum"]}, "body": {"sections": [{"paragraphs": [r["text"]]}]}} for r in ROWS]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt", "artikel"])
def test_objects_are_found_wherever_they_stand(tmp_path: Path, content: str, name: str) -> None:
    if name == "a.jsonl" and content.startswith("{") and "\n" not in content:
        pytest.skip("a line each is promised by that suffix")
    demand(read(tmp_path / name, content))


def test_a_person_or_paper_may_be_an_object(tmp_path: Path) -> None:
    row = {
        "text": POOL,
        "author": [{"name": "Rita Kolb"}, {"name": "Udo Ranft"}],
        "publisher": {"@type": "Organization", "name": "Feldbote"},
    }
    [document] = read(tmp_path / "a.json", json.dumps(row))
    assert [claim.value for claim in document.claims if claim.name == "author"] == ["Rita Kolb", "Udo Ranft"]
    assert claims(document)["publisher"] == "Feldbote"


@pytest.mark.parametrize("rest", ["", "\thttps://www.feldbote.example/1", "\thttps://www.feldbote.example/1\t2019-03-12"])
@pytest.mark.parametrize("name", ["a-sentences.txt", "a.tsv"])
def test_numbered_sentences_may_have_their_source_behind_them(tmp_path: Path, rest: str, name: str) -> None:
    found = read(tmp_path / name, f"1\t{POOL}{rest}\n2\t{FIRE}{rest}\n3\t{POOL}{rest}\n")
    assert [(document.id, document.source_text) for document in found] == [
        (f"{name}#1", POOL), (f"{name}#2", FIRE), (f"{name}#3", POOL)
    ]  # fmt: skip
