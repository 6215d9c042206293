"""Texts as people have them: German tables, sentence files, other kinds of files, text encoded twice, and hostile input."""

import gzip
import json
import logging
import os
from pathlib import Path

import pytest
from presseschau_text_files import TextFiles
from presseschau_text_files.sidecars import parse_sidecar

from presseschau import Document, DocumentError, Source
from presseschau.inputs.lines import MAX_BLANK
from presseschau.testing import assert_linear

POOL, FIRE = "Der Rat streitet über das Bad.", "Die Kirche brannte; verletzt wurde niemand."


def load(path: Path, content: str | bytes, **options: object) -> list[Source]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(TextFiles(paths=[path], **options).load())  # type: ignore[arg-type]


def read(path: Path, content: str | bytes, **options: object) -> list[Document]:
    return [source.read() for source in load(path, content, **options)]


def claims(document: Document) -> dict[str, str]:
    return {claim.name: claim.value for claim in document.claims}


def refused(source: Source) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        source.read()
    assert caught.value.hint
    assert caught.value.document == source.id
    return caught.value


# Tables


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "\ufeffsep=;\n", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_table_from_a_german_excel(tmp_path: Path, first: str, encoding: str) -> None:
    if first.startswith("\ufeff") and encoding != "utf-8":
        pytest.skip("the mark is one of UTF-8")
    rows = f'Nr;Zeitung;Erscheinungsdatum;Überschrift;Ressort;Volltext\r\n1;Feldbote;Di, 12. März 2019;Bad;Lokales;"{POOL}"\r\n2;Bergblatt;4.6.19;Feuer;;"{FIRE}"\r\n'
    one, two = read(tmp_path / "a.csv", (first + rows).encode(encoding))
    assert (one.source_text, two.source_text) == (POOL, FIRE)
    assert claims(one) == {"title": "Bad", "publisher": "Feldbote", "date": "2019-03-12", "section": "Lokales"}
    assert claims(two) == {"title": "Feuer", "publisher": "Bergblatt", "date": "2019-06-04"}


def test_a_tab_can_be_the_separator_and_lines_are_counted_with_it(tmp_path: Path) -> None:
    good, bad = load(tmp_path / "a.csv", f"sep=\t\nid\ttext\n1\t{POOL}\n\t\tzu viel\n")
    assert good.read().source_text == POOL
    assert "a.csv:4" in refused(bad).message


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("12. März 2019", "2019-03-12"),
        ("12.3.19", "2019-03-12"),
        ("Dienstag, 12. März 2019", "2019-03-12"),
        ("Di., 12.03.2019", "2019-03-12"),
        ("12. März 2019 Dienstag", "2019-03-12"),
        ("12 März 2019", "2019-03-12"),
        ("12. Mrz. 2019, 10:15 Uhr", "2019-03-12T10:15"),
        ("12.03.2019 um 9.05 Uhr", "2019-03-12T09:05"),
        ("3. Jänner 1999", "1999-01-03"),
        ("31/8/2018", "2018-08-31"),
        ("31-08-2018", "2018-08-31"),
        ("March 12, 2019", "2019-03-12"),
        ("Mai 2019", "2019-05"),
    ],
)
def test_dates_as_people_write_them(tmp_path: Path, written: str, edtf: str) -> None:
    [document] = read(tmp_path / "a.jsonl", json.dumps({"text": POOL, "datum": written}))
    assert claims(document) == {"date": edtf}


@pytest.mark.parametrize("written", ["Frühjahr", "5/6/2019", "30. Februar 2019", "12. Foo 2019", "0", "12.3.", "k. A."])
def test_a_date_that_is_not_one_costs_the_claim_and_not_the_row(tmp_path: Path, written: str) -> None:
    [document] = read(tmp_path / "a.jsonl", json.dumps({"text": POOL, "datum": written, "titel": "Bad"}))
    assert claims(document) == {"title": "Bad", "refused:date": written}


@pytest.mark.parametrize("above", [";;;\r\n", ";;;\r\n;;;\r\n", "Export vom 12.03.2019;;;\r\n;;;\r\n"])
@pytest.mark.parametrize("first", ["sep=;\r\n", ""])
def test_what_stands_above_the_header_of_a_sheet_is_no_row(tmp_path: Path, first: str, above: str) -> None:
    rows = f'Datum;Titel;Text;\r\n12.03.2019;Bad;"{POOL}";\r\n'
    [document] = read(tmp_path / "a.csv", first + above + rows)
    assert document.source_text == POOL
    assert claims(document) == {"title": "Bad", "date": "2019-03-12"}


def test_a_table_may_end_its_lines_as_the_old_macintosh_did(tmp_path: Path) -> None:
    one, two = read(tmp_path / "a.csv", f'Datum;Text\r12.03.2019;"{POOL}\r{FIRE}"\r4.6.19;{POOL}\r')
    assert one.source_text == f"{POOL}\n{FIRE}"
    assert (two.source_text, claims(two)) == (POOL, {"date": "2019-06-04"})
    assert two.origin.location == "a.csv:4"


