"""JSONL and CSV: a document per row, errors by line, one bad row alone."""

import bz2
import csv
import gzip
import io
import json
import lzma
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_text_files import TextFiles

from presseschau import Document, DocumentError, Source


def load(path: Path, content: str | bytes, **options: object) -> list[Source]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(TextFiles(paths=[path], **options).load())


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


def test_jsonl_gives_a_document_per_row_with_claims(tmp_path: Path) -> None:
    rows = [
        {"id": "a1", "text": "Ein Satz.", "headline": "Titel", "published": "2021-05", "authors": ["A", "B"], "tokens": [1]},
        {"doc_id": 7, "content": "Noch einer.", "date": 2021},
        {"body": "Ein dritter."},
    ]
    one, two, three = read(tmp_path / "n.jsonl", "\n".join(map(json.dumps, rows)))
    assert [one.id, two.id, three.id] == ["n.jsonl#a1", "n.jsonl#7", "n.jsonl:3"]
    assert [(c.name, c.value, c.origin, c.rule) for c in one.claims] == [
        ("title", "Titel", "jsonl", "jsonl/headline"),
        ("author", "A", "jsonl", "jsonl/authors"),
        ("author", "B", "jsonl", "jsonl/authors"),
        ("date", "2021-05", "jsonl", "jsonl/published"),
    ]
    assert claims(two) == {"date": "2021"}
    assert one.origin.location == "n.jsonl:1"


def test_fields_can_be_named(tmp_path: Path) -> None:
    row = {"text": "falsch", "artikel": "Ein Satz.", "nr": "x", "id": "y", "zeitung": "Bote", "source": "falsch"}
    options = {"text_field": "artikel", "id_field": "nr", "metadata_fields": {"publisher": "zeitung"}}
    (document,) = read(tmp_path / "n.jsonl", json.dumps(row), **options)
    assert (document.id, document.source_text) == ("n.jsonl#x", "Ein Satz.")
    assert claims(document) == {"publisher": "Bote"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "n.jsonl:2:2: not JSON"),
        ("[1]", "n.jsonl:2: expected an object, found a list"),
        ('{"id": "x", "txt": "y"}', "n.jsonl:2: the row has no text"),
        ('{"text": [7]}', "n.jsonl:2: the field 'text' is a list"),
        ('{"text": ""}', "n.jsonl:2: the text is empty"),
        ('{"text": "\\ud800"}', "n.jsonl:2: a lone surrogate U+D800"),
        ('{"text": "x", "title": "\\udfff"}', "n.jsonl:2: 'title': a lone surrogate U+DFFF"),
        ('{"text": "a\\u0000"}', "n.jsonl:2: 1 NUL"),
        ("[" * 100_000, "n.jsonl:2"),
        ('{"text": ' + "9" * 10_000 + "}", "n.jsonl:2"),
    ],
)
def test_a_bad_row_is_one_dead_letter_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    before, bad, after = load(tmp_path / "n.jsonl", '{"text": "x"}\n' + line + '\n{"text": "y"}\n')
    assert says in str(refused(bad))
    assert [before.read().source_text, after.read().source_text] == ["x", "y"]


def test_a_row_in_another_encoding_spoils_no_other(tmp_path: Path) -> None:
    content = (
        '{"text": "Käse"}\n'.encode() + '{"text": "Köln"}\n'.encode("cp1252") + b'{"text": "\x81"}\n{"text": "\xc3\xbc"}\n'
    )
    one, two, three, four = load(tmp_path / "n.jsonl", content)
    assert one.read().source_text == "Käse"
    assert (two.read().source_text, two.read().origin.encoding_guessed) == ("Köln", True)
    assert "n.jsonl:3: neither UTF-8" in str(refused(three))
    assert four.read().source_text == "ü"


def test_an_id_with_control_characters_or_surrogates_is_not_used(tmp_path: Path) -> None:
    sources = load(
        tmp_path / "n.jsonl", '{"id": "a\\nb", "text": "x"}\n{"id": "\\udc00", "text": "x"}\n{"id": true, "text": "x"}'
    )
    assert [source.id for source in sources] == ["n.jsonl:1", "n.jsonl:2", "n.jsonl:3"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["n.jsonl", "n.jsonl.gz"])
def test_a_mark_says_the_encoding_of_rows(tmp_path: Path, encoding: str, name: str) -> None:
    data = '{"text": "Käse\u2028\u0085 №"}\n\n{"text": "zwei"}\n'.encode(encoding)
    documents = read(tmp_path / name, gzip.compress(data) if name.endswith(".gz") else data)
    assert [document.source_text for document in documents] == ["Käse\u2028\u0085 №", "zwei"]
    assert [document.id for document in documents] == [f"{name}:1", f"{name}:3"]
    assert not any(document.origin.encoding_guessed for document in documents)


def test_broken_utf_16_ends_in_a_dead_letter(tmp_path: Path) -> None:
    data = '{"text": "eins"}\n{"text": "zw'.encode("utf-16") + b"\x00"
    sources = load(tmp_path / "n.jsonl", data)
    assert sources[-1].id.startswith("n.jsonl:")
    refused(sources[-1])


