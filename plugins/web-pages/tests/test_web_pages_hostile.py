"""Damaged and hostile inputs: each costs at most its own page, and is named; all else is read."""

import gzip
import io
import json
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from presseschau_web_pages import PageError, WebPages
from presseschau_web_pages.http_bodies import decoded_body, without_chunks
from presseschau_web_pages.warc import warc_pages

from presseschau.testing import assert_linear

Save = Callable[[str, str | bytes], Path]
Page = Callable[..., str]
Records = Callable[[Iterable[tuple[str, bytes]]], list[bytes]]


def outcome(*paths: Path, **options: object) -> dict[str, str]:
    """Return the reason that each document is refused for, ``""`` for those that are read."""
    found: dict[str, str] = {}
    for source in WebPages(paths=paths, **options).load():  # type: ignore[arg-type]
        source.id.encode()
        assert source.id not in found
        try:
            source.read()
            found[source.id] = ""
        except PageError as error:
            found[source.id] = error.reason if error.hint else "no hint"
    return found


def chunked(body: bytes, size: int) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def response(address: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    http = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers]).encode() + b"\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2019-06-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{zlib.crc32(address.encode()):08}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


CHUNKED, GZIP = "Transfer-Encoding: chunked", "Content-Encoding: gzip"
WAYS: dict[str, Callable[[bytes], tuple[bytes, list[str]]]] = {
    "plain": lambda body: (body, []),
    "gzip": lambda body: (gzip.compress(body), [GZIP]),
    "chunked": lambda body: (chunked(body, 700), [CHUNKED]),
    "chunked and gzip": lambda body: (chunked(gzip.compress(body), 700), [CHUNKED, GZIP]),
    "one chunk": lambda body: (chunked(gzip.compress(body), 1 << 30), [CHUNKED, GZIP]),
    "deflate": lambda body: (zlib.compress(body), ["Content-Encoding: deflate"]),
    "bare deflate": lambda body: (zlib.compress(body)[2:-4], ["Content-Encoding: deflate"]),
    "brotli": lambda body: (brotli.compress(body), ["Content-Encoding: br"]),
    "zstd": lambda body: (zstandard.ZstdCompressor().compress(body), ["Content-Encoding: zstd"]),
    "lies: gzip": lambda body: (body, [GZIP]),
    "lies: chunked": lambda body: (body, [CHUNKED]),
    "lies: both": lambda body: (body, [CHUNKED, GZIP, "Content-Length: 999"]),
    "lies: brotli": lambda body: (body, ["Content-Encoding: br"]),
    "says nothing": lambda body: (gzip.compress(body), []),
    "an unknown coding": lambda body: (body, ["Content-Encoding: foo"]),
}
PACKED: dict[str, Callable[[list[bytes]], bytes]] = {
    "a.warc": b"".join,
    "a.warc.gz": lambda records: b"".join(map(gzip.compress, records)),
    "whole.warc.gz": lambda records: gzip.compress(b"".join(records)),
    "a.warc.zst": lambda records: b"".join(map(zstandard.ZstdCompressor().compress, records)),
}


@pytest.mark.parametrize("paragraphs", [6, 300])
@pytest.mark.parametrize("name", PACKED)
def test_every_record_of_a_warc_file_is_read_however_it_was_sent(saved: Save, page: Page, name: str, paragraphs: int) -> None:
    records, addresses = [], []
    for number, way in enumerate(WAYS.values()):
        body, headers = way(page(title=f"Titel {number} der Reihe", number=str(number), paragraphs=paragraphs).encode())
        addresses.append(f"https://feldbote.example/{number}")
        records.append(response(addresses[-1], body, *headers))
    found = outcome(saved(name, PACKED[name](records)), merge_addresses=False)
    assert found == {f"{name}/{address}": "" for address in addresses}


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("lie", [-500, 500, 10**12])
def test_a_length_that_lies_costs_no_other_record(saved: Save, page: Page, name: str, lie: int) -> None:
    bodies = [page(title=f"Titel {number} der Reihe", number=str(number)).encode() for number in range(3)]
    whole = len(response("https://a.example/1", bodies[1]))
    true = int(response("https://a.example/1", bodies[1]).split(b"Content-Length: ")[1].split(b"\r\n")[0])
    assert whole > true
    records = [
        response("https://a.example/0", bodies[0]),
        response("https://a.example/1", bodies[1], length=true + lie),
        response("https://a.example/2", bodies[2]),
    ]
    found = outcome(saved(name, PACKED[name](records)), merge_addresses=False)
    assert found[f"{name}/https://a.example/0"] == ""
    if name not in {"whole.warc.gz", "a.warc.zst"}:  # there a record has no beginning of its own, or none that can be told
        assert found[f"{name}/https://a.example/2"] == ""
    assert "broken-archive" in found.values()


