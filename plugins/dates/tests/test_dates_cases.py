"""The handed cases about times, where they are: small texts, with what a German reader expects."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from presseschau_dates.engine import tag
from presseschau_dates.language import load

from presseschau import Span
from presseschau.builtin.blank import BlankGerman
from presseschau.dates import Edtf, Resolution, TimeExpression, resolve_all

DATA = Path(os.environ.get("PRESSESCHAU_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data")
CASES = DATA.parent / "cases"
FILES = [
    "11-wochentag-und-tageszeit",
    "12-namen-wie-zeiten",
    "13-nummern-keine-daten",
    "14-uhrzeiten",
    "15-fristen",
    "18-datumsformen",
]

pytestmark = pytest.mark.data


def times(text: str, written: str | None) -> list[tuple[TimeExpression, Resolution]]:
    sentences = [Span(one.start_char, one.end_char) for one in _NLP(text).sents]
    found = tag(text, sentences, load("de"))
    resolved = resolve_all(found, Edtf.parse(written) if written else None)
    return [(one, resolved[one.id]) for one in found]


_NLP = BlankGerman().spacy_pipeline(needs=frozenset(["analysis:sentences"]))


def is_expected(expected: str | dict[str, str], one: TimeExpression, found: Resolution) -> bool:
    if isinstance(expected, dict):
        (exact,) = expected.values()
        return str(found.edtf).rstrip("~") == exact
    for alternative in expected.split("|"):
        value, _, more = alternative.partition(" ")
        if found.value == value and (not more or more.strip("()") in (one.mod, one.type)):
            return True
    return False


def cases(name: str) -> Any:  # noqa: ANN401 - JSON
    path = CASES / name
    if not path.is_file():
        pytest.skip(f"the cases are not at {CASES}; set PRESSESCHAU_DATA")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_a_text_is_read_as_a_reader_does(name: str) -> None:
    case = cases(f"expected/{name}.json")
    text = (CASES / "inputs" / f"{name}.txt").read_text(encoding="utf-8")
    found = times(text, case["metadata"].get("date"))
    expected = case["expected"]["times"]
    for words, value in expected.items():
        here = [pair for pair in found if pair[0].words in words or words in pair[0].words]
        assert any(is_expected(value, *pair) for pair in here), (words, value, here)
    if not expected:
        assert found == []


def test_sentences_are_read_as_a_reader_does() -> None:
    for case in cases("sentences-dates.json"):
        found = {one.words: resolution.value for one, resolution in times(case["text"], case["date"])}
        assert found == {one["words"]: one["value"] for one in case["expected"]}, case["text"]
