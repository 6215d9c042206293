"""RTF, DOCX, ODT, PDF and EPUB: their text, what they say of themselves, and what becomes of bad ones."""

import io
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_office_files import OfficeFiles, convert
from presseschau_office_files.markup import text_of_markup

from presseschau import Document, DocumentError, Source
from presseschau.cli.targets import read_target
from presseschau.inputs import loader_of, sample_of

TEXT = ("Brücke gesperrt", "„Wir müssen prüfen“, sagte Rita Kolb.", "Die Brücke bleibt bis Herbst zu – mindestens.")
LIMIT = 10_000_000


def docx_file() -> bytes:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = "Brücke gesperrt"
    document.core_properties.author = "Rita Kolb"
    document.add_heading(TEXT[0])
    document.add_paragraph(TEXT[1])
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Länge", "12 m"
    document.add_paragraph(TEXT[2])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rtf_file() -> bytes:
    body = "\\par\n\\par\n".join(TEXT)
    escaped = "".join(sign if sign.isascii() else f"\\'{sign.encode('cp1252').hex()}" for sign in body)
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}}}\\f0 {escaped}}}".encode("ascii")


def zipped(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def odt_file() -> bytes:
    ns = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = f"<text:h>{TEXT[0]}</text:h><text:p>„Wir <text:span>müssen</text:span><text:s/>prüfen“, sagte Rita Kolb.</text:p><text:p>{TEXT[2]}</text:p>"
    content = (
        f"<office:document-content {ns}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def epub_file() -> bytes:
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Brücke gesperrt</dc:title>'
        "<dc:creator>Rita Kolb</dc:creator><dc:date>2021-05-20</dc:date></metadata><manifest><item id='b' href='b.xhtml'/><item id='a' href='a.xhtml'/>"
        "</manifest><spine><itemref idref='a'/><itemref idref='b'/></spine></package>"
    )
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body>{}</body></html>"
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/a.opf": package,
            "OEBPS/b.xhtml": page.format(f"<p>{TEXT[2]}</p>"),
            "OEBPS/a.xhtml": page.format(f"<h1>{TEXT[0]}</h1><p>{TEXT[1]}</p>"),
        }
    )


def pdf_file(lines: tuple[str, ...] = TEXT) -> bytes:
    """Return a PDF by hand: one page, one font, a line of text after the other."""
    pytest.importorskip("pypdf")
    shown = b" ".join(
        b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj 0 -24 Td" for line in lines
    )
    stream = b"BT /F 12 Tf 72 720 Td " + shown + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


FILES = {"docx": docx_file, "rtf": rtf_file, "odt": odt_file, "epub": epub_file, "pdf": pdf_file}


def load(*paths: Path, **options: object) -> list[Source]:
    return list(OfficeFiles(paths=paths, **options).load())  # type: ignore[arg-type]


def refused(source: Source) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        source.read()
    assert caught.value.document == source.id
    assert caught.value.hint
    return caught.value


def claims(document: Document) -> dict[str, str]:
    return {claim.name: claim.value for claim in document.claims}


@pytest.mark.parametrize("kind", FILES)
def test_the_text_of_each_kind_stands_in_its_order(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("striprtf")
    path = tmp_path / f"a.{kind}"
    path.write_bytes(FILES[kind]())
    [source] = load(path)
    document = source.read()
    lines = [line for line in document.source_text.split("\n") if line.strip()]
    assert [line for line in lines if not line.startswith("Länge")] == list(TEXT)
    assert document.origin.media_type != "text/plain"
    assert [step.use for step in read_target([str(path)]).load] == ["office-files"]


def test_what_files_say_of_themselves_becomes_claims(tmp_path: Path) -> None:
    for kind in ("docx", "epub"):
        (tmp_path / f"a.{kind}").write_bytes(FILES[kind]())
    by_id = {source.id: claims(source.read()) for source in load(tmp_path)}
    assert by_id["a.docx"] == {"title": "Brücke gesperrt", "author": "Rita Kolb"}
    assert by_id["a.epub"] == {"title": "Brücke gesperrt", "author": "Rita Kolb", "date": "2021-05-20"}


def test_a_directory_gives_files_of_these_kinds_and_names_the_others(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name, content in {"a.rtf": rtf_file(), "b/c.rtf": rtf_file(), "d.txt": b"Text", "e.png": b"\x89PNG\r\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert [source.id for source in load(tmp_path)] == ["a.rtf", "b/c.rtf"]
    assert "d.txt" in caplog.text
    assert "e.png" not in caplog.text


@pytest.mark.parametrize("kind", FILES)
@given(data=st.data())
def test_damage_costs_the_document_and_nothing_else(data: st.DataObject, kind: str) -> None:
    whole = FILES[kind]()
    at = data.draw(st.integers(8, len(whole) - 1))
    broken = (
        whole[:at]
        + data.draw(st.sampled_from([b"", b"\0\0", b"\xff\xfe{{{\\u99999"]))
        + (whole[at + 2 :] if data.draw(st.booleans()) else b"")
    )
    try:
        convert(broken, kind, LIMIT)
    except DocumentError as error:
        hint = error.hint
        assert hint


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    for name, content, says in [
        ("a.docx", b"Nur ein Text.", "not a file of a kind"),
        ("b.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "before 2007"),
        ("c.rtf", b"<!DOCTYPE html><html><body>x</body></html>", "web page"),
    ]:
        (tmp_path / name).write_bytes(content)
        [source] = load(tmp_path / name)
        assert says in refused(source).message


def test_a_pdf_of_images_alone_says_that_it_must_be_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_file(("",)))
    [source] = load(tmp_path)
    assert "OCR" in refused(source).hint


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    content = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a>" + " " * 30_000_000 + "</a>"})
    (tmp_path / "a.odt").write_bytes(content)
    [source] = load(tmp_path)
    assert "unpack" in refused(source).message


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("GEHEIM")
    content = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a xmlns:text="t"><text:p>Text &x; Ende</text:p></a>'
    text = convert(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}), "odt", LIMIT).text
    assert "GEHEIM" not in text


@pytest.mark.parametrize(("kind", "library"), [("docx", "docx"), ("rtf", "striprtf.striprtf"), ("pdf", "pypdf")])
def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch, kind: str, library: str) -> None:
    data = FILES[kind]()
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(DocumentError, match="needs the library") as caught:
        convert(data, kind, LIMIT)
    assert f"presseschau-office-files[{kind}]" in caught.value.hint