@pytest.mark.parametrize("name", ["Haupttext", "FLIESSTEXT", "Fließtext", "Beitrag", "Artikel", "full_text", "maintext"])
def test_the_column_of_the_text_has_many_names(tmp_path: Path, name: str) -> None:
    [document] = read(tmp_path / "a.csv", f'Nr;Medientitel;{name}\n1;Feldbote;"{POOL}"\n')
    assert document.source_text == POOL
    assert claims(document) == {"publisher": "Feldbote"}


# Sentences


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_two_numbered_sentences_are_enough(tmp_path: Path, encoding: str, end: str) -> None:
    data = f"17\t„{POOL}“{end}18\t„Ärzte warnen“{end}".encode(encoding)
    one, two = read(tmp_path / "a.txt", data)
    assert (one.id, one.source_text) == ("a.txt#17", f"„{POOL}“")
    assert (two.id, two.source_text) == ("a.txt#18", "„Ärzte warnen“")


def test_a_ranking_is_no_file_of_sentences(tmp_path: Path) -> None:
    text = "1\tOberau\n2\tNiederau\n3\tFeldstadt\n4\tBergen\n"
    assert [document.source_text for document in read(tmp_path / "a.txt", text)] == [text]


def test_a_file_of_numbered_sentences_gives_a_document_a_line(tmp_path: Path) -> None:
    documents = read(tmp_path / "deu_news-sentences.txt", f"7\t{POOL}\n8\t{FIRE}\n\n12\tÄrzte warnen.\n".encode())
    assert [(d.id.partition("#")[2], d.source_text) for d in documents] == [("7", POOL), ("8", FIRE), ("12", "Ärzte warnen.")]
    assert all(document.origin.location.startswith("deu_news-sentences.txt:") for document in documents)
    packed = gzip.compress(f"7\t{POOL}\n8\t{FIRE}\n9\tx y.\n".encode())
    assert len(read(tmp_path / "a.txt.gz", packed)) == 3


def test_a_bad_line_among_sentences_spoils_no_other(tmp_path: Path) -> None:
    sources = load(tmp_path / "a.txt", f"1\t{POOL}\n2\t{FIRE}\n3\tx y.\nohne Nummer\n2\tnoch einmal\n")
    assert [source.id for source in sources] == ["a.txt#1", "a.txt#2", "a.txt#3", "a.txt:4", "a.txt:5"]
    assert "a.txt:4" in refused(sources[3]).message
    assert sources[4].read().source_text == "noch einmal"


@pytest.mark.parametrize(
    "text", [f"1\t{POOL}\n", f"1\t{POOL}\n2\tb\n3 c\n", "2019\tA\n2019\tB\n2019\tC\n", f"1.\t{POOL}\n2.\tb\n3.\tc\n"]
)
def test_other_texts_with_numbers_are_texts(tmp_path: Path, text: str) -> None:
    assert [document.source_text for document in read(tmp_path / "a.txt", text)] == [text]
    assert len(read(tmp_path / "a.txt", f"1\t{POOL}\n2\tb\n3\tc\n", format="text")) == 1


