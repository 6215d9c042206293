"""Metadata: from the config and from sidecars, exactly as far as they were given."""

import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_text_files import TextFiles
from presseschau_text_files.metadata import claims_of
from presseschau_text_files.sidecars import parse_sidecar

from presseschau import Document, DocumentError
from presseschau.dates import Edtf, as_edtf


def read(directory: Path, **options: object) -> list[Document]:
    return [source.read() for source in TextFiles(paths=[directory], **options).load()]


def said(document: Document) -> list[tuple[str, str, str]]:
    return [(claim.name, claim.value, claim.origin) for claim in document.claims]


@pytest.mark.parametrize("sidecar", ["a.yaml", "a.yml", "a.json", "a.txt.yaml", "a.txt.json"])
@pytest.mark.parametrize("text", ["a.txt", "a.txt.gz"])
def test_a_sidecar_stands_beside_its_text(tmp_path: Path, sidecar: str, text: str) -> None:
    import gzip  # noqa: PLC0415 - only here

    content = b"Ein Satz."
    (tmp_path / text).write_bytes(gzip.compress(content) if text.endswith(".gz") else content)
    (tmp_path / sidecar).write_text('{"title": "Titel", "date": "2021-05"}')
    for paths in [tmp_path, tmp_path / "*"], [tmp_path / text]:
        (document,) = [source.read() for source in TextFiles(paths=paths).load()]
        assert said(document) == [("title", "Titel", "sidecar"), ("date", "2021-05", "sidecar")]


def test_yaml_values_stay_as_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ein Satz.")
    (tmp_path / "a.yaml").write_text(
        "publisher: no\ndate: 2021-05-20\nplace: 12:30\nurl: https://example.org/a\nauthor: [Ada Ärmel, 'null']\nnr: 007\n"
        "agency: ~\nlanguage:\nempty: ''\nnested: {a: [1]}\n"
    )
    (document,) = read(tmp_path)
    assert said(document) == [
        ("publisher", "no", "sidecar"),
        ("author", "Ada Ärmel", "sidecar"),
        ("author", "null", "sidecar"),
        ("date", "2021-05-20", "sidecar"),
        ("place", "12:30", "sidecar"),
        ("url", "https://example.org/a", "sidecar"),
        ("nested", '{"a": ["1"]}', "sidecar"),
        ("nr", "007", "sidecar"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.yaml", "title: a\ntitle: b\n", "a.yaml:2: the name 'title' stands there twice"),
        ("a.json", '{"title": "a", "title": "b"}', "stands there twice"),
        ("a.yaml", "title: 'a\n", "a.yaml:"),
        ("a.yaml", "- a\n", "expected names and values, found a list"),
        ("a.yaml", "", "found nothing"),
        ("a.json", "{", "a.json:1:2: not JSON"),
        ("a.yaml", "a: &a [1]\nb: *a\n", "aliases are not allowed"),
        ("a.yaml", "a: " + "[" * 5_000, "a.yaml"),
        ("a.json", '{"a": ' + "[" * 100_000, "a.json"),
        ("a.yaml", "a: \x07", "a.yaml: not YAML"),
        ("a.yaml", b"a: \xff", "a.yaml: not UTF-8"),
        ("a.yaml", "a: " + "x" * 1_000_001, "more than 1,000,000 bytes"),
        ("a.yaml", "date: 2021-13\n", "'2021-13' is not a date"),
        ("a.yaml", "datum: Mitte Mai\n", "datum (as date): 'Mitte Mai' is not a date"),
        ("a.yaml", 'title: "\\ud800"', "lone surrogate U+D800"),
        ("a.json", '{"\\ud800": "x"}', "lone surrogate U+D800"),
        ("a.yaml", "? [a, b]\n: c\n", "a name must be a word"),
    ],
)
def test_a_sidecar_that_cannot_be_used_is_a_dead_letter(tmp_path: Path, name: str, content: str | bytes, says: str) -> None:
    (tmp_path / "a.txt").write_text("Ein Satz.")
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (source,) = TextFiles(paths=[tmp_path]).load()
    with pytest.raises(DocumentError) as caught:
        source.read()
    assert says in str(caught.value)
    assert (caught.value.document, bool(caught.value.hint)) == ("a.txt", True)


def test_two_sidecars_are_refused(tmp_path: Path) -> None:
    for name in ["a.txt", "a.yaml", "a.json"]:
        (tmp_path / name).write_text("title: x")
    (source,) = TextFiles(paths=[tmp_path]).load()
    with pytest.raises(DocumentError, match=r"a\.yaml and a\.json"):
        source.read()


