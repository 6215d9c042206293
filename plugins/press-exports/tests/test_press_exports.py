"""Collections of press databases: one document per article, with what the database says of it; all written for the tests."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_press_exports import PressExports
from presseschau_press_exports.articles import authors_of, date_of
from presseschau_press_exports.collections import articles_of
from presseschau_text_files import TextFiles

from presseschau import Document, DocumentError, Source
from presseschau.cli.targets import read_target
from presseschau.inputs import loader_of, sample_of
from presseschau.testing import assert_linear

POOL = (
    "Rat streitet über Schwimmbad",
    "Feldbote",
    "Rita Kolb",
    "Der Rat streitet. Das Bad ist alt.",
    "Am Freitag wurde abgestimmt.",
)
FIRE = (
    "Kirche brennt",
    "Bergblatt",
    "Udo Ranft",
    "Die Kirche brannte gestern bis auf die Mauern nieder.",
    "Verletzt wurde niemand.",
)


def nexis(article: tuple[str, ...], day: str, number: int, of: int, *, german: bool = True) -> str:
    title, paper, author, one, two = article
    labels = (
        ("AUTOR", "RUBRIK", "LÄNGE", "Wörter", "UPDATE", "SPRACHE")
        if german
        else ("BYLINE", "SECTION", "LENGTH", "words", "LOAD-DATE", "LANGUAGE")
    )
    head = f"Dokument {number} von {of}" if german else f"{number} of {of} DOCUMENTS"
    return f"""{head:>60}


{paper:>50}

{day:>50}
{"Ausgabe Nord" if german else "Late Edition - Final":>50}

{title}

{labels[0]}: {author}

{labels[1]}: LOKALES; S. 11

{labels[2]}: 21 {labels[3]}

{one}

{two}

{labels[4]}: 12. März 2019

{labels[5]}: GERMAN; DEUTSCH

                       Copyright 2019 {paper} GmbH
                            Alle Rechte vorbehalten


"""


def nexis_uni(article: tuple[str, ...], day: str) -> str:
    title, paper, author, one, two = article
    return f"""{title}

{paper}
{day}
Regionalausgabe

Copyright 2019 {paper} GmbH Alle Rechte vorbehalten

Section: LOKALES; S. 11
Length: 21 words
Byline: Von {author}
Highlight: Ein Vorspann.

Body

{one}

{two}

Classification

Language: GERMAN
Publication-Type: Zeitung
Load-Date: March 13, 2019

End of Document

"""


def factiva(article: tuple[str, ...], day: str, number: str, *, unit: str = "Wörter") -> str:
    title, paper, author, one, two = article
    return f"""{title}

{author}
21 {unit}
{day}
{paper}
FELDB
11
Deutsch
(c) 2019, {paper} GmbH. Alle Rechte vorbehalten.

{one}

{two}

{paper} GmbH

Dokument {number}

"""


def factiva_tagged(article: tuple[str, ...], day: str, number: str) -> str:
    title, paper, author, one, two = article
    return f"""SE  LOKALES
HD  {title}
BY  Von {author}
WC  21 Wörter
PD  {day}
ET  07:30
SN  {paper}
SC  FELDB
LA  Deutsch
CY  (c) 2019 {paper}
LP
{one}

TD
{two}

CO  fbgm : {paper} GmbH
AN  Document {number}

"""


def genios(article: tuple[str, ...], day: str, number: str) -> str:
    title, paper, author, one, two = article
    return f"""{title}

Von {author}

{one}

{two}

Quelle: {paper} vom {day}, Nr. 60, S. 11
Ressort: LOKALES
ISSN: 1234-5678
Dokumentnummer: {number}
Dauerhafte Adresse des Dokuments:
https://www.wiso-net.de/document/FELD__{number}
Alle Rechte vorbehalten: (c) {paper} GmbH

