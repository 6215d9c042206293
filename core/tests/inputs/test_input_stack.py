"""The input stack that all loaders share: places, packings, encodings, kinds of files, and who takes what."""

import bz2
import collections
import gzip
import hashlib
import io
import lzma
import os
import quopri
import random
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from presseschau import DocumentError
from presseschau.inputs import (
    Lines,
    PassedOver,
    Place,
    Sample,
    Takes,
    better_loader,
    decode,
    find_double_encoding,
    find_lost_characters,
    head_and_digest,
    kind_of,
    load_json,
    loader_of,
    loaders,
    opened,
    read_bytes,
    read_with_digest,
    repair_double_encoding,
    sample_of,
    unpacked,
)
from presseschau.testing import assert_linear

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}
TEXT = "Bürgermeister Günter Häßler: „Für uns ist das ein großer Tag“ – über 4 Millionen € für die Bücherei.\n"


# Places


def entries(*parts: str | Path) -> dict[str, str]:
    place = Place.of(Path(*parts))
    return {entry.name: entry.problem for entry in place.entries(place.directory)}


def test_what_is_not_a_file_is_named_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "c.txt")
    (tmp_path / "d.txt").symlink_to("/dev/zero")
    (tmp_path / "e.txt").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.bind(str(tmp_path / "f.txt"))
        except OSError:
            pytest.skip("the path is too long for a socket")
        found = entries(tmp_path)
    assert found["a.txt"] == ""
    for name, says in {"b.txt": "pipe", "c.txt": "circle", "d.txt": "device", "e.txt": "nowhere", "f.txt": "socket"}.items():
        assert says in found[name]
    assert entries(tmp_path, "*.txt") == found
    assert "pipe" in entries(tmp_path, "b.txt")["b.txt"]


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    done: list[str] = []

    def read() -> None:
        with pytest.raises(DocumentError, match="pipe"):
            read_bytes(tmp_path / "a", "", 10)
        done.append("")

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    thread.join(10)
    assert done


# Packings


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("named", [True, False])
def test_packed_files_are_unpacked_whatever_their_name(tmp_path: Path, suffix: str, named: bool) -> None:  # noqa: FBT001
    data = TEXT.encode() * 50
    packed = PACKERS[suffix](data[:100]) + PACKERS[suffix](data[100:])
    path = tmp_path / f"a.txt{suffix if named else ''}"
    path.write_bytes(packed)
    assert read_bytes(path, "", len(data)) == data
    assert unpacked(packed, "", len(data)) == data
    with pytest.raises(DocumentError, match="more than"):
        read_bytes(path, "", len(data) - 1)
    digest = hashlib.sha256(packed).hexdigest()  # of the file as it lies on disk
    assert read_with_digest(path, "", len(data)) == (data, digest)
    assert head_and_digest(path, 150) == (data[:150], digest)
    (tmp_path / "plain").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    assert read_with_digest(tmp_path / "plain", "", len(data)) == (data, digest)
    assert head_and_digest(tmp_path / "plain", 150) == (data[:150], digest)


