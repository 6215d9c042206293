"""The canonical form: versioned, valid against its schema, offsets that hold, provenance whole."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from presseschau_reports import Jsonl

from presseschau import Dossier

SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "presseschau-1.schema.json"


@pytest.fixture
def lines(dossier: Dossier, tmp_path: Path) -> list[str]:
    (path,) = Jsonl().report(dossier, tmp_path)
    return path.read_text("utf-8").splitlines()


@pytest.fixture
def records(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


def test_each_line_is_a_record_of_this_version_with_sorted_keys(lines: list[str], records: list[dict[str, Any]]) -> None:
    assert {record["schema"] for record in records} == {"presseschau/1"}
    for line, record in zip(lines, records, strict=True):
        again = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert line == again


def test_records_are_valid_against_the_published_schema(records: list[dict[str, Any]]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for record in records:
        assert [error.message for error in validator.iter_errors(record)] == []
    names = {record["record"] for record in records}
    assert names == {branch["properties"]["record"]["const"] for branch in schema["oneOf"]}


def test_every_offset_leads_to_its_words(records: list[dict[str, Any]]) -> None:
    documents = {record["id"]: record for record in records if record["record"] == "document"}

    def places(value: object) -> Any:  # noqa: ANN401 - walks JSON
        if isinstance(value, dict):
            if {"text", "source", "clean"} <= set(value):
                yield value
            for inner in value.values():
                yield from places(inner)

    checked = 0
    for record in records:
        if record["record"] in {"quote", "time", "event", "annotation", "document-date"}:
            document = documents[record["document"]]
            for place in places(record):
                words = "".join(document["text"][start:end] for start, end in place["clean"])
                assert words == place["text"]
                assert words == "".join(document["source_text"][start:end] for start, end in place["source"])
                checked += bool(words)
    assert checked > 10


def test_provenance_is_whole(records: list[dict[str, Any]]) -> None:
    (quote,) = [record for record in records if record.get("id") == "q1"]
    assert quote["provenance"] == {
        "rule": "direct/colon",
        "confidence": 0.93,
        "step": "find",
        "plugin": "find",
        "distribution": "dist-find",
        "version": "1.2.3",
    }
    (document,) = [record for record in records if record.get("id") == "heap/park.txt"]
    assert document["edits"][1]["provenance"]["rule"] == "credit"
    assert document["claims"][0]["provenance"]["step"] == "load"


def test_open_dates_stay_open(records: list[dict[str, Any]]) -> None:
    (time,) = [record for record in records if record.get("id") == "t1"]
    assert time["resolution"]["edtf"] == "XXXX-05-24"
    assert (time["resolution"]["begin"], time["resolution"]["end"]) == (None, None)


def test_line_separators_do_not_break_lines(records: list[dict[str, Any]], lines: list[str]) -> None:
    assert len(lines) == len(records)
    from presseschau_reports.jsonl import lines as lines_of  # noqa: PLC0415 - only here

    text = "a\u2028b\u2029c\x85d\r\n"
    written = lines_of([json.dumps({"text": text}, ensure_ascii=False)])
    assert len(written.splitlines()) == 1
    assert json.loads(written) == {"text": text}
