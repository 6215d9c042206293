"""The conformance kit, over files and over rows."""

import json
from collections.abc import Sequence
from pathlib import Path

from presseschau_text_files import TextFiles

from presseschau import Document
from presseschau.testing import conformance_tests


def as_files(directory: Path, documents: Sequence[Document]) -> TextFiles:
    for document in documents:
        path = directory / document.id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document.source_text.encode("utf-8"))
    return TextFiles(paths=[directory])


def as_rows(directory: Path, documents: Sequence[Document]) -> TextFiles:
    rows = [json.dumps({"id": document.id, "text": document.source_text}) for document in documents]
    (directory / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return TextFiles(paths=[directory / "rows.jsonl"])


SOME = TextFiles(paths=[Path(__file__).resolve()])
test_files_conform = conformance_tests(SOME, prepare=as_files)
test_rows_conform = conformance_tests(SOME, prepare=as_rows)