@pytest.mark.parametrize("suffix", PACKERS)
@given(data=st.data())
def test_damage_is_one_error_that_names_the_packing(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    whole = PACKERS[suffix](random.Random(1).randbytes(2000) + TEXT.encode() * 5)
    cut = data.draw(st.integers(7, len(whole) - 1))
    path = tmp_path_factory.mktemp("x") / f"a{suffix}"
    path.write_bytes(whole[:cut])
    with pytest.raises(DocumentError, match="broken") as caught:
        read_bytes(path, "a", 10_000)
    assert caught.value.hint
    path.write_bytes(b"no such data")
    with pytest.raises(DocumentError, match="broken"):
        read_bytes(path, "a", 10_000)


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_bomb_is_named_before_it_is_unpacked(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(PACKERS[suffix](b"\n" * 52_000_000))
    with opened(path) as stream, pytest.raises(DocumentError, match="unpack to more than"):
        collections.deque(iter(lambda: stream.read(1 << 16), b""), maxlen=0)


def test_blank_lines_without_end_are_an_error() -> None:
    with pytest.raises(DocumentError, match="blank lines"):
        for _ in Lines(io.BytesIO(b"\n" * 1_000_002), None, 100):
            pass


# Encodings


def test_paragraphs_of_another_encoding_do_not_spoil_the_rest() -> None:
    mixed = (TEXT * 3).encode() + TEXT.encode("cp1252") + TEXT.encode()
    decoded = decode(mixed)
    assert decoded.text == TEXT * 5
    assert decoded.guessed
    assert decode((TEXT * 3).encode("cp1252")).text == TEXT * 3


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman"])
def test_older_encodings_are_recognised_and_named(encoding: str) -> None:
    text = "Die Bücherei am Fluss öffnet im März, sagte der Bürgermeister. Das Geld käme später."
    with pytest.raises(DocumentError, match=encoding) as caught:
        decode(text.encode(encoding))
    assert encoding in caught.value.hint


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_what_was_encoded_twice_is_found_and_repaired(codec: str) -> None:
    text = (
        TEXT
        if codec == "cp1252"
        else "Die Bücherei am Fluss öffnet im März, sagte der Bürgermeister. Das Geld käme später. Grüße!"
    )
    twice = "".join(
        bytes([byte]).decode(codec) if codec == "latin-1" or byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(byte)
        for byte in text.encode()
    )
    found = find_double_encoding(twice)
    assert found is not None
    assert "UTF-8 read as cp1252" in found.message
    assert repair_double_encoding(twice) == text


@pytest.mark.parametrize("codec", ["mac_roman", "cp850", "cp437"])
def test_what_an_old_mac_or_dos_read_wrong_is_found_and_repaired(codec: str) -> None:
    text = "Die Bücherei öffnet im März. „Das Geld käme später“, sagte der Bürgermeister: Grüße an alle in Überlingen!"
    twice = text.encode().decode(codec)
    found = find_double_encoding(twice)
    assert found is not None
    assert f"UTF-8 read as {codec}" in found.message
    assert repair_double_encoding(twice) == text


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "√2 und √3 sind irrational, √ über allem; ‚ja‘ und ‚nein‘, ∂f/∂x",
        "├── src\n│   ├── a.py\n└── b.py",
        "„Spaß“, „groß“ und „Fuß“ – so „süß“.",
        "Ärzte, Öl, Übermut: ÄÖÜ “ß” ‚ß‘ …",
        "Aus ü wird Ã¼.",
        "L’Âge d’or « Â » à Évian, São Paulo, Ãngela",
        "",
    ],
)
def test_sound_text_was_not_encoded_twice(text: str) -> None:
    assert find_double_encoding(text) is None
    assert text == "Aus ü wird Ã¼." or repair_double_encoding(text) == text


@given(st.text(st.sampled_from("aäöüßÄÖÜé„“–…»« €"), max_size=60))
def test_no_text_in_german_letters_is_changed_by_the_repair(text: str) -> None:
    assert repair_double_encoding(text) == text


