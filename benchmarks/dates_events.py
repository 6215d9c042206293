"""Measure dates on text they were not made on: the spans of ``data/events`` that alone date an event, by day.

    python benchmarks/dates_events.py ../shared/data/events/dev.jsonl [--errors N]

An event counts if exactly one span of the text says when it was. The span is *found* if a time expression overlaps it, and *right* if what
that resolves to, given the date of publication, is as the label says: the same day where that is one (a clock time does not count), else the
same first and last day.
"""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from presseschau_dates.engine import tag
from presseschau_dates.language import load

from presseschau import Span
from presseschau.builtin.blank import BlankGerman
from presseschau.dates import Edtf, Resolution, TimeExpression, resolve_all

Record = dict[str, Any]


def main() -> None:
    """Print how many spans are found, and how many right."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="print so many that are not right")
    arguments = parser.parse_args()
    records = [json.loads(line) for line in arguments.gold.read_text("utf-8").splitlines()]
    nlp = BlankGerman().spacy_pipeline(needs=frozenset(["analysis:sentences"]))
    language = load("de")
    total = found = right = 0
    errors = []
    for record in records:
        text, published = record["text"], Edtf.parse(record["dct"])
        expressions = tag(text, [Span(one.start_char, one.end_char) for one in nlp(text).sents], language)
        resolved = resolve_all(expressions, published)
        for span, label in labels(record):
            total += 1
            here = [one for one in expressions if one.spans[0].start < span.end and span.start < one.spans[-1].end]
            found += bool(here)
            known = [edtf for one in here if (edtf := resolved[one.id].edtf) is not None]
            if any(is_right(edtf.first, edtf.last, label) for edtf in known) or (
                known and is_right(known[0].first, known[-1].last, label)
            ):
                right += 1
            else:
                errors.append(shown(record, span, label, here, resolved))
    print(f"{total} spans, {found} found, {right} right ({right / total:.3f})")
    for error in errors[: arguments.errors]:
        print(error)


def labels(record: Record) -> list[tuple[Span, Edtf]]:
    """Return the spans that alone date an event, each once, with the date."""
    made: dict[Span, Edtf] = {}
    for event in record["events"]:
        if event["date"] and len(event["time_spans"]) == 1:
            made.setdefault(Span(*event["time_spans"][0]), Edtf.parse(event["date"]))
    return sorted(made.items())


def is_right(first: date | None, last: date | None, label: Edtf) -> bool:
    """Tell whether two days are the first and the last of a label."""
    return (first, last) == (label.first, label.last)


def shown(record: Record, span: Span, label: Edtf, here: list[TimeExpression], resolved: dict[str, Resolution]) -> str:
    """Return one error in a line."""
    text = record["text"]
    said = ", ".join(f"{one.words} = {resolved[one.id].edtf} ({one.form}, {one.reference})" for one in here) or "nothing"
    before = text[max(span.start - 60, 0) : span.start]
    return f"{record['id']} of {record['dct']}: {before!r} [{text[span.start : span.end]}] is {label}, not {said}"


if __name__ == "__main__":
    main()
