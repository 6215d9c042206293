"""Exports: read back by what they are for, with offsets that hold, and harmless whatever a text says."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_exports import Brat, Excel, ICalendar, TimelineJs, WebAnnotation
from presseschau_exports.calendars import escaped, folded

from presseschau import Claim, Cleaning, Document, Dossier, Event, Quote, Span
from presseschau.dates import TimeExpression
from presseschau.model.results import StepRecord, StepResult
from presseschau.store import Commit, Store
from presseschau.testing import conformance_tests

TEXT = "=cmd|' /C calc'!A0\nAm 3. Mai 2021 sagte 👩‍🚒 Ada A\u0308rmel: „Das\nbleibt <b>so</b>, ja; nein.“ Geplant, ja."

test_web_annotation_conforms = conformance_tests(WebAnnotation)
test_brat_conforms = conformance_tests(Brat)
test_icalendar_conforms = conformance_tests(ICalendar)
test_timelinejs_conforms = conformance_tests(TimelineJs)
CLOCK = {"reads-no-clock": "openpyxl stamps its files; the stamp is taken out, and the same run gives the same bytes"}
test_excel_conforms = conformance_tests(Excel, expected_failures=CLOCK)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    found = (
        Quote(
            id="q", rule="r", type="Direct", spans=[at("„Das\nbleibt <b>so</b>, ja; nein.“")], speaker=[at("Ada A\u0308rmel")]
        ),
        TimeExpression(id="t", rule="r", type="DATE", form="2021-05-03", spans=[at("3. Mai 2021")]),
        Event(
            id="e",
            rule="r",
            spans=[at("Geplant, ja.")],
            times=["t"],
            status="planned",
            headline="Ja, <b>geplant</b>; so",
            is_main=True,
        ),
        Event(id="f", rule="r", spans=[at("sagte")], times=["t"], status="denied"),
    )
    store = Store(tmp_path / "run.sqlite")
    store.begin(
        [StepRecord(id="find", stage="extract", plugin="p", distribution="d", version="1", options="", code="", fingerprint="")]
    )
    claims = [Claim(name="title", value="=1+1", origin="x", rule="r")]
    result = StepResult(step="find", fingerprint="", seconds=0, cleaning=Cleaning(claims=claims), annotations=found)
    document = Document(id="a/b:c.txt", source_text=TEXT, claims=claims)
    store.commit(Commit(id=document.id, load_step="find", status="done", document=document, results=(result,)), 0)
    store.finish()
    store.close()
    return Dossier.open(tmp_path)


def test_web_annotations_find_their_words_by_position_and_by_quotation(dossier: Dossier, tmp_path: Path) -> None:
    (path,) = WebAnnotation().report(dossier, tmp_path)
    page = json.loads(path.read_text("utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    assert len(page["items"]) == 4
    for item in page["items"]:
        assert item["type"] == "Annotation"
        for target in item["target"]:
            position, quotation = target["selector"]
            assert TEXT[position["start"] : position["end"]] == quotation["exact"]
            whole = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
            assert whole in TEXT
    bodies = [body["value"] for item in page["items"] for body in item["body"]]
    assert {"Quote", "speaker: Ada A\u0308rmel", "edtf: 2021-05-03", "status: planned"} <= set(bodies)


def test_brat_reads_its_own_offsets(dossier: Dossier, tmp_path: Path) -> None:
    text, notes = sorted(Brat().report(dossier, tmp_path), key=lambda path: path.suffix, reverse=True)
    assert text.read_text("utf-8") == TEXT
    entities = {}
    for line in notes.read_text("utf-8").splitlines():
        key, what, *words = line.split("\t")
        if key.startswith("T"):
            label, _, places = what.partition(" ")
            spans = [tuple(map(int, place.split())) for place in places.split(";")]
            assert " ".join(TEXT[start:end] for start, end in spans) == words[0]
            assert all("\n" not in TEXT[start:end] for start, end in spans)
            entities[key] = label
        if key.startswith("R"):
            name, one, other = what.split()
            assert (name, entities[one[5:]], entities[other[5:]]) == ("speaker", "Quote", "Speaker")
    assert sorted(entities.values()) == ["Event", "Event", "Quote", "Speaker", "TimeExpression"]


def test_a_calendar_program_reads_the_events(dossier: Dossier, tmp_path: Path) -> None:
    icalendar = pytest.importorskip("icalendar", reason="pip install icalendar: the calendar is read back with it")
    (path,) = ICalendar().report(dossier, tmp_path)
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    events = {str(event["STATUS"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {"TENTATIVE", "CANCELLED"}
    planned = events["TENTATIVE"]
    assert str(planned["SUMMARY"]) == "Ja, <b>geplant</b>; so"
    assert planned.decoded("DTSTART").isoformat() == "2021-05-03"
    assert planned.decoded("DTEND").isoformat() == "2021-05-04"
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))


@given(st.text())
def test_folding_loses_nothing(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    made = folded(line)
    assert made.replace("\r\n ", "").removesuffix("\r\n") == line
    assert all(len(piece.encode("utf-8", "surrogatepass")) <= 75 for piece in made.split("\r\n"))


def test_timelinejs_gets_dates_and_escaped_texts(dossier: Dossier, tmp_path: Path) -> None:
    (path,) = TimelineJs().report(dossier, tmp_path)
    (slide,) = json.loads(path.read_text("utf-8"))["events"]
    assert slide["start_date"] == {"year": 2021, "month": 5, "day": 3}
    assert slide["text"]["headline"] == "Ja, &lt;b&gt;geplant&lt;/b&gt;; so"


def test_excel_opens_the_workbook_and_finds_no_formula(dossier: Dossier, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    (path,) = Excel().report(dossier, tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["documents", "quotes", "dates", "events"]
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "inlineStr", "n", "b", "d"}
    names = [cell.value for cell in book["documents"][1]]
    assert book["documents"][2][names.index("title")].value == "=1+1"
    quote = dict(zip([cell.value for cell in book["quotes"][1]], [cell.value for cell in book["quotes"][2]], strict=True))
    assert (quote["quote"], quote["speaker"], quote["confidence"]) == (
        "„Das\nbleibt <b>so</b>, ja; nein.“",
        "Ada A\u0308rmel",
        1,
    )
    begin = dict(zip([cell.value for cell in book["dates"][1]], [cell.value for cell in book["dates"][2]], strict=True))[
        "begin"
    ]
    assert begin.date().isoformat() == "2021-05-03"


def test_a_workbook_does_not_tell_when_it_was_written(dossier: Dossier, tmp_path: Path) -> None:
    made = []
    for name in ["one", "two"]:
        (path,) = Excel(path=f"{name}/x.xlsx").report(dossier, tmp_path)
        made.append(path.read_bytes())
        time.sleep(1.1)
    assert made[0] == made[1]


@pytest.mark.parametrize("plugin", [WebAnnotation, ICalendar, TimelineJs, Excel])
def test_nothing_is_written_outside(plugin: type) -> None:
    with pytest.raises(ValueError, match=re.escape("must be a path below")):
        plugin(path="../x")