"""


COLLECTIONS = {
    "nexis": nexis(POOL, "12. März 2019 Dienstag", 1, 2) + nexis(FIRE, "4. Juni 2019 Dienstag", 2, 2),
    "nexis-english": nexis(POOL, "March 12, 2019 Tuesday", 1, 2, german=False)
    + nexis(FIRE, "June 4, 2019 Tuesday 8:14 AM GMT", 2, 2, german=False),
    "nexis-uni": nexis_uni(POOL, "12. März 2019 Dienstag") + "Page 2 of 2\n\n" + nexis_uni(FIRE, "Dienstag 4. Juni 2019"),
    "factiva": factiva(POOL, "12. März 2019", "FELDB00020190312ef3c00001")
    + factiva(FIRE, "4. Juni 2019", "FELDB00020190604ef6400002"),
    "factiva-english": factiva(POOL, "12 March 2019", "FELDB00020190312ef3c00001", unit="words")
    + factiva(FIRE, "4 June 2019", "FELDB00020190604ef6400002", unit="words")
    + "Search Summary\nText\nSchwimmbad\n© 2020 Factiva, Inc. All rights reserved.\n",
    "factiva-tagged": factiva_tagged(POOL, "12. März 2019", "FELDB00020190312ef3c00001")
    + factiva_tagged(FIRE, "4. Juni 2019", "FELDB00020190604ef6400002"),
    "genios": genios(POOL, "12.03.2019", "20190312FB1") + genios(FIRE, "04.06.2019", "20190604FB2"),
}
WITHOUT_SECTION = {"factiva", "factiva-english"}


def load(path: Path, content: str | bytes, **options: object) -> list[Source]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(PressExports(paths=[path], **options).load())  # type: ignore[arg-type]


def demand(documents: list[Document], name: str) -> None:
    assert [document.id.rpartition("#")[2] for document in documents] == ["1", "2"]
    for document, article, date in zip(documents, (POOL, FIRE), ("2019-03-12", "2019-06-04"), strict=True):
        title, paper, author, one, two = article
        said = {
            claim: found.value
            for claim in ("title", "publisher", "author", "date", "section")
            if (found := document.claimed(claim))
        }
        assert (said["title"], said["publisher"], said["author"], said["date"]) == (title, paper, author, date)
        assert said.get("section") == (None if name in WITHOUT_SECTION else "LOKALES")
        lead = ["Ein Vorspann."] if name == "nexis-uni" else []
        assert document.text.split("\n\n") == [title, *lead, one, two]


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_collection_as_text_gives_a_document_per_article(tmp_path: Path, name: str, encoding: str) -> None:
    sources = load(tmp_path / "export.txt", COLLECTIONS[name].encode(encoding))
    demand([source.read() for source in sources], name)
    assert len({source.fingerprint for source in sources}) == 2


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_as_html_docx_and_rtf_gives_the_same(tmp_path: Path, name: str) -> None:
    docx = pytest.importorskip("docx")
    pytest.importorskip("striprtf")
    lines = [line.strip() for line in COLLECTIONS[name].split("\n")]
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    buffer = io.BytesIO()
    word.save(buffer)
    rtf = (
        "{\\rtf1\\ansi\\ansicpg1252 "
        + "\\par\n".join(
            "".join(letter if letter.isascii() else f"\\'{letter.encode('cp1252').hex()}" for letter in line) for line in lines
        )
        + "}"
    )
    paragraphs = "".join(
        f"<p>{'<br>'.join(block.splitlines())}</p>" for block in "\n".join(lines).split("\n\n") if block.strip()
    )
    page = f"<!DOCTYPE html><html><head><title>x</title></head><body>{paragraphs}</body></html>"
    for suffix, content in {"docx": buffer.getvalue(), "rtf": rtf.encode("ascii"), "html": page.encode()}.items():
        path = tmp_path / f"export.{suffix}"
        documents = [source.read() for source in load(path, content)]
        demand(documents, name)
        assert loader_of(sample_of(path)) == "press-exports"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_command_line_gives_collections_to_this_loader(tmp_path: Path, name: str) -> None:
    path = tmp_path / "export.txt"
    path.write_text(COLLECTIONS[name])
    assert [step.use for step in read_target([str(path)]).load] == ["press-exports"]


def test_a_text_that_only_begins_like_an_export_is_left_to_others(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bad zu\n\nLänge: 300 Wörter\nAutor: Rita Kolb\n\nDer Rat streitet.\n")
    assert loader_of(sample_of(path)) == "text-files"


def saved(tmp_path: Path, name: str, content: str) -> list[Document]:
    return [source.read() for source in load(tmp_path / name, content)]


def said(document: Document, name: str) -> str:
    claim = document.claimed(name)
    return claim.value if claim is not None else ""


COVER = """User Name: = Rita Kolb
Date and Time: = Mittwoch, 5. Juni 2019 10:13:00 MESZ
Job Number: = 90412345