def test_metadata_without_a_text_are_not_lost_and_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ein Satz.")
    (tmp_path / "b.yaml").write_text("title: Der Text fehlt\n")
    (tmp_path / "pipeline.yaml").write_text("load: []\nlanguage: {expect: de}\n")
    (tmp_path / "broken.json").write_text("{")
    good, orphan = TextFiles(paths=[tmp_path]).load()
    assert good.id == "a.txt"
    with pytest.raises(DocumentError, match="metadata without a text"):
        orphan.read()
    assert [source.id for source in TextFiles(paths=[tmp_path], sidecars=False).load()] == ["a.txt"]


def test_the_config_speaks_by_id_and_by_glob_and_first(tmp_path: Path) -> None:
    for name in ["taz/a.txt", "taz/b.txt", "c.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Ein Satz.")
    (tmp_path / "taz/a.yaml").write_text("publisher: aus der Datei\n")
    metadata = {"taz/*": {"publisher": "taz"}, "taz/a.txt": {"date": "2021-05-24"}, "**": {"language": "de"}}
    c, a, b = read(tmp_path, metadata=metadata)
    assert said(c) == [("language", "de", "config")]
    assert said(b) == [("publisher", "taz", "config"), ("language", "de", "config")]
    assert said(a) == [
        ("date", "2021-05-24", "config"),
        ("publisher", "taz", "config"),
        ("language", "de", "config"),
        ("publisher", "aus der Datei", "sidecar"),
    ]
    claim = a.claimed("publisher")
    assert claim is not None
    assert claim.value == "taz"


def test_metadata_of_no_document_are_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.txt").write_text("Ein Satz.")
    with caplog.at_level(logging.WARNING):
        list(TextFiles(paths=[tmp_path], metadata={"b.txt": {"title": "x"}, "a.txt": {"title": "y"}}).load())
    assert "'b.txt'" in caplog.text
    assert "'a.txt'" not in caplog.text


# Dates


@pytest.mark.parametrize(
    ("given", "edtf"),
    [
        ("2021", "2021"),
        ("2021-05", "2021-05"),
        ("2021-05-20", "2021-05-20"),
        ("XXXX-05-24", "XXXX-05-24"),
        ("2021-05~", "2021-05~"),
        ("2021-05-03/2021-05-05", "2021-05-03/2021-05-05"),
        ("2021-05-20T08:30:00+02:00", "2021-05-20T08:30:00+02:00"),
        ("2021-05-20 08:30:00.123456 UTC", "2021-05-20T08:30:00Z"),
        ("2021-05-20T08:30+0200", "2021-05-20T08:30+02:00"),
        ("20.5.2021", "2021-05-20"),
        (" 03. 04. 2024, 8:15 Uhr", "2024-04-03T08:15"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_dates_are_kept_as_exact_as_given(given: str, edtf: str) -> None:
    assert as_edtf(given) == edtf


@pytest.mark.parametrize(
    "given",
    [
        "",
        "heute",
        "2021-02-29",
        "31.4.2021",
        "20212505",
        "14.IIII.2021",
        "43965",
        "2021-05-20T25:00:00",
        "5/6/2021",
    ],
)
def test_what_is_no_date_or_not_clearly_one_is_none(given: str) -> None:
    assert as_edtf(given) is None


@given(st.dates())
def test_days_come_back_in_every_spelling(day: date) -> None:
    iso = day.isoformat()
    for spelling in [iso, f"{day.day}.{day.month}.{day.year:04}", f"{day.day:02}.{day.month:02}.{day.year:04}"]:
        assert as_edtf(spelling) == iso


@given(st.text(st.sampled_from("0123456789X-./:T +Z~?%[]UhrC"), max_size=25))
def test_whatever_is_taken_is_edtf_and_stays_so(text: str) -> None:
    edtf = as_edtf(text)
    if edtf is not None:
        assert str(Edtf.parse(edtf)) == edtf
        assert as_edtf(edtf) == edtf


# Claims and sidecars in general

scalars = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
names = st.sampled_from(["title", "Headline", "author", "authors", "x", "url", "link", "y z"])


@given(st.dictionaries(names, scalars | st.lists(scalars, max_size=3), max_size=6))
def test_claims_hold_a_value_from_a_field(metadata: dict[str, Any]) -> None:
    for claim in claims_of(metadata, "sidecar"):
        assert claim.rule.removeprefix("sidecar/") in metadata
        assert claim.value
        assert claim.value == claim.value.strip()


@given(st.text(st.sampled_from("ab: -[]{}'\"\n#&*|>~,?!%\t"), max_size=60), st.sampled_from(["s.yaml", "s.json"]))
def test_any_sidecar_gives_a_mapping_or_an_error_with_a_hint(text: str, name: str) -> None:
    try:
        content: object = parse_sidecar(text.encode(), name)
    except DocumentError as error:
        content, hint = {}, error.hint
    else:
        hint = "not needed"
    assert isinstance(content, dict)
    assert hint
