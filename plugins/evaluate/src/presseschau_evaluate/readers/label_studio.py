"""Label Studio's JSON export: tasks with ``annotations`` of ``labels`` and ``relation`` results over ``data.text``."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from presseschau import Span
from presseschau_evaluate.assemble import Labelled, document
from presseschau_evaluate.gold import GoldDocument


def read(path: Path, labels: Mapping[str, str]) -> list[GoldDocument]:
    """Read an export; of a task with several annotations the first that was not cancelled counts."""
    tasks = json.loads(path.read_text("utf-8"))
    return [_document(task, labels) for task in (tasks if isinstance(tasks, list) else [tasks])]


def _document(task: Mapping[str, Any], labels: Mapping[str, str]) -> GoldDocument:
    data = task["data"]
    text = data.get("text") or next(value for value in data.values() if isinstance(value, str))
    done = [one for one in task.get("annotations", ()) if not one.get("was_cancelled")]
    results = done[0]["result"] if done else []
    spans: dict[str, Labelled] = {}
    for one in results:
        value = one.get("value", {})
        if "start" in value and "end" in value and one.get("type") != "relation":
            names = value.get("labels") or value.get("hypertextlabels") or ()
            if names:
                span = _span(text, value)
                spans[one["id"]] = Labelled(key=one["id"], label=names[0], spans=(span,), attributes={})
    for one in results:
        if one.get("id") in spans and one.get("type") in {"textarea", "choices"}:
            value = one["value"].get("text") or one["value"].get("choices") or [""]
            labelled = spans[one["id"]]
            attributes = {**labelled.attributes, str(one.get("from_name", "")): value[0] if isinstance(value, list) else value}
            spans[one["id"]] = Labelled(key=labelled.key, label=labelled.label, spans=labelled.spans, attributes=attributes)
    relations = [(one["from_id"], one["to_id"]) for one in results if one.get("type") == "relation"]
    return document(
        str(task.get("id", data.get("id", ""))), text, list(spans.values()), relations, labels, date=str(data.get("date", ""))
    )


def _span(text: str, value: Mapping[str, Any]) -> Span:
    """Return the span of a region, in code points.

    That is what Label Studio counts; older versions counted UTF-16 code units as browsers do, so the words decide.
    """
    span = Span(int(value["start"]), int(value["end"]))
    said = value.get("text")
    if isinstance(said, str) and text[span.start : span.end] != said:
        old = Span(_from_utf16(text, span.start), _from_utf16(text, span.end))
        if text[old.start : old.end] == said:
            return old
    return span


def _from_utf16(text: str, units: int) -> int:
    return len(text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))
