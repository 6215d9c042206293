"""Calendars and timelines: read back by a calendar program, and held against what TimelineJS documents."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_exports import ICalendar, TimelineJs
from presseschau_exports.calendars import escaped, folded

from presseschau import Dossier

DATE = {
    "type": "object",
    "required": ["year"],
    "additionalProperties": False,
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
        "display_date": {"type": "string"},
    },
}
TIMELINE = {
    "type": "object",
    "required": ["events"],
    "properties": {
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["start_date", "text"],
                "additionalProperties": False,
                "properties": {
                    "start_date": DATE,
                    "end_date": DATE,
                    "display_date": {"type": "string"},
                    "unique_id": {"type": "string", "minLength": 1},
                    "group": {"type": "string"},
                    "text": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
                    },
                },
            },
        },
    },
}
"""What https://timeline.knightlab.com/docs/json-format.html says of the parts that we write, in our words."""


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
    made = json.loads(path.read_text("utf-8"))
    jsonschema.validate(made, TIMELINE)
    (slide,) = made["events"]
    assert slide["start_date"] == {"year": 2021, "month": 5, "day": 3}
    assert slide["text"]["headline"] == "Ja, &lt;b&gt;geplant&lt;/b&gt;; so"