def test_markup_gives_blocks_lines_and_cells() -> None:
    page = (
        "<p>Eins<br>zwei <b>drei</b></p><script>x()</script><ul><li>vier</li></ul><table><tr><td>a</td><td>b</td></tr></table>"
    )
    assert text_of_markup(page) == "Eins\nzwei drei\n\nvier\n\na b"


# E-mails and XML


def mail(charset: str, encoding: str, *, html: bool = False) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "Presse <a@b.example>", TEXT[0], "Tue, 12 Mar 2019 07:30:00 +0100"
    body = "\n\n".join(TEXT[1:]) + "\n"
    if html:
        page = "<html><body>" + "".join(f"<p>{one}</p>" for one in TEXT[1:]) + "</body></html>"
        message.set_content(page, subtype="html", charset=charset, cte=encoding)
    else:
        message.set_content(body, charset=charset, cte=encoding)
        message.add_alternative("<p>Dieselbe Nachricht als Seite</p>", subtype="html")
    return bytes(message)


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "8bit"), ("utf-8", "base64"), ("cp1252", "quoted-printable")])
@pytest.mark.parametrize("html", [False, True])
def test_an_e_mail_is_its_text_with_subject_day_and_sender(tmp_path: Path, charset: str, encoding: str, html: bool) -> None:  # noqa: FBT001 - a parameter
    path = tmp_path / "a.eml"
    path.write_bytes(mail(charset, encoding, html=html))
    [source] = OfficeFiles(paths=[path]).load()
    document = source.read()
    assert document.text.strip().split("\n\n") == list(TEXT[1:])
    said = {claim.name: claim.value for claim in document.claims}
    assert said == {"title": TEXT[0], "date": "2019-03-12", "sender": "Presse <a@b.example>"}
    assert loader_of(sample_of(path)) == "office-files"


NEWS = {
    "tei": '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{0}</title><author>Rita Kolb</author></titleStmt>'
    '<publicationStmt><date when="2019-03-12">12. März</date></publicationStmt></fileDesc></teiHeader><text><body><div><p>{1}</p>'
    "<p>{2}<note>Randnotiz</note></p></div></body></text></TEI>",
    "nitf": '<nitf><head><docdata><date.issue norm="20190312T073000+0100"/></docdata></head><body><body.head><hedline><hl1>{0}</hl1></hedline>'
    "<byline>Von Rita Kolb</byline></body.head><body.content><p>{1}</p><p>{2}</p></body.content></body></nitf>",
    "newsml": '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><versionCreated>2019-03-12T07:30:00+01:00</versionCreated></itemMeta>'
    "<contentMeta><headline>{0}</headline><by>Rita Kolb</by></contentMeta><contentSet><inlineXML>"
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{1}</p><p>{2}</p></body></html></inlineXML></contentSet></newsItem>',
}


@pytest.mark.parametrize("form", NEWS)
@pytest.mark.parametrize(
    "before", ["", '<?xml version="1.0" encoding="UTF-8"?>\n', '<?xml version="1.0"?>\n<!-- Rat -->\n<?x y?>\n']
)
def test_news_as_xml_is_its_article(tmp_path: Path, form: str, before: str) -> None:
    pytest.importorskip("lxml")
    path = tmp_path / "a.xml"
    path.write_text(before + NEWS[form].format(*TEXT))
    if not before:
        path = path.rename(tmp_path / "b.xml")
        path.write_text('<?xml version="1.0"?>' + NEWS[form].format(*TEXT))
    [source] = OfficeFiles(paths=[path]).load()
    document = source.read()
    assert [part for part in document.text.split("\n\n") if part != TEXT[0]] == list(TEXT[1:])
    said = {claim.name: claim.value for claim in document.claims}
    assert (said["title"], said["author"], said["date"]) == (TEXT[0], "Rita Kolb", "2019-03-12")
    assert loader_of(sample_of(path)) == "office-files"


def test_chapters_of_a_book_are_found_by_their_escaped_names() -> None:
    pytest.importorskip("lxml")
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="../Text/Kapitel%20eins.xhtml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>'
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{TEXT[1]}</p></body></html>"
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/a.opf": package,
        "Text/Kapitel eins.xhtml": page,
    }
    assert convert(zipped(members), "epub", LIMIT).text == TEXT[1]
    del members["Text/Kapitel eins.xhtml"]
    with pytest.raises(DocumentError, match="Kapitel eins"):
        convert(zipped(members), "epub", LIMIT)


def test_the_cells_of_a_row_stand_in_one_line() -> None:
    pytest.importorskip("lxml")
    ns = "".join(f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "text", "table"))
    cells = "".join(f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in ("Länge", "12 m"))
    content = (
        f"<office:document-content{ns}><office:body><office:text><text:p>{TEXT[1]}</text:p><table:table><table:table-row>{cells}"
        "</table:table-row></table:table></office:text></office:body></office:document-content>"
    )
    found = convert(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}), "odt", LIMIT)
    assert found.text == f"{TEXT[1]}\n\nLänge \t12 m"