Documents (2)

1. Rat streitet über Schwimmbad
Client/Matter: -None-
Search Terms: Bad
Narrowed by:
Content Type: News
Narrowed by: Language: German

2. Kirche brennt
Client/Matter: -None-

"""


def test_the_cover_page_of_a_search_is_no_article(tmp_path: Path) -> None:
    collection = COVER + nexis_uni(POOL, "März 12, 2019 Dienstag") + nexis_uni(FIRE, "Juni 4, 2019 Dienstag")
    demand(saved(tmp_path, "a.txt", collection), "nexis-uni")


@pytest.mark.parametrize("label", ["Body", "Haupttext", "Textkörper", "Hauptteil", "Volltext"])
def test_the_heading_of_the_text_is_not_text(tmp_path: Path, label: str) -> None:
    [document] = saved(tmp_path, "a.txt", nexis_uni(POOL, "12. März 2019").replace("\nBody\n", f"\n{label}\n"))
    assert document.text.split("\n\n") == [POOL[0], "Ein Vorspann.", *POOL[3:]]


def test_a_date_that_cannot_be_read_costs_neither_title_nor_paper(tmp_path: Path) -> None:
    [document] = saved(tmp_path, "a.txt", nexis_uni(POOL, "Winter 2019 / Frühjahr 2020"))
    assert (said(document, "title"), said(document, "publisher"), said(document, "author")) == POOL[:3]
    assert said(document, "refused:date") == "Winter 2019 / Frühjahr 2020"
    assert not said(document, "date")
    assert document.text.endswith(POOL[4])


def test_genios_may_number_its_documents_as_nexis_does(tmp_path: Path) -> None:
    collection = "".join(
        f"Dokument {number} von 2\n\n{article}"
        for number, article in enumerate(
            (genios(POOL, "12.03.2019", "20190312FB1"), genios(FIRE, "4.6.2019", "20190604FB2")), 1
        )
    )
    demand(saved(tmp_path, "a.txt", collection), "genios")


def test_factiva_may_set_its_codes_in_a_table(tmp_path: Path) -> None:
    rows = [
        line.split(None, 1) for line in factiva_tagged(POOL, "12. März 2019", "FELDB00020190312ef3c00001").splitlines() if line
    ]
    codes = {"SE", "HD", "BY", "WC", "PD", "ET", "SN", "SC", "LA", "CY", "LP", "TD", "CO", "AN"}
    cells = [row if row[0] in codes else ["", " ".join(row)] for row in rows]
    table = "".join(f"<tr><td><b>{row[0]}</b></td><td>{''.join(row[1:])}</td></tr>" for row in cells)
    page = f"<!DOCTYPE html><html><head><title>Factiva</title></head><body><table>{table}</table></body></html>"
    [document] = saved(tmp_path, "a.html", page)
    assert (said(document, "title"), said(document, "publisher"), said(document, "author")) == POOL[:3]
    assert document.text.split("\n\n") == [POOL[0], *POOL[3:]]
    assert loader_of(sample_of(tmp_path / "a.html")) == "press-exports"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_section_above_the_title_of_factiva_is_not_part_of_it(tmp_path: Path, between: str) -> None:
    page = "Page 1 of 1 © 2020 Factiva, Inc. All rights reserved.\n\n"
    article = factiva(POOL, "12. März 2019", "FELDB00020190312ef3c00001")
    [document] = saved(tmp_path, "a.txt", f"{page}Lokales{between}{article}")
    assert (said(document, "title"), said(document, "section")) == (POOL[0], "Lokales")


def test_text_files_refuses_several_articles_and_reads_a_single_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(nexis_uni(POOL, "12. März 2019 Dienstag"))
    [source] = TextFiles(paths=[path]).load()
    assert source.read().source_text == path.read_text()
    path.write_text(COLLECTIONS["nexis-uni"])
    [source] = TextFiles(paths=[path]).load()
    with pytest.raises(DocumentError, match="press-exports"):
        source.read()


def test_a_single_article_is_dated_too(tmp_path: Path) -> None:
    [source] = load(tmp_path / "a.txt", nexis_uni(POOL, "12. März 2019 Dienstag"))
    claim = source.read().claimed("date")
    assert claim is not None
    assert claim.value == "2019-03-12"
    assert loader_of(sample_of(tmp_path / "a.txt")) == "press-exports"


def test_ordinary_texts_are_not_collections(tmp_path: Path) -> None:
    text = "Rat streitet\n\nVon Rita Kolb\n\nDas Dokument 1 von 3 liegt aus. Quelle: Stadt.\n\nLänge: egal.\n\nCopyright 2019 Feldbote\n"
    [source] = load(tmp_path / "a.txt", text)
    with pytest.raises(DocumentError, match="not a collection") as caught:
        source.read()
    assert caught.value.hint
    assert loader_of(sample_of(tmp_path / "a.txt")) == "text-files"


def test_every_cut_and_claim_has_its_place_and_reason(tmp_path: Path) -> None:
    for name, collection in COLLECTIONS.items():
        for source in load(tmp_path / "a.txt", collection):
            document = source.read()
            text = document.source_text
            assert text in collection.replace("\r\n", "\n")
            assert all(edit.rule.startswith("export/") for edit in document.edits)
            for claim in document.claims:
                assert claim.span is not None, name
                assert 0 <= claim.span.start < claim.span.end <= len(text)
            author = document.claimed("author")
            assert author is not None
            assert author.span is not None
            assert author.value in text[author.span.start : author.span.end]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("12. März 2019 Dienstag", "2019-03-12"),
        ("Dienstag, 12. März 2019", "2019-03-12"),
        ("Dienstag 12. März 2019 07:30 PM GMT+1", "2019-03-12"),
        ("March 12, 2019 Tuesday", "2019-03-12"),
        ("März 12, 2019 Dienstag", "2019-03-12"),
        ("12 March 2019", "2019-03-12"),
        ("12.03.2019", "2019-03-12"),
        ("2019-03-12", "2019-03-12"),
        ("Am 12. März 2019 tagte der Rat.", ""),
        ("März 2019", ""),
        ("12. März", ""),
        ("1. FC 2019", ""),
    ],
)
def test_a_line_is_a_date_or_not(line: str, date: str) -> None:
    assert date_of(line)[:10] == date


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Ada Ärmel", ["Ada Ärmel"]),
        ("Ada Ärmel und Berta Busch", ["Ada Ärmel", "Berta Busch"]),
        ("Ada Ärmel; Berta Busch", ["Ada Ärmel", "Berta Busch"]),
        ("Ärmel, Ada", ["Ärmel, Ada"]),
        ("Ärmel, Ada; Busch, Berta", ["Ärmel, Ada", "Busch, Berta"]),
        ("Ada Ärmel und Berta Busch, Oberau", ["Ada Ärmel", "Berta Busch"]),
        ("Ada Ärmel, Berta Busch", ["Ada Ärmel", "Berta Busch"]),
        ("Redaktion", []),
    ],
)
def test_authors_are_told_apart(line: str, names: list[str]) -> None:
    assert authors_of(line) == names


@given(st.lists(st.sampled_from([line for collection in COLLECTIONS.values() for line in collection.split("\n")]), max_size=60))
def test_lines_in_any_order_cost_at_most_the_document(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("x") / "a.txt"
    seen = set()
    for source in load(path, "\n".join(lines)):
        assert source.id not in seen
        seen.add(source.id)
        try:
            document = source.read()
        except DocumentError as error:
            hint = error.hint
            assert hint
        else:
            assert document.text.strip()


@pytest.mark.timing
@pytest.mark.parametrize("name", COLLECTIONS)
def test_time_grows_with_length(name: str) -> None:
    assert_linear(articles_of, COLLECTIONS[name])


FIELDS = {
    "Ressort": "LOKALES",
    "Seite": "11",
    "Mediengattung": "Tageszeitung",
    "Auflage": "12.345 (gedruckt) ¹ 11.234 (verkauft) ¹",
    "Reichweite": "0,03 (in Mio.) ²",
    "Nummer": "60",
}


def press_monitor(article: tuple[str, ...], day: str, fields: list[str], *, between: str, source: str) -> str:
    title, paper, author, one, two = article
    rows = "\n".join(f"{name}:{between}{FIELDS[name]}" for name in fields)
    return f"{source.format(paper=paper, day=day)}\n{rows}\n\n{title}\n\nVon {author}\n\n{one}\n\n{two}\n\n© 2019 PMG Presse-Monitor GmbH\n\n"


@given(
    fields=st.permutations(list(FIELDS))
    .map(lambda names: names[: 2 + len(names) // 2])
    .filter(lambda names: "Ressort" in names),
    between=st.sampled_from([" ", "\n"]),
    source=st.sampled_from(
        ["{paper} vom {day}, S. 11", "{paper}, {day}", "Quelle: {paper} vom {day}", "{paper} | {day} | Seite 11"]
    ),
    days=st.sampled_from([("12.03.2019", "04.06.2019"), ("12. März 2019", "4. Juni 2019"), ("12.3.2019", "4.6.2019")]),
)
@settings(max_examples=40)
def test_a_press_monitor_is_read_whatever_the_order_of_its_fields(
    fields: list[str], between: str, source: str, days: tuple[str, str]
) -> None:
    text = "".join(
        press_monitor(one, day, fields, between=between, source=source) for one, day in zip((POOL, FIRE), days, strict=True)
    )
    database, articles = articles_of(text)
    assert database == "records"
    for article, wanted, day in zip(articles, (POOL, FIRE), ("2019-03-12", "2019-06-04"), strict=True):
        found = {name: value for name, value, _ in article.claims}
        assert (found["publisher"], found["author"], found["date"], found["section"]) == (wanted[1], wanted[2], day, "LOKALES")
        assert [line.text for line in article.title] == [wanted[0]]
        assert [line.text for line in article.text] == list(wanted[3:])


def labelled(article: tuple[str, ...], day: str, number: int) -> str:
    title, paper, author, one, two = article
    return f"""____________________________________________________________