@pytest.mark.parametrize("damage", ["cut", "flip", "garbage"])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_damaged_record_is_named_and_the_next_is_read(saved: Save, page: Page, name: str, damage: str) -> None:
    records = [response(f"https://a.example/{n}", page(title=f"Titel {n} der Reihe", number=str(n)).encode()) for n in range(3)]
    packed = [gzip.compress(record) if name.endswith("gz") else record for record in records]
    if damage == "cut":
        packed[2] = packed[2][:-400]
    elif damage == "flip":
        middle = bytearray(packed[1])
        for at in range(0 if not name.endswith("gz") else 40, 60):
            middle[at] ^= 0xFF
        packed[1] = bytes(middle)
    else:
        packed[1] = b"garbage\r\n" * 30
    found = outcome(saved(name, b"".join(packed)), merge_addresses=False)
    assert found[f"{name}/https://a.example/0"] == ""
    assert "broken-archive" in found.values()
    if damage != "cut":
        assert found[f"{name}/https://a.example/2"] == ""


@given(body=st.binary(max_size=300), size=st.integers(1, 50))
def test_chunks_go_and_come(body: bytes, size: int) -> None:
    if body:
        assert without_chunks(chunked(body, size)) == body


@given(
    body=st.binary(max_size=300),
    transfer=st.sampled_from(["", "chunked"]),
    content=st.sampled_from(["", "gzip", "br", "deflate", "zstd", "gzip, br"]),
)
def test_any_body_gives_bytes_within_the_limit(body: bytes, transfer: str, content: str) -> None:
    assert len(decoded_body(body, transfer, content, 100)) <= 101


def test_a_packed_body_is_not_unpacked_beyond_the_limit() -> None:
    bomb = gzip.compress(b"a" * 50_000_000)
    assert len(decoded_body(bomb, "", "gzip", 1000)) == 1001


