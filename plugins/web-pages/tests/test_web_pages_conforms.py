"""The conformance kit, over pages made of its documents: as files and as rows."""

import html
import json
from collections.abc import Sequence
from pathlib import Path

from presseschau_web_pages import WebPages

from presseschau import Document
from presseschau.testing import conformance_tests


def as_page(document: Document) -> str:
    lines = [line for line in document.source_text.splitlines() if line.strip()]
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f"<!DOCTYPE html><html lang='de'><body><main><article>{paragraphs}</article></main></body></html>"


def as_files(directory: Path, documents: Sequence[Document]) -> WebPages:
    for document in documents:
        path = directory / f"{document.id}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_page(document).encode("utf-8"))
    return WebPages(paths=[directory], root=directory, merge_addresses=False)


def as_rows(directory: Path, documents: Sequence[Document]) -> WebPages:
    rows = [json.dumps({"id": document.id, "html": as_page(document)}) for document in documents]
    (directory / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return WebPages(paths=[directory / "rows.jsonl"])


SOME = WebPages(paths=[Path(__file__).resolve()])
CHOOSES = {"loads-what-is-there": "it leaves the furniture of a page away, and the kit's articles have some"}
test_files_conform = conformance_tests(SOME, prepare=as_files, expected_failures=CHOOSES)
test_rows_conform = conformance_tests(SOME, prepare=as_rows, expected_failures=CHOOSES)