# Other kinds


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{\\rtf1\\ansi Text}", "RTF"),
        (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04" + b"\0" * 30 + b"word/document.xml", "Word"),
        (b"<!DOCTYPE html><html><body><p>Text</p></body></html>", "web page"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image"),
        (b"From: a@b.example\r\nSubject: Bad\r\nMIME-Version: 1.0\r\n\r\nText\r\n", "e-mail"),
        (b"Received: from x.example\n by y.example; Tue, 12 Mar 2019\nSubject: Bad\n\nText\n", "e-mail"),
        (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\nMIME-Version: 1.0\r\n\r\n", "MHTML"),
        (b"<?xml version='1.0'?>\n<artikel><p>Text</p></artikel>", "XML"),
        (b"\\documentclass{article}\n\\begin{document}Text\\end{document}", "LaTeX"),
        (b"1\r\n00:00:01,000 --> 00:00:04,000\r\nDer Rat tagt.\r\n", "subtitles"),
        (b"WEBVTT\n\n00:01.000 --> 00:04.000\nDer Rat tagt.\n", "subtitles"),
        (b"bplist00\xd1\x01\x02", "property list"),
    ],
)
def test_a_file_of_another_kind_is_never_read_as_text(tmp_path: Path, content: bytes, says: str) -> None:
    [source] = load(tmp_path / "a.txt", content)
    assert says in refused(source).message


@pytest.mark.parametrize(
    "text",
    [
        "Von: Rita Kolb\nBetreff: Bad\n\nDer Rat tagt.",
        "Subject: Bad\n\nDer Rat tagt.",
        "Rita Kolb: Wer zahlt?\nUdo Ranft: Alle.\nMessage-ID: heißt das Feld.",
        "{Der Rat tagt.}",
        "[„Rat“]: tagt",
        "1\n00:00 Uhr: Der Rat tagt.",
        "<Der Rat> tagt.",
    ],
)
def test_a_text_with_such_marks_is_a_text(tmp_path: Path, text: str) -> None:
    assert read(tmp_path / "a.txt", text)[0].source_text == text


def test_an_article_in_a_json_file_is_read_and_a_file_without_a_suffix_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.txt").write_text(POOL)
    (tmp_path / "b.json").write_text(json.dumps({"titel": "Bad", "text": POOL * 4}))
    (tmp_path / "artikel").write_text(FIRE)
    (tmp_path / "README").write_text("x")
    (tmp_path / "c.json").write_text(json.dumps({"farbe": "rot"}))
    one, two = TextFiles(paths=[tmp_path]).load()
    assert (one.read().source_text, two.read().source_text) == (POOL, POOL * 4)
    assert "artikel" in caplog.text
    assert "README" not in caplog.text


def test_html_is_read_as_it_stands_on_request(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html><body><p>Text</p></body></html>"
    assert read(tmp_path / "a.txt", page, format="text")[0].source_text == page


def test_what_a_directory_holds_besides_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name in ["a.txt", "b.html", "c.docx", "d.png", "e/f.xyz"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text")
    assert [source.id for source in TextFiles(paths=[tmp_path]).load()] == ["a.txt"]
    assert all(name in caplog.text for name in ("b.html", "c.docx", "e/f.xyz"))
    assert "d.png" not in caplog.text


# Text encoded twice


def test_text_that_was_encoded_twice_is_named_repaired_or_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = "Bürgermeister Häßler: „Für uns ist das ein großer Tag“ – das Bäderfest."
    twice = text.encode().decode("cp1252").encode()
    with caplog.at_level(logging.WARNING):
        [named] = read(tmp_path / "a.txt", twice)
    assert "BÃ¼rgermeister" in named.source_text
    assert "UTF-8 read as cp1252" in caplog.text
    assert "UTF-8 read as cp1252" in claims(named)["problem"]
    [repaired] = read(tmp_path / "a.txt", twice, double_encoding="repair")
    assert repaired.source_text == text
    [source] = load(tmp_path / "a.txt", twice, double_encoding="refuse")
    assert "UTF-8 read as cp1252" in refused(source).message
    assert read(tmp_path / "a.txt", text)[0].claims == ()


# Hostile input


def test_special_files_in_a_directory_are_dead_letters(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(POOL)
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("c.txt")
    (tmp_path / "d.txt").symlink_to("/dev/zero")
    good, *bad = TextFiles(paths=[tmp_path]).load()
    assert good.read().source_text == POOL
    assert ["pipe" in refused(bad[0]).message, "circle" in refused(bad[1]).message, "device" in refused(bad[2]).message] == [
        True
    ] * 3


def test_a_device_that_is_named_is_not_read() -> None:
    [source] = TextFiles(paths=["/dev/zero"], root="/").load()
    assert "device" in refused(source).message


@pytest.mark.parametrize("content", ["9" * 10_000, '{"date": ' + "9" * 10_000 + "}", "[" * 100_000, '{"title": ' * 3000])
def test_a_stray_json_file_ends_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(POOL)
    (tmp_path / "stray.json").write_text(content)
    (tmp_path / "a.json").write_text(content)
    [source] = TextFiles(paths=[tmp_path]).load()
    refused(source)


def test_blank_lines_without_end_cost_the_rest_of_their_file_alone(tmp_path: Path) -> None:
    row = json.dumps({"text": POOL}).encode()
    content = gzip.compress(row + b"\n" * (MAX_BLANK * 3) + row)
    good, bad = load(tmp_path / "a.jsonl.gz", content)
    assert good.read().source_text == POOL
    assert "blank lines" in refused(bad).message
    good, bad = load(tmp_path / "a.csv", f"text\n{POOL}\n".encode() + b"\n" * (MAX_BLANK * 2))
    assert good.read().source_text == POOL
    assert "blank lines" in refused(bad).message


@pytest.mark.timing
@pytest.mark.parametrize(("name", "unit"), [("a.json", '"{}": 1,'), ("a.yaml", "k{}: 1\n")])
def test_sidecars_take_time_in_proportion_to_their_names(name: str, unit: str) -> None:
    def many(text: str) -> bytes:
        body = "".join(unit.format(f"k{number}") for number in range(len(text) // 32))
        return (f'{{{body}"z": 1}}' if name.endswith("json") else body + "z: 1\n").encode()

    assert_linear(lambda data: parse_sidecar(data, name), "x", prepare=many)


@pytest.mark.parametrize(
    "content", ["[" * 2000, "{" * 2000, "a: " + "[a, " * 2000, "- " * 2000, "? " * 2000, "a: [" + "[], " * 2000 + "]"]
)
def test_brackets_without_end_are_refused_at_once(content: str) -> None:
    try:
        parse_sidecar(content.encode(), "a.yaml")
    except DocumentError as error:
        message = error.message
        assert message.startswith("a.yaml")
