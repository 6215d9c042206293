"""Where pages come from: files, directories, globs, archives, WARC, JSONL, feeds, sitemaps."""

import bz2
import gzip
import hashlib
import io
import json
import pickle
import quopri
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import zstandard
from presseschau_web_pages import PageError, WebPages

from presseschau import ConfigError, Document, DocumentError

Save = Callable[[str, str | bytes], Path]
Page = Callable[..., str]
Records = Callable[[Iterable[tuple[str, bytes]]], list[bytes]]


def load(*paths: Path, **options: object) -> dict[str, Document]:
    """Load all documents, each source through a pickle, as a worker would."""
    sources = list(WebPages(paths=paths, **options).load())  # type: ignore[arg-type]
    documents = {}
    for source in sources:
        document = pickle.loads(pickle.dumps(source)).read()  # noqa: S301 - our own
        assert document.id == source.id
        documents[source.id] = document
    assert len(documents) == len(sources)
    return documents


def zipped(pages: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pages.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(pages: dict[str, str], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in pages.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return buffer.getvalue()


def test_files_directories_and_globs(saved: Save, page: Page, tmp_path: Path) -> None:
    first = saved("a/eins.html", page(number="1"))
    saved("a/b/zwei.htm", page(number="2"))
    saved("a/index.html?seite=3", page(number="3"))
    saved("a/ohne-endung", page(number="4"))
    saved("a/bild.png", b"\x89PNG")
    saved("a/stil.css", "p {}")
    ids = ["b/zwei.htm", "eins.html", "index.html?seite=3", "ohne-endung"]
    assert sorted(load(tmp_path / "a")) == ids
    assert sorted(load(tmp_path / "a", first)) == ids, "what two paths name is one document"
    assert list(load(tmp_path / "a" / "*.html")) == ["eins.html"]
    assert next(iter(load(tmp_path / "a", root=tmp_path))).startswith("a/")
    assert list(load(first)) == ["eins.html"]


def test_reports_of_earlier_runs_and_hidden_files_are_passed_over(saved: Save, page: Page, tmp_path: Path) -> None:
    saved("a/eins.html", page())
    saved("a/lauf/presseschau-run.json", "{}")
    saved("a/lauf/report.html", page())
    saved("a/.versteckt/x.html", page())
    saved("a/.y.html", page())
    assert list(load(tmp_path / "a")) == ["eins.html"]
    assert list(load(tmp_path / "a" / "**" / "[er]*.html")) == ["eins.html"]


@pytest.mark.parametrize("missing", ["nichts.html", "leer", "*.html"])
def test_a_path_without_files_is_a_config_error(tmp_path: Path, missing: str) -> None:
    (tmp_path / "leer").mkdir()
    with pytest.raises(ConfigError):
        load(tmp_path / missing)


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".zst", zstandard.ZstdCompressor().compress)],
)
def test_packed_files(saved: Save, page: Page, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    [document] = load(saved(f"seite.html{suffix}", pack(page().encode()))).values()
    assert "Ziegelei" in document.text


def test_archives(saved: Save, page: Page) -> None:
    pages = {"eins.html": page(number="1"), "b/zwei.html": page(number="2"), "bild.png": "x"}
    saved("a.zip", zipped(pages))
    saved("a.tar", tarred(pages))
    saved("a.tar.gz", tarred(pages, "w:gz"))
    saved("a.tgz", tarred(pages, "w:gz"))
    saved("a.tar.xz", tarred(pages, "w:xz"))
    path = saved("a.tar.zst", zstandard.ZstdCompressor().compress(tarred(pages)))
    documents = load(path.parent)
    names = ["a.tar", "a.tar.gz", "a.tar.xz", "a.tar.zst", "a.tgz", "a.zip"]
    assert sorted(documents) == sorted(f"{name}/{member}" for name in names for member in ("eins.html", "b/zwei.html"))
    assert len({document.text for document in documents.values()}) == 2


def test_warc_files_in_every_packing(saved: Save, page: Page, warc_records: Records) -> None:
    records = warc_records(
        (f"https://feldbote.example/{n}.html", page(number=str(n), title=f"Titel {n}").encode()) for n in range(4)
    )
    compressor = zstandard.ZstdCompressor()
    packed = {
        "a.warc": b"".join(records),
        "b.warc.gz": b"".join(map(gzip.compress, records)),
        "c.warc.gz": gzip.compress(b"".join(records)),
        "d.warc.zst": b"".join(map(compressor.compress, records)),
    }
    for name, content in packed.items():
        documents = load(saved(name, content))
        assert list(documents) == [f"{name}/https://feldbote.example/{n}.html" for n in range(4)]
        texts = [document.text for document in documents.values()]
        assert [text.rstrip()[-1] for text in texts] == ["0", "1", "2", "3"], name
        assert documents[f"{name}/https://feldbote.example/2.html"].origin.location == "https://feldbote.example/2.html"


def test_a_warc_record_that_is_no_page_is_passed_over(saved: Save, page: Page, warc_records: Records) -> None:
    page_record, picture, missing = warc_records([("https://a.example/1", page().encode())] * 3)
    picture = picture.replace(b"text/html; charset=utf-8", b"image/png; charset=utf-8")
    missing = missing.replace(b"200 OK", b"404 No")
    assert len(load(saved("a.warc", picture + missing + page_record))) == 1


def test_a_warc_file_that_breaks_off_gives_what_was_whole(saved: Save, page: Page, warc_records: Records) -> None:
    records = warc_records((f"https://a.example/{n}", page(title=f"Titel {n}").encode()) for n in range(3))
    content = b"".join(map(gzip.compress, records))
    documents, letters = 0, []
    for source in WebPages(paths=[saved("a.warc.gz", content[:-400])]).load():
        try:
            source.read()
            documents += 1
        except PageError as error:
            letters.append(error.reason)
    assert documents >= 2
    assert documents + len(letters) >= 3


def test_jsonl_rows(saved: Save, page: Page) -> None:
    rows = [
        {"id": "eins", "url": "https://feldbote.example/a/1", "html": page(number="1"), "crawl_date": "2024-05-21T08:00:00"},
        {"url": "https://feldbote.example/a/2", "raw_html": page(number="2", title="Anderer Titel hier")},
        {"html": page(number="3")},
    ]
    content = "\n\n".join(json.dumps(row) for row in rows)
    for path in (saved("z.jsonl", content), saved("z.ndjson.gz", gzip.compress(content.encode()))):
        documents = load(path)
        names = [f"{path.name}#eins", f"{path.name}#https://feldbote.example/a/2", f"{path.name}#5"]
        assert list(documents) == names
        assert documents[names[0]].origin.addresses == ("https://feldbote.example/a/1",)


def test_a_row_that_is_broken_is_a_dead_letter_of_its_own(saved: Save, page: Page) -> None:
    content = "\n".join(
        ['{"html": ', '["x"]', '{"url": "https://a.example"}', json.dumps({"html": page()}), '{"html": "\\ud800"}']
    )
    reasons = []
    for source in WebPages(paths=[saved("z.jsonl", content)]).load():
        try:
            source.read()
            reasons.append("")
        except PageError as error:
            reasons.append(error.reason)
    assert reasons == ["broken-row", "broken-row", "no-html", "", "lone-surrogates"]


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Feldbote</title><link>https://feldbote.example/</link>
<item><title>Brücke gesperrt</title><link>https://feldbote.example/bruecke</link><pubDate>Mon, 20 May 2024 08:00:00 +0200</pubDate>
<dc:creator>Rita Kolb</dc:creator><description>Kurz.</description>
<content:encoded><![CDATA[<p>Die Brücke über die Felde ist seit Montag gesperrt, weil ein Pfeiler Risse hat.</p><p>Bis zum Herbst
soll sie wieder frei sein, sagte die Bauleiterin.</p>]]></content:encoded></item>
<item><title>Schule saniert</title><link>https://feldbote.example/schule</link><description>Die Schule ist fertig, sagt der Rat.</description>
</item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Feldbote</title><entry><title>Markt verlegt</title>
<id>tag:feldbote.example,2024:markt</id><link rel="self" href="https://feldbote.example/feed"/><link href="https://feldbote.example/markt"/>
<published>2024-05-19T10:00:00Z</published><author><name>Udo Ranft</name></author><content type="xhtml"><div
xmlns="http://www.w3.org/1999/xhtml"><p>Der Markt findet bis August auf dem Kirchplatz statt.</p></div></content></entry></feed>"""


def test_feeds(saved: Save) -> None:
    documents = load(saved("feed.rss", RSS), saved("feed.atom", ATOM))
    bridge, school, market = documents.values()
    assert bridge.text.startswith("Die Brücke über die Felde")
    assert [bridge.claimed(name).value for name in ("title", "date", "author")] == [
        "Brücke gesperrt",
        "2024-05-20",
        "Rita Kolb",
    ]  # type: ignore[union-attr]
    assert bridge.origin.addresses == ("https://feldbote.example/bruecke",)
    assert school.claimed("page-kind").value == "summary"  # type: ignore[union-attr]
    assert market.text == "Der Markt findet bis August auf dem Kirchplatz statt."
    assert market.claimed("author").value == "Udo Ranft"  # type: ignore[union-attr]


def test_a_feed_and_a_sitemap_speak_of_the_pages_that_are_there(saved: Save, page: Page) -> None:
    canonical = '<link rel="canonical" href="https://feldbote.example/bruecke">'
    saved("seite.html", page(head=canonical, title="Brücke gesperrt"))
    saved("feed.rss", RSS)
    path = saved(
        "sitemap.xml",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://www.feldbote.example/bruecke/</loc>'
        "<lastmod>2024-05</lastmod></url><url><loc>https://feldbote.example/andere</loc><lastmod>2024-05-02</lastmod></url></urlset>",
    )
    documents = load(path.parent)
    assert len(documents) == 2, "the page with its feed entry, and the entry that has no page"
    document = documents["seite.html"]
    origins = {(claim.name, claim.value, claim.origin) for claim in document.claims}
    assert {("date", "2024-05-20", "feed"), ("modified", "2024-05", "sitemap"), ("author", "Rita Kolb", "feed")} <= origins


def test_the_same_story_on_several_addresses_is_one_document(saved: Save, page: Page, warc_records: Records) -> None:
    head = '<link rel="canonical" href="https://feldbote.example/ziegelei.html">'
    addresses = ["https://amp.feldbote.example/ziegelei.amp.html", "https://feldbote.example/ziegelei.html?print=1",
                 "https://feldbote.example/ziegelei.html", "https://feldbote.example/ziegelei.html?utm_source=brief"]  # fmt: skip
    path = saved("a.warc", b"".join(warc_records((address, page(head=head).encode()) for address in addresses)))
    [document] = load(path).values()
    assert document.origin.location == "https://feldbote.example/ziegelei.html", "the page at the canonical address speaks"
    assert set(document.origin.addresses) == set(addresses)
    assert len(load(path, merge_addresses=False)) == 4


def test_pages_that_all_name_one_canonical_address_stay_apart(saved: Save, page: Page) -> None:
    head = '<link rel="canonical" href="https://feldbote.example/artikel.php">'
    saved("1.html", page(head=head, title="Ziegelei wird Kulturhaus"))
    path = saved("2.html", page(head=head, title="Brücke bleibt gesperrt"))
    assert len(load(path.parent)) == 2


def test_a_home_page_as_canonical_address_merges_nothing(saved: Save, page: Page) -> None:
    head = '<link rel="canonical" href="https://feldbote.example/">'
    saved("1.html", page(head=head))
    path = saved("2.html", page(head=head, number="2"))
    assert len(load(path.parent)) == 2


def test_two_captures_of_one_address_have_ids_of_their_own(saved: Save, page: Page, warc_records: Records) -> None:
    records = warc_records([("https://a.example/x", page().encode())] * 2)
    ids = list(load(saved("a.warc", b"".join(records)), merge_addresses=False))
    assert ids == ["a.warc/https://a.example/x", "a.warc/https://a.example/x@2"]


def test_the_fingerprint_follows_the_bytes(saved: Save, page: Page) -> None:
    path = saved("a.html", page())
    [first] = WebPages(paths=[path]).load()
    [again] = WebPages(paths=[path]).load()
    saved("a.html", page(number="x"))
    [changed] = WebPages(paths=[path]).load()
    assert first.fingerprint == again.fingerprint != changed.fingerprint
    with pytest.raises(PageError, match="changed"):
        first.read()


def test_pages_are_kept_on_request(saved: Save, page: Page) -> None:
    content = page()
    path = saved("a.html", content)
    [document] = load(path, keep_html=True).values()
    assert document.origin.page == content.encode()
    assert hashlib.sha256(document.origin.page).hexdigest() == document.origin.digest
    [without] = load(path).values()
    assert without.origin.page is None


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK", b"HTTP/2 200", b"HTTP/1.0 200"])
@pytest.mark.parametrize("declared", [b"Content-Type: text/html", b"Server: x"])
def test_a_response_is_read_whatever_ends_its_header_lines_and_with_no_type(
    saved: Save, page: Page, warc_records: Records, end: bytes, head: bytes, declared: bytes
) -> None:
    body = page().encode()
    [record] = warc_records([("https://a.example/1", body)])
    message = head + end + declared + end + b"X-A: 1" + end + b" 2" + end + end + body
    old = record[record.index(b"HTTP/1.1") : -4]
    record = record.replace(str(len(old)).encode(), str(len(message)).encode(), 1).replace(old, message)
    assert list(load(saved("a.warc", record))) == ["a.warc/https://a.example/1"]


def test_a_warc_file_is_known_by_its_first_bytes(saved: Save, page: Page, warc_records: Records) -> None:
    records = b"".join(warc_records([("https://a.example/1", page().encode())]))
    assert list(load(saved("heap", records))) == ["heap/https://a.example/1"]
    assert list(load(saved("heap.gz", gzip.compress(records)))) == ["heap.gz/https://a.example/1"]
    [source] = WebPages(paths=[saved("a.warc.bz2", bz2.compress(records))]).load()
    with pytest.raises(DocumentError, match="bzip2"):
        source.read()


def test_a_warc_file_without_pages_says_so(saved: Save, warc_records: Records) -> None:
    [record] = warc_records([("https://a.example/1", b"Text")])
    for old, new in ((b"WARC-Type: response", b"WARC-Type: conversion"), (b"text/html", b"image/gif"), (b"200 OK", b"404 No")):
        [source] = WebPages(paths=[saved("a.warc", record.replace(old, new))]).load()
        with pytest.raises(DocumentError, match="no response with a web page"):
            source.read()


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "seite"])
def test_a_page_saved_with_its_parts(saved: Save, page: Page, charset: str, name: str) -> None:
    html = page(head="").replace('<meta charset="utf-8">', "").encode(charset, "xmlcharrefreplace")
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://feldbote.example/1\r\nSubject: Ziegelei\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="xx"\r\n\r\n--xx\r\n'
        b"Content-Type: text/html; charset=" + charset.encode() + b"\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://feldbote.example/1\r\n\r\n"
    )
    picture = b"\r\n--xx\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--xx--\r\n"
    [document] = load(saved(name, head + quopri.encodestring(html) + picture)).values()
    assert "Bürgermeisterin Karla Lindner" in document.text
    assert document.origin.location == "https://feldbote.example/1"


def test_what_is_no_page_in_an_archive_is_named(saved: Save, page: Page, caplog: pytest.LogCaptureFixture) -> None:
    members = {"a.html": page(), "b.txt": "Text", "c.docx": "x", "d.png": "x"}
    for name, content in {"a.zip": zipped(members), "a.tar": tarred(members)}.items():
        caplog.clear()
        assert list(load(saved(name, content))) == [f"{name}/a.html"]
        assert f"{name}/b.txt" in caplog.text
        assert "c.docx" in caplog.text
        assert "d.png" not in caplog.text