Dokument {number} von 2

{title}

Autor: {author}

Publikationsinfo: {paper} ; Oberau [Oberau]. {day}: 11.

https://www.proquest.com/docview/{number}

Volltext: {one}

{two}

Thema: Bäder

Titel: {title}

Titel der Publikation: {paper}; Oberau

Sprache der Publikation: German

ProQuest-Dokument-ID: 240000000{number}

"""


def test_a_collection_with_labelled_fields_is_parted_by_its_rules(tmp_path: Path) -> None:
    text = labelled(POOL, "12 März 2019", 1) + labelled(FIRE, "04 June 2019", 2)
    documents = saved(tmp_path, "a.txt", text)
    for document, article, day in zip(documents, (POOL, FIRE), ("2019-03-12", "2019-06-04"), strict=True):
        assert (said(document, "title"), said(document, "publisher"), said(document, "author")) == article[:3]
        assert said(document, "date") == day
        assert document.text.split("\n\n") == [article[0], *article[3:]]


def test_a_page_of_a_newspaper_app_is_dated(tmp_path: Path) -> None:
    title, paper, author, one, two = POOL
    [document] = saved(
        tmp_path, "a.txt", f"{title}\n\nEin Vorspann.\n\n{paper} · 12 Mär 2019 · 11 · Von {author}\n\n{one}\n\n{two}\n"
    )
    assert (said(document, "title"), said(document, "publisher"), said(document, "author")) == POOL[:3]
    assert said(document, "date") == "2019-03-12"
    assert document.text.split("\n\n") == [title, "Ein Vorspann.", one, two]


def test_a_report_on_a_press_monitor_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Zitate\n\nDie PMG Presse-Monitor zählte am 12.03.2019 die Zitate.\n\nAuflage: egal.\n\nDer Feldbote, 4.6.2019, lag vorn.\n"
    )
    assert loader_of(sample_of(path)) == "text-files"
