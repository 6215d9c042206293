"""What a page or an archive may not do: each is refused by name, as a dead letter of that page alone."""

import gzip
import io
import pickle
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from presseschau_web_pages import Context, Limits, PageError, WebPages, read_page

Save = Callable[[str, str | bytes], Path]
BODY = b"<html><body>"


def refused(data: bytes, **limits: float) -> PageError:
    with pytest.raises(PageError) as caught:
        read_page(data, context=Context(), limits=Limits(**limits))  # type: ignore[arg-type]
    assert caught.value.hint
    return caught.value


def dead_letters(*paths: Path, **options: object) -> dict[str, str]:
    letters = {}
    for source in WebPages(paths=paths, **options).load():  # type: ignore[arg-type]
        try:
            source.read()
        except PageError as error:
            assert error.document == source.id  # noqa: PT017 - most sources raise nothing
            letters[source.id] = error.reason
    return letters


@pytest.mark.timing
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BODY + b"<p>Hallo Welt.</p>" * 100_000, "too-many-elements"),
        (BODY + b"<div>" * 5_000 + b"Hallo", "too-deep"),
        (BODY + b"<div>" * 220 + b"Hallo", "too-deep"),
        (BODY + b"<b>" * 230 + b"Hallo", "too-deep"),
        (BODY + b"<p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">Hallo</p>", "too-many-attributes"),
        (b"<p>" + b"wort " * 3_000_000, "too-large"),
        (b"<" * 400_000, "too-many-elements"),
    ],
)
def test_a_hostile_page_is_refused_at_once(data: bytes, reason: str) -> None:
    start = time.process_time()
    assert refused(data).reason == reason
    assert time.process_time() - start < 2


@pytest.mark.timing
@pytest.mark.parametrize(
    "data",
    [
        BODY + b"<article>" + b"<p>Hallo Welt, das ist ein Text.</p>" * 20_000,
        BODY + b'"' * 5_000_000,
        BODY + b"a<br>" * 20_000,
        BODY + b'<script type="application/ld+json">' + b'{"a":' * 100_000 + b"</script><p>Hallo",
        BODY
        + b'<script type="application/ld+json">['
        + b'{"@type":"NewsArticle","headline":"x"},' * 40_000
        + b"1]</script><p>x",
        b"<head>" + b'<meta property="og:title" content="Titel">' * 20_000 + b"</head><p>Hallo",
    ],
    ids=["paragraphs", "marks", "breaks", "deep JSON", "much JSON", "metas"],
)
def test_what_is_within_the_limits_takes_linear_time(data: bytes) -> None:
    start = time.process_time()
    try:
        read_page(data, context=Context(), limits=Limits())
    except PageError as error:
        assert error.reason in {"no-text", "empty"}  # noqa: PT017 - not all raise
    assert time.process_time() - start < 10


def test_the_number_of_bytes_is_limited() -> None:
    assert refused(b"<p>" + b"a" * 2_000, bytes=1_000).reason == "too-large"


def test_the_time_is_limited(page: Callable[..., str]) -> None:
    assert refused(page().encode(), seconds=1e-9).reason == "too-slow"


def test_a_packed_page_is_not_unpacked_beyond_the_limit(saved: Save) -> None:
    path = saved("bombe.html.gz", gzip.compress(b"<p>" + b"a" * 20_000_000))
    assert dead_letters(path, max_page_bytes=100_000) == {"bombe.html.gz": "too-large"}


def test_a_packed_file_that_is_cut_off_is_named(saved: Save) -> None:
    path = saved("rest.html.gz", gzip.compress(b"<p>Hallo Welt" * 1000)[:-20])
    assert dead_letters(path) == {"rest.html.gz": "unreadable"}