@pytest.mark.timing
def test_a_damaged_file_takes_time_in_proportion(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    record = response("https://a.example/1", b"<html>x</html>")

    def write(text: str) -> Path:
        path.write_bytes((record + b"WARC/1.0\r\nx\r\n") * (len(text) // 256))
        return path

    assert_linear(lambda prepared: list(warc_pages(prepared, "a", 1000)), "x", prepare=write)


# Files and archives


@pytest.mark.parametrize(
    "name",
    [
        "a.html.gz",
        "a.html.bz2",
        "a.html.xz",
        "a.html.zst",
        "a.jsonl.gz",
        "a.jsonl.zst",
        "a.xml.gz",
        "a.zip",
        "a.tar.gz",
        "a.tar.xz",
        "a.tar.zst",
    ],
)
@pytest.mark.parametrize(
    "damaged",
    [b"kein Archiv", b"\x1f\x8b\x08\0\0\0\0\0\0\0", b"PK\x03\x04", b"\xfd7zXZ\0\0\0", b"\x28\xb5\x2f\xfd\x04\x58", b""],
)
def test_a_damaged_file_beside_others_is_one_dead_letter(saved: Save, page: Page, name: str, damaged: bytes) -> None:
    saved("x/" + name, damaged)
    saved("x/gut.html", page())
    path = saved("x/zuletzt.html", page(title="Ein anderer Titel hier", number="2"))
    found = outcome(path.parent)
    assert found.pop("gut.html") == ""
    assert found.pop("zuletzt.html") == ""
    assert len(found) <= 1
    assert all(reason for reason in found.values())


def test_special_files_are_named_and_never_opened(saved: Save, page: Page, tmp_path: Path) -> None:
    saved("x/a.html", page())
    os.mkfifo(tmp_path / "x/b.html")
    (tmp_path / "x/c.html").symlink_to("c.html")
    (tmp_path / "x/d.html").symlink_to("/dev/zero")
    assert outcome(tmp_path / "x") == {"a.html": "", "b.html": "unreadable", "c.html": "unreadable", "d.html": "unreadable"}


def test_names_that_are_not_unicode_have_printable_ids(saved: Save, page: Page, tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"M\xe4rz.html")).write_text(page())
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", encoding="latin-1", format=tarfile.GNU_FORMAT) as archive:
        member = tarfile.TarInfo("Mörz.html")
        data = page(title="Ein anderer Titel hier", number="2").encode()
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    saved("a.tar", buffer.getvalue())
    row = json.dumps({"id": "x\ud800y", "html": page(title="Noch ein Titel dazu", number="3")})
    saved("z.jsonl", row)
    assert outcome(tmp_path) == {"M\\xe4rz.html": "", "a.tar/M\\xf6rz.html": "", "z.jsonl#1": ""}


def test_packed_members_of_archives_are_unpacked(saved: Save, page: Page) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.html.gz", gzip.compress(page().encode()))
        archive.writestr("b.html.gz", b"\x1f\x8b\x08kaputt")
    assert outcome(saved("a.zip", buffer.getvalue())) == {"a.zip/a.html.gz": "", "a.zip/b.html.gz": "broken-archive"}


def test_a_file_of_another_kind_is_named(saved: Save, caplog: pytest.LogCaptureFixture) -> None:
    assert outcome(saved("x/a.html", b"%PDF-1.4\n")) == {"a.html": "other-kind"}
    saved("x/b.docx", b"PK\x03\x04")
    saved("x/c.css", b"p {}")
    path = saved("x/d.txt", b"Text")
    outcome(path.parent)
    assert "b.docx" in caplog.text
    assert "d.txt" in caplog.text
    assert "c.css" not in caplog.text


def test_a_page_that_was_encoded_twice_is_named_repaired_or_refused(
    saved: Save, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    path = saved("a.html", page().encode().decode("cp1252", "replace").replace("\ufffd", "?").encode())
    [named] = [source.read() for source in WebPages(paths=[path]).load()]
    assert "UTF-8 read as cp1252" in caplog.text
    claim = named.claimed("problem")
    assert claim is not None
    [repaired] = [source.read() for source in WebPages(paths=[path], double_encoding="repair").load()]
    assert "für die Vereine" in repaired.text
    assert "fÃ¼r" not in repaired.source_text
    assert repaired.origin.digest == named.origin.digest
    assert outcome(path, double_encoding="refuse") == {"a.html": "double-encoded"}


def test_a_page_may_come_through_standard_input(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(page().encode()))))
    assert outcome(Path("-")) == {"stdin": ""}


@pytest.mark.parametrize("size", [700, 1 << 30])
def test_a_chunked_and_packed_body_that_breaks_off_gives_what_comes_before(size: int) -> None:
    body = b"<html><body><p>" + bytes(range(32, 127)) * 200 + b"</p></body></html>"
    sent = chunked(gzip.compress(body), size)[:-60]
    found = decoded_body(sent, "chunked", "gzip", 1_000_000)
    assert body.startswith(found)
    assert len(found) > len(body) // 4


def test_bytes_that_are_not_text_are_a_dead_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<html" + bytes(number * 37 % 256 for number in range(5000)))
    [source] = WebPages(paths=[path]).load()
    with pytest.raises(PageError, match="not text") as caught:
        source.read()
    assert caught.value.hint


def test_xml_that_is_no_feed_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<?xml version='1.0'?><artikel><p>Der Rat tagt.</p></artikel>")
    [source] = WebPages(paths=[path]).load()
    with pytest.raises(PageError, match="neither a feed nor a sitemap"):
        source.read()