# JSON


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a": ' * 50_000, "9" * 10_000, '{"a": -' + "9" * 5000 + "}", '{"a": 1, "a": 2}', "{", "\ud800"]
)
def test_json_that_cannot_be_used_is_one_error(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load_json(text, "a", unique=True)
    assert caught.value.message.startswith("a")
    assert caught.value.hint


@pytest.mark.timing
def test_many_names_take_time_in_proportion() -> None:
    def text(unit: str) -> str:
        return "{" + ",".join(f'"{number}": 1' for number in range(len(unit))) + "}"

    assert_linear(lambda prepared: load_json(prepared, "a", unique=True), "x", prepare=text)


UMLAUTS = "„Für uns ist das ein großer Tag“, erklärte die Bürgermeisterin über die Bücherei."


@pytest.mark.parametrize("times", [1, 2, 3])
def test_text_that_was_encoded_again_and_again_is_repaired(times: int) -> None:
    text = UMLAUTS
    for _ in range(times):
        text = text.encode().decode("latin-1")
    assert repair_double_encoding(text) == UMLAUTS


@pytest.mark.parametrize("form", ["quoted-printable", "escapes"])
def test_escapes_that_nobody_has_undone_are_named_and_repaired(form: str) -> None:
    if form == "escapes":
        escaped = "".join(sign if sign.isascii() else f"\\u{ord(sign):04x}" for sign in UMLAUTS)
    else:
        escaped = quopri.encodestring(UMLAUTS.encode()).decode("ascii")
    found = find_double_encoding(escaped)
    assert found is not None
    assert form in found.message
    assert repair_double_encoding(escaped) == UMLAUTS


@pytest.mark.parametrize("sign", ["?", "\ufffd"])
def test_characters_that_were_lost_are_named(sign: str) -> None:
    assert "gro" in find_lost_characters(UMLAUTS.translate(dict.fromkeys(map(ord, "äöüßÄÖÜ"), sign)))


@pytest.mark.parametrize(
    "text",
    [
        "Was? Wann? Wo? Wer?",
        "https://a.example/seite?id=1 https://b.example/x?y=2 https://c.example/z?q=3",
        "„Was?“, fragte er. Warum?So schnell?",
        "a=12 b=34 c=56; C:\\unter\\uns",
    ],
)
def test_a_text_with_question_marks_has_lost_nothing(text: str) -> None:
    assert not find_lost_characters(text)
    assert find_double_encoding(text) is None


# Kinds


def packed(*names: str, text: str = "x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"{\\rtf1\\ansi", "rtf"),
        (b"%PDF-1.7", "pdf"),
        (packed("[Content_Types].xml", "word/document.xml"), "docx"),
        (packed("docProps/app.xml", "xl/workbook.xml"), "xlsx"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "slides"),
        (packed("mimetype", text="application/vnd.oasis.opendocument.text"), "odt"),
        (packed("mimetype", text="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (packed("mimetype", text="application/epub+zip"), "epub"),
        (packed("a.txt", "word/document.xml"), "zip"),
        (packed("a.txt"), "zip"),
        (b"\0\0\0\x18ftypheic", "audio"),
        (b"RIFF....WEBPVP8 ", "image"),
        (b"%!PS-Adobe-3.0", "postscript"),
        (b"TY  - NEWS\nTI  - Bad\nER  - \n", "references"),
        (b"@article{kolb2019,\n  title = {Bad}}", "references"),
        (b"[InternetShortcut]\r\nURL=https://a.example", "shortcut"),
        (b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain\n\nText", "email"),
        (b"From: <Saved>\nSnapshot-Content-Location: https://a.example\nMIME-Version: 1.0\n\n", "mhtml"),
        (b"From a@b Thu May\nFrom: a@b\nReceived: x\n\nText\n\nFrom c@d Fri May\nFrom: c@d\n\nText", "mbox"),
        (b"TY ist kein Feld.", None),
        (b"@kolb: hallo", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "word"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html>", "html"),
        (b"<?xml version='1.0'?>\n<html xmlns='x'>", "html"),
        ("\ufeff<html>".encode("utf-16-le"), "html"),
        (b"WARC/1.0\r\n", "warc"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"Ein Text mit <html> darin", None),
        (b"<p>Ein Absatz", None),
        (b"", None),
    ],
)
def test_kinds_are_told_by_the_first_bytes(head: bytes, name: str | None) -> None:
    kind = kind_of(head)
    assert (kind.name if kind else None) == name
    assert kind is None or (kind.called and kind.hint)


# Who takes what


@pytest.fixture
def two_loaders(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two loaders of strangers: one by suffix, one by content; and a distribution whose declaration cannot be imported."""
    by_suffix = Takes(suffixes=(".foo",))
    by_content = Takes(suffixes=(".bar",), recognises=lambda sample: 0.9 if sample.head.startswith(b"BAR") else 0.0)
    points = [
        EntryPoint("foo", "x:FOO", loaders.GROUP),
        EntryPoint("bar", "x:BAR", loaders.GROUP),
        EntryPoint("torn", "nowhere:X", loaders.GROUP),
    ]
    known = {"foo": by_suffix, "bar": by_content}
    monkeypatch.setattr(loaders, "entry_points", lambda group: points if group == loaders.GROUP else [])
    monkeypatch.setattr(EntryPoint, "load", lambda point: known[point.name])
    loaders.declared.cache_clear()
    yield
    loaders.declared.cache_clear()


@pytest.mark.usefixtures("two_loaders")
def test_loaders_declare_what_they_take(tmp_path: Path) -> None:
    assert loader_of(Sample(name="a.FOO.gz")) == "foo"
    assert loader_of(Sample(name="a.foo", head=b"BAR")) == "bar"
    assert loader_of(Sample(name="a.txt")) == ""
    assert loader_of(Sample(name="a.foo", head=b"BAR"), {"foo"}) == "foo"
    assert better_loader(Sample(name="a.foo", head=b"BAR"), "foo") == "bar"
    assert better_loader(Sample(name="a.bar"), "foo") == ""
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"BAR" * 10))
    assert loader_of(sample_of(tmp_path / "a.gz")) == "bar"
    assert sample_of(tmp_path / "none").head == b""


@pytest.mark.usefixtures("two_loaders")
def test_what_is_passed_over_is_named_once() -> None:
    passed = PassedOver("foo")
    assert passed.warning == ""
    for name in ["a.bar", "b.qux", "c.png", "style.css", *(f"{number}.bar" for number in range(10))]:
        passed.note(name)
    assert "12 files" in passed.warning
    assert "a.bar" in passed.warning
    assert "`use: bar` reads .bar" in passed.warning
    assert "no installed loader reads .qux" in passed.warning
    quiet = PassedOver("foo", ("bar",))
    quiet.note("a.bar")
    assert quiet.warning == ""