def test_a_zip_bomb_is_refused(saved: Save, page: Callable[..., str]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bombe.html", b"<p>" + b"\0" * 30_000_000)
        archive.writestr("gut.html", page())
    assert dead_letters(saved("a.zip", buffer.getvalue())) == {"a.zip/bombe.html": "archive-bomb"}


def test_a_zip_bomb_of_members_that_share_their_data_is_refused(saved: Save) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.html", "<p>Hallo")
        twin = zipfile.ZipInfo("b.html")
        first = archive.infolist()[0]
        for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type", "flag_bits"):
            setattr(twin, name, getattr(first, name))
        archive.filelist.append(twin)
    assert dead_letters(saved("a.zip", buffer.getvalue()))["a.zip/b.html"] == "archive-bomb"


def test_the_members_and_bytes_of_an_archive_are_limited(saved: Save) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.html", "<p>Hallo")
    path = saved("a.zip", buffer.getvalue())
    assert dead_letters(path, max_archive_members=10) == {"a.zip": "archive-bomb"}
    assert dead_letters(path, max_archive_bytes=100) == {"a.zip": "archive-bomb"}


def test_a_tar_bomb_is_refused(saved: Save) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for number in range(3):
            data = b"<p>" + b"\0" * 8_000_000
            member = tarfile.TarInfo(f"{number}.html")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    assert "archive-bomb" in dead_letters(saved("a.tar.gz", buffer.getvalue())).values()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("damage", ["cut off in a header", "cut off in a page", "garbled header", "none"])
def test_a_damaged_tar_archive_gives_what_stands_before_and_names_the_damage(saved: Save, damage: str, *, packed: bool) -> None:
    """Python's tarfile takes the first header that it cannot read for the end of the archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for number in range(3):
            member = tarfile.TarInfo(f"{number}.html")
            member.size = 600
            archive.addfile(member, io.BytesIO(b"<p>Der Rat tagte." + b" " * 583))
    data = buffer.getvalue()
    second = 512 + 1024
    match damage:
        case "cut off in a header":
            data = data[: second + 100]
        case "cut off in a page":
            data = data[: second + 700]
        case "garbled header":
            data = data[:second] + b"?" * 512 + data[second + 512 :]
    name = "a.tar.gz" if packed else "a.tar"
    letters = dead_letters(saved(name, gzip.compress(data) if packed else data))
    assert letters == ({} if damage == "none" else {name: "broken-archive"})


@pytest.mark.parametrize("name", ["../weg.html", "/etc/weg.html", "a/../../weg.html", "..\\weg.html", "C:\\weg.html"])
def test_a_member_that_points_outside_is_refused(saved: Save, name: str) -> None:
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr(name, "<p>Hallo")
    with tarfile.open(fileobj=tarred, mode="w") as tar:
        member = tarfile.TarInfo(name)
        member.size = 8
        tar.addfile(member, io.BytesIO(b"<p>Hallo"))
    assert set(dead_letters(saved("a.zip", zipped.getvalue())).values()) == {"unsafe-path"}
    assert set(dead_letters(saved("a.tar", tarred.getvalue())).values()) == {"unsafe-path"}


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_a_link_or_device_in_a_tar_archive_is_refused(saved: Save, kind: bytes) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo("link.html")
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    assert dead_letters(saved("a.tar", buffer.getvalue())) == {"a.tar/link.html": "link"}


def test_a_link_in_a_zip_archive_is_refused(saved: Save) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.html")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert dead_letters(saved("a.zip", buffer.getvalue())) == {"a.zip/link.html": "link"}


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tar.zst", "a.warc", "a.warc.gz", "a.tgz"])
def test_what_only_claims_to_be_an_archive_is_a_dead_letter(saved: Save, name: str) -> None:
    letters = dead_letters(saved(name, b"das ist kein Archiv, nur ein Text " * 50))
    assert set(letters.values()) <= {"broken-archive"}
    assert letters


def test_an_archive_in_an_archive_is_named(saved: Save) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("innen.zip", b"PK\x05\x06" + b"\0" * 18)
    assert dead_letters(saved("a.zip", buffer.getvalue())) == {"a.zip/innen.zip": "nested-archive"}


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_a_feed_that_declares_entities_is_refused(saved: Save, declaration: str) -> None:
    feed = f'<?xml version="1.0"?>{declaration}<rss><channel><item><title>&b;</title></item></channel></rss>'
    assert dead_letters(saved("f.xml", feed)) == {"f.xml": "xml-entities"}
    assert dead_letters(saved("g.xml", feed.encode("utf-16"))) == {"g.xml": "xml-entities"}


def test_a_page_that_declares_entities_reads_no_file(page: Callable[..., str], tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("GEHEIM")
    declared = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'
    text = read_page((declared + page(number="&x;")).encode(), context=Context(), limits=Limits()).text
    assert "GEHEIM" not in text


def test_an_error_survives_pickling() -> None:
    error = PageError("too-deep", "elements are nested deeper than 200", hint="h", document="d")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (str(again), again.reason, again.document) == (str(error), "too-deep", "d")
