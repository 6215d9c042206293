"""The form of Presseschau itself: a JSON object a line, ``{id, text, date, quotes, dates, events, clean}``; all but ``text`` may be missing.

``quotes`` have ``spans`` or ``start`` and ``end``, and may have ``type``, ``speaker`` (spans or a name); ``dates`` likewise, with
``type`` and ``value``; ``events`` have ``trigger`` (spans) and ``date``. The corpora of ``benchmarks/`` have this form.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from presseschau_evaluate.gold import GoldDocument, Mark

_FIELDS = {"quotes": "quote", "dates": "date", "timexes": "date", "events": "event"}


def read(path: Path, labels: Mapping[str, str]) -> list[GoldDocument]:  # noqa: ARG001 - the fields say the kind
    """Read a file, or all ``.jsonl`` files of a directory."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    found = []
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if line.strip():
                found.append(_document(json.loads(line), f"{file.stem}:{number}"))
    return found


def _document(data: Mapping[str, Any], name: str) -> GoldDocument:
    marks = [_mark(kind, one) for field, kind in _FIELDS.items() for one in data.get(field, ())]
    return GoldDocument(
        id=str(data.get("id", name)),
        text=data["text"],
        date=str(data.get("date") or data.get("dct") or ""),
        marks=tuple(marks),
        kinds=frozenset(kind for field, kind in _FIELDS.items() if field in data),
        clean=data.get("clean"),
    )


def _mark(kind: str, data: Mapping[str, Any]) -> Mark:
    spans = (
        data.get("trigger") if kind == "event" and "trigger" in data else data.get("spans") or [(data["start"], data["end"])]
    )
    speaker = data.get("speaker") or ()
    return Mark(
        kind=kind,
        spans=spans or (),
        type=data.get("type") or data.get("status") or "",
        value=data.get("value") or data.get("date") or "",
        speaker=() if isinstance(speaker, str) else speaker,
        speaker_name=speaker if isinstance(speaker, str) else "",
    )