def test_torn_gzip_keeps_the_rows_before_and_names_the_rest(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"Satz {n} {n * 7919 % 104729}"}) + "\n" for n in range(20_000))
    *good, torn = load(tmp_path / "n.jsonl.gz", gzip.compress(lines.encode())[:-1000])
    assert len(good) > 1000
    assert good[0].read().source_text == "Satz 0 0"
    assert "nothing after line" in str(refused(torn))


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_what_stands_before_damage_is_read(suffix: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """Also where the damage is at the very beginning, or there is no more than a few rows."""
    packed, name = pack(b'{"text": "eins"}\n{"text": "zwei"}\n'), f"n.jsonl.{suffix}"
    one, two, *rest = load(tmp_path / name, packed + b"refuse")
    assert [one.read().source_text, two.read().source_text] == ["eins", "zwei"]
    assert ["nothing after line 2 was read" in str(refused(torn)) for torn in rest] == ([True] if suffix == "gz" else [])
    (torn,) = load(tmp_path / name, b"refuse")
    assert "broken" in str(refused(torn))


@pytest.mark.parametrize("name", ["n.jsonl", "n.csv", "n.txt"])
def test_a_file_that_is_larger_than_any_text_takes_no_time(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presseschau.inputs.lines.MAX_SKIPPED", 100_000)
    monkeypatch.setattr("presseschau.inputs.opening.MAX_HASHED", 100_000)
    with (tmp_path / name).open("wb") as file:
        file.write(b'{"text": "eins"}\n' if name == "n.jsonl" else b"text\neins\n")
        file.truncate(1 << 40)
    sources = list(TextFiles(paths=[tmp_path / name], max_bytes=10_000).load())
    assert "more than" in str(refused(sources[-1]))


def test_a_line_beyond_the_limit_is_passed_over(tmp_path: Path) -> None:
    content = '{"text": "x"}\n{"text": "' + "y" * 5_000 + '"}\n{"text": "z"}'
    one, long, three = load(tmp_path / "n.jsonl", content, max_bytes=1_000)
    assert "n.jsonl:2: more than 1,000 bytes" in str(refused(long))
    assert (one.read().source_text, three.read().source_text, three.id) == ("x", "z", "n.jsonl:3")


@pytest.mark.memory
def test_a_huge_file_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl.gz"
    row = json.dumps({"text": "Ein Satz. " * 100}) + "\n"
    with gzip.open(path, "wt", compresslevel=1) as stream:
        for _ in range(10_000):
            stream.write(row)
    tracemalloc.start()
    assert sum(1 for _ in TextFiles(paths=[path]).load()) == 10_000
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("content", ["", "\n\n", "text,date\n"])
def test_a_file_without_rows_is_a_dead_letter(tmp_path: Path, content: str) -> None:
    (source,) = load(tmp_path / ("n.csv" if "text" in content else "n.jsonl"), content)
    assert "no rows" in str(refused(source))


def test_a_sidecar_of_a_file_of_rows_speaks_for_each(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl.yaml").write_text("publisher: Bote\n")
    one, two = read(tmp_path / "n.jsonl", '{"text": "x"}\n{"text": "y", "title": "T"}\n')
    assert claims(one) == {"publisher": "Bote"}
    assert claims(two) == {"publisher": "Bote", "title": "T"}


# CSV


@pytest.mark.parametrize(("name", "delimiter"), [("n.csv", ","), ("n.csv", ";"), ("n.tsv", "\t"), ("n.csv", "|")])
def test_the_delimiter_is_seen(tmp_path: Path, name: str, delimiter: str) -> None:
    content = delimiter.join(["id", "text", "date"]) + "\r\n" + delimiter.join(["1", '"Ein\r\nSatz, ""nun"";|"', "20.5.2021"])
    (document,) = read(tmp_path / name, content)
    assert (document.id, document.source_text) == (f"{name}#1", 'Ein\nSatz, "nun";|')
    assert claims(document) == {"date": "2021-05-20"}
    assert document.claims[0].origin == "csv"


def test_errors_in_csv_name_the_line_the_row_begins_on(tmp_path: Path) -> None:
    content = 'id,text\n1,"zwei\nZeilen"\n2,\n3,a,b\n4,"x"y"\n5,gut\n'
    one, empty, wide, torn, good = load(tmp_path / "n.csv", content)
    assert one.read().source_text == "zwei\nZeilen"
    assert "n.csv:4: the text is empty" in str(refused(empty))
    assert "n.csv:5: 3 cells, but the header names 2" in str(refused(wide))
    assert "n.csv:6:" in str(refused(torn))
    assert good.read().source_text == "gut"


def test_a_quote_that_is_never_closed_is_a_dead_letter(tmp_path: Path) -> None:
    one, torn = load(tmp_path / "n.csv", 'text\neins\n"zwei\ndrei\nvier')
    assert one.read().source_text == "eins"
    assert torn.id == "n.csv:3"
    refused(torn)


def test_a_row_of_csv_in_another_encoding_spoils_no_other(tmp_path: Path) -> None:
    content = "text;ort\nKäse;Köln\n".encode() + "Käse;Köln\n".encode("cp1252")
    one, two = read(tmp_path / "n.csv", content)
    assert one.source_text == two.source_text == "Käse"
    assert (one.origin.encoding_guessed, two.origin.encoding_guessed) == (False, True)


# Whatever is written comes back.

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(cells.filter(str.strip), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_jsonl_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str], end: str) -> None:
    path = tmp_path_factory.mktemp("rows") / "n.jsonl"
    content = end.join(json.dumps({"text": text}, ensure_ascii=False) for text in texts)
    sources = load(path, content, normalize_newlines=False)
    usable = [text for text in texts if text.strip("\ufeff \t\r\n\f\v")]
    found = []
    for source in sources:
        with suppress(DocumentError):
            found.append(source.read().source_text)
    assert found == usable


@given(st.lists(cells.filter(str.strip), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_csv_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str], delimiter: str) -> None:
    path = tmp_path_factory.mktemp("rows") / "n.csv"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["nr", "text"], *([n, f"a{text}"] for n, text in enumerate(texts))])
    documents = read(path, out.getvalue(), normalize_newlines=False)
    assert [document.source_text for document in documents] == [f"a{text}" for text in texts]
